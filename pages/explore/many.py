"""Many settings at once: networks drawn at random, or searched, as parallel coordinates."""

import importlib.util

import numpy as np
import pandas as pd
import streamlit as st

from deepnet.declaration import Number
from deepnet.lab.sweep.axes import Axis, axes
from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.draws import FEWEST, Search, drawn, importance
from deepnet.lab.sweep.outcomes import at_tick, best
from deepnet.lab.sweep.sweep import Sweep
from deepnet.numerals import percent
from pages.ui.figures.bars import signed_bars
from pages.ui.figures.sweeps import parallel_coordinates
from pages.ui.figures.theme import theme
from pages.ui.layout import dark, door
from pages.ui.state.kept import keep, kept, kept_widget
from pages.ui.state.made import made
from pages.ui.state.sweeps import Base, base, open_as_run, sweep_of
from pages.ui.sweeps.axis import axis_values, label
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.outcomes import following
from pages.ui.sweeps.steps import steps_choice

FIRST = ("learning_rate", "batch_size", "width", "regularization_rate")
MOST_AXES, MOST_DRAWN, ROUND, TICKS = 6, 512, 16, 16
LITTLE = 0.3  # of the differences that a forest explains, below which its shares say little
HOW = {"random": "At random", "tpe": "By TPE"}


def shown(sweep: Sweep, chosen: list[Axis], table: dict[str, list], costs: np.ndarray | None = None) -> None:
    """Parallel coordinates, the best of all, and what mattered."""
    which = kept_widget(
        st.segmented_control,
        "Coloured by test cost",
        "many.which",
        "best",
        options=["best", "last"],
        format_func={"best": "at its best", "last": "at the end"}.get,
        required=True,
    )
    if costs is None:
        costs = (
            best(sweep, "cost_test")[0]
            if which == "best"
            else at_tick(sweep, "cost_test", len(sweep.ticks) - 1)
        )
    alive = np.isfinite(costs)
    if not alive.any():
        st.info("None of them has a finite cost yet.")
        return
    columns = []
    for axis in chosen:
        values = table[axis.name]
        if isinstance(axis.known, Number):
            columns.append({"title": axis.title, "values": np.array(values, float)[alive], "log": axis.log})
        else:
            numbers = np.array([axis.values.index(value) for value in values])[alive]
            columns.append(
                {"title": axis.title, "values": numbers, "labels": [axis.label(v) for v in axis.values]}
            )
    st.plotly_chart(
        parallel_coordinates(columns, costs[alive], theme(dark()), named="test cost"), key="many.lines"
    )
    lost = int((~alive).sum())
    st.caption(
        "One line is one network; green is good. Drag along an axis to keep a range; drag an axis to move it."
        + (f" {lost} of {len(costs)} diverged and are left out." if lost else "")
    )
    left, right = st.columns(2)
    with left:
        _best(sweep, chosen, table, costs)
    with right:
        _importance(chosen, table, costs)


def _best(sweep: Sweep, chosen: list[Axis], table: dict[str, list], costs: np.ndarray) -> None:
    order = np.argsort(np.where(np.isfinite(costs), costs, np.inf))[:10]
    rows = {axis.title: [axis.label(table[axis.name][k]) for k in order] for axis in chosen}
    st.markdown("**The ten best**")
    st.dataframe(
        pd.DataFrame(rows | {"test cost": costs[order]}),
        hide_index=True,
        height=300,
        column_config={"test cost": st.column_config.NumberColumn(format="%.4g")},
    )
    st.caption(f"The best of {len(costs)} was chosen by these test rows: on new ones expect it to be worse.")
    if len(sweep.members) > order[0]:
        st.button(
            "Open the best on the playground", key="many.open", on_click=_open, args=(sweep, int(order[0]))
        )
        if kept("many.opened"):
            door("playground", "The best is on the playground")


def _open(sweep: Sweep, k: int) -> None:
    open_as_run(sweep.members[k].settings, sweep.steps)
    keep("many.opened", True)


