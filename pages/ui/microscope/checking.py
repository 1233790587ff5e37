"""The check beside the gradient, and a bug to plant in it."""

from collections.abc import Callable

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
from pages.ui.microscope.place import ONE, WHICH, spot
from pages.ui.state.kept import kept_widget

NONE = "no bug"
EACH = "each of them"
MOST_SPOTS = 500  # to choose one from
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
    names = named(book)
    with right:
        which = _chosen("Check", WHICH, ["all", *layers(book)], _told)
        spots = [spot(*name) for name in names if which in ("all", name[0])]
        one = _chosen("One of them", ONE, [EACH, *spots[:MOST_SPOTS]], str) if which != "all" else EACH
    planted = None if bug == NONE else bug
    if planted:
        st.code(f"- {BUGS[planted].right}\n+ {BUGS[planted].wrong}", language="diff")
        st.markdown(BUGS[planted].tells)
    computed = gradient(batch, bug=planted) if planted else gradient_of(book)
    places = None if which == "all" else np.flatnonzero([owner == which for owner, *_ in names])
    if one != EACH:
        places = np.array([i for i, name in enumerate(names) if spot(*name) == one])
    found = check(batch, computed, places)
    _verdict(found, planted, batch)
    if one == EACH:
        _table(found, names)
    else:
        _single(found, one)
    if planted:
        _twin(book, data, planted)


def _chosen(label: str, name: str, options: list[str], told: Callable[[str], str]) -> str:
    """A choice that the walk can make, too; the first option where it is none of these."""
    return kept_widget(st.selectbox, label, name, options[0], options=options, format_func=told)


def _single(found: Check, one: str) -> None:
    """One parameter: analytic, numeric, relative difference."""
    boxes = st.columns(3)
    boxes[0].metric(f"by the chain rule, d{one}", f"{found.computed[0]:.8g}")
    boxes[1].metric("measured, (J⁺ − J⁻) / 2h", f"{found.measured[0]:.8g}")
    boxes[2].metric("relative difference", f"{found.relative[0]:.1e}")


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
        rows.append({
            "parameter": spot(*names[found.places[i]]),
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
