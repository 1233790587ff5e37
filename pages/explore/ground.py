"""The ground below one run: how sharp it is along the way, the valley around it, the bridge to another."""

from time import perf_counter

import numpy as np
import streamlit as st

from deepnet.checks import costs_at
from deepnet.lab.run.recipe import build, loss_of, targets
from deepnet.lab.run.run import Run
from deepnet.lab.sweep.curvature import limit, sharpness
from deepnet.lab.sweep.ground import bridge, matched, of_path, of_random, of_three, valley
from deepnet.numerals import number, percent
from pages.ui.figures.ground import bridge_lines, sharpness_strip, valley_map
from pages.ui.figures.theme import theme
from pages.ui.layout import dark, door, follow_theme, reading_style
from pages.ui.state.address import share
from pages.ui.state.bench import current_bench
from pages.ui.state.kept import arrived, keep, kept, kept_widget
from pages.ui.state.made import made
from pages.ui.state.picks import picks
from pages.ui.state.sweeps import MOST_POINT, base, branch_to
from pages.ui.sweeps.head import explore_head, refuse_in_words

MOST_PATH = 120  # points of the path
MOST_SHARP = 48  # steps at which the sharpness is measured
SECONDS = 2.5  # that they may take
MOST_ROWS = 1000  # on which the ground is measured
MOST_NUMBERS = 40_000  # parameters of a network that still has a valley
CHART = "ground.valley"
VIEWS = {"sharp": "Sharpness", "valley": "Valley", "bridge": "Bridge"}
PLANES = {"path": "The run's own path", "random": "Random directions", "three": "Three runs"}


