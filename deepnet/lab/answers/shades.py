"""Activations as shades: what a neuron says, from 0 to 255, on the stage and in every other picture."""

import numpy as np

from deepnet.activations import ACTIVATIONS
from deepnet.losses import OUTPUTS


def linear(values: np.ndarray, low: float, high: float) -> None:
    """low … high -> 0 … 255.5 in place, so that a cast to bytes rounds; the rest goes to the ends."""
    values -= low
    values *= 255 / (high - low)
    values += 0.5
    within_bytes(values)


def within_bytes(values: np.ndarray) -> None:
    """Clip to 0 … 255.  fmin and fmax take the other number for nan, which no byte can hold."""
    np.fmin(values, 255, out=values)
    np.fmax(values, 0, out=values)


def squeeze(values: np.ndarray, activation: str) -> None:
    """Activations -> 0 … 255 in place: linear over a bounded range, v / (1 + |v|) over an unbounded one."""
    low, high = drawing_range(activation)
    if low is not None:
        linear(values, low, high)
        return
    values /= 1 + np.abs(values)
    linear(values, -1.0, 1.0)


def drawing_range(activation: str) -> tuple[float | None, float | None]:
    """(low, high) of a bounded activation or output, (None, None) of an unbounded one."""
    rule = ACTIVATIONS[activation] if activation in ACTIVATIONS else OUTPUTS[activation]
    return (rule.low, rule.high) if np.isfinite([rule.low, rule.high]).all() else (None, None)
