"""The points that the visitor draws, as the page changes them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from deepnet.data import Drawing
from deepnet.lab.run import sketch
from pages.ui.state.address import make_entry
from pages.ui.state.bench import current_bench, refuse


def show_drawing() -> None:
    """Turn to the points drawn on this visitor's bench."""
    make_entry()
    _sketch(sketch.show)


def redraw(seen: Drawing, change: Callable[[Drawing], Drawing]) -> None:
    """Change the drawn points.  seen: those the visitor saw, so that a click handled twice counts once."""
    if current_bench().settings.drawing == seen:
        _sketch(sketch.draw, change)


def _sketch(act: Callable, *more: Any) -> None:
    try:
        act(current_bench(), *more)
    except (ValueError, TypeError) as error:
        refuse(error)


def drawn_noise(label: str, drawing: Drawing, **options) -> None:
    """A slider for the noise of the drawn points, which is undone like every stroke."""
    key = "drawing.noise"
    st.session_state[key] = drawing.noise
    st.slider(label, key=key, on_change=_store_noise, args=(key,), **options)


def _store_noise(key: str) -> None:
    noise = int(st.session_state[key])
    _sketch(sketch.draw, lambda drawing: replace(drawing, noise=noise))
