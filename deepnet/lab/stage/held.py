"""What is held of the inputs that a plane does not show: at the median, at a row, or set by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deepnet.data.column import Column
from deepnet.lab.stage.inputs import Inputs

MOST_NAMED = 3  # values in one sentence


@dataclass(frozen=True)
class Held:
    """row: (0 for training or 1 for test, its number there), None for the median.

    by_hand: (column, value in its own units) of what the visitor has set, which goes before the row's value.
    """

    row: tuple[int, int] | None = None
    by_hand: tuple[tuple[int, float], ...] = ()

    def on(self, inputs: Inputs) -> Held:
        """The same without what these inputs do not have; values are kept within the data's range."""
        row = self.row if self.row is not None and inputs.row(self.row) is not None else None
        values = {
            column: float(np.clip(value, inputs.low[column], inputs.high[column]))
            for column, value in self.by_hand
            if 0 <= column < inputs.dataset.n_x and np.isfinite(value)
        }
        return Held(row, tuple(values.items()))

    def at(self, inputs: Inputs, axes: tuple[int, ...] = ()) -> np.ndarray:
        """What is held, in own units (n,).  An input of `axes` is not set by hand."""
        raw = (inputs.home if self.row is None else inputs.raw(self.row)).copy()
        for column, value in self.by_hand:
            if column not in axes:
                raw[column] = value
        return raw

    def sentence(self, inputs: Inputs, axes: tuple[int, ...], raw: np.ndarray) -> str:
        """What is held, where two inputs are shown.  raw: see `at`."""
        others = [control for control in inputs.controls if set(control.places) - set(axes)]
        by_hand = {column for column, _ in self.by_hand} - set(axes)
        mine = [control for control in others if by_hand & set(control.places)]
        count = inputs.dataset.n_x - len(axes)
        start = "The other input is held at" if count == 1 else f"The other {count} inputs are held at"
        if mine and len(mine) == len(others):
            return f"{start} {'a value' if count == 1 else 'values'} set by hand: {named(mine, raw)}."
        if self.row is None:
            middle = "median, categories at their commonest value," if inputs.categorical else "median"
            home = f"{'its' if count == 1 else 'their'} {middle} over the training rows"
        else:
            home = inputs.name_of(self.row)
        if mine:
            return f"{start} {home}, but for {named(mine, raw)}, set by hand."
        if self.row is None or inputs.pictured:
            return f"{start} {home}."
        return f"{start} {home}: {named(others, raw)}.".replace("….", "…")


def named(columns: list[Column], raw: np.ndarray) -> str:
    """The first few of them with their values."""
    words = [column.sentence(column.value(raw)) for column in columns[:MOST_NAMED]]
    return ", ".join(words) + (" …" if len(columns) > MOST_NAMED else "")
