"""A table of one's own: what is predicted, what becomes of each column, which rows are for the test."""

import streamlit as st

from deepnet.data import Table
from deepnet.data.limits import counted
from deepnet.data.tables.prospect import Prospect
from deepnet.lab.run.run import Run
from pages.ui.literal import literal
from pages.ui.own_data.classes import class_list, weights_choice
from pages.ui.own_data.columns import columns_table
from pages.ui.own_data.cures import chosen_cures, take
from pages.ui.own_data.reading import GUESSED, show_reading
from pages.ui.own_data.training import split_choices, train
from pages.ui.state.file import KeptFile, choose, choosing, chosen

KINDS = ("classes", "a quantity")
SPLITS = {"drawn at random": "random", "the last ones": "order"}
BLANKS = {"filled in": "fill", "their rows left out": "drop"}
MOST_BESIDE = 30  # columns offered to be predicted as well


def table_of(run: Run, kept: KeptFile, table: Table) -> None:
    """Everything about `table` in the dialog, from what is predicted to the button that trains on it."""
    if not table.looked:
        bar = st.progress(0.0, "Looking at the columns")
        table.look(lambda share, doing: bar.progress(share, literal(doing)))
        bar.empty()
    head, go = st.columns([5, 2], gap="medium")
    proposals = table.proposals()
    with go:
        columns = list(table.columns)
        target = choosing(st.selectbox, "Column to predict", "target", proposals[0], options=columns)
        button = st.container()
    with head:
        size = f"{counted(len(table.frame), 'row')}, {counted(len(table.columns), 'column')}"
        st.markdown(f"**{literal(kept.name)}:** {size}. {literal(table.guess.sentence())}")
        learned = st.container()
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            for name in [name for name in proposals if name != target][:2]:
                st.button(
                    f"Predict {literal(name)} instead",
                    key=f"file.propose.{columns.index(name)}",
                    type="tertiary",
                    on_click=choose,
                    args=("target", name),
                )
    if table.notes:
        st.caption(literal(" ".join(table.notes)))
    warnings = st.container()
    st.dataframe(table.preview(4), hide_index=True, height=178)
    show_reading(kept)
    choices = _choices(run, table, target)
    options = {name: choices[name] for name in ("kind", "types", "leave_out", "missing")}
    columns_table(kept, table.plan(target, **options), target)
    prospect = table.prospect(target, **choices)
    learned.markdown(f"It will learn **{literal(prospect.sentence)}**.")
    if prospect.warnings:
        _warn(warnings, prospect.warnings)
    weights, cured = _outcome(run, prospect)
    if button.button("Train on this", type="primary", key="file.train", width="stretch"):
        with st.spinner("Making the inputs"):
            dataset = table.to_dataset(target, **choices)
        told = {"test_share": choices["test_share"], "data_seed": choices["seed"]}
        take(cured)
        train(run, kept, dataset, class_weights=weights, **told, **cured)


def _warn(place, warnings: list[str]) -> None:
    """One line that says how many warnings there are, and opens."""
    with place.expander(
        f"{counted(len(warnings), 'warning')} to read before training", icon=":material/warning:"
    ):
        st.markdown("\n".join(f"- {literal(warning)}" for warning in warnings))


def _choices(run: Run, table: Table, target: str) -> dict:
    """The arguments of `Table.prospect` but for the target."""
    columns, cells = list(table.columns), st.columns(4)
    guessed = "a quantity" if table.guess_kind(target) == "regression" else "classes"
    with cells[0]:
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
    with cells[1]:
        split = choosing(
            st.selectbox,
            "Test rows",
            "split",
            next(iter(SPLITS)),
            options=list(SPLITS),
            help="At random, in equal shares of each class; or the last ones, where rows follow each other "
            "in time.",
        )
    with cells[2]:
        blanks = choosing(
            st.selectbox,
            "Blank cells",
            "blanks",
            next(iter(BLANKS)),
            options=list(BLANKS),
            help="Filled in: numbers with the median of the training rows, words with a value of their own. "
            "Rows without the value to predict are left out in any case.",
        )
    with cells[3]:
        missing = _missing(table)
    test_share, seed = split_choices(run)
    kinds = {GUESSED: None, "classes": table.kind_of_classes(target), "a quantity": "regression"}
    quantity = (kinds[kind] or table.guess_kind(target)) == "regression"
    return {
        "kind": kinds[kind],
        "beside": _beside(table, target) if quantity else (),
        "missing": missing,
        "split": SPLITS[split],
        "blanks": BLANKS[blanks],
        "test_share": test_share,
        "seed": seed,
        "types": {name: type_ for name, type_ in chosen("types", {}).items() if name in columns},
        "leave_out": [name for name in chosen("left out", ()) if name in columns],
    }


def _missing(table: Table) -> tuple[str, ...]:
    """Texts that mean that nothing is there, chosen from what looks so or typed."""
    before = list(chosen("missing", ()))
    suspects = list(table.missing_codes())
    found = choosing(
        st.multiselect,
        "Also blank",
        "missing",
        before,
        options=[*suspects, *(text for text in before if text not in suspects)],
        accept_new_options=True,
        placeholder="such as -999",
        help="What stands in a cell where nothing is known, beside nothing at all: a code such as -999, or a "
        "word. It holds for every column.",
    )
    return tuple(found or ())


def _beside(table: Table, target: str) -> tuple[str, ...]:
    """Other columns of numbers that are predicted at once."""
    numbers = [name for name in table.columns if name != target and table.type_of(name) == "number"]
    numbers = [name for name in numbers if table.guess_kind(name) == "regression"][-MOST_BESIDE:]
    if len(numbers) < 2:
        return ()
    before = [name for name in chosen("beside", ()) if name in numbers]
    found = choosing(
        st.multiselect,
        "Predict at once with it",
        "beside",
        before,
        options=numbers,
        placeholder="nothing else",
        help="One network can answer several numbers; each is shown one at a time.",
    )
    return tuple(found or ())


def _outcome(run: Run, prospect: Prospect) -> tuple[str, dict]:
    """Every count before training; gives the weights of the classes, and the settings that help."""
    weights, counts = run.settings.class_weights, prospect.class_counts
    left, right = st.columns([3, 2]) if counts else (st.container(), None)
    with left:
        said = [note for note in prospect.notes if not note.startswith("Warning: ")]
        st.markdown("\n".join(f"- {literal(note)}" for note in said))
    if counts:
        with right:
            class_list([prospect.target, "to learn", "to test"], counts, prospect.used)
            weights = weights_choice(run, [learned for _, learned, _ in counts])
    with left:
        cured = chosen_cures(run.settings, prospect)
    return weights, cured
