"""What a presenter opens: a setup by its link, and the run that was there before the presentation."""

from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from deepnet.lab.run.bench import FEW
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings
from pages.ui.state.bench import current_bench, refuse
from pages.ui.state.order import order

LONGEST = 8000  # characters of a link
SECONDS = 1.0  # in which a few steps are made again
_DONE = "scenes.done"


def scenes() -> list[dict[str, Any]]:
    """The presets as scenes: what a presenter begins with."""
    return [
        {"title": preset.title, "link": _link(to_query(preset.settings)), "speed": preset.speed}
        for preset in PRESETS.values()
    ]


def _link(query: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in query.items())


def open_scene(key: str) -> None:
    """Do what the stage called `key` asks for: open a link, or go back to a run; each only once."""
    said = st.session_state[key].scene
    if not isinstance(said, dict) or said.get("n") == st.session_state.get(_DONE):
        return
    st.session_state[_DONE] = said.get("n")
    try:
        if "run" in said:
            _go_back(said)
        else:
            _open(said.get("link"), said.get("speed"))
    except (ValueError, TypeError) as error:
        refuse(error)


def _go_back(said: dict) -> None:
    """To the run of before; one of a few steps has left the bench, and is made again."""
    bench = current_bench()
    if said["run"] in [kept.id for kept in bench.runs]:
        bench.choose(said["run"])
        return
    _open(said.get("link"), said.get("speed"))
    step = said.get("step")
    if isinstance(step, int) and 0 < step <= FEW:
        bench.run.advance(SECONDS, step)
        bench.saw(bench.run.step)


def _read(link: Any) -> Settings:
    if not isinstance(link, str) or len(link) > LONGEST:
        raise ValueError(f"a scene is a link of at most {LONGEST:,} characters")
    settings, ignored = from_query(dict(parse_qsl(link)))
    for message in ignored[:3]:
        st.toast(f"Ignored in the link: {message}", icon=":material/link_off:")
    return settings


def _open(link: Any, speed: Any) -> None:
    current_bench().restart(_read(link))
    good = isinstance(speed, int) and not isinstance(speed, bool) and 0 <= speed <= 10_000
    order(play=False, speed=speed if good else 10)