def _importance(chosen: list[Axis], table: dict[str, list], costs: np.ndarray) -> None:
    st.markdown("**What mattered**")
    if len(costs) < FEWEST:
        st.caption(f"Below {FEWEST} networks an importance means nothing; these are {len(costs)}.")
        return
    shares, spreads, explained = importance(chosen, table, costs)
    figure = signed_bars(
        [axis.title for axis in chosen], shares, theme(dark()), axis="share of what mattered", spread=spreads
    )
    st.plotly_chart(figure, key="many.importance")
    st.caption(
        f"Permutation importance of a random forest on log cost (Breiman 2001); the forest explains "
        f"{percent(explained, 0)} of the differences (R² out of bag). Shares hold for the ranges above; "
        f"below {FEWEST} networks they mean nothing."
        + (" So little is explained that they say hardly anything here." if explained < LITTLE else "")
    )


def search(explored: Base, chosen: list[Axis], count: int, steps: int) -> None:
    """Rounds of TPE: each is trained, its costs are told, and the next is asked for."""
    key = (explored.settings, tuple(chosen), steps, id(explored.uploaded))
    found = made(
        "many.search", key, lambda: {"search": Search(explored.settings, chosen), "costs": [], "asked": []}
    )
    searching = found["search"]
    if not found["asked"] and len(found["costs"]) < count:
        found["asked"] = searching.ask(min(ROUND, count - len(found["costs"])))
    if found["asked"]:
        round_ = sweep_of(
            "many.round", tuple(found["asked"]), steps, look=Look(), ticks=TICKS, uploaded=explored.uploaded
        )
        if round_.over:
            costs = best(round_, "cost_test")[0]
            searching.tell(costs)
            found["costs"] += costs.tolist()
            found["asked"] = []
            st.rerun()
        following(round_, lambda *_: None)
        st.caption(
            f"{len(found['costs'])} of {count} networks; each round of {ROUND} learns from all before."
        )
    told = np.array(found["costs"])
    if len(told):
        table = {name: values[: len(told)] for name, values in searching.table.items()}
        done = made("many.all", (key, len(told)), lambda: _Told(searching.members[: len(told)], steps))
        shown(done, chosen, table, told)


class _Told:
    """What `shown` asks of a sweep, of the rounds of a search."""

    def __init__(self, members, steps: int):
        self.members, self.steps = members, steps


def main() -> None:
    explored = base()
    with st.container(key="head"):
        explore_head("many", explored)
        row = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices")
        with row:
            names = kept_widget(
                st.multiselect,
                "Settings",
                "many.names",
                list(FIRST),
                options=list(axes()),
                format_func=label,
                max_selections=MOST_AXES,
                width=420,
            )
            count = kept_widget(
                st.number_input,
                "Networks",
                "many.count",
                128,
                min_value=8,
                max_value=MOST_DRAWN,
                width=110,
            )
        with st.container(horizontal=True, gap="small", key="ranges"):
            found = [
                axis_values("many", name, explored.settings, count=9, most=64, drawn=True) for name in names
            ]
        problems = [axis for axis in found if isinstance(axis, str)]
        if problems or len(found) < 2:
            st.info(problems[0] if problems else "Choose at least two settings.")
            return
        key = (explored.settings, tuple(found), count)
        members, table = made("many.draws", key, lambda: drawn(explored.settings, found, count))
        with row:
            steps = steps_choice("many.steps", explored, count, members=[m.settings for m in members])
            how = "random"
            if importlib.util.find_spec("optuna"):
                how = kept_widget(
                    st.segmented_control,
                    "Drawn",
                    "many.how",
                    "random",
                    options=list(HOW),
                    format_func=HOW.get,
                    required=True,
                )
    try:
        if how == "tpe":
            search(explored, found, count, steps)
            return
        sweep = sweep_of("many", tuple(members), steps, look=Look(), ticks=TICKS, uploaded=explored.uploaded)
    except (ValueError, TypeError) as error:
        refuse_in_words(error)
        return
    following(sweep, shown, found, table)


explore_page("many", main)
