"""What the parts of the article page share: source, the visitor's own network, what goes wrong."""

from collections.abc import Callable

import streamlit as st

from deepnet.lab.ledger.build import ledger_of
from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.source import body_of, function_source
from deepnet.lab.ledger.walk import walk_of
from deepnet.lab.ledger.written import Written
from pages.ui.state.bench import current_bench
from pages.ui.state.made import made


def source(*names: str) -> None:
    """The article's functions as they stand in deepnet.article."""
    st.code("\n\n\n".join(body_of(function_source(name)) for name in names), language="python")


def equations(*formulas: str) -> None:
    """Formulas beside one another, where there is room for that."""
    with st.container(horizontal=True, horizontal_alignment="center", gap="large"):
        for formula in formulas:
            st.latex(formula, width="content")


def wrong(title: str):
    """A frame for what goes wrong here."""
    frame = st.container(border=True)
    frame.markdown(f":orange-badge[:material/warning: What goes wrong here] **{title}**")
    return frame


def try_it():
    """A frame for an example whose values can be changed."""
    frame = st.container(border=True)
    frame.markdown(":blue-badge[:material/tune: Try it]")
    return frame


def own(tell: Callable[[Ledger], str]) -> None:
    """One sentence on the same thing in the visitor's network, at the step on the stage."""
    book = own_ledger()
    if book is None:
        return
    with st.container(border=True):
        st.markdown(f":green-badge[:material/hub: In your network, step {book.walk.step:,}] {tell(book)}")


def own_ledger() -> Ledger | None:
    """The ledger of the next step of the visitor's run, at the step shown; None where it has no rows."""
    bench = current_bench()
    run, step = bench.run, bench.shown()
    if run.dataset.waiting:
        return None
    key = (run, bench.rev, tuple(run.changes), step)
    return made("ledger", key, lambda: ledger_of(walk_of(run, step)))


def worked_out(made: Written) -> str:
    """A number of the ledger as the sum that it is."""
    return f"{made.text} = **{made.result}**".replace("-", "−")


def number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def matrix(values) -> str:
    """A small matrix as LaTeX."""
    rows = [" & ".join(f"{value:.4g}" for value in row) for row in values]
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"
