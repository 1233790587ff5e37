"""The stations behind the gradient: clipping, the optimizer's memory, the update (its price: see `price`)."""

import math

import numpy as np

from deepnet.lab.ledger.ledger import PARAMETERS, SINGLE, Ledger
from deepnet.lab.ledger.price import before_stop, pull, stop
from deepnet.lab.ledger.written import MOST_TERMS, Number, plain, terms
from deepnet.optimizers import OPTIMIZERS
from deepnet.scalars import EVERYTHING
from deepnet.update import shorten


def update(book: Ledger, seen: dict) -> None:
    """From dW, db to the parameters after the step."""
    names = parameters(book)
    mark = pull(book, names)
    mark = _clipping(book, names, mark)
    _memory(book, names, mark, seen)
    _move(book, names, mark)
    stop(book)


def parameters(book: Ledger) -> list[str]:
    """W1, b1, … and γ of normalized layers, in the order of the layers."""
    network = book.walk.network
    return [
        f"{kind}{l}"
        for l in range(1, network.L + 1)
        for kind in ("W", "b", *("γ" if l in network.batch_norm else ""))
    ]


def _clipping(book: Ledger, names: list[str], mark: str) -> str:
    most = book.walk.settings.clip_norm
    if not most:
        return mark
    for name in names:
        g = book.arrays[f"d{name}{mark}"]
        told = f"squares of d{name}{mark}, added up"
        book.add(f"‖d{name}{mark}‖²", [[np.square(g.values).sum()]], SINGLE, told, _squares(g))
    squares = [book.number(f"‖d{name}{mark}‖²", 0) for name in names]
    length = math.sqrt(math.fsum(square.value for square in squares))
    pieces = [piece for square in squares for piece in (" + ", square)][1:]

    def made_length(*_):
        yield plain(lambda *v: math.sqrt(math.fsum(v)), "√(", *pieces, ")")

    book.add("‖dθ‖", [[length]], SINGLE, "length of the whole gradient", made_length)
    limit, short = Number(most, exact=True), length > most
    for name in names:
        g = book.arrays[f"d{name}{mark}"]

        def made(r, c, g=g):
            if short:
                yield plain(
                    lambda g, c, n: g * c / n, g.number(r, c), " · ", limit, " / ", book.number("‖dθ‖", 0)
                )
            else:
                yield plain(lambda x: x, g.number(r, c))

        values = g.values * (most / length) if short else g.values
        book.add(f"d{name}{mark}′", values, PARAMETERS, f"d{name} after clipping", made)
    book.stop(
        "Clipping",
        "update",
        0,
        f"dθ{mark}′ = dθ{mark} · c / ‖dθ‖ if ‖dθ‖ > c",
        tuple(f"d{name}{mark}" for name in names),
        ("‖dθ‖", *[f"‖d{name}{mark}‖²" for name in names], *[f"d{name}{mark}′" for name in names]),
        rule=shorten,
        fragment="g *= longest / length",
        tells=f"The gradient is {length:.5g} long, and may be {most:g}: "
        + ("it is shortened." if short else "it stays as it is."),
    )
    return mark + "′"


def _squares(g):
    def made(*_):
        each = [(("(", g.number(r, c), ")²"), lambda x: x**2) for r, c in np.ndindex(*g.values.shape)]
        yield terms(each, most=MOST_TERMS)

    return made


def _memory(book: Ledger, names: list[str], mark: str, seen: dict) -> None:
    """The optimizer's vectors after the gradient has gone into them."""
    walk, settings = book.walk, book.walk.settings
    slots = OPTIMIZERS[settings.optimizer].slots
    if not slots:
        return
    for slot in slots:
        for name in names:
            old = book.add(
                f"{slot}({name})", walk.before[f"{slot}_{name}"], PARAMETERS, f"{slot} of {name} so far"
            )
            g = book.arrays[f"d{name}{mark}"]

            def made(r, c, old=old, g=g, slot=slot):
                yield remembered(settings, slot, old.number(r, c), g.number(r, c))

            values = walk.values[f"{slot}_{name}"]
            book.add(f"{slot}⁺({name})", values, PARAMETERS, f"{slot} of {name} from now on", made)
    adds = settings.optimizer == "adagrad"
    told = {
        "v": f"v⁺ = β₁ · v + (1 - β₁) · dθ{mark}",
        "s": f"s⁺ = s + dθ{mark}²" if adds else f"s⁺ = β₂ · s + (1 - β₂) · dθ{mark}²",
    }
    book.stop(
        f"Memory of {OPTIMIZERS[settings.optimizer].label}",
        "update",
        0,
        ",  ".join(told.get(slot, slot) for slot in slots),
        tuple(f"{slot}({name})" for slot in slots for name in names)
        + tuple(f"d{name}{mark}" for name in names),
        tuple(f"{slot}⁺({name})" for slot in slots for name in names),
        rule=OPTIMIZERS[settings.optimizer].rule,
        fragment="np.add, s, root, s" if adds else "yield from follow",
    )


