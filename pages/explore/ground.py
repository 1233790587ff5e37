"""The ground below one run: how sharp it is along the way, the valley around it, the bridge to another."""

from time import perf_counter

import numpy as np
import streamlit as st

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.recipe import build
from deepnet.lab.run.run import Run
from deepnet.lab.sweep.curvature import limit, sharpness
from deepnet.lab.sweep.ground import bridge, matched, valley
from deepnet.lab.sweep.valley import PLANES, Valley, others_of, path_of, rows_of
from deepnet.numerals import number
from pages.ui.figures.ground import bridge_lines, landscape, sharpness_strip
from pages.ui.figures.theme import theme
from pages.ui.ground.valley import valley_view
from pages.ui.layout import dark, door
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import forget, keep, kept, kept_widget
from pages.ui.state.made import made
from pages.ui.state.sweeps import MOST_POINT, base, branch_to, play_on
from pages.ui.sweeps.head import explore_head, explore_page, refuse_in_words

MOST_SHARP = 48  # steps at which the sharpness is measured
SECONDS = 2.5  # that they may take
MOST_NUMBERS = 40_000  # parameters of a network that still has a valley
FIRST_STEPS = 500  # that a run is played where it has no path yet
VIEWS = {"valley": "Valley", "sharp": "Sharpness", "bridge": "Bridge"}


