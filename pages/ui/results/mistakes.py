"""Right and wrong: the confusion matrix or the residuals, the rows behind them, and what a number means."""

import numpy as np
import pandas as pd
import streamlit as st

from deepnet.lab.answers.form import Form
from deepnet.lab.answers.mistakes import Answers, Quality, answers, by_class, confusion, quality
from deepnet.lab.answers.rows import as_csv
from deepnet.lab.run.judge import undefined
from deepnet.lab.run.moment import Moment
from deepnet.numerals import cost, fixed, number, percent
from pages.ui.figures.confusion import confusion_matrix
from pages.ui.figures.regression import MOST_POINTS, predicted_against_true, residuals
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.literal import literal
from pages.ui.results.rows import gallery_of, table_of
from pages.ui.results.target import chosen_target
from pages.ui.state.kept import keep, kept, showing
from pages.ui.state.made import made
from pages.ui.state.picks import picks

HARDEST, WRONG = "hardest", "wrong"
MOST_CELLS = 300  # in the menu
MOST_TIED = 3  # classes that are named where they are equally frequent
GROUP = "results.group"  # which rows are shown


@st.fragment
def view(moment: Moment, form: Form | None, part: str) -> None:
    target = chosen_target(moment.dataset)
    found = made("answers", (moment, part, target), lambda: answers(moment, part, target=target))
    told = quality(moment, found, target)
    if moment.dataset.kind == "regression":
        _numbers_of_regression(moment, found, told, target)
        _regression(moment, form, found, target)
    else:
        _numbers_of_classes(moment, found, told)
        _classes(moment, form, found)
    _download(moment, form)


def _metric(label: str, value: str, beside: str, help: str) -> None:
    with st.container(border=True, key=f"card-{label}"):
        st.metric(label, value, help=help)
        st.caption(beside)


def _numbers_of_classes(moment: Moment, found: Answers, told: Quality) -> None:
    wrong, n = int(np.sum(found.found != found.truth)), len(found.truth)
    always = " or ".join(literal(moment.dataset.classes[label]) for label in told.always[:MOST_TIED])
    if len(told.always) > MOST_TIED:
        always = f"any one of {len(told.always)} classes"
    cells = st.columns(3)
    with cells[0]:
        _metric(
            "Accuracy",
            percent(told.score),
            f"{percent(told.plain)} by always answering {always}",
            "The share of rows that get the right class, beside what needs no network: always answering the "
            "class that is most frequent in these rows.",
        )
    with cells[1]:
        _metric("Mistakes", f"{wrong:,}", f"of {n:,} rows", "Rows that get a wrong class.")
    with cells[2]:
        _cost(moment, found, f"; the hardest row has {number(found.loss.max(), 3)}")
    _say_if_sampled(found)


def _numbers_of_regression(moment: Moment, found: Answers, told: Quality, target: int) -> None:
    name = moment.dataset.targets[target]
    cells = st.columns(3)
    with cells[0]:
        _metric(
            "R²",
            fixed(told.score, 3),
            f"{fixed(told.plain, 3)} by always answering {number(told.always)}",
            "1 is perfect; 0 is no better than the mean of these rows, which needs no network.",
        )
    with cells[1]:
        _metric(
            "Mean distance",
            number(told.error),
            f"{number(told.plain_error)} by always answering {number(told.always)}",
            f"How far the predicted {literal(name)} is from the true one, in its own units.",
        )
    with cells[2]:
        _cost(moment, found, _unit_of_loss(moment.dataset, target))
    if why := undefined(found.truth):
        st.caption(why)
    _say_if_sampled(found)


def _cost(moment: Moment, found: Answers, more: str = "") -> None:
    tells = "The mean loss of these rows: what training makes small."
    if moment.penalty:
        more += f"; the penalty of {moment.settings.regularization} adds {number(moment.penalty)} in training"
        tells += " The penalty of large weights belongs to no row and is not in it."
    loss = "half squared error" if moment.loss == "squared error" else moment.loss
    _metric("Cost", cost(found.loss.mean()), f"mean {loss}{more}", tells)


def _unit_of_loss(dataset, target: int) -> str:
    """In which unit the loss of a regression counts."""
    if len(dataset.targets) > 1:
        return ", summed over the targets, each counted in two standard deviations"
    spread = float(np.atleast_1d(dataset.y_spread)[target])
    return "" if spread == 1 else f", of {literal(dataset.target)} counted in units of {number(spread)}"


def _say_if_sampled(found: Answers) -> None:
    n, m = len(found.rows), found.of
    if n < m:
        st.caption(f"From a fixed sample of {n:,} of the {m:,} rows, as on the playground.")


# ---- classes


