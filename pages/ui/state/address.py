"""The settings in the address bar, and the way back in the browser's history."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from deepnet.lab.settings.links import from_query, is_linkable, to_query
from deepnet.lab.settings.settings import Settings
from pages.ui.state.bench import LESSON, SHOW, current_bench, current_run, refuse

_ENTRY, _WENT, _BEEN = "address.entry", "address.went", "address.been"
ADDRESS = "address"  # among the choices of a bench: what stood in the address bar last
MOST_BEEN = 100  # addresses of this visit whose settings are remembered whole

_component = st.components.v2.component(
    "deepnet_address", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False
)


def share(more: dict[str, str] | None = None) -> None:
    """Bring the address up to date with the settings, once on a page; it can be gone back to.

    more: what else this page has in its address.
    """
    settings, query = current_run().settings, _query()
    current_bench().choices[ADDRESS] = query
    query = query | _beside() | (more or {})
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    been = st.session_state.setdefault(_BEEN, {})
    been.pop(_key(query), None)
    been[_key(query)] = settings  # a file and a large drawing are not in the address
    while len(been) > MOST_BEEN:
        del been[next(iter(been))]
    told = {"entry": st.session_state.get(_ENTRY, 0), "went": st.session_state.get(_WENT, 0)}
    _component(key="address", data=told | {"query": urlencode(query)}, on_went_change=_went)


def make_entry() -> None:
    """What comes next is an entry of its own in the browser's history."""
    st.session_state[_ENTRY] = st.session_state.get(_ENTRY, 0) + 1


def link_text() -> str:
    """The text after the question mark of the address."""
    return "&".join(f"{key}={value}" for key, value in (_query() | _beside()).items())


def _query() -> dict[str, str]:
    run = current_run()
    return to_query(run.settings, run.network.dtype.name)


def _beside() -> dict[str, str]:
    """What stands in the address beside the settings."""
    return {key: text for key, text in current_bench().choices.items() if key == SHOW}


def _went() -> None:
    """The visitor went back or forward to an address: its settings are in force again."""
    said = st.session_state["address"].went
    if not isinstance(said, dict) or not isinstance(said.get("went"), int):
        return
    st.session_state[_WENT] = said["went"]
    query = dict(parse_qsl(str(said.get("query"))[:10_000], keep_blank_values=True))
    settings: Settings | None = st.session_state.get(_BEEN, {}).get(_key(query))
    try:
        current_bench().apply(from_query(query)[0] if settings is None else settings)
    except (ValueError, TypeError) as error:
        refuse(error)


def _key(query: dict[str, str]) -> tuple:
    return tuple(sorted(query.items()))


def data_travel() -> bool:
    """Whether the data that are learned from travel in the link."""
    return is_linkable(current_bench().settings)


def shown_controls() -> tuple[str, ...] | None:
    """The keys of the controls that the link leaves on the page; None for all of them."""
    text = current_bench().choices.get(SHOW)
    if text is None:
        return None
    return tuple(part for part in str(text)[:400].replace(" ", ",").split(",") if part)


def show_controls(keys: tuple[str, ...] | None) -> None:
    """Leave only these controls on the page, and say so in its link; None shows all again."""
    choices = current_bench().choices
    choices.pop(SHOW, None)
    if keys is not None:
        choices[SHOW] = ",".join(keys) or "none"


def asked_lesson() -> str:
    """The lesson that the address names, "" where it names none."""
    return str(st.query_params.get(LESSON, ""))


def share_lesson(link: str) -> None:
    """Put a lesson into the address, "" for the list of them."""
    query = {LESSON: link} if link else {}
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
