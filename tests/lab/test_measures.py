"""What a chart is told of a run's past is what the run had then, and asking leaves the run as it was."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.hindsight import Hindsight, coarse_first, spread
from deepnet.lab.run.measures import KINDS, MEASURES, columns, reading, values
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage import past
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

SMALL = Settings(points=60, hidden=(4, 3), regularization="l2", regularization_rate=0.5)
HINDSIGHT = [name for name, measure in MEASURES.items() if not measure.recorded]


def played(settings=SMALL, steps=60):
    run = Run(settings)
    for _ in range(steps // 5):
        run.step_by(5)
    return run


def read(run, name):
    hindsight = Hindsight(run, reading)
    assert hindsight.look(run.step, np.inf)
    steps, rows = hindsight.table()
    return steps, np.array([row[columns(name, run.network.L)] for row in rows])


def rms(values):
    return np.sqrt(np.mean(np.square(values)))


def test_gradient_weights_and_update_are_those_of_the_step():
    run = played()
    for name in ("gradient", "weights", "update"):
        steps, found = read(run, name)
        assert steps.tolist() == list(range(0, 61, 5)) and found.shape == (13, 4)
        for step, row in zip(steps, found, strict=True):
            alone = Run(SMALL)
            alone.step_by(int(step))
            W = [block.copy() for block in alone.network.W[1:]]
            if name == "gradient":
                g = alone.trainer.gradient()
                of = [block[:, :-1] for block in alone.network.laid_out(g)[0][1:]]
            elif name == "update":
                alone.step_by(1)
                of = [after - before for after, before in zip(alone.network.W[1:], W, strict=True)]
            else:
                of = W
            scale = [rms(block) if name == "update" else 1.0 for block in W]
            every = rms(np.concatenate([block.ravel() for block in of]))
            every /= rms(np.concatenate([block.ravel() for block in W])) if name == "update" else 1.0
            wanted = [every, *(rms(block) / size for block, size in zip(of, scale, strict=True))]
            assert row == pytest.approx(wanted, rel=1e-12)


def test_the_penalty_stands_beside_the_cost_of_its_step():
    steps, found = read(run := played(), "penalty")
    series = run.timeline.series()
    assert np.array_equal(steps, series["step"]) and np.array_equal(found[:, 0], series["cost_train"])
    W = run.at(30)
    squares = sum(float((W[f"W{l}"] ** 2).sum()) for l in (1, 2, 3))  # λ/2m Σ w²
    assert found[6, 1] == pytest.approx(0.5 / (2 * run.trainer.m) * squares, rel=1e-12)


def test_the_learning_rate_is_the_one_in_force_under_its_schedule_and_changes():
    run = Run(replace(SMALL, schedule="step", schedule_span=10, schedule_decay=0.5, learning_rate=0.08))
    for _ in range(5):
        run.step_by(5)
    run.apply(replace(run.settings, learning_rate=0.8))
    run.step_by(10)
    steps, found = read(run, "rate")
    assert dict(zip(steps.tolist(), found[:, 0].round(9).tolist(), strict=True)) == {
        0: 0.08,
        5: 0.08,
        10: 0.04,
        15: 0.04,
        20: 0.02,
        25: 0.2,
        35: 0.1,
    }


@pytest.mark.parametrize("name", ["circle", "iris", "multi-gaussian"])
def test_asking_leaves_the_run_bit_for_bit(name):
    settings = replace(SMALL, dataset=name, optimizer="adam", keep_prob=0.9, batch_norm=(1,))
    run, other = played(settings), played(settings)
    for kind in KINDS:
        Hindsight(run, lambda learner, kind=kind: values(learner, kind, 2)).look(60, np.inf)
    read(run, "update")
    assert run.score == other.score and np.array_equal(run.last_update, other.last_update)
    for each in (run, other):
        each.step_by(7)
    assert np.array_equal(run.network.theta, other.network.theta) and run.score == other.score


def test_what_was_read_is_read_once_and_forgotten_with_the_course():
    run, reads = played(), []

    def count(learner):
        reads.append(learner.step)
        return np.zeros(1)

    hindsight = Hindsight(run, count)
    hindsight.look(60, np.inf)
    hindsight.look(60, np.inf)
    assert sorted(reads) == list(range(0, 61, 5))
    run.go(30)
    run.step_by(5)
    reads.clear()
    hindsight.look(35, np.inf)
    assert set(reads) <= {30, 35} and hindsight.table()[0].tolist() == list(range(0, 36, 5))


def test_one_at_a_time_the_ends_come_first_and_all_come_in_the_end():
    run = played()
    hindsight = Hindsight(run, reading)
    assert not hindsight.look(60, 0.0) and not hindsight.look(60, 0.0)
    assert hindsight.table()[0].tolist() == [0, 60]
    while not hindsight.look(60, 0.0):
        pass
    assert len(hindsight.table()[0]) == 13


@pytest.mark.parametrize("n", [1, 2, 3, 7, 64, 100])
def test_coarse_first_leaves_nothing_out(n):
    assert sorted(coarse_first(list(range(n)))) == list(range(n))
    assert spread(list(range(n)), 7)[:: min(n, 7) - 1 or 1] == [0, n - 1][: min(n, 2)]


def ask(show, **message):
    return unpack(show.reply({"now": show.bench.shown(), **message}))


def shown(steps=60):
    show = Show(Bench(played(steps=steps)))
    show.reply({"kind": "hello"})
    return show


@pytest.mark.parametrize("name", HINDSIGHT)
def test_every_measure_is_told_of_all_runs_the_current_one_first(name):
    show = shown()
    ask(show, kind="do", action="branch", now=30)
    show.run.step_by(15)
    show.reply({"kind": "now", "now": 45})
    while True:
        meta, arrays = ask(show, kind="measure", name=name)
        if not meta["more"]:
            break
    assert [run["id"] for run in meta["runs"]] == [2, 1]
    lines = len(MEASURES[name].lines) or 4
    assert all(run["lines"] == lines for run in meta["runs"])
    points = [run["points"] for run in meta["runs"]]
    assert arrays["measured_value"].size == sum(points) * lines
    _, wanted = read(show.bench.kept(1).run, name)
    assert np.allclose(arrays["measured_value"][points[0] * lines :].reshape(-1, lines), wanted, rtol=1e-6)


def test_a_measure_that_is_recorded_or_unknown_is_refused():
    for name in ("cost", "beauty", None):
        assert "name must be one of" in ask(shown(5), kind="measure", name=name)[0]["error"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_history_counts_the_values_of_the_layer_at_each_step(kind):
    show = shown()
    meta, arrays = ask(show, kind="history", of=kind, layer=2)
    bins, steps = meta["bins"], arrays["history_step"].tolist()
    assert steps == list(range(0, 61, 5)) and meta["low"] < meta["high"]
    shares = arrays["history_share"].reshape(len(steps), bins)
    assert (shares.max(axis=1) == 255).all()
    if kind == "weights":
        W = show.run.at(30)["W2"].ravel().astype("f4")
        counts, _ = np.histogram(np.clip(W, meta["low"], meta["high"]), bins, (meta["low"], meta["high"]))
        assert np.array_equal(shares[6] > 0, counts > 0)


@pytest.mark.parametrize("bad", [{"layer": 9, "of": "weights"}, {"of": "weights"}, {"layer": 1, "of": "wit"}])
def test_a_history_that_makes_no_sense_is_refused(bad):
    assert ask(shown(5), kind="history", **bad)[0]["kind"] == "error"


def test_steps_before_one_are_those_that_were_back_to_the_last_change():
    show = shown(60)
    rev = show.bench.rev
    meta, arrays = ask(show, kind="before", rev=rev, step=60, steps=10, frames=4)
    assert arrays["step"].tolist() == [20, 30, 40, 50] and meta["past"]
    costs = {int(step): cost for step, cost in zip(*_costs(show), strict=True)}
    assert [costs[step] for step in (20, 30, 40, 50)] == arrays["cost"][::2].tolist()
    assert ask(show, kind="before", rev=rev, step=8, steps=10, frames=4)[1]["step"].tolist() == [0]
    show.run.apply(replace(show.run.settings, learning_rate=0.2))
    show.run.step_by(30)
    _, arrays = ask(show, kind="before", rev=rev, step=85, steps=10, frames=5)
    assert arrays["step"].tolist() == [65, 75]  # at 60 is a change
    _, arrays = ask(show, kind="before", rev=rev, step=65, steps=10, frames=5)
    assert arrays["step"].tolist() == [15, 25, 35, 45, 55]
    assert ask(show, kind="before", rev=rev, step=0, steps=1)[0]["kind"] == "error"


def _costs(show):
    series = show.run.timeline.series()
    return series["step"].tolist(), series["cost_train"].tolist()


def test_the_fullest_bin_is_255_and_outliers_are_at_the_edge():
    found = np.array([0.1, 0.1, 0.1, 0.9, 55.0], "f4")
    shares = past.shares_of(found, 0.0, 1.0)
    assert shares[np.nonzero(shares)].tolist() == [255, 85, 85] and shares[-1] == 85  # three, one, one
