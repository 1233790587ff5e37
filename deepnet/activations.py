"""ACTIVATIONS: what a neuron does with its weighted sum, A = g(Z).

One entry is the formula, its slope, and what a learner is told; menus, validation and tests read the table.
Both rules are elementwise and yield numpy calls (see `calls`).  A may be the same array as Z, so a rule
writes A when it no longer reads Z.  The slope is computed from A alone, unless the entry says `needs_Z`.
The entries stand in `corners` and `curves`, each beside its two rules.
"""

from . import corners, curves
from .activation import ACTIVATIONS, STOPPED, Activation

__all__ = ["ACTIVATIONS", "STOPPED", "Activation", "corners", "curves"]

# As a menu offers them: the usual ones first.
for name in (
    "relu",
    "leaky relu",
    "tanh",
    "sigmoid",
    "linear",
    "elu",
    "selu",
    "gelu",
    "gelu (erf)",
    "swish",
    "mish",
    "softplus",
    "softsign",
    "hardtanh",
    "sine",
):
    ACTIVATIONS[name] = ACTIVATIONS.pop(name)
