"""Widgets that choose two settings: A, and B as its twin with one setting changed, or a kept run."""

import streamlit as st

from deepnet.declaration import Choice, Number
from deepnet.lab.run.changes import difference
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import around, axes, changed, parsed, value_in, written
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import kept, kept_widget
from pages.ui.state.sweeps import Base
from pages.ui.sweeps.axis import label

TWIN = -1  # instead of the id of a kept run


def twins(name: str, base: Base) -> tuple[Settings, Settings, str]:
    """(A, B, what differs in words).  ValueError for a B that cannot be."""
    a = base.settings
    runs = [kept_run for kept_run in current_bench().runs if kept_run.run.settings.dataset == a.dataset]
    others = {kept_run.id: kept_run for kept_run in runs if kept_run.run.settings != a}
    chosen = TWIN
    if others:
        chosen = kept(f"{name}.other", TWIN)
        chosen = kept_widget(
            st.selectbox,
            "B is",
            f"{name}.other",
            chosen if chosen in others else TWIN,
            options=[TWIN, *others],
            format_func=lambda id: "A with one setting changed" if id == TWIN else others[id].title,
            width=210,
        )
    if chosen != TWIN:
        b = others[chosen].run.settings
        return a, b, difference(a, b)
    field = kept(f"{name}.field", "learning_rate")
    field = kept_widget(
        st.selectbox,
        "Changed in B",
        f"{name}.field",
        field,
        options=list(axes()),
        format_func=label,
        width=170,
    )
    b = changed(a, field, _value(name, field, a))
    here, there = written(field, value_in(a, field)), written(field, value_in(b, field))
    return a, b, f"{axes()[field].title} {here} (A) → {there} (B)"


def _value(name: str, field: str, a: Settings):
    """The value of B, by the control that fits the setting."""
    known, here, key = axes()[field], value_in(a, field), f"{name}.value.{field}"
    if isinstance(known, Choice):
        others = [value for value in known.names if value != here]
        value = kept(key, others[0])
        return kept_widget(
            st.selectbox,
            "to",
            key,
            value if value in known.names else others[0],
            options=known.names,
            width=150,
        )
    if isinstance(known, Number):
        usual = 0.1 if field == "learning_rate" and here != 0.1 else around(a, field, 5)[-2]
        value = kept_widget(
            st.number_input,
            "to",
            key,
            float(kept(key, float(usual))),
            min_value=float(known.low),
            max_value=float(known.high),
            format="%.6g",
            width=130,
        )
        return int(value) if isinstance(usual, int) and value == int(value) else value
    usual = next(value for value in around(a, field, 5) if value != here)
    text = kept_widget(st.text_input, "to", key, kept(key, known.link(usual)), width=150)
    found = parsed(field, text)
    if len(found) != 1:
        raise ValueError(f"{known.title} of B needs one value, got {len(found)}")
    return found[0]
