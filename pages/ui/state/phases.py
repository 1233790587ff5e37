"""The phase map in the address bar: what goes upwards, after how many steps, which part is looked at."""

from collections.abc import Iterable

import streamlit as st

from deepnet.lab.sweep.phases import OTHERS, WHOLE, Window, within
from pages.ui.state.bench import PHASES
from pages.ui.state.kept import keep, kept

UPWARDS, STEPS, BOX = PHASES
LONGEST = 200  # letters of a box


def windows(other: str) -> tuple[Window, ...]:
    """The whole map, and each part of the former one that was zoomed in to; the last is looked at."""
    return (WHOLE(other), *kept(f"phases.windows.{other}", ()))


def look_at(other: str, parts: Iterable[Window]) -> None:
    """Have zoomed in to these, one within the other; none of them for the whole map."""
    keep(f"phases.windows.{other}", tuple(parts))


def phases_query(other: str, steps: int) -> dict[str, str]:
    """What the address of such a map says: {"upwards": "beta1", "steps": "200", "box": "-1.0,0,0.1,0.9"}."""
    window = windows(other)[-1]
    box = {} if window == WHOLE(other) else {BOX: ",".join(map(repr, window))}
    return {UPWARDS: other, STEPS: str(steps), **box}


def take_phases(steps: Iterable[int]) -> None:
    """Choose what the address says of a map.  It comes from strangers: what is no choice is left out."""
    query = st.query_params.to_dict()
    other = query.get(UPWARDS)
    if other not in OTHERS:
        return
    keep("phases.other", other)
    if query.get(STEPS) in map(str, steps):
        keep("phases.steps", int(query[STEPS]))
    parts = ()
    if BOX in query:
        try:
            parts = (within(other, query[BOX][:LONGEST].split(",")),)
        except ValueError as error:
            st.toast(f"Ignored in the link: {BOX}: {error}", icon=":material/link_off:", duration="long")
    if parts != windows(other)[-1:]:
        look_at(other, parts)
