"""Try one: an example of the visitor's own, what the network answers, and what every layer says to it."""

from dataclasses import replace
from datetime import date

import numpy as np
import streamlit as st

from deepnet.data import DataError
from deepnet.data.column import EPOCH, Column, as_date
from deepnet.lab.answers.form import Form
from deepnet.lab.answers.picture import over_pixels, picture_shape, pictures_of
from deepnet.lab.answers.rows import numbers_of
from deepnet.lab.answers.trial import Trial, pull, saliency, trial
from deepnet.lab.run.moment import Moment
from deepnet.numerals import number, percent
from pages.ui.figures.bars import probability_bars, signed_bars
from pages.ui.figures.pictures import one_picture, signed_picture
from pages.ui.figures.strips import layer_strips
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.literal import literal
from pages.ui.results.example import Example, example_of_row, sent
from pages.ui.results.target import chosen_target
from pages.ui.state.kept import keep, kept, showing

MOST_FIELDS = 24  # before the others are folded away
MOST_INPUTS = 64  # drawn as a strip
FARTHEST = 1e6  # times the largest value of a column: farther, numbers mean nothing any more
QUIET = {"displayModeBar": False}


@st.fragment
def view(moment: Moment, form: Form | None, part: str) -> None:
    if form is None:
        _pictures(moment)
    else:
        _values(moment, form)


# ---- tables and toys


def _values(moment: Moment, form: Form) -> None:
    dataset = moment.dataset
    example = sent(dataset) or Example(dataset, values=form.typical())
    left, right = st.columns([1, 1.25], gap="large")
    with left:
        st.markdown("### The example")
        example = _fill(moment, form, example)
        values = _fields(form, example)
    told = trial(moment, form.X(values))
    with right:
        st.markdown("### The answer")
        target = chosen_target(dataset)
        _answer(moment, told, example.row, target)
        for sentence in form.warnings(values):
            st.warning(f"{literal(sentence)} It answers all the same, but nothing has taught it there.")
        _pulls(moment, form, values, told, target)
    _layers(moment, told, form.X(values)[:, 0])


def _fill(moment: Moment, form: Form | None, example: Example) -> Example:
    """The buttons that fill the form; the example as it is after them."""
    with st.container(horizontal=True, gap="small"):
        if form is not None and st.button(
            "Typical values", key="trial.typical", help="The median of each number, the most frequent word"
        ):
            example = Example(moment.dataset, values=form.typical())
            keep("trial", example)
        noun = "picture" if form is None else "row"
        if st.button(f"Another test {noun}", key="trial.next", icon=":material/shuffle:"):
            drawn = kept("trial.drawn", 0) + 1
            keep("trial.drawn", drawn)
            m = moment.dataset.X_test.shape[1]
            row = int(np.random.default_rng(drawn).integers(m))
            example = example_of_row(moment.dataset, form, "test", row)
            keep("trial", example)
    return example


def _fields(form: Form, example: Example) -> dict:
    """The form, filled with the example; what it holds."""

    def changed(name):
        def note(value):
            days = (value - EPOCH).days if isinstance(value, date) else value
            before = sent(form.dataset) or example
            keep("trial", replace(before, values={**before.values, name: days}, row=None))

        return note

    def draw(columns):
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key=f"fields-{len(columns)}"
        ):
            for column in columns:
                _widget(column, example.values[column.name], changed(column.name))

    draw(form.columns[:MOST_FIELDS])
    if len(form.columns) > MOST_FIELDS:
        with st.expander(f"{len(form.columns) - MOST_FIELDS:,} more columns"):
            draw(form.columns[MOST_FIELDS:])
    return example.values


def _widget(column: Column, value, changed) -> None:
    name = f"trial.{column.name}"
    if column.kind == "category":
        options = [*column.labels, *([] if value in column.labels else [value])]
        showing(st.selectbox, literal(column.title), name, value, options=options, on_change=changed)
    elif column.kind == "date":
        showing(
            st.date_input,
            literal(column.title),
            name,
            as_date(value),
            min_value=date(1, 1, 1),
            max_value=date(9999, 12, 31),
            help=literal(f"Training rows: {column.text(column.low)} to {column.text(column.high)}"),
            on_change=changed,
        )
    else:
        end = FARTHEST * max(abs(column.low), abs(column.high), 1.0)
        showing(
            st.number_input,
            literal(column.title),
            name,
            float(value),
            min_value=-end,
            max_value=end,
            step=10.0**-column.decimals,
            format=f"%.{column.decimals}f",
            help=literal(
                f"Training rows: {column.text(column.low)} to {column.sentence(column.high, named=False)}"
            ),
            on_change=changed,
        )


def _pulls(moment: Moment, form: Form, values: dict, told: Trial, target: int) -> None:
    found = told.found
    moved = pull(moment, form, values, found, target)
    if not np.any(np.abs(moved) > 1e-9):
        st.caption("All values are typical ones: change some to see what the answer hangs on.")
        return
    st.markdown("**What the answer hangs on**")
    what = (
        moment.dataset.targets[target] if found is None else f"probability of {moment.dataset.classes[found]}"
    )
    st.plotly_chart(
        signed_bars(
            [column.title for column in form.columns],
            moved,
            theme(dark()),
            axis=f"change of the {what}",
            shares=found is not None,
            most=10,
        ),
        key="trial.pulls",
        theme=None,
        config=QUIET,
        alt="What each value does to the answer.",
    )
    st.caption("What each value adds, against the typical value of its column with all others as they are.")


