"""Part 1: sigmoid and relu."""

import warnings

import numpy as np
import streamlit as st

from deepnet import article
from pages.ui.article import told
from pages.ui.cards.formulas import ACTIVATION
from pages.ui.figures.rules import curves
from pages.ui.figures.theme import theme
from pages.ui.layout import dark


@st.fragment
def part() -> None:
    st.markdown(
        "A layer of weighted sums alone can only tilt a plane, however many layers one stacks. Each neuron "
        "therefore bends its sum. Hidden neurons use **relu**, which lets through what is positive; the "
        "last one "
        "uses the **sigmoid**, whose value between 0 and 1 is read as a probability. Both hand back their "
        "input as "
        "a *cache*, because the way back will ask for it."
    )
    left, right = st.columns(2)
    left.latex(ACTIVATION["sigmoid"][0])
    right.latex(ACTIVATION["relu"][0])
    told.source("sigmoid", "relu")
    with told.try_it():
        z = st.slider("z", -4.0, 4.0, 1.5, 0.1, key="article.z")
        Z = np.array([[z]])
        s, r = article.sigmoid(Z)[0].item(), article.relu(Z)[0].item()
        st.markdown(
            f"`sigmoid` gives **{s:.6f}**, `relu` gives **{r:g}**, and both keep the cache Z = {z:g}."
        )
        x = np.linspace(-4, 4, 161)
        figure = curves(
            x,
            {"sigmoid": article.sigmoid(x)[0], "relu": article.relu(x)[0]},
            theme(dark()),
            across="z",
        )
        figure.add_scatter(x=[z, z], y=[s, r], mode="markers", marker={"size": 11}, hoverinfo="skip")
        figure.data[-1].showlegend = False
        st.plotly_chart(figure, key="article.bends", config={"displayModeBar": False})
    with told.wrong("e to a large power overflows"):
        large = st.select_slider("Z", [-10, -100, -700, -710, -1000], value=-1000, key="article.overflow")
        value, complaint = naive_sigmoid(float(large))
        st.markdown(
            f"The formula as it is printed, `1 / (1 + np.exp(-Z))`, at Z = −{-large}: **{value:g}**"
            + (f", and numpy complains: *{complaint}*." if complaint else ", without complaint.")
        )
        stable = article.sigmoid(np.array([float(large)]))[0].item()
        st.markdown(
            f"`deepnet.article.sigmoid` gives **{stable:g}** in silence: its power is e^−|Z|, never above 1."
        )
    told.own(_own)


def naive_sigmoid(z: float) -> tuple[float, str]:
    """1 / (1 + exp(-z)) as it stands, and what numpy says to it."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        value = float(1 / (1 + np.exp(-np.array([z])))[0])
    return value, str(said[0].message) if said else ""


def _own(book) -> str:
    L = book.walk.L
    z, a = book.number(f"Z{L}", 0, 0).value, book.number(f"A{L}", 0, 0).value
    name = book.walk.network.activations[-1]
    return (
        f"the last neuron's sum for the first row of the batch is {told.number(z)}, and {name} makes "
        f"**{told.number(a)}** of it."
    )
