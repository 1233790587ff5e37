"""Part 8: where the article points, the chest x-rays, and the trap on the way."""

from dataclasses import replace

import numpy as np
import streamlit as st

from deepnet.lab.run.run import Run
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings
from deepnet.numerals import percent
from pages.ui.figures.rules import curves
from pages.ui.figures.theme import theme
from pages.ui.layout import dark, go_to
from pages.ui.state.kept import keep, kept
from pages.ui.state.made import made
from pages.ui.state.order import order_id
from pages.ui.state.presets import start

STEPS, EVERY = 200, 10
PAIR = {"× 0.01, the article's weights": "article", "He's weights": "he"}


def settings_of(initializer: str) -> Settings:
    """The article's layers on the chest x-rays, by plain gradient descent."""
    return replace(
        PRESETS["x-rays"].settings, optimizer="gradient descent", learning_rate=0.1, initializer=initializer
    )


def curve(initializer: str) -> tuple[np.ndarray, float]:
    """The training cost every EVERY steps, and the test accuracy at the end."""
    run = Run(settings_of(initializer))
    costs = [run.score.cost_train]
    for _ in range(STEPS // EVERY):
        run.step_by(EVERY)
        costs.append(run.score.cost_train)
    return np.array(costs), run.score.metric_test


@st.fragment
def part() -> None:
    st.markdown(
        "The article ends with a promise: the same network, on pictures of the chest, told apart by "
        "whether they show "
        "a pneumonia. Here it is, with 784 pixels in, the layers 20-7-5-1, and 1000 pictures to learn "
        "from. **Not for "
        "diagnosis.** And here is the trap: the article's own initial weights, × 0.01, cannot train its "
        "own kind of "
        "network. Behind four layers nothing is left of the picture, the answer is ½, and the cost stays at "
        "log 2 = 0.693. One change cures it: weights as large as He and others worked out."
    )
    asked = kept("article.xrays", False)
    if not asked and not st.button(
        "Train both", key="article.both", icon=":material/play_circle:", type="primary"
    ):
        return
    keep("article.xrays", True)
    found = made("article.xrays", (), lambda: {name: curve(entry) for name, entry in PAIR.items()})
    figure = curves(
        EVERY * np.arange(STEPS // EVERY + 1),
        {name: costs for name, (costs, _) in reversed(found.items())},
        theme(dark()), across="step", up="training cost", height=300,
    )  # fmt: skip
    st.plotly_chart(figure, key="article.pair", config={"displayModeBar": False})
    for column, (name, entry) in zip(st.columns(2), PAIR.items(), strict=True):
        costs, right = found[name]
        with column.container(border=True):
            st.markdown(
                f"**{name}**: cost {costs[-1]:.6f} after {STEPS} steps, {percent(right)} of the test "
                "pictures right."
            )
            if st.button("Play it", key=f"article.play.{entry}", icon=":material/play_circle:"):
                start(settings_of(entry), 1, order_id())
                go_to("playground")
