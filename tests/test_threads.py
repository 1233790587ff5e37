"""The number of threads of numpy's products: set for a trainer's steps alone, and only where it can be."""

import numpy as np
import pytest

from deepnet import Network, Trainer, threads

known = pytest.mark.skipif(threads.in_use() is None, reason="numpy's library for products is not OpenBLAS")


def make(**options):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20, 30))
    network = Network([20, 8, 1], ["tanh", "sigmoid"]).initialize("xavier", rng=rng)
    return Trainer(network, X, (X[:1] > 0).astype(float), learning_rate=0.1, **options)


def seen_by_a_step(trainer, monkeypatch):
    """How many threads a product may use while the trainer makes a step."""
    seen = []
    run = trainer._run
    monkeypatch.setattr(trainer, "_run", lambda *given: (seen.append(threads.in_use()), run(*given)))
    trainer.step()
    return seen[0]


@known
def test_a_trainer_uses_its_threads_for_its_steps_alone(monkeypatch):
    before = threads.in_use()
    assert seen_by_a_step(make(threads=before + 1), monkeypatch) == before + 1
    assert threads.in_use() == before


@known
def test_by_default_nothing_is_set(monkeypatch):
    with threads.using(3):
        assert seen_by_a_step(make(), monkeypatch) == 3


@known
def test_more_threads_come_to_the_same_network():
    one, two = make(threads=1), make(threads=2)
    one.step(20), two.step(20)
    np.testing.assert_allclose(one.network.theta, two.network.theta, rtol=1e-12)


@known
@pytest.mark.parametrize(
    "value, error", [(0, ValueError), (65, ValueError), (1.5, TypeError), ("2", TypeError)]
)
def test_a_number_that_cannot_be_is_named(value, error):
    with pytest.raises(error, match="threads must be"):
        make(threads=value)


def test_where_nothing_can_be_set_one_sentence_says_so(monkeypatch):
    monkeypatch.setattr(threads, "_asked", lambda: None)
    with pytest.raises(ValueError, match="threads cannot be set here"):
        make(threads=2)
    make().step()
