"""The visitor's run, and the changes that a page makes to it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from deepnet.lab.run.changes import difference
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query
from deepnet.lab.settings.settings import UPLOAD, Settings, with_changes

_RUN = "run"


def current_run() -> Run:
    """This visitor's run; on the first visit, and after a reload, made from the address."""
    if not isinstance(st.session_state.get(_RUN), Run):
        settings, ignored = from_query(st.query_params.to_dict())
        try:
            st.session_state[_RUN] = Run(settings)
        except ValueError as error:
            ignored.append(str(error))
            st.session_state[_RUN] = Run()
        for message in ignored[:5]:
            st.toast(f"Ignored in the link: {message}", icon=":material/link_off:", duration="long")
    return st.session_state[_RUN]


def change(**fields: Any) -> None:
    """Give the run other settings; what it refuses becomes a message, and everything stays as it was."""
    run = current_run()
    try:
        settings = with_changes(run.settings, **fields)
        also = difference(replace(run.settings, **fields), settings)
        run.apply(settings)
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
