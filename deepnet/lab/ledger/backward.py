"""The stations of the backward pass: from the answers back to every weight."""

import numpy as np

from deepnet import losses
from deepnet.activations import ACTIVATIONS
from deepnet.lab.ledger.bends import filled, slope
from deepnet.lab.ledger.cost import target
from deepnet.lab.ledger.ledger import BATCH, PARAMETERS, Ledger
from deepnet.lab.ledger.normalization import normalize_back
from deepnet.lab.ledger.written import Formula, Number, plain, products, total


def backward(book: Ledger, seen: dict) -> None:
    """dA and dZ of the output, then dW, db and dA of each layer and dZ of the one before."""
    walk = book.walk
    _output(book, seen)
    for l in range(walk.L, 0, -1):
        if l in walk.network.batch_norm:
            normalize_back(book, l, seen)
        _parameters(book, l, seen)
        _errors(book, l, seen)
        if l > 1:
            _through(book, l - 1, seen)


def _output(book: Ledger, seen: dict) -> None:
    walk, L = book.walk, book.walk.L
    output, loss, weighted = walk.network.activations[-1], walk.loss, "weights" in book.arrays
    A, Y = book.arrays[f"A{L}"], book.arrays["Y"]
    if (output, loss) == ("sigmoid", "cross-entropy"):
        with np.errstate(all="ignore"):
            chain = (1 - Y.values) / (1 - A.values) - Y.values / A.values

        def made_chain(k, i):
            a, y = A.number(k, i), target(Y, k, i)
            if y.value == 1:
                yield plain(lambda a: -1 / a, "-1 / ", a)
            elif y.value == 0:
                yield plain(lambda a: 1 / (1 - a), "1 / (1 - ", a, ")")
            else:
                yield plain(
                    lambda y, a, y2, a2: (1 - y) / (1 - a) - y2 / a2,
                    "(1 - ", y, ") / (1 - ", a, ") - ", y, " / ", a,
                )  # fmt: skip

        book.add(f"dA{L}", chain, BATCH, "how the loss of each example changes with its answer", made_chain)
        book.stop(
            "Slope of the loss by the answer",
            "backward",
            L,
            f"dA_{L} = (1 - Y) / (1 - A_{L}) - Y / A_{L}",
            (f"A{L}", "Y"),
            (f"dA{L}",),
            article="model_backward",
            fragment="dA = (1 - Y)",
            tells="Without bounds where an answer is certain and wrong. The slope of the sigmoid takes it "
            "back "
            "in the next line.",
        )

    def made(k, i):
        a, y = A.number(k, i), target(Y, k, i)
        formula = _difference(output, loss, a, y, book.number(f"Z{L}", k, i))
        if weighted:
            weight, inner = book.number("weights", 0, i), formula.rule
            yield Formula(
                (weight, " · (", *formula.parts, ")"),
                lambda v: v[0] * inner(v[1:]),
                formula.size * abs(weight.value),
            )
        else:
            yield formula

    book.add(f"dZ{L}", seen[f"dZ{L}"][-1], BATCH, "error of the output layer", made)
    matched = loss == "cross-entropy" or (output, loss) == ("linear", "squared error")
    by_article = (output, loss) == ("sigmoid", "cross-entropy")
    right = f"A_{L} - Y" if matched else f"(A_{L} - Y) * {output}'(Z_{L})"
    others = {
        "huber": f"clip(A_{L} - Y, -1, 1)",
        "absolute error": f"sign(A_{L} - Y)",
        "hinge": f"-(2 Y - 1) where (2 Y - 1) Z_{L} < 1, else 0",
    }
    right = others.get(loss, right)
    book.stop(
        "Error of the output layer",
        "backward",
        L,
        f"dZ_{L} = {'weights * (' + right + ')' if weighted else right}",
        (f"A{L}", "Y", f"Z{L}"),
        (f"dZ{L}",),
        article="sigmoid_backward" if by_article else "",
        fragment="return" if by_article else "",
        rule=None if by_article else losses.pair(output, loss).delta,
        tells=f"dA{L} times the slope a (1 - a) of the sigmoid is simply a - y." if by_article else "",
    )


def _difference(output: str, loss: str, a: Number, y: Number, z: Number) -> Formula:
    """dZ of one answer."""
    if loss == "absolute error":
        return plain(lambda a, y: float(np.sign(a - y)), "sign(", a, " - ", y, ")", size=1.0)
    if loss == "hinge":
        return plain(
            lambda y, y2, z: -(2 * y - 1) * float(1 - (2 * y2 - 1) * z > 0),
            "-(2 · ",
            y,
            " - 1) · step(1 - (2 · ",
            y,
            " - 1) · ",
            z,
            ")",
            size=1.0,
        )
    size = max(abs(a.value), abs(y.value))
    if loss == "huber":
        clipped = max(-1.0, min(1.0, a.value - y.value))
        return plain(
            lambda a, y: max(-1.0, min(1.0, a - y)),
            "max(-1, min(1, ",
            a,
            " - ",
            y,
            "))",
            size=max(clipped, 1.0),
        )
    if loss == "cross-entropy" or output == "linear":
        return plain(lambda a, y: a - y, a, " - ", y, size=size)
    steep = slope(output, z, a)
    inner, n = steep.rule, len(steep.numbers)
    return Formula(
        ("(", a, " - ", y, ") · (", *steep.parts, ")"),
        lambda v: (v[0] - v[1]) * inner(v[2 : 2 + n]),
        0.0,
    )


