"""The hyperparameters that a beginner turns, in one row; the others are one click away."""

import streamlit as st

from deepnet.declaration import declared
from deepnet.lab.settings.settings import Settings
from pages.ui.cards.dialog import cards_button
from pages.ui.fields import control
from pages.ui.more import more


def hyperparameters(settings: Settings) -> None:
    """Draw the row, which breaks where it is narrow."""
    known = declared(type(settings))
    with st.container(horizontal=True, vertical_alignment="bottom", key="methods"):
        for name in sorted((name for name in known if known[name].front), key=lambda n: known[n].front):
            if name != "regularization_rate" or settings.regularization != "none":
                control(name, settings)
        with st.popover("More", help="Layers, loss, optimizer, schedule, stop rules, seeds", width="stretch"):
            more(settings)
        cards_button()
