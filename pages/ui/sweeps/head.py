"""The head of every page that explores: the ways to the others, what it is good for, what is explored."""

from collections.abc import Callable

import streamlit as st

from deepnet.lab.settings.settings import DATA, Settings, in_order
from deepnet.numerals import number
from pages.ui.layout import PAGES, door, follow_theme, reading_style
from pages.ui.literal import literal
from pages.ui.state.address import share
from pages.ui.state.choices import choices_query, take_choices
from pages.ui.state.kept import arrived
from pages.ui.state.sweeps import Base, draw_anew

EXPLORE = ("wall", "many", "luck", "rates", "phases", "ground", "endless")
TOLD = {"hidden", "activation", "optimizer", "learning_rate", "batch_size"}  # by name, in any case
MOST_MORE = 4  # other settings that are not as usual


def explore_head(here: str, explored: Base) -> None:
    """Links to the playground and to all pages that explore."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ways"):
        door("playground")
        for page in EXPLORE:
            _, title, _, tells = PAGES[page]
            door(page, f"**{title}**" if page == here else title, help=tells)
    data, how = literal(explored.dataset.title), literal(told(explored.settings))
    tells = PAGES[here][3]
    st.caption(f"{tells}{'' if tells.endswith('?') else '.'} Explored: **{data}**, {how}.")


def explore_page(
    name: str, draw: Callable[[], None], anew: Callable[[], object] = bool, *, shares: bool = True
) -> None:
    """A page that explores, from its style to its theme.

    anew: what is done when the visitor comes from another page.  shares: the address tells of the run and of
    the choices made here; else `draw` brings it up to date.
    """
    reading_style()
    if arrived(name):
        anew()
        take_choices(name)
    if shares:
        share(choices_query(name))
    draw_anew()
    draw()
    follow_theme()


def told(settings: Settings) -> str:
    """Settings in a few words: layers, how they learn, and what else is not as usual."""
    layers = "-".join(map(str, settings.hidden)) or "no hidden layer"
    batch = f"batch {settings.batch_size}" if settings.batch_size else "all rows at once"
    words = [
        f"{layers} {settings.activation}",
        settings.optimizer,
        f"rate {number(settings.learning_rate)}",
        batch,
    ]
    plain, more = Settings(), []
    for field in in_order():
        value = getattr(settings, field.name)
        if field.name not in TOLD | DATA and value != getattr(plain, field.name):
            more.append(f"{field.title} {field.written(value)}")
    return ", ".join(words + more[:MOST_MORE] + ["…"] * (len(more) > MOST_MORE))


def refuse_in_words(error: Exception) -> None:
    """One sentence on the page instead of what was asked for."""
    why = str(error).rstrip(".")
    st.warning(f"{why[:1].upper()}{why[1:]}.")
