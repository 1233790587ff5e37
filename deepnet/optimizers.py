"""OPTIMIZERS: how a gradient moves the parameters.

A rule is elementwise, so it serves W1 alone, the whole flat vector, or K of them.  It yields numpy calls (see
`calls`) that move theta and use up g, and before them the line of the formula that they do.  g is `gain`
times the gradient: a factor that the rule would otherwise multiply in itself, and that costs nothing where
the gradient is averaged.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .calls import run
from .rules import Rules
from .scalars import Scalars


@dataclass(frozen=True)
class Optimizer:
    """One entry.  slots: the names of the vectors it remembers, which start at 0.

    scalars(t, rate, told) gives the numbers of step t = 1, 2, …, from the learning rate there and the others
    (`Scalars`); "gain" is one.  rule(theta, g, slots, k) reads them as k["name"].  changes(t, rate, told)
    gives those alone that depend on t, None if none does.  uses: the settings that matter to it, beside the
    learning rate.
    """

    name: str
    label: str
    formula: str
    tells: str
    slots: tuple[str, ...]
    uses: tuple[str, ...]
    scalars: Callable
    rule: Callable
    changes: Callable | None = None

    def numbers(self, t: int, rate, told) -> dict:
        """All that a step reads: the rule's own scalars, and the learning rate α itself."""
        return {"alpha": rate} | self.scalars(t, rate, told)

    def __call__(self, theta, d_theta, slots, t, *, learning_rate, **numbers):
        """Move theta in place by the gradient d_theta, at step t = 1, 2, …

        slots: one array of the shape of theta for each name in self.slots, changed in place.  numbers: those
        of `Scalars` that are not to be the usual ones.
        """
        k = self.scalars(t, learning_rate, Scalars(**numbers))
        run(self.rule(theta, d_theta * k["gain"], slots, k))


def follow(v, g, decay):
    """v ← decay v + g, an average but for a factor."""
    yield np.multiply, v, decay, v
    yield np.add, v, g, v


def follow_square(s, g, k, out):
    """s ← β2 s + square g², with k["square"]; out, which may be g, is used up."""
    yield np.multiply, g, g, out
    yield np.multiply, out, k["square"], out
    yield from follow(s, out, k["beta2"])


def move(theta, v, k, out):
    """theta ← theta - α v; out, which may be v, is used up."""
    yield np.multiply, v, k["rate"], out
    yield np.subtract, theta, out, theta


def move_by_root(theta, v, s, k, out):
    """theta ← theta - α v / (√s + ε); out is used up."""
    yield np.sqrt, s, out
    yield np.add, out, k["epsilon"], out
    yield np.divide, v, out, out
    yield from move(theta, out, k, out)


def descent(theta, g, slots, k):
    yield "θ ← θ - α dθ"
    yield np.subtract, theta, g, theta


def momentum(theta, g, slots, k):
    (v,) = slots
    yield "v ← β1 v + (1 - β1) dθ"
    yield from follow(v, g, k["beta1"])
    yield "θ ← θ - α v"
    yield from move(theta, v, k, g)


def rmsprop(theta, g, slots, k):
    (s,) = slots
    root = np.empty_like(g)
    yield "s ← β2 s + (1 - β2) dθ²"
    yield from follow_square(s, g, k, root)
    yield "θ ← θ - α dθ / (√s + ε)"
    yield from move_by_root(theta, g, s, k, root)


def adam(theta, g, slots, k):
    v, s = slots
    yield "v ← β1 v + (1 - β1) dθ"
    yield from follow(v, g, k["beta1"])
    yield "s ← β2 s + (1 - β2) dθ²"
    yield from follow_square(s, g, k, g)
    yield "θ ← θ - α v / (1 - β1^t) / (√(s / (1 - β2^t)) + ε)"
    yield from move_by_root(theta, v, s, k, g)


def nesterov(theta, g, slots, k):
    (v,) = slots
    ahead = np.empty_like(g)
    yield "v ← β1 v + (1 - β1) dθ"
    yield from follow(v, g, k["beta1"])
    yield "θ ← θ - α (β1 v + (1 - β1) dθ)"
    yield np.multiply, v, k["beta1"], ahead
    yield np.add, ahead, g, ahead
    yield from move(theta, ahead, k, ahead)


def adagrad(theta, g, slots, k):
    (s,) = slots
    root = np.empty_like(g)
    yield "s ← s + dθ²"
    yield np.multiply, g, g, root
    yield np.add, s, root, s
    yield "θ ← θ - α dθ / (√s + ε)"
    yield from move_by_root(theta, g, s, k, root)


