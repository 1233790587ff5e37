"""Several rows: which way each example pulls, and how their mean comes about."""

import numpy as np
import streamlit as st

from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.update import parameters
from deepnet.lab.ledger.written import Number, count, plain, write
from pages.ui.figures.bars import signed_bars
from pages.ui.figures.batch import batch_on_plane
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.microscope.ground import ground_of
from pages.ui.microscope.place import spot

MOST = 30
QUIET = {"displayModeBar": False}


def view(book: Ledger, labels: list[str], dataset, features: tuple[str, ...]) -> None:
    """labels: what each row of the batch is.  features: those that make inputs of points on a plane."""
    st.markdown(
        "Each example of the batch has a gradient of its own, and would move the weight its own way. The "
        "step follows their mean: those that agree add up, those that disagree cancel."
    )
    names = [name for name in parameters(book) if name[0] in "Wb"]
    boxes = st.columns(3)
    name = boxes[0].selectbox("Of", names, key="microscope.pull")
    rows, columns = book.arrays[name].values.shape
    r = int(boxes[1].number_input("Neuron", 1, rows, 1, key="microscope.pull.row", disabled=rows == 1)) - 1
    c = 0
    if name[0] == "W":
        c = (
            int(
                boxes[2].number_input(
                    "Its input", 1, columns, 1, key="microscope.pull.col", disabled=columns == 1
                )
            )
            - 1
        )
    r, c = min(r, rows - 1), min(c, columns - 1)
    each, one = pulls(book, name, r, c), spot(name, r, c)
    told = [f"row {number + 1}, {label}" for number, label in zip(book.walk.rows, labels, strict=True)]
    left, right = st.columns(2) if dataset.plane == "xy" else (st.container(), None)
    axis = f"d{one} of each example alone"
    left.plotly_chart(
        signed_bars(told, each, theme(dark()), axis=axis, shares=False, most=MOST),
        key="microscope.pulls",
        config=QUIET,
    )
    if right is not None:
        ground = ground_of(book, dataset.raw_train, features)
        figure = batch_on_plane(dataset.raw_train, book.walk.rows, each, told, theme(dark()), ground=ground)
        right.plotly_chart(figure, key="microscope.batch", config=QUIET)
        right.caption(
            "Ringed: the rows of this step's batch, as large as their pull. Blue would lower it, "
            "orange raise it."
        )
    st.markdown(_sum(each) + f", which is d{one} of the batch.")
    if len(each) > MOST:
        st.caption(f"The {MOST} that pull hardest, of {len(each)}.")


def _sum(each: np.ndarray) -> str:
    """How the mean comes about, from those that pull up and those that pull down, to the digit shown."""
    up, down = (Number(float(each[side].sum())) for side in (each > 0, each < 0))
    size = max(abs(up.value), abs(down.value)) / len(each)
    parts = ("(", up, " + ", down, ") / ", count(len(each)))
    made = write(plain(lambda u, d, m: (u + d) / m, *parts, size=size), float(each.mean()))
    rows = f"{np.count_nonzero(each > 0)} examples above 0 and {np.count_nonzero(each < 0)} below, added up"
    return f"{rows}: {made.text.replace('-', '−')} = **{made.result.replace('-', '−')}**"


def pulls(book: Ledger, name: str, r: int, c: int) -> np.ndarray:
    """What each example of the batch says about one parameter, (m,): their mean is the gradient."""
    l = int(name[1:])
    normalized = l in book.walk.network.batch_norm
    if name[0] == "b":
        return np.array(book.arrays[f"{'dU' if normalized else 'dZ'}{l}"].values[r])
    return book.arrays[f"dZ{l}"].values[r] * book.arrays[f"A{l - 1}"].values[c]
