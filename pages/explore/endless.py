"""Two lessons that only endless data can give: the winner's curse, and capacity against time."""

import numpy as np
import streamlit as st

from deepnet.lab.sweep.chunk import FRESH, Look
from deepnet.lab.sweep.endless import (
    WIDTHS,
    by_width,
    candidates,
    errors_by_width,
    risen,
    winners,
    with_validation,
)
from deepnet.lab.sweep.outcomes import at_tick, known
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import usual_tile
from deepnet.numerals import percent
from pages.ui.figures.endless import curse
from pages.ui.figures.sweeps import heat_map
from pages.ui.figures.theme import in_percent, theme
from pages.ui.layout import dark
from pages.ui.state.kept import kept_widget
from pages.ui.state.sweeps import Base, base, sweep_of
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words
from pages.ui.sweeps.outcomes import following
from pages.ui.sweeps.steps import steps_choice, tick_slider
from pages.ui.sweeps.tile import tile_picture

TICKS = 40  # of capacity and time: parts of the steps that are round numbers
LOST = 2.0  # times the error of a guess at the mean, as which a lost regression counts
LESSONS = {"curse": "The winner's curse", "capacity": "Capacity and time"}


def shown_curse(sweep: Sweep, points: int) -> None:
    last = len(sweep.ticks) - 1
    ready = sweep.done == last + 1
    if ready.sum() < 8:
        st.caption("The first networks are on their way.")
        return
    validation, fresh = 1 - at_tick(sweep, "metric_test", last)[ready], 1 - sweep.fresh[ready, 1]
    counts, seen, true = winners(validation, fresh, lost=LOST if sweep.kind == "regression" else 1.0)
    what = "leaves" if sweep.kind == "regression" else "is wrong on"
    of = "of the spread unexplained on" if sweep.kind == "regression" else "of"
    looks, is_ = (round(100 * float(each[-1]), 1) for each in (seen, true))
    st.markdown(
        f"Of **{counts[-1]}** settings the best one {what} **{looks:.1f} %** {of} the {points} points it was "
        f"chosen by, and **{is_:.1f} %** {of} {FRESH:,} fresh ones: "
        + (
            f"it looks {is_ - looks:.1f} percentage points better than it is."
            if is_ > looks
            else "here luck played no part."
        )
    )
    st.plotly_chart(curse(counts, seen, true, theme(dark())), key="endless.curse")
    st.caption(
        "The more settings are tried, the better the best looks, and the further that is from the truth. "
        "Fewer points to choose by widen the gap. Real data have no fresh points: nobody sees the blue line."
    )


def shown_capacity(sweep: Sweep, explored: Base) -> None:
    errors = errors_by_width(known(sweep, "metric_test"))
    steps = [f"{int(step):,}" for step in sweep.ticks]
    named = "unexplained spread" if explored.dataset.kind == "regression" else "test error"
    texts = np.array(
        [
            [f"width {w}<br>step {steps[t]}<br>{named} {percent(errors[i, t])}" for i, w in enumerate(WIDTHS)]
            for t in range(len(steps))
        ],
        object,
    )
    figure = heat_map(
        in_percent(errors.T),
        steps,
        [str(width) for width in WIDTHS],
        theme(dark()),
        x_title="step",
        y_title="neurons in each hidden layer",
        named=f"{named}, %",
        log=explored.dataset.kind == "regression",  # whose first guesses are far off
        texts=texts,
        height=480,
    )
    left, right = st.columns([3, 1])
    with left:
        st.plotly_chart(figure, key="endless.capacity")
    with right:
        width = kept_widget(st.select_slider, "Width", "endless.width", WIDTHS[4], options=WIDTHS)
        step = tick_slider(sweep, "endless.step")
        k = WIDTHS.index(width) * (len(sweep.members) // len(WIDTHS))
        tile_picture(sweep, k, caption=f"width {width}, step {step:,}, first seed", dark=dark(), step=step)
    st.caption(f"Colour: the median of 8 seeds. {_learned_by_heart(errors[-1], sweep, named)}")


def _learned_by_heart(widest: np.ndarray, sweep: Sweep, named: str) -> str:
    """Whether the error (T,) of the widest networks has risen again, in a sentence."""
    known_ = np.flatnonzero(np.isfinite(widest))
    if not len(known_):
        return ""
    flipped = sweep.members[0].settings.label_noise > 0 and sweep.kind != "regression"
    best, last = known_[widest[known_].argmin()], known_[-1]
    begin = f"At width {WIDTHS[-1]} the {named} falls to {percent(widest[best])}"
    if risen(widest[known_]):
        what = "the flipped labels" if flipped else "the training points"
        return (
            f"{begin} by step {int(sweep.ticks[best]):,} and rises to {percent(widest[last])}: wide networks "
            f"go on to learn {what} by heart."
        )
    return f"{begin} and has not clearly risen yet." + (
        " With flipped labels it does in time: more steps, fewer points or a larger rate bring wide networks "
        "to learn them by heart."
        if flipped
        else ""
    )


def main() -> None:
    explored = base()
    settings = explored.settings
    with st.container(key="head"):
        explore_head("endless", explored)
        if explored.dataset.plane != "xy" or settings.dataset == "drawn":
            st.info("These lessons need endless fresh data: choose one of the toys on the playground.")
            return
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="choices"):
            lesson = kept_widget(
                st.segmented_control,
                "Lesson",
                "endless.lesson",
                "curse",
                options=list(LESSONS),
                format_func=LESSONS.get,
                required=True,
            )
            if lesson == "curse":
                points = kept_widget(
                    st.segmented_control,
                    "Points to choose by",
                    "endless.points",
                    50,
                    options=[20, 50, 100, 200, 500],
                    required=True,
                )
                members = candidates(with_validation(settings, points))
                name, most = "endless.curse.steps", 1000
            else:
                noise = kept_widget(
                    st.slider,
                    "Flipped labels",
                    "endless.labels",
                    20,
                    min_value=0,
                    max_value=50,
                    step=5,
                    format="%d %%",
                    disabled=explored.dataset.kind == "regression",
                    help="The share of the training labels that are another class's; the test labels are "
                    "right.",
                    width=220,
                )
                members = by_width(settings, noise)
                name, most = "endless.capacity.steps", 2000
            steps = steps_choice(name, explored, len(members), most, [m.settings for m in members])
    try:
        if lesson == "curse":
            sweep = sweep_of("endless", tuple(members), steps, look=Look(fresh=True), ticks=2)
            following(sweep, shown_curse, points)
        else:
            look = Look(usual_tile(explored.dataset), 32)
            sweep = sweep_of("endless", tuple(members), steps, look=look, ticks=TICKS)
            following(sweep, shown_capacity, explored)
    except (ValueError, TypeError) as error:
        refuse_in_words(error)


explore_page("endless", main)
