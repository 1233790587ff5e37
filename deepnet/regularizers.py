"""REGULARIZERS: what large weights cost.

The cost gains a penalty of λ/m per weight, with m the number of examples in the training set: for full
batches this is the usual λ/2m Σ W², and for mini-batches the strength does not depend on their size.
Biases are not penalised.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .rules import Rules


@dataclass(frozen=True)
class Regularizer:
    """One entry.  penalty(W) is what a weight costs, in units of λ/m.  pull(theta, strength, out) yields the
    calls that compute strength times its slope; the slope of |w| at 0 is 0.  slope: λ/m times it in words."""

    name: str
    label: str
    formula: str
    tells: str
    penalty: Callable | None
    pull: Callable | None
    slope: str = ""

    @property
    def uses(self) -> tuple[str, ...]:
        """The settings that matter to it."""
        return () if self.penalty is None else ("regularization_rate",)

    def cost(self, network, rate: float, m: int) -> float:
        """The penalty of all the weights of a network: rate is λ, m the examples in the training set."""
        if self.penalty is None or rate == 0:
            return 0.0
        return rate / m * sum(float(self.penalty(W).sum()) for W in network.W[1:])

    def rule(self, theta, g, strength):
        """The calls that add the penalty's slope to the gradient g.  strength (P,): λ/m, 0 at biases."""
        if self.pull is not None:
            pulled = np.empty_like(theta)
            yield from self.pull(theta, strength, pulled)
            yield np.add, g, pulled, g


def l1_pull(theta, strength, out):
    yield np.sign, theta, out
    yield np.multiply, out, strength, out


def l2_pull(theta, strength, out):
    yield np.multiply, theta, strength, out


def elastic_pull(theta, strength, out):
    yield np.sign, theta, out
    yield np.add, out, theta, out
    yield np.multiply, out, strength, out
    yield np.multiply, out, 0.5, out


REGULARIZERS = Rules("regularization")
for entry in (
    Regularizer("none", "None", "0", "Weights may grow as they like.", None, None),
    Regularizer(
        "l1",
        "L1",
        "λ/m Σ |w|",
        "Pulls every weight toward zero with the same force: small ones end at zero, few remain.",
        np.abs,
        l1_pull,
        "λ/m sign W",
    ),
    Regularizer(
        "l2",
        "L2",
        "λ/2m Σ w²",
        "Pulls each weight toward zero in proportion to its size: smoother boundaries, none far"
        " larger than the others.",
        lambda W: 0.5 * np.square(W),
        l2_pull,
        "λ/m W",
    ),
    Regularizer(
        "elastic",
        "Elastic (L1 and L2)",
        "½ λ/m Σ (|w| + ½ w²)",
        "Half of L1 and half of L2: small weights end at zero, large ones held down. Zou and Hastie 2005.",
        lambda W: 0.5 * np.abs(W) + 0.25 * np.square(W),
        elastic_pull,
        "½ λ/m (sign W + W)",
    ),
):
    REGULARIZERS.add(entry)
del entry
