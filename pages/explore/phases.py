"""The phase map: where learning works, stalls or breaks, over the rate and one other setting."""

import numpy as np
import streamlit as st

from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import build, price
from deepnet.lab.sweep import phases
from deepnet.lab.sweep.axes import Axis, axes, changed, written
from deepnet.lab.sweep.chunk import Chunk, Look, data
from deepnet.lab.sweep.colours import table
from deepnet.lab.sweep.curvature import limit, sharpness
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.outcomes import at_tick, known
from deepnet.lab.sweep.phases import OTHERS, WHOLE, diverged_at, stalled, thrown, values, zoomed
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import TILES, levels_of, usual_tile
from pages.ui.figures.rates import DIVERGED, LEARNED, THROWN, phase_map
from pages.ui.figures.sweeps import fans
from pages.ui.figures.theme import theme
from pages.ui.layout import dark, follow_theme, reading_style
from pages.ui.state.address import share
from pages.ui.state.kept import arrived, keep, kept, kept_widget, showing
from pages.ui.state.made import made
from pages.ui.state.picks import picks
from pages.ui.state.sweeps import Base, base, sweep_of
from pages.ui.sweeps.head import explore_head, refuse_in_words
from pages.ui.sweeps.outcomes import following
from pages.ui.sweeps.steps import tick_slider

CHART = "phases.map"
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
    asked = f"phases.window.{other}"
    if (kept(asked) or WHOLE(other)) != window:
        st.rerun()  # another part of the map: what is new is trained
    n_x, n_y, _ = grid.shape
    chart = ".".join([CHART, other, str(n_x), *(f"{edge:.9g}" for edge in window)])  # marks are of one map
    left, right = st.columns([3, 1.25], gap="medium")
    with right:
        st.markdown(legend(), unsafe_allow_html=True)
        step = tick_slider(sweep, "phases.at", "After step")
    tick = list(sweep.ticks).index(step)
    xs, ys = (np.array(axis.values, float) for axis in grid.axes)
    edge = made("phases.edge", (grid, id(explored.uploaded)), lambda: edge_of(grid, explored.uploaded))
    figure = phase_map(
        xs,
        ys,
        at_tick(sweep, "cost_train", tick).reshape(n_x, n_y),
        stalled(sweep, tick).reshape(n_x, n_y),
        thrown(sweep, tick).reshape(n_x, n_y),
        diverged_at(sweep, tick).reshape(n_x, n_y),
        theme(dark()),
        y_title=axes()[other].title,
        y_log=OTHERS[other].log,
        named="training cost",
        edge=edge,
    )

    def zoom() -> None:
        cells = [(int(i), int(j)) for i, j in picks(chart)]
        spans = [(min(c), max(c)) for c in zip(*cells, strict=True)]
        if len(cells) > 1 and all(low < high for low, high in spans):
            keep(asked, zoomed(other, window, spans, (n_x, n_y)))

    with left:
        st.plotly_chart(figure, key=chart, on_select=zoom, selection_mode=("points", "box"))
    with right:
        if window != WHOLE(other):
            st.button(
                "Back to the whole map",
                key="phases.whole",
                on_click=keep,
                args=(asked, None),
            )
        st.caption("Drag a box to zoom in: what is new is trained, so that it stays sharp.")
        _cell(sweep, grid, explored, tuple(_place(grid, axis) for axis in (0, 1)), step)


def legend() -> str:
    """What the colours of the map mean, each beside its colour."""
    colours = theme(dark())
    entries = (
        (LEARNED[0][1], "learns, the darker the better"),
        (colours.line, "stalled: its cost hardly moved"),
        (THROWN, "worse than at the start"),
        (DIVERGED[1][1], "diverged, the darker the sooner"),
    )
    square = "display:inline-block;width:.9em;height:.9em;border-radius:3px;margin-right:.5em;background:"
    lines = [f'<span style="{square}{colour}"></span>{words}' for colour, words in entries]
    return "<br>".join([*lines, "<b>- -</b> 2/sharpness at the start"])


def _place(grid: Grid, axis: int) -> int:
    """The number of the value on an axis whose cell is looked at; the same share of it on a finer map."""
    known, name = grid.axes[axis], f"phases.cell.{axis}"
    last = len(known.values) - 1
    return showing(
        st.select_slider,
        known.title.capitalize(),
        name,
        round(kept(name, 0.6 if axis == 0 else 0.5) * last),
        on_change=lambda i: keep(name, i / last),
        options=range(last + 1),
        format_func=lambda i: known.label(known.values[i]),
    )


def _cell(sweep: Sweep, grid: Grid, explored: Base, place: tuple[int, int], step: int) -> None:
    """The network of one cell: trained again here, to be looked at."""
    k = place[0] * grid.shape[1] + place[1]
    member, look = sweep.members[k], Look(usual_tile(explored.dataset), 48)
    record = made(
        "phases.cell",
        (member, step, id(explored.uploaded)),
        lambda: Chunk([member], explored.uploaded, look).record([step], last=True),
    )
    dataset = explored.dataset
    classes = max(2, dataset.n_y)
    colours = table(TILES[look.tile].colours(dataset), classes, levels_of(classes), dark=dark())
    picture = np.kron(colours[record.tiles[0, 0].reshape(48, 48)], np.ones((3, 3, 1), "u1"))
    rate, other = (axis.label(axis.values[i]) for axis, i in zip(grid.axes, place, strict=True))
    st.image(picture, width=150, caption=f"rate {rate}, {grid.axes[1].title} {other}, step {step:,}")
    curve = known(sweep, "cost_train")[:, k : k + 1]
    st.plotly_chart(
        fans(sweep.ticks, [("this cell", curve)], theme(dark()), named="training cost", height=180),
        key="phases.curve",
    )


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
    window = kept(f"phases.window.{other}") or WHOLE(other)
    low, high = written("learning_rate", 10 ** window[0]), written("learning_rate", 10 ** window[1])
    st.caption(f"Rates {low} … {high} to the right. Every cell is a network, {steps:,} steps from one seed.")
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


reading_style()
arrived("phases")
share()
main()
follow_theme()
