"""Part 2: where the weights start."""

import numpy as np
import streamlit as st

from deepnet import article
from deepnet.numerals import number
from pages.ui.article import told
from pages.ui.figures.rules import curves
from pages.ui.figures.theme import theme
from pages.ui.layout import dark


@st.fragment
def part() -> None:
    st.markdown(
        "The weights of layer l form a matrix with a row for each of its neurons and a column for each "
        "value that "
        "comes in. They must start different from each other: neurons that start alike get the same "
        "gradient and "
        "stay alike. The article draws them from the normal distribution and shrinks them by 0.01; biases "
        "start at 0."
    )
    told.equations(
        r"W_l\sim 0.01\cdot N(0,1)\in\mathbb R^{n_l\times n_{l-1}}", r"b_l=0\in\mathbb R^{n_l\times 1}"
    )
    told.source("initialize_parameters")
    with told.try_it():
        left, right = st.columns(2)
        hidden = left.slider("Hidden neurons", 1, 5, 3, key="article.hidden")
        seed = right.number_input("Seed", 0, 999, 3, key="article.seed")
        parameters = article.initialize_parameters([2, hidden, 1], rng=np.random.default_rng(int(seed)))
        for name in ("W1", "b1", "W2", "b2"):
            st.latex(f"{name[0]}_{name[1]}=" + told.matrix(parameters[name]))
    with told.wrong("× 0.01 fades in a deep network"):
        depth = st.slider("Layers of 20 relu neurons", 1, 10, 4, key="article.depth")
        spread = {f"× {scale:g}": through(depth, scale) for scale in (0.01, 0.1, float(np.sqrt(2 / 20)))}
        spread["× √(2/20), He's"] = spread.pop(f"× {float(np.sqrt(2 / 20)):g}")
        figure = curves(
            np.arange(depth + 1),
            {name: np.maximum(values, 1e-16) for name, values in reversed(spread.items())},
            theme(dark()), across="layer", up="spread of the values",
        )  # fmt: skip
        figure.update_yaxes(type="log", exponentformat="power")
        figure.update_xaxes(dtick=1)
        st.plotly_chart(figure, key="article.fade", config={"displayModeBar": False})
        st.markdown(
            f"Behind {depth} layers 200 different examples differ by **{number(spread['× 0.01'][-1], 2)}** "
            "with the article's factor: to the output they all look the same, and so it answers ½ to every "
            "one of them."
        )
    told.own(_own)


def through(depth: int, scale: float) -> list[float]:
    """The spread of 200 examples behind 0 … depth layers of 20 relu neurons, whose weights are drawn ×
    scale."""
    rng = np.random.default_rng(1)
    A = rng.standard_normal((20, 200))
    found = [float(A.std())]
    for _ in range(depth):
        W = scale * rng.standard_normal((20, 20))
        A, _ = article.activation_forward(A, W, np.zeros((20, 1)), "relu")
        found.append(float(A.std()))
    return found


def _own(book) -> str:
    W = book.arrays["W1"].values
    return (
        f"W₁ is {W.shape[0]} × {W.shape[1]}, and the spread of its weights is "
        f"**{told.number(W.std())}** by now."
    )
