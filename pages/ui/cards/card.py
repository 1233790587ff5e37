"""One card of a rule, made from its table's entry: formula, slope, picture, a sentence, its source."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from deepnet.activations import ACTIVATIONS
from deepnet.initializers import INITIALIZERS
from deepnet.lab.ledger.source import entry_source
from deepnet.losses import LOSSES, OUTPUTS, output_gradient, pair
from deepnet.numerals import number, printed
from deepnet.optimizers import OPTIMIZERS
from deepnet.regularizers import REGULARIZERS
from deepnet.schedules import SCHEDULES
from pages.ui.cards import formulas
from pages.ui.figures import rules
from pages.ui.figures.theme import theme
from pages.ui.layout import dark

TABLES = {
    "activation": ACTIVATIONS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "initializer": INITIALIZERS,
    "regularization": REGULARIZERS,
    "schedule": SCHEDULES,
}
TITLES = {
    "activation": "Activations",
    "loss": "Losses",
    "optimizer": "Optimizers",
    "initializer": "Initial weights",
    "regularization": "Regularization",
    "schedule": "Schedules",
}
_QUIET = {"displayModeBar": False}


def card(kind: str, name: str, *, key: str) -> None:
    """Draw the card of an entry of TABLES[kind].  key: of this place on the page."""
    entry = TABLES[kind][name]
    st.markdown(f"### {entry.label}")
    st.markdown(entry.tells)
    _DRAWN[kind](entry, key)
    with st.expander("Its source in deepnet", icon=":material/code:"):
        st.code(entry_source(entry), language="python")


def _typeset(entry, *formulas_: str) -> None:
    if not formulas_:
        st.markdown(f"`{printed(entry.formula)}`")
    for formula in formulas_:
        st.latex(formula)


def _chart(figure, key: str) -> None:
    st.plotly_chart(figure, key=key, config=_QUIET)


def _activation(entry, key: str) -> None:
    _typeset(entry, *formulas.ACTIVATION.get(entry.name, ()))
    z = np.linspace(-5, 5, 201)
    A = entry.forward(z)
    lines = {"a = g(z)": A, "slope g'(z)": entry.derivative(z, A)}
    _chart(rules.curves(z, lines, theme(dark()), across="z"), key)
    low, high = (number(limit) for limit in (entry.low, entry.high))
    st.caption(f"Its values lie between {low} and {high}.")


def _loss(entry, key: str) -> None:
    outputs = entry.outputs
    output = outputs[0]
    if len(outputs) > 1:
        output = st.segmented_control(
            "On the output",
            outputs,
            default=output,
            required=True,
            key=f"{key}.output",
            format_func=lambda name: OUTPUTS[name].label,
        )
    _typeset(
        entry,
        *(r"\ell=" + formulas.PAIR[output, entry.name][0],) if (output, entry.name) in formulas.PAIR else (),
    )
    if (output, entry.name) in formulas.PAIR:
        st.latex(r"\frac{\partial\ell}{\partial z}=" + formulas.PAIR[output, entry.name][1])
    z = np.linspace(-5, 5, 201)
    Z, Y, told = _answers(output, z)
    lines = {
        "loss of one example": pair(output, entry.name).each(Z, Y)[0],
        "its slope by z": output_gradient(Z, Y, output, entry.name)[0],
    }
    _chart(rules.curves(z, lines, theme(dark()), across=told), key)


def _answers(output: str, z: np.ndarray):
    """Logits (n_L, m) with z in the first row, targets for which a large z is right, and a name for z."""
    if output == "softmax":
        Z = np.vstack([z, np.zeros((2, z.size))])
        return Z, np.vstack([np.ones(z.size), np.zeros((2, z.size))]), "z of the right class, others 0"
    target = 0.0 if output == "linear" else 1.0
    return z[None], np.full((1, z.size), target), f"z, with the target y = {target:.0f}"


def _optimizer(entry, key: str) -> None:
    _typeset(entry, *formulas.OPTIMIZER.get(entry.name, ()))
    rate = st.select_slider(
        "Learning rate α",
        [0.003, 0.01, 0.03, 0.09, 0.11],
        value=0.03,
        key=f"{key}.rate",
        help="Above 0.1 plain descent flies out of this valley: its steep side has slope 20.",
    )
    start = (-1.2, 0.9)
    _chart(rules.walk(steps_down(entry, rate, start), valley, start, theme(dark())), key)
    st.caption(
        "60 steps down a valley 20 times as steep one way as the other, ½ (x² + 20 y²), from the ring."
    )


def valley(x, y):
    return 0.5 * (x**2 + 20 * y**2)


def steps_down(optimizer, rate: float, start: tuple[float, float], n: int = 60) -> np.ndarray:
    """Where an optimizer stands after 0, 1, … n steps in the valley, (n + 1, 2)."""
    theta = np.array(start)
    slots = np.zeros((len(optimizer.slots), 2))
    seen = [theta.copy()]
    for t in range(1, n + 1):
        optimizer(theta, theta * [1.0, 20.0], slots, t, learning_rate=rate)
        seen.append(theta.copy())
    return np.array(seen)


def _initializer(entry, key: str) -> None:
    _typeset(entry, *[formulas.INITIALIZER[entry.name]] if entry.name in formulas.INITIALIZER else ())
    width = st.select_slider("Neurons in each layer", [4, 10, 20, 50, 100], value=20, key=f"{key}.width")
    weights, spread = signal(entry, width)
    left, right = st.columns(2)
    with left:
        _chart(rules.draws(weights, theme(dark()), across="weight", height=220), f"{key}.draws")
    with right:
        _chart(rules.spreads(spread, theme(dark()), height=220), key)
    st.caption(
        "Left: what it draws. Right: how much the values of 200 examples still differ behind each relu layer."
    )


def signal(entry, width: int, layers: int = 8) -> tuple[np.ndarray, list[float]]:
    """The weights drawn for the first of some relu layers, and the spread of a signal behind each of them."""
    rng = np.random.default_rng(1)
    A = rng.standard_normal((width, 200))
    spread, first = [float(A.std())], None
    for _ in range(layers):
        W = entry((width, width), rng)
        first = W if first is None else first
        A = ACTIVATIONS["relu"].forward(W @ A)
        spread.append(float(A.std()))
    return first.ravel(), spread


def _regularizer(entry, key: str) -> None:
    cost, slope = formulas.REGULARIZER.get(entry.name, ("", ""))
    _typeset(entry, *((r"J\mathrel{+}=" + cost, r"dW\mathrel{+}=" + slope) if cost else ()))
    if entry.penalty is None:
        return
    w = np.linspace(-2, 2, 201)
    g = np.zeros_like(w)
    for function, *arguments in entry.rule(w, g, np.ones_like(w)):
        function(*arguments)
    lines = {"price of a weight": entry.penalty(w), "pull on it": g}
    _chart(rules.curves(w, lines, theme(dark()), across="w", up="in units of λ/m"), key)


def _schedule(entry, key: str) -> None:
    _typeset(entry, *[formulas.SCHEDULE[entry.name]] if entry.name in formulas.SCHEDULE else ())
    span = 100
    t = np.arange(0, 4 * span)
    factors = np.array([entry(int(step), span, 0.5) for step in t])
    _chart(rules.curves(t, {"factor": factors}, theme(dark()), across="step t", up="α_t / α"), key)
    if entry.uses:
        st.caption("With n = 100 steps" + (" and d = 0.5." if "decay" in entry.uses else "."))


_DRAWN: dict[str, Callable] = {
    "activation": _activation,
    "loss": _loss,
    "optimizer": _optimizer,
    "initializer": _initializer,
    "regularization": _regularizer,
    "schedule": _schedule,
}
