"""Better, or luck?  Two settings in 64 pairs that share their seeds, and one plain sentence."""

import numpy as np
import streamlit as st

from deepnet.lab.sweep.chunk import FRESH, Look
from deepnet.lab.sweep.luck import FEWEST, PAIRS, VARIES, members, verdict
from deepnet.lab.sweep.outcomes import at_tick, known
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import usual_tile
from deepnet.numerals import cost, number, signed
from pages.ui.figures.pairs import paired_differences, probability_line
from pages.ui.figures.sweeps import fans
from pages.ui.figures.theme import theme
from pages.ui.layout import dark
from pages.ui.literal import literal
from pages.ui.state.kept import kept_widget
from pages.ui.state.picks import picks
from pages.ui.state.sweeps import base, sweep_of
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.outcomes import following
from pages.ui.sweeps.steps import steps_choice
from pages.ui.sweeps.tile import tile_picture
from pages.ui.sweeps.twins import travel, twins

CHART = "luck.pairs"
TICKS = 24
HEIGHT, PIXELS = 290, 108  # of both charts, and along a side of a picture: all fits on a projector


def costs(sweep: Sweep) -> tuple[np.ndarray, bool]:
    """The cost (K,) by which the pairs are judged, nan where it is none; whether it is on fresh points."""
    if np.isfinite(sweep.fresh).any():
        return sweep.fresh[:, 0], True
    return at_tick(sweep, "cost_test", len(sweep.ticks) - 1), False


def shown(sweep: Sweep, pairs: int, words: str) -> None:
    """Sentence, probability, fans, differences, and the pair that is pointed at."""
    values = known(sweep, "cost_test")
    a, b = values[:, :pairs], values[:, pairs:]
    groups = [("A", a), ("B", b)]
    if not sweep.over:
        st.plotly_chart(
            fans(sweep.ticks, groups, theme(dark()), named="test cost", whole=True), key="luck.fans"
        )
        return
    judged, fresh = costs(sweep)
    ready = sweep.done == len(sweep.ticks)
    both = ready[:pairs] & ready[pairs:]
    if not both.any():
        st.info("It was stopped before any pair was trained to the end.")
        return
    found = verdict(judged[:pairs][both], judged[pairs:][both])
    st.markdown(f"#### {found.sentence()}")
    left, right = st.columns([3, 4], vertical_alignment="center", gap="medium")
    with left:
        st.plotly_chart(
            probability_line(found.chance, found.low, found.high, theme(dark())), key="luck.chance"
        )
    with right:
        on = f"{FRESH:,} fresh points that no network has seen" if fresh else "the test rows"
        st.caption(
            f"P(A beats B) = **{found.chance:.2f}**, 95 % bootstrap interval {found.low:.2f} … "
            f"{found.high:.2f}; median difference {signed(number(found.median, 3))}. "
            f"Judged by the cost on {on}. "
            f"{literal(words[:1].upper() + words[1:])}."
        )
        if not fresh:
            st.caption(
                "There are no fresh points of these data: if A or B was chosen by looking at these test "
                "rows, this cannot say which is better on new ones."
            )
    left, middle, right = st.columns([5, 5, 2.2], gap="medium")
    with left:
        st.plotly_chart(
            fans(sweep.ticks, groups, theme(dark()), named="test cost", whole=True, height=HEIGHT),
            key="luck.fans",
        )
        st.caption(f"Every network, the median and quartiles of {pairs}. Diverged ones have lost their pair.")
    with middle:
        with np.errstate(invalid="ignore"):
            differences = judged[:pairs] - judged[pairs:]
        figure = paired_differences(
            np.nan_to_num(differences[both]),
            "A is better",
            "B is better",
            theme(dark()),
            named="cost",
            height=HEIGHT,
        )
        quiet = {"displayModeBar": False}  # it would lie over the highest bars
        st.plotly_chart(figure, key=CHART, on_select="rerun", selection_mode="points", config=quiet)
        st.caption("A bar is a pair: blue where A is better, orange where B is. Click one to see it.")
    with right:
        _pair(sweep, pairs, np.flatnonzero(both), judged)


def _pair(sweep: Sweep, pairs: int, trained: np.ndarray, judged: np.ndarray) -> None:
    """Both networks of the pair that was clicked; the one in the middle before any was."""
    picked = picks(CHART)
    with np.errstate(invalid="ignore"):
        differences = np.nan_to_num(judged[:pairs] - judged[pairs:])[trained]
    middle = int(np.argsort(differences)[len(trained) // 2])
    at = int(picked[0][0]) if picked and int(picked[0][0]) < len(trained) else middle
    k = int(trained[at])
    st.caption(f"**Pair {k + 1}**" + ("" if picked else ", the one in the middle"))
    for name, member in zip("AB", (k, k + pairs), strict=True):
        tile_picture(
            sweep, member, caption=f"{name}: cost {cost(judged[member])}", dark=dark(), pixels=PIXELS
        )


def main() -> None:
    explored = base()
    with st.container(key="head"):
        explore_head("luck", explored)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices"):
            try:
                a, b, words = twins(explored)
            except (ValueError, TypeError) as error:
                refuse_in_words(error)
                return
            varies = kept_widget(
                st.selectbox,
                "What varies from pair to pair",
                "luck.varies",
                "all",
                options=list(VARIES),
                format_func=lambda name: VARIES[name].capitalize(),
                width=232,
            )
            pairs = kept_widget(
                st.number_input,
                "Pairs",
                "luck.pairs",
                PAIRS,
                min_value=2,
                max_value=512,
                width=96,
                help=f"Below {FEWEST} there is no verdict.",
            )
            steps = steps_choice("luck.steps", explored, 2 * pairs)
    if not travel():
        st.caption(
            "The link of this page carries what is explored and one changed setting: no tile, no kept run."
        )
    if a == b:
        st.info("A and B are the same settings: choose another value for B, or another run.")
        return
    try:
        sweep = sweep_of(
            "luck",
            (*members(a, pairs, varies), *members(b, pairs, varies)),
            steps,
            look=Look(usual_tile(explored.dataset), 32, fresh=True),
            ticks=TICKS,
            uploaded=explored.uploaded,
        )
    except (ValueError, TypeError) as error:
        refuse_in_words(error)
        return
    following(sweep, shown, pairs, words)


explore_page("luck", main)
