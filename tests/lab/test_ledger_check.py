"""The gradient check: it finds each planted bug, and nothing where there is none."""

import numpy as np
import pytest

from deepnet.lab.ledger.build import ledger_of
from deepnet.lab.ledger.check import DIFFERS, batch_of, check, gradient_of, twins
from deepnet.lab.ledger.plainly import BUGS, Batch, gradient
from deepnet.lab.ledger.walk import walk_step
from deepnet.losses import PAIRS
from deepnet.network import Network
from tests.lab.test_ledger import drawn


def test_no_bug_is_reported_over_a_thousand_random_networks():
    rng = np.random.default_rng(1)
    pairs = list(PAIRS)
    for i in range(1000):
        pair = pairs[i % len(pairs)]
        trainer = drawn(rng, pair)
        if i % 10 == 0:  # the engine's own step, with its masks
            book = ledger_of(walk_step(trainer, pair[1]))
            batch, computed = batch_of(book), gradient_of(book)
        else:
            Y = trainer.smoothed().T
            batch = Batch(trainer.network, trainer.points[:, :-1].T, Y, pair[1])
            computed = gradient(batch)
        found = check(batch, computed)
        assert found.wrong == 0, (i, pair, found.computed[found.verdicts == DIFFERS])


@pytest.mark.parametrize("bug", BUGS)
def test_each_planted_bug_is_caught(bug):
    rng = np.random.default_rng(2)
    tried = 0
    while tried < 15:
        pair = list(PAIRS)[rng.integers(len(PAIRS))]
        trainer = drawn(rng, pair, keep_prob=1.0)
        book = ledger_of(walk_step(trainer, pair[1]))
        stale = book.walk.theta + 0.1 * rng.standard_normal(book.walk.theta.size)
        batch = batch_of(book, stale)
        right, wrong = gradient(batch), gradient(batch, bug=bug)
        if not BUGS[bug].matters(batch) or np.abs(wrong - right).max() < 1e-4:
            continue  # where the bug changes no number there is nothing to catch
        tried += 1
        assert check(batch, wrong).wrong > 0
        assert check(batch, right).wrong == 0


def test_the_plain_gradient_is_the_ledgers():
    rng = np.random.default_rng(3)
    for pair in PAIRS:
        book = ledger_of(walk_step(drawn(rng, pair), pair[1]))
        np.testing.assert_allclose(gradient(batch_of(book)), gradient_of(book), rtol=1e-9, atol=1e-11)


def test_a_forgotten_mean_makes_every_slope_m_times_too_steep():
    network = Network([2, 3, 1], ["tanh", "sigmoid"]).initialize("xavier", rng=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    batch = Batch(network, rng.standard_normal((2, 7)), (rng.random((1, 7)) < 0.5) * 1.0, "cross-entropy")
    np.testing.assert_allclose(gradient(batch, bug="mean"), 7 * gradient(batch))


def test_a_bug_shows_in_the_cost_of_its_twin():
    network = Network([2, 4, 4, 1], ["relu", "relu", "sigmoid"]).initialize(
        "he", rng=np.random.default_rng(0)
    )
    X = np.random.default_rng(1).uniform(-1, 1, (2, 60))
    batch = Batch(network, X, (X[:1] * X[1:] > 0) * 1.0, "cross-entropy")
    right, wrong = twins(batch, "transpose", rate=0.3, optimizer="gradient descent", steps=200)
    assert right[0] == wrong[0] and len(right) == 201
    assert right[-1] < 0.5 < wrong[-1]
