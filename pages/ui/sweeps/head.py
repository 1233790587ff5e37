"""The head of every page that explores: the way back, the ways to the others, what is explored."""

import streamlit as st

from pages.ui.layout import PAGES, door
from pages.ui.literal import literal
from pages.ui.state.sweeps import Base

EXPLORE = ("wall", "many", "luck", "rates", "phases", "ground", "endless")


def explore_head(here: str, explored: Base) -> None:
    """Links to the playground and to all pages that explore."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ways"):
        door("playground")
        for page in EXPLORE:
            _, title, _, tells = PAGES[page]
            door(page, f"**{title}**" if page == here else title, help=tells)
        st.caption(f"of **{literal(explored.dataset.title)}**", width="content")


def refuse_in_words(error: Exception) -> None:
    """One sentence on the page instead of what was asked for."""
    why = str(error).rstrip(".")
    st.warning(f"{why[:1].upper()}{why[1:]}.")
