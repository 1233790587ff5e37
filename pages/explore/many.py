"""Many settings at once: networks drawn at random, or searched, as parallel coordinates."""

import importlib.util

import numpy as np
import streamlit as st

from deepnet.lab.sweep.axes import Axis, axes
from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.draws import Search, drawn
from deepnet.lab.sweep.outcomes import at_tick, best
from deepnet.lab.sweep.sweep import Sweep
from pages.ui.state.kept import kept_widget
from pages.ui.state.made import made
from pages.ui.state.sweeps import Base, base, sweep_of
from pages.ui.sweeps.axis import axis_values, label
from pages.ui.sweeps.drawn import Drawn, outcome
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.outcomes import following
from pages.ui.sweeps.steps import steps_choice

FIRST = ("learning_rate", "batch_size", "width", "regularization_rate")
MOST_AXES, MOST_DRAWN, ROUND, TICKS = 6, 512, 16, 16
HOW = {"random": "At random", "tpe": "By TPE"}
WHICH = {"best": "At its best", "last": "At the end"}


def shown(sweep: Sweep, chosen: list[Axis], table: dict[str, list], which: str) -> None:
    """What is known of a sweep: each network at its best, or where it ended."""
    costs, steps = best(sweep, "cost_test")
    if which == "last":
        last = len(sweep.ticks) - 1
        costs = at_tick(sweep, "cost_test", last)
        steps = sweep.ticks[np.clip(sweep.done - 1, 0, last)]
    outcome(Drawn(tuple(chosen), table, sweep.members, costs, steps, int((sweep.done == 0).sum())))


def search(explored: Base, chosen: list[Axis], count: int, steps: int) -> None:
    """Rounds of TPE: each is trained, its costs are told, and the next is asked for."""
    key = (explored.settings, tuple(chosen), steps, id(explored.uploaded))
    found = made(
        "many.search",
        key,
        lambda: {"search": Search(explored.settings, chosen), "costs": [], "steps": [], "asked": []},
    )
    searching = found["search"]
    if not found["asked"] and len(found["costs"]) < count:
        found["asked"] = searching.ask(min(ROUND, count - len(found["costs"])))
    if found["asked"]:
        round_ = sweep_of(
            "many.round", tuple(found["asked"]), steps, look=Look(), ticks=TICKS, uploaded=explored.uploaded
        )
        if round_.over and not round_.cancelled:  # one that was stopped is not asked further from
            costs, at = best(round_, "cost_test")
            searching.tell(costs)
            found["costs"] += costs.tolist()
            found["steps"] += at.tolist()
            found["asked"] = []
            st.rerun()
        following(round_, lambda *_: None)
        st.caption(
            f"{len(found['costs'])} of {count} networks; each round of {ROUND} learns from all before."
        )
    told = len(found["costs"])
    if told:
        table = {name: values[:told] for name, values in searching.table.items()}
        costs, at = np.array(found["costs"]), np.array(found["steps"])
        outcome(Drawn(tuple(chosen), table, searching.members[:told], costs, at, searched=True))


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
                width=560,
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
            found = [axis_values("many", name, explored, count=9, most=64, drawn=True) for name in names]
        problems = [axis for axis in found if isinstance(axis, str)]
        if problems or len(found) < 2:
            st.info(problems[0] if problems else "Choose at least two settings.")
            return
        key = (explored.settings, tuple(found), count)
        members, table = made("many.draws", key, lambda: drawn(explored.settings, found, count))
        with row:
            steps = steps_choice("many.steps", explored, count, members=[m.settings for m in members])
            how = kept_widget(
                st.segmented_control,
                "Drawn",
                "many.how",
                "random",
                options=list(HOW),
                format_func=HOW.get,
                required=True,
            )
            which = "best"
            if how == "random":  # a search goes by what each was at its best
                which = kept_widget(
                    st.segmented_control,
                    "Test cost",
                    "many.which",
                    "best",
                    options=list(WHICH),
                    format_func=WHICH.get,
                    required=True,
                )
    if how == "tpe" and not importlib.util.find_spec("optuna"):
        st.info("A search by TPE needs Optuna, which the machine that serves this page has not installed.")
        return
    try:
        if how == "tpe":
            search(explored, found, count, steps)
            return
        sweep = sweep_of("many", tuple(members), steps, look=Look(), ticks=TICKS, uploaded=explored.uploaded)
    except (ValueError, TypeError) as error:
        refuse_in_words(error)
        return
    following(sweep, shown, found, table, which)


explore_page("many", main)