def remembered(settings, slot: str, old: Number, g: Number):
    """v⁺ or s⁺ of one parameter."""
    if slot == "v":
        beta = Number(settings.beta1, exact=True)
        return plain(
            lambda b, v, b2, g: b * v + (1 - b2) * g,
            beta,
            " · ",
            old,
            " + (1 - ",
            beta,
            ") · ",
            g,
            size=max(abs(beta.value * old.value), abs((1 - beta.value) * g.value)),
        )
    if settings.optimizer == "adagrad":
        return plain(lambda s, g: s + g**2, old, " + (", g, ")²")
    beta = Number(settings.beta2, exact=True)
    return plain(
        lambda b, s, b2, g: b * s + (1 - b2) * g**2, beta, " · ", old, " + (1 - ", beta, ") · (", g, ")²"
    )


def _move(book: Ledger, names: list[str], mark: str) -> None:
    walk, settings = book.walk, book.walk.settings
    by_article, by_weights = settings.optimizer == "gradient descent", settings.decayed != EVERYTHING
    entry, unpaid = OPTIMIZERS[settings.optimizer], before_stop(book)
    ends = {name: f"{name}′" if name in unpaid else f"{name}⁺" for name in names}
    for name in names:
        array, after = book.arrays[name], unpaid.get(name, walk.values[name])

        def made(r, c, name=name, array=array, after=after):
            theta, g = array.number(r, c), book.number(f"d{name}{mark}", r, c)
            slots = {slot: book.number(f"{slot}⁺({name})", r, c) for slot in entry.slots}
            decays = not by_weights or name.startswith("W")
            yield moved(walk, theta, g, slots, float(after[r, c]), decays=decays)

        told = f"{name} moved, before its price" if name in unpaid else f"{name} after the update"
        book.add(ends[name], after, PARAMETERS, told, made)
    g = f"dθ{mark}"
    right = {
        "gradient descent": f"θ - α · {g}",
        "momentum": "θ - α · v⁺",
        "nesterov": f"θ - α · (β₁ · v⁺ + (1 - β₁) · {g})",
        "rmsprop": f"θ - α · {g} / (√s⁺ + ε)",
        "adagrad": f"θ - α · {g} / (√s⁺ + ε)",
        "adam": "θ - α · v̂ / (√ŝ + ε),  v̂ = v⁺ / (1 - β₁^t),  ŝ = s⁺ / (1 - β₂^t)",
        "adamw": "(1 - α · δ) · θ - α · v̂ / (√ŝ + ε),  v̂ = v⁺ / (1 - β₁^t),  ŝ = s⁺ / (1 - β₂^t)",
    }.get(settings.optimizer, entry.formula)
    reads = [*([f"d{{name}}{mark}"] if g in right else []), *(f"{slot}⁺({{name}})" for slot in entry.slots)]
    scheduled = "" if settings.schedule == "constant" else f", after its schedule ({settings.schedule})"
    book.stop(
        "Update",
        "update",
        0,
        f"θ⁺ = {right}",
        (*names, *(read.format(name=name) for read in reads for name in names)),
        tuple(ends.values()),
        article="update_parameters" if by_article else "",
        fragment="learning_rate * grads" if by_article else "yield from move",
        rule=None if by_article else entry.rule,
        tells=f"α = {walk.rate:.6g}{scheduled}."
        + (f" t = {walk.t}." if entry.changes else "")
        + (" Biases do not decay." if by_weights and settings.optimizer == "adamw" else "")
        + " θ stands for every W and every b.",
    )


def moved(walk, theta: Number, g: Number, slots: dict[str, Number], after: float, *, decays: bool = True):
    """One parameter after the update; `after` sets how many digits are worth showing."""
    settings = walk.settings
    rate, name = Number(walk.rate, exact=True), settings.optimizer
    size = max(abs(theta.value), abs(theta.value - after))
    if name == "gradient descent":
        return plain(lambda t, a, g: t - a * g, theta, " - ", rate, " · ", g, size=size)
    if name == "momentum":
        return plain(lambda t, a, v: t - a * v, theta, " - ", rate, " · ", slots["v"], size=size)
    if name == "nesterov":
        beta = Number(settings.beta1, exact=True)
        return plain(
            lambda t, a, b, v, b2, g: t - a * (b * v + (1 - b2) * g),
            theta, " - ", rate, " · (", beta, " · ", slots["v"], " + (1 - ", beta, ") · ", g, ")",
            size=size,
        )  # fmt: skip
    epsilon = Number(settings.epsilon, exact=True)
    if name in ("rmsprop", "adagrad"):
        return plain(
            lambda t, a, g, s, e: t - a * g / (math.sqrt(s) + e),
            theta, " - ", rate, " · ", g, " / (√(", slots["s"], ") + ", epsilon, ")",
            size=size,
        )  # fmt: skip
    beta1, beta2, t = Number(settings.beta1, exact=True), Number(settings.beta2, exact=True), walk.t
    time = Number(float(t), exact=True)
    front: list = [theta]
    if name == "adamw" and decays:
        front = ["(1 - ", rate, " · ", Number(settings.weight_decay, exact=True), ") · ", theta]
    head = sum(isinstance(part, Number) for part in front)

    def rule(*x):
        kept = (1 - x[0] * x[1]) * x[2] if head == 3 else x[0]
        a, v, b1, t1, s, b2, t2, e = x[head:]
        return kept - a * (v / (1 - b1**t1)) / (math.sqrt(s / (1 - b2**t2)) + e)

    return plain(
        rule, *front, " - ", rate, " · (", slots["v"], " / (1 - ", beta1, "^", time, ")) / (√(", slots["s"],
        " / (1 - ", beta2, "^", time, ")) + ", epsilon, ")",
        size=size,
    )  # fmt: skip
