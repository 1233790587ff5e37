"""What an activation and its slope do to one number, written with that number.

An entry that is missing here is written by its name, as in gelu(0.3).
"""

from collections.abc import Callable

import numpy as np

from deepnet.activations import ACTIVATIONS
from deepnet.lab.ledger.written import Formula, Number

# Of these what is left far below 0 is a small difference of large numbers: digits beyond it are not shown.
FAINT = dict.fromkeys(("sigmoid", "softplus"), 1e-10) | dict.fromkeys(
    ("swish", "mish", "gelu", "gelu (erf)"), 1e-7
)
SELU_ABOVE, SELU_BELOW = "1.0507009873554805", "1.7580993408473766"
SOFT = "tanh(log(1 + e^(#z)))"
GATE = "1 / (1 + e^(-#z))"

# name: (the value above 0, the value at or below 0); #z stands for the sum
VALUES = {
    "relu": ("max(0, #z)",) * 2,
    "leaky relu": ("max(#z, 0.01 · #z)",) * 2,
    "tanh": ("tanh(#z)",) * 2,
    "sigmoid": (GATE,) * 2,
    "linear": ("#z",) * 2,
    "elu": ("#z", "e^(#z) - 1"),
    "selu": (f"{SELU_ABOVE} · #z", f"{SELU_BELOW} · (e^(#z) - 1)"),
    "swish": ("#z / (1 + e^(-#z))",) * 2,
    "softplus": ("#z + log(1 + e^(-#z))", "log(1 + e^(#z))"),
    "sine": ("sin(#z)",) * 2,
    "softsign": ("#z / (1 + |#z|)",) * 2,
    "hardtanh": ("max(-1, min(1, #z))",) * 2,
    "mish": (f"#z · {SOFT}",) * 2,
    "gelu (erf)": ("0.5 · #z · (1 + erf(#z / √(2)))",) * 2,
}
# the same of the slope; #a stands for the value
SLOPES = {
    "relu": ("step(#z)",) * 2,
    "leaky relu": ("0.01 + 0.99 · step(#z)",) * 2,
    "tanh": ("1 - #a · #a",) * 2,
    "sigmoid": ("#a · (1 - #a)",) * 2,
    "linear": ("1",) * 2,
    "elu": ("1", "#a + 1"),
    "selu": (SELU_ABOVE, f"#a + {SELU_BELOW}"),
    "swish": (f"({GATE}) · (1 + #z · (1 - {GATE}))",) * 2,
    "softplus": ("1 - e^(-#a)",) * 2,
    "sine": ("cos(#z)",) * 2,
    "softsign": ("(1 - |#a|) · (1 - |#a|)",) * 2,
    "hardtanh": ("step(1 - |#a|)",) * 2,
    "mish": (f"{SOFT} + #z · (1 - {SOFT} · {SOFT}) / (1 + e^(-#z))",) * 2,
    "gelu (erf)": ("0.5 · (1 + erf(#z / √(2))) + #z · e^(-#z · #z / 2) / 2.5066282746310002",) * 2,
}


def bend(name: str, z: Number) -> Formula:
    """a = g(z)."""
    pattern = VALUES.get(name, (f"{name}(#z)",) * 2)[z.value <= 0]
    return filled(
        pattern, {"z": z}, lambda found: _one(ACTIVATIONS[name].forward, found["z"]), FAINT.get(name, 0.0)
    )


def slope(name: str, z: Number, a: Number) -> Formula:
    """g'(z), with a = g(z)."""
    pattern = SLOPES.get(name, (f"{name}'(#z)",) * 2)[z.value <= 0]

    def rule(found: dict) -> float:
        at = found.get("z", z.value)
        value = found.get("a")
        if value is None:
            value = _one(ACTIVATIONS[name].forward, at)
        return float(ACTIVATIONS[name].derivative(np.array([at]), np.array([value]))[0])

    return filled(pattern, {"z": z, "a": a}, rule, FAINT.get(name, 0.0))


def filled(
    pattern: str, numbers: dict[str, Number], rule: Callable[[dict], float], size: float = 0.0
) -> Formula:
    """A formula from a text with #z, #a, … in place of numbers; rule takes their values by name."""
    parts, names = [], []
    for i, piece in enumerate(pattern.split("#")):
        if i:
            names.append(piece[0])
            parts.append(numbers[piece[0]])
            piece = piece[1:]
        if piece:
            parts.append(piece)
    return Formula(tuple(parts), lambda values: rule(dict(zip(names, values, strict=True))), size)


def _one(function: Callable, z: float) -> float:
    with np.errstate(all="ignore"):
        return float(function(np.array([z]))[0])
