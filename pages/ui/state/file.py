"""The file that the visitor brought, and what was chosen about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from pages.ui.state.bench import current_bench

_CHOICE, _SEEN = "file.choice.", "file.seen"


@dataclass
class KeptFile:
    """What a visitor brought, kept on the bench so that it can be read or used in another way later.

    data: the bytes of a file, held by the uploader too and not copied, or a pasted text.  reading: what the
    visitor said about how it is read.  choices: what every widget of the dialog was set to.
    sheets, labels: the sheets or files, and the arrays, that can be chosen.  help: the options with which it
    could be read in another way.
    """

    id: str
    name: str
    data: bytes | str
    content: Any = None
    reading: dict = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    help: tuple[str, ...] = ()


def keep_file(file: KeptFile) -> None:
    """Take the place of an earlier file, whose choices are forgotten."""
    for key in [key for key in st.session_state if str(key).startswith(_CHOICE)]:
        del st.session_state[key]
    current_bench().file = file


def kept_file() -> KeptFile | None:
    return current_bench().file


def unseen(ids: list[str]) -> list[str]:
    """Those of the uploader's files that were not there before; each is new once."""
    seen = st.session_state.setdefault(_SEEN, set())
    new = [id for id in ids if id not in seen]
    seen.update(new)
    return new


def chosen(name: str, default: Any = None) -> Any:
    """What the visitor has chosen for the kept file, before or after the widget is drawn."""
    key, choices = _CHOICE + name, kept_file().choices
    if st.session_state.get(key) is not None:
        choices[name] = st.session_state[key]
    return choices.get(name, default)


def choose(name: str, value: Any) -> None:
    """Choose for the visitor, as by a click on something else than the widget."""
    kept_file().choices[name] = st.session_state[_CHOICE + name] = value


def choosing(widget: Callable, label: str, name: str, default: Any, **options: Any) -> Any:
    """Draw `widget` for a choice about the kept file, as it was left when the dialog was open last."""
    value, offered = chosen(name, default), options.get("options")
    if offered is not None and not isinstance(value, list) and value not in offered:
        value = default
    st.session_state[_CHOICE + name] = value
    value = widget(label, key=_CHOICE + name, **options)
    kept_file().choices[name] = value
    return value


def edits(key: str) -> dict[int, dict[str, Any]]:
    """The cells that the visitor has changed in the table editor called `key`, by row and column."""
    return st.session_state[key]["edited_rows"]
