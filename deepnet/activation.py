"""Activation: how a neuron answers to its weighted sum, and ACTIVATIONS, the table of all of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .calls import run
from .rules import Rules

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


ACTIVATIONS = Rules("activation")  # filled by `corners` and `curves`
