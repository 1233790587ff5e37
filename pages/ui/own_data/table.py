"""A table of one's own: what is predicted, what becomes of each column, which rows are for the test."""

import streamlit as st

from deepnet.data import Table
from deepnet.data.tables.prospect import Prospect
from deepnet.lab.run.run import Run
from pages.ui.own_data.classes import class_list, weights_choice
from pages.ui.own_data.columns import columns_table
from pages.ui.own_data.reading import GUESSED, show_reading
from pages.ui.own_data.training import split_choices, train
from pages.ui.state.file import KeptFile, choosing, chosen

KINDS = ("classes", "a quantity")
SPLITS = {"drawn at random": "random", "the last ones": "order"}
BLANKS = {"filled in": "fill", "their rows left out": "drop"}


def table_of(run: Run, kept: KeptFile, table: Table) -> None:
    """Everything about `table` in the dialog, down to the button that trains on it."""
    head, go = st.columns([7, 2], vertical_alignment="center")
    size = f"{len(table.frame):,} rows, {len(table.columns)} columns"
    head.markdown(f"**{kept.name}:** {size}. {table.guess.sentence()}")
    if table.notes:
        st.caption(" ".join(table.notes))
    st.dataframe(table.preview(4), hide_index=True, height=178)
    warnings = st.container()
    show_reading(kept)
    if not table.looked:
        bar = st.progress(0.0, "Looking at the columns")
        table.look(bar.progress)
        bar.empty()
    target, choices = _choices(run, table)
    plans = table.plan(target, kind=choices["kind"], types=choices["types"], leave_out=choices["leave_out"])
    columns_table(kept, [plan for plan in plans if plan.name != target])
    prospect = table.prospect(target, **choices)
    for warning in prospect.warnings:
        warnings.warning(warning, icon=":material/warning:")
    weights = _outcome(run, prospect)
    if go.button("Train on this", type="primary", key="file.train", width="stretch"):
        with st.spinner("Making the inputs"):
            dataset = table.to_dataset(target, **choices)
        told = {"test_share": choices["test_share"], "data_seed": choices["seed"]}
        train(run, kept, dataset, class_weights=weights, **told)


def _choices(run: Run, table: Table) -> tuple[str, dict]:
    """The target, and the arguments of `Table.prospect`."""
    columns, cells = list(table.columns), st.columns(4)
    with cells[0]:
        target = choosing(st.selectbox, "Column to predict", "target", table.guess_target(), options=columns)
    guessed = "a quantity" if table.guess_kind(target) == "regression" else "classes"
    with cells[1]:
        kind = choosing(
            st.selectbox,
            "It is",
            "kind",
            GUESSED,
            options=[GUESSED, *KINDS],
            format_func=lambda label: f"{GUESSED} ({guessed})" if label == GUESSED else label,
            help="Words are classes. Numbers are a quantity, unless there are two of them or they count "
            "0, 1, 2… as codes of classes do.",
        )
    with cells[2]:
        split = choosing(
            st.selectbox,
            "Test rows",
            "split",
            next(iter(SPLITS)),
            options=list(SPLITS),
            help="At random, in equal shares of each class; or the last ones, where rows follow each other "
            "in time.",
        )
    with cells[3]:
        blanks = choosing(
            st.selectbox,
            "Blank cells",
            "blanks",
            next(iter(BLANKS)),
            options=list(BLANKS),
            help="Filled in: numbers with the median of the training rows, words with a value of their own. "
            "Rows without the value to predict are left out in any case.",
        )
    test_share, seed = split_choices(run)
    kinds = {GUESSED: None, "classes": table.kind_of_classes(target), "a quantity": "regression"}
    return target, {
        "kind": kinds[kind],
        "split": SPLITS[split],
        "blanks": BLANKS[blanks],
        "test_share": test_share,
        "seed": seed,
        "types": {name: type_ for name, type_ in chosen("types", {}).items() if name in columns},
        "leave_out": [name for name in chosen("left out", ()) if name in columns],
    }


def _outcome(run: Run, prospect: Prospect) -> str:
    """Every count before training; gives the weights of the classes."""
    weights, counts = run.settings.class_weights, prospect.class_counts
    left, right = st.columns([3, 2]) if counts else (st.container(), None)
    with left:
        st.markdown("\n".join(f"- {note}" for note in prospect.notes if not note.startswith("Warning: ")))
    if counts:
        with right:
            class_list([prospect.target, "to learn", "to test"], counts, prospect.used)
            weights = weights_choice(run, [learned for _, learned, _ in counts])
    return weights
