"""ACTIVATIONS: what a neuron does with its weighted sum, A = g(Z).

One entry is the formula, its slope, and what a learner is told; menus, validation and tests read the table.
Both rules are elementwise and yield numpy calls (see `calls`).  A may be the same array as Z unless the
entry says `needs_Z`: then its slope is computed from Z, and Z is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .calls import clip, run
from .table import Table


@dataclass(frozen=True)
class Activation:
    """One entry.  low, high: between these its values lie, or -inf, inf.

    rule(Z, A) computes A, slope(Z, A, D) computes D = dA/dZ.  switch: the slope is 1 where A > 0 and 0 where
    A = 0, which a plan can do with integers.
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
):
    ACTIVATIONS.add(entry)
del entry
