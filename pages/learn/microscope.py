"""The microscope: one training step of the visitor's network, every number of it."""

import numpy as np
import streamlit as st

from deepnet.lab.ledger.build import ledger_of
from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.timing import executed
from deepnet.lab.ledger.view import MOST_ROWS, view_of
from deepnet.lab.ledger.walk import walk_of
from deepnet.lab.run.bench import Bench
from pages.ui.layout import door, follow_theme, go_to, reading_style
from pages.ui.microscope import checking, ground, pulling, running
from pages.ui.microscope.component import KEY, microscope
from pages.ui.microscope.place import BEGIN, LEAVE, OPEN, STARTS, STEP, VIEW, answer, column_of, standing
from pages.ui.microscope.point import point_of
from pages.ui.state.address import share
from pages.ui.state.asked import asked
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import arrived, keep, kept, kept_widget, showing
from pages.ui.state.made import made

VIEWS = {
    "walk": "Walk the step",
    "check": "Check the gradient",
    "pull": "Who pulls which way",
    "run": "What really runs",
}
MOST_VALUES = 3_000_000  # numbers of a step that are kept: a wider batch is not walked


def time(bench: Bench) -> int:
    """The step that is walked, on a slider."""
    last, at = bench.current.step, standing(bench)
    if last:
        at = showing(
            st.slider, "Step", STEP, at, min_value=0, max_value=last,
            help="The update that leads from this step to the next.  Keys: [ and ].",
        )  # fmt: skip
    return at


def head(bench: Bench) -> tuple[int, str]:
    with st.container(key="head"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="when"):
            door("playground")
            title = st.empty()
            step = time(bench)
        title.markdown(
            f"**{bench.run.dataset.title}**, from step **{step:,}** to **{step + 1:,}**", width="content"
        )
        view = kept_widget(
            st.segmented_control, "View", VIEW, "walk",
            options=list(VIEWS), format_func=VIEWS.get, required=True, label_visibility="collapsed",
        )  # fmt: skip
    return step, view


def labels_of(book: Ledger, bench: Bench) -> list[str]:
    """What each row of the batch should have been answered, in words."""
    dataset = bench.run.dataset
    if dataset.kind == "regression":
        return [f"{value:.4g}" for value in book.arrays["Y"].values[0]]
    return [str(dataset.classes[label]) for label in dataset.labels_train[book.walk.rows]]


def walk(book: Ledger, bench: Bench, step: int) -> None:
    run = bench.run
    found = point_of(run, step)
    batch = run.dataset.raw_train[:, book.walk.rows]
    if found is not None:
        book, batch = found
        view = view_of(book, 0, kept(STARTS, {}))
        view["stations"][0]["tells"] = (
            "One point of the plane alone. It is no training row, and moves no weight."
        )
        labels = ["your point"]
    else:
        view = view_of(book, column_of(book.walk.m), kept(STARTS, {}))
        labels = labels_of(book, bench)
    view["rows"] = [
        {"number": int(number) + 1 if found is None else None, "label": label}
        for number, label in zip(book.walk.rows[:MOST_ROWS], labels, strict=False)
    ]
    view["ground"] = ground.told(book, run.dataset, run.settings_at(step).features, batch)
    microscope(view, opened=kept(OPEN), on_asked=lambda: answer(asked(KEY, "asked")))
    st.caption(
        "← → stations · ↑ ↓ numbers · Enter pins a neuron · [ ] steps · Space slow motion · Esc back to the "
        "playground. Solid blue: what a number is made of. Dashed orange: what it goes into."
    )


def book_at(bench: Bench, step: int) -> Ledger:
    run = bench.run
    key = (run, bench.rev, tuple(run.changes), step)
    return made("ledger", key, lambda: ledger_of(walk_of(run, step)))


def previous(bench: Bench, step: int) -> np.ndarray | None:
    """The parameters one update ago."""
    if step == 0:
        return None
    with bench.run.visit(step - 1):
        return bench.run.network.theta.astype(float)


reading_style()
bench = current_bench()
if arrived("microscope"):
    keep(STEP, kept(BEGIN))
    keep(BEGIN, None)
if kept(LEAVE):
    keep(LEAVE, None)
    go_to("playground")
share()
step, view = head(bench)
run = bench.run
batch = run.trainer.rows * sum(run.network.layer_dims)
if run.dataset.waiting:
    st.info(f"There is no step to walk: no points are learned from. {run.dataset.waiting}")
elif batch > MOST_VALUES:
    st.info(
        f"A step of {run.trainer.rows:,} rows through {sum(run.network.layer_dims):,} neurons is too much "
        f"to keep number "
        "by number. Choose a smaller batch in the playground."
    )
else:
    book = book_at(bench, step)
    if view == "walk":
        walk(book, bench, step)
    elif view == "check":
        data = run.trainer.points[:, :-1].T, run.trainer.smoothed().T
        checking.view(book, previous(bench, step), data)
    elif view == "pull":
        pulling.view(book, labels_of(book, bench), run.dataset, run.settings_at(step).features)
    else:
        with run.visit(step):
            lines = executed(run.trainer)
        running.view(lines)
follow_theme()
