"""What a network learns from: inputs, targets, and how the numbers came to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import NamedTuple

import numpy as np

from deepnet.data.column import Column, numbers, ranged
from deepnet.data.palette import class_colors

KINDS = {
    "binary": "sigmoid",
    "multi-class": "softmax",
    "regression": "linear",
}  # kind -> output of the network
PARTS = ("train", "test")


class DataError(ValueError):
    """Data that cannot be used: one sentence with what was wrong, what is expected, what to do.

    Names out of a file may be part of it, so it is kept to one line of at most 500 signs.
    """

    def __init__(self, sentence: str):
        line = " ".join(str(sentence).split())
        super().__init__(line if len(line) <= 500 else line[:499] + "…")


class Part(NamedTuple):
    """The rows to learn from, or those to test on: X (n_x, m), Y (n_y, m), raw, and where they came from."""

    X: np.ndarray
    Y: np.ndarray
    raw: np.ndarray
    rows: np.ndarray | None


@dataclass(frozen=True, eq=False)
class Dataset:
    """Inputs X (n_x, m) and targets Y (n_y, m), split in two, with what is needed to show and explain them.

    Y: binary (1, m) of 0 and 1; multi-class one-hot (k, m); regression (n_y, m), about -1…1, one row for each
    of `targets`, where row k is in its own units as `in_target_units` says.
    raw_train, raw_test (n, m): as shown to people.  Toys: the points (2, m) before the feature maps.  All
    others: the inputs in their own units, `X = (raw - center) / spread`; worked out where not given.
    layout: which of them make up a column; None: each is a column of numbers.
    train_rows, test_rows: which rows of the source (counted from 0) the columns of X came from.
    encoder: makes inputs of an example of its own; see `encode`.
    waiting: why nothing can be learned from it yet, in a sentence; then its rows only stand in for some.
    """

    name: str
    title: str
    kind: str
    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    input_names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    target: str = ""
    targets: tuple[str, ...] = ()
    units: tuple[str, ...] | None = None
    image_shape: tuple[int, int] | None = None
    plane: str = "features"
    raw_train: np.ndarray | None = None
    raw_test: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    center: np.ndarray | None = None
    spread: np.ndarray | None = None
    y_center: float | np.ndarray = 0.0
    y_spread: float | np.ndarray = 1.0
    extent: float = 6.0
    train_rows: np.ndarray | None = None
    test_rows: np.ndarray | None = None
    layout: tuple[Column, ...] | None = field(default=None, repr=False)
    encoder: object | None = field(default=None, repr=False)
    waiting: str = ""

    def __post_init__(self):
        if self.kind not in KINDS:
            raise DataError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        n_x, m = self.X_train.shape
        if m == 0 or self.X_test.shape[1] == 0:
            raise DataError(
                f"{self.title} must have at least one row to learn from and one to test on, "
                f"got {m} and {self.X_test.shape[1]}; give more rows or change the share of test rows"
            )
        if self.X_test.shape[0] != n_x or len(self.input_names) != n_x:
            raise DataError(
                f"X_train has {n_x} inputs, X_test {self.X_test.shape[0]}, names {len(self.input_names)}"
            )
        if not self.targets:
            object.__setattr__(self, "targets", (self.target,))
        if self.center is None:
            object.__setattr__(self, "center", np.zeros(n_x))
        if self.spread is None:
            object.__setattr__(self, "spread", np.ones(n_x))
        if self.raw_train is None:
            object.__setattr__(self, "raw_train", self.in_own_units(self.X_train))
        if self.raw_test is None:
            object.__setattr__(self, "raw_test", self.in_own_units(self.X_test))

    def part(self, name: str) -> Part:
        """The rows of one of PARTS."""
        if name not in PARTS:
            raise ValueError(f"part must be one of {', '.join(PARTS)}, got {name!r}")
        if name == "train":
            return Part(self.X_train, self.Y_train, self.raw_train, self.train_rows)
        return Part(self.X_test, self.Y_test, self.raw_test, self.test_rows)

    @property
    def n_x(self) -> int:
        return self.X_train.shape[0]

    @property
    def n_y(self) -> int:
        return self.Y_train.shape[0]

    @property
    def m(self) -> int:
        """Number of training examples."""
        return self.X_train.shape[1]

    @property
    def output(self) -> str:
        """Name of the network's last activation that fits the kind of target."""
        return KINDS[self.kind]

    @property
    def labels_train(self) -> np.ndarray | None:
        """Class index of each training example (m,), None for regression."""
        return self._labels(self.Y_train)

    @property
    def labels_test(self) -> np.ndarray | None:
        return self._labels(self.Y_test)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that rows are made of as a person knows them, with the range of each."""
        layout = numbers(self.input_names, self.units) if self.layout is None else self.layout
        return ranged(layout, self.raw_train, self.raw_test)

    @cached_property
    def outcomes(self) -> tuple[Column, ...]:
        """The targets of a regression as columns, in their own units; () for classes."""
        if self.kind != "regression":
            return ()
        raw = [
            np.stack([self.in_target_units(Y[k], k) for k in range(self.n_y)])
            for Y in (self.Y_train, self.Y_test)
        ]
        return ranged(numbers(self.targets), *raw)

    @property
    def colors(self) -> tuple[str, ...]:
        """One colour per class, "#rrggbb"; () for regression."""
        return class_colors(self.kind, len(self.classes))

    @property
    def suggested_hidden(self) -> tuple[int, ...]:
        """Sizes of hidden layers to start with: wide enough for the inputs and classes to get through."""
        return (4, 2) if self.plane == "xy" else hidden_for(self.n_x, self.n_y)

    def inputs_of(self, raw: np.ndarray) -> np.ndarray:
        """Inputs X (n_x, m) of raw inputs (n, m)."""
        if self.plane == "xy":
            return self.encoder.inputs(raw)
        return (raw - self.center[:, None]) / self.spread[:, None]

    def in_own_units(self, X: np.ndarray) -> np.ndarray:
        """Inputs (n_x, m) turned back into the units of their columns, but for rounding."""
        return X * self.spread[:, None] + self.center[:, None]

    def in_target_units(self, values: np.ndarray | float, k: int = 0) -> np.ndarray:
        """Values of the k-th target of a regression, or outputs for it, in its own units, as float64."""
        center, spread = np.atleast_1d(self.y_center)[k], np.atleast_1d(self.y_spread)[k]
        return np.asarray(values, np.float64) * spread + center

    def encode(self, example) -> np.ndarray:
        """One example as a column X (n_x, 1): a dict of column texts for tables, a picture for pictures.

        Raises DataError where the data set has no way to read an example of its own.
        """
        if self.encoder is None:
            raise DataError(f"{self.title} cannot read single examples; choose a table or pictures")
        return self.encoder(example)

    def _repr_html_(self) -> str:
        """For notebooks: what it is, its columns, its first rows."""
        rows = min(5, self.m)
        if self.image_shape or len(self.columns) > 30:
            head, body = ["input", "rows"], [[f"{self.n_x:,} inputs", f"{self.m:,}"]]
        else:
            head = [column.title for column in self.columns]
            body = [
                [column.text(value) for column, value in zip(self.columns, line, strict=True)]
                for line in zip(
                    *(column.values(self.raw_train[:, :rows]) for column in self.columns), strict=True
                )
            ]
            head.append(self.target)
            answers = self.answers(self.Y_train[:, :rows])
            body = [[*line, answer] for line, answer in zip(body, answers, strict=True)]
        cells = "".join(f"<th>{escape(name)}</th>" for name in head)
        lines = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in body
        )
        count = f"{self.m:,} rows to learn from, {self.X_test.shape[1]:,} to test on"
        return (
            f"<b>{escape(self.title)}</b>: {self.kind}, {self.n_x:,} inputs, {count}"
            f"<table><tr>{cells}</tr>{lines}</table>"
        )

    def answers(self, Y: np.ndarray) -> list[str]:
        """Targets (n_y, m) in words: classes by name, values in their own units."""
        if self.kind != "regression":
            return [self.classes[label] for label in self._labels(Y)]
        texts = (map(column.text, self.in_target_units(Y[k], k)) for k, column in enumerate(self.outcomes))
        return [", ".join(line) for line in zip(*texts, strict=True)]

    def _labels(self, Y):
        if self.kind == "regression":
            return None
        return Y[0].astype(np.intp) if self.kind == "binary" else Y.argmax(axis=0)


def hidden_for(n_x: int, n_y: int) -> tuple[int, ...]:
    """Sizes of hidden layers to start with on data of so many inputs and outputs."""
    return (16, 8) if n_x <= 40 and n_y <= 4 else (32, 16)


def one_hot(labels: np.ndarray, k: int) -> np.ndarray:
    """Targets Y for class indices labels (m,): (1, m) of 0 and 1 for k = 2, else one-hot (k, m).

    >>> one_hot(np.array([0, 2, 1]), 3).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    labels = np.asarray(labels)
    if k == 2:
        return labels[None, :].astype(np.float64)
    return (np.arange(k)[:, None] == labels).astype(np.float64)
