"""Widgets that choose two settings: the run explored, tiles of the wall, kept runs; B also A's twin."""

import streamlit as st

from deepnet.declaration import Choice, Number
from deepnet.lab.run.changes import difference
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import around, axes, changed, parsed, value_in, written
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import keep, kept, kept_widget
from pages.ui.state.sweeps import Base
from pages.ui.sweeps.axis import label

BASE, TWIN = "base", "twin"  # instead of the id of a kept run


def choose_pair(one: Settings, other: Settings) -> None:
    """Have A and B be these two, tiles of the wall, the next time they are asked for."""
    keep("luck.tiles", (one, other))
    keep("luck.a", "tile A")
    keep("luck.b", "tile B")


def twins(base: Base) -> tuple[Settings, Settings, str]:
    """(A, B, what differs in words).  ValueError for a B that cannot be."""
    sources = _sources(base)
    a = sources[_source("A is", "luck.a", sources, BASE)][1]
    of_b = {TWIN: ("A, one setting changed", a)} | sources
    chosen = _source("B is", "luck.b", of_b, TWIN)
    if chosen != TWIN:
        b = of_b[chosen][1]
        return a, b, difference(a, b)
    field = kept_widget(
        st.selectbox,
        "Changed in B",
        "luck.field",
        "learning_rate",
        options=list(axes()),
        format_func=label,
        width=156,
    )
    b = changed(a, field, _value("luck", field, a))
    here, there = written(field, value_in(a, field)), written(field, value_in(b, field))
    return a, b, f"{axes()[field].title} {here} (A) → {there} (B)"


def travel() -> bool:
    """Whether A and B travel in the link: tiles and kept runs are not there for another visitor."""
    return {kept("luck.a", BASE), kept("luck.b", TWIN)} <= {BASE, TWIN}


def _sources(base: Base) -> dict[object, tuple[str, Settings]]:
    """What A and B can be, by id: (title, settings), all on the same data set."""
    found = {BASE: ("as explored", base.settings)}
    tiles = kept("luck.tiles") or ()
    for name, settings in zip(("tile A", "tile B"), tiles, strict=False):
        if settings.dataset == base.settings.dataset:
            found[name] = (
                f"{name} of the wall: {difference(base.settings, settings) or 'as explored'}",
                settings,
            )
    for run in current_bench().runs:
        settings = run.run.settings
        if settings.dataset == base.settings.dataset and run.run is not current_bench().run:
            found[run.id] = (f"kept run: {run.title}", settings)
    return found


def _source(title: str, name: str, offered: dict, default: str):
    return kept_widget(
        st.selectbox,
        title,
        name,
        default,
        options=list(offered),
        format_func=lambda id: offered[id][0],
        width=200,
    )


def _value(name: str, field: str, a: Settings):
    """The value of B, by the control that fits the setting."""
    known, here, key = axes()[field], value_in(a, field), f"{name}.value.{field}"
    if isinstance(known, Choice):
        others = [value for value in known.names if value != here]
        return kept_widget(
            st.selectbox,
            "to",
            key,
            others[0],
            options=known.names,
            width=150,
        )
    if isinstance(known, Number):
        usual = 0.1 if field == "learning_rate" and here != 0.1 else around(a, field, 5)[-2]
        value = kept_widget(
            st.number_input,
            "to",
            key,
            float(usual),
            min_value=float(known.low),
            max_value=float(known.high),
            format="%.6g",
            width=130,
        )
        return int(value) if isinstance(usual, int) and value == int(value) else value
    usual = next(value for value in around(a, field, 5) if value != here)
    text = kept_widget(st.text_input, "to", key, known.link(usual), width=150)
    found = parsed(field, text)
    if len(found) != 1:
        raise ValueError(f"{known.title} of B needs one value, got {len(found)}")
    return found[0]
