"""What a visitor changed in mid-run, as data that can be replayed and as sentences that can be read."""

from dataclasses import dataclass

from deepnet.data.drawing import told
from deepnet.declaration import named
from deepnet.lab.settings.settings import Settings, changed, in_order
from deepnet.numerals import number

MOST_CHANGES = 1000  # that a run remembers
MOST_POINTS = 1_000_000  # points of all the drawings among them
COUNTS = frozenset(named(Settings, "resets"))


@dataclass(frozen=True)
class Change:
    """What happened at a step: new settings, or one parameter set by hand (layer, row, col, value).

    stroke: the number of the stroke of points that new settings are a part of, None for any other change.
    """

    step: int
    settings: Settings | None = None
    edit: tuple[int, int, int | None, float] | None = None
    stroke: int | None = None


def in_force(first: Settings, changes: list[Change]) -> Settings:
    """The settings after all these changes.  first: those at step 0."""
    return next((c.settings for c in reversed(changes) if c.settings is not None), first)


def noted(
    first: Settings, changes: list[Change], step: int, settings: Settings, stroke: int | None = None
) -> list[Change]:
    """The changes, none of them later than `step`, with the adoption of `settings` there.

    Changes of one moment make one note, unless they touch what a change itself resets (the optimizer's
    memory, the place in the epoch): then each is kept, because each counts when the run is replayed.  Of
    drawings all but the first and the last count for nothing: the epoch has begun anew already.
    """
    changes = list(changes)
    if changes and changes[-1].step == step and changes[-1].settings is not None:
        last, before = changes[-1].settings, in_force(first, changes[:-1])
        touched = changed(before, last) | changed(last, settings)
        redrawn = touched == {"drawing"} and (
            before.drawing != settings.drawing or _drew(first, changes[:-1], step)
        )
        if redrawn or not touched & COUNTS:
            changes.pop()
    if in_force(first, changes) != settings:
        changes.append(Change(step, settings, stroke=stroke))
    return changes


def _drew(first: Settings, changes: list[Change], step: int) -> bool:
    """Whether the last of the changes is one of the points at this step."""
    if not changes or changes[-1].step != step or changes[-1].settings is None:
        return False
    return changes[-1].settings.drawing != in_force(first, changes[:-1]).drawing


def check_room(changes: list[Change], step: int, more: int = 1) -> None:
    """ValueError if a run cannot remember so many more changes at this step."""
    kept = [change for change in changes if change.step <= step]
    drawings = {c.settings.drawing for c in kept if c.settings is not None and c.settings.drawing is not None}
    if len(kept) + more > MOST_CHANGES:
        raise ValueError(f"a run remembers at most {MOST_CHANGES} changes; reset it to change it further")
    if (drawn := sum(map(len, drawings))) > MOST_POINTS:
        raise ValueError(
            f"the changes that a run remembers have {drawn:,} drawn points, at most {MOST_POINTS:,} fit; "
            "reset it to change it further"
        )


def events(first: Settings, changes: list[Change]) -> list[tuple[int, str]]:
    """A sentence for each step at which something changed, one for a whole stroke where it began.

    first: the settings at step 0.
    """
    found, settings = [], first
    for here in _together(changes):
        before, settings = settings, in_force(settings, here)
        drawn = (c.settings for c in here if c.settings is not None and c.settings.drawing is not None)
        taken = next(drawn, before)
        if before.drawing is not None or settings.drawing is None:
            taken = before  # else a toy was taken over here, and what was drawn on it is told by itself
        edits = {c.edit[:3]: c.edit[3] for c in here if c.edit is not None}
        parts = [difference(before, taken), difference(taken, settings)]
        parts += [edited(*cell, value) for cell, value in edits.items()]
        if text := ", ".join(part for part in parts if part):
            found.append((here[0].step, text))
    return found


def _together(changes: list[Change]) -> list[list[Change]]:
    """The changes in groups: those of one step, and those of one stroke with nothing else between them."""
    groups: list[list[Change]] = []
    for change in changes:
        last = groups[-1][-1] if groups else None
        if last and (last.step == change.step or last.stroke is not None and last.stroke == change.stroke):
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def edited(layer: int, row: int, col: int | None, value: float) -> str:
    """An edit in words; neurons count from 1."""
    what = f"bias of neuron {row + 1}" if col is None else f"weight {col + 1} of neuron {row + 1}"
    return f"{what} in layer {layer} set to {number(value, 6)}"


def difference(old: Settings, new: Settings) -> str:
    """What changed, in a learner's words: "learning rate 0.03 → 0.1, batch size 10 → all rows"."""
    parts = [
        f"{field.title} {field.written(was)} → {field.written(now)}"
        for field in in_order(type(new))
        if (was := getattr(old, field.name)) != (now := getattr(new, field.name)) and field.name != "drawing"
    ]
    if old.drawing is not None and new.drawing is not None and (words := told(old.drawing, new.drawing)):
        parts.append(words)
    return ", ".join(parts)