def adamw(theta, g, slots, k):
    if "keep" in k:  # not for what is spared, see Update
        yield "θ ← (1 - α·decay) θ"
        yield np.multiply, theta, k["keep"], theta
    yield from adam(theta, g, slots, k)


def descent_scalars(t, rate, told):
    return {"gain": rate}


def momentum_scalars(t, rate, told):
    return {"gain": 1 - told.beta1, "beta1": told.beta1, "rate": rate}


def rmsprop_scalars(t, rate, told):
    beta2 = told.beta2
    return {"gain": 1.0, "beta2": beta2, "square": 1 - beta2, "rate": rate, "epsilon": told.epsilon}


def adam_scalars(t, rate, told):
    beta1, beta2 = told.beta1, told.beta2
    return {
        "gain": 1 - beta1,  # g = (1-β1) dθ, so its square wants
        "square": (1 - beta2) / (1 - beta1) ** 2,
        "beta1": beta1,
        "beta2": beta2,
        **adam_changes(t, rate, told),
    }


def adam_changes(t, rate, told):
    """Both corrections for starting at 0 are numbers here: v̂ / (√ŝ + ε) = c v / (√s + ε √(1 - β2^t))."""
    root = (1 - told.beta2**t) ** 0.5
    return {"epsilon": told.epsilon * root, "rate": rate * root / (1 - told.beta1**t)}


def adagrad_scalars(t, rate, told):
    return {"gain": 1.0, "rate": rate, "epsilon": told.epsilon}


def adamw_scalars(t, rate, told):
    """Decay apart from the gradient, of all parameters as in PyTorch, or of the weights alone (`decayed`)."""
    return adam_scalars(t, rate, told) | {"keep": 1 - rate * told.weight_decay}


OPTIMIZERS = Rules("optimizer")
for entry in (
    Optimizer(
        "gradient descent",
        "Gradient descent",
        "θ ← θ - α dθ",
        "One step straight downhill, as in the article.",
        (),
        (),
        descent_scalars,
        descent,
    ),
    Optimizer(
        "momentum",
        "Momentum",
        "v ← β1 v + (1 - β1) dθ;  θ ← θ - α v",
        "Goes on in the average direction of the last steps, like a heavy ball: calmer across a valley,"
        " faster along it.",
        ("v",),
        ("beta1",),
        momentum_scalars,
        momentum,
    ),
    Optimizer(
        "rmsprop",
        "RMSProp",
        "s ← β2 s + (1 - β2) dθ²;  θ ← θ - α dθ / (√s + ε)",
        "Divides each slope by its usual size, so that all parameters move at one pace. Hinton 2012.",
        ("s",),
        ("beta2", "epsilon"),
        rmsprop_scalars,
        rmsprop,
    ),
    Optimizer(
        "adam",
        "Adam",
        "v ← β1 v + (1 - β1) dθ;  s ← β2 s + (1 - β2) dθ²;"
        "  θ ← θ - α v̂ / (√ŝ + ε) with v̂ = v / (1 - β1^t), ŝ = s / (1 - β2^t)",
        "Momentum and RMSProp together, corrected for their start at zero. Forgiving about the rate."
        " Kingma and Ba 2015.",
        ("v", "s"),
        ("beta1", "beta2", "epsilon"),
        adam_scalars,
        adam,
        changes=adam_changes,
    ),
    Optimizer(
        "nesterov",
        "Nesterov",
        "v ← β1 v + (1 - β1) dθ;  θ ← θ - α (β1 v + (1 - β1) dθ)",
        "Momentum that looks one step ahead and so brakes earlier. Nesterov 1983, as in Sutskever 2013.",
        ("v",),
        ("beta1",),
        momentum_scalars,
        nesterov,
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        "s ← s + dθ²;  θ ← θ - α dθ / (√s + ε)",
        "Divides by all slopes so far: parameters that moved much move less and less. Duchi and others 2011.",
        ("s",),
        ("epsilon",),
        adagrad_scalars,
        adagrad,
    ),
    Optimizer(
        "adamw",
        "AdamW",
        "θ ← (1 - α·decay) θ, then Adam",
        "Adam with the weights' decay kept out of the gradient, so that it is not divided by √s. Loshchilov"
        " and Hutter 2019.",
        ("v", "s"),
        ("beta1", "beta2", "epsilon", "weight_decay", "decayed"),
        adamw_scalars,
        adamw,
        changes=adam_changes,
    ),
):
    OPTIMIZERS.add(entry)
del entry
