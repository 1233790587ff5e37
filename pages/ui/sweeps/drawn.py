"""What came of networks drawn from ranges of many settings: a line for each, what mattered, the ten best."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from deepnet.declaration import Number
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.draws import FEWEST, as_numbers, importance
from deepnet.lab.sweep.grid import Member
from deepnet.numerals import cost, percent
from pages.ui.figures.bars import signed_bars
from pages.ui.figures.sweeps import parallel_coordinates
from pages.ui.figures.theme import theme
from pages.ui.layout import dark, door
from pages.ui.state.kept import forget, keep, kept
from pages.ui.state.made import made
from pages.ui.state.sweeps import open_as_run
from pages.ui.sweeps.brush import Ranges, brushed

CHART, BRUSH, OPENED = "many.lines", "many.ranges", "many.opened"
LITTLE = 0.3  # of the differences that a forest explains, below which its shares say little
BEST = 10  # networks in the table


@dataclass(frozen=True)
class Drawn:
    """Networks by their settings and what came of them.

    axes: the settings drawn.  table: the draws of each, by its name.  costs (K,): test cost, nan where a
    network diverged or is not trained yet.  steps (K,): where it had that cost.  waiting: not trained yet.
    searched: drawn by a search, not evenly.
    """

    axes: Sequence[Axis]
    table: dict[str, list]
    members: Sequence[Member]
    costs: np.ndarray
    steps: np.ndarray
    waiting: int = 0
    searched: bool = False


def outcome(drawn: Drawn) -> None:
    """Parallel coordinates beside what mattered, and the best of those that are kept on them."""
    alive = np.isfinite(drawn.costs)
    if not alive.any():
        lost = len(drawn.costs) - drawn.waiting
        st.info("None of them has a finite cost: all diverged." if lost else "None of them is trained yet.")
        return
    left, right = st.columns([2.3, 1], gap="medium")
    with left:
        ranges = _lines(drawn, alive)
    with right:
        _importance(drawn)
    _best(drawn, _kept(drawn, ranges) & alive, whole=not ranges)


def _lines(drawn: Drawn, alive: np.ndarray) -> Ranges:
    """The chart; the ranges that are kept on it."""
    key = (drawn.axes, drawn.costs.tobytes(), dark())
    before = kept(BRUSH) or (None, {})  # a chart of other numbers begins with the brushes of the last
    ranges = before[1] if before[0] == drawn.axes else {}
    figure = made(CHART, key, lambda: _figure(drawn, alive, ranges))
    with st.container(key="many-room"):
        st.plotly_chart(figure, key=CHART, height="stretch", config={"displayModeBar": False})
    ranges = brushed(CHART, len(drawn.axes) + 1)
    keep(BRUSH, (drawn.axes, ranges))
    lost = int((~alive).sum()) - drawn.waiting
    told = (
        "One line is one network; green is good. Drag along an axis to keep a range; a click on it drops it."
    )
    if lost:
        told += f" {lost} of {len(alive)} diverged and are left out."
    if drawn.waiting:
        told += f" {drawn.waiting} wait for their turn."
    st.caption(told)
    return ranges


def _figure(drawn: Drawn, alive: np.ndarray, ranges: Ranges):
    columns = []
    for axis in drawn.axes:
        values = drawn.table[axis.name]
        if isinstance(axis.known, Number):
            columns.append({"title": axis.title, "values": np.array(values, float)[alive], "log": axis.log})
        else:
            labels = [axis.label(value) for value in axis.values]
            columns.append({"title": axis.title, "values": as_numbers(axis, values)[alive], "labels": labels})
    return parallel_coordinates(
        columns, drawn.costs[alive], theme(dark()), named="test cost", ranges=ranges, height=None
    )


def _kept(drawn: Drawn, ranges: Ranges) -> np.ndarray:
    """(K,): whether a network lies in the ranges of all axes that have some."""
    found = np.ones(len(drawn.costs), bool)
    shown = [as_numbers(axis, drawn.table[axis.name]) for axis in drawn.axes]
    shown.append(np.log10(np.maximum(drawn.costs, 1e-12)))
    for name, spans in ranges.items():
        values = shown[int(name)]
        found &= np.any([(values >= low) & (values <= high) for low, high in spans], axis=0)
    return found


def _best(drawn: Drawn, mask: np.ndarray, *, whole: bool) -> None:
    """The best of those that are kept, and the way to open them."""
    count, all_ = int(mask.sum()), int(np.isfinite(drawn.costs).sum())
    if not count:
        st.info("No network lies in the ranges kept on the axes. Click on a range to drop it.")
        return
    order = np.argsort(np.where(mask, drawn.costs, np.inf))[: min(BEST, count)]
    rows = {axis.title: [_cell(axis, drawn.table[axis.name][k]) for k in order] for axis in drawn.axes}
    rows |= {"test cost": drawn.costs[order].tolist(), "at step": drawn.steps[order].tolist()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="many-best"):
        of = f"all {all_}" if whole else f"the {count} kept of {all_}"
        title = f"The only one kept of {all_}" if count == 1 and not whole else f"The best of {of}"
        st.markdown(f"**{title}**", width="content")
        chosen = int(order[0])
        st.button("Open the best on the playground", key="many.open", on_click=_open, args=(drawn, chosen))
        if kept(OPENED) == drawn.members[chosen].settings:
            door("playground", "It is on the playground")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        column_config={
            name: st.column_config.NumberColumn(format="localized" if isinstance(values[0], int) else "%.4g")
            for name, values in rows.items()
            if not isinstance(values[0], str)
        },
    )
    step = f"{int(drawn.steps[chosen]):,}"
    st.caption(
        f"The best of {all_} was chosen by these test rows: on new ones expect it to be worse. "
        f"It is opened at step {step}, where its test cost is {cost(drawn.costs[chosen])}."
    )


def _cell(axis: Axis, value) -> int | float | str:
    """A number where it is one, so that the table sorts it as one."""
    named = not isinstance(axis.known, Number) or any(one in axis.known.words for one in axis.values)
    return axis.label(value) if named else value


def _open(drawn: Drawn, k: int) -> None:
    forget(OPENED)
    open_as_run(drawn.members[k].settings, int(drawn.steps[k]))
    keep(OPENED, drawn.members[k].settings)


def _importance(drawn: Drawn) -> None:
    st.markdown("**What mattered**")
    known = len(drawn.costs) - drawn.waiting
    if known < FEWEST:
        st.caption(f"Below {FEWEST} networks an importance means nothing; these are {known}.")
        return
    seen = np.isfinite(drawn.costs) if drawn.waiting else np.ones(len(drawn.costs), bool)
    table = {
        name: [value for value, one in zip(values, seen, strict=True) if one]
        for name, values in drawn.table.items()
    }
    shares, spreads, explained = made(
        "many.importance",
        (drawn.axes, drawn.costs.tobytes()),
        lambda: importance(list(drawn.axes), table, drawn.costs[seen]),
    )
    figure = signed_bars(
        [axis.title for axis in drawn.axes],
        shares,
        theme(dark()),
        axis="share of what mattered",
        spread=spreads,
    )
    st.plotly_chart(figure, key="many.importance")
    st.caption(
        f"Permutation importance of a random forest on log cost (Breiman 2001); the forest explains "
        f"{percent(explained, 0)} of the differences (R² out of bag). Shares hold for all networks and the "
        f"ranges above; below {FEWEST} networks they mean nothing."
        + (" A search looks most where costs are low: they tell of there." if drawn.searched else "")
        + (" So little is explained that they say hardly anything here." if explained < LITTLE else "")
    )
