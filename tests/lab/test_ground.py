"""Valley and bridge against direct evaluation, matching against all permutations and scipy's assignment."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.plane import plane_of
from deepnet.lab.stage.wire import unpack
from deepnet.lab.sweep.ground import assigned, bridge, matched, of_path, of_random, of_three, valley
from deepnet.lab.sweep.valley import SIDE, Valley

BASE = replace(Settings(), dataset="spiral", points=60, hidden=(4, 3))


def path(settings=BASE, steps=60):
    run = Run(settings)
    found = [run.network.theta.copy()]
    for _ in range(steps):
        run.step_by(5)
        found.append(run.network.theta.copy())
    return run, np.stack(found)


def direct(run, theta):
    keep = run.network.theta.copy()
    run.network.theta[:] = theta
    cost = run.trainer.cost()
    run.network.theta[:] = keep
    return cost


def test_every_cost_of_the_valley_is_that_of_its_network():
    run, thetas = path()
    ground = of_path(thetas)
    xs, ys, costs = valley(run.network, ground, run.dataset.X_train, run.dataset.Y_train, "cross-entropy", 7)
    for j in (0, 3, 6):
        for i in (1, 5):
            assert costs[j, i] == pytest.approx(direct(run, ground.theta(xs[i], ys[j])), rel=1e-9)


def test_the_plane_of_the_path_holds_its_share_of_the_variance():
    _, thetas = path()
    ground = of_path(thetas)
    away = thetas - thetas.mean(axis=0)
    values = np.linalg.eigvalsh(away.T @ away)
    assert ground.share == pytest.approx(values[-2:].sum() / values.sum())
    assert ground.directions @ ground.directions.T == pytest.approx(np.eye(2), abs=1e-9)
    assert ground.places(thetas)[-1] == pytest.approx([0, 0])
    (x0, x1), (y0, y1) = ground.range_x, ground.range_y
    places = ground.places(thetas)
    assert (places[:, 0] > x0).all() and (places[:, 0] < x1).all()
    assert (places[:, 1] > y0).all() and (places[:, 1] < y1).all()


def test_the_plane_of_three_networks_holds_them():
    _, thetas = path()
    ground = of_three(thetas[0], thetas[20], thetas[-1])
    for theta in (thetas[0], thetas[20], thetas[-1]):
        assert ground.theta(*ground.places(theta[None])[0]) == pytest.approx(theta)
    with pytest.raises(ValueError, match="on a line"):
        of_three(thetas[0], thetas[0] + 1, thetas[0] + 2)


def test_random_directions_stand_at_right_angles():
    run, thetas = path(steps=5)
    ground = of_random(run.network, thetas, np.random.default_rng(0))
    assert ground.directions @ ground.directions.T == pytest.approx(np.eye(2), abs=1e-9)


def test_the_ends_of_the_bridge_are_the_two_networks():
    run, thetas = path()
    shares, costs = bridge(
        run.network, thetas[0], thetas[-1], run.dataset.X_train, run.dataset.Y_train, "cross-entropy", 11
    )
    for i in (0, 4, 10):
        theta = thetas[0] + shares[i] * (thetas[-1] - thetas[0])
        assert costs[i] == pytest.approx(direct(run, theta), rel=1e-9)


def test_a_matched_network_computes_the_same_and_a_shuffled_one_is_found_again():
    run, thetas = path()
    rng, network = np.random.default_rng(2), run.network
    shuffled = thetas[-1].copy()
    blocks = network.laid_out(shuffled)[0]
    for l in (1, 2):
        order = rng.permutation(network.layer_dims[l])
        blocks[l][...] = blocks[l][order].copy()
        blocks[l + 1][:, :-1] = blocks[l + 1][:, :-1][:, order].copy()
    assert not np.allclose(shuffled, thetas[-1])
    assert direct(run, shuffled) == pytest.approx(direct(run, thetas[-1]), rel=1e-12)
    assert matched(network, thetas[-1], shuffled) == pytest.approx(thetas[-1])


def test_the_assignment_is_the_best_of_all():
    rng = np.random.default_rng(0)
    for n in (1, 2, 5, 6):
        likeness = rng.standard_normal((n, n))
        best = max(sum(likeness[i, p[i]] for i in range(n)) for p in permutations(range(n)))
        order = assigned(likeness)
        assert sorted(order) == list(range(n))
        assert likeness[np.arange(n), order].sum() == pytest.approx(best)


def test_a_path_that_is_too_short_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="at least 3 points"):
        of_path(np.zeros((2, 5)))


def told(valley, question):
    return unpack(valley.reply(question))


@pytest.mark.parametrize("plane", ["path", "random"])
def test_the_live_valley_tells_the_costs_of_its_networks_and_plays_on(plane):
    bench = Bench(Run(BASE))
    for _ in range(12):
        bench.run.step_by(5)
    live = Valley(bench, plane)
    meta, arrays = told(live, {"kind": "scene"})
    costs = arrays["costs"].reshape(meta["side"], -1)
    xs, ys = np.linspace(*meta["x"], meta["side"]), np.linspace(*meta["y"], meta["side"])
    assert costs[3, 30] == pytest.approx(direct(bench.run, live.ground.theta(xs[30], ys[3])), rel=1e-5)
    assert arrays["steps"][-1] == 60
    assert arrays["heights"][-1] == pytest.approx(direct(bench.run, bench.run.network.theta), rel=1e-5)
    now, _ = told(live, {"kind": "play"})
    assert now["step"] == bench.run.step == bench.shown() > 60
    assert now["cost"] == pytest.approx(direct(bench.run, bench.run.network.theta), rel=1e-6)
    expected = live.ground.places(bench.run.network.theta.astype(float)[None])[0]
    assert [now["x"], now["y"]] == pytest.approx(expected.tolist())


def test_the_plane_of_three_runs_says_where_the_others_stand_and_they_cost_there_what_they_cost():
    bench = Bench(Run(BASE))
    for _ in range(2):
        bench.run.step_by(40)
        bench.restart(replace(bench.settings, seed=bench.settings.seed + 1))
    bench.run.step_by(40)
    live = Valley(bench, "three")
    meta, _ = told(live, {"kind": "scene"})
    assert [other["title"] for other in meta["others"]] == [kept.title for kept in bench.runs[:2]]
    for other, kept in zip(meta["others"], bench.runs[:2], strict=True):
        assert meta["x"][0] < other["x"] < meta["x"][1] and meta["y"][0] < other["y"] < meta["y"][1]
        there, _ = told(live, {"kind": "look", "x": other["x"], "y": other["y"]})
        assert there["cost"] == pytest.approx(direct(bench.run, kept.run.network.theta), rel=1e-5)


def test_a_place_of_the_live_valley_is_drawn_as_its_network_answers():
    bench = Bench(Run(BASE))
    for _ in range(12):
        bench.run.step_by(5)
    live = Valley(bench)
    told(live, {"kind": "scene"})
    x, y = live.ground.range_x[0], live.ground.range_y[1]
    meta, arrays = told(live, {"kind": "look", "x": x, "y": y})
    bench.run.network.theta[:] = live.ground.theta(x, y)
    assert meta["cost"] == pytest.approx(bench.run.trainer.cost(), rel=1e-6)
    X, _ = plane_of(bench.run.dataset, BASE.features).inputs(SIDE)
    answers = bench.run.network.predict(X)[0]
    np.testing.assert_allclose(arrays["tile"], 255 * answers, atol=1)


@pytest.mark.parametrize(
    "question", [None, {}, {"kind": "look"}, {"kind": "look", "x": "a", "y": 0}, {"kind": "play"}]
)
def test_nonsense_asked_of_the_live_valley_is_answered_in_a_sentence(question):
    assert told(Valley(Bench(Run(BASE))), question)[0]["kind"] == "error"
