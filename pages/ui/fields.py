"""Widgets that are each a view of one field of the settings, and how people type its values."""

from collections.abc import Callable

import streamlit as st

from deepnet.lab.settings.settings import CHOICES, LIMITS, MENUS, Settings
from pages.ui.help import HELP
from pages.ui.state.fields import bound

WIDTH = 200  # pixels of a widget behind More: three stand in a row
TITLES_OF_NO_ENTRY = {"auto": "Fits the target"}


def number(value: float) -> str:
    return f"{value:.10g}"


def read_number(text: str) -> float:
    """A number as people type it; "0,03" is taken as 0.03."""
    try:
        return float(str(text).replace(",", ".").strip())
    except ValueError:
        raise ValueError(f"“{text}” is not a number; type one such as 0.03") from None


def batch(value: int) -> str:
    return "all rows" if value == 0 else str(value)


def read_batch(text: str) -> int:
    if str(text).strip().lower() in ("all rows", "all", "full", "0"):
        return 0
    value = read_number(text)
    if value != int(value):
        raise ValueError(f"a batch has a whole number of rows, not {text}")
    return int(value)


def helped(field: str, idle: str) -> dict:
    """The help of a field, and, where it does nothing at present, why it is disabled."""
    return {
        "help": f"**Not in use:** {idle}\n\n{HELP[field]}" if idle else HELP[field],
        "disabled": bool(idle),
    }


def free(
    label: str, field: str, settings: Settings, show: Callable, read: Callable, idle: str = "", **options
) -> None:
    """A menu of usual numbers that also takes a typed one.  idle: why it does nothing at present, if so."""
    choices = [show(value) for value in MENUS[field]]
    here = show(getattr(settings, field))
    if here not in choices:
        choices.append(here)
    bound(
        st.selectbox,
        label,
        field,
        show=show,
        read=read,
        options=choices,
        accept_new_options=True,
        **helped(field, idle),
        **options,
    )


def menu(
    label: str, field: str, table: dict, choices: tuple[str, ...] = (), idle: str = "", **options
) -> None:
    """A menu of the names in a table, by their labels."""
    bound(
        st.selectbox,
        label,
        field,
        options=choices or CHOICES[field],
        format_func=lambda name: (
            getattr(table.get(name), "label", None) or TITLES_OF_NO_ENTRY.get(name) or name.capitalize()
        ),
        **helped(field, idle),
        **options,
    )


def amount(label: str, field: str, step: float, format: str | None = None, idle: str = "", **options) -> None:
    """A number within its limits, to type or to move by `step`."""
    low, high = LIMITS[field]
    bound(
        st.number_input,
        label,
        field,
        min_value=low,
        max_value=high,
        step=step,
        format=format,
        width=WIDTH,
        **helped(field, idle),
        **options,
    )
