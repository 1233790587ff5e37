"""OUTPUTS: how the last layer's sums (logits, Z_L) become AL.  LOSSES: how wrong AL is.  PAIRS: what fits.

Costs are computed from the logits, so that a logit of ±1000 costs 1000 and not infinity.  Where an output
and a loss match (sigmoid or softmax with cross-entropy, linear with squared error) the gradient of an
example's loss is simply dZ_L = AL - Y.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .activations import ACTIVATIONS
from .calls import clip, run
from .rules import Rules


@dataclass(frozen=True)
class Output:
    """One entry.  rule(Z, A) yields the calls that compute AL from the logits; A may be Z itself."""

    name: str
    label: str
    formula: str
    tells: str
    low: float
    high: float
    rule: Callable

    def forward(self, Z, out=None):
        """AL (n_L, m) from the logits Z (n_L, m)."""
        Z = np.asarray(Z, np.result_type(Z, np.float32))
        out = np.empty_like(Z) if out is None else out
        run(self.rule(Z, out))
        return out


@dataclass(frozen=True)
class Loss:
    """One entry: what a learner is told about a loss.  uses: the settings that matter to it.  outputs: those
    it is allowed with."""

    name: str
    label: str
    formula: str
    tells: str
    uses: tuple[str, ...] = ()

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(output for output, loss in PAIRS if loss == self.name)


@dataclass(frozen=True)
class Pair:
    """A loss on an output.  each(Z, Y) is the loss of every example, (1, m).

    delta(Z, T, D) yields the calls that compute D = dZ_L, as a multiple of the true gradient: `scale` · D is
    the gradient of each example's loss.  It may use up Z.  T is `target(Y)`: the targets coded once so that
    each step has less to do.  gradient: the formula of dZ_L in words, # for the number of the layer.
    check(Y) raises ValueError for targets (n_y, m) that it has no meaning for.
    """

    each: Callable
    delta: Callable
    target: Callable = np.positive
    scale: float = 1.0
    gradient: str = "A# - Y"
    check: Callable = lambda Y: None


def cost(Z_L, Y, output: str, loss: str) -> float:
    """Mean loss over the examples, from logits Z_L (n_L, m) and targets Y (n_L, m).

    >>> cost(np.array([[0.0, 1000.0]]), np.array([[1, 1]]), "sigmoid", "cross-entropy").round(4)
    np.float64(0.3466)
    """
    return pair(output, loss).each(Z_L, Y).mean(dtype=np.float64)


def output_gradient(Z_L, Y, output: str, loss: str):
    """dZ_L (n_L, m): the gradient of each example's loss with respect to its logits."""
    rules = pair(output, loss)
    Z = np.array(Z_L, np.result_type(Z_L, np.float32))
    D = np.empty_like(Z)
    run(rules.delta(Z, rules.target(np.asarray(Y, Z.dtype)), D))
    return rules.scale * D


def default_loss(output: str) -> str:
    """The loss that is meant for an output: cross-entropy for classes, squared error for numbers."""
    OUTPUTS[output]
    return "cross-entropy" if (output, "cross-entropy") in PAIRS else "squared error"


def pair(output: str, loss: str) -> Pair:
    """The entry of PAIRS; ValueError that says which losses the output can have."""
    OUTPUTS[output], LOSSES[loss]
    if (output, loss) not in PAIRS:
        allowed = ", ".join(name for o, name in PAIRS if o == output)
        raise ValueError(f"loss of a {output} output must be one of {allowed}, got {loss!r}")
    return PAIRS[output, loss]


def softmax(Z, A):
    """Column by column e^z / Σ e^z.  What is below 1e-13 in float32, 1e-102 in float64, is raised to that."""
    top, total = np.empty((2, *Z.shape[:-2], 1, Z.shape[-1]), Z.dtype)
    ones = np.ones(Z.shape[-2], Z.dtype)
    # The square of the floor is no denormal, which would cost 100 cycles.
    floor = float(np.log(np.finfo(Z.dtype).tiny) / 3)
    yield np.maximum.reduce, Z, -2, None, top, True
    yield np.subtract, Z, top, A
    yield clip, A, floor, 0.0, A
    yield np.exp, A, A
    if Z.ndim == 2:
        yield ones.dot, A, total[0]
    else:
        yield np.matmul, ones, A, total[..., 0, :]
    yield np.divide, A, total, A


def log_softmax(Z):
    """Column by column z - log Σ e^z."""
    Z = Z - Z.max(axis=0)
    return Z - np.log(np.exp(Z).sum(axis=0))


def probabilities(Y) -> None:
    """ValueError for targets below 0 or above 1."""
    if not ((Y >= 0) & (Y <= 1)).all():
        raise ValueError(f"Y must lie between 0 and 1 for this loss, got {Y.min():g} to {Y.max():g}")


def shares(Y) -> None:
    """ValueError for targets of classes that are not 1 together."""
    probabilities(Y)
    total = Y.sum(axis=0, dtype=np.float64)
    if (off := np.abs(total - 1) > 1e-5).any():
        raise ValueError(f"Y must be 1 in each column together for softmax, got {total[off][0]:g}")


def signs(Y):
    """-1 and 1 for 0 and 1."""
    return 2 * Y - 1


def sigmoid_cross_entropy(Z, Y):  # log(1 + e^z) - yz
    return (np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))).sum(axis=0, keepdims=True)


def sigmoid_cross_entropy_delta(Z, T, D):  # T = 2Y - 1 and tanh(Z/2) = 2 AL - 1: two calls fewer than AL - Y
    yield np.multiply, Z, 0.5, Z
    yield np.tanh, Z, Z
    yield np.subtract, Z, T, D


def softmax_cross_entropy(Z, Y):
    return -(Y * log_softmax(Z)).sum(axis=0, keepdims=True)


