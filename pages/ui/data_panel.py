"""The data a network learns from: thumbnails of the sets, how a toy is drawn, and a file of one's own."""

import base64
from collections.abc import Callable

import streamlit as st

from deepnet.data import CATALOG, TOYS, Drawing, drawing_thumbnail, thumbnail
from deepnet.data.drawing import MOST_NOISE
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.in_use import GIVEN_SPLIT
from deepnet.lab.settings.settings import DRAWN, LARGEST_SEED
from pages.ui.fields.controls import controls
from pages.ui.fields.field import sliding
from pages.ui.own_data.cures import without_cures
from pages.ui.own_data.summary import summary
from pages.ui.state.address import make_entry
from pages.ui.state.bench import change, current_bench, is_upload
from pages.ui.state.drawing import drawn_noise, redraw, show_drawing
from pages.ui.state.file import kept_file

GROUPS = ("Toys", "Real", "Pictures")


@st.cache_data
def _pictures() -> str:
    """Style that puts each set's picture on its button."""
    return f"<style>{''.join(_rule(name, thumbnail(name)) for name in CATALOG)}</style>"


def _rule(name: str, picture: bytes) -> str:
    """Style that puts a picture on a button."""
    data = base64.b64encode(picture).decode()
    return f".st-key-{_key(name)} button{{background-image:url(data:image/png;base64,{data})}}"


def _key(name: str) -> str:
    return "set-" + "".join(c if c.isalnum() else "-" for c in name)


def data_panel(bench: Bench) -> None:
    """Draw the panel for the current run of `bench`."""
    run = bench.run
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
                    on_click=_turn_to,
                    args=(name,),
                )
            if group == "Toys":
                _drawn(bench)
    # Above what shapes the set, so that it is in sight on a low screen, too.
    label = "Change these choices" if is_upload(settings) and kept_file() else "Your own data"
    if st.button(label, key="data.file", icon=":material/upload_file:", width="stretch"):
        from pages.ui.own_data.dialog import own_data  # pandas and what reads files: for those who ask

        own_data(run)
    if is_upload(settings):
        summary(run)
        return
    with run.lock:
        _about(run)
    if settings.drawing is None:
        _shape(run)
    else:
        _shape_drawn(run, settings.drawing)


def _turn_to(name: str) -> None:
    make_entry()
    settings = current_bench().settings
    change(dataset=name, **(without_cures(settings) if is_upload(settings) else {}))


def _drawn(bench: Bench) -> None:
    """The button of the points that the visitor drew, with their picture."""
    drawing = bench.sketch.present
    st.html(f"<style>{_rule(DRAWN, drawing_thumbnail(Drawing() if drawing is None else drawing))}</style>")
    st.button(
        "Your points",
        key=_key(DRAWN),
        help="**Your points.** What you drew here; an empty plane to draw on if nothing is there "
        "yet. Any toy with classes can be drawn on, too: take a class beside the large picture.",
        type="primary" if bench.settings.dataset == DRAWN else "secondary",
        on_click=show_drawing,
    )


def _about(run: Run) -> None:
    """What is learned from, in a sentence or two."""
    dataset = run.dataset
    tells = CATALOG[dataset.name][1] if dataset.name in CATALOG else ""
    rows = f"{dataset.X_train.shape[1]:,} rows to train on, {dataset.X_test.shape[1]:,} to test."
    notes = " ".join(dataset.notes)
    if dataset.waiting:
        st.markdown(f"**{dataset.title}.** {dataset.waiting}")
    else:  # where the rows come from is a matter for those who ask; what they must not be used for is not
        warning = "**Not for diagnosis.** " if "diagnosis" in notes else ""
        st.markdown(f"**{dataset.title}.** {warning}{tells} {rows}", help=notes or None)


def _shape_drawn(run: Run, drawing: Drawing) -> None:
    drawn_noise(
        "Noise",
        drawing,
        min_value=0,
        max_value=MOST_NOISE,
        step=5,
        format="%d %%",
        help="How far your points stray from where you drew them. At 0 % they are all back in place.",
    )
    controls("split", [_test_share(run)])

    def button(title: str, key: str, change: Callable, tells: str, **options) -> None:
        st.button(
            title,
            key=f"data.{key}",
            width="stretch",
            disabled=not len(drawing),
            on_click=redraw,
            args=(drawing, change),
            help=tells,
            **options,
        )

    split = "Draw other points for the test, and let the noise move each point another way."
    copies = "Every point gets one more, a little beside it and on the same side of the split."
    empty = "Start with no points; undo beside the large picture brings these back."
    button("Split anew", "split", Drawing.shuffled, split, icon=":material/casino:")
    with st.container(horizontal=True, gap="xsmall"):
        button("Copies ×2", "copies", Drawing.doubled, copies)
        button("Empty plane", "empty", Drawing.cleared, empty)


def _shape(run: Run) -> None:
    settings = run.settings
    toy, given = settings.dataset in TOYS, settings.dataset in GIVEN_SPLIT
    shaped = "" if toy else "only toys are drawn."
    most = 2000 if settings.points <= 2000 else None
    regression = "values have no class." if run.dataset.kind == "regression" else ""
    sliders = [
        sliding("noise", run, idle=shaped),
        sliding("label_noise", run, idle=shaped or regression),
        sliding("points", run, most=most, idle=shaped),
    ]
    controls("shape", [*sliders, _test_share(run)])
    st.button(
        "New data",
        key="data.new",
        icon=":material/casino:",
        width="stretch",
        disabled=given,
        on_click=change,
        kwargs={"data_seed": (settings.data_seed + 1) % (LARGEST_SEED + 1)},
        help="Draw other points from the same pattern, and split them anew. Same initial weights.",
    )


def _test_share(run: Run) -> dict:
    given = run.settings.dataset in GIVEN_SPLIT
    return sliding("test_share", run, idle="these data come divided." if given else "")
