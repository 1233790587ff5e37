"""Batch normalization: the sums of a layer brought to mean 0 and variance 1 over each batch.  Ioffe and
Szegedy 2015.

A normalized layer is A = g(γ Ẑ + b) with Ẑ = (Z - mean) / √(variance + ε) and Z = W·A_prev: its b is the
paper's β.  Mean and variance are those of the batch while it trains; a moving average of them, the layer's
moments, stands in for them afterwards, and then the layer is plain again with other weights (`fold`).

The rules yield numpy calls on arrays (…, n, m): one network, or K with a leading axis.
"""

from dataclasses import dataclass

import numpy as np

EPSILON = 1e-5  # added to a variance, as in PyTorch
MOMENTUM = 0.1  # share of a batch in the moving averages, as in PyTorch


@dataclass(frozen=True)
class Buffers:
    """What the forward pass leaves for the backward pass: Ẑ (…, n, m) and 1/√(variance + ε) (…, n, 1)."""

    Z_hat: np.ndarray
    inverse: np.ndarray
    scratch: np.ndarray
    mean: np.ndarray
    variance: np.ndarray

    @classmethod
    def of(cls, shape: tuple[int, ...], dtype) -> "Buffers":
        """For sums of this shape (…, n, m)."""
        Z_hat, scratch = np.empty((2, *shape), dtype)
        inverse, mean, variance = np.empty((3, *shape[:-1], 1), dtype)
        return cls(Z_hat, inverse, scratch, mean, variance)


def normalize(Z, gamma, b, kept: Buffers, U):
    """U = γ Ẑ + b.  gamma, b: (…, n, 1).  U may be Z itself."""
    share = 1 / Z.shape[-1]
    yield np.add.reduce, Z, -1, None, kept.mean, True
    yield np.multiply, kept.mean, share, kept.mean
    yield np.subtract, Z, kept.mean, kept.Z_hat
    yield np.multiply, kept.Z_hat, kept.Z_hat, kept.scratch
    yield np.add.reduce, kept.scratch, -1, None, kept.variance, True
    yield np.multiply, kept.variance, share, kept.variance
    yield np.add, kept.variance, EPSILON, kept.inverse
    yield np.sqrt, kept.inverse, kept.inverse
    yield np.divide, 1.0, kept.inverse, kept.inverse
    yield np.multiply, kept.Z_hat, kept.inverse, kept.Z_hat
    yield np.multiply, kept.Z_hat, gamma, U
    yield np.add, U, b, U


def normalize_sums(dU, kept: Buffers, d_gamma, d_b):
    """d_gamma = Σ dU Ẑ and d_b = Σ dU, (…, n, 1)."""
    yield np.add.reduce, dU, -1, None, d_b, True
    yield np.multiply, dU, kept.Z_hat, kept.scratch
    yield np.add.reduce, kept.scratch, -1, None, d_gamma, True


def normalize_backward(dU, gamma, kept: Buffers, d_gamma, d_b):
    """dZ = γ/√(variance + ε) (dU - mean dU - Ẑ mean(dU Ẑ)) in place of dU, from both sums."""
    share = 1 / dU.shape[-1]
    mean_dU, mean_product = np.empty_like(kept.mean), np.empty_like(kept.mean)
    yield np.multiply, d_b, share, mean_dU
    yield np.multiply, d_gamma, share, mean_product
    yield np.multiply, kept.Z_hat, mean_product, kept.scratch
    yield np.subtract, dU, mean_dU, dU
    yield np.subtract, dU, kept.scratch, dU
    yield np.multiply, kept.inverse, gamma, mean_product
    yield np.multiply, dU, mean_product, dU


def follow(mean, variance, kept: Buffers, m: int):
    """Move the moments (…, n, 1) toward those of a batch of m examples; its variance is taken unbiased.

    One example has no spread, and so leaves them as they are.
    """
    if m == 1:
        return
    step = np.empty_like(kept.mean)
    for moment, found, factor in ((mean, kept.mean, 1.0), (variance, kept.variance, m / max(m - 1, 1))):
        yield np.multiply, found, factor, step
        yield np.subtract, step, moment, step
        yield np.multiply, step, MOMENTUM, step
        yield np.add, moment, step, moment


def fold(block, gamma, mean, variance, out):
    """The plain block [W b] (n, k + 1) that does what a normalized layer does with its moments."""
    scale = np.empty_like(gamma)
    shift = np.empty_like(gamma)
    yield np.add, variance, EPSILON, scale
    yield np.sqrt, scale, scale
    yield np.divide, gamma, scale, scale
    yield np.multiply, block, scale, out
    yield np.multiply, mean, scale, shift
    yield np.subtract, block[:, -1:], shift, out[:, -1:]


def layer_numbers(value, L: int) -> tuple[int, ...]:
    """`value` as the ascending numbers of hidden layers, 1 to L - 1; ValueError for another."""
    numbers = tuple(sorted(set(int(l) for l in value)))
    if any(not 1 <= l < L for l in numbers):
        raise ValueError(f"batch_norm must name hidden layers, 1 to {L - 1}, got {list(value)}")
    return numbers
