"""Settings as a link: only what differs from the defaults, as short readable text."""

from dataclasses import replace

from deepnet.lab.settings.kinds import AUTO
from deepnet.lab.settings.settings import DRAWN, UPLOAD, Settings, in_order
from deepnet.lab.settings.versions import todays
from deepnet.spelling import shown

MOST_LINKED = 200  # drawn points that a link carries
MOST_KEYS = 64


def is_linkable(settings: Settings) -> bool:
    """Whether the data travel in a link: a file and a large drawing do not."""
    return settings.dataset != UPLOAD and (settings.drawing is None or len(settings.drawing) <= MOST_LINKED)


def to_query(settings: Settings, precision: str | None = None) -> dict[str, str]:
    """The fields that differ from the defaults, as short text: {"data": "spiral", "hidden": "8-8-4"}.

    Data that do not travel are left out.  precision: what "auto" came to, which is what a link says.
    """
    if settings.precision == AUTO and precision:
        settings = replace(settings, precision=precision)
    plain = type(settings)()
    left_out = () if is_linkable(settings) else ("dataset", "drawing")
    return {
        field.key: field.link(value)
        for field in in_order(type(settings))
        if (value := getattr(settings, field.name)) != getattr(plain, field.name)
        and field.name not in left_out
    }


def from_query(query: dict) -> tuple[Settings, list[str]]:
    """Settings from a link, and a sentence for each part of it that was ignored.  Never raises.

    Links come from strangers: every field is read by its type and checked alone, and what fails keeps its
    default.
    """
    by_key = {field.key: field for field in in_order()}
    values, ignored = {}, []
    for key, text in list(todays(query).items())[:MOST_KEYS]:
        if isinstance(text, (list, tuple)):
            text = text[-1] if text else ""
        if key not in by_key:
            ignored.append(f"{shown(str(key))} is not a setting")
            continue
        name, text = by_key[key].name, str(text)[: by_key[key].longest].strip()
        try:
            value = by_key[key].read(text)
            Settings(**{name: value})
        except (ValueError, TypeError) as error:
            ignored.append(f"{key}={text[:40]}: {error}")
            continue
        if name == "dataset" and value == UPLOAD:
            ignored.append("data=upload: a file does not travel in a link; upload it again")
        else:
            values[name] = value
    if values.get("dataset") == DRAWN and "drawing" not in values:
        del values["dataset"]
        ignored.append("data=drawn: the drawn points are missing; ask for the whole link")
    found = Settings(**values)
    if set(values.get("activations", ())) - {AUTO} and not found.activations:
        ignored.append(f"activations: one for each of {len(found.hidden)} hidden layers is needed")
    if found.batch_norm != tuple(sorted(set(values.get("batch_norm", ())))):
        ignored.append(f"batchnorm: there are only {len(found.hidden)} hidden layers")
    return found, ignored
