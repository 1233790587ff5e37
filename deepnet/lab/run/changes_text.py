"""What was changed in mid-run as text that a link carries: "640:rate:0.1!700:w1.2.3:0.5"."""

import re
from dataclasses import replace

from deepnet.lab.run.changes import MOST_CHANGES, Change
from deepnet.lab.settings.links import is_linkable
from deepnet.lab.settings.settings import Settings, changed, in_order
from deepnet.numerals import decimal, integer
from deepnet.spelling import shown

MOST_TEXT = 4000  # letters of all changes of a run
BETWEEN, WITHIN = "!", ":"
CELL = re.compile(r"(?P<layer>\d{1,9})\.(?P<row>\d{1,9})(\.(?P<col>\d{1,9}))?")


def to_text(first: Settings, changes: list[Change]) -> str:
    """All changes of a run that began with the settings `first`; `read_changes` gives them back.

    ValueError where they do not travel: too many of them, or points that do not.
    """
    parts, settings = [], first
    for change in changes:
        when = str(change.step) if change.stroke is None else f"{change.step}.{change.stroke}"
        if change.settings is None:
            layer, row, col, value = change.edit
            cell = f"b{layer}.{row + 1}" if col is None else f"w{layer}.{row + 1}.{col + 1}"
            parts.append(WITHIN.join((when, cell, repr(value))))
            continue
        if not is_linkable(change.settings) or _is_undrawn(settings, change.settings):
            raise ValueError("points that were drawn in mid-run are more than a link carries")
        names = changed(settings, change.settings)
        told = [(d.key, d.link(getattr(change.settings, d.name))) for d in in_order() if d.name in names]
        parts.append(WITHIN.join((when, *(text for pair in told for text in pair))))
        settings = change.settings
    text = BETWEEN.join(parts)
    if len(text) > MOST_TEXT:
        raise ValueError(f"the changes take {len(text):,} letters, a link has room for {MOST_TEXT:,}")
    return text


def _is_undrawn(old: Settings, new: Settings) -> bool:
    return old.drawing is not None and new.drawing is None


def read_changes(text: str, first: Settings) -> list[Change]:
    """The changes that a link's text tells of, each checked by itself; ValueError or TypeError, one sentence,
    for what is none."""
    found, settings = [], first
    if len(text) > MOST_TEXT or text.count(BETWEEN) >= MOST_CHANGES:
        raise ValueError(f"changes take {len(text):,} letters, a link has room for {MOST_TEXT:,}")
    for part in text.split(BETWEEN):
        when, *told = part.split(WITHIN)
        if len(told) < 2 or len(told) % 2:
            raise ValueError(f"a change must give its step, what and the value, got {shown(part)}")
        step, _, stroke = when.partition(".")
        stroke = integer(stroke) if stroke else None
        if cell := CELL.fullmatch(told[0][1:]) if told[0][:1] in ("w", "b") else None:
            layer, row, col = (int(n) if n else None for n in cell.group("layer", "row", "col"))
            if (col is None) != (told[0][0] == "b") or len(told) != 2:
                raise ValueError(f"{shown(part)} names no weight and no bias")
            col = None if col is None else col - 1
            found.append(Change(integer(step), edit=(layer, row - 1, col, decimal(told[1]))))
            continue
        settings = _changed(settings, dict(zip(told[::2], told[1::2], strict=True)))
        found.append(Change(integer(step), settings, stroke=stroke))
    return found


def _changed(settings: Settings, texts: dict[str, str]) -> Settings:
    by_key = {field.key: field for field in in_order()}
    if unknown := [key for key in texts if key not in by_key]:
        raise ValueError(f"{shown(unknown[0])} is not a setting")
    values = {by_key[key].name: by_key[key].read(text[: by_key[key].longest]) for key, text in texts.items()}
    return replace(settings, **values)
