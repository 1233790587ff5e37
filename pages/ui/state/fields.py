"""What a visitor does to the controls of the settings."""

import streamlit as st

from pages.ui.fields.field import read
from pages.ui.state.bench import change, current_run, refuse

_SEEN = "fields.seen"


def seen(key: str) -> int:
    """The number of the last change that was dealt with, of the controls called `key`."""
    return st.session_state.get(_SEEN, {}).get(key, 0)


def take(key: str) -> None:
    """Deal with the changes that the browser has sent: each [number, field, value], and each of them once."""
    said = st.session_state[key].changed
    for n, name, value in sorted(_changes(said)):
        if n > seen(key):
            st.session_state.setdefault(_SEEN, {})[key] = n
            try:
                value = read(name, value, current_run().settings)
            except (ValueError, TypeError) as error:
                refuse(error)
            else:
                change(**{name.partition(".")[0]: value})


def _changes(said) -> list[tuple]:
    """What has the shape of changes in a message that may come from a stranger."""
    rows = said.get("changes") if isinstance(said, dict) else None
    return [
        (row[0], row[1], row[2])
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, list) and len(row) == 3 and isinstance(row[0], int) and isinstance(row[1], str)
    ]
