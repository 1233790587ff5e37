"""INITIALIZERS: where the weights start.  Biases start at 0.

Each entry is called as entry(shape, rng) with shape (n_l, n_{l-1}) and gives W of that shape.  rng needs a
method standard_normal(shape): a np.random.Generator, or numpy's old np.random itself; the uniform ones
need uniform(low, high, shape) as well.  Those with a free scale take another one as a third argument.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .rules import Rules


@dataclass(frozen=True)
class Initializer:
    """One entry.  draw(n_l, n_prev, rng) gives W (n_l, n_prev).

    scale: the usual value of a free number, which draw then takes as a fourth argument, or None.
    """

    name: str
    label: str
    formula: str
    tells: str
    draw: Callable
    scale: float | None = None

    @property
    def uses(self) -> tuple[str, ...]:
        """The settings that matter to it."""
        return () if self.scale is None else ("initial_scale",)

    def __call__(self, shape, rng, scale: float | None = None) -> np.ndarray:
        if self.scale is None:
            if scale is not None:
                raise ValueError(f"initializer {self.name!r} has no scale of its own to set, got {scale!r}")
            return self.draw(*shape, rng)
        return self.draw(*shape, rng, self.scale if scale is None else scale)


def normal(deviation: Callable) -> Callable:
    """Normal draws whose standard deviation depends on the neurons of the two layers."""
    return lambda n, n_prev, rng: rng.standard_normal((n, n_prev)) * deviation(n, n_prev)


def uniform(reach: Callable) -> Callable:
    """Uniform draws between minus and plus a number that depends on the neurons of the two layers."""

    def draw(n, n_prev, rng):
        return rng.uniform(-reach(n, n_prev), reach(n, n_prev), (n, n_prev))

    return draw


def orthogonal(n, n_prev, rng):
    """Rows (or columns, if there are more rows) at right angles and of length 1; uniform among all such."""
    Q, R = np.linalg.qr(rng.standard_normal((max(n, n_prev), min(n, n_prev))))
    Q = Q * np.where(np.diag(R) < 0, -1, 1)
    return Q if n >= n_prev else Q.T


INITIALIZERS = Rules("initializer")
for entry in (
    Initializer(
        "zeros",
        "Zeros",
        "0",
        "All weights 0. The neurons of a layer are alike and stay alike.",
        lambda n, n_prev, rng: np.zeros((n, n_prev)),
    ),
    Initializer(
        "article",
        "Normal × scale",
        "scale · N(0, 1)",
        "Small weights, × 0.01 in the article. Enough for one hidden layer; in a deep network the signal"
        " fades.",
        lambda n, n_prev, rng, scale: rng.standard_normal((n, n_prev)) * scale,
        0.01,
    ),
    Initializer(
        "xavier",
        "Xavier",
        "N(0, 1) · √(2 / (n_prev + n))",
        "Keeps the size of signals and of gradients across layers; made for tanh. Glorot and Bengio 2010.",
        normal(lambda n, n_prev: np.sqrt(2 / (n_prev + n))),
    ),
    Initializer(
        "he",
        "He",
        "N(0, 1) · √(2 / n_prev)",
        "Xavier's twin for ReLU, which blocks half of the signal. He, Zhang, Ren and Sun 2015.",
        normal(lambda n, n_prev: np.sqrt(2 / n_prev)),
    ),
    Initializer(
        "constant",
        "Constant",
        "scale",
        "All weights alike: every neuron of a layer learns the same. See it stay one neuron.",
        lambda n, n_prev, rng, scale: np.full((n, n_prev), scale),
        0.1,
    ),
    Initializer(
        "uniform",
        "Uniform",
        "U(-scale, scale)",
        "What one writes without thinking. ± 0.5 is right for small layers, too much for wide ones.",
        lambda n, n_prev, rng, scale: rng.uniform(-scale, scale, (n, n_prev)),
        0.5,
    ),
    Initializer(
        "xavier uniform",
        "Xavier, uniform",
        "U(-r, r), r = √(6 / (n_prev + n))",
        "Xavier's variance in uniform draws, as first published. Glorot and Bengio 2010.",
        uniform(lambda n, n_prev: np.sqrt(6 / (n_prev + n))),
    ),
    Initializer(
        "he uniform",
        "He, uniform",
        "U(-r, r), r = √(6 / n_prev)",
        "He's variance in uniform draws. He, Zhang, Ren and Sun 2015.",
        uniform(lambda n, n_prev: np.sqrt(6 / n_prev)),
    ),
    Initializer(
        "lecun",
        "LeCun",
        "N(0, 1) / √n_prev",
        "Each sum starts with variance 1; the weights SELU asks for. LeCun and others 1998.",
        normal(lambda n, n_prev: np.sqrt(1 / n_prev)),
    ),
    Initializer(
        "orthogonal",
        "Orthogonal",
        "QᵀQ = 1",
        "A rotation: no direction is stretched or lost, however many layers. Saxe and others 2014.",
        orthogonal,
    ),
):
    INITIALIZERS.add(entry)
del entry
