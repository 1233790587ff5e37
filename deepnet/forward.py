"""Forward: every layer of a network on fixed columns, again and again while its parameters change."""

from typing import TYPE_CHECKING

import numpy as np

from .batch_norm import Buffers, fold
from .calls import Bound, bind, product
from .losses import OUTPUTS, cost, default_loss
from .memory import Layers
from .once import once
from .program import activation, forward

if TYPE_CHECKING:
    from .network import Network

STRIP = 1 << 18  # values: a strip of columns whose layers have about this many stays in the cache


def ones_below(X, dtype, name: str = "X") -> np.ndarray:
    """X (n, m) with a row of ones below, (n + 1, m): then W·X + b is one product with the block [W b]."""
    X = np.asarray(X)
    if X.ndim != 2:
        raise ValueError(f"{name} must have shape (n_x, m), one example per column, got {X.shape}")

    def extended() -> np.ndarray:
        copy = np.ones((len(X) + 1, X.shape[1]), dtype)
        copy[:-1] = X
        return copy

    return once(X, ("ones below", np.dtype(dtype)), extended)


def logits(network: "Network", thetas, X) -> np.ndarray:
    """Z_L (K, n_L, m) for K parameter vectors (K, P) on X (n_x, m), plainly and as training has them.

    Normalized layers take mean and variance of X itself; the network stays as it is.
    """
    Z_L, calls = logits_of(network, thetas, X)
    for call in calls:
        call()
    return Z_L


def logits_of(network: "Network", thetas, X) -> tuple[np.ndarray, list[Bound]]:
    """Z_L as in `logits`, and the calls that fill it from what is in `thetas` when they are made."""
    blocks, gamma = network.laid_out(thetas)
    seen, Z = [ones_below(X, thetas.dtype)], [np.empty(0)]
    for n in network.layer_dims[1:]:
        seen.append(np.ones((len(thetas), n + 1, seen[0].shape[1]), thetas.dtype))
        Z.append(seen[-1][..., :-1, :])
    kept = {l: Buffers.of(Z[l].shape, thetas.dtype) for l in network.batch_norm}
    lines = forward(Layers(network.activations, blocks, seen, Z, Z, _matmul, gamma, kept))
    return Z[-1], bind((call for line in lines for call in line.calls), thetas.dtype)


def _matmul(left, right, out):
    """out = left·right, for each of several, or on strips of columns, of which dot would copy out first."""
    yield np.matmul, left, right, out


class Forward:
    """The layers of `network` on the columns of X (n_x, m): call it, then read A, Z_L and AL.

    basis (n_x, k): the inputs are basis @ X with X (k, m), and only k inputs are paid for; with a row of ones
    in X, a column of the basis is an offset.  strip: the columns done at a time (by default as many as suit
    the cache).  blocks: [W b] of each layer as it acts here, a normalized one folded with its moments.  It
    follows theta, moments and activations of the network; what it hands out is overwritten by the next call.

    >>> from deepnet import Network
    >>> network = Network([1, 1], ["linear"])
    >>> network.theta[:] = 2, 1  # 2x + 1
    >>> Forward(network, [[0.0, 3.0]])().AL
    array([[1., 7.]])
    """

    def __init__(self, network: "Network", X, *, basis=None, strip: int | None = None):
        self.network, self._basis = network, None
        n_x = network.layer_dims[0]
        if basis is not None:
            self._basis = np.ascontiguousarray(basis, network.dtype)
            if self._basis.shape != (n_x, len(X)):
                raise ValueError(f"basis must have shape ({n_x}, {len(X)}) here, got {self._basis.shape}")
            n_x = len(X)
        self._X = ones_below(X, network.dtype)
        if len(self._X) != n_x + 1:
            raise ValueError(f"X must have {n_x} rows to fit the network, got {len(self._X) - 1}")
        self._strip = strip
        self._compile()

    def _compile(self) -> None:
        """Bind the numpy calls that fill A, strip after strip."""
        network, m = self.network, self._X.shape[1]
        dims, dtype, L = network.layer_dims, network.dtype, network.L
        self._activations = network.activations
        strip = self._strip or max(256, STRIP // (sum(dims[1:]) + L))
        pieces = 1 if self._strip is None and m < 2 * strip else max(1, -(-m // strip))
        strip = -(-m // pieces)
        self.blocks, folds = list(network.blocks), []
        for l in network.batch_norm:
            self.blocks[l] = np.empty_like(network.blocks[l])
            folds += fold(
                network.blocks[l], network.gamma[l], network.mean[l], network.variance[l], self.blocks[l]
            )
        self._folds = bind(folds, dtype)
        self._whole_first = self.blocks[1]
        if self._basis is not None:
            self.blocks[1] = np.empty((dims[1], len(self._X)), dtype)  # [W·basis b]
            self._projected = np.empty((dims[1], len(self._X) - 1), dtype)
        ends = np.cumsum([0] + [n + 1 for n in dims[1:]])
        slab = np.ones((ends[-1], m), dtype)  # a row of ones below each layer, for the product of the next
        self._extended = [self._X] + [slab[i:j] for i, j in zip(ends[:-1], ends[1:], strict=True)]
        self.A = [None] + [layer[:-1] for layer in self._extended[1:]]
        self.Z_L = np.empty((dims[-1], m), dtype)
        self._calls = []
        for start in range(0, m, strip):
            self._calls += bind(self._layers(slice(start, min(start + strip, m)), strip < m), dtype)

    def _layers(self, columns: slice, in_strips: bool):
        """The calls of one strip, on views of the columns of all layers."""
        L, names = self.network.L, self._activations
        seen = [layer[:, columns] for layer in self._extended]
        A = [None] + [layer[:, columns] for layer in self.A[1:]]
        Z = [*A[:-1], self.Z_L[:, columns]]
        layers = Layers(names, self.blocks, seen, Z, A, _matmul if in_strips else product)
        for line in (*forward(layers), activation(names[-1], L, Z[L], A[L], OUTPUTS)):
            yield from line.calls

    def __call__(self) -> "Forward":
        if self.network.activations is not self._activations:
            self._compile()
        with np.errstate(all="ignore"):  # huge weights give inf and nan, which the caller looks for
            for call in self._folds:
                call()
            if self._basis is not None:
                self._whole_first[:, :-1].dot(self._basis, self._projected)
                self.blocks[1][:, :-1] = self._projected
                self.blocks[1][:, -1] = self._whole_first[:, -1]
            for call in self._calls:
                call()
        return self

    @property
    def AL(self) -> np.ndarray:
        """The network's output (n_L, m)."""
        return self.A[-1]

    def cost(self, Y, loss: str | None = None) -> float:
        """Mean loss against Y (n_L, m), without a penalty, as of the last call."""
        output = self._activations[-1]
        with np.errstate(all="ignore"):
            return float(cost(self.Z_L, Y, output, loss or default_loss(output)))

    def __getstate__(self):
        X, network = self._X[:-1], self.network
        return {"network": network, "X": X, "basis": self._basis, "strip": self._strip}

    def __setstate__(self, state):
        self.__init__(state["network"], state["X"], basis=state["basis"], strip=state["strip"])
