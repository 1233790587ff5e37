"""The stations at which weights pay their price: in the gradient, or by a step that stops at zero."""

import math

import numpy as np

from deepnet import regularizers
from deepnet.lab.ledger.ledger import PARAMETERS, Ledger
from deepnet.lab.ledger.written import Number, plain
from deepnet.regularizers import REGULARIZERS, stop_at_zero


def pull(book: Ledger, names: list[str]) -> str:
    """dW′ = dW + λ/m · slope of the penalty; the mark that the gradients carry from there on."""
    settings, m = book.walk.settings, book.walk.m_train
    entry, strength = REGULARIZERS[settings.regularization], settings.regularization_rate
    if entry.pull is None or entry.stops or strength == 0:
        return ""
    rate, count = Number(strength, exact=True), Number(float(m), exact=True)
    for name in names:
        g, W = book.arrays[f"d{name}"], book.arrays[name]
        if not name.startswith("W"):
            book.add(f"d{name}′", g.values, PARAMETERS, f"d{name}, which has no price", _same(g))
            continue
        pulled = np.zeros_like(W.values)
        for function, *arguments in entry.rule(
            np.array(W.values), pulled, np.full_like(pulled, strength / m)
        ):
            function(*arguments)

        def made(r, c, g=g, W=W, pulled=pulled):
            text, rule = _pull(entry.name)
            parts = [{"w": W.number(r, c)}.get(piece, piece) for piece in text]
            size = max(abs(g.values[r, c]), abs(pulled[r, c]))
            yield plain(
                lambda g, rate, m, *w, rule=rule: g + rate / m * rule(*w),
                g.number(r, c),
                " + ",
                rate,
                " / ",
                count,
                " · ",
                *parts,
                size=size,
            )

        book.add(f"d{name}′", g.values + pulled, PARAMETERS, f"d{name} with the pull of the price", made)
    weights = [name for name in names if name.startswith("W")]
    slope = {"l2": "W", "l1": "sign(W)", "elastic": "½ (sign(W) + W)"}.get(entry.name, "pull(W)")
    book.stop(
        "Pull of the price",
        "update",
        0,
        f"dW′ = dW + {{λ/m}} {slope}",
        tuple(f"d{name}" for name in weights) + tuple(weights),
        tuple(f"d{name}′" for name in names),
        rule=getattr(regularizers, f"{entry.name}_pull", entry),
        tells="Biases have no price.",
    )
    return "′"


def _pull(name: str):
    """How the slope of a penalty is written, and its rule."""
    if name == "l1":
        return ("sign(", "w", ")"), _sign
    if name == "elastic":
        return ("0.5 · (sign(", "w", ") + ", "w", ")"), lambda a, b: 0.5 * (_sign(a) + b)
    return ("w",), lambda w: w


def _sign(w: float) -> float:
    return math.copysign(1.0, w) if w else 0.0


def _same(array):
    return lambda r, c: [plain(lambda x: x, array.number(r, c))]


def before_stop(book: Ledger) -> dict[str, np.ndarray]:
    """The weights before the penalty's own step, by name, where it has one."""
    settings = book.walk.settings
    if not REGULARIZERS[settings.regularization].stops or settings.regularization_rate == 0:
        return {}
    lines = book.walk.lines[::-1]
    network = book.walk.network
    return {
        f"W{l}": next(line.before[f"W{l}"] for line in lines if f"W{l}" in line.writes)
        for l in range(1, network.L + 1)
    }


def stop(book: Ledger) -> None:
    """W⁺ = sign W′ · max(|W′| - α λ/m, 0)."""
    walk, weights = book.walk, tuple(before_stop(book))
    if not weights:
        return
    alpha, count = Number(walk.rate, exact=True), Number(float(walk.m_train), exact=True)
    strength = Number(walk.settings.regularization_rate, exact=True)
    for name in weights:

        def made(r, c, name=name):
            w = book.number(f"{name}′", r, c)
            yield plain(
                lambda v, w, a, s, m: _sign(v) * max(abs(w) - a * s / m, 0.0),
                "sign(", w, ") · max(|", w, "| - ", alpha, " · ", strength, " / ", count, ", 0)",
                size=abs(w.value),
            )  # fmt: skip

        book.add(f"{name}⁺", walk.values[name], PARAMETERS, f"{name} after the update", made)
    book.stop(
        "Price that stops at zero",
        "update",
        0,
        "W⁺ = sign W′ · max(|W′| - α λ/m, 0)",
        tuple(f"{name}′" for name in weights),
        tuple(f"{name}⁺" for name in weights),
        rule=stop_at_zero,
        tells="A weight that would cross zero stops there. Biases have no price.",
    )
