"""Results: what the network gets right and wrong at any step of the run, and why."""

import streamlit as st

from deepnet.lab.answers.form import Form
from deepnet.lab.answers.picture import picture_shape
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.moment import Moment, moment_of
from pages.ui.layout import door, follow_theme, reading_style
from pages.ui.literal import literal
from pages.ui.results import inputs, mistakes, trial
from pages.ui.state.address import share
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import arrived, keep, kept, kept_widget
from pages.ui.state.made import made

VIEWS = {
    "mistakes": "Right and wrong",
    "inputs": "Which inputs matter",
    "trial": "Try one",
}
PARTS = {"test": "Test rows", "train": "Training rows"}


def time(bench: Bench) -> int:
    """The step that all views show: the stage's, until the slider is moved."""
    last = bench.current.step
    at = min(bench.shown(), last)
    if last:
        at = kept_widget(
            st.slider,
            "Step",
            "results.step",
            at,
            min_value=0,
            max_value=last,
            help="Go back to any step of the run: every view on this page follows. The playground stays "
            "where it is.",
        )
    return at


def head(bench: Bench) -> tuple[Moment, str, str]:
    """The moment, the part of the data and the view that are chosen."""
    with st.container(key="head"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="when"):
            door("playground")
            title = st.empty()
            step = time(bench)
        run = bench.run
        key = (run, bench.rev, tuple(run.changes), step)
        way = st.empty()
        words = f"Going back to step {step:,}"
        moment = made("moment", key, lambda: moment_of(run, step, lambda share: way.progress(share, words)))
        way.empty()
        title.markdown(
            f"**{literal(moment.dataset.title)}**, step **{moment.step:,}**, epoch **{moment.epoch:,.1f}**",
            width="content",
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="views"):
            view = kept_widget(
                st.segmented_control,
                "View",
                "results.view",
                "mistakes",
                options=list(VIEWS),
                format_func=VIEWS.get,
                required=True,
                label_visibility="collapsed",
            )
            part = kept("results.part", "test")
            if view != "trial":
                part = kept_widget(
                    st.segmented_control,
                    "Rows",
                    "results.part",
                    "test",
                    options=list(PARTS),
                    format_func=PARTS.get,
                    required=True,
                    label_visibility="collapsed",
                )
    return moment, part, view


reading_style()
bench = current_bench()
if arrived("results"):
    keep("results.step", None)
share()
moment, part, view = head(bench)
dataset = moment.dataset
if dataset.waiting:
    st.info(f"There are no answers to look at: no points are learned from at this step. {dataset.waiting}")
else:
    form = Form(dataset) if picture_shape(dataset) is None else None
    if moment.step == 0:
        st.info("Nothing is trained yet: these are the answers of the initial random weights.")
    elif any("diagnosis" in note for note in dataset.notes):
        st.caption("Not for diagnosis.")
    {"mistakes": mistakes.view, "inputs": inputs.view, "trial": trial.view}[view](moment, form, part)
follow_theme()
