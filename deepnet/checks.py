"""Checks: is the gradient right, and is a request small enough to be granted?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .forward import logits
from .losses import default_loss, pair
from .network import Network
from .optimizers import OPTIMIZERS
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


@dataclass(frozen=True)
class Cost:
    """What training asks for: parameters, multiply-adds a step, bytes held, roughly the seconds a step."""

    parameters: int
    multiply_adds: int
    bytes: int
    seconds: float


def cost_of(
    layer_dims: Sequence[int],
    rows: int,
    *,
    batch_size: int = 0,
    optimizer: str = "gradient descent",
    dtype="float64",
    networks: int = 1,
) -> Cost:
    """The cost of training, from sizes alone: nothing is allocated.  The time is a rough guess.

    >>> cost_of([2, 4, 2, 1], 250, batch_size=10).parameters
    25
    """
    size, batch = np.dtype(dtype).itemsize, min(batch_size or rows, rows)
    pairs = list(zip(layer_dims, layer_dims[1:], strict=False))
    parameters = sum(n * (k + 1) for k, n in pairs)
    products = sum(n * (k + 1) for k, n in pairs)
    multiply_adds = batch * (3 * products - layer_dims[1] * (layer_dims[0] + 1))
    slots = len(OPTIMIZERS[optimizer].slots)
    data = 2 * rows * (layer_dims[0] + 1 + layer_dims[-1])
    slab = 4 * min(batch * (sum(layer_dims[1:]) + len(pairs)), 1 << 18)
    held = size * (networks * (parameters * (3 + slots) + slab) + data)
    calls = 8 * len(pairs) + 4 + 10 * (slots > 0)
    elements = 8 * batch * sum(layer_dims[1:]) + parameters * (2 + 5 * slots)
    seconds = 4e-7 * calls + networks * (multiply_adds * size * 2.5e-11 + elements * size * 1.2e-10)
    return Cost(networks * parameters, networks * multiply_adds, held, seconds)


@dataclass(frozen=True)
class Limits:
    """What a visitor may ask for.  `check` is called before anything is allocated."""

    parameters: int = 2_000_000
    rows: int = 1_000_000
    bytes: int = 1_000_000_000
    seconds: float = 2.0  # one step

    def check(self, layer_dims: Sequence[int], rows: int, **options) -> Cost:
        """The cost (see cost_of), or ValueError with a sentence that names the first limit it exceeds."""
        cost = cost_of(layer_dims, rows, **options)
        for found, most, what in (
            (rows, self.rows, "rows"),
            (cost.parameters, self.parameters, "parameters"),
            (cost.bytes, self.bytes, "bytes of memory"),
        ):
            if found > most:
                raise ValueError(f"this needs {found:,} {what}; at most {most:,} are allowed here")
        if cost.seconds > self.seconds:
            raise ValueError(
                f"one step would take about {cost.seconds:.1f} s; at most {self.seconds:g} s is allowed"
            )
        return cost
