"""How well a network does: its cost and its accuracy (or R²) on training and test rows."""

from typing import NamedTuple

import numpy as np

from deepnet.forward import Forward

MOST_ROWS = 4000  # scored of each part; of more rows a fixed sample


class Score(NamedTuple):
    """Costs are the mean loss, without the penalty of a regularizer."""

    cost_train: float
    cost_test: float
    metric_train: float
    metric_test: float


class Scores:
    """Scores of one network on one dataset: call it, again and again, while the network learns.

    rows_train, rows_test: the rows that are scored.  train, test: the Forward on them, holding the activations of
    the latest call.  right_train, right_test: which rows the latest call found right (classes only), (rows,) of bool.
    """

    def __init__(self, network, dataset, loss: str):
        self.loss = loss
        self.kind = dataset.kind
        self.rows_train = sample(dataset.X_train.shape[1])
        self.rows_test = sample(dataset.X_test.shape[1])
        dtype = network.theta.dtype
        self._parts = []
        for X, Y, rows in (
            (dataset.X_train, dataset.Y_train, self.rows_train),
            (dataset.X_test, dataset.Y_test, self.rows_test),
        ):
            X, Y = X[:, rows].astype(dtype), Y[:, rows].astype(dtype)
            self._parts.append((Forward(network, X), Y, self._answers(Y)))
        self.train, self.test = self._parts[0][0], self._parts[1][0]
        self.right_train = self.right_test = None

    def _answers(self, Y):
        """What the metric compares with: the class of each row, or the targets' sum of squares about their mean."""
        if self.kind == "binary":
            return Y[0] > 0.5
        if self.kind == "multi-class":
            return Y.argmax(axis=0)
        return max(float(np.square(Y - Y.mean(axis=1, keepdims=True)).sum()), 1e-12)

    def __call__(self) -> Score:
        (cost_train, metric_train, self.right_train), (cost_test, metric_test, self.right_test) = (
            self._score(*part) for part in self._parts
        )
        return Score(cost_train, cost_test, metric_train, metric_test)

    def _score(self, forward, Y, answers):
        forward()
        cost = forward.cost(Y, self.loss)
        if self.kind == "regression":
            return cost, 1.0 - float(np.square(forward.AL - Y).sum()) / answers, None
        guess = forward.Z_L[0] > 0 if self.kind == "binary" else forward.Z_L.argmax(axis=0)
        right = guess == answers
        return cost, int(np.count_nonzero(right)) / right.size, right


def sample(m: int) -> np.ndarray:
    """Indices of all of m rows, or of MOST_ROWS of them, always the same, ascending."""
    if m == 0:
        raise ValueError("a dataset must have rows for training and for testing, got none")
    if m <= MOST_ROWS:
        return np.arange(m)
    return np.sort(np.random.default_rng(0).permutation(m)[:MOST_ROWS])