# ---- pictures


def _pictures(moment: Moment) -> None:
    dataset, colours = moment.dataset, theme(dark())
    shape = picture_shape(dataset)
    example = sent(dataset) or example_of_row(dataset, None, "test", 0)
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        st.markdown("### The example")
        example = _fill(moment, None, example)
        example = _dropped(moment, example)
        told = trial(moment, example.X)
        label = told.found
        cells = st.columns(2)
        with cells[0]:
            picture = pictures_of(dataset, dataset.in_own_units(example.X))[0]
            st.plotly_chart(
                one_picture(picture, colours),
                key="trial.picture",
                theme=None,
                width="content",
                config={**QUIET, "staticPlot": True},
                alt="The picture as the network gets it.",
            )
            st.caption(f"As the network gets it: {shape[1]}×{shape[0]} pixels.")
        with cells[1]:
            slope = over_pixels(saliency(moment, example.X, label), shape)
            st.plotly_chart(
                one_picture(signed_picture(slope, colours), colours),
                key="trial.saliency",
                theme=None,
                width="content",
                config={**QUIET, "staticPlot": True},
                alt="The input gradient as a picture.",
            )
            st.caption(
                "Its input gradient: brighter at blue pixels, and the score of "
                f"“{literal(dataset.classes[label])}” rises; brighter at orange ones, and it falls."
            )
    with right:
        st.markdown("### The answer")
        _answer(moment, told, example.row)
    _layers(moment, told, None)


def _dropped(moment: Moment, example: Example) -> Example:
    """A picture of the visitor's own, if there is a new one."""
    file = st.file_uploader(
        "Or a picture of your own",
        max_upload_size=10,
        type=["png", "jpg", "jpeg", "webp", "gif", "bmp"],
        key="trial.file",
    )
    if file is None or kept("trial.file") == file.file_id:
        return example
    keep("trial.file", file.file_id)
    try:
        example = Example(moment.dataset, X=moment.dataset.encode(file.getvalue()))
    except DataError as error:
        text = str(error)
        st.error(f"{text[:1].upper()}{text[1:].rstrip('.')}. The example stays as it was.")
        return example
    keep("trial", example)
    return example


# ---- both


def _answer(moment: Moment, told: Trial, row: tuple[str, int] | None, target: int = 0) -> None:
    """The prediction, and the truth where it is known.  target: which one of a regression's."""
    dataset = moment.dataset
    source, truth = "", None
    if row is not None:
        part, place = row
        Y = dataset.part(part).Y[:, place]
        named = int(numbers_of(dataset, part, np.array([place]))[0])
        source = f"Row {named:,}, one of the {'training' if part == 'train' else 'test'} rows: "
        truth = Y
    if told.values is not None:
        value, name = told.values[target], dataset.targets[target]
        st.metric(f"Predicted {literal(name)}", number(value))
        outcome = dataset.outcomes[target]
        if truth is not None:
            real = float(dataset.in_target_units(truth[target], target))
            off = f"{number(abs(value - real))} too {'high' if value > real else 'low'}"
            st.caption(f"{source}it is {outcome.text(real)}, so the prediction is {off}.")
        st.caption(f"Training rows have {outcome.text(outcome.low)} to {outcome.text(outcome.high)}.")
        return
    name, sure = dataset.classes[told.found], told.shares[told.found]
    st.metric("Predicted", f"{name}, {percent(sure)}")
    if truth is not None:
        label = int(moment.judge.truth(truth[:, None])[0])
        right = "right" if label == told.found else "wrong"
        st.caption(f"{source}it is {literal(dataset.classes[label])}, so the network is {right}.")
    st.plotly_chart(
        probability_bars(dataset.classes, told.shares, dataset.colors, theme(dark())),
        key="trial.shares",
        theme=None,
        config=QUIET,
        alt="The probability of each class.",
    )
    if moment.network.activations[-1] == "tanh":
        st.caption("A tanh output a is no probability: (1 + a) / 2 is shown in its place.")


def _layers(moment: Moment, told: Trial, X: np.ndarray | None) -> None:
    st.markdown("### What every layer says to it")
    titles = [f"{layer.title} · {layer.activation}" for layer in told.layers]
    names = [layer.names for layer in told.layers]
    values = [layer.values for layer in told.layers]
    shades = [layer.shades for layer in told.layers]
    labels = [
        [f"neuron {i + 1}" if len(layer.names) <= 8 else str(i + 1) for i in range(len(layer.names))]
        for layer in told.layers[:-1]
    ]
    labels.append(told.layers[-1].names)
    if X is not None and len(X) <= MOST_INPUTS:
        titles.insert(0, "Inputs")
        names.insert(0, moment.dataset.input_names)
        labels.insert(0, moment.dataset.input_names)
        values.insert(0, X)
        shades.insert(0, np.clip(X / 2, -1, 1))
    st.plotly_chart(
        layer_strips(titles, names, values, shades, theme(dark()), labels=labels),
        key="trial.layers",
        theme=None,
        config=QUIET,
        alt="Activations of every neuron, layer by layer.",
    )
    scaled = (
        "" if X is None or moment.dataset.plane == "xy" else " Inputs are scaled: 0 is the mean of a column."
    )
    st.caption(
        "A cell for each neuron, in the order of the diagram; its name is in the hover. Orange is low, blue "
        f"is high.{scaled}"
    )