def softmax_cross_entropy_delta(Z, Y, D):
    yield from softmax(Z, Z)
    yield np.subtract, Z, Y, D


def linear_squared_error(Z, Y):
    return 0.5 * np.square(Z - Y).sum(axis=0, keepdims=True)


def linear_squared_error_delta(Z, Y, D):
    yield np.subtract, Z, Y, D


def squared_error_behind(activation: str) -> Pair:
    """Squared error on an output layer with this activation: dZ_L = (AL - Y) g'(Z_L)."""
    g = ACTIVATIONS[activation]

    def each(Z, Y):
        return linear_squared_error(g.forward(Z), Y)

    def delta(Z, Y, D):
        A = np.empty_like(Z) if g.needs_Z else Z
        slope = np.empty_like(Z)
        yield from g.rule(Z, A)
        yield from g.slope(Z, A, slope)
        yield np.subtract, A, Y, D
        yield np.multiply, D, slope, D

    return Pair(each, delta, gradient="(A# - Y) * g'(Z#)")


def linear_huber(Z, Y):
    """½ r² up to a distance r of 1, and r - ½ beyond."""
    distance = np.abs(Z - Y)
    near = np.minimum(distance, 1)
    return (near * (distance - 0.5 * near)).sum(axis=0, keepdims=True)


def linear_huber_delta(Z, Y, D):
    yield np.subtract, Z, Y, D
    yield clip, D, -1.0, 1.0, D


def linear_absolute_error(Z, Y):
    return np.abs(Z - Y).sum(axis=0, keepdims=True)


def linear_absolute_error_delta(Z, Y, D):
    yield np.subtract, Z, Y, D
    yield np.sign, D, D


def sigmoid_hinge(Z, Y):  # max(0, 1 - tz) with t = 2y - 1
    return np.maximum(0, 1 - (2 * Y - 1) * Z).sum(axis=0, keepdims=True)


def sigmoid_hinge_delta(Z, T, D):  # -t where tz < 1, else 0
    yield np.multiply, Z, T, Z
    yield np.subtract, 1.0, Z, Z
    yield np.sign, Z, Z
    yield clip, Z, 0.0, 1.0, Z
    yield np.negative, T, D
    yield np.multiply, D, Z, D


OUTPUTS = Rules("output activation")
OUTPUTS.add(
    Output(
        "sigmoid",
        "Sigmoid",
        "1 / (1 + e^-z)",
        "One probability for each output: yes or no.",
        0.0,
        1.0,
        ACTIVATIONS["sigmoid"].rule,
    )
)
OUTPUTS.add(
    Output(
        "softmax",
        "Softmax",
        "e^z_k / Σ e^z_j",
        "One probability for each class; together they are 1.",
        0.0,
        1.0,
        softmax,
    )
)
OUTPUTS.add(
    Output(
        "linear",
        "Linear",
        "z",
        "A number without bounds, for regression.",
        -np.inf,
        np.inf,
        ACTIVATIONS["linear"].rule,
    )
)
OUTPUTS.add(
    Output(
        "tanh",
        "Tanh",
        "(e^z - e^-z) / (e^z + e^-z)",
        "A number from -1 to 1; with squared error the setting of TensorFlow Playground.",
        -1.0,
        1.0,
        ACTIVATIONS["tanh"].rule,
    )
)

LOSSES = Rules("loss")
LOSSES.add(
    Loss(
        "cross-entropy",
        "Cross-entropy",
        "-Σ y log a, with (1 - y) log(1 - a) added for a sigmoid",
        "The surprise at the right answer: being certain and wrong costs without bound.",
        ("label_smoothing", "class_weights"),
    )
)
LOSSES.add(
    Loss(
        "squared error",
        "Squared error",
        "½ Σ (a - y)²",
        "Half the squared distance. For numbers; on classes it learns slowly where it is certain and wrong.",
    )
)
LOSSES.add(
    Loss(
        "huber",
        "Huber",
        "½ r² if |r| ≤ 1, else |r| - ½, with r = a - y",
        "Squared error near the target, plain distance far from it: a few wild points do not rule the fit."
        " Huber 1964.",
    )
)
LOSSES.add(
    Loss(
        "absolute error",
        "Absolute error",
        "Σ |a - y|",
        "The plain distance: its fit is the median, and wild points pull no harder than near ones.",
    )
)
LOSSES.add(
    Loss(
        "hinge",
        "Hinge",
        "Σ max(0, 1 - t z) with t = 2y - 1",
        "Asks of each sum z to lie on the right side by 1, and nothing more: what is right by that much no"
        " longer counts. The loss of support vector machines; the probability shown is then only a scale.",
    )
)

PAIRS: dict[tuple[str, str], Pair] = {
    ("sigmoid", "cross-entropy"): Pair(
        sigmoid_cross_entropy, sigmoid_cross_entropy_delta, signs, scale=0.5, check=probabilities
    ),
    ("softmax", "cross-entropy"): Pair(softmax_cross_entropy, softmax_cross_entropy_delta, check=shares),
    ("linear", "squared error"): Pair(linear_squared_error, linear_squared_error_delta),
    ("linear", "huber"): Pair(linear_huber, linear_huber_delta, gradient="A# - Y, cut to -1 … 1"),
    ("linear", "absolute error"): Pair(
        linear_absolute_error, linear_absolute_error_delta, gradient="sign(A# - Y)"
    ),
    ("sigmoid", "squared error"): squared_error_behind("sigmoid"),
    ("sigmoid", "hinge"): Pair(
        sigmoid_hinge, sigmoid_hinge_delta, signs, gradient="-t where t Z# < 1, else 0", check=probabilities
    ),
    ("tanh", "squared error"): squared_error_behind("tanh"),
}
