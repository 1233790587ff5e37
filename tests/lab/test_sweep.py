"""Sweeps: every member is the exact run of its settings, and what was agreed is kept."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from deepnet.data import read_table
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis, around, axes, changed, parsed, spread, typed
from deepnet.lab.sweep.chunk import Chunk, Look
from deepnet.lab.sweep.grid import Grid, Member, clock
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import TILES, fitting
from deepnet.lab.sweep.worker import train

BASE = Settings(points=60, hidden=(3, 2))
VARIED = [name for name in axes() if len(around(BASE, name, 3)) > 1]


def finished(sweep: Sweep) -> Sweep:
    """All its tasks done here, as workers would do them."""
    while (task := sweep.next_task()) is not None:
        key, found = train(task)
        assert not isinstance(found, str), found
        sweep.take(key, found)
    return sweep


@given(
    varied=strategies.lists(strategies.sampled_from(VARIED), min_size=1, max_size=2, unique=True),
    dataset=strategies.sampled_from(["spiral", "spirals3", "plane"]),
    optimizer=strategies.sampled_from(["gradient descent", "momentum", "adam"]),
    keep=strategies.sampled_from([1.0, 0.7]),
    seed=strategies.integers(0, 1000),
)
@settings(max_examples=15, deadline=None)
def test_every_member_has_the_bits_of_the_exact_run_of_its_settings(varied, dataset, optimizer, keep, seed):
    base = replace(BASE, dataset=dataset, optimizer=optimizer, keep_prob=keep, seed=seed)
    chosen = []
    for name in varied:
        values = []
        for value in around(base, name, 3):
            try:
                Run(changed(base, name, value))
                values.append(value)
            except ValueError:  # a loss that the output does not have
                continue
        if len(values) < 2:
            return
        chosen.append(Axis(name, tuple(values)))
    try:
        sweep = Sweep(Grid(base, tuple(chosen), seeds=2).members(), 23, ticks=4)
    except ValueError:  # two settings that do not go together
        return
    thetas = {}
    while (task := sweep.next_task()) is not None:
        key, found = train(task)
        for k, theta in zip(sweep.parts[key[1]].places, found.state["theta"], strict=True):
            thetas[k, task.steps[-1]] = theta
        sweep.take(key, found)
    assert sweep.complete and sorted({k for k, _ in thetas}) == list(range(len(sweep.members)))
    for k, member in enumerate(sweep.members):
        run = Run(member.settings)
        for step in sweep.ticks:
            run.trainer.step(int(step) - run.step)
            if (k, step) in thetas:
                assert thetas[k, step].tobytes() == run.network.theta.tobytes()
        run.learner.measure()
        np.testing.assert_allclose(sweep.scores[-1, k], run.score, rtol=1e-9, atol=1e-12)


def test_a_preview_is_close_to_the_exact_runs_and_no_more():
    base = replace(BASE, hidden=(8, 8), optimizer="adam")
    members = Grid(base, (Axis("learning_rate", (0.001, 0.01)),), seeds=2).members()
    exact, preview = (finished(Sweep(members, 40, look=Look(preview=p), ticks=4)) for p in (False, True))
    assert preview.look.preview and (preview.scores != exact.scores).any()
    np.testing.assert_allclose(preview.scores[:, :, 0], exact.scores[:, :, 0], rtol=1e-3)


@pytest.mark.parametrize("name", axes())
def test_every_axis_of_the_menu_offers_values_that_settings_take(name):
    values = around(Settings(), name, 7)
    assert len(values) >= 2
    axis = Axis(name, values)
    assert len(parsed(name, typed(name, values))) == len(axis.values)


def test_values_are_read_as_people_type_them():
    assert parsed("learning_rate", "0.01, 0.1, 1") == (0.01, 0.1, 1.0)
    assert parsed("hidden", "4-2; 8") == ((4, 2), (8,))
    assert parsed("batch_size", "1, 10") == (1, 10)
    with pytest.raises(ValueError, match="learning rate.*fast"):
        parsed("learning_rate", "fast, 1")


def test_a_range_by_factors_has_equal_factors():
    values = np.array(spread("learning_rate", 0.001, 1.0, 7, log=True))
    np.testing.assert_allclose(values[1:] / values[:-1], np.sqrt(10), rtol=2e-2)  # two digits each
    with pytest.raises(ValueError, match="learning rate must run from a lower to a higher number"):
        spread("learning_rate", 1.0, 0.1, 5, log=True)


def test_a_grid_stands_in_the_order_of_its_axes_and_seeds():
    grid = Grid(BASE, (Axis("learning_rate", (0.1, 0.2)), Axis("width", (1, 2, 3))), seeds=2)
    members = grid.members()
    assert grid.shape == (2, 3, 2) and len(members) == 12
    assert [m.settings.seed for m in members[:4]] == [0, 1, 0, 1]
    assert [m.settings.hidden for m in members[:6:2]] == [(1, 1), (2, 2), (3, 3)]
    assert {m.settings.learning_rate for m in members[6:]} == {0.2}


def test_too_much_is_refused_before_anything_is_trained():
    big = Grid(replace(Settings(), hidden=(64,) * 8), (Axis("noise", (0, 10)),), 200)
    with pytest.raises(ValueError, match="take fewer"):
        Sweep(big.members(), 20_000)
    with pytest.raises(ValueError, match="at most 4,096 networks"):
        Sweep([Member(Settings())] * 4097, 10)
    with pytest.raises(ValueError, match="steps must be from 1 to 20,000"):
        Sweep([Member(Settings())], 0)


@pytest.mark.parametrize("data", ["spiral", "spirals3", "plane", "penguins", "digits", "diabetes", "upload"])
def test_every_fitting_tile_of_every_kind_of_data_is_drawn(data):
    text = b"a,b,c\n" + b"1,2,x\n3,1,y\n2,2,x\n5,4,y\n" * 10
    uploaded = read_table(text, "t.csv").to_dataset("c") if data == "upload" else None
    base = replace(Settings(), dataset=data, hidden=(4,))
    run = Run(base, uploaded)
    for tile in fitting(run.dataset):
        grid = Grid(base, (Axis("learning_rate", (1e-7, 1.0)),))
        sweep = finished(Sweep(grid.members(), 40, uploaded=uploaded, look=Look(tile, 24), ticks=4))
        assert sweep.tiles.shape == (5, 2, 576) and sweep.colours
        assert (sweep.tiles[0, 0] == sweep.tiles[0, 1]).all()  # the same initial weights
        assert (sweep.tiles[-1, 0] != sweep.tiles[-1, 1]).any()
        assert sweep.picture(1, 39).tobytes() == sweep.tiles[3, 1].tobytes()


def test_a_boundary_is_that_of_the_lone_network():
    base = replace(BASE, dataset="spiral")
    sweep = finished(
        Sweep(Grid(base, (Axis("learning_rate", (0.1, 0.3, 1.0)),)).members(), 50, look=Look("boundary", 10))
    )
    for k, member in enumerate(sweep.members):
        run = Run(member.settings)
        run.step_by(50)
        middle = -6 + 12 * (np.arange(10) + 0.5) / 10
        X = np.stack([np.tile(middle, 10), np.repeat(-middle, 10)])
        expected = 255 * run.network.predict(X)[0]
        assert np.abs(sweep.tiles[-1, k] - expected).max() <= 0.51 + 1e-3


def test_a_diverged_member_says_when_and_keeps_its_last_good_picture():
    base = replace(BASE, dataset="plane", activation="relu")
    sweep = finished(
        Sweep(
            Grid(base, (Axis("learning_rate", (0.01, 100.0)),)).members(),
            2000,
            look=Look("boundary"),
            ticks=50,
        )
    )
    assert sweep.diverged[0] == -1 and sweep.diverged[1] > 0
    at = sweep.diverged[1]
    assert np.isfinite(sweep.scores[at - 1, 1, 0]) and not np.isfinite(sweep.scores[at, 1, :2]).all()
    assert (sweep.tiles[-1, 1] == sweep.tiles[at - 1, 1]).all()


def test_members_can_take_the_order_of_another_seed():
    alike = Chunk([Member(BASE), Member(BASE, order_of=7)])
    theta = alike.thetas()
    assert (theta[0] == theta[1]).all()
    alike.to(5)
    assert (alike.thetas()[0] != alike.thetas()[1]).any()


def test_fresh_points_are_none_of_those_that_were_learned_from():
    sweep = finished(
        Sweep([Member(replace(BASE, dataset="spiral", hidden=(8, 8)))] * 2, 300, look=Look(fresh=True))
    )
    assert np.isfinite(sweep.fresh).all() and (sweep.fresh[:, 1] > 0.5).all()
    assert not np.isclose(sweep.fresh[0, 0], sweep.scores[-1, 0, 1], rtol=1e-6)
    table = finished(Sweep([Member(replace(BASE, dataset="penguins"))], 20, look=Look(fresh=True)))
    assert np.isnan(table.fresh).all()


def test_a_cancelled_sweep_keeps_what_it_knows_and_takes_nothing_more():
    sweep = Sweep(Grid(BASE, (Axis("learning_rate", (0.1, 0.2)),)).members(), 100, ticks=10)
    key, found = train(sweep.next_task())
    sweep.take(key, found)
    known = sweep.done.copy()
    late = sweep.next_task()
    sweep.cancel()
    sweep.take(*train(late))
    assert sweep.over and sweep.next_task() is None and (sweep.done == known).all() and known.any()


def test_the_clock_begins_at_0_and_ends_at_the_last_step():
    assert clock(3, 100).tolist() == [0, 1, 2, 3]
    assert clock(2000, 64)[[0, -1]].tolist() == [0, 2000]


def test_every_kind_of_tile_is_explained():
    assert all(tile.tells.endswith(".") for tile in TILES.values())


def test_shapes_fill_in_random_order_and_not_the_small_ones_first():
    widths = tuple(range(1, 11))
    sweep = Sweep(Grid(BASE, (Axis("width", widths),), 2).members(), 20)
    first = [sweep.next_task().members[0].settings.hidden[0] for _ in widths]
    assert sorted(first) == list(widths) and first != list(widths)
