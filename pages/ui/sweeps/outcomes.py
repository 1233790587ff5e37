"""Beside the wall: the same networks as a heat map, as curves with their band, and as a table."""

import numpy as np
import streamlit as st

from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.outcomes import BETTER_LOW, at_tick, best, known, over_seeds, steps_to
from deepnet.lab.sweep.sweep import Sweep
from deepnet.numerals import number, percent
from pages.ui.figures.sweeps import HIGH, LEAST_SCORE, MOST_GROUPS, fans, heat_map
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.state.kept import kept_widget
from pages.ui.state.sweeps import again
from pages.ui.sweeps.steps import tick_slider

EVERY = 1.0  # seconds between two looks at how far a sweep under way is
REDRAW = 6.0  # between two charts of it: each is mounted anew, and blank for a moment
WHENS = {"clock": "At a step", "best": "At its best", "goal": "Steps to a goal"}


def measures(sweep: Sweep) -> dict[str, str]:
    metric = "R²" if sweep.kind == "regression" else "accuracy"
    return {
        "cost_test": "test cost",
        "metric_test": f"test {metric}",
        "cost_train": "training cost",
        "metric_train": f"training {metric}",
    }


def following(sweep: Sweep, draw, *arguments, finer: Sweep | None = None) -> None:
    """Draw now, and again every few moments for as long as the sweep is under way.

    finer: another one that will take its place, whose progress is shown instead.
    """
    told = finer or sweep
    st.fragment(_progress, run_every=None if told.over else EVERY)(told)
    st.fragment(_drawn, run_every=None if sweep.over else REDRAW)(sweep, draw, arguments)


def _progress(sweep: Sweep) -> None:
    """How far it is; the whole page is drawn again when there is a first result, and when it is over."""
    told, stage = getattr(sweep, "told", 0), 2 if sweep.over else 1 if sweep.done.any() else 0
    progress(sweep)
    if stage > told:
        sweep.told = stage
        st.rerun()


def _drawn(sweep: Sweep, draw, arguments) -> None:
    if sweep.done.any():
        draw(sweep, *arguments)


def progress(sweep: Sweep) -> None:
    """How far it is, what it took, and what was lost, in a line of one height."""
    preview = "Preview in float32: " if sweep.look.preview else ""
    networks = f"{len(sweep.members):,} networks × {sweep.steps:,} steps"
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"progress-{sweep.number}"
    ):
        if not sweep.over:
            left = sweep.left
            st.progress(min(sweep.progress, 1.0), width=260)
            words = f"{preview}{percent(sweep.progress, 0)} of {networks}"
            st.caption(words + (f", about {max(left, 1):.0f} s left" if left else ""), width="content")
            st.button("Stop", key=f"stop.{sweep.number}", on_click=sweep.cancel)
        else:
            stopped = "stopped after" if sweep.cancelled and not sweep.complete else "in"
            st.caption(f"{preview}{networks} {stopped} {sweep.seconds:.1f} s", width="content")
            if not sweep.complete and st.button("Start over", key=f"again.{sweep.number}"):
                again(sweep)
                st.rerun()
    for lost, why in sweep.losses:
        st.warning(f"{lost} networks were lost: {why}.")


def _measure(sweep: Sweep, name: str) -> str:
    offered = measures(sweep)
    return kept_widget(
        st.selectbox,
        "Measure",
        name,
        "cost_test",
        options=list(offered),
        format_func=offered.get,
        width=180,
    )


