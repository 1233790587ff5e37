"""Part 5: backward through the layers."""

import numpy as np
import streamlit as st

from deepnet import article
from deepnet.numerals import number
from pages.ui.article import told
from pages.ui.article.passing import WEIGHTS

X = np.array([[1.0, -0.5, 0.3], [-0.5, 1.0, 0.7]])
Y = np.array([[1, 0, 1]])


@st.fragment
def part() -> None:
    st.markdown(
        "Which way should each weight move? The chain rule gives the answer layer by layer, from the last "
        "one "
        "back. A layer gets dA, how the loss changes with its values. The slope of the bend makes dZ of "
        "it. From dZ "
        "come the gradients of its weights and biases, means over the examples, and the dA of the layer "
        "before."
    )
    told.equations(r"dA_L=\frac{1-Y}{1-A_L}-\frac{Y}{A_L}", r"dZ_l=dA_l * g'(Z_l)")
    told.equations(
        r"dW_l=\frac1m\,dZ_l\,A_{l-1}^{\top}", r"db_l=\frac1m\sum_i dZ_l^{(i)}", r"dA_{l-1}=W_l^{\top}dZ_l"
    )
    told.source("relu_backward", "sigmoid_backward", "activation_backward", "model_backward")
    with told.try_it():
        weight = st.slider("The first weight of layer 1", -2.0, 2.0, 1.0, 0.05, key="article.w")
        slope, measured = both_slopes(weight)
        said, found = (f"{value:.8f}".replace("-", "−") for value in (slope, measured))
        st.markdown(
            f"On three examples `model_backward` says that the cost changes by **{said}** per unit of this "
            f"weight. Measured, by moving it by ±0.00001: **{found}**."
        )
        st.caption(
            "At a corner of relu, such as 0.5 or −1.4, the cost has no one slope, and the two may differ."
        )
    with told.wrong("Gradients that are next to nothing"):
        scale = st.select_slider(
            "Weights drawn ×", [0.01, 0.1, 0.3, 1.0], value=0.01, key="article.back.scale"
        )
        sizes = gradient_sizes(scale)
        st.markdown(
            "Five layers of 10 neurons. Size of dW, from the last layer back to the first: "
            + ", ".join(f"**{number(size, 1)}**" for size in sizes)
            + ". "
            + (
                "No weight hears of the mistake: the way in is as weak as the way back."
                if max(sizes) < 1e-3
                else "All of them learn."
            )
        )
    told.own(_own)


def both_slopes(weight: float) -> tuple[float, float]:
    """The gradient of W1[0, 0] by model_backward, and by central differences."""

    def cost(w):
        parameters = {**WEIGHTS, "W1": WEIGHTS["W1"].copy()}
        parameters["W1"][0, 0] = w
        AL, caches = article.model_forward(X, parameters)
        return article.compute_cost(AL, Y), AL, caches

    _, AL, caches = cost(weight)
    h = 1e-5
    return article.model_backward(AL, Y, caches)["dW1"][0, 0], (cost(weight + h)[0] - cost(weight - h)[0]) / (
        2 * h
    )


def gradient_sizes(scale: float) -> list[float]:
    """The largest entry of dW in each of six layers, the last one first."""
    rng = np.random.default_rng(2)
    dims = [2, 10, 10, 10, 10, 10, 1]
    parameters = {}
    for l in range(1, len(dims)):
        parameters[f"W{l}"] = scale * rng.standard_normal((dims[l], dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((dims[l], 1))
    points = rng.standard_normal((2, 60))
    AL, caches = article.model_forward(points, parameters)
    grads = article.model_backward(AL, (points[:1] * points[1:] > 0).astype(int), caches)
    return [float(np.abs(grads[f"dW{l}"]).max()) for l in range(len(dims) - 1, 0, -1)]


def _own(book) -> str:
    made = book.written("dW1", 0, 0)
    return f"dW₁ of the first weight is {told.worked_out(made)}." if made else ""
