"""The visitor's bench, and the changes that a page makes to it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.changes import difference
from deepnet.lab.run.journey import reach
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query
from deepnet.lab.settings.settings import UPLOAD, Settings, with_changes

_BENCH = "bench"
ELSEWHERE = ("lanes", "clock")  # keys of an address that are no settings: of a comparison
WALL = ("across", "upwards", "seeds", "steps", "picture", "view")  # and of a wall of many networks
PHASES = ("upwards", "steps", "box")  # and of a phase map
CHOOSING = ("luck", "rates", "ground", "endless", "many")  # pages with choices in it, as luck.pairs
SHOW, LESSON = "show", "lesson"
# Among the choices of a bench: whether the address that it was made from had settings, or what a page shows.
NAMED, VIEWED = "named", "viewed"
BESIDE = (SHOW, LESSON)  # keys of a link that are no settings: which controls are shown, and a lesson


def current_bench() -> Bench:
    """What this visitor has; on the first visit a run made from the address."""
    if not isinstance(st.session_state.get(_BENCH), Bench):
        query = st.query_params.to_dict()
        asked = {key: query.pop(key) for key in BESIDE if key in query}
        viewed = [query.pop(key) for key in list(query) if _viewed(key)]
        settings, ignored = from_query(query)
        try:
            st.session_state[_BENCH] = Bench(Run(settings))
        except ValueError as error:
            ignored.append(str(error))
            st.session_state[_BENCH] = Bench()
        st.session_state[_BENCH].choices |= asked | {NAMED: bool(query), VIEWED: bool(viewed)}
        for message in ignored[:5]:
            st.toast(f"Ignored in the link: {message}", icon=":material/link_off:", duration="long")
    return st.session_state[_BENCH]


def _viewed(key: str) -> bool:
    """Whether a key of an address is of what a page shows, and no setting."""
    page, dot, _ = key.partition(".")
    return key in {*ELSEWHERE, *WALL, *PHASES} or (bool(dot) and page in CHOOSING)


def take_bench(bench: Bench) -> None:
    """Go on with a bench from before."""
    st.session_state[_BENCH] = bench


def current_run() -> Run:
    """The run that is on this visitor's screen."""
    return current_bench().run


def change(**fields: Any) -> None:
    """Give the run other settings; what it refuses becomes a message, and everything stays as it was."""
    bench = current_bench()
    try:
        settings = with_changes(bench.settings, **fields)
        also = difference(replace(bench.settings, **fields), settings)
        if bench.run.takes(settings):
            reach(bench.run, min(bench.shown(), bench.run.step))  # in slices, where the past is far
        bench.apply(settings)
    except (ValueError, TypeError) as error:
        refuse(error)
        return
    if also:
        st.toast(f"Changed with it: {also}.", icon=":material/info:", duration="long")


def refuse(error: Exception) -> None:
    why = str(error)
    st.toast(f"{why[:1].upper()}{why[1:]}. Nothing was changed.", icon=":material/error:", duration="long")


def is_upload(settings: Settings) -> bool:
    return settings.dataset == UPLOAD
