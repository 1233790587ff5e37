"""How well a network does: its cost and its accuracy (or R²) on training and test rows."""

from typing import NamedTuple

import numpy as np

from deepnet.forward import Forward
from deepnet.lab.run.judge import Judge, Said
from deepnet.once import once

MOST_ROWS = 4000  # scored of each part; of more rows a fixed sample


class Score(NamedTuple):
    """Costs are the mean loss, without the penalty of a regularizer.  Metrics: see `Judge.score`."""

    cost_train: float
    cost_test: float
    metric_train: float
    metric_test: float


class Scores:
    """Scores of one network on one dataset: call it, again and again, while the network learns.

    rows_train, rows_test: the rows that are scored.  activations: of every layer on the training rows, each
    (n_l, rows), and right (rows_train, then rows_test) of bool: which rows were found right (None for a
    regression); both as of the latest call.
    """

    def __init__(self, network, dataset, loss: str):
        self.judge = Judge(dataset, network.activations[-1], loss)
        self.rows_train = sample(dataset.X_train.shape[1])
        self.rows_test = sample(dataset.X_test.shape[1])
        # Of a set that many learn from, held once for all of them.
        self._X = once(dataset.X_train, ("scored", id(dataset.X_test)), lambda: self._both(dataset, "X"))
        self._Y = self._both(dataset, "Y")
        # One pass for both parts: small networks cost calls, not arithmetic.
        self._forward = Forward(network, self._X)
        self._target = self.judge.target(self._Y).astype(network.dtype)
        self._truth = self.judge.truth(self._Y)
        self._parts = slice(0, len(self.rows_train)), slice(len(self.rows_train), None)
        self.right: np.ndarray | None = None

    def _both(self, dataset, name: str) -> np.ndarray:
        """X or Y of the rows that are scored, one part beside the other."""
        train, test = getattr(dataset, f"{name}_train"), getattr(dataset, f"{name}_test")
        return np.hstack([train[:, self.rows_train], test[:, self.rows_test]])

    @property
    def activations(self) -> list[np.ndarray]:
        return [A[:, self._parts[0]] for A in self._forward.A[1:]]

    def place(self, row: tuple[int, int] | None) -> int | None:
        """Where (0 for training or 1 for test, its number there) is among the rows scored, if it is."""
        if row is None:
            return None
        part, number = row
        rows = (self.rows_train, self.rows_test)[part]
        at = int(np.searchsorted(rows, number))
        return at + part * len(self.rows_train) if at < len(rows) and rows[at] == number else None

    def said(self, place: int) -> Said:
        """The answer to one of the rows, by its `place`, as of the latest call."""
        at, forward = slice(place, place + 1), self._forward
        return self.judge.said(forward.Z_L[:, at], forward.AL[:, at], self._Y[:, at])

    def __call__(self) -> Score:
        with np.errstate(all="ignore"):
            forward, judge = self._forward(), self.judge
            losses, found = judge.losses(forward.Z_L, self._target), judge.found(forward.Z_L)
            if judge.kind != "regression":
                self.right = found == self._truth
            costs = [losses[part].mean(dtype=np.float64) for part in self._parts]
            metrics = [judge.score(self._truth[..., part], found[..., part]) for part in self._parts]
        return Score(*map(float, (*costs, *metrics)))


def sample(m: int) -> np.ndarray:
    """Indices of all of m rows, or of MOST_ROWS of them, always the same, ascending."""
    if m == 0:
        raise ValueError("a dataset must have rows for training and for testing, got none")
    if m <= MOST_ROWS:
        return np.arange(m)
    return np.sort(np.random.default_rng(0).permutation(m)[:MOST_ROWS])
