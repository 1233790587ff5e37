"""What was worked out for a page, until something else is asked for."""

from collections.abc import Callable
from typing import Any

import streamlit as st

_MADE = "made"


def made(name: str, key: tuple, make: Callable[[], Any]) -> Any:
    """make(), or what it gave the last time if `key` is still the same; one thing is held for each name."""
    held = st.session_state.setdefault(_MADE, {})
    if name not in held or held[name][0] != key:
        held[name] = (key, make())
    return held[name][1]
