"""The station of the loss of each example and their mean, the cost."""

import math

import numpy as np

from deepnet import losses
from deepnet.lab.ledger.ledger import BATCH, SINGLE, Ledger
from deepnet.lab.ledger.price import price
from deepnet.lab.ledger.written import Formula, Number, terms, total
from deepnet.losses import LOSSES


def cost(book: Ledger) -> None:
    """Loss of each example, their mean J, and the price of the weights."""
    walk, L = book.walk, book.walk.L
    book.add("Y", walk.before["Y"], BATCH, "what the answers should have been")
    weighted = "weights" in walk.values
    if weighted:
        book.add("weights", walk.before["weights"], BATCH, "how much each example counts, by its class")
    each = losses.pair(walk.network.activations[-1], walk.loss).each(
        book.arrays[f"Z{L}"].values, book.arrays["Y"].values
    )
    if weighted:
        each = each * book.arrays["weights"].values

    def made(_, i):
        for formula in loss_of_one(book, i):
            yield _weighted(formula, book, i) if weighted else formula

    book.add("loss", each, BATCH, "what each answer costs", made)
    J = each.mean()
    book.add(
        "J",
        [[J]],
        SINGLE,
        "the cost: the mean loss of the batch",
        lambda *_: [total(lambda i: ("loss", 0, i), each[0], over=walk.m)],
    )
    by_article = (walk.network.activations[-1], walk.loss) == ("sigmoid", "cross-entropy")
    book.stop(
        "Loss and cost",
        "cost",
        L,
        f"J = {{1/m}} Σ_i loss(A_{L}, Y)",
        (f"A{L}", f"Z{L}", "Y"),
        ("loss", "J"),
        article="compute_cost" if by_article else "",
        fragment="np.sum(Y * np.log(P))" if by_article else "",
        rule=None if by_article else losses.pair(walk.network.activations[-1], walk.loss).each,
        tells=LOSSES[walk.loss].tells,
    )
    price(book)


def loss_of_one(book: Ledger, i: int):
    """The loss of example i: by its answer as the article has it; from the sum, where that has rounded to
    0 or 1."""
    output, loss, L = book.walk.network.activations[-1], book.walk.loss, book.walk.L
    A, Z, Y = (book.arrays[name] for name in (f"A{L}", f"Z{L}", "Y"))
    pairs = [(A.number(k, i), target(Y, k, i)) for k in range(len(Y.values))]
    if loss == "cross-entropy" and output == "sigmoid":
        yield terms([_surprise(a, y) for a, y in pairs])
        sums = [(Z.number(k, i), y) for k, (_, y) in enumerate(pairs)]
        size = max(max(abs(z.value), 1e-300) for z, _ in sums)
        yield terms([_surprise_of_sum(z, y) for z, y in sums], size)
    elif loss == "hinge":
        sums = [(Z.number(k, i), y) for k, (_, y) in enumerate(pairs)]
        yield terms([_hinge(z, y) for z, y in sums], max(1.0, *(abs(z.value) for z, _ in sums)))
    elif loss == "cross-entropy":
        there = [k for k, (_, y) in enumerate(pairs) if y.value]
        yield terms([_weighed_log(*pairs[k]) for k in there])
        column = Z.values[:, i]
        top = float(column.max())
        whole = Number(top + math.log(math.fsum(np.exp(column - top))), note="log Σ e^z of all classes")
        size = max(abs(whole.value), max(abs(Z.values[k, i]) for k in there))
        yield terms([_behind(whole, Z.number(k, i), pairs[k][1]) for k in there], size)
    else:
        yield terms([_residue(loss, a, y) for a, y in pairs], most=8)


def _surprise(a: Number, y: Number):
    """-[y log a + (1 - y) log(1 - a)], with what is multiplied by 0 left out."""
    if y.value == 1:
        return ("-log(", a, ")"), lambda a: -math.log(a)
    if y.value == 0:
        return ("-log(1 - ", a, ")"), lambda a: -math.log(1 - a)
    parts = ("-(", y, " · log(", a, ") + (1 - ", y, ") · log(1 - ", a, "))")
    return parts, lambda y, a, y2, a2: -(y * math.log(a) + (1 - y2) * math.log(1 - a2))


def _surprise_of_sum(z: Number, y: Number):
    parts = ("log(1 + e^(", z, ")) - ", y, " · ", z)
    return parts, lambda z, y, z2: max(z, 0.0) + math.log1p(math.exp(-abs(z))) - y * z2


def _weighed_log(a: Number, y: Number):
    return ("-", y, " · log(", a, ")"), lambda y, a: -y * math.log(a)


def _behind(whole: Number, z: Number, y: Number):
    return (y, " · (", whole, " - ", z, ")"), lambda y, whole, z: y * (whole - z)


def _hinge(z: Number, y: Number):
    return ("max(0, 1 - (2 · ", y, " - 1) · ", z, ")"), lambda y, z: max(0.0, 1 - (2 * y - 1) * z)


def _residue(loss: str, a: Number, y: Number):
    """The loss of one answer by its distance from the target."""
    if loss == "absolute error":
        return ("|", a, " - ", y, "|"), lambda a, y: abs(a - y)
    if loss == "huber" and abs(a.value - y.value) > 1:
        return ("|", a, " - ", y, "| - 0.5"), lambda a, y: abs(a - y) - 0.5
    return ("0.5 · (", a, " - ", y, ")²"), lambda a, y: 0.5 * (a - y) ** 2


def _weighted(formula: Formula, book: Ledger, i: int) -> Formula:
    inner = formula.rule
    weight = book.number("weights", 0, i)
    return Formula((weight, " · (", *formula.parts, ")"), lambda v: v[0] * inner(v[1:]), formula.size)


def target(Y, k: int, i: int) -> Number:
    return Number(float(Y.values[k, i]), (Y.name, k, i), exact=Y.values[k, i] in (0, 1, -1))
