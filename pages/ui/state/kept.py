"""Choices of a page that outlive their widgets."""

from collections.abc import Callable
from typing import Any

import streamlit as st

_PAGE, _KEPT = "page", "kept"


def arrived(page: str) -> bool:
    """Note that `page` is on the screen; whether another one was before."""
    before, st.session_state[_PAGE] = st.session_state.get(_PAGE), page
    return before != page


def kept(name: str, default: Any = None) -> Any:
    """A choice of this visitor that outlives its widget and a change of pages."""
    return st.session_state.get(_KEPT, {}).get(name, default)


def keep(name: str, value: Any) -> None:
    st.session_state.setdefault(_KEPT, {})[name] = value


def kept_widget(widget: Callable, label: str, name: str, value: Any, *, on_change=None, **options) -> Any:
    """Draw `widget` as a view of `value`; what the visitor chooses goes to on_change, or to `keep(name, …)`.

    Cleared, it shows the last good value again.
    """
    key = f"kept.{name}"
    st.session_state[key] = value
    return widget(label, key=key, on_change=_keep, args=(name, key, on_change), **options)


def _keep(name: str, key: str, on_change: Callable | None) -> None:
    value = st.session_state[key]
    if value is None:
        return
    if on_change is None:
        keep(name, value)
    else:
        on_change(value)
