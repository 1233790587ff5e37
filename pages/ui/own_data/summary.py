"""What the running network learns from, when a visitor brought it."""

import streamlit as st

from deepnet.data import release_memory
from deepnet.data.limits import counted
from deepnet.lab.run.run import Run
from deepnet.lab.run.scores import MOST_ROWS
from deepnet.lab.stage.frames import MOST_POINTS
from pages.ui.literal import literal
from pages.ui.state.file import kept_file

MOST_SAID = 3  # of what was left out; the rest by a click


def summary(run: Run) -> None:
    """The counts, what is predicted, what is drawn of many rows, and every note for those who ask."""
    kept = kept_file()
    if kept is not None and kept.content is None:
        release_memory()
    dataset = run.dataset
    train, test = dataset.m, dataset.X_test.shape[1]
    if dataset.classes:
        what = f"{dataset.target}: {len(dataset.classes)} classes"
    else:
        what = (
            f"{' and '.join(dataset.targets)}, {'quantities' if len(dataset.targets) > 1 else 'a quantity'}"
        )
    st.markdown(
        f"**{literal(dataset.title)}.** {counted(train, 'row')} to train on, {test:,} to test. "
        f"Predicts **{literal(what)}**, from {counted(dataset.n_x, 'input')}."
    )
    if run.step == 0:
        st.markdown("Press **Play** to train on it.")
        _call_to_play()
    left_out = [note for note in dataset.notes if "left out" in note.lower()]
    words = [_sampled(train, test), *left_out[:MOST_SAID]]
    if any(words):
        st.caption(literal(" ".join(filter(None, words))))
    warnings = [note.removeprefix("Warning: ") for note in dataset.notes if note.startswith("Warning: ")]
    others = [note for note in dataset.notes if not note.startswith("Warning: ")]
    label = f"What was done, {counted(len(warnings), 'warning')}" if warnings else "What was done"
    with st.popover(label, icon=":material/warning:" if warnings else ":material/info:", width="stretch"):
        for warning in warnings:
            st.warning(literal(warning))
        st.markdown("\n".join(f"- {literal(note)}" for note in others))


def _call_to_play() -> None:
    """Draw the eye to Play, the next thing to do on data that were just brought."""
    st.html(
        "<style>@keyframes next { 50% { box-shadow: 0 0 0 .5rem rgb(8 119 189 / 45%) } }"
        "@media (prefers-reduced-motion: no-preference) "
        "{ .dn-bar button:first-of-type { animation: next 1.1s ease-in-out 4; } }</style>"
    )


def _sampled(train: int, test: int) -> str:
    """What is shown of more rows than can be drawn."""
    drawn, scored = (
        [min(rows, most) for rows, most in zip((train, test), limits, strict=True)]
        for limits in (MOST_POINTS, (MOST_ROWS, MOST_ROWS))
    )
    said = f"All {train:,} rows are trained on."
    if drawn != [train, test]:
        said += f" Drawn are {drawn[0]:,} of them and {drawn[1]:,} test rows."
    if scored != [train, test]:
        said += f" Cost and accuracy are those of a fixed sample of {scored[0]:,} and {scored[1]:,} rows."
    return said if drawn != [train, test] else ""
