"""Part 3: forward through the layers."""

import numpy as np
import streamlit as st

from deepnet import article
from pages.ui.article import told

WEIGHTS = {
    "W1": np.array([[1.0, -1.0], [0.5, 1.0], [-1.0, 0.5]]),
    "b1": np.array([[0.0], [-0.5], [0.25]]),
    "W2": np.array([[1.0, -2.0, 1.5]]),
    "b2": np.array([[0.1]]),
}


@st.fragment
def part() -> None:
    st.markdown(
        "Every layer does the same two things: a weighted sum of what comes in, and the bend. All "
        "examples go "
        "through at once, one in each column, so that a layer is one product of matrices. Each layer "
        "leaves a cache "
        "of what it saw."
    )
    told.equations(r"Z_l=W_l\,A_{l-1}+b_l", r"A_l=g(Z_l)", r"A_0=X")
    told.source("activation_forward", "model_forward")
    with told.try_it():
        left, right = st.columns(2)
        x1 = left.slider("x₁", -2.0, 2.0, 1.0, 0.1, key="article.x1")
        x2 = right.slider("x₂", -2.0, 2.0, -0.5, 0.1, key="article.x2")
        parameters = {**WEIGHTS, "b2": np.array([[st.slider("b₂", -3.0, 3.0, 0.1, 0.1, key="article.b2")]])}
        AL, caches = article.model_forward(np.array([[x1], [x2]]), parameters)
        (_, W1, b1), Z1 = caches[0]
        (A1, W2, b2), Z2 = caches[1]
        x = told.matrix([[x1], [x2]])
        st.latex(r"Z_1=" + told.matrix(W1) + x + "+" + told.matrix(b1) + "=" + told.matrix(Z1))
        st.latex(r"A_1=\mathrm{relu}(Z_1)=" + told.matrix(A1))
        st.latex(r"Z_2=" + told.matrix(W2) + told.matrix(A1) + "+" + told.matrix(b2) + "=" + told.matrix(Z2))
        st.latex(r"A_2=\mathrm{sigmoid}(Z_2)=" + told.matrix(AL))
    with told.wrong("A matrix that lies the wrong way"):
        turned = st.toggle("Lay the examples in rows, as a spreadsheet does", True, key="article.turned")
        X = np.array([[x1, x2], [0.3, 0.7], [1.0, 1.0]])
        try:
            Z = article.activation_forward(X if turned else X.T, WEIGHTS["W1"], WEIGHTS["b1"], "relu")[1][1]
            st.markdown(
                f"Three examples in columns, X is 2 × 3: **Z₁ is {Z.shape[0]} × {Z.shape[1]}**, as it "
                f"should be."
            )
        except ValueError as error:
            st.markdown(f"Three examples in rows, X is 3 × 2, and `activation_forward` refuses: *{error}*")
    told.own(_own)


def _own(book) -> str:
    made = book.written("Z1", 0, 0)
    return (
        f"Z₁ of the first neuron for the first row of the batch is {told.worked_out(made)}." if made else ""
    )
