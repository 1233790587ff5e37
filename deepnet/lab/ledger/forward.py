"""The stations of the forward pass."""

import math

import numpy as np

from deepnet import dropout
from deepnet.activations import ACTIVATIONS
from deepnet.lab.ledger.bends import bend, filled
from deepnet.lab.ledger.ledger import BATCH, PARAMETERS, Ledger
from deepnet.lab.ledger.normalization import normalize
from deepnet.lab.ledger.written import Number, plain, products
from deepnet.losses import OUTPUTS

# Softmax raises a smaller exponent to this (see `deepnet.losses.softmax`).
FLOOR = {dtype: float(np.log(np.finfo(dtype).tiny) / 3) for dtype in ("float32", "float64")}


def forward(book: Ledger, seen: dict) -> None:
    """Inputs, then Z and A of each layer.  seen: name to the values it had, one after the other."""
    walk, network = book.walk, book.walk.network
    book.add("A0", walk.before["A0"], BATCH, "the inputs X of this batch, one example a column")
    book.stop(
        "Inputs",
        "forward",
        0,
        "A_0 = X",
        (),
        ("A0",),
        article="model_forward",
        fragment="A = X",
        tells=f"{walk.m} of {walk.m_train} training rows are in this step's batch.",
    )
    for l in range(1, walk.L + 1):
        book.add(f"W{l}", walk.before[f"W{l}"], PARAMETERS, f"weights of layer {l}, before the update")
        book.add(f"b{l}", walk.before[f"b{l}"], PARAMETERS, f"biases of layer {l}, before the update")
        normalized, masked = l in network.batch_norm, f"M{l}" in walk.values
        _sums(book, l, seen, normalized)
        into = f"Z{l}"
        if normalized:
            normalize(book, l, seen)
            into = f"U{l}"
        if l == walk.L:
            _output(book, l, seen)
        else:
            _bend(book, l, into, seen, masked)


def _sums(book: Ledger, l: int, seen: dict, normalized: bool) -> None:
    W, A = book.arrays[f"W{l}"], book.arrays[f"A{l - 1}"]

    def made(j, i):
        plus = [] if normalized else [book.number(f"b{l}", j)]
        left, right = lambda k: (W.name, j, k), lambda k: (A.name, k, i)
        yield products(left, right, W.values[j], A.values[:, i], plus=plus)

    book.add(f"Z{l}", seen[f"Z{l}"][0], BATCH, f"weighted sums of layer {l}", made)
    bias, more = ("", ()) if normalized else (f" + b_{l}", (f"b{l}",))
    book.stop(
        f"Sums of layer {l}",
        "forward",
        l,
        f"Z_{l} = W_{l} · A_{l - 1}{bias}",
        (W.name, A.name, *more),
        (f"Z{l}",),
        article="activation_forward",
        fragment="Z = W @ A_prev + b",
        tells="The bias is added below, behind the normalization." if normalized else "",
    )


def _bend(book: Ledger, l: int, into: str, seen: dict, masked: bool) -> None:
    name = book.walk.network.activations[l - 1]
    bare = f"G{l}" if masked else f"A{l}"

    def made(j, i):
        yield bend(name, book.number(into, j, i))

    book.add(bare, seen[f"A{l}"][0], BATCH, f"{name} of the sums of layer {l}", made)
    written = name in ("relu", "sigmoid")
    book.stop(
        f"Values of layer {l}",
        "forward",
        l,
        f"{_as(bare)} = {name}({_as(into)})",
        (into,),
        (bare,),
        article=name if written else "",
        fragment="return" if written else "",
        rule=None if written else ACTIVATIONS[name].rule,
    )
    if not masked:
        return
    book.add(f"M{l}", seen[f"M{l}"][0], BATCH, "0 where a neuron is silent in this step, 1/keep elsewhere")

    def made_masked(j, i):
        yield filled(
            "#g · #m",
            {"g": book.number(bare, j, i), "m": book.number(f"M{l}", j, i)},
            lambda x: x["g"] * x["m"],
        )

    book.add(f"A{l}", seen[f"A{l}"][1], BATCH, f"values of layer {l} after dropout", made_masked)
    book.stop(
        f"Dropout of layer {l}",
        "forward",
        l,
        f"A_{l} = {_as(bare)} * M_{l}",
        (bare, f"M{l}"),
        (f"A{l}",),
        rule=dropout.Dropout.draw,
    )


def _output(book: Ledger, l: int, seen: dict) -> None:
    name, Z = book.walk.network.activations[-1], book.arrays[f"Z{l}"]

    def made(k, i):
        if name != "softmax":
            yield bend(name, Z.number(k, i))
            return
        column = Z.values[:, i]
        top, least = (
            Number(float(column.max()), note="the largest of them"),
            FLOOR[book.walk.network.dtype.name],
        )
        rest = [j for j in range(len(column)) if j != k]
        shown = rest if len(rest) <= 9 else rest[:8]
        low = column[k] - top.value < least
        parts = ["e^(", *([Number(least, exact=True)] if low else [Z.number(k, i), " - ", top]), ") / ("]
        for n, j in enumerate([k, *shown]):
            parts += [" + e^(" if n else "e^(", Z.number(j, i), " - ", top, ")"]
        others = math.fsum(math.exp(column[j] - top.value) for j in rest[len(shown) :])
        if len(shown) < len(rest):
            parts += [" + ", Number(others, note=f"the other {len(rest) - len(shown)}")]
        start = 1 if low else 2
        end = start + 2 * (1 + len(shown))

        def rule(*v):
            own = math.exp(v[0] if low else v[0] - v[1])
            powers = [math.exp(v[j] - v[j + 1]) for j in range(start, end, 2)]
            return own / (math.fsum(powers) + math.fsum(v[end:]))

        yield plain(rule, *parts, ")")

    book.add(f"A{l}", seen[f"A{l}"][-1], BATCH, "the network's answers AL", made)
    book.stop(
        "Answers",
        "forward",
        l,
        f"A_{l} = {name}(Z_{l})",
        (Z.name,),
        (f"A{l}",),
        article=name if name == "sigmoid" else "",
        fragment="return" if name == "sigmoid" else "",
        rule=None if name == "sigmoid" else OUTPUTS[name].rule,
    )


def _as(name: str) -> str:
    """A1 as an equation writes it."""
    return f"{name[0]}_{name[1:]}"
