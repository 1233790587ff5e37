"""Explore: hundreds of networks learn before your eyes, one for each value of one or two settings."""

import streamlit as st

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.chunk import Look, data, gains_by_preview
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.tiles import TILES, fitting
from deepnet.lab.sweep.wall import Wall
from pages.ui.layout import go_to
from pages.ui.state.address import share
from pages.ui.state.kept import kept, kept_widget
from pages.ui.state.made import made
from pages.ui.state.sweeps import Base, base, open_as_run, sweep_of
from pages.ui.state.wall import share_wall, take_wall, wall_query
from pages.ui.sweeps import outcomes
from pages.ui.sweeps.axis import axis_choice, axis_values, recentred
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.steps import STEPS, steps_choice
from pages.ui.sweeps.table import table
from pages.ui.sweeps.twins import choose_pair
from pages.ui.wall.wall import wall_view

TICKS = 64
VIEWS = {"wall": "Tiles", "heat": "Heat map", "curves": "Curves", "table": "Table"}


def side(networks: int) -> int:
    """Pixels along a side of a tile: fewer where there are many."""
    return 24 if networks > 150 else 32 if networks > 60 else 48


def choices(base: Base) -> tuple[Grid, int, str, bool]:
    """The grid, the steps, the kind of tile, and whether it is a preview; ValueError where they cannot be."""
    settings = base.settings
    heavy = base.dataset.n_x > 12
    count = 7 if heavy else 11
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices"):
        view = kept_widget(
            st.segmented_control,
            "View",
            "wall.view",
            "wall",
            options=list(VIEWS),
            format_func=VIEWS.get,
            required=True,
        )
        x = axis_choice("wall.x", "To the right", "learning_rate")
        x_axis = axis_values("wall.x", x, base, count=count)
        # The run itself is in the middle; where its layers differ, no width stands for it.
        usual = "width" if len(set(settings.hidden)) == 1 else "batch_size"
        y = axis_choice("wall.y", "Upwards", usual, others=(x,), none="seeds only")
        chosen = [x_axis, *([axis_values("wall.y", y, base, count=count)] if y else [])]
        seeds = kept_widget(
            st.number_input,
            "Seeds",
            "wall.seeds",
            1 if y else 8,
            min_value=1,
            max_value=16,
            width=78,
            help="How often each is trained, with other initial weights and another order of the rows.",
        )
        grid = _grid(settings, chosen, seeds)
        members = [m.settings for m in grid.members()] if isinstance(grid, Grid) else []
        steps = steps_choice("wall.steps", base, len(members), members=members)
        tiles = fitting(base.dataset)
        tile = tiles[0]
        offered = pays(members, base)
        if offered:
            kept_widget(
                st.toggle,
                "Preview",
                "wall.preview",
                True,
                help="Trained in float32: twice as fast or more, and close to the exact runs, not the same. "
                "A tile that you open is always the exact run.",
            )
        if len(tiles) > 1 and base.dataset.plane != "xy":  # a toy has its picture
            tile = kept("wall.tile", tile) if kept("wall.tile", tile) in tiles else tile
            if view == "wall":
                tile = kept_widget(
                    st.selectbox,
                    "Picture",
                    "wall.tile",
                    tile,
                    options=tiles,
                    format_func=lambda name: TILES[name].label,
                    width=160,
                )
    if isinstance(grid, str):
        raise ValueError(grid)
    return grid, steps, tile, offered and kept("wall.preview", True)


def pays(members: list[Settings], base: Base) -> bool:
    """Whether a preview gains twice the speed for most of these networks."""
    some = members[:: max(1, len(members) // 12)]
    found = [gains_by_preview(settings, data(settings, base.uploaded)) for settings in some]
    return 2 * sum(found) > len(found)


def _grid(settings: Settings, chosen: list[Axis | str], seeds: int) -> Grid | str:
    """The grid of these axes; a sentence where it cannot be."""
    for problem in chosen:
        if isinstance(problem, str):
            return problem
    try:
        grid = Grid(settings, tuple(chosen), seeds)
        grid.members()
    except (ValueError, TypeError) as error:
        return str(error)
    return grid


def main() -> None:
    explored = base()
    with st.container(key="head"):
        explore_head("wall", explored)
        view = kept("wall.view", "wall")
        try:
            grid, steps, tile, preview = choices(explored)
            look = Look(tile, side(grid.size), preview=preview)
            members = tuple(grid.members())
            sweep = sweep_of("wall", members, steps, look=look, ticks=TICKS, uploaded=explored.uploaded)
        except (ValueError, TypeError) as error:
            share()
            refuse_in_words(error)
            return
    share_wall(wall_query(grid.axes, grid.seeds, steps, tile, view))
    if view != "wall":
        outcomes.following(
            sweep, {"heat": outcomes.heat, "curves": outcomes.curves, "table": table}[view], grid
        )
        return
    asked = wall_view(made("wall", (sweep,), lambda: Wall(grid, sweep)))
    if asked and asked[0] == "open":
        _, member, step = asked
        open_as_run(sweep.members[member].settings, step)
        go_to("playground")
    if asked and asked[0] == "pair":
        choose_pair(*(sweep.members[k].settings for k in asked[1:]))
        go_to("luck")


def anew() -> None:
    """What the address says of a wall, or else the run in the middle of the last one."""
    if not take_wall(VIEWS, STEPS):
        for which in ("wall.x", "wall.y"):
            recentred(which, kept(which, ""), base())


explore_page("wall", main, anew, shares=False)