def heat(sweep: Sweep, grid: Grid) -> None:
    """Cost or accuracy of every cell: at the clock's step, at its best, or the steps to a goal."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices-beside"):
        measure = _measure(sweep, "heat.measure")
        when = kept_widget(
            st.segmented_control,
            "When",
            "heat.when",
            "clock",
            options=list(WHENS),
            format_func=WHENS.get,
            required=True,
        )
        values, named, log = _values(sweep, measure, when)
    x, y = grid.axes[0], grid.axes[1] if len(grid.axes) > 1 else None
    shape = grid.shape if y else (grid.shape[0], grid.seeds, 1)
    cells = over_seeds(values, shape)
    y_labels = [y.label(v) for v in y.values] if y else [str(grid.base.seed + i) for i in range(grid.seeds)]
    x_labels, y_title = [x.label(v) for v in x.values], y.title if y else "seed"
    low, high = over_seeds(values, shape, 0.25), over_seeds(values, shape, 0.75)
    gone = (sweep.diverged >= 0).reshape(shape).sum(axis=2)
    lost = np.isnan(cells) & (gone == shape[2]) & (when != "goal")
    texts = np.empty(cells.shape, object)
    for i, x_label in enumerate(x_labels):
        for j, y_label in enumerate(y_labels):
            lines = [f"{x.title} {x_label}", f"{y_title} {y_label}", f"{named} {number(cells[i, j])}"]
            if shape[2] > 1:
                lines.append(f"quartiles {number(low[i, j])} … {number(high[i, j])} of {shape[2]} seeds")
            if gone[i, j]:
                lines.append(f"{gone[i, j]} diverged")
            texts[i, j] = "<br>".join(lines)
    figure = heat_map(
        cells,
        x_labels,
        y_labels,
        theme(dark()),
        x_title=x.title,
        y_title=y_title,
        named=named,
        low_is_good=measure in BETTER_LOW or when == "goal",
        log=log,
        texts=texts,
        within=(0, np.inf) if when == "goal" else _within(sweep, measure),
        crossed=lost,
    )
    tall(figure, "wall.heat")
    blank, crosses = int((np.isnan(cells) & ~lost).sum()), int(lost.sum())
    told = [f"A cross: {crosses} of {cells.size} diverged, no number holds their weights."] * (crosses > 0)
    if blank:
        why = "never met the goal" if when == "goal" and sweep.over else "are not trained yet"
        told.append(f"Blank: {blank} of {cells.size} {why}.")
    if not sweep.over and when == "clock":
        told.append("Under way: a cell shows the last step that is known of it.")
    st.caption(" ".join(told))


def tall(figure, key: str) -> None:
    """A chart as tall as the window has room below its choices."""
    with st.container(key=f"tall-{key.replace('.', '-')}"):
        st.plotly_chart(figure.update_layout(height=None), key=key, height="stretch")


def _within(sweep: Sweep, measure: str) -> tuple[float, float]:
    """Between which values colours tell apart: one network that blew up must not hide the rest."""
    if measure not in BETTER_LOW:
        return LEAST_SCORE, 1.0
    first = known(sweep, measure)[0]
    return 0.0, HIGH * float(np.nanmedian(first)) if np.isfinite(first).any() else np.inf


def _values(sweep: Sweep, measure: str, when: str) -> tuple[np.ndarray, str, bool]:
    """What is shown of each network, how it is called, and whether by factors."""
    offered = measures(sweep)
    cost = measure in BETTER_LOW
    if when == "best":
        return best(sweep, measure)[0], f"best {offered[measure]}", cost
    if when == "goal":
        reached = best(sweep, measure)[0]
        usual = float(np.nanmedian(reached)) if np.isfinite(reached).any() else 0.5
        goal = kept_widget(
            st.number_input,
            "Goal",
            f"heat.goal.{measure}",
            float(f"{usual:.2g}"),
            format="%.4g",
            width=130,
        )
        return steps_to(sweep, measure, goal), f"steps to {offered[measure]} {number(goal)}", True
    step = tick_slider(sweep, "heat.step")
    return (
        at_tick(sweep, measure, list(sweep.ticks).index(step)),
        f"{offered[measure]} at step {step:,}",
        cost,
    )


def curves(sweep: Sweep, grid: Grid) -> None:
    """The median of each value of one axis, over its band of quartiles."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices-beside"):
        measure = _measure(sweep, "curves.measure")
        which = 0
        if len(grid.axes) > 1:
            which = kept_widget(
                st.segmented_control,
                "A curve for each",
                "curves.axis",
                0,
                options=[0, 1],
                format_func=lambda i: grid.axes[i].title,
                required=True,
            )
    values, axis = known(sweep, measure).reshape(len(sweep.ticks), *grid.shape), grid.axes[which]
    groups = []
    for i, value in enumerate(axis.values[:MOST_GROUPS]):
        part = values.take(i, axis=1 + which)
        groups.append((axis.label(value), part.reshape(len(values), -1)))
    figure = fans(
        sweep.ticks,
        groups,
        theme(dark()),
        named=measures(sweep)[measure],
        log=measure in BETTER_LOW,
        height=440,
    )
    tall(figure, "wall.curves")
    count = groups[0][1].shape[1]
    if count > 1:
        st.caption(
            f"{axis.title.capitalize()}: a line is the median of {count} networks (every other setting and "
            "seed), its band goes from their lower to their upper quartile. Diverged ones are left out."
        )
