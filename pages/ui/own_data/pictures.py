"""Pictures of one's own: their size, colour and split."""

import contextlib

import numpy as np
import streamlit as st

from deepnet.data import DataError
from deepnet.data.limits import counted
from deepnet.data.pictures import Pictures
from deepnet.lab.run.run import Run
from pages.ui.literal import literal
from pages.ui.own_data.classes import class_list, weights_choice
from pages.ui.own_data.reading import show_reading
from pages.ui.own_data.training import split_choices, train
from pages.ui.state.file import KeptFile, choosing

SHOWN, IN_STRIP, MOST_CLASSES = 56, 4, 5  # pixels of an example, examples of a class, classes
SIZES = (8, 12, 16, 20, 24, 28, 32, 48)


def pictures_of(run: Run, kept: KeptFile, pictures: Pictures) -> None:
    """Everything about `pictures` in the dialog, down to the button that trains on them."""
    head, go = st.columns([7, 2], vertical_alignment="center")
    count = counted(len(pictures.labels), "picture")
    head.markdown(f"**{literal(kept.name)}:** {count} of {len(pictures.classes)} classes.")
    if pictures.notes:
        st.caption(literal(" ".join(pictures.notes)))
    _examples(pictures)
    show_reading(kept)
    left, right = st.columns([3, 2])
    with left:
        sizes = [size for size in SIZES if size <= max(pictures.own_size, SIZES[0])]
        size = choosing(
            st.selectbox,
            "Pixels along a side",
            "size",
            28 if 28 in sizes else sizes[-1],
            options=sizes,
            help="Every picture is squeezed to this size; each pixel is an input.",
        )
        color = choosing(st.toggle, "In colour", "color", False, help="Three inputs a pixel instead of one.")
        own = pictures.has_parts and choosing(
            st.toggle,
            "Keep its train and test folders",
            "parts",
            True,
            help="Otherwise they are merged, and split at random.",
        )
        test_share, seed = split_choices(run, disabled=bool(own))
    with right:
        counts = list(pictures.counts.items())
        class_list(["class", "pictures"], counts, total=len(pictures.labels))
        weights = weights_choice(run, [count for _, count in counts])
    inputs = size * size * (3 if color else 1)
    st.caption(f"{size} × {size} pixels in {'colour' if color else 'grey'}: {counted(inputs, 'input')}.")
    if go.button("Train on this", type="primary", key="file.train", width="stretch"):
        with st.spinner("Reading the pictures"):
            dataset = pictures.to_dataset(
                size=size,
                color=color,
                split="folders" if own else "random",
                test_share=test_share,
                seed=seed,
            )
        train(run, kept, dataset, test_share=test_share, data_seed=seed, class_weights=weights)


def _examples(pictures: Pictures) -> None:
    """A strip with the first pictures of some classes, as they are read."""
    for cell, name in zip(st.columns(MOST_CLASSES), pictures.classes, strict=False):
        found = []
        for i in np.flatnonzero(pictures.labels == pictures.classes.index(name))[:IN_STRIP]:
            with contextlib.suppress(DataError):
                found.append(pictures.read(int(i), SHOWN, True))
        if found:
            cell.image(np.hstack(found), caption=literal(name), width=len(found) * SHOWN)
