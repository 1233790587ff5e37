"""Checks: is the gradient right?"""

from dataclasses import dataclass

import numpy as np

from .forward import logits
from .losses import default_loss, pair
from .network import Network
from .training import Trainer

GROUP = 1 << 20  # values: so many are held at once while many parameter vectors are tried


def costs_at(network: Network, thetas, X, Y, loss: str | None = None) -> np.ndarray:
    """The mean loss at each of K parameter vectors, (K,): finite differences, a line, a landscape.

    thetas: (K, P), each laid out like network.theta, which stays as it is.  X: (n_x, m).  Y: (n_y, m).
    Normalized layers are normalized over X.
    """
    X, Y = np.asarray(X, network.dtype), np.asarray(Y, network.dtype)
    each = pair(network.activations[-1], loss or default_loss(network.activations[-1])).each
    group = max(1, GROUP // (max(network.layer_dims) * X.shape[1]))
    found = []
    with np.errstate(all="ignore"):
        for i in range(0, len(thetas), group):
            part = np.asarray(thetas[i : i + group], network.dtype)
            found += [each(Z_k, Y).mean(dtype=np.float64) for Z_k in logits(network, part, X)]
    return np.array(found)


@dataclass(frozen=True)
class GradientCheck:
    """How well backpropagation agrees with finite differences.  numeric, computed: slope by slope, (K,)."""

    numeric: np.ndarray
    computed: np.ndarray

    @property
    def error(self) -> float:
        """|numeric - computed| / (|numeric| + |computed|), of vectors: below 1e-7 is right."""
        size = np.linalg.norm(self.numeric) + np.linalg.norm(self.computed)
        return float(np.linalg.norm(self.numeric - self.computed) / size) if size else 0.0


def gradient_check(
    network: Network,
    X,
    Y,
    *,
    loss: str | None = None,
    directions: int = 0,
    rng: "np.random.Generator | None" = None,
    h: float = 1e-5,
) -> GradientCheck:
    """Central differences of the cost beside the gradient, all perturbed networks at once.

    directions: along so many random directions (rng), each of which feels all parameters; 0 tries every
    parameter by itself.  Use float64.  At a kink of relu both may be right and differ.
    """
    g = Trainer(network, X, Y, loss=loss).gradient()
    if directions:
        moves = (rng or np.random.default_rng(0)).standard_normal((directions, network.size))
        moves /= np.linalg.norm(moves, axis=1, keepdims=True)
    else:
        moves = np.eye(network.size)
    above = costs_at(network, network.theta + h * moves, X, Y, loss)
    below = costs_at(network, network.theta - h * moves, X, Y, loss)
    return GradientCheck((above - below) / (2 * h), moves @ g)
