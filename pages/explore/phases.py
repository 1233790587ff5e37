"""The phase map: where learning works, stalls or breaks, over the rate and one other setting."""

import streamlit as st

from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import build, price
from deepnet.lab.sweep import phases
from deepnet.lab.sweep.atlas import Atlas
from deepnet.lab.sweep.axes import Axis, axes, changed
from deepnet.lab.sweep.chunk import Look, data
from deepnet.lab.sweep.curvature import limit, sharpness
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.phases import OTHERS, WHOLE, values, zoomed
from deepnet.lab.sweep.sweep import Sweep
from pages.ui.layout import go_to
from pages.ui.phases.phases import phase_view
from pages.ui.state.address import share
from pages.ui.state.kept import kept_widget
from pages.ui.state.made import made
from pages.ui.state.phases import look_at, phases_query, take_phases, windows
from pages.ui.state.sweeps import Base, base, open_as_run, sweep_of
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.outcomes import following

FINE_SECONDS = 40.0  # of one core, up to which the finer map is trained as well
STEPS = (50, 100, 200, 500, 1000)


def grid_of(explored: Base, other: str, window, count: int) -> Grid:
    x, y = values(other, window, count)
    settings = explored.settings
    if other == "initial_scale" and settings.initializer not in OTHERS[other].fitting:
        settings = changed(settings, "initializer", OTHERS[other].fitting[0])
    return Grid(settings, (Axis("learning_rate", x), Axis(other, y)))


def edge_of(grid: Grid, uploaded) -> list[tuple[float, float]]:
    """(rate, other) along the line that belongs to the optimizer in force, at the initial weights."""
    found, axis = [], grid.axes[1]
    if axis.name == "batch_size" or grid.base.optimizer not in ("gradient descent", "momentum"):
        return found
    for value in axis.values[:: max(1, len(axis.values) // 16)]:
        settings = changed(grid.base, axis.name, value)
        _, trainer = build(settings, data(settings, uploaded))
        sharp = sharpness(trainer, rounds=40, enough=1e-3).value
        told = limit(settings.optimizer, 1.0, settings.beta1, full_batch=True)
        if sharp > 0 and told:
            found.append((told[0] / sharp, float(value)))
    return found


def shown(sweep: Sweep, grid: Grid, explored: Base, other: str, window) -> None:
    """The map, and what the visitor asks of it: another part is another sweep."""
    parts = windows(other)
    if parts[-1] != window:
        st.rerun()  # another part of the map: what is new is trained
    edge = made("phases.edge", (grid, id(explored.uploaded)), lambda: edge_of(grid, explored.uploaded))
    zoomed_in = window != WHOLE(other)
    atlas = made(
        "phases.atlas", (sweep,), lambda: Atlas(grid, sweep, edge, explored.uploaded, zoomed=zoomed_in)
    )
    asked = phase_view(atlas)
    if not asked:
        return
    if asked["what"] == "open":
        open_as_run(sweep.members[asked["k"]].settings, asked["step"])
        go_to("playground")
    elif asked["what"] == "zoom":
        spans = [tuple(asked[axis]) for axis in "xy"]
        look_at(other, (*parts[1:], zoomed(other, window, spans, grid.shape[:2])))
    else:
        look_at(other, parts[1:-1] if asked["what"] == "out" else ())
    st.rerun()


def main() -> None:
    explored = base()
    with st.container(key="head"):
        explore_head("phases", explored)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices"):
            other = kept_widget(
                st.selectbox,
                "Upwards",
                "phases.other",
                "initial_scale",
                options=list(OTHERS),
                format_func=lambda name: axes()[name].title.capitalize(),
                width=260,
            )
            steps = kept_widget(st.selectbox, "Steps", "phases.steps", 200, options=STEPS, width=110)
    share(phases_query(other, steps))
    window = windows(other)[-1]
    try:
        coarse_grid = grid_of(explored, other, window, phases.COARSE)
        each = price(explored.settings, explored.dataset, pace()).seconds / 3
        name, grid, finer = "phases", coarse_grid, None
        options = {"look": Look(), "ticks": 25, "uploaded": explored.uploaded}
        sweep = sweep_of(name, tuple(coarse_grid.members()), steps, **options)
        if sweep.complete and each * phases.FINE**2 * steps < FINE_SECONDS:
            fine_grid = grid_of(explored, other, window, phases.FINE)
            fine = sweep_of("phases.fine", tuple(fine_grid.members()), steps, **options)
            if fine.complete:
                sweep, grid = fine, fine_grid
            else:
                finer = fine
    except (ValueError, TypeError) as error:
        refuse_in_words(error)
        return
    following(sweep, shown, grid, explored, other, window, finer=finer)


explore_page("phases", main, lambda: take_phases(STEPS), shares=False)
