"""How many steps many networks are trained for, and which of them is looked at."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import price
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.chunk import alike, data
from deepnet.lab.sweep.sweep import Sweep
from pages.ui.state.kept import kept, kept_widget
from pages.ui.state.sweeps import Base

STEPS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
PRICED = 24  # members that are priced, to judge all
ENSEMBLE = 3  # how much less each of many at once costs than one by one
USUAL_SECONDS = 5.0  # of one core, that a sweep takes where nothing else was asked for


def steps_for(base: Base, members: Sequence[Settings], networks: int, most: int = 2000) -> int:
    """The most steps of STEPS, up to `most`, that so many networks make in USUAL_SECONDS.

    members: the settings of all, or of none where all have the shape of what is explored.
    """
    chosen = members[:: max(1, len(members) // PRICED)] or [base.settings]
    shapes = Counter(alike(settings, data(settings, base.uploaded)) for settings in members)
    each = 0.0
    for settings in chosen:
        dataset = data(settings, base.uploaded)
        alone = bool(members) and shapes[alike(settings, dataset)] == 1
        seconds = price(settings, dataset, pace()).seconds / len(chosen)
        each += seconds if alone else seconds / ENSEMBLE
    return max([n for n in STEPS if n <= most and n * networks * each <= USUAL_SECONDS], default=STEPS[0])


def steps_choice(
    name: str, base: Base, networks: int, most: int = 2000, members: Sequence[Settings] = ()
) -> int:
    """A menu of STEPS; at first what these networks can do soon."""
    return kept_widget(
        st.selectbox,
        "Steps",
        name,
        # It prices many: only where nothing is kept.
        kept(name) if kept(name) in STEPS else steps_for(base, members, networks, most),
        options=STEPS,
        format_func=lambda n: f"{n:,}",
        width=92,
    )


def tick_slider(sweep: Sweep, name: str, label: str = "Step") -> int:
    """A slider over the steps at which the sweep was looked at; at first the last of them."""
    ticks = [int(tick) for tick in sweep.ticks]
    return kept_widget(
        st.select_slider,
        label,
        name,
        ticks[-1],
        options=ticks,
        format_func=lambda n: f"{n:,}",
    )
