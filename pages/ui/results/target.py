"""Which of several targets is on show: one at a time, the same on every view."""

import streamlit as st

from pages.ui.state.kept import kept_widget


def chosen_target(dataset) -> int:
    """Its number, from 0; the visitor chooses where there are several."""
    names = dataset.targets
    if len(names) < 2:
        return 0
    return kept_widget(
        st.selectbox,
        "Target",
        "results.target",
        0,
        options=range(len(names)),
        format_func=lambda k: names[k],
        help="One of the targets at a time; the network answers all of them at once.",
    )
