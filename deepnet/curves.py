"""Activations that are curves throughout."""

from math import erf

import numpy as np

from .activation import ACTIVATIONS, Activation
from .calls import clip


def tanh(Z, A):
    yield np.tanh, Z, A


def tanh_slope(Z, A, D):
    yield np.multiply, A, A, D
    yield np.subtract, 1.0, D, D


ACTIVATIONS.add(
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
    )
)


def sigmoid(Z, A):  # (1 + tanh(Z/2)) / 2: no exponential that could overflow
    yield np.multiply, Z, 0.5, A
    yield np.tanh, A, A
    yield np.multiply, A, 0.5, A
    yield np.add, A, 0.5, A


def sigmoid_slope(Z, A, D):
    yield np.subtract, 1.0, A, D
    yield np.multiply, D, A, D


ACTIVATIONS.add(
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
    )
)


def softsign(Z, A):
    below = np.empty_like(Z)
    yield np.abs, Z, below
    yield np.add, below, 1.0, below
    yield np.divide, Z, below, A


def softsign_slope(Z, A, D):  # (1 - |a|)²
    yield np.abs, A, D
    yield np.subtract, 1.0, D, D
    yield np.multiply, D, D, D


ACTIVATIONS.add(
    Activation(
        "softsign",
        "Softsign",
        "z / (1 + |z|)",
        "A step from -1 to 1 like tanh, that comes to its ends much more slowly: its slope fades, but late."
        " Bergstra and others 2009.",
        -1.0,
        1.0,
        softsign,
        softsign_slope,
        stops="saturated",
    )
)


GELU_SCALE = float(np.sqrt(2 / np.pi))


def gelu_gate(Z, z, gate):
    """gate = tanh(√(2/π) (z + 0.044715 z³)), with z = Z cut to ±100, where the gate is ±1 long since."""
    yield clip, Z, -100.0, 100.0, z
    yield np.multiply, z, z, gate
    yield np.multiply, gate, 0.044715, gate
    yield np.add, gate, 1.0, gate
    yield np.multiply, gate, z, gate
    yield np.multiply, gate, GELU_SCALE, gate
    yield np.tanh, gate, gate


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


ACTIVATIONS.add(
    Activation(
        "gelu",
        "GELU",
        "½ z (1 + tanh(√(2/π) (z + 0.0447 z³)))",
        "A smooth ReLU that dips a little below zero; the usual choice in language models. Hendrycks and"
        " Gimpel 2016.",
        -0.170041,
        np.inf,
        gelu,
        gelu_slope,
        needs_Z=True,
    )
)


REACH = 6 * 2**0.5  # beyond it the normal distribution is 0 or 1 to the last digit
DEGREE = 36


def chebyshev_of_erf() -> list[float]:
    """Coefficients c_k with erf(x)/x = ½ c_0 + Σ c_k T_k(x²/18 - 1) for |x| ≤ 6, to 3e-14: interpolated."""
    angles = np.pi * (np.arange(DEGREE) + 0.5) / DEGREE
    x = np.sqrt(18 * (np.cos(angles) + 1))
    values = np.array([erf(v) / v for v in x])
    return [float(2 / DEGREE * values @ np.cos(k * angles)) for k in range(DEGREE)]


ERF = chebyshev_of_erf()


def normal_share(Z, z, share):
    """share = Φ(Z), the normal distribution, and z = Z cut to where it is not yet 0 or 1."""
    y, before, last = np.empty_like(Z), np.empty_like(Z), np.empty_like(Z)
    yield clip, Z, -REACH, REACH, z
    yield np.multiply, z, z, y
    yield np.multiply, y, 4 / REACH**2, y  # 2 (2 z²/R² - 1), by Clenshaw's rule
    yield np.subtract, y, 2.0, y
    yield last.fill, 0.0
    yield before.fill, ERF[-1]
    for c in ERF[-2:0:-1]:
        yield np.multiply, y, before, share
        yield np.subtract, share, last, last
        yield np.add, last, c, last
        before, last = last, before
    yield np.multiply, y, 0.5, y
    yield np.multiply, y, before, share
    yield np.subtract, share, last, share
    yield np.add, share, ERF[0] / 2, share
    yield np.multiply, share, z, share
    yield np.multiply, share, 0.5**1.5, share
    yield np.add, share, 0.5, share


def exact_gelu(Z, A):
    z, share = np.empty_like(Z), np.empty_like(Z)
    yield from normal_share(Z, z, share)
    yield clip, Z, -REACH, np.inf, z
    yield np.multiply, z, share, A


def exact_gelu_slope(Z, A, D):  # Φ(z) + z φ(z)
    z, share = np.empty_like(Z), np.empty_like(Z)
    yield from normal_share(Z, z, share)
    yield np.multiply, z, z, D
    yield np.multiply, D, -0.5, D
    yield np.exp, D, D
    yield np.multiply, D, z, D
    yield np.multiply, D, GELU_SCALE / 2, D
    yield np.add, D, share, D


ACTIVATIONS.add(
    Activation(
        "gelu (erf)",
        "GELU, exact",
        "z Φ(z) = ½ z (1 + erf(z/√2))",
        "GELU as it was meant, with the normal distribution itself instead of a tanh that is close to it;"
        " PyTorch's default. Takes longer. Hendrycks and Gimpel 2016.",
        -0.169971,
        np.inf,
        exact_gelu,
        exact_gelu_slope,
        needs_Z=True,
    )
)


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


ACTIVATIONS.add(
    Activation(
        "swish",
        "Swish (SiLU)",
        "z / (1 + e^-z)",
        "A smooth ReLU that dips a little below zero, found by a search over formulas. Ramachandran and"
        " others 2017.",
        -0.278465,
        np.inf,
        swish,
        swish_slope,
        needs_Z=True,
    )
)


def mish(Z, A):
    gate = np.empty_like(Z)
    yield np.logaddexp, Z, 0.0, gate
    yield np.tanh, gate, gate
    yield np.multiply, Z, gate, A


def mish_slope(Z, A, D):  # t + z (1 - t²) sigmoid z with t = tanh(log(1 + e^z))
    gate, soft = np.empty_like(Z), np.empty_like(Z)
    yield np.logaddexp, Z, 0.0, gate
    yield np.tanh, gate, gate
    yield from sigmoid(Z, soft)
    yield np.multiply, gate, gate, D
    yield np.subtract, 1.0, D, D
    yield np.multiply, D, soft, D
    yield np.multiply, D, Z, D
    yield np.add, D, gate, D


ACTIVATIONS.add(
    Activation(
        "mish",
        "Mish",
        "z tanh(log(1 + e^z))",
        "A smooth ReLU much like Swish, with a slightly deeper dip below zero. Misra 2019.",
        -0.308844,
        np.inf,
        mish,
        mish_slope,
        needs_Z=True,
    )
)


def softplus(Z, A):
    yield np.logaddexp, Z, 0.0, A


def softplus_slope(Z, A, D):  # sigmoid z = 1 - e^-a
    yield np.negative, A, D
    yield np.expm1, D, D
    yield np.negative, D, D


ACTIVATIONS.add(
    Activation(
        "softplus",
        "Softplus",
        "log(1 + e^z)",
        "The rounded corner of ReLU: always positive, never flat. Dugas and others 2001.",
        0.0,
        np.inf,
        softplus,
        softplus_slope,
    )
)


def sine(Z, A):
    yield np.sin, Z, A


def sine_slope(Z, A, D):
    yield np.cos, Z, D


ACTIVATIONS.add(
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
    )
)
