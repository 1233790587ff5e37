"""What the page asks of the stage: one value, which the browser carries out once."""

import secrets
from typing import Any

import streamlit as st

_ORDER = "stage.order"


def order(**what: Any) -> None:
    """Ask for something: play=True or False, speed (updates a frame, 0: all that fit), step, neuron=(layer,
    row), tool. It takes the place of what was asked before."""
    st.session_state[_ORDER] = {"id": secrets.token_hex(8), **what}


def standing_order() -> dict[str, Any] | None:
    """What was asked last, carried out or not."""
    return st.session_state.get(_ORDER)


def order_id() -> str:
    """The name of what was asked last, "" where nothing was."""
    return (standing_order() or {"id": ""})["id"]
