"""The cards of the rules in a dialog, opened at those in use."""

import streamlit as st

from deepnet.lab.run.recipe import loss_of
from pages.ui.cards.card import TABLES, TITLES, card
from pages.ui.state.bench import current_run


def asked_card(asked: dict) -> tuple[str, str] | None:
    """The card that a visitor asks for: a table of TABLES and an entry; None where there is no such table."""
    kind, name = asked.get("kind"), asked.get("name")
    return (kind, str(name)) if isinstance(kind, str) and kind in TABLES else None


@st.dialog("What each choice does", width="medium")
def cards(kind: str, name: str | None = None) -> None:
    """The dialog, opened at a table of TABLES and at an entry of it; by default the one in use."""
    kind = st.pills(
        "Kind",
        list(TABLES),
        default=kind,
        required=True,
        key="cards.kind",
        format_func=TITLES.get,
        label_visibility="collapsed",
    )
    names = list(TABLES[kind])
    start = name if name in names else in_use(kind)
    chosen = st.selectbox(
        "Which one",
        names,
        index=names.index(start),
        key=f"cards.{kind}",
        format_func=lambda name: TABLES[kind][name].label,
        label_visibility="collapsed",
    )
    card(kind, chosen, key=f"cards.{kind}.{chosen}")


def in_use(kind: str) -> str:
    """The entry of a table that the visitor's run uses."""
    run = current_run()
    return loss_of(run.settings, run.dataset) if kind == "loss" else getattr(run.settings, kind)
