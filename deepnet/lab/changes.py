"""What a visitor changed in mid-run, as data that can be replayed and as sentences that can be read."""

from dataclasses import dataclass

from deepnet.lab.settings import Settings, difference


@dataclass(frozen=True)
class Change:
    """What happened at a step: new settings, or one parameter set by hand (layer, row, col, value)."""

    step: int
    settings: Settings | None = None
    edit: tuple[int, int, int | None, float] | None = None


def events(first: Settings, changes: list[Change]) -> list[tuple[int, str]]:
    """A sentence for each step at which something changed.  first: the settings at step 0."""
    found, settings = [], first
    for step in dict.fromkeys(change.step for change in changes):
        here = [change for change in changes if change.step == step]
        before = settings
        settings = next((c.settings for c in reversed(here) if c.settings is not None), settings)
        edits = {c.edit[:3]: c.edit[3] for c in here if c.edit is not None}
        parts = [difference(before, settings)] + [told(*cell, value) for cell, value in edits.items()]
        if text := ", ".join(part for part in parts if part):
            found.append((step, text))
    return found


def told(layer: int, row: int, col: int | None, value: float) -> str:
    """An edit in words; neurons count from 1."""
    what = f"bias of neuron {row + 1}" if col is None else f"weight {col + 1} of neuron {row + 1}"
    return f"{what} in layer {layer} set to {value:.6g}"
