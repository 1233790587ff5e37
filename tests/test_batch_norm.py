"""Batch normalization: PyTorch's numbers, finite differences, and a plain layer once it is folded."""

import copy
import pickle
from pathlib import Path

import numpy as np
import pytest

from deepnet import ACTIVATIONS, OPTIMIZERS, Forward, Network, Trainer, gradient_check
from deepnet.losses import PAIRS

# oracles/batch_norm.npz: PyTorch 2.13 in float64, 4-6-5-5-3 with tanh, relu, silu and softmax, BatchNorm1d of
# its defaults behind layers 1 and 3, 47 rows of very different scales in batches of 10, six given orders.
STORED = np.load(Path(__file__).parent / "oracles" / "batch_norm.npz")
OPTIMIZER = {"sgd": ("gradient descent", 0.1), "adam": ("adam", 0.01)}


def rebuild(case):
    network = Network([4, 6, 5, 5, 3], ["tanh", "relu", "swish", "softmax"], batch_norm=[1, 3])
    names = network.parameters()
    network.load({name: STORED[f"{case}_{name}_init"].reshape(names[name].shape) for name in names})
    X, Y = STORED["X"].T, np.eye(3)[:, STORED["y"]]
    optimizer, rate = OPTIMIZER[case]
    options = {"optimizer": optimizer, "learning_rate": rate, "batch_size": 10, "order": STORED["perm"]}
    return Trainer(network, X, Y, **options), X


def make(hidden=(5, 4), output="sigmoid", activation="tanh", batch_norm=(1, 2), m=23, **options):
    rng = np.random.default_rng(1)
    names, n_y = [activation] * len(hidden) + [output], 3 if output == "softmax" else 1
    network = Network([2, *hidden, n_y], names, batch_norm=batch_norm)
    network.initialize("xavier", rng=rng)
    for l in batch_norm:
        network.gamma[l][...], network.b[l][...] = rng.uniform(0.5, 1.5, (2, hidden[l - 1], 1))
    X = rng.normal(size=(2, m))
    Y = np.eye(3)[:, rng.integers(3, size=m)] if n_y == 3 else (X[:1] * X[1:] > 0).astype(float)
    return Trainer(network, X, Y, **({"learning_rate": 0.1, "batch_size": 5} | options)), X, Y


def bits(trainer):
    return [np.asarray(value).tobytes() for value in trainer.state().values()]


@pytest.mark.parametrize("case", OPTIMIZER)
def test_training_is_that_of_another_library(case):
    trainer, X = rebuild(case)
    trainer.step(len(STORED[f"{case}_losses"]))
    for name, found in trainer.network.parameters().items():
        np.testing.assert_allclose(found.ravel(), STORED[f"{case}_{name}"].ravel(), atol=1e-8, err_msg=name)
    np.testing.assert_allclose(trainer.network.predict(X).T, STORED[f"{case}_pred"], atol=1e-8)


def test_the_cost_is_taken_over_the_batch_as_in_training():
    trainer, X = rebuild("sgd")
    rows = STORED["perm"][0][:10]
    Y = np.eye(3)[:, STORED["y"]]
    batch = Trainer(trainer.network, X[:, rows], Y[:, rows])
    assert batch.cost() == pytest.approx(STORED["sgd_losses"][0], abs=1e-9)


