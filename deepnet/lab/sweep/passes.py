"""Passes: what K networks of one shape say to the same rows, and how well they do, in few numpy calls."""

import numpy as np

from deepnet.calls import run
from deepnet.forward import Forward, logits_of
from deepnet.lab.run.recipe import targets
from deepnet.lab.run.scores import sample
from deepnet.losses import OUTPUTS, pair
from deepnet.network import Network

AT_ONCE = 1 << 16  # values of a layer that are held at once: more leave the cache


class Pass:
    """Networks like `network` on the columns of X (n_x, m), in its dtype."""

    def __init__(self, network: Network, X: np.ndarray):
        self._view = Network(
            network.layer_dims, network.activations, dtype=network.dtype, batch_norm=network.batch_norm
        )
        self._X = np.ascontiguousarray(X, network.dtype)
        self._forward = Forward(self._view, self._X) if network.batch_norm else None
        self._group = max(1, AT_ONCE // (max(network.layer_dims[1:]) * self._X.shape[1]))
        self._bound: dict[int, tuple] = {}

    def pieces(self, thetas: np.ndarray, moments: np.ndarray):
        """(slice of the K, Z_L (k, n_y, m)) for parameters (K, P) and moments (K, n), piece by piece.

        Each Z_L is good until the next.
        """
        with np.errstate(all="ignore"):
            for i in range(0, len(thetas), self._group):
                part = slice(i, i + self._group)
                yield part, self._sums(thetas[part], moments[part])

    def _sums(self, thetas, moments) -> np.ndarray:
        if self._forward is None:
            k = len(thetas)
            if k not in self._bound:
                held = np.empty(thetas.shape, self._view.dtype)
                self._bound[k] = held, *logits_of(self._view, held, self._X)
            held, Z_L, calls = self._bound[k]
            held[...] = thetas
            for call in calls:
                call()
            return Z_L
        found = []
        for theta, moment in zip(thetas, moments, strict=True):  # each with its own moments
            self._view.theta[:], self._view.moments[:] = theta, moment
            found.append(self._forward().Z_L.copy())
        return np.stack(found)

    def outputs(self, Z_L: np.ndarray) -> np.ndarray:
        """AL (k, n_y, m) of the sums, which are overwritten."""
        with np.errstate(all="ignore"):
            run(OUTPUTS[self._view.activations[-1]].rule(Z_L, Z_L))
        return Z_L


class ManyScores:
    """The scores of many networks on one data set, (K, 4) as in Score, on the rows that `Scores` looks at.

    dtype: in which they are worked out; float32 is right to six digits and takes half the time.
    """

    def __init__(self, network: Network, dataset, loss: str, dtype=np.float32):
        rows_train, self.rows_test = sample(dataset.X_train.shape[1]), sample(dataset.X_test.shape[1])
        X = np.hstack([dataset.X_train[:, rows_train], dataset.X_test[:, self.rows_test]])
        self._Y = np.hstack([dataset.Y_train[:, rows_train], dataset.Y_test[:, self.rows_test]])
        self.kind, self.train = dataset.kind, len(rows_train)
        output, like = network.activations[-1], {"dtype": dtype, "batch_norm": network.batch_norm}
        self._dtype = np.dtype(dtype)
        self._pass = Pass(Network(network.layer_dims, network.activations, **like), X)
        self._T, self._each = targets(self._Y, output).astype(dtype), pair(output, loss).each
        self._answers = self._Y[0] > 0.5 if self.kind == "binary" else self._Y.argmax(axis=0)

    def __call__(self, thetas: np.ndarray, moments: np.ndarray, see=None) -> np.ndarray:
        """see(slice, Z_L of the test rows): told of each piece."""
        found = np.empty((len(thetas), 4))
        with np.errstate(all="ignore"):
            thetas, moments = thetas.astype(self._dtype), moments.astype(self._dtype)
        for part, Z in self._pass.pieces(thetas, moments):
            k, n_y, m = Z.shape
            beside = np.ascontiguousarray(Z.transpose(1, 0, 2)).reshape(n_y, k * m)
            with np.errstate(all="ignore"):
                losses = self._each(beside, np.tile(self._T, k))[0].reshape(k, m)
                found[part, 0], found[part, 1] = self._means(losses)
                found[part, 2], found[part, 3] = self._metrics(Z)
            if see is not None:
                see(part, Z[:, :, self.train :])
        return found

    def _means(self, values: np.ndarray):
        cut = self.train
        return values[:, :cut].mean(axis=1, dtype=np.float64), values[:, cut:].mean(axis=1, dtype=np.float64)

    def _metrics(self, Z: np.ndarray):
        """Shares of right answers, or R² of a regression, on the training and the test rows."""
        if self.kind == "binary":
            return self._means((Z[:, 0] > 0) == self._answers)
        if self.kind == "multi-class":
            return self._means(Z.argmax(axis=1) == self._answers)
        wrong, found = np.square(Z - self._Y).sum(axis=1), []
        for part in (slice(0, self.train), slice(self.train, None)):
            Y = self._Y[:, part]
            total = max(float(np.square(Y - Y.mean(axis=1, keepdims=True)).sum()), 1e-12)
            found.append(1 - wrong[:, part].sum(axis=1) / total)
        return found
