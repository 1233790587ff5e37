"""Part 7: deep_model, and its printed costs beside the playground's curve."""

import numpy as np
import streamlit as st

from deepnet.lab.ledger.printed import beside, why_not
from deepnet.lab.run.run import Run
from deepnet.lab.settings.presets import PRESETS
from pages.ui.article import told
from pages.ui.figures.rules import curves
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.state.bench import current_run
from pages.ui.state.made import made

MOST_WORK = (
    4_000_000  # weights × rows × hundreds of iterations that the article's style does in a few seconds
)


@st.fragment
def part() -> None:
    st.markdown(
        "The whole of it is a loop: forward, cost, backward, update. Every hundred iterations it prints "
        "the cost."
    )
    told.source("deep_model")
    own = current_run()
    why = why_not(own)
    if not why and own.network.size * own.trainer.m > MOST_WORK:
        why = "it is too large for the article's style in a few seconds"
    with told.try_it():
        most = st.select_slider("Iterations", [300, 500, 1000, 2000], value=300, key="article.iterations")
        if why:
            run = made("article.run", (), lambda: Run(PRESETS["article"].settings))
            st.caption(
                f"Your own network does not fit `deep_model`: {why}. So this is the setup *The article's "
                f"network* of "
                "the playground: circles, layers 20-7-5-1, rate 0.0075, He's weights, every row in every "
                "step."
            )
            run.step_by(max(0, most - run.step))
        else:
            run = own
            st.caption("Your own network fits `deep_model`; here it starts from your initial weights.")
        key = (run, tuple(run.changes), most, run.step)
        said, costs = made("article.beside", key, lambda: beside(run, most))
        left, right = st.columns(2)
        left.markdown("What it prints")
        left.code("\n".join(said.lines), language=None)
        right.markdown("The playground's curve at the same steps")
        right.code(
            "\n".join(f"step {100 * i}: {cost:f}" for i, cost in enumerate(costs)) or "not yet", language=None
        )
        pairs = list(zip(said.costs, costs, strict=False))
        same = all(f"{a:f}" == f"{b:f}" for a, b in pairs)
        st.markdown(
            f"**Equal to the last printed digit** at all {len(pairs)} of them." if same else
            "They differ in the last digits: `deep_model` computes with 16 digits, this run with fewer."
        )  # fmt: skip
        st.plotly_chart(
            curves(
                100 * np.arange(len(said.costs)), {"deep_model": said.costs}, theme(dark()),
                across=f"iterations, learning rate {run.first_settings.learning_rate:g}", up="cost",
            ),
            key="article.curve",
            config={"displayModeBar": False},
        )  # fmt: skip
