"""Widgets that are views of one field of the settings."""

from collections.abc import Callable

import streamlit as st

from pages.ui.state.bench import change, current_run, refuse


def bound(
    widget: Callable,
    label: str,
    field: str,
    *,
    read: Callable = lambda v: v,
    show: Callable = lambda v: v,
    **options,
):
    """Draw `widget` as a view of one field of the settings; its callback alone changes the field.

    show turns the field into what the widget holds, read turns it back; its ValueError becomes a message.
    """
    key = f"settings.{field}"
    st.session_state[key] = show(getattr(current_run().settings, field))
    return widget(label, key=key, on_change=_store, args=(field, key, read), **options)


def _store(field: str, key: str, read: Callable) -> None:
    value = st.session_state[key]
    if value is None:  # cleared: the next run shows the last good value again
        return
    try:
        value = read(value)
    except (ValueError, TypeError) as error:
        refuse(error)
        return
    change(**{field: value})
