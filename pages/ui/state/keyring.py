"""The key of a visitor's bench, which the browser's tab keeps, so that a reload finds the bench again."""

import streamlit as st

from deepnet.lab.run.bench import Bench
from deepnet.lab.settings.links import to_query
from pages.ui.stage.door import part
from pages.ui.stage.stage import BENCHES
from pages.ui.state.address import ADDRESS
from pages.ui.state.bench import NAMED, VIEWED, current_bench, take_bench
from pages.ui.state.kept import arrive_again

_KEY, _HEARD, _GONE = "keyring.key", "keyring.heard", "keyring.gone"

_component = part("deepnet_keyring", "state/keyring.js", "state/keyring.css")


def keyring() -> None:
    """Give the tab the key of its bench, and take the one that it has from before."""
    bench = current_bench()
    key = st.session_state.get(_KEY)
    if key is None or BENCHES.visit(key) is not bench:
        key = st.session_state[_KEY] = BENCHES.keep(bench)
    if st.session_state.pop(_GONE, False):
        st.toast(
            "What you had here is gone: an hour went by without a visit, or the server was started anew. The "
            "page starts from its address.",
            icon=":material/history_toggle_off:",
            duration="long",
        )
    for notice in bench.take_notices():
        st.toast(notice, icon=":material/info:", duration="long")
    _component(
        {"key": key, "heard": _HEARD in st.session_state},
        key="keyring",
        on_handed_change=_handed,
    )


def _handed() -> None:
    """The tab has handed over the key that it had, or said that it has none."""
    found = (st.session_state["keyring"] or {}).get("handed") or {}
    st.session_state[_HEARD] = True
    key = found.get("key")
    if not isinstance(key, str) or key == st.session_state.get(_KEY):
        return
    if not found.get("back") and BENCHES.is_shown(key):
        return  # a copy of a tab that is still open: this one has a bench of its own
    bench = BENCHES.visit(key)
    if bench is None:
        st.session_state[_GONE] = True
        return
    asked = current_bench()
    BENCHES.drop(st.session_state[_KEY])
    st.session_state[_KEY] = key
    take_bench(bench)
    _follow(bench, asked)


def _follow(bench: Bench, asked: Bench) -> None:
    """Where the address is not the one that the bench was left with, somebody opened another link here."""
    query = to_query(asked.settings, asked.run.network.dtype.name)
    if asked.choices.get(NAMED) and query != bench.choices.get(ADDRESS):
        bench.restart(asked.settings)
    if asked.choices.get(VIEWED):
        arrive_again()  # so that the page takes what it shows from the address
