"""What a plane must know of a data set's inputs: how far each ranges, what is usual, which tell most."""

import hashlib
from functools import cached_property

import numpy as np

from deepnet.data.column import Column
from deepnet.lab.answers.picture import picture_shape, pictures_of

FEW_VALUES = 8  # a column of no more different values makes a poor axis
MOST_CONTROLS = 200  # offered, those that tell most
SAMPLE = 2000  # training rows looked at for what needs no more


class Inputs:
    """The inputs of one data set.  Each thing is worked out when it is first asked for, and kept."""

    def __init__(self, dataset):
        self.dataset = dataset
        self._some = dataset.X_train[:, :: -(-dataset.m // SAMPLE)]

    @cached_property
    def key(self) -> str:
        """A short text that another data set, or another split of the same, does not have."""
        dataset = self.dataset
        parts = (
            dataset.name,
            dataset.title,
            dataset.input_names,
            dataset.X_train.shape,
            dataset.X_test.shape,
        )
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
        Y = (self.dataset.Y_train, self.dataset.Y_test)[part]
        return self.dataset.answers(Y[:, [i]])[0]

    def raw(self, row: tuple[int, int]) -> np.ndarray:
        """The row (n,) in its own units."""
        part, i = row
        return (self.dataset.raw_train, self.dataset.raw_test)[part][:, i]

    @property
    def pictured(self) -> bool:
        """Whether the rows are pictures, grey or in colour."""
        return picture_shape(self.dataset) is not None

    def picture_of(self, row: tuple[int, int]) -> np.ndarray | None:
        """The picture (h, w) or (h, w, 3) of bytes that a row is, None where rows are no pictures."""
        if not self.pictured:
            return None
        return pictures_of(self.dataset, self.raw(row)[:, None])[0]

    # ---- columns

    @cached_property
    def home(self) -> np.ndarray:
        """(n,) raw inputs with each column at its typical value: the median, a category's commonest value."""
        home = np.zeros(len(self.dataset.raw_train))
        for column in self.dataset.columns:
            column.write(column.typical, home)
        return home

    def scaled(self, raw: np.ndarray) -> np.ndarray:
        """Raw inputs (n,) as the network takes them (n_x,)."""
        return self.dataset.inputs_of(raw[:, None])[:, 0]

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
        return np.square(self._some - self.scaled(self.home)[:, None]).mean(axis=1)

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

    @property
    def categorical(self) -> bool:
        """Whether some inputs are values of a category."""
        return any(column.kind == "category" for column in self.dataset.columns)

    @cached_property
    def controls(self) -> tuple[Column, ...]:
        """The columns that can be held, those first that tell most, at most MOST_CONTROLS."""
        if self.dataset.plane == "xy":
            return ()
        strength = [self.strength[list(column.places)].max() for column in self.dataset.columns]
        strongest = np.argsort(-np.array(strength), kind="stable")[:MOST_CONTROLS]
        return tuple(self.dataset.columns[i] for i in strongest)

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
