"""What a visitor has just asked of a live part of the page."""

from typing import Any

import streamlit as st


def asked(key: str, name: str) -> dict[str, Any]:
    """What the part called `key` was told under `name`; it may come from a stranger."""
    found = getattr(st.session_state[key], name, None)
    return found if isinstance(found, dict) else {}
