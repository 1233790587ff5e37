"""From what was chosen to a network that learns it."""

import numpy as np
import streamlit as st

from deepnet.data import DataError, Dataset
from deepnet.data.dataset import hidden_for
from deepnet.data.tables.prospect import Prospect
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from pages.ui.fields.field import known
from pages.ui.state.address import make_entry
from pages.ui.state.bench import current_bench
from pages.ui.state.file import KeptFile, choosing, kept_file

CALM = "calm"  # the choice about regularization, and its rate once it is taken
FEWEST = 20  # rows from which it is offered: fewer may be a truth table
RATES = (1.0, 3.0, 10.0, 30.0)  # of L2: measured on tables of 28 to 3500 rows, the more the more inputs
LARGE = 5_000_000  # bytes of a file that is read anew rather than kept as read


def split_choices(run: Run, *, disabled: bool = False) -> tuple[int, int]:
    """The share of test rows in percent, and the seed of the split."""
    share, seed = st.columns([3, 1], vertical_alignment="bottom")
    field = known("test_share")
    with share:
        test_share = choosing(
            st.slider,
            "Test share",
            "test_share",
            run.settings.test_share,
            min_value=field.low,
            max_value=field.high,
            step=5,
            format="%d %%",
            disabled=disabled,
            help="Kept back from training, to tell whether the network learned the pattern or the rows.",
        )
    with seed:
        number = choosing(
            st.number_input,
            "Seed",
            "seed",
            run.settings.data_seed,
            min_value=0,
            max_value=known("data_seed").high,
            step=1,
            disabled=disabled,
            help="Another seed draws other rows for the test.",
        )
    return test_share, run.settings.data_seed if number is None else number


def calm_choice(run: Run, prospect: Prospect) -> dict:
    """L2 regularization for a table of few rows, if the visitor agrees: the settings that change, if any.

    A network of more weights than half the rows learns the rows by heart within a few thousand steps and
    falls behind a straight line on others.
    """
    k = len(prospect.answer.classes)
    dims = (prospect.inputs, *hidden_for(prospect.inputs, max(1, k)), k if k > 2 else len(prospect.targets))
    weights = sum(a * b for a, b in zip(dims, dims[1:], strict=False))
    rows = prospect.train.size
    free = run.settings.regularization == "none" or kept_file().choices.get("calmed")
    if rows < FEWEST or weights < 0.5 * rows or prospect.inputs < 3 or not free:
        return {}
    rate = min(RATES, key=lambda each: abs(np.log(each) - np.log(max(1.0, prospect.inputs / 5))))
    calm = choosing(
        st.checkbox,
        f"Keep it from learning rows by heart (L2 regularization, {rate:g})",
        CALM,
        True,
        help=f"{rows:,} rows are few for a network of {weights:,} weights: soon it knows each of them, and "
        "answers new ones worse than a straight line would. L2 regularization keeps its weights small; it "
        "can be changed at any time above the network.",
    )
    kept_file().choices["calmed"] = calm
    if calm:
        return {"regularization": "l2", "regularization_rate": rate}
    return {"regularization": "none"}


def train(run: Run, kept: KeptFile, dataset: Dataset, **changes) -> None:
    """Start over on these data; a network whose size nobody has chosen gets one that fits them."""
    settings = run.settings
    if settings.hidden in (Settings().hidden, run.dataset.suggested_hidden):
        changes["hidden"] = dataset.suggested_hidden
    try:
        make_entry()
        current_bench().upload(dataset, **changes)
    except ValueError as error:
        raise DataError(str(error)) from error
    if len(kept.data) > LARGE:
        kept.content = None  # `summary` gives its memory back, once nothing of this run holds it
    st.rerun()
