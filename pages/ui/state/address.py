"""The settings in the address bar."""

import streamlit as st

from deepnet.lab.settings.links import is_linkable, to_query
from pages.ui.state.bench import current_bench

ADDRESS = "address"  # among the choices of a bench: what stood in the address bar last


def share() -> str:
    """Bring the address up to date with the settings; the text after its question mark."""
    bench = current_bench()
    query = to_query(bench.settings)
    bench.choices[ADDRESS] = query
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
    return "&".join(f"{key}={value}" for key, value in query.items())


def data_travel() -> bool:
    """Whether the data that are learned from travel in the link."""
    return is_linkable(current_bench().settings)
