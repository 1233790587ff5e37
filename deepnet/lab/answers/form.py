"""The columns of a data set as a person knows them: what a form asks for, and how it becomes inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from deepnet.data.features import apply as features_of
from deepnet.data.naming import input_name
from deepnet.lab.run.scores import sample

EPOCH = date(1970, 1, 1)
MOST_DECIMALS = 6
EXACT = 1e-9  # of the spread: closer to a rounded number than that is that number


@dataclass(frozen=True)
class Field:
    """One column.  kind: "number", "date" (days since 1970) or "category".

    places: its rows in the raw inputs, one for a number, one for each word of a category.  low, high: of the
    training rows.  middle: their median, or the most frequent word.  decimals: that its numbers have.
    """

    name: str
    kind: str
    places: tuple[int, ...]
    low: float = 0.0
    high: float = 0.0
    middle: float | str = 0.0
    decimals: int = 0
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name, with the unit if there is one."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def text(self, value) -> str:
        """A value of this column in words: 5.1, 2007-05-03, Biscoe."""
        if self.kind == "category":
            return str(value)
        if self.kind == "date":
            return as_date(value).isoformat()
        return f"{value:,.{self.decimals}f}" if abs(value) < 1e15 else f"{value:.6g}"


class Form:
    """The fields of a data set that is no set of pictures.  features: by name, of a toy's two coordinates."""

    def __init__(self, dataset, features: tuple[str, ...] = ()):
        self.dataset, self.toy = dataset, dataset.plane == "xy"
        self.features = features
        self.fields = tuple(self._fields())

    def _fields(self):
        raw, known = self.dataset.raw_train, sample(self.dataset.m)
        choices = getattr(self.dataset.encoder, "choices", {})
        types = getattr(self.dataset.encoder, "types", {})
        names = ("x₁", "x₂") if self.toy else self.dataset.columns
        units = self.dataset.units or ("",) * len(names)
        place = 0
        while place < len(names):
            category = next((c for c in choices if names[place] == input_name(c, choices[c][0])), None)
            if category is not None:
                places = tuple(range(place, place + len(choices[category])))
                counts = raw[places[0] : places[-1] + 1, known].sum(axis=1)
                middle = choices[category][int(counts.argmax())]
                yield Field(category, "category", places, middle=middle, choices=choices[category])
                place = places[-1] + 1
                continue
            values = raw[place, known]
            kind = "date" if types.get(names[place]) == "date" else "number"
            decimals = 0 if kind == "date" else decimals_of(values)
            middle = round(float(np.median(values)), decimals)
            low, high = (round(float(end), decimals) for end in (raw[place].min(), raw[place].max()))
            yield Field(names[place], kind, (place,), low, high, middle, decimals, units[place])
            place += 1

    def typical(self) -> dict[str, float | str]:
        """Medians, and the most frequent words."""
        return {field.name: field.middle for field in self.fields}

    def column(self, field: Field, raw: np.ndarray) -> list:
        """The values of one field in rows of raw inputs (n, m)."""
        cells = raw[list(field.places)]
        if field.kind != "category":
            return np.round(cells[0], field.decimals).tolist()
        words = np.array([*field.choices, "(other)"], dtype=object)
        return words[np.where(cells.max(axis=0) > 0.5, cells.argmax(axis=0), len(field.choices))].tolist()

    def values(self, raw: np.ndarray) -> dict[str, float | str]:
        """The values of one row of raw inputs (n,), by the names of the fields."""
        return {field.name: self.column(field, raw[:, None])[0] for field in self.fields}

    def raw(self, values: Mapping[str, float | str]) -> np.ndarray:
        """Raw inputs (n, 1) of a value for each field; a word without an input of its own gives zeros."""
        raw = np.zeros((2 if self.toy else self.dataset.n_x, 1))
        for field in self.fields:
            value = values[field.name]
            if field.kind != "category":
                if not np.isfinite(value):
                    raise ValueError(f"{field.name} must be a finite number, got {value}")
                raw[field.places[0]] = value
            elif value in field.choices:
                raw[field.places[field.choices.index(value)]] = 1.0
        return raw

    def X(self, raw: np.ndarray) -> np.ndarray:
        """Inputs X (n_x, m) of raw inputs (n, m)."""
        if self.toy:
            return features_of(self.features, raw)
        return (raw - self.dataset.center[:, None]) / self.dataset.spread[:, None]

    def warnings(self, values: Mapping[str, float | str]) -> list[str]:
        """A sentence for each value that is unlike anything in the training rows."""
        said = []
        for field in self.fields:
            value = values[field.name]
            if field.kind == "category":
                if value not in field.choices:
                    said.append(f"{field.name} {value} did not occur in the rows it learned from.")
                continue
            slack = EXACT * max(abs(field.low), abs(field.high), 1.0)
            if not field.low - slack <= value <= field.high + slack:
                low, high, text = (field.text(v) for v in (field.low, field.high, value))
                unit = f" {field.unit}" if field.unit else ""
                said.append(f"{field.name} {text} is outside of {low} to {high}{unit}, where it learned.")
        return said


def as_date(days: float) -> date:
    """The day that is so many days after 1970 began, kept within the calendar."""
    first, last = (date.min - EPOCH).days, (date.max - EPOCH).days
    return EPOCH + timedelta(days=int(min(max(days, first), last)))


def decimals_of(values: np.ndarray) -> int:
    """Decimals that the values (m,) are written with: as many as all need, or four significant ones.

    >>> decimals_of(np.array([5.1, 4.9])), decimals_of(np.array([2007.0, 2009.0]))
    (1, 0)
    """
    scale = max(float(np.abs(values).max(initial=0.0)), 1e-12)
    for decimals in range(MOST_DECIMALS + 1):
        if np.abs(np.round(values, decimals) - values).max(initial=0.0) <= EXACT * scale:
            return decimals
    return int(np.clip(4 - np.ceil(np.log10(scale)), 0, MOST_DECIMALS))