def sharp_along(run: Run, steps: np.ndarray, thetas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(steps, eigenvalues) at as many points of the path as fit into SECONDS, spread over all of it."""
    _, trainer = build(run.settings, run.dataset)
    chosen = np.unique(np.linspace(0, len(steps) - 1, min(MOST_SHARP, len(steps))).astype(int))
    order, found, start, began = _spread(len(chosen)), {}, None, perf_counter()
    for i in order:
        trainer.network.theta[:] = thetas[chosen[i]]
        result = sharpness(trainer, start=start, rounds=60, enough=1e-5)
        found[chosen[i]], start = result.value, result.vector
        if perf_counter() - began > SECONDS and len(found) >= 2:
            break
    at = sorted(found)
    return steps[at], np.array([found[i] for i in at])


def _spread(count: int) -> list[int]:
    """0 … count - 1 in an order that covers the whole soon: the ends, the middle, the quarters …"""
    found, width = [0, count - 1], count - 1
    while width > 1:
        width = -(-width // 2)
        found += range(0, count, width)
    return [i for i in dict.fromkeys(found) if 0 <= i < count]


def sharp(run: Run, step: int) -> None:
    steps, thetas = path_of(run)
    key = (run, len(steps), int(steps[-1]), run.settings)
    at, values = made("ground.sharp", key, lambda: sharp_along(run, steps, thetas))
    settings, m = run.settings, run.dataset.m
    full = settings.batch_size == 0 or settings.batch_size >= m
    line = limit(settings.optimizer, settings.learning_rate, settings.beta1, full_batch=full)
    series = run.timeline.series()
    figure = sharpness_strip(
        at, values, (series["step"], series["cost_train"]), step, line, theme(dark()), height=420
    )
    st.plotly_chart(figure, key="ground.strip")
    words = "The largest eigenvalue of the Hessian of the training cost, on all training rows. "
    if line is None:
        words += (
            f"No line is drawn for {settings.optimizer.capitalize()}: it scales every direction by itself, "
            "so the plain Hessian does not say where it breaks."
        )
    elif full:
        words += f"Above {line[1]} a step overshoots; full-batch descent often hovers there (Cohen 2021)."
    else:
        words += (
            "With mini-batches the line is only a bound: noise keeps such runs on flatter ground, below it."
        )
    st.caption(words)


def valley_of(bench: Bench, row) -> None:
    """The valley, live: the run plays on in it, and its point can be put somewhere else.

    row: where its choices stand.
    """
    run = bench.run
    offered = [name for name in PLANES if name != "three" or len(others_of(bench)) >= 2]
    with row:
        plane = kept_widget(
            st.segmented_control,
            "Plane",
            "ground.plane",
            "path",
            options=offered,
            format_func=PLANES.get,
            required=True,
        )
        part = kept_widget(
            st.segmented_control,
            "Rows",
            "ground.part",
            "train",
            options=["train", "test"],
            format_func={"train": "Training", "test": "Test"}.get,
            required=True,
        )
        surface = kept_widget(
            st.toggle,
            "As a landscape",
            "ground.surface",
            False,
            help="It stands still.",
        )
        if kept("ground.moved"):
            door("playground", "See the branch")
    found = made(
        "ground.valley",
        (run, plane, part, run.settings),
        lambda: Valley(bench, plane, part, kept("ground.before")),
    )
    named = "training cost" if part == "train" else "test cost"
    if surface:
        ground, words, _, thetas = found.chosen()
        xs, ys, costs = valley(run.network, ground, *rows_of(run, part))
        figure = landscape(
            xs, ys, costs, ground.places(thetas), found.costs(thetas), theme(dark()), named=named
        )
        st.plotly_chart(figure, key="ground.landscape")
        st.caption(words)
        return
    refusal = ""
    if run.network.size > MOST_POINT:
        refusal = f"Only networks of up to {MOST_POINT} parameters can be moved as a whole."
    elif run.network.batch_norm:
        refusal = "A network with normalized layers cannot be moved as a whole."
    taken = valley_view(found, named, refusal)
    if taken and not refusal:
        step, x, y = taken
        keep("ground.before", found.ground)
        branch_to(min(step, run.step), found.ground.theta(x, y))
        st.rerun()


def bridge_view(bench: Bench) -> None:
    run = bench.run
    others = {k.id: k for k in others_of(bench) if k.run.step}
    if not others:
        st.info(
            "A bridge needs a second run whose network has the same shape: press “New weights” on the "
            "playground, let it play, and come back."
        )
        return
    chosen = kept_widget(
        st.selectbox,
        "The other end",
        "ground.other",
        next(iter(others)),
        options=list(others),
        format_func=lambda id: f"{others[id].title} (step {others[id].run.step:,})",
        width=420,
    )
    X, Y, loss = rows_of(run, "train")
    one, other = run.network.theta.astype(float), others[chosen].run.network.theta.astype(float)
    shares, plain = bridge(run.network, one, other, X, Y, loss)
    lines = [("as they are", plain)]
    if not run.network.batch_norm:
        nearer = matched(run.network, one, other)
        lines.append(("neurons matched", bridge(run.network, one, nearer, X, Y, loss)[1]))
    st.plotly_chart(bridge_lines(shares, lines, theme(dark()), named="training cost"), key="ground.bridge")
    high = [max(0.0, float(costs.max() - max(costs[0], costs[-1]))) for _, costs in lines]
    told = f"The barrier between the two is {number(high[0], 3)}"
    if len(high) > 1:
        told += (
            f"; with the neurons of the other run put in the order that fits best (the same network, "
            f"Ainsworth 2022) it is {number(high[1], 3)}"
        )
    st.caption(told + ".")


def main() -> None:
    bench = current_bench()
    run = bench.run
    with st.container(key="head"):
        explore_head("ground", base())
        row = st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="choices")
        with row:
            view = kept_widget(
                st.segmented_control,
                "View",
                "ground.view",
                "valley",
                options=list(VIEWS),
                format_func=VIEWS.get,
                required=True,
            )
            step = bench.shown()
            if run.step and view == "sharp":
                step = kept_widget(
                    st.slider,
                    "Step",
                    "ground.step",
                    step,
                    min_value=0,
                    max_value=run.step,
                )
    if run.dataset.waiting or run.network.size > MOST_NUMBERS:
        st.info(
            run.dataset.waiting
            or f"This network has {run.network.size:,} parameters; ground is drawn up to {MOST_NUMBERS:,}."
        )
        return
    if run.step < 10 or len(run.timeline.snapshots) < 3:
        st.info(
            "Nothing to stand on yet: the ground is drawn along the path of a run, and this one has none."
        )
        st.button(f"Play {FIRST_STEPS} steps", type="primary", on_click=play_on, args=(FIRST_STEPS,))
        return
    try:
        if view == "sharp":
            sharp(run, step)
        elif view == "valley":
            valley_of(bench, row)
        else:
            bridge_view(bench)
    except (ValueError, TypeError) as error:
        refuse_in_words(error)


def anew() -> None:
    for name in ("ground.step", "ground.moved"):
        forget(name)


explore_page("ground", main, anew)
