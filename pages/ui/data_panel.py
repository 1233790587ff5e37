"""The data a network learns from: thumbnails of the sets, how a toy is drawn, and a file of one's own."""

import base64

import streamlit as st

from deepnet.data import CATALOG, TOYS, thumbnail
from deepnet.lab.run import Run
from deepnet.lab.settings import LIMITS
from pages.ui.own_data.dialog import own_data
from pages.ui.own_data.summary import summary
from pages.ui.state import bound, change, is_upload, kept_file

GROUPS = ("Toys", "Real", "Pictures")
GIVEN_SPLIT = ("chest x-rays",)


@st.cache_data
def _pictures() -> str:
    """Style that puts each set's picture on its button."""
    rules = []
    for name in CATALOG:
        picture = base64.b64encode(thumbnail(name)).decode()
        rules.append(f".st-key-{_key(name)} button{{background-image:url(data:image/png;base64,{picture})}}")
    return f"<style>{''.join(rules)}</style>"


def _key(name: str) -> str:
    return "set-" + "".join(c if c.isalnum() else "-" for c in name)


def data_panel(run: Run) -> None:
    """Draw the panel for `run`."""
    settings = run.settings
    st.html(_pictures())
    for group in GROUPS:
        names = [name for name, (_, _, where) in CATALOG.items() if where == group]
        if not names:
            continue
        with st.container(horizontal=True, gap="xsmall", key=f"sets-{group}"):
            for name in names:
                title, tells, _ = CATALOG[name]
                chosen = "primary" if settings.dataset == name else "secondary"
                st.button(
                    title,
                    key=_key(name),
                    help=f"**{title}.** {tells}",
                    type=chosen,
                    on_click=change,
                    kwargs={"dataset": name},
                )
    label = "Your own data"
    if is_upload(settings):
        summary(run)
        label = "Change these choices" if kept_file() else label
    else:
        _about(run)
        _shape(run)
    if st.button(label, key="data.file", icon=":material/upload_file:", width="stretch"):
        own_data(run)


def _about(run: Run) -> None:
    """What is learned from, in a sentence or two."""
    dataset = run.dataset
    tells = CATALOG[dataset.name][1] if dataset.name in CATALOG else ""
    rows = f"{dataset.X_train.shape[1]:,} rows to train on, {dataset.X_test.shape[1]:,} to test."
    notes = " ".join(dataset.notes)
    # Where the rows come from is a matter for those who ask; what they must not be used for is not.
    warning = "**Not for diagnosis.** " if "diagnosis" in notes else ""
    st.markdown(f"**{dataset.title}.** {warning}{tells} {rows}", help=notes or None)


def _shape(run: Run) -> None:
    settings = run.settings
    toy, given = settings.dataset in TOYS, settings.dataset in GIVEN_SPLIT
    low, high = LIMITS["noise"]
    bound(
        st.slider,
        "Noise",
        "noise",
        min_value=low,
        max_value=high,
        step=5,
        format="%d %%",
        disabled=not toy,
        help="How far points stray. With more noise the classes overlap, and no border gets every point "
        "right.",
    )
    low, high = LIMITS["points"]
    bound(
        st.slider,
        "Points",
        "points",
        min_value=low,
        max_value=min(high, 2000) if settings.points <= 2000 else high,
        step=20,
        disabled=not toy,
        help="More points show the pattern better, and make each pass longer.",
    )
    low, high = LIMITS["test_share"]
    bound(
        st.slider,
        "Test share",
        "test_share",
        min_value=low,
        max_value=high,
        step=5,
        format="%d %%",
        disabled=given,
        help="Rows kept back from training. The cost on them says whether the network learned the pattern "
        "or the rows.",
    )
    st.button(
        "New data",
        key="data.new",
        icon=":material/casino:",
        width="stretch",
        disabled=given,
        on_click=change,
        kwargs={"data_seed": (settings.data_seed + 1) % (LIMITS["data_seed"][1] + 1)},
        help="Draw other points from the same pattern, and split them anew. Same initial weights.",
    )
