"""The rate finder that tells the truth: a range test in front of what fixed rates really reached."""

import numpy as np
import streamlit as st

from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.outcomes import at_tick
from deepnet.lab.sweep.rates import fixed, fixed_rates, range_test, true_best
from deepnet.lab.sweep.sweep import Sweep
from deepnet.numerals import number
from pages.ui.figures.rates import rate_finder
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
TELLS = """
- **steepest**: where the range test falls fastest. The first rule of thumb; one lucky step can fool it.
- **valley / 10**: a tenth of the rate at the lowest point of the range test (Smith 2017), the second.
- **2/sharpness**: above it plain descent on all rows overshoots the steepest valley at the start. With
  batches, momentum or Adam it is a bound or a hint, not a limit; training itself moves to sharper ground.
- **true best**: the rate whose seeds really reached the lowest median cost after these steps.
"""


def shown(sweep: Sweep, explored: Base, rates: tuple[float, ...], steps: int) -> None:
    settings = explored.settings
    test = made(
        "rates.test",
        (settings, steps, id(explored.uploaded)),
        lambda: range_test(settings, max(50, min(steps, 500)), explored.uploaded),
    )
    finals = at_tick(sweep, "cost_train", len(sweep.ticks) - 1).reshape(len(rates), SEEDS)
    finals[sweep.done.reshape(finals.shape) == 0] = np.nan
    best = true_best(rates, finals) if sweep.complete else np.nan
    marks = [
        ("steepest", test.steepest),
        ("valley / 10", test.valley),
        ("2/sharpness", test.edge),
        ("true best", best),
    ]
    figure = rate_finder(
        test.rates,
        test.costs,
        rates,
        finals,
        marks,
        theme(dark()),
        named=f"training cost after {steps:,} steps",
        first=float(np.nanmedian(sweep.scores[0, :, 0])),
    )
    st.plotly_chart(figure, key=CHART, on_select="rerun", selection_mode="points")
    if sweep.complete:
        st.markdown(_sentence(marks, rates, finals))
    picked = picks(CHART)
    rate = float(picked[0][0]) if picked else settings.learning_rate
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Go on with rate {number(rate, 3)}",
            key="rates.branch",
            on_click=branch_at_rate,
            args=(rate,),
            disabled=not picked,
            help="The playground's run goes on from where it stands with this rate, as a branch of its own.",
        )
        st.caption(
            "Click a blue point to choose a rate."
            if not picked
            else f"The run stands at step {current_bench().shown():,}."
        )
        if kept("rates.branched"):
            door("playground", "See it on the playground")
    with st.expander("What the marks mean"):
        st.markdown(TELLS)


def _sentence(marks: list[tuple[str, float]], rates, finals: np.ndarray) -> str:
    """How far the guesses are from the truth."""
    medians = np.median(np.where(np.isfinite(finals), finals, np.inf), axis=1)
    best = dict(marks)["true best"]
    parts = []
    for name, rate in marks[:3]:
        if np.isfinite(rate):
            at = int(np.abs(np.log(np.array(rates) / rate)).argmin())
            cost = medians[at]
            parts.append(
                f"{name} ({number(rate, 2)}) "
                + (f"reaches {number(cost, 3)}" if np.isfinite(cost) else "diverges")
            )
    return (
        f"The best of these rates is **{number(best, 2)}**, "
        f"with a median cost of {number(medians.min(), 3)}; " + ", ".join(parts) + "."
    )


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
    st.caption(
        f"{settings.optimizer.capitalize()}, schedule {settings.schedule}, batch size "
        f"{settings.batch_size or 'all'}: as on the playground, from step 0 and with {SEEDS} seeds."
    )
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
