"""From what was chosen to a network that learns it."""

import streamlit as st

from deepnet.data import DataError, Dataset
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from pages.ui.fields.field import known
from pages.ui.state.address import make_entry
from pages.ui.state.bench import current_bench
from pages.ui.state.file import KeptFile, choosing

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
