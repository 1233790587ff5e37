"""The walk through a step, in the browser: one component, fed with one JSON value."""

from pathlib import Path

import streamlit as st

from pages.ui.stage.stage import DOOR, FILES

_component = st.components.v2.component(
    "deepnet_microscope",
    js=DOOR,
    css=(Path(__file__).parent / "microscope.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def microscope(view: dict, *, opened: dict | None = None) -> dict | None:
    """Draw a view of a ledger (see `deepnet.lab.ledger.view`).  opened: the neuron to begin with, {id, layer,
    row}.  What the visitor asked for in this run of the page: another row, window or step, or to leave."""
    found = _component(
        key="microscope",
        data={"files": FILES, "module": "microscope/microscope.js", "view": view, "open": opened},
        on_asked_change=lambda: None,
    )
    return found.asked