def _parameters(book: Ledger, l: int, seen: dict) -> None:
    """dW, db: means over the batch."""
    m, dZ, A = book.walk.m, book.arrays[f"dZ{l}"], book.arrays[f"A{l - 1}"]
    normalized = l in book.walk.network.batch_norm

    def made_weight(j, k):
        left, right = lambda i: (dZ.name, j, i), lambda i: (A.name, k, i)
        yield products(left, right, dZ.values[j], A.values[k], over=m)

    book.add(
        f"dW{l}",
        seen[f"dW{l}"][0],
        PARAMETERS,
        f"gradient of the cost by the weights of layer {l}",
        made_weight,
    )
    writes = [f"dW{l}"]
    if not normalized:

        def made_bias(j, _):
            yield total(lambda i: (dZ.name, j, i), dZ.values[j], over=m)

        book.add(f"db{l}", seen[f"db{l}"][0], PARAMETERS, f"gradient by the biases of layer {l}", made_bias)
        writes.append(f"db{l}")
    equation = f"dW_{l} = {{1/m}} dZ_{l} · A_{l - 1}^T"
    book.stop(
        f"Gradient of layer {l}",
        "backward",
        l,
        equation if normalized else f"{equation},  db_{l} = {{1/m}} Σ_i dZ_{l}",
        (f"dZ{l}", f"A{l - 1}"),
        tuple(writes),
        article="activation_backward",
        fragment="dW = dZ @ A_prev.T / m",
        tells="Each example pulls by its own error times what it sent in; the gradient is their mean.",
    )


def _errors(book: Ledger, l: int, seen: dict) -> None:
    W, dZ = book.arrays[f"W{l}"], book.arrays[f"dZ{l}"]

    def made(k, i):
        left, right = lambda j: (W.name, j, k), lambda j: (dZ.name, j, i)
        yield products(left, right, W.values[:, k], dZ.values[:, i])

    values = seen[f"dA{l - 1}"][0] if f"dA{l - 1}" in seen else W.values.T @ dZ.values
    of = f"the values of layer {l - 1}" if l > 1 else "the inputs"
    book.add(f"dA{l - 1}", values, BATCH, f"how each example's loss changes with {of}", made)
    book.stop(
        f"Errors handed back by layer {l}",
        "backward",
        l,
        f"dA_{l - 1} = W_{l}^T · dZ_{l}",
        (W.name, dZ.name),
        (f"dA{l - 1}",),
        article="activation_backward",
        fragment="return W.T @ dZ",
        tells=f"In the article's dictionary this is grads[\"dA{l}\"]: the gradient of layer {l}'s input.",
    )


def _through(book: Ledger, l: int, seen: dict) -> None:
    """dZ = dA · g'(Z), with the mask of dropout in the slope."""
    walk, name = book.walk, book.walk.network.activations[l - 1]
    normalized, masked = l in walk.network.batch_norm, f"M{l}" in book.arrays
    into, bare = ("U" if normalized else "Z") + str(l), ("G" if masked else "A") + str(l)
    z, a = book.arrays[into], book.arrays[bare]
    values = ACTIVATIONS[name].derivative(z.values, np.array(a.values))
    if masked:
        values = values * book.arrays[f"M{l}"].values

    def made_slope(j, i):
        formula = slope(name, z.number(j, i), a.number(j, i))
        if not masked:
            yield formula
            return
        inner, mask = formula.rule, book.number(f"M{l}", j, i)
        yield Formula((mask, " · (", *formula.parts, ")"), lambda v: v[0] * inner(v[1:]), formula.size)

    def made(j, i):
        yield filled(
            "#d · #g",
            {"d": book.number(f"dA{l}", j, i), "g": book.number(f"g'(Z{l})", j, i)},
            lambda x: x["d"] * x["g"],
        )

    book.add(f"g'(Z{l})", values, BATCH, f"slope of {name} at the sums of layer {l}", made_slope)
    out = ("dU" if normalized else "dZ") + str(l)
    book.add(out, seen[f"dZ{l}"][0], BATCH, f"error of layer {l}", made)
    written = name in ("relu", "sigmoid")
    book.stop(
        f"Error of layer {l}",
        "backward",
        l,
        f"{out[:2]}_{l} = dA_{l} * {name}'({into[0]}_{l}){f' * M_{l}' if masked else ''}",
        (f"dA{l}", into, bare) + ((f"M{l}",) if masked else ()),
        (f"g'(Z{l})", out),
        article=f"{name}_backward" if written else "",
        fragment="return" if written else "",
        rule=None if written else ACTIVATIONS[name].slope,
    )
