"""Part 6: the update."""

import numpy as np
import streamlit as st

from deepnet import article
from deepnet.numerals import number
from pages.ui.article import told
from pages.ui.article.back import X, Y
from pages.ui.article.passing import WEIGHTS
from pages.ui.figures.rules import curves
from pages.ui.figures.theme import theme
from pages.ui.layout import dark

STEPS = 40


@st.fragment
def part() -> None:
    st.markdown(
        "Every parameter takes a small step against its gradient. How small is the learning rate α, the "
        "one number "
        "that decides whether anything is learned."
    )
    told.equations(r"W_l\leftarrow W_l-\alpha\,dW_l", r"b_l\leftarrow b_l-\alpha\,db_l")
    told.source("update_parameters")
    with told.try_it():
        rate = st.select_slider(
            "Learning rate α", [0.001, 0.0075, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0], value=0.3, key="article.rate"
        )
        costs = descent(rate)
        st.plotly_chart(
            curves(np.arange(len(costs)), {"cost": costs}, theme(dark()), across="step", up="cost"),
            key="article.descent",
            config={"displayModeBar": False},
        )
        st.markdown(
            f"From **{costs[0]:.4f}** to **{costs[1]:.4f}** in one step, to **{costs[-1]:.4f}** in {STEPS}."
        )
    with told.wrong("A step that is too long"):
        wild = descent(30.0)
        st.markdown(
            f"With α = 30 the very same network goes from {wild[0]:.3f} to **{number(max(wild), 3)}** on its "
            f"way: each step "
            "lands higher on the other side of the valley. Too small is no better: with α = 0.001 the "
            "cost falls by "
            f"{descent(0.001)[0] - descent(0.001)[-1]:.4f} in {STEPS} steps."
        )
    told.own(_own)


def descent(rate: float, steps: int = STEPS) -> np.ndarray:
    """The costs of the small network of part 3 on three examples, step by step."""
    parameters, costs = dict(WEIGHTS), []
    for _ in range(steps + 1):
        AL, caches = article.model_forward(X, parameters)
        costs.append(float(article.compute_cost(AL, Y)))
        parameters = article.update_parameters(parameters, article.model_backward(AL, Y, caches), rate)
    return np.array(costs)


def _own(book) -> str:
    made = book.written("W1⁺", 0, 0)
    return f"the first weight becomes {told.worked_out(made)} in the next step." if made else ""
