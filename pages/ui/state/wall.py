"""The wall in the address bar: its axes with their values, seeds, steps, picture and view."""

from collections.abc import Iterable

import streamlit as st

from deepnet.lab.sweep.axes import Axis, axes, parsed, typed
from deepnet.lab.sweep.tiles import TILES
from pages.ui.state.address import share
from pages.ui.state.bench import WALL
from pages.ui.state.kept import keep, kept

ACROSS, UPWARDS, SEEDS, STEPS, PICTURE, VIEW = WALL
MOST_SEEDS = 16
LONGEST = 2000  # letters of an axis
SHARED = "wall.shared"  # what the address said of a wall last


def share_wall(query: dict[str, str]) -> None:
    """Bring the address up to date with the settings and with the wall that `wall_query` tells of."""
    keep(SHARED, query)
    share(query)


def wall_query(chosen: Iterable[Axis], seeds: int, steps: int, picture: str, view: str) -> dict[str, str]:
    """What the address of such a wall says: {"across": "learning_rate:0.01, 0.1", "seeds": "2", …}."""
    found = [f"{axis.name}:{typed(axis.name, axis.values)}" for axis in chosen]
    query = dict(zip((ACROSS, UPWARDS), [*found, "none"], strict=False))
    return query | {SEEDS: str(seeds), STEPS: str(steps), PICTURE: picture, VIEW: view}


def take_wall(views: Iterable[str], steps: Iterable[int]) -> bool:
    """Choose what the address says of a wall, if it says anything; whether it does.

    It comes from strangers: what is no choice is left out.
    """
    query = st.query_params.to_dict()
    if ACROSS not in query:
        return False
    if {key: query[key] for key in WALL if key in query} == kept(SHARED):
        return True  # the same again: ranges stay ranges
    for key, which in ((ACROSS, "wall.x"), (UPWARDS, "wall.y")):
        name, _, text = query.get(key, "")[:LONGEST].partition(":")
        if name == "none" and key == UPWARDS:
            keep(which, "")
        if name not in axes():
            continue
        try:
            Axis(name, parsed(name, text))
        except (ValueError, TypeError) as error:
            st.toast(f"Ignored in the link: {key}: {error}", icon=":material/link_off:", duration="long")
            continue
        keep(which, name)
        keep(f"{which}.{name}.listed", True)
        keep(f"{which}.{name}.list", text)
    number = query.get(SEEDS, "")
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= MOST_SEEDS:
        keep("wall.seeds", int(number))
    for key, name, offered in (
        (STEPS, "wall.steps", {str(n): n for n in steps}),
        (PICTURE, "wall.tile", {name: name for name in TILES}),
        (VIEW, "wall.view", {name: name for name in views}),
    ):
        if query.get(key) in offered:
            keep(name, offered[query[key]])
    return True
