"""The hyperparameters that a beginner turns, in one row; the others are one click away."""

import streamlit as st

from deepnet.activations import ACTIVATIONS
from deepnet.lab.settings.settings import AUTO, Settings
from deepnet.optimizers import OPTIMIZERS
from deepnet.regularizers import REGULARIZERS
from pages.ui.cards.dialog import cards_button
from pages.ui.fields import batch, free, menu, number, read_batch, read_number
from pages.ui.more import more


def hyperparameters(settings: Settings) -> None:
    """Draw the row, which breaks where it is narrow."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="methods"):
        free("Learning rate", "learning_rate", settings, number, read_number)
        menu("Activation", "activation", ACTIVATIONS, idle=_no_common_activation(settings))
        free("Batch size", "batch_size", settings, batch, read_batch)
        menu("Optimizer", "optimizer", OPTIMIZERS)
        menu("Regularization", "regularization", REGULARIZERS)
        if settings.regularization != "none":
            free("Its rate λ", "regularization_rate", settings, number, read_number)
        with st.popover("More", help="Layers, loss, optimizer, schedule, stop rules, seeds", width="stretch"):
            more(settings)
        cards_button()


def _no_common_activation(settings: Settings) -> str:
    if not settings.hidden:
        return "there is no hidden layer."
    if settings.activations and AUTO not in settings.activations:
        return "each layer has an activation of its own (More, Layers)."
    return ""
