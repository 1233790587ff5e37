"""The choices of a page that explores, in its address: luck.pairs=20, ground.view=bridge.

Their names there are those under which they are kept.
"""

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import streamlit as st

from pages.ui.state.bench import current_bench
from pages.ui.state.kept import finite, keep

LONGEST = 500  # letters of a choice


def _flag(text: str) -> bool:
    return {"no": False, "yes": True}[text]


def _names(text: str) -> list[str]:
    return text.split(",")


# What travels, by the names under which it is kept, and what its text means; a step that is looked at, a kept
# run and a tile of a wall are not there for another visitor.
TRAVEL: dict[str, Callable[[str], Any]] = {
    "luck.field": str,
    "luck.value.*": str,
    "luck.varies": str,
    "luck.pairs": int,
    "luck.steps": int,
    "rates.count": int,
    "rates.steps": int,
    "ground.view": str,
    "ground.plane": str,
    "ground.part": str,
    "ground.surface": _flag,
    "endless.lesson": str,
    "endless.points": int,
    "endless.labels": int,
    "endless.width": int,
    "endless.*.steps": int,
    "many.names": _names,
    "many.count": int,
    "many.steps": int,
    "many.how": str,
    "many.which": str,
    "many.*.listed": _flag,
    "many.*.list": str,
    "many.*.low": finite,
    "many.*.high": finite,
    "many.*.log": _flag,
}


def choices_query(page: str) -> dict[str, str]:
    """What the visitor has chosen on a page, as its address says it: {"luck.pairs": "20"}."""
    chosen = current_bench().choices
    return {name: _text(chosen[name]) for name in sorted(chosen) if _page(name) == page and _meaning(name)}


def take_choices(page: str) -> None:
    """Choose what the address says of a page.  It comes from strangers: what is no choice is left out."""
    for name, text in st.query_params.to_dict().items():
        meaning = _meaning(name)
        if _page(name) != page or meaning is None:
            continue
        try:
            keep(name, meaning(text[:LONGEST]))
        except (ValueError, KeyError):
            said = f"Ignored in the link: {name}: {text[:LONGEST]!r} is none of its values"
            st.toast(said, icon=":material/link_off:", duration="long")


def _page(name: str) -> str:
    return name.partition(".")[0]


def _meaning(name: str) -> Callable[[str], Any] | None:
    return next((meaning for known, meaning in TRAVEL.items() if fnmatchcase(name, known)), None)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(value)
    return value if isinstance(value, str) else json.dumps(value)
