"""ACTIVATIONS: what a neuron does with its weighted sum, A = g(Z).

One entry is the formula, its slope, and what a learner is told; menus, validation and tests read the table.
Both rules are elementwise and yield numpy calls (see `calls`).  A may be the same array as Z, so a rule
writes A when it no longer reads Z.  The slope is computed from A alone, unless the entry says `needs_Z`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .calls import clip, run
from .table import Table

STOPPED = {
    "dead": "Units that answer 0 to every row: they get no gradient and cannot recover by themselves.",
    "saturated": "Units stuck at an end of their range on nearly every row: their gradient has vanished.",
}  # how a unit can come to learn no more


@dataclass(frozen=True)
class Activation:
    """One entry.  low, high: between these its values lie, or -inf, inf.

    rule(Z, A) computes A, slope(Z, A, D) computes D = dA/dZ.  switch: the slope is 1 where A > 0 and 0 where
    A = 0, which a plan can do with integers.  stops: the one of STOPPED that can befall its units, or "".
    """

    name: str
    label: str
    formula: str
    tells: str
    low: float
    high: float
    rule: Callable
    slope: Callable
    needs_Z: bool = False
    switch: bool = False
    stops: str = ""

    @property
    def bounded(self) -> bool:
        """Whether its values stay within low … high, both finite."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    def forward(self, Z, out=None):
        """A = g(Z), of the shape of Z."""
        Z = np.asarray(Z, np.result_type(Z, np.float32))
        out = np.empty_like(Z) if out is None else out
        run(self.rule(Z, out))
        return out

    def derivative(self, Z, A, out=None):
        """dA/dZ at Z, where A = forward(Z)."""
        out = np.empty_like(A) if out is None else out
        run(self.slope(Z, A, out))
        return out


def relu(Z, A):
    yield clip, Z, 0.0, np.inf, A


def relu_slope(Z, A, D):
    yield np.sign, A, D


def leaky_relu(Z, A):
    small = np.empty_like(Z)
    yield np.multiply, Z, 0.01, small
    yield np.fmax, Z, small, A


def leaky_relu_slope(Z, A, D):
    yield np.sign, A, D
    yield clip, D, 0.01, 1.0, D


def tanh(Z, A):
    yield np.tanh, Z, A


def tanh_slope(Z, A, D):
    yield np.multiply, A, A, D
    yield np.subtract, 1.0, D, D


def sigmoid(Z, A):  # (1 + tanh(Z/2)) / 2: no exponential that could overflow
    yield np.multiply, Z, 0.5, A
    yield np.tanh, A, A
    yield np.multiply, A, 0.5, A
    yield np.add, A, 0.5, A


def sigmoid_slope(Z, A, D):
    yield np.subtract, 1.0, A, D
    yield np.multiply, D, A, D


def linear(Z, A):
    if A is not Z:
        yield np.copyto, A, Z


def linear_slope(Z, A, D):
    yield D.fill, 1.0


def elu(Z, A):
    below = np.empty_like(Z)
    yield clip, Z, -np.inf, 0.0, below
    yield np.expm1, below, below
    yield clip, Z, 0.0, np.inf, A
    yield np.add, A, below, A


def elu_slope(Z, A, D):
    yield clip, A, -np.inf, 0.0, D
    yield np.add, D, 1.0, D


SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def selu(Z, A):
    below = np.empty_like(Z)
    yield clip, Z, -np.inf, 0.0, below
    yield np.expm1, below, below
    yield np.multiply, below, SELU_ALPHA, below
    yield clip, Z, 0.0, np.inf, A
    yield np.add, A, below, A
    yield np.multiply, A, SELU_SCALE, A


def selu_slope(Z, A, D):  # A + scale·alpha below 0, scale above
    above = np.empty_like(A)
    yield clip, A, 0.0, np.inf, above
    yield np.sign, above, above
    yield np.multiply, above, SELU_SCALE * (1 - SELU_ALPHA), above
    yield clip, A, -np.inf, 0.0, D
    yield np.add, D, SELU_SCALE * SELU_ALPHA, D
    yield np.add, D, above, D


def gelu_gate(Z, z, gate):
    """gate = tanh(√(2/π) (z + 0.044715 z³)), with z = Z cut to ±100, where the gate is ±1 long since."""
    yield clip, Z, -100.0, 100.0, z
    yield np.multiply, z, z, gate
    yield np.multiply, gate, 0.044715, gate
    yield np.add, gate, 1.0, gate
    yield np.multiply, gate, z, gate
    yield np.multiply, gate, GELU_SCALE, gate
    yield np.tanh, gate, gate


GELU_SCALE = float(np.sqrt(2 / np.pi))


def gelu(Z, A):
    z, gate = np.empty_like(Z), np.empty_like(Z)
    yield from gelu_gate(Z, z, gate)
    yield np.add, gate, 1.0, gate
    yield np.multiply, gate, 0.5, gate
    yield np.multiply, Z, gate, A


