"""Choices of a page that outlive their widgets: they lie on the bench."""

import math
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui.state.bench import current_bench

_PAGE = "page"


def arrived(page: str) -> bool:
    """Note that `page` is on the screen; whether another one was before."""
    before = kept(_PAGE)
    keep(_PAGE, page)
    return before != page


def arrive_again() -> None:
    """Have the next page be arrived at, also where it is on the screen already."""
    forget(_PAGE)


def kept(name: str, default: Any = None) -> Any:
    """A choice of this visitor that outlives its widget and a change of pages."""
    return current_bench().choices.get(name, default)


def keep(name: str, value: Any) -> None:
    current_bench().choices[name] = value


def forget(name: str) -> None:
    current_bench().choices.pop(name, None)


def kept_widget(widget: Callable, label: str, name: str, default: Any, **options) -> Any:
    """Draw `widget` as a view of the choice kept under `name`; `default` where none is kept, or none that is
    offered any more."""
    return showing(widget, label, name, _offered(kept(name), default, options), **options)


def _offered(choice: Any, default: Any, options: dict) -> Any:
    """The choice as the widget takes it: of its options, between its limits, of the default's kind."""
    several = isinstance(default, list)
    if "options" in options:
        choices = choice if several and choice is not None else [choice]
        return choice if all(one in options["options"] for one in choices) else default
    if choice is None:
        return default
    if isinstance(default, float) and isinstance(choice, str):
        try:
            choice = finite(choice)
        except ValueError:
            return default
    if "max_value" in options and not isinstance(choice, str):
        choice = min(max(choice, options["min_value"]), options["max_value"])
    return float(choice) if isinstance(default, float) else choice


def finite(text: str) -> float:
    """The number that a text says; ValueError where it says none, or one without end."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"a choice must be a finite number, got {text}")
    return number


def showing(widget: Callable, label: str, name: str, value: Any, *, on_change=None, **options) -> Any:
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
