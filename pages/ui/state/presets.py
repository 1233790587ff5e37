"""A whole setup that is started by one click."""

import streamlit as st

from deepnet.lab.settings.presets import PRESETS, Preset
from deepnet.lab.settings.settings import Settings
from pages.ui.state.bench import current_run

_PLAY, _SPEED = "playground.play", "playground.speed"


def start(settings: Settings, speed: int, play: int) -> None:
    """Give the run a whole new setup and play it from the beginning, as number `play` of this visitor.

    A click's callback can be called twice, when another event reaches Streamlit before its run has ended:
    the number makes the second call do nothing.
    """
    if st.session_state.get(_PLAY, 0) >= play:
        return
    run = current_run()
    run.apply(settings)
    if run.step:
        run.reset()
    st.session_state[_PLAY] = play
    st.session_state[_SPEED] = speed


def playing() -> tuple[int, int]:
    """How often a preset was started, and the speed the last one asked for."""
    return st.session_state.get(_PLAY, 0), st.session_state.get(_SPEED, 10)


def preset_of(settings: Settings) -> Preset | None:
    """The preset that these settings are, if any."""
    return next((preset for preset in PRESETS.values() if preset.settings == settings), None)
