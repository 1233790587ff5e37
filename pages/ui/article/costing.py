"""Part 4: the cost."""

import warnings

import numpy as np
import streamlit as st

from deepnet import article
from pages.ui.article import told


@st.fragment
def part() -> None:
    st.markdown(
        "How wrong is an answer? The article asks how surprising the truth is, given the answer: minus "
        "the logarithm "
        "of the probability that was given to what came true. The cost is the mean over all examples. "
        "Being unsure "
        "costs log 2 = 0.693 an example; being certain and wrong costs more than any number."
    )
    st.latex(r"J=-\frac1m\sum_{i=1}^m\Big[y_i\log a_i+(1-y_i)\log(1-a_i)\Big]")
    told.source("compute_cost")
    with told.try_it():
        left, right = st.columns(2)
        first = left.slider("Answer to an example with y = 1", 0.0, 1.0, 0.8, 0.01, key="article.a1")
        second = right.slider("Answer to an example with y = 0", 0.0, 1.0, 0.3, 0.01, key="article.a2")
        AL, Y = np.array([[first, second]]), np.array([[1, 0]])
        cost = article.compute_cost(AL, Y)
        st.markdown(f"½ · (−log {first:g} − log(1 − {second:g})) = **{cost:.6f}**, as `compute_cost` has it.")
    with told.wrong("The logarithm of 0"):
        value, complaint = naive_cost(np.array([[0.0, 0.0]]), np.array([[1, 0]]))
        st.markdown(
            "An answer of exactly 0 to an example with y = 1, beside a right one. The formula as it is "
            "printed gives "
            f"**{value}**, and numpy complains: *{complaint}*. One such example and the whole curve is lost. "
            f"`compute_cost` gives "
            f"**{article.compute_cost(np.array([[0.0, 0.0]]), np.array([[1, 0]])):.4f}**: it "
            "takes no probability nearer to 0 than 2.2·10⁻¹⁶. The engine goes further and works from the "
            "sum Z, so "
            "that a sum of 1000 costs 1000."
        )
    told.own(_own)


def naive_cost(AL, Y) -> tuple[float, str]:
    """The formula as it stands, and what numpy says to it."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        value = float(-(np.sum(Y * np.log(AL)) + np.sum((1 - Y) * np.log(1 - AL))) / Y.shape[1])
    return value, str(said[0].message) if said else ""


def _own(book) -> str:
    J = book.number("J", 0).value
    return f"the cost of the {book.walk.m} rows of this step's batch is **{told.number(J)}**."
