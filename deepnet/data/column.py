"""A column as a person knows it: how its values are called and written, and which inputs are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from deepnet.numerals import EXACT, decimals_of, fixed

EPOCH = date(1970, 1, 1)
KINDS = ("number", "date", "category")
OTHER = "(other)"  # the value of a category whose word has no input of its own
SAMPLE = 4000  # rows that are looked at for decimals


@dataclass(frozen=True)
class Column:
    """kind: one of KINDS; a date is days since 1970 began.

    places: its rows in the raw inputs, one for a number, one for each of the `labels` of a category.
    low, high: of the training rows; least, most: of all rows.  typical: the median of the training rows, or
    their most frequent label.  decimals: that its numbers have.  These are filled in by `ranged`.
    """

    name: str
    places: tuple[int, ...]
    kind: str = "number"
    unit: str = ""
    labels: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    least: float = 0.0
    most: float = 0.0
    typical: float | str = 0.0
    decimals: int = 0

    @property
    def title(self) -> str:
        """The name, with the unit if there is one."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def text(self, value: float | str) -> str:
        """A value in words: 5.1, 2007-05-03, Biscoe."""
        if self.kind == "category":
            return str(value)
        return as_date(value).isoformat() if self.kind == "date" else fixed(value, self.decimals)

    def sentence(self, value: float | str, *, named: bool = True) -> str:
        """Name and value as a sentence has them: "petal width 0.2 cm"; without the name: "0.2 cm"."""
        return f"{self.name if named else ''} {self.text(value)} {self.unit}".strip()

    def values(self, raw: np.ndarray) -> list:
        """The values in rows of raw inputs (n, m)."""
        cells = raw[list(self.places)]
        if self.kind != "category":
            return np.round(cells[0], self.decimals).tolist()
        words = np.array([*self.labels, OTHER], dtype=object)
        return words[np.where(cells.max(axis=0) > 0.5, cells.argmax(axis=0), len(self.labels))].tolist()

    def value(self, raw: np.ndarray) -> float | str:
        """The value in one row of raw inputs (n,)."""
        return self.values(raw[:, None])[0]

    def write(self, value: float | str, raw: np.ndarray) -> None:
        """Put a value into raw inputs (n,); a label without an input of its own gives zeros."""
        raw[list(self.places)] = 0.0
        if self.kind != "category":
            if not np.isfinite(value):
                raise ValueError(f"{self.name} must be a finite number, got {value}")
            raw[self.places[0]] = value
        elif value in self.labels:
            raw[self.places[self.labels.index(value)]] = 1.0

    def warning(self, value: float | str) -> str:
        """A sentence if the value is unlike anything in the training rows, else ""."""
        if self.kind == "category":
            known = value in self.labels
            return "" if known else f"{self.name} {value} did not occur in the rows it learned from."
        slack = EXACT * max(abs(self.low), abs(self.high), 1.0)
        if self.low - slack <= value <= self.high + slack:
            return ""
        low, high, text = (self.text(v) for v in (self.low, self.high, value))
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.name} {text} is outside of {low} to {high}{unit}, where it learned."


def numbers(names: Sequence[str], units: Sequence[str] | None = None) -> tuple[Column, ...]:
    """A column of numbers for each row of the raw inputs."""
    units = units or ("",) * len(names)
    return tuple(
        Column(name, (i,), unit=unit) for i, (name, unit) in enumerate(zip(names, units, strict=True))
    )


def ranged(layout: Sequence[Column], train: np.ndarray, test: np.ndarray) -> tuple[Column, ...]:
    """The same columns with what the raw inputs (n, m) of training and test rows tell of them."""
    lows, highs = train.min(axis=1), train.max(axis=1)
    least, most = np.minimum(lows, test.min(axis=1)), np.maximum(highs, test.max(axis=1))
    some = slice(None, None, -(-train.shape[1] // SAMPLE))
    found = []
    for column in layout:
        if column.kind == "category":
            counts = train[list(column.places)].sum(axis=1)
            found.append(replace(column, typical=column.labels[int(counts.argmax())], high=1.0, most=1.0))
            continue
        place = column.places[0]
        decimals = 0 if column.kind == "date" else decimals_of(train[place, some])
        ends = [round(float(end[place]), decimals) for end in (lows, highs, least, most)]
        typical = round(float(np.median(train[place])), decimals)
        found.append(
            Column(column.name, column.places, column.kind, column.unit, (), *ends, typical, decimals)  # type: ignore[call-arg]
        )
    return tuple(found)


def as_date(days: float) -> date:
    """The day that is so many days after 1970 began, kept within the calendar."""
    first, last = (date.min - EPOCH).days, (date.max - EPOCH).days
    return EPOCH + timedelta(days=int(min(max(days, first), last)))
