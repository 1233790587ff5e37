"""The check beside the gradient, and a bug to plant in it."""

import numpy as np
import streamlit as st

from deepnet.lab.ledger.check import AGREES, DIFFERS, KINK, Check, batch_of, check, gradient_of, twins
from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.plainly import BUGS, Batch, gradient
from deepnet.lab.ledger.update import parameters
from deepnet.numerals import number
from pages.ui.figures.rules import curves
from pages.ui.figures.theme import theme
from pages.ui.layout import dark

NONE = "no bug"
SHOWN = 60  # lines of the table
WORDS = {AGREES: "✓ agrees", DIFFERS: "✗ differs", KINK: "corner: no one slope"}
TWIN_ROWS, TWIN_STEPS = 500, 150


def view(book: Ledger, previous: np.ndarray | None, data: tuple) -> None:
    """previous: the parameters before the last update.  data: the training set (X, Y) as the network meets
    it."""
    st.markdown(
        "Is the gradient right? Move one parameter a little up and a little down, and measure how the "
        "cost of this "
        "batch changes. That slope must be the one that the chain rule has computed. All of them are "
        "tried at once, "
        "as one ensemble of networks that differ in one parameter each."
    )
    batch = batch_of(book, previous if previous is not None else _one_step_back(book))
    left, right = st.columns(2)
    bug = left.selectbox(
        "Plant a bug", [NONE, *BUGS], key="microscope.bug",
        format_func=lambda name: BUGS[name].title if name in BUGS else "None: the gradient as it is",
    )  # fmt: skip
    choices = ["all", *layers(book)]
    which = right.selectbox("Check", choices, key="microscope.which", format_func=_told)
    planted = None if bug == NONE else bug
    if planted:
        st.code(f"- {BUGS[planted].right}\n+ {BUGS[planted].wrong}", language="diff")
        st.markdown(BUGS[planted].tells)
    computed = gradient(batch, bug=planted) if planted else gradient_of(book)
    names = named(book)
    places = None if which == "all" else np.flatnonzero([owner == which for owner, *_ in names])
    found = check(batch, computed, places)
    _verdict(found, planted, batch)
    _table(found, names)
    if planted:
        _twin(book, data, planted)


def layers(book: Ledger) -> list[str]:
    return parameters(book)


def _told(name: str) -> str:
    return "all parameters" if name == "all" else f"those of {name}"


def named(book: Ledger) -> list[tuple[str, int, int]]:
    """The array, row and column of each entry of theta."""
    network = book.walk.network
    found: list = [None] * network.size
    marks = np.arange(network.size, dtype=float)
    blocks, gammas = network.laid_out(marks)
    for l in range(1, network.L + 1):
        for r, c in np.ndindex(*blocks[l].shape):
            bias = c == blocks[l].shape[1] - 1
            found[int(blocks[l][r, c])] = (f"b{l}", r, 0) if bias else (f"W{l}", r, c)
        if gammas[l] is not None:
            for r in range(len(gammas[l])):
                found[int(gammas[l][r, 0])] = (f"γ{l}", r, 0)
    return found


def _one_step_back(book: Ledger) -> np.ndarray:
    """Before the first step there is no past: where the weights would be, had they come here downhill."""
    return book.walk.theta.astype(float) + book.walk.rate * gradient_of(book)


def _verdict(found: Check, planted: str | None, batch: Batch) -> None:
    n = len(found.places)
    corners = int(np.count_nonzero(found.verdicts == KINK))
    aside = f" {corners} stand at a corner, where the cost has no one slope." if corners else ""
    if found.wrong:
        st.error(
            f"**{found.wrong} of {n} gradients are wrong.** Distance of all: {number(found.error, 2)}.{aside}"
        )
    elif found.error > 1e-4 or not np.isfinite(found.error):
        st.info("The cost is too large or too steep here for differences to be measured. Go back some steps.")
    elif planted and not BUGS[planted].matters(batch):
        st.info(
            "This bug changes nothing here: the network has nothing for it to spoil. Try another network."
        )
    elif planted:
        st.info(f"The bug changes no number of these {n} enough to be measured here. Check all parameters.")
    else:
        st.success(
            f"**All {n - corners} agree.** Distance of all, |a − n| / (|a| + |n|): {number(found.error, 2)}; "
            f"below 1e−5 is right.{aside}"
        )


def _table(found: Check, names: list) -> None:
    order = np.argsort(found.verdicts != DIFFERS, kind="stable")[:SHOWN]
    rows = []
    for i in order:
        name, r, c = names[found.places[i]]
        place = f"{name}[{r + 1}, {c + 1}]" if name.startswith("W") else f"{name}[{r + 1}]"
        rows.append({
            "parameter": place,
            "computed": number(found.computed[i], 8),
            "measured": number(found.measured[i], 8),
            "relative difference": number(found.relative[i], 2),
            "": WORDS[str(found.verdicts[i])],
        })  # fmt: skip
    st.dataframe(rows, hide_index=True, height=min(36 * len(rows) + 38, 420))
    if len(found.places) > SHOWN:
        st.caption(f"{SHOWN} of {len(found.places)}, those that differ first.")


def _twin(book: Ledger, data: tuple, bug: str) -> None:
    st.markdown(
        "**What the bug does to learning.** Two runs from these weights, on the same rows, with "
        "the same rate:"
    )
    X, Y = (part[:, :TWIN_ROWS] for part in data)
    batch = Batch(book.walk.network, X, Y, book.walk.loss)
    right, wrong = twins(
        batch, bug, rate=book.walk.rate, optimizer=book.walk.settings.optimizer, steps=TWIN_STEPS
    )
    figure = curves(
        np.arange(len(right)), {"right": right, BUGS[bug].title: wrong}, theme(dark()),
        across="step, all rows in each", up="cost", height=300,
    )  # fmt: skip
    st.plotly_chart(figure, key="microscope.twin", config={"displayModeBar": False})
    last = wrong[np.isfinite(wrong)][-1]
    ended = "" if np.isfinite(wrong[-1]) else " before no number could hold it"
    st.markdown(
        f"Without the bug the cost comes to **{number(right[-1])}**, with it to **{number(last)}**{ended}."
    )
