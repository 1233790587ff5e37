"""INITIALIZERS: where the weights start.  Biases start at 0.

Each entry is called as entry(shape, rng) with shape (n_l, n_{l-1}) and gives W of that shape.  rng needs a
method standard_normal(shape): a np.random.Generator, or numpy's old np.random itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .table import Table


@dataclass(frozen=True)
class Initializer:
    """One entry.  draw(n_l, n_prev, rng) gives W (n_l, n_prev)."""

    name: str
    label: str
    formula: str
    tells: str
    draw: Callable

    def __call__(self, shape, rng) -> np.ndarray:
        return self.draw(*shape, rng)


def normal(deviation: Callable) -> Callable:
    """Normal draws whose standard deviation depends on the neurons of the two layers."""
    return lambda n, n_prev, rng: rng.standard_normal((n, n_prev)) * deviation(n, n_prev)


INITIALIZERS = Table("initializer")
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
        "Normal × 0.01",
        "0.01 · N(0, 1)",
        "Small weights, as in the article. Enough for one hidden layer; in a deep network the signal fades.",
        normal(lambda n, n_prev: 0.01),
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
):
    INITIALIZERS.add(entry)
del entry