@pytest.mark.parametrize("output, loss", PAIRS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_agrees_with_finite_differences(activation, output, loss):
    for batch_norm in ([1], [2], [1, 2]):
        trainer, X, Y = make(activation=activation, output=output, batch_norm=batch_norm)
        check = gradient_check(trainer.network, X, Y, loss=loss, directions=5)
        assert check.error < 5e-7  # a kink of relu or Huber close by costs some digits


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_bits_at_once_or_one_by_one_or_from_a_copy(optimizer):
    options = {"optimizer": optimizer, "regularization": "l2", "regularization_rate": 0.1, "keep_prob": 0.9}
    once, single = make(**options)[0], make(**options)[0]
    once.step(100)
    for _ in range(50):
        single.step()
    for other in (copy.deepcopy(single), pickle.loads(pickle.dumps(single)), single):
        other.step(50)
        assert bits(other) == bits(once)


def test_restoring_brings_the_moments_back():
    trainer, X, _ = make()
    trainer.step(20)
    state, answer = trainer.state(), trainer.network.predict(X)
    trainer.step(20)
    assert not np.array_equal(trainer.network.moments, state["moments"])
    trainer.restore(state)
    np.testing.assert_array_equal(trainer.network.predict(X), answer)


def test_moments_near_those_of_the_data_after_many_full_batches_of_still_weights():
    trainer, X, _ = make(batch_norm=(1,), batch_size=0, learning_rate=0.0, m=400)
    trainer.step(300)  # 0.9^300 of where they began is left
    Z = trainer.network.W[1] @ X
    np.testing.assert_allclose(trainer.network.mean[1][:, 0], Z.mean(axis=1), atol=1e-12)
    np.testing.assert_allclose(trainer.network.variance[1][:, 0], Z.var(axis=1, ddof=1), rtol=1e-12)


def test_looking_at_the_gradient_leaves_the_moments_alone():
    trainer, *_ = make()
    before = trainer.network.moments.copy()
    trainer.gradient(), trainer.cost()
    np.testing.assert_array_equal(trainer.network.moments, before)


@pytest.mark.parametrize("basis", [False, True])
def test_a_folded_network_answers_by_the_formula(basis):
    trainer, X, _ = make()
    trainer.step(50)
    network, A = trainer.network, X
    for l in (1, 2):
        Z = (network.W[l] @ A - network.mean[l]) / np.sqrt(network.variance[l] + 1e-5)
        A = np.tanh(network.gamma[l] * Z + network.b[l])
    expected = network.W[3] @ A + network.b[3]
    forward = Forward(network, X, basis=np.eye(2)) if basis else Forward(network, X)
    np.testing.assert_allclose(forward().Z_L, expected, rtol=1e-12, atol=1e-13)


def test_scaling_and_shifting_the_inputs_changes_nothing_behind_a_normalization():
    one, X, Y = make(batch_norm=(1,))
    other = Trainer(copy.deepcopy(one.network), 1000 * X + 7e5, Y, batch_size=5, learning_rate=0.1)
    assert other.cost() == pytest.approx(one.cost(), abs=1e-4)  # ε beside a variance of 1 and of 1e6


def test_one_row_a_constant_column_and_logits_of_a_thousand_stay_finite():
    for options in ({"batch_size": 1}, {"m": 1, "batch_size": 0}, {}):
        trainer, X, Y = make(**options)
        trainer = Trainer(trainer.network, np.zeros_like(X), Y, batch_size=trainer.settings.batch_size)
        trainer.network.W[3][...] = 1000
        trainer.step(3)
        assert np.isfinite(trainer.network.theta).all() and np.isfinite(trainer.network.moments).all()
        assert np.isfinite(trainer.cost())


def test_weights_are_penalised_and_factors_are_not():
    plain, _, _ = make()
    priced, _, _ = make(regularization="l2", regularization_rate=2.0)
    pull = priced.gradient() - plain.gradient()
    expected = 2.0 / priced.m * np.where(priced.network.weights, priced.network.theta, 0)
    np.testing.assert_allclose(pull, expected, atol=1e-15)
    assert priced.network.weights.sum() == 2 * 5 + 5 * 4 + 4


def test_a_large_batch_is_normalized_as_one():
    """2 × 64 × 5000 sums are more than a plain network's batch takes in one piece."""
    trainer, X, Y = make(hidden=(64, 64), m=5000, batch_size=0)
    one = trainer.gradient()
    check = gradient_check(trainer.network, X, Y, directions=2, rng=np.random.default_rng(2))
    assert check.error < 1e-6
    assert np.isfinite(one).all()


def test_only_hidden_layers_can_be_normalized():
    for wrong in ([0], [3], [-1]):
        with pytest.raises(ValueError, match="batch_norm must name hidden layers, 1 to 2"):
            Network([2, 3, 3, 1], ["tanh", "tanh", "sigmoid"], batch_norm=wrong)


def test_a_batch_of_one_row_leaves_the_moments_as_they_are():
    """Its variance would be 0, and the network, asked afterwards, would answer wildly."""
    network = Network([2, 3, 1], ["tanh", "sigmoid"], batch_norm=[1]).initialize(rng=np.random.default_rng(0))
    X, Y = np.random.default_rng(1).normal(size=(2, 5)), np.ones((1, 5))
    trainer = Trainer(network, X, Y, batch_size=4)
    trainer.step()
    before = network.moments.copy()
    trainer.step()  # the fifth row alone
    assert (network.moments == before).all() and trainer.epoch == 1
