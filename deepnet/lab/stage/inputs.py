"""What a plane must know of a data set's inputs: how far each ranges, what is usual, which tell most."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from deepnet.lab.answers.picture import picture_shape, pictures_of

FEW_VALUES = 8  # a column of no more different values makes a poor axis
MOST_CONTROLS = 200  # offered, those that tell most
SAMPLE = 2000  # training rows looked at for what needs no more


@dataclass(frozen=True)
class Control:
    """One thing that can be held: a number, or a category's value, which is several inputs of 0 and 1.

    columns: the inputs that it sets.  labels: of a category, one for each column.  low, high: of a number, in
    its own units, over all rows.
    """

    name: str
    columns: tuple[int, ...]
    labels: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    whole: bool = False
    date: bool = False  # days since 1970-01-01
    unit: str = ""

    def value(self, raw: np.ndarray) -> float:
        """The value among inputs in own units (n_x,); of a category the place of its label, -1 for none."""
        if not self.labels:
            return float(raw[self.columns[0]])
        at = raw[list(self.columns)]
        return float(at.argmax()) if at.max() > 0.5 else -1.0

    def written(self, raw: np.ndarray) -> str:
        """Name and value as a sentence has them: "petal width 0.2 cm"."""
        value = self.value(raw)
        if self.labels:
            return f"{self.name} {self.labels[int(value)] if value >= 0 else '(none)'}"
        if self.date:
            return f"{self.name} {np.datetime64(round(value), 'D')}"
        text = f"{value:.0f}" if self.whole and abs(value) < 1e9 else f"{value:.4g}"
        return f"{self.name} {text.replace('-', '−')} {self.unit}".rstrip()


class Inputs:
    """The inputs of one data set.  Each thing is worked out when it is first asked for, and kept."""

    def __init__(self, dataset):
        self.dataset = dataset
        self._some = dataset.X_train[:, :: -(-dataset.m // SAMPLE)]

    @cached_property
    def key(self) -> str:
        """A short text that another data set, or another split of the same, does not have."""
        dataset = self.dataset
        parts = (dataset.name, dataset.title, dataset.columns, dataset.X_train.shape, dataset.X_test.shape)
        digest = hashlib.blake2b(repr(parts).encode(errors="replace"), digest_size=9)
        digest.update(np.ascontiguousarray(self._some[:, :50]).tobytes())
        return digest.hexdigest()

    # ---- rows

    def row(self, row: tuple[int, int]) -> np.ndarray | None:
        """Inputs (n_x,) of (0 for training or 1 for test, its number there), None if there is none."""
        part, i = row
        X = (self.dataset.X_train, self.dataset.X_test)[part]
        return X[:, i] if 0 <= i < X.shape[1] else None

    def name_of(self, row: tuple[int, int]) -> str:
        """What people call a row: by its number in the source, counted from 1."""
        part, i = row
        rows = (self.dataset.train_rows, self.dataset.test_rows)[part]
        noun = "picture" if self.pictured else "row"
        return f"{noun} {rows[i] + 1}" if rows is not None else f"{('training', 'test')[part]} {noun} {i + 1}"

    def target_of(self, row: tuple[int, int]) -> str:
        """The class of a row, or its target in its own units."""
        part, i = row
        dataset = self.dataset
        if dataset.kind == "regression":
            value = dataset.in_target_units((dataset.Y_train, dataset.Y_test)[part][0, i])
            return f"{value:.4g}".replace("-", "−")
        return dataset.classes[(dataset.labels_train, dataset.labels_test)[part][i]]

    @property
    def pictured(self) -> bool:
        """Whether the rows are pictures, grey or in colour."""
        return picture_shape(self.dataset) is not None

    def picture_of(self, row: tuple[int, int]) -> np.ndarray | None:
        """The picture (h, w) or (h, w, 3) of bytes that a row is, None where rows are no pictures."""
        if not self.pictured:
            return None
        part, i = row
        raw = (self.dataset.raw_train, self.dataset.raw_test)[part]
        return pictures_of(self.dataset, raw[:, i : i + 1])[0]

    # ---- columns

    @cached_property
    def home(self) -> np.ndarray:
        """(n_x,) the median of each input over the training rows; of a category its commonest value."""
        home = np.array([np.median(row) for row in self.dataset.X_train])
        for _, columns in self._categories:
            counts = self.dataset.raw_train[columns].sum(axis=1)
            ones = np.zeros(len(counts))
            ones[counts.argmax()] = 1
            home[columns] = self.scaled(ones, columns)
        return home

    def scaled(self, raw, columns) -> np.ndarray:
        """Values in their own units as the network takes them."""
        return (raw - self.dataset.center[columns]) / self.dataset.spread[columns]

    @cached_property
    def ends(self) -> np.ndarray:
        """(n_x, 2) the least and the largest value of each input in its own units, over the training rows."""
        raw = self.dataset.raw_train
        return np.stack([raw.min(axis=1), raw.max(axis=1)], axis=1)

    @cached_property
    def low(self) -> np.ndarray:
        """(n_x,) the least value of each input in its own units, over all rows."""
        return np.minimum(self.ends[:, 0], self.dataset.raw_test.min(axis=1))

    @cached_property
    def high(self) -> np.ndarray:
        return np.maximum(self.ends[:, 1], self.dataset.raw_test.max(axis=1))

    @cached_property
    def scatter(self) -> np.ndarray:
        """(n_x,) the mean squared distance of the training rows from `home`."""
        return np.square(self._some - self.home[:, None]).mean(axis=1)

    @cached_property
    def strength(self) -> np.ndarray:
        """(n_x,) the largest correlation of each input with the target (with one of the classes)."""
        X, Y = self._some, self.dataset.Y_train[:, :: -(-self.dataset.m // SAMPLE)]
        X, Y = X - X.mean(axis=1, keepdims=True), Y - Y.mean(axis=1, keepdims=True)
        norms = np.linalg.norm(X, axis=1)[:, None] * np.linalg.norm(Y, axis=1)
        return (np.abs(X @ Y.T) / np.maximum(norms, 1e-30)).max(axis=1)

    @cached_property
    def telling(self) -> list[int]:
        """Columns by `strength`, falling; those of few values, such as 0/1, come last."""
        coarse = np.array([len(np.unique(row)) <= FEW_VALUES for row in self._some])
        return np.lexsort((-self.strength, coarse)).tolist()

    @cached_property
    def _categories(self) -> list[tuple[str, list[int]]]:
        """Columns "name: value" of 0 and 1, of which each training row has exactly one 1: (name, columns)."""
        found = []
        names = enumerate(self.dataset.columns)
        for name, group in groupby(names, lambda each: each[1].partition(": ")[0]):
            columns = [i for i, column in group if ": " in column]
            if len(columns) > 1:
                values = self.dataset.raw_train[columns]
                if np.isin(values, (0, 1)).all() and (values.sum(axis=0) == 1).all():
                    found.append((name, columns))
        return found

    @property
    def categorical(self) -> bool:
        """Whether some inputs are values of a category."""
        return bool(self._categories)

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """What can be held, the strongest first, at most MOST_CONTROLS."""
        dataset = self.dataset
        types = getattr(dataset.encoder, "types", {})
        found, grouped = [], set()
        for name, columns in self._categories:
            labels = tuple(dataset.columns[i].partition(": ")[2] for i in columns)
            found.append(Control(name, tuple(columns), labels))
            grouped.update(columns)
        numbers = [i for i in np.argsort(-self.strength, kind="stable").tolist() if i not in grouped]
        for i in numbers[:MOST_CONTROLS]:
            name, low, high = dataset.columns[i], float(self.low[i]), float(self.high[i])
            values = dataset.raw_train[i, :SAMPLE]
            unit = dataset.units[i] if dataset.units else ""
            whole = bool((np.abs(values - np.round(values)) < 1e-12 * max(1.0, abs(low), abs(high))).all())
            if whole:
                low, high = float(np.round(low)), float(np.round(high))
            date = types.get(name) == "date"
            found.append(Control(name, (i,), (), low, high, whole, date, unit))
        found.sort(key=lambda control: -self.strength[list(control.columns)].max())
        return tuple(found[:MOST_CONTROLS])

    # ---- directions

    @cached_property
    def principal(self) -> tuple[np.ndarray, np.ndarray, float, float]:
        """The two directions in which (at most 250 of) the training rows vary most.

        mean (n_x,), directions (n_x, 2), the share of the variance that lies along them, and the root mean
        square of what is at right angles to them.
        """
        X = self.dataset.X_train
        some, mean = X[:, :: max(1, X.shape[1] // 250)], X.mean(axis=1)
        U, S, _ = np.linalg.svd(some - mean[:, None], full_matrices=False)
        directions = U[:, :2] * np.where(U[np.abs(U[:, :2]).argmax(axis=0), [0, 1]] < 0, -1, 1)
        along, whole = float(np.square(S[:2]).sum()), float(np.square(S).sum())
        return mean, directions, along / max(whole, 1e-30), np.sqrt(max(whole - along, 0) / some.shape[1])
