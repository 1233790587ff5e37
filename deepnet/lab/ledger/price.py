"""The stations at which weights have a price: in the cost, in the gradient, by a step that stops at zero."""

import math

import numpy as np

from deepnet.lab.ledger.ledger import PARAMETERS, SINGLE, Ledger
from deepnet.lab.ledger.written import MOST_TERMS, Number, count, plain, terms
from deepnet.regularizers import REGULARIZERS, stop_at_zero


def price(book: Ledger) -> None:
    """What the weights add to the cost."""
    walk, settings = book.walk, book.walk.settings
    entry, strength = REGULARIZERS[settings.regularization], settings.regularization_rate
    if entry.penalty is None or strength == 0:
        return
    layers = range(1, walk.L + 1)
    for l in layers:
        W = book.arrays[f"W{l}"]
        told = f"what the weights of layer {l} weigh, before λ/m"
        book.add(f"R(W{l})", [[entry.penalty(W.values).sum()]], SINGLE, told, _weighed(entry.name, W))
    parts = [book.number(f"R(W{l})", 0) for l in layers]
    pieces = [piece for part in parts for piece in (" + ", part)][1:]
    rate, m = Number(strength, exact=True), count(walk.m_train)
    price = strength / walk.m_train * math.fsum(part.value for part in parts)

    def made_price(*_):
        size = strength / walk.m_train * max(part.value for part in parts)
        yield plain(lambda r, m, *v: r / m * math.fsum(v), rate, " / ", m, " · (", *pieces, ")", size=size)

    def made_sum(*_):
        J = book.number("J", 0)
        yield plain(lambda a, b: a + b, J, " + ", book.number("price", 0), size=max(abs(J.value), price))

    J = book.arrays["J"].values[0, 0]
    book.add("price", [[price]], SINGLE, "what the weights add to the cost", made_price)
    book.add("J⁺", [[J + price]], SINGLE, "what training lowers", made_sum)
    book.stop(
        "Price of the weights",
        "cost",
        0,
        "price = {λ/m} Σ_l R(W),  J⁺ = J + price",
        ("J", *[f"W{l}" for l in layers]),
        ("price", "J⁺", *[f"R(W{l})" for l in layers]),
        rule=entry.cost.__func__,
        fragment="return rate / m",
        tells=f"{entry.formula}, with λ = {strength:g} and all {walk.m_train} training rows as m.",
    )


def _weighed(name: str, W):
    """R of the weights of a layer, weight by weight."""

    def one(place: Number):
        if name == "l2":
            return ("0.5 · (", place, ")²"), lambda w: 0.5 * w**2
        if name == "elastic":
            parts = ("0.5 · |", place, "| + 0.25 · (", place, ")²")
            return parts, lambda w, again: 0.5 * abs(w) + 0.25 * again**2
        return ("|", place, "|"), abs

    def made(*_):
        yield terms([one(W.number(r, c)) for r, c in np.ndindex(*W.values.shape)], most=MOST_TERMS)

    return made


def pull(book: Ledger, names: list[str]) -> str:
    """dW′ = dW + λ/m · slope of the penalty; the mark that the gradients carry from there on."""
    settings, m = book.walk.settings, book.walk.m_train
    entry, strength = REGULARIZERS[settings.regularization], settings.regularization_rate
    if entry.pull is None or entry.stops or strength == 0:
        return ""
    rate, rows = Number(strength, exact=True), count(m)
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
                rows,
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
        rule=entry.pull,
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
    alpha, rows = Number(walk.rate, exact=True), count(walk.m_train)
    strength = Number(walk.settings.regularization_rate, exact=True)
    for name in weights:

        def made(r, c, name=name):
            w = book.number(f"{name}′", r, c)
            yield plain(
                lambda v, w, a, s, m: _sign(v) * max(abs(w) - a * s / m, 0.0),
                "sign(", w, ") · max(|", w, "| - ", alpha, " · ", strength, " / ", rows, ", 0)",
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
