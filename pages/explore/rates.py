"""The rate finder that tells the truth: a range test in front of what fixed rates really reached."""

import numpy as np
import streamlit as st

from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.outcomes import at_tick
from deepnet.lab.sweep.rates import fixed, fixed_rates, range_test, true_best
from deepnet.lab.sweep.sweep import Sweep
from deepnet.numerals import number
from pages.ui.figures.rates import mark_colours, rate_finder
from pages.ui.figures.theme import theme
from pages.ui.layout import dark, door
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import kept, kept_widget
from pages.ui.state.made import made
from pages.ui.state.picks import picks
from pages.ui.state.sweeps import Base, base, branch_at_rate, sweep_of
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.outcomes import following
from pages.ui.sweeps.steps import steps_choice

CHART, SEEDS = "rates.chart", 4
TELLS = {
    "steepest": "Where the range test falls fastest: the first rule of thumb. One lucky step can fool it.",
    "valley / 10": "A tenth of the rate at the lowest point of the range test (Smith 2017): the second.",
    "2/sharpness": "Above it plain descent on all rows overshoots the steepest valley at the start. With "
    "batches, momentum or Adam it is a hint, not a limit; training itself moves to sharper ground.",
    "true best": "Whose seeds really reached the lowest median cost.",
}


def shown(sweep: Sweep, explored: Base, rates: tuple[float, ...], steps: int) -> None:
    settings = explored.settings
    test = made(
        "rates.test",
        (settings, steps, id(explored.uploaded)),
        lambda: range_test(settings, max(50, min(steps, 500)), explored.uploaded),
    )
    finals = at_tick(sweep, "cost_train", len(sweep.ticks) - 1).reshape(len(rates), SEEDS)
    begun = (sweep.done > 0).reshape(finals.shape).all(axis=1)
    medians = np.median(np.where(np.isfinite(finals), finals, np.inf), axis=1)
    best = true_best(rates, finals) if sweep.complete else np.nan
    marks = dict(zip(TELLS, (test.steepest, test.valley, test.edge, best), strict=True))
    if sweep.complete:
        st.markdown(
            f"The best of these rates is **{number(best, 3)}**, with a median cost of "
            f"**{number(medians.min(), 3)}** after {steps:,} steps."
            if np.isfinite(best)
            else f"At every one of these rates most of the {SEEDS} seeds diverged: the best of them is none."
        )
    chart, beside = st.columns([3, 1], gap="medium")
    with chart:
        figure = rate_finder(
            test.rates,
            test.costs,
            np.array(rates)[begun],
            finals[begun],
            list(marks.items()),
            theme(dark()),
            named=f"training cost after {steps:,} steps" if sweep.complete else "training cost so far",
            first=float(np.nanmedian(sweep.scores[0, :, 0])),
            height=395,
        )
        quiet = {"displayModeBar": False}  # it would lie over the names of the marks
        st.plotly_chart(figure, key=CHART, on_select="rerun", selection_mode="points", config=quiet)
        st.caption(
            f"Blue: the median of {SEEDS} seeds over their quartiles, each from step 0; optimizer, schedule "
            "and batches as on the playground. Orange: one network whose rate grows at every step."
        )
    with beside:
        _go_on(rates, best)
        st.html(_explained(marks, rates, medians, sweep.complete))


def _go_on(rates: tuple[float, ...], best: float) -> None:
    """The way to go on with a rate: the one that was clicked, before that the best."""
    picked = [rate for rate, *_ in picks(CHART) if rate in rates]
    rate = float(picked[0]) if picked else best
    chosen = np.isfinite(rate)
    st.button(
        f"Go on with rate {number(rate, 3)}" if chosen else "Go on with a rate",
        key="rates-branch",
        on_click=branch_at_rate,
        args=(rate,),
        disabled=not chosen,
        help="The playground's run goes on from where it stands with this rate, as a branch of its own.",
    )
    other = "another" if chosen else "one"
    st.caption(f"From step {current_bench().shown():,} of the run. Click a blue point for {other} rate.")
    if kept("rates.branched"):
        door("playground", "See it on the playground")


def _explained(marks: dict[str, float], rates: tuple[float, ...], medians: np.ndarray, complete: bool) -> str:
    """Every mark with its rate, what that rate really reached, and what the mark means, as HTML."""
    rows = []
    for (name, rate), colour in zip(marks.items(), mark_colours(theme(dark())), strict=True):
        if not np.isfinite(rate):
            told = "none" if complete or name != "true best" else ""
        else:
            told = f"<b>{number(rate, 3)}</b>" + (f" {_reached(rate, rates, medians)}" if complete else "")
        rows.append(f'<dt style="border-color: {colour}">{name} {told}</dt><dd>{TELLS[name]}</dd>')
    return f'<dl class="marks">{"".join(rows)}</dl>'


def _reached(rate: float, rates: tuple[float, ...], medians: np.ndarray) -> str:
    """What the fixed rate next to this one came to, in words."""
    if not rates[0] / NEAR <= rate <= rates[-1] * NEAR:
        return "lies outside of these rates"
    cost = medians[int(np.abs(np.log(np.array(rates) / rate)).argmin())]
    return f"reaches {number(cost, 3)}" if np.isfinite(cost) else "diverges"


NEAR = 1.5  # times the outermost of the fixed rates, up to where it stands for another one


def main() -> None:
    explored = base()
    with st.container(key="head"):
        explore_head("rates", explored)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices"):
            count = kept_widget(
                st.segmented_control,
                "Fixed rates",
                "rates.count",
                32 if explored.dataset.n_x > 12 else 64,
                options=[16, 32, 64],
                required=True,
            )
            steps = steps_choice("rates.steps", explored, count * SEEDS, most=500)
    settings = explored.settings
    rates = fixed_rates(count)
    try:
        sweep = sweep_of(
            "rates",
            tuple(fixed(settings, rates, SEEDS)),
            steps,
            look=Look(),
            ticks=16,
            uploaded=explored.uploaded,
        )
    except (ValueError, TypeError) as error:
        refuse_in_words(error)
        return
    following(sweep, shown, explored, rates, steps)


explore_page("rates", main)
