"""Activations with corners: straight lines, and curves that meet one at 0."""

import numpy as np

from .activation import ACTIVATIONS, Activation
from .calls import clip


def relu(Z, A):
    yield clip, Z, 0.0, np.inf, A


def relu_slope(Z, A, D):
    yield np.sign, A, D


ACTIVATIONS.add(
    Activation(
        "relu",
        "ReLU",
        "max(0, z)",
        "Passes what is positive and blocks the rest. Cheap, and its slope does not fade in deep networks; a"
        " neuron that is blocked on every example no longer learns.",
        0.0,
        np.inf,
        relu,
        relu_slope,
        switch=True,
        stops="dead",
    )
)


def leaky_relu(Z, A):
    small = np.empty_like(Z)
    yield np.multiply, Z, 0.01, small
    yield np.fmax, Z, small, A


def leaky_relu_slope(Z, A, D):
    yield np.sign, A, D
    yield clip, D, 0.01, 1.0, D


ACTIVATIONS.add(
    Activation(
        "leaky relu",
        "Leaky ReLU",
        "max(z, 0.01 z)",
        "Like ReLU, but lets a hundredth of the negative side through, so that no neuron stops learning.",
        -np.inf,
        np.inf,
        leaky_relu,
        leaky_relu_slope,
    )
)


def linear(Z, A):
    if A is not Z:
        yield np.copyto, A, Z


def linear_slope(Z, A, D):
    yield D.fill, 1.0


ACTIVATIONS.add(
    Activation(
        "linear",
        "Linear",
        "z",
        "Passes everything on. Layers of it are worth no more than one: only straight boundaries.",
        -np.inf,
        np.inf,
        linear,
        linear_slope,
    )
)


def hard_tanh(Z, A):
    yield clip, Z, -1.0, 1.0, A


def hard_tanh_slope(Z, A, D):  # 1 where |a| < 1, else 0
    yield np.abs, A, D
    yield np.subtract, 1.0, D, D
    yield np.sign, D, D


ACTIVATIONS.add(
    Activation(
        "hardtanh",
        "Hard tanh",
        "z cut to -1 … 1",
        "Tanh made of three straight lines: cheap, and without any slope beyond -1 and 1. Collobert 2004.",
        -1.0,
        1.0,
        hard_tanh,
        hard_tanh_slope,
        stops="saturated",
    )
)


def elu(Z, A):
    below = np.empty_like(Z)
    yield clip, Z, -np.inf, 0.0, below
    yield np.expm1, below, below
    yield clip, Z, 0.0, np.inf, A
    yield np.add, A, below, A


def elu_slope(Z, A, D):
    yield clip, A, -np.inf, 0.0, D
    yield np.add, D, 1.0, D


ACTIVATIONS.add(
    Activation(
        "elu",
        "ELU",
        "z if z > 0, else e^z - 1",
        "ReLU with a soft floor at -1: the mean of a layer stays near zero. Clevert and others 2016.",
        -1.0,
        np.inf,
        elu,
        elu_slope,
    )
)


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


ACTIVATIONS.add(
    Activation(
        "selu",
        "SELU",
        "1.0507 z if z > 0, else 1.7581 (e^z - 1)",
        "ELU scaled so that mean 0 and variance 1 are kept from layer to layer, given LeCun's weights."
        " Klambauer 2017.",
        -SELU_SCALE * SELU_ALPHA,
        np.inf,
        selu,
        selu_slope,
    )
)