def gelu_slope(Z, A, D):  # (1 + t)/2 + z/2 (1 - t²) √(2/π) (1 + 3·0.044715 z²)
    z, gate, steep = np.empty_like(Z), np.empty_like(Z), np.empty_like(Z)
    yield from gelu_gate(Z, z, gate)
    yield np.multiply, gate, gate, D
    yield np.subtract, 1.0, D, D
    yield np.multiply, z, z, steep
    yield np.multiply, steep, 3 * 0.044715, steep
    yield np.add, steep, 1.0, steep
    yield np.multiply, steep, z, steep
    yield np.multiply, steep, GELU_SCALE, steep
    yield np.multiply, D, steep, D
    yield np.add, D, gate, D
    yield np.add, D, 1.0, D
    yield np.multiply, D, 0.5, D


def swish(Z, A):
    gate = np.empty_like(Z)
    yield from sigmoid(Z, gate)
    yield np.multiply, Z, gate, A


def swish_slope(Z, A, D):  # s (1 + z (1 - s)) with s = sigmoid z
    gate = np.empty_like(Z)
    yield from sigmoid(Z, gate)
    yield np.subtract, 1.0, gate, D
    yield np.multiply, D, Z, D
    yield np.add, D, 1.0, D
    yield np.multiply, D, gate, D


def softplus(Z, A):
    yield np.logaddexp, Z, 0.0, A


def softplus_slope(Z, A, D):  # sigmoid z = 1 - e^-a
    yield np.negative, A, D
    yield np.expm1, D, D
    yield np.negative, D, D


def sine(Z, A):
    yield np.sin, Z, A


def sine_slope(Z, A, D):
    yield np.cos, Z, D


inf = np.inf
ACTIVATIONS = Table("activation")
for entry in (
    Activation(
        "relu",
        "ReLU",
        "max(0, z)",
        "Passes what is positive and blocks the rest. Cheap, and its slope does not fade in deep networks; a"
        " neuron that is blocked on every example no longer learns.",
        0.0,
        inf,
        relu,
        relu_slope,
        switch=True,
        stops="dead",
    ),
    Activation(
        "leaky relu",
        "Leaky ReLU",
        "max(z, 0.01 z)",
        "Like ReLU, but lets a hundredth of the negative side through, so that no neuron stops learning.",
        -inf,
        inf,
        leaky_relu,
        leaky_relu_slope,
    ),
    Activation(
        "tanh",
        "Tanh",
        "(e^z - e^-z) / (e^z + e^-z)",
        "A soft step from -1 to 1. Smooth and centred; far from zero its slope fades.",
        -1.0,
        1.0,
        tanh,
        tanh_slope,
        stops="saturated",
    ),
    Activation(
        "sigmoid",
        "Sigmoid",
        "1 / (1 + e^-z)",
        "A soft step from 0 to 1. Its slope is at most 1/4, so in a deep network the first layers learn"
        " slowly.",
        0.0,
        1.0,
        sigmoid,
        sigmoid_slope,
        stops="saturated",
    ),
    Activation(
        "linear",
        "Linear",
        "z",
        "Passes everything on. Layers of it are worth no more than one: only straight boundaries.",
        -inf,
        inf,
        linear,
        linear_slope,
    ),
    Activation(
        "elu",
        "ELU",
        "z if z > 0, else e^z - 1",
        "ReLU with a soft floor at -1: the mean of a layer stays near zero. Clevert and others 2016.",
        -1.0,
        inf,
        elu,
        elu_slope,
    ),
    Activation(
        "selu",
        "SELU",
        "1.0507 z if z > 0, else 1.7581 (e^z - 1)",
        "ELU scaled so that mean 0 and variance 1 are kept from layer to layer, given LeCun's weights."
        " Klambauer 2017.",
        -SELU_SCALE * SELU_ALPHA,
        inf,
        selu,
        selu_slope,
    ),
    Activation(
        "gelu",
        "GELU",
        "½ z (1 + tanh(√(2/π) (z + 0.0447 z³)))",
        "A smooth ReLU that dips a little below zero; the usual choice in language models. Hendrycks and"
        " Gimpel 2016.",
        -0.170041,
        inf,
        gelu,
        gelu_slope,
        needs_Z=True,
    ),
    Activation(
        "swish",
        "Swish (SiLU)",
        "z / (1 + e^-z)",
        "A smooth ReLU that dips a little below zero, found by a search over formulas. Ramachandran and"
        " others 2017.",
        -0.278465,
        inf,
        swish,
        swish_slope,
        needs_Z=True,
    ),
    Activation(
        "softplus",
        "Softplus",
        "log(1 + e^z)",
        "The rounded corner of ReLU: always positive, never flat. Dugas and others 2001.",
        0.0,
        inf,
        softplus,
        softplus_slope,
    ),
    Activation(
        "sine",
        "Sine",
        "sin z",
        "Waves. Good at spirals and at anything that repeats; rises and falls, so a large rate makes it jump."
        " Sitzmann and others 2020.",
        -1.0,
        1.0,
        sine,
        sine_slope,
        needs_Z=True,
    ),
):
    ACTIVATIONS.add(entry)
del entry
