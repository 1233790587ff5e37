"""The controls of the settings: a row that a beginner turns, and all others in a panel beside the stage."""

import streamlit as st

from deepnet.lab.run import recipe
from deepnet.lab.run.pace import pace
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import GROUPS, in_order
from pages.ui.cards.dialog import asked_card, cards
from pages.ui.fields.field import described
from pages.ui.fields.price import price
from pages.ui.stage.door import part
from pages.ui.state.asked import asked
from pages.ui.state.fields import seen, take
from pages.ui.state.kept import keep, kept

CARD = "cards.asked"

_component = part("deepnet_fields", "fields/controls.js", "fields/controls.css")


def hyperparameters(run: Run, only: tuple[str, ...] | None = None) -> None:
    """Draw the row and the panel.  only: the keys of the fields to draw, "more" for the panel; None for
    all."""
    fields = list(in_order(type(run.settings)))
    row = [
        shown
        for field in sorted(fields, key=lambda f: f.front)
        if (field.front if only is None else field.key in only)
        for shown in _row(field, run)
    ]
    if only is not None and "more" not in only:
        if row:
            with st.container(key="methods"):
                controls("fields", row)
            _explain()
        return
    groups = []
    for group in GROUPS[1:]:  # the data have a panel of their own
        here = [field for field in fields if field.group == group and not field.front]
        groups.append(
            {"title": group, "fields": [shown for field in here for shown in described(field.name, run)]}
        )
    costs = price(recipe.price(run.settings, run.dataset, pace()))
    with st.container(key="methods"):
        controls("fields", row, {"groups": groups, "price": costs})
    _explain()


def _explain() -> None:
    """Open the card that a visitor has asked for, behind the mark beside a menu."""
    wanted = kept(CARD)
    if wanted:
        keep(CARD, None)
        cards(*wanted)


def _row(field, run: Run) -> list[dict]:
    """A rate that nothing reads would only stand in the way of a beginner."""
    if field.of == "regularization" and run.settings.regularization == "none":
        return []
    return described(field.name, run)


def controls(key: str, row: list[dict], more: dict | None = None) -> None:
    """Draw controls as told; what a person does to them changes the settings, and nothing else does."""
    _component(
        {"row": row, "seen": seen(key)} | (more or {}),
        key=key,
        on_changed_change=lambda: take(key),
        on_card_change=lambda: keep(CARD, asked_card(asked(key, "card"))),
    )