def path_of(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Steps (T,) and parameters (T, P) that the run remembers, at most MOST_PATH, the last one among them."""
    with run.lock:
        steps = [step for step in run.timeline.snapshots if step <= run.step]
        chosen = np.unique(np.linspace(0, len(steps) - 1, min(MOST_PATH, len(steps))).astype(int))
        found = [run.timeline.before(steps[i])[1]["theta"] for i in chosen]
    return np.array([steps[i] for i in chosen]), np.stack(found).astype(float)


def rows_of(run: Run, part: str) -> tuple[np.ndarray, np.ndarray, str]:
    """X, the targets as the output meets them, and the loss: a fixed sample of at most MOST_ROWS."""
    chosen = run.dataset.part(part)
    m = chosen.X.shape[1]
    keep = np.arange(m) if m <= MOST_ROWS else np.sort(np.random.default_rng(0).permutation(m)[:MOST_ROWS])
    Y = targets(chosen.Y[:, keep], run.network.activations[-1])
    return chosen.X[:, keep], Y, loss_of(run.settings, run.dataset)


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
            f"No line is drawn for {settings.optimizer}: it scales every direction by itself, so the plain "
            "Hessian does not say where it breaks."
        )
    elif full:
        words += f"Above {line[1]} a step overshoots; full-batch descent often hovers there (Cohen 2021)."
    else:
        words += (
            "With mini-batches the line is only a bound: noise keeps such runs on flatter ground, below it."
        )
    st.caption(words)


def valley_view(run: Run, step: int) -> None:
    steps, thetas = path_of(run)
    alike = [k for k in current_bench().runs if k.run is not run and _alike(k.run, run)]
    offered = [name for name in PLANES if name != "three" or len(alike) >= 2]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        plane = kept("ground.plane", "path")
        plane = kept_widget(
            st.segmented_control,
            "Plane",
            "ground.plane",
            plane if plane in offered else "path",
            options=offered,
            format_func=PLANES.get,
            required=True,
        )
        part = kept_widget(
            st.segmented_control,
            "Rows",
            "ground.part",
            kept("ground.part", "train"),
            options=["train", "test"],
            format_func={"train": "Training", "test": "Test"}.get,
            required=True,
        )
        surface = kept_widget(st.toggle, "Landscape", "ground.surface", kept("ground.surface", False))
    X, Y, loss = rows_of(run, part)
    if plane == "path":
        ground = of_path(thetas)
        words = (
            f"The plane of the run's own path: {percent(ground.share, 0)} of the path's variance lies in it."
        )
    elif plane == "random":
        ground = of_random(run.network, thetas, np.random.default_rng(0))
        words = (
            "Two random directions, as long as the weights of each neuron (Li 2018). The path hardly lies in "
            "them: a random slice of many dimensions misleads easily."
        )
    else:
        ground = of_three(thetas[-1], *(k.run.network.theta.astype(float) for k in alike[:2]))
        words = f"The plane through this run, “{alike[0].title}” and “{alike[1].title}”."
    key = (run, len(steps), int(steps[-1]), plane, part, run.settings)
    xs, ys, costs = made("ground.costs", key, lambda: valley(run.network, ground, X, Y, loss))
    now = thetas[max(0, int(np.searchsorted(steps, step, "right")) - 1)]
    path_costs = costs_at(run.network, thetas, X, Y, loss) if surface else None
    named = "training cost" if part == "train" else "test cost"
    figure = valley_map(
        xs,
        ys,
        costs,
        ground.places(thetas),
        ground.places(now[None])[0],
        theme(dark()),
        named=named,
        surface=surface,
        path_costs=path_costs,
    )
    if surface:
        st.plotly_chart(figure, key="ground.landscape")
    else:
        st.plotly_chart(figure, key=CHART, on_select="rerun", selection_mode="points")
    st.caption(words)
    picked = picks(CHART)
    if surface or not picked:
        st.caption(
            "Line: the path. Dot: the step of the slider." + ("" if surface else " Click a place to try it.")
        )
        return
    theta = ground.theta(float(picked[0][0]), float(picked[0][1]))
    cost = costs_at(run.network, theta[None], X, Y, loss)[0]
    fits = run.network.size <= MOST_POINT and not run.network.batch_norm
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Become the network there ({named} {number(cost)})",
            type="primary",
            key="ground.take",
            on_click=branch_to,
            args=(step, theta),
            disabled=not fits,
            help="A branch of the run from this step on, with all weights of the place that was clicked.",
        )
        if not fits:
            st.caption(f"Only networks of up to {MOST_POINT} parameters can be moved as a whole.")
        if kept("ground.moved"):
            door("playground", "See it on the playground")


def _alike(one: Run, other: Run) -> bool:
    """Whether two runs have networks of one shape on the same inputs."""
    a, b = one.network, other.network
    same = a.layer_dims == b.layer_dims and a.activations == b.activations and a.batch_norm == b.batch_norm
    return same and one.dataset.columns == other.dataset.columns


def bridge_view(run: Run, step: int) -> None:
    bench = current_bench()
    others = {k.id: k for k in bench.runs if k.run is not run and _alike(k.run, run) and k.run.step}
    if not others:
        st.info(
            "A bridge needs a second run whose network has the same shape: press “New weights” on the "
            "playground, let it play, and come back."
        )
        return
    chosen = kept("ground.other")
    chosen = kept_widget(
        st.selectbox,
        "The other end",
        "ground.other",
        chosen if chosen in others else next(iter(others)),
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
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="choices"):
            view = kept_widget(
                st.segmented_control,
                "View",
                "ground.view",
                kept("ground.view", "valley"),
                options=list(VIEWS),
                format_func=VIEWS.get,
                required=True,
            )
            step = bench.shown()
            if run.step:
                at = kept("ground.step")
                step = kept_widget(
                    st.slider,
                    "Step",
                    "ground.step",
                    min(step if at is None else at, run.step),
                    min_value=0,
                    max_value=run.step,
                )
    if run.dataset.waiting or run.step < 10 or len(run.timeline.snapshots) < 3:
        st.info("Nothing to stand on yet: let the run play a little on the playground, then come back.")
        return
    if run.network.size > MOST_NUMBERS:
        st.info(
            f"This network has {run.network.size:,} parameters; the ground is drawn up to {MOST_NUMBERS:,}."
        )
        return
    try:
        {"sharp": sharp, "valley": valley_view, "bridge": bridge_view}[view](run, step)
    except (ValueError, TypeError) as error:
        refuse_in_words(error)


reading_style()
if arrived("ground"):
    keep("ground.step", None)
share()
main()
follow_theme()
