"""The stations of the forward pass and of the cost."""

import math

import numpy as np

from deepnet import activations, batch_norm, dropout, losses
from deepnet.activations import ACTIVATIONS
from deepnet.lab.ledger.bends import bend, filled
from deepnet.lab.ledger.ledger import BATCH, PARAMETERS, SINGLE, Ledger
from deepnet.lab.ledger.written import Formula, Number, plain, products, total
from deepnet.losses import LOSSES, OUTPUTS
from deepnet.regularizers import REGULARIZERS

EPS = Number(batch_norm.EPSILON, exact=True)
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
            _normalize(book, l, seen)
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


def _normalize(book: Ledger, l: int, seen: dict) -> None:
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
            _count(m),
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
    )
    book.stop(
        f"Normalized sums of layer {l}",
        "forward",
        l,
        f"Ẑ_{l} = (Z_{l} - μ_{l}) / √(σ²_{l} + ε),  U_{l} = γ_{l} * Ẑ_{l} + b_{l}",
        (f"Z{l}", f"μ{l}", f"σ²{l}", f"γ{l}", f"b{l}"),
        (f"Ẑ{l}", f"U{l}"),
        rule=batch_norm.normalize,
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
        fragment="return",
        rule=None if written else getattr(activations, name.replace(" ", "_"), ACTIVATIONS[name]),
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
        fragment="return",
        rule=None if name == "sigmoid" else OUTPUTS[name].rule,
    )


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
        fragment="np.sum(Y * np.log(P))",
        rule=None if by_article else losses.pair(walk.network.activations[-1], walk.loss).each,
        tells=LOSSES[walk.loss].tells,
    )
    _price(book)


def loss_of_one(book: Ledger, i: int):
    """The loss of example i: by its answer as the article has it; from the sum, where that has rounded to
    0 or 1."""
    output, loss, L = book.walk.network.activations[-1], book.walk.loss, book.walk.L
    A, Z, Y = (book.arrays[name] for name in (f"A{L}", f"Z{L}", "Y"))
    pairs = [(A.number(k, i), target(Y, k, i)) for k in range(len(Y.values))]
    if loss == "cross-entropy" and output == "sigmoid":
        yield _terms([_surprise(a, y) for a, y in pairs])
        sums = [(Z.number(k, i), y) for k, (_, y) in enumerate(pairs)]
        size = max(max(abs(z.value), 1e-300) for z, _ in sums)
        yield _terms([_surprise_of_sum(z, y) for z, y in sums], size)
    elif loss == "hinge":
        sums = [(Z.number(k, i), y) for k, (_, y) in enumerate(pairs)]
        yield _terms([_hinge(z, y) for z, y in sums], max(1.0, *(abs(z.value) for z, _ in sums)))
    elif loss == "cross-entropy":
        there = [k for k, (_, y) in enumerate(pairs) if y.value]
        yield _terms([_weighed_log(*pairs[k]) for k in there])
        column = Z.values[:, i]
        top = float(column.max())
        whole = Number(top + math.log(math.fsum(np.exp(column - top))), note="log Σ e^z of all classes")
        size = max(abs(whole.value), max(abs(Z.values[k, i]) for k in there))
        yield _terms([_behind(whole, Z.number(k, i), pairs[k][1]) for k in there], size)
    else:
        rest = [_residue(loss, a, y) for a, y in pairs[8:]]
        others = math.fsum(rule(*(n.value for n in parts if isinstance(n, Number))) for parts, rule in rest)
        more = [((Number(others, note=f"the other {len(rest)}"),), lambda x: x)] if rest else []
        yield _terms([_residue(loss, a, y) for a, y in pairs[:8]] + more)


def _terms(terms: list, size: float = 0.0) -> Formula:
    """A sum of terms, each of them parts and the rule of their numbers."""
    parts: list = []
    rules = []
    for pieces, rule in terms:
        parts += [" + ", *pieces] if parts else pieces
        rules.append((sum(isinstance(piece, Number) for piece in pieces), rule))

    def whole(values):
        found, at = [], 0
        for n, rule in rules:
            found.append(rule(*values[at : at + n]))
            at += n
        return math.fsum(found)

    return Formula(tuple(parts), whole, size)


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


def _price(book: Ledger) -> None:
    """What the weights themselves cost."""
    walk, settings = book.walk, book.walk.settings
    entry, strength = REGULARIZERS[settings.regularization], settings.regularization_rate
    if entry.penalty is None or strength == 0:
        return
    parts = [float(entry.penalty(book.arrays[f"W{l}"].values).sum()) for l in range(1, walk.L + 1)]
    rate, m = Number(strength, exact=True), _count(walk.m_train)
    pieces: list = []
    for l, part in enumerate(parts, 1):
        pieces += [" + " if pieces else "", Number(part, note=f"{entry.label} of W{l}")]
    price = strength / walk.m_train * math.fsum(parts)
    book.add(
        "price",
        [[price]],
        SINGLE,
        "what the weights add to the cost",
        lambda *_: [
            plain(
                lambda r, m, *v: r / m * math.fsum(v),
                rate,
                " / ",
                m,
                " · (",
                *pieces,
                ")",
                size=strength / walk.m_train * max(parts),
            )
        ],
    )
    J = book.arrays["J"].values[0, 0]
    book.add(
        "J+",
        [[J + price]],
        SINGLE,
        "what training lowers",
        lambda *_: [
            plain(
                lambda a, b: a + b,
                book.number("J", 0),
                " + ",
                book.number("price", 0),
                size=max(abs(J), price),
            )
        ],
    )
    book.stop(
        "Price of the weights",
        "cost",
        0,
        "J⁺ = J + price(W)",
        ("J", *[f"W{l}" for l in range(1, walk.L + 1)]),
        ("price", "J+"),
        rule=entry.cost.__func__,
        tells=f"{entry.formula}, with λ = {strength:g} and all {walk.m_train} training rows as m.",
    )


def _count(n: int) -> Number:
    return Number(float(n), exact=True)


def _as(name: str) -> str:
    """A1 as an equation writes it."""
    return f"{name[0]}_{name[1:]}"
