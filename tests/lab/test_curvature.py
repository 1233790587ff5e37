"""Sharpness against numpy's dense Hessian; the range test and the phase map against brute force."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.lab.run.recipe import build
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.chunk import data
from deepnet.lab.sweep.curvature import curved, limit, sharpness
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.phases import WHOLE, diverged_at, stalled, thrown, values, zoomed
from deepnet.lab.sweep.rates import HIGHEST, LOWEST, fixed, range_test, true_best
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.worker import train

BASE = replace(Settings(), dataset="spiral", points=60, hidden=(4, 2))


def trainer_of(**changes):
    settings = replace(BASE, **changes)
    return build(settings, data(settings))[1]


def dense(trainer):
    """The Hessian, column by column."""
    theta = trainer.network.theta.copy()
    found = np.stack([curved(trainer, theta, unit) for unit in np.eye(len(theta))])
    trainer.network.theta[:] = theta
    return (found + found.T) / 2


@pytest.mark.parametrize("dataset", ["spiral", "blobs3", "plane"])
@pytest.mark.parametrize("steps", [0, 200])
def test_the_eigenvalue_is_that_of_the_dense_hessian(dataset, steps):
    trainer = trainer_of(dataset=dataset, hidden=(3,))
    trainer.step(steps)
    theta = trainer.network.theta.copy()
    found = sharpness(trainer, rounds=4000, enough=1e-14)
    assert (trainer.network.theta == theta).all()
    assert found.value == pytest.approx(np.linalg.eigvalsh(dense(trainer)).max(), rel=1e-6)


def test_the_preconditioned_hessian_has_both_sides_scaled():
    trainer = trainer_of(hidden=(3,))
    scale = np.random.default_rng(0).uniform(0.1, 3, trainer.network.size)
    expected = np.linalg.eigvalsh(scale[:, None] * dense(trainer) * scale).max()
    assert sharpness(trainer, scale=scale, rounds=4000, enough=1e-14).value == pytest.approx(
        expected, rel=1e-6
    )


def test_a_quadratic_has_the_curvature_that_was_put_in():
    # y = w·x with squared error: the Hessian of ½ mean (w·x + b - y)² is the second moment of (x, 1).
    trainer = trainer_of(dataset="plane", hidden=())
    X = data(replace(BASE, dataset="plane")).X_train
    rows = np.vstack([X, np.ones(X.shape[1])])
    expected = np.linalg.eigvalsh(rows @ rows.T / X.shape[1]).max()
    assert sharpness(trainer).value == pytest.approx(expected, rel=1e-7)


def test_descent_breaks_just_above_its_limit_and_not_below():
    top = sharpness(trainer_of(dataset="plane", hidden=())).value
    for optimizer in ("gradient descent", "momentum"):
        line, _ = limit(optimizer, 1.0, 0.9, full_batch=True)
        for factor, breaks in ((0.98, False), (1.02, True)):
            trainer = trainer_of(
                dataset="plane",
                hidden=(),
                batch_size=0,
                optimizer=optimizer,
                learning_rate=factor * line / top,
            )
            trainer.step(3000)
            cost = trainer.cost()
            assert (not np.isfinite(cost) or cost > 1e3) == breaks, (optimizer, factor)


def test_adam_has_no_line_of_the_plain_hessian():
    assert limit("adam", 0.1, 0.9, full_batch=True) is None


def test_the_range_test_is_a_run_whose_rate_grows():
    found = range_test(BASE, 100)
    trainer = trainer_of()
    smooth = weight = 0.0
    for i in range(20):
        trainer.configure(learning_rate=LOWEST * (HIGHEST / LOWEST) ** (i / 100))
        trainer.step(1)
        smooth, weight = 0.9 * smooth + 0.1 * trainer.cost(), 0.9 * weight + 0.1
        assert found.costs[i] == pytest.approx(smooth / weight, rel=1e-9)
    assert found.rates[0] == LOWEST and found.steepest in found.rates


def finished(sweep):
    while (task := sweep.next_task()) is not None:
        sweep.take(*train(task))
    return sweep


def test_fixed_rates_against_brute_force():
    rates = (0.01, 0.3, 30.0)
    finals = finished(Sweep(fixed(BASE, rates, 2), 50, ticks=1)).scores[-1, :, 0].reshape(3, 2)
    for i, rate in enumerate(rates):
        for seed in (0, 1):
            trainer = trainer_of(learning_rate=rate, seed=seed)
            trainer.step(50)
            assert finals[i, seed] == pytest.approx(trainer.cost(), rel=1e-9)
    assert true_best(rates, np.array([[1, 2], [0.5, np.nan], [3, 3]])) == 0.01
    assert np.isnan(true_best(rates, np.full((3, 2), np.nan)))


def test_the_phase_map_against_brute_force():
    window = (-6.0, 2.0, 0.0, 0.9)
    x, y = values("beta1", window, 4)
    base = replace(BASE, dataset="plane", activation="relu", optimizer="momentum")
    sweep = finished(Sweep(Grid(base, (Axis("learning_rate", x), Axis("beta1", y))).members(), 100, ticks=10))
    still, gone = stalled(sweep, 10), np.isfinite(diverged_at(sweep, 10))
    worse = thrown(sweep, 10)
    assert (
        still.any() and gone.any() and worse.any() and not (still & gone | still & worse | worse & gone).any()
    )
    for k, member in enumerate(sweep.members):
        _, trainer = build(member.settings, data(member.settings))
        first = trainer.cost()
        trainer.step(100)
        cost = trainer.cost()
        assert gone[k] == (not np.isfinite(cost) or not np.isfinite(trainer.network.theta).all())
        if not gone[k]:
            assert still[k] == (0.995 <= cost / first <= 1.02) and worse[k] == (cost > 1.02 * first)
            assert sweep.scores[-1, k, 0] == pytest.approx(cost, rel=1e-9)


def test_zooming_keeps_the_cells_that_were_marked():
    whole = WHOLE("beta1")
    window = zoomed("beta1", whole, ((8, 15), (0, 31)), (32, 32))
    rates = np.linspace(whole[0], whole[1], 32)
    assert window[0] < rates[8] < rates[15] < window[1] < rates[16]
    assert window[2:] == whole[2:]
