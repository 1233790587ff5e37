"""Settings as a link: only what differs from the defaults, as short readable text."""

import re
from dataclasses import fields

from deepnet.data import Drawing
from deepnet.lab.settings.settings import AUTO, CHOICES, DRAWN, LIMITS, UPLOAD, Settings, shown

# How a field is called in a link.
KEYS = {
    "dataset": "data",
    "drawing": "drawn",
    "points": "points",
    "noise": "noise",
    "test_share": "test",
    "data_seed": "dataseed",
    "features": "features",
    "hidden": "hidden",
    "activation": "activation",
    "activations": "activations",
    "batch_norm": "batchnorm",
    "output": "output",
    "loss": "loss",
    "label_smoothing": "smoothing",
    "class_weights": "classes",
    "initializer": "init",
    "initial_scale": "scale",
    "optimizer": "optimizer",
    "learning_rate": "rate",
    "batch_size": "batch",
    "momentum": "momentum",
    "beta2": "beta2",
    "epsilon": "epsilon",
    "weight_decay": "weightdecay",
    "clip_norm": "clip",
    "schedule": "schedule",
    "schedule_span": "span",
    "schedule_decay": "decay",
    "regularization": "regularization",
    "regularization_rate": "lambda",
    "keep_prob": "keep",
    "stop_steps": "stopsteps",
    "stop_cost": "stopcost",
    "stop_accuracy": "stopaccuracy",
    "stop_plateau": "stopplateau",
    "plateau_fall": "plateaufall",
    "stop_early": "stopearly",
    "stop_divergence": "stopdivergence",
    "seed": "seed",
    "precision": "precision",
}
LONGEST = 400  # characters of a value that are looked at
MOST_LINKED = 200  # drawn points that a link carries
LONGEST_DRAWN = 2400  # characters of so many
MOST_KEYS = 64


def slug(text: str) -> str:
    """A name as a link spells it: lower case, hyphens for spaces."""
    return re.sub(r"[\s_+-]+", "-", text.strip().lower())


def is_linkable(settings: Settings) -> bool:
    """Whether the data travel in a link: a file and a large drawing do not."""
    return settings.dataset != UPLOAD and (settings.drawing is None or len(settings.drawing) <= MOST_LINKED)


def to_query(settings: Settings) -> dict[str, str]:
    """The fields that differ from the defaults, as short text: {"data": "spiral", "hidden": "8-8-4"}.

    Data that do not travel are left out.
    """
    plain, query = Settings(), {}
    left_out = () if is_linkable(settings) else ("dataset", "drawing")
    for f in fields(Settings):
        value = getattr(settings, f.name)
        if value == getattr(plain, f.name) or f.name in left_out:
            continue
        if f.name == "drawing":
            text = value.text()
        elif f.name in ("hidden", "batch_norm"):
            text = "-".join(map(str, value)) or "none"
        elif f.name == "features":
            text = "-".join(value)
        elif f.name == "activations":
            text = ",".join(map(slug, value))
        elif isinstance(value, float):
            text = repr(value)  # reads back to the same bits
        else:
            text = slug(value) if f.name in CHOICES else str(value)
        query[KEYS[f.name]] = text
    return query


def from_query(query: dict) -> tuple[Settings, list[str]]:
    """Settings from a link, and a sentence for each part of it that was ignored.  Never raises.

    Links come from strangers: every field is read by its type and checked alone, and what fails keeps its
    default.
    """
    names = {key: name for name, key in KEYS.items()}
    values, ignored = {}, []
    for key, text in list(query.items())[:MOST_KEYS]:
        if isinstance(text, (list, tuple)):
            text = text[-1] if text else ""
        name = names.get(key)
        text = str(text)[: LONGEST_DRAWN if name == "drawing" else LONGEST]
        if name is None:
            ignored.append(f"{shown(str(key))} is not a setting")
            continue
        try:
            value = read(name, text)
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


def read(name: str, text: str):
    """The value that `text` gives the field `name`, by the field's type; not yet checked against LIMITS."""
    text = text.strip()
    if name == "drawing":
        return Drawing.read(text)
    if name in CHOICES:
        return spelled(text, CHOICES[name])
    if name == "activations":
        choices = (AUTO, *CHOICES["activation"])
        return tuple(spelled(part, choices) for part in re.split("[,;]", text) if part.strip())
    if name in ("hidden", "batch_norm"):
        if text.lower() in ("", "0", "none"):
            return ()
        numbers = text.strip("()[]")
        if not re.fullmatch(r"[0-9]{1,15}([\s,x;-]+[0-9]{1,15})*", numbers):
            raise ValueError(f"numbers such as 8-8-4 are needed, got {shown(text)}")
        return tuple(int(part) for part in re.split(r"[\s,x;-]+", numbers))
    if name == "features":
        return tuple(part for part in re.split(r"[\s,;-]+", text.lower()) if part)
    return integer(text) if isinstance(LIMITS[name][0], int) else decimal(text)


def spelled(text: str, choices: tuple[str, ...]) -> str:
    """The one of `choices` that a link spells so, or the text itself."""
    return next((choice for choice in choices if slug(choice) == slug(text)), text)


def integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise ValueError(f"a whole number is needed, got {shown(text)}")
    return int(text)


def decimal(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?", text):
        raise ValueError(f"a number is needed, got {shown(text)}")
    return float(text)
