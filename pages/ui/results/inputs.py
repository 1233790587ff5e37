"""Which inputs matter: columns shuffled, parts of pictures, and what first-layer neurons look for."""

import numpy as np
import streamlit as st

from deepnet.lab.answers.form import Form
from deepnet.lab.answers.importance import Importance, of_blocks, of_columns
from deepnet.lab.answers.picture import over_pixels, picture_shape
from deepnet.lab.run.moment import Moment
from deepnet.numerals import fixed, number, percent
from pages.ui.figures.bars import MOST, signed_bars
from pages.ui.figures.pictures import block_map, gallery, signed_picture
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.state.made import made


@st.fragment
def view(moment: Moment, form: Form | None, part: str) -> None:
    if form is None:
        _pictures(moment, part)
    else:
        _columns(moment, form, part)


def _score(moment: Moment) -> str:
    return "R²" if moment.dataset.kind == "regression" else "accuracy"


def _method(moment: Moment, told: Importance, what: str) -> str:
    score = fixed(told.score, 3) if moment.dataset.kind == "regression" else percent(told.score)
    repeats = told.drop.shape[1]
    sampled = f" (a sample of {told.of:,})" if told.rows < told.of else ""
    return (
        f"{what} is shuffled among {told.rows:,} rows{sampled}, {repeats} times over, while everything else "
        f"stays as it is. What the {_score(moment)} of {score} loses by it is how much the network leans on "
        "it."
    )


def _columns(moment: Moment, form: Form, part: str) -> None:
    st.markdown("### What each column is worth")
    with st.spinner("Shuffling…"):
        told = made("importance", (moment, part), lambda: of_columns(moment, form, part))
    st.markdown(_method(moment, told, "One column"))
    regression = moment.dataset.kind == "regression"
    st.plotly_chart(
        signed_bars(
            [column.title for column in form.columns],
            told.mean,
            theme(dark()),
            axis=f"{_score(moment)} lost when it is shuffled",
            spread=told.spread,
            shares=not regression,
        ),
        key="results.importance",
        theme=None,
        config={"displayModeBar": False},
        alt="Importance of each column.",
    )
    notes = ["Whiskers: one standard deviation between the repeats."]
    if len(form.columns) > MOST:
        notes.append(f"The {MOST} columns that matter most, of {len(form.columns):,}.")
    if any(column.kind == "category" for column in form.columns):
        notes.append("All inputs made of one column are shuffled together.")
    if moment.dataset.plane == "xy":
        notes.append("All inputs made of a coordinate go with it.")
    notes.append("Near 0 can also mean that another column says the same, so that neither is missed.")
    st.caption(" ".join(notes))


def _pictures(moment: Moment, part: str) -> None:
    shape, colours = picture_shape(moment.dataset), theme(dark())
    left, right = st.columns([1, 1.35], gap="large")
    with left:
        st.markdown("### Where it looks")
        with st.spinner("Shuffling…"):
            told, side = made("blocks", (moment, part), lambda: of_blocks(moment, shape, part))
        block = "One pixel" if side == 1 else f"A block of {side}×{side} pixels"
        st.markdown(_method(moment, told, block))
        grid = told.mean.reshape(-(-shape[0] // side), -(-shape[1] // side))
        st.plotly_chart(
            block_map(grid, colours, metric=_score(moment)),
            key="results.blocks",
            theme=None,
            width="content",
            config={"displayModeBar": False},
            alt="Importance of each part of the pictures.",
        )
        st.caption(
            "Blue: the network needs it. No colour: nothing is there, or the pixels around it say the same."
        )
    with right:
        st.markdown("### What the first-layer neurons look for")
        _neurons(moment, shape)


def _neurons(moment: Moment, shape: tuple[int, ...]) -> None:
    network, colours = moment.network, theme(dark())
    W = network.W[1]
    maps = np.stack([signed_picture(over_pixels(row, shape), colours) for row in W])
    n = len(maps)
    words = [str(i + 1) for i in range(n)]
    bias = network.b[1][:, 0]
    name = "output" if network.L == 1 else "layer 1, neuron"
    st.plotly_chart(
        gallery(
            maps,
            words,
            [
                f"{name} {i + 1}<br>largest weight {number(np.abs(W[i]).max(), 3)}, bias {number(bias[i], 3)}"
                for i in range(n)
            ],
            colours,
            across=8 if n > 12 else 6,
            side=74 if n > 12 else 92,
        ),
        key="results.neurons",
        theme=None,
        width="content",
        config={"displayModeBar": False},
        alt="The weights of each neuron of the first layer as a picture.",
    )
    several = " The weights of a pixel's three colours are added up." if len(shape) == 3 else ""
    st.caption(
        "Blue weights: a bright pixel there excites the neuron; orange: it quiets it. "
        f"Each picture has a scale of its own.{several} Grainy pictures are still near the initial weights."
    )
