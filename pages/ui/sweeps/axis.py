"""Widgets that choose an axis: which setting is varied, and over which values."""

import contextlib

import streamlit as st

from deepnet.declaration import Number
from deepnet.lab.sweep.axes import Axis, around, axes, parsed, reach, spread, typed, value_in, written
from pages.ui.state.kept import forget, kept, kept_widget
from pages.ui.state.sweeps import Base

NONE = ""  # no second axis
MOST = 16  # values of an axis of a wall


def label(name: str) -> str:
    title = axes()[name].title
    return title[:1].upper() + title[1:]


def axis_choice(which: str, title: str, default: str, *, others=(), none: str = "") -> str:
    """A menu of settings; `none` is what a choice of none is called, where that is one."""
    names = [name for name in axes() if name not in others]
    options = [NONE, *names] if none else names
    return kept_widget(
        st.selectbox,
        title,
        which,
        default if default in options else options[0],
        options=options,
        format_func=lambda name: none if name == NONE else label(name),
        width=144,
    )


def axis_values(
    which: str, name: str, explored: Base, *, count: int = 11, most: int = MOST, drawn: bool = False
) -> Axis | str:
    """The values of an axis behind one button; a sentence where they cannot be.

    drawn: values are drawn from the whole of a range, so its button says the setting instead of their number.
    """
    key = f"{which}.{name}"
    try:
        axis = _axis(key, name, explored, count, most)
        text = f"{axis.label(axis.values[0])} … {axis.label(axis.values[-1])}"
        text = f"{label(name)}: {text}" if drawn else f"{text} ({len(axis.values)})"
    except (ValueError, TypeError) as error:
        axis, text = None, str(error)
    width = "content" if drawn else 140
    with st.popover(text if axis else "Not usable", width=width, help=f"The values of {axes()[name].title}"):
        _editor(key, name, explored, count, most, drawn)
    return axis or f"{text[:1].upper()}{text[1:]}."


def recentred(which: str, name: str, explored: Base) -> None:
    """Forget the numbers chosen for an axis if those explored are not among them any more."""
    key, known = f"{which}.{name}", axes().get(name)
    if not isinstance(known, Number):
        return
    with contextlib.suppress(ValueError, TypeError):
        values = _axis(key, name, explored, MOST, MOST).values
        if min(values) <= value_in(explored.settings, name) <= max(values):
            return
    for part in ("listed", "list", "low", "high", "log"):
        forget(f"{key}.{part}")


def _usual(explored: Base, name: str, count: int) -> tuple:
    """The values of an axis that nobody has chosen."""
    return around(explored.settings, name, count, explored.dataset.m)


def _axis(key: str, name: str, explored: Base, count: int, most: int) -> Axis:
    known = axes()[name]
    listed = kept(f"{key}.listed", not isinstance(known, Number))
    if listed:
        axis = Axis(name, parsed(name, kept(f"{key}.list", typed(name, _usual(explored, name, count)))))
    elif any(kept(f"{key}.{part}") is not None for part in ("low", "high", "log")):
        low, high, log = reach(explored.settings, name, explored.dataset.m)
        low, high = float(kept(f"{key}.low", low)), float(kept(f"{key}.high", high))
        number = int(kept(f"{key}.count", count))
        axis = Axis(name, spread(name, low, high, number, log=kept(f"{key}.log", log)))
    else:
        axis = Axis(name, _usual(explored, name, int(kept(f"{key}.count", count))))
    if len(axis.values) > most:
        raise ValueError(f"at most {most} values fit, got {len(axis.values)}")
    return axis


def _editor(key: str, name: str, explored: Base, count: int, most: int, drawn: bool) -> None:
    known = axes()[name]
    if isinstance(known, Number):
        kept_widget(
            st.segmented_control,
            "Values",
            f"{key}.listed",
            False,
            options=[False, True],
            format_func=lambda listed: "A list" if listed else "A range",
            required=True,
            label_visibility="collapsed",
        )
    if kept(f"{key}.listed", not isinstance(known, Number)):
        kept_widget(
            st.text_input,
            f"2 to {most} values, with commas" if isinstance(known, Number) else f"2 to {most} of them",
            f"{key}.list",
            typed(name, _usual(explored, name, count)),
            help=known.help or None,
        )
    else:
        low, high, log = reach(explored.settings, name, explored.dataset.m)
        limits = {"min_value": float(known.low), "max_value": float(known.high), "format": "%.6g"}
        for part, title, value in (("low", "From", low), ("high", "To", high)):
            kept_widget(st.number_input, title, f"{key}.{part}", float(value), **limits)
        if not drawn:
            kept_widget(
                st.slider,
                "How many",
                f"{key}.count",
                count,
                min_value=2,
                max_value=most,
            )
        kept_widget(st.toggle, "By factors (log)", f"{key}.log", log)
    here = written(name, value_in(explored.settings, name))
    st.caption(f"The settings explored have {here}.")