def _classes(moment: Moment, form: Form | None, found: Answers) -> None:
    classes, colours = moment.dataset.classes, theme(dark())
    counts = confusion(found.truth, found.found, len(classes))
    group = _valid(kept(GROUP, HARDEST), counts)
    many = len(classes) > 12
    left, right = st.columns([1.15, 1] if many else [1, 1.35], gap="large")
    with left:
        st.markdown("### Which class is taken for which")
        st.plotly_chart(
            confusion_matrix(
                counts,
                classes,
                colours,
                target=moment.dataset.target,
                chosen=group if isinstance(group, tuple) else None,
            ),
            key="results.matrix",
            on_select=_pick_cell,
            selection_mode="points",
            theme=None,
            width="content",
            config={"displayModeBar": False},
            alt="Confusion matrix: true classes downwards, predicted classes across.",
        )
        st.caption("Green is right, purple is wrong. Click a cell to see its rows.")
    with right:
        st.markdown("### The rows behind it")
        cells = [tuple(map(int, cell)) for cell in np.argwhere(counts > 0)]
        cells.sort(key=lambda cell: (cell[0] == cell[1], -counts[cell]))
        options = [HARDEST, *([WRONG] if (found.found != found.truth).any() else []), *cells[:MOST_CELLS]]
        if group not in options:
            options.append(group)
        group = showing(
            st.selectbox,
            "Rows",
            GROUP,
            group,
            options=options,
            format_func=lambda option: _group_name(option, counts, classes),
            label_visibility="collapsed",
        )
        places = (
            found.hardest() if group == HARDEST else found.wrong() if group == WRONG else found.cell(*group)
        )
        _rows(moment, form, found, places)
    st.markdown("### Class by class")
    _by_class(counts, classes)


def _valid(group, counts: np.ndarray):
    """The kept group if the data have it."""
    k = len(counts)
    if isinstance(group, tuple) and len(group) == 2 and max(group) < k:
        return group
    return group if group == WRONG and counts.sum() > np.trace(counts) else HARDEST


def _group_name(group, counts: np.ndarray, classes: tuple[str, ...]) -> str:
    if group == HARDEST:
        return "The hardest rows: highest loss first"
    if group == WRONG:
        return f"All mistakes, the surest first ({int(counts.sum() - np.trace(counts)):,})"
    truth, found = group
    if truth == found:
        return f"{classes[truth]}, found right ({counts[group]:,})"
    return f"{classes[truth]} taken for {classes[found]} ({counts[group]:,})"


def _pick_cell() -> None:
    for truth, found in picks("results.matrix")[:1]:
        keep(GROUP, (int(truth), int(found)))


def _by_class(counts: np.ndarray, classes: tuple[str, ...]) -> None:
    told = by_class(counts)

    def shown(values):  # a share of no rows has no number
        return [None if np.isnan(value) else round(100 * value, 1) for value in values]

    frame = pd.DataFrame(
        {
            "class": classes,
            "precision": shown(told.precision),
            "recall": shown(told.recall),
            "F1": shown(told.f1),
            "support": told.support,
        }
    )
    share = {"min_value": 0, "max_value": 100, "format": "%.1f %%", "width": "medium"}
    column = st.column_config
    st.dataframe(
        frame,
        hide_index=True,
        height=min(36 * (len(classes) + 1) + 3, 480),
        width=900,
        column_config={
            "precision": column.ProgressColumn(
                help="Of the answers with this class: how many are right", **share
            ),
            "recall": column.ProgressColumn(help="Of the rows of this class: how many are found", **share),
            "F1": column.ProgressColumn(help="The harmonic mean of the two", **share),
            "support": column.NumberColumn("rows", help="Rows of this class"),
        },
        key="results.classes",
    )
    if np.isnan(told.precision).any():
        st.caption("Blank: the class is never answered, so there is no share of its answers.")


# ---- regression


def _regression(moment: Moment, form: Form | None, found: Answers, target: int) -> None:
    colours, name = theme(dark()), moment.dataset.targets[target]
    charts = st.columns(2, gap="large")
    drawings = (
        ("Predicted against true", predicted_against_true, "results.scatter"),
        ("What is left over", residuals, "results.residuals"),
    )
    for cell, (title, draw, key) in zip(charts, drawings, strict=True):
        with cell:
            st.markdown(f"### {title}")
            st.plotly_chart(
                draw(found.truth, found.found, name, colours),
                key=key,
                on_select=lambda key=key: _pick_points(key),
                selection_mode=("points", "box"),
                theme=None,
                config={"displayModeBar": False},
            )
    drawn = (
        f"{MOST_POINTS:,} of {len(found.truth):,} rows are drawn. " if len(found.truth) > MOST_POINTS else ""
    )
    st.caption(f"{drawn}Click a point, or drag a box over some, to see their rows.")
    chosen = [place for place in kept("results.points", ()) if place < len(found.truth)]
    st.markdown("### The rows behind it")
    if chosen:
        if st.button("Back to the hardest rows", key="results.hardest", icon=":material/close:"):
            keep("results.points", ())
            st.rerun(scope="fragment")
        places = np.array(chosen)[np.argsort(-found.loss[chosen], kind="stable")]
    else:
        st.caption("The hardest rows: the farthest from the truth first.")
        places = found.hardest()
    _rows(moment, form, found, places)


def _pick_points(key: str) -> None:
    places = [int(place) for (place,) in picks(key)]
    if places:
        keep("results.points", tuple(places))


# ---- both


def _rows(moment: Moment, form: Form | None, found: Answers, places: np.ndarray) -> None:
    if not len(places):
        st.caption("No rows here at this step.")
    elif form is None:
        gallery_of(moment, found, places)
    else:
        table_of(moment, form, found, places)


def _download(moment: Moment, form: Form | None) -> None:
    st.download_button(
        "Predictions of all test rows (CSV)",
        lambda: as_csv(moment, form).encode("utf-8-sig"),
        file_name=f"predictions at step {moment.step}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="results.download",
        on_click="ignore",
    )
