"""REGULARIZERS: what large weights cost.

The cost gains a penalty of λ/m per weight, with m the number of examples in the training set: for full
batches this is the usual λ/2m Σ W², and for mini-batches the strength does not depend on their size.
Biases are not penalised.

A penalty with a corner at 0 can be paid in two ways: by its slope, which is added to the gradient and makes
small weights swing about 0, or, where `stops` is true, by a step of its own behind the optimizer's, which
stops at 0.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .calls import clip
from .rules import Rules


@dataclass(frozen=True)
class Regularizer:
    """One entry.  penalty(W) is what a weight costs, in units of λ/m.  pull(theta, strength, out) yields the
    calls that compute strength times its slope; the slope of |w| at 0 is 0.  slope: λ/m times it in words.
    stops: whether training pays it by `stop_at_zero` instead of by the slope."""

    name: str
    label: str
    formula: str
    tells: str
    penalty: Callable | None
    pull: Callable | None
    slope: str = ""
    stops: bool = False

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


def stop_at_zero(theta, strength, alpha):
    """W ← sign W · max(|W| - α λ/m, 0): the step of least cost for the price |w| alone.

    strength: λ/m, 0 at biases.  alpha: the learning rate.  See Parikh and Boyd 2014, Proximal Algorithms.
    """
    most, paid = np.empty_like(theta), np.empty_like(theta)
    yield np.multiply, strength, alpha, most
    yield np.negative, most, paid
    yield clip, theta, paid, most, paid
    yield np.subtract, theta, paid, theta


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
        "Pulls every weight toward zero with the same force: small ones end near zero and swing about it, few"
        " remain.",
        np.abs,
        l1_pull,
        "λ/m sign W",
    ),
    Regularizer(
        "l1 to zero",
        "L1 that stops at zero",
        "λ/m Σ |w|",
        "The price of L1, paid by a step of its own behind the optimizer's: a weight that would cross zero"
        " stops there, at exactly 0.",
        np.abs,
        l1_pull,
        "λ/m sign W",
        stops=True,
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
