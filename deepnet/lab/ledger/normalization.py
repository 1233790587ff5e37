"""The stations of a layer whose sums are normalized over the batch, forward and back."""

import math

import numpy as np

from deepnet import batch_norm
from deepnet.lab.ledger.bends import filled
from deepnet.lab.ledger.ledger import BATCH, PARAMETERS, Ledger
from deepnet.lab.ledger.written import Number, count, plain, products, total

EPS = Number(batch_norm.EPSILON, exact=True)


def normalize(book: Ledger, l: int, seen: dict) -> None:
    Z, m = book.arrays[f"Z{l}"], book.walk.m
    mean = Z.values.mean(axis=1, keepdims=True)
    variance = np.square(Z.values - mean).mean(axis=1, keepdims=True)

    def made_mean(j, _):
        yield total(lambda i: (Z.name, j, i), Z.values[j], over=m)

    def made_variance(j, _):
        terms = np.square(Z.values[j] - mean[j])
        if m > 8:
            yield total(lambda _: None, terms, over=m)
            return
        parts = ["("]
        for i in range(m):
            parts += [" + " if i else "", "(", Z.number(j, i), " - ", book.number(f"μ{l}", j), ")²"]
        size = float(terms.max()) / m
        yield plain(
            lambda *v: sum((v[i] - v[i + 1]) ** 2 for i in range(0, 2 * m, 2)) / m,
            *parts,
            ") / ",
            count(m),
            size=size,
        )

    def made_hat(j, i):
        numbers = {"z": Z.number(j, i), "m": book.number(f"μ{l}", j), "v": book.number(f"σ²{l}", j), "e": EPS}
        spread = math.sqrt(variance[j, 0] + EPS.value)
        yield filled(
            "(#z - #m) / √(#v + #e)",
            numbers,
            lambda x: (x["z"] - x["m"]) / math.sqrt(x["v"] + x["e"]),
            size=abs(Z.values[j, i]) / spread,
        )

    def made_again(j, i):
        numbers = {
            "g": book.number(f"γ{l}", j),
            "h": book.number(f"Ẑ{l}", j, i),
            "b": book.number(f"b{l}", j),
        }
        yield filled(
            "#g · #h + #b",
            numbers,
            lambda x: x["g"] * x["h"] + x["b"],
            size=max(abs(numbers["g"].value * numbers["h"].value), abs(numbers["b"].value)),
        )

    book.add(f"μ{l}", mean, PARAMETERS, f"mean of each sum of layer {l} over this batch", made_mean)
    book.add(
        f"σ²{l}", variance, PARAMETERS, f"variance of each sum of layer {l} over this batch", made_variance
    )
    hat = (Z.values - mean) / np.sqrt(variance + EPS.value)
    book.add(f"Ẑ{l}", hat, BATCH, f"sums of layer {l} with mean 0 and variance 1", made_hat)
    book.add(f"γ{l}", book.walk.before[f"γ{l}"], PARAMETERS, f"factors of layer {l}, learned")
    book.add(
        f"U{l}", seen[f"Z{l}"][1], BATCH, f"normalized sums of layer {l}, scaled and shifted", made_again
    )
    book.stop(
        f"Mean and variance of layer {l}",
        "forward",
        l,
        f"μ_{l} = {{1/m}} Σ_i Z_{l},  σ²_{l} = {{1/m}} Σ_i (Z_{l} - μ_{l})²",
        (f"Z{l}",),
        (f"μ{l}", f"σ²{l}"),
        rule=batch_norm.normalize,
        fragment="kept.variance, share",
    )
    book.stop(
        f"Normalized sums of layer {l}",
        "forward",
        l,
        f"Ẑ_{l} = (Z_{l} - μ_{l}) / √(σ²_{l} + ε),  U_{l} = γ_{l} * Ẑ_{l} + b_{l}",
        (f"Z{l}", f"μ{l}", f"σ²{l}", f"γ{l}", f"b{l}"),
        (f"Ẑ{l}", f"U{l}"),
        rule=batch_norm.normalize,
        fragment="np.add, U, b, U",
    )


def normalize_back(book: Ledger, l: int, seen: dict) -> None:
    m, dU, hat = book.walk.m, book.arrays[f"dU{l}"], book.arrays[f"Ẑ{l}"]

    def made_gamma(j, _):
        left, right = lambda i: (dU.name, j, i), lambda i: (hat.name, j, i)
        yield products(left, right, dU.values[j], hat.values[j], over=m)

    def made_bias(j, _):
        yield total(lambda i: (dU.name, j, i), dU.values[j], over=m)

    def made(j, i):
        numbers = {
            "g": book.number(f"γ{l}", j),
            "v": book.number(f"σ²{l}", j),
            "e": EPS,
            "d": dU.number(j, i),
            "b": book.number(f"db{l}", j),
            "h": hat.number(j, i),
            "p": book.number(f"dγ{l}", j),
        }
        front = numbers["g"].value / math.sqrt(numbers["v"].value + EPS.value)
        terms = numbers["d"].value, numbers["b"].value, numbers["h"].value * numbers["p"].value
        yield filled(
            "#g / √(#v + #e) · (#d - #b - #h · #p)",
            numbers,
            lambda x: x["g"] / math.sqrt(x["v"] + x["e"]) * (x["d"] - x["b"] - x["h"] * x["p"]),
            size=abs(front) * max(map(abs, terms)),
        )

    book.add(f"dγ{l}", seen[f"dγ{l}"][0], PARAMETERS, f"gradient by the factors of layer {l}", made_gamma)
    book.add(f"db{l}", seen[f"db{l}"][0], PARAMETERS, f"gradient by the biases of layer {l}", made_bias)
    book.add(f"dZ{l}", seen[f"dZ{l}"][1], BATCH, f"error of the raw sums of layer {l}", made)
    book.stop(
        f"Back through the normalization of layer {l}",
        "backward",
        l,
        f"dγ_{l} = {{1/m}} Σ_i dU_{l} * Ẑ_{l},  db_{l} = {{1/m}} Σ_i dU_{l},  "
        f"dZ_{l} = γ_{l} / √(σ²_{l} + ε) * (dU_{l} - db_{l} - Ẑ_{l} * dγ_{l})",
        (f"dU{l}", f"Ẑ{l}", f"γ{l}", f"σ²{l}"),
        (f"dγ{l}", f"db{l}", f"dZ{l}"),
        rule=batch_norm.normalize_backward,
    )
