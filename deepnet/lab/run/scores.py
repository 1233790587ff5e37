"""How well a network does: its cost and its accuracy (or R²) on training and test rows."""

from typing import NamedTuple

import numpy as np

from deepnet.forward import Forward
from deepnet.lab.run.recipe import targets
from deepnet.losses import pair

MOST_ROWS = 4000  # scored of each part; of more rows a fixed sample


class Score(NamedTuple):
    """Costs are the mean loss, without the penalty of a regularizer."""

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
        self.kind = dataset.kind
        self.rows_train = sample(dataset.X_train.shape[1])
        self.rows_test = sample(dataset.X_test.shape[1])
        X = np.hstack([dataset.X_train[:, self.rows_train], dataset.X_test[:, self.rows_test]])
        Y = np.hstack([dataset.Y_train[:, self.rows_train], dataset.Y_test[:, self.rows_test]])
        self._forward = Forward(
            network, X
        )  # one pass for both parts: small networks cost calls, not arithmetic
        output = network.activations[-1]
        self._Y = targets(Y, output).astype(network.dtype)
        self._parts = slice(0, len(self.rows_train)), slice(len(self.rows_train), None)
        self._each = pair(output, loss).each
        self._answers = Y[0] > 0.5 if self.kind == "binary" else Y.argmax(axis=0)
        self._spreads = [
            max(float(np.square(part - part.mean(axis=1, keepdims=True)).sum()), 1e-12)
            for part in (Y[:, part] for part in self._parts)
        ]
        self.right: np.ndarray | None = None

    @property
    def activations(self) -> list[np.ndarray]:
        return [A[:, self._parts[0]] for A in self._forward.A[1:]]

    @property
    def outputs(self) -> np.ndarray:
        """The network's output (n_L, rows) on rows_train, then rows_test, as of the latest call."""
        return self._forward.AL

    def place(self, row: tuple[int, int] | None) -> int | None:
        """Where (0 for training or 1 for test, its number there) is among the rows scored, if it is."""
        if row is None:
            return None
        part, number = row
        rows = (self.rows_train, self.rows_test)[part]
        at = int(np.searchsorted(rows, number))
        return at + part * len(self.rows_train) if at < len(rows) and rows[at] == number else None

    def __call__(self) -> Score:
        with np.errstate(all="ignore"):
            forward = self._forward()
            losses = self._each(forward.Z_L, self._Y)[0]
            if self.kind == "regression":
                wrong = np.square(forward.AL - self._Y).sum(axis=0)
            elif self.kind == "binary":
                self.right = (forward.Z_L[0] > 0) == self._answers
            else:
                self.right = forward.Z_L.argmax(axis=0) == self._answers
            costs = [losses[part].mean(dtype=np.float64) for part in self._parts]
            if self.kind == "regression":
                metrics = [
                    1 - wrong[part].sum(dtype=np.float64) / spread
                    for part, spread in zip(self._parts, self._spreads, strict=True)
                ]
            else:
                metrics = [
                    np.count_nonzero(right) / right.size for right in (self.right[p] for p in self._parts)
                ]
        return Score(*map(float, (*costs, *metrics)))


def sample(m: int) -> np.ndarray:
    """Indices of all of m rows, or of MOST_ROWS of them, always the same, ascending."""
    if m == 0:
        raise ValueError("a dataset must have rows for training and for testing, got none")
    if m <= MOST_ROWS:
        return np.arange(m)
    return np.sort(np.random.default_rng(0).permutation(m)[:MOST_ROWS])
