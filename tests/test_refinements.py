"""Schedules, clipping, smoothing, class weights and dropout."""

import copy

import numpy as np
import pytest

from deepnet import SCHEDULES, Network, Trainer
from deepnet.dropout import Dropout


def data(m=12, n_y=1):
    rng = np.random.default_rng(3)
    X, labels = rng.normal(size=(2, m)), rng.integers(max(2, n_y), size=m)
    return X, labels[None].astype(float) if n_y == 1 else np.eye(n_y)[:, labels]


def make(n_y=1, activation="tanh", hidden=(4, 3), dtype=np.float64, **options):
    names = [activation] * len(hidden) + ["sigmoid" if n_y == 1 else "softmax"]
    network = Network([2, *hidden, n_y], names, dtype=dtype).initialize("he", rng=np.random.default_rng(0))
    return Trainer(network, *data(n_y=n_y), **({"learning_rate": 0.1} | options))


@pytest.mark.parametrize(
    "name, expected",
    [
        ("constant", [1, 1, 1, 1]),
        ("step", [1, 1, 0.5, 0.25]),
        ("exponential", [1, 0.5**0.5, 0.5, 0.25]),
        ("cosine", [1, 0.5, 0, 0]),
        ("warm-up", [0.1, 0.6, 1, 1]),
    ],
)
def test_schedule_at_steps_0_5_10_20_of_span_10(name, expected):
    found = [SCHEDULES[name](step, 10, 0.5) for step in (0, 5, 10, 20)]
    np.testing.assert_allclose(found, expected, atol=1e-15)


@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum", "adam"])
def test_a_scheduled_step_is_a_step_at_that_rate(optimizer):
    scheduled = make(optimizer=optimizer, schedule="step", schedule_span=2, schedule_decay=0.1)
    by_hand = make(optimizer=optimizer)
    scheduled.step(4)
    by_hand.step(2)
    by_hand.configure(learning_rate=0.01)
    by_hand.step(2)
    np.testing.assert_allclose(scheduled.network.theta, by_hand.network.theta, rtol=1e-13)


def test_a_clipped_gradient_has_its_direction_and_the_set_length():
    trainer = make(learning_rate=1.0, clip_norm=0.01)
    g, before = trainer.gradient(), trainer.network.theta.copy()
    trainer.step()
    moved = before - trainer.network.theta
    np.testing.assert_allclose(moved, g * 0.01 / np.linalg.norm(g), rtol=1e-10)


def test_a_short_gradient_is_not_clipped():
    clipped, plain = make(clip_norm=100.0), make()
    clipped.step(3), plain.step(3)
    assert (clipped.network.theta == plain.network.theta).all()


@pytest.mark.parametrize("n_y, smooth", [(1, lambda Y: 0.8 * Y + 0.1), (4, lambda Y: 0.8 * Y + 0.05)])
def test_smoothed_labels_spread_a_share_over_the_classes(n_y, smooth):
    smoothed = make(n_y, label_smoothing=0.2)
    X, Y = data(n_y=n_y)
    by_hand = Trainer(copy.deepcopy(smoothed.network), X, smooth(Y), learning_rate=0.1)
    smoothed.step(5), by_hand.step(5)
    np.testing.assert_allclose(smoothed.network.theta, by_hand.network.theta, rtol=1e-12)


@pytest.mark.parametrize("n_y", [1, 3])
def test_a_weight_of_two_counts_like_an_example_that_is_there_twice(n_y):
    X, Y = data(n_y=n_y)
    labels = Y[0].astype(int) if n_y == 1 else Y.argmax(axis=0)
    twice = np.concatenate([np.arange(12), np.flatnonzero(labels == 1)])
    weighted = make(n_y, class_weights=[1.0, 2.0, 1.0][: max(2, n_y)])
    doubled = Trainer(copy.deepcopy(weighted.network), X[:, twice], Y[:, twice])
    np.testing.assert_allclose(weighted.gradient() * 12, doubled.gradient() * len(twice), atol=1e-13)


@pytest.mark.parametrize("options", [{"label_smoothing": 0.1}, {"class_weights": (1.0, 3.0, 0.5)}])
def test_gradient_is_that_of_the_cost_which_training_lowers(options):
    trainer = make(3, regularization="elastic", regularization_rate=0.5, **options)
    theta, direction, h = (
        trainer.network.theta,
        np.random.default_rng(1).normal(size=trainer.network.size),
        1e-6,
    )
    g, start = trainer.gradient(), theta.copy()
    theta[:] = start + h * direction
    above = trainer.cost()
    theta[:] = start - h * direction
    assert (above - trainer.cost()) / (2 * h) == pytest.approx(g @ direction, rel=1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_dropout_is_repeated_to_the_bit(activation, dtype):
    options = {"keep_prob": 0.6, "batch_size": 5, "activation": activation, "dtype": dtype}
    once, single = make(**options), make(**options)
    once.step(40)
    for _ in range(17):
        single.step()
    state = single.state()
    single.step(30)
    single.restore(state)
    twin = copy.deepcopy(single)
    twin.step(23), single.step(23)
    assert once.network.theta.tobytes() == single.network.theta.tobytes() == twin.network.theta.tobytes()


def test_dropout_silences_the_same_neurons_forward_and_backward():
    """One hidden layer by hand, with the masks of step 0: A1 = tanh(Z1) M, dZ1 = (W2ᵀ·dZ2) (1 - tanh²) M."""
    trainer = make(hidden=(6,), keep_prob=0.7, learning_rate=1.0)
    X, Y = data()
    masks = np.empty((7, 12))
    source = Dropout(0.7, 0)
    source.begin(0)
    source.draw(masks, np.empty((7, 12), bool))
    M, P = masks[:6], trainer.network.parameters()
    T = np.tanh(P["W1"] @ X + P["b1"])
    dZ2 = (1 / (1 + np.exp(-(P["W2"] @ (T * M) + P["b2"]))) - Y) / 12
    dZ1 = (P["W2"].T @ dZ2) * (1 - T**2) * M
    trainer.step()
    found = trainer.network.parameters()
    np.testing.assert_allclose(P["W2"] - found["W2"], dZ2 @ (T * M).T, atol=1e-14)
    np.testing.assert_allclose(P["W1"] - found["W1"], dZ1 @ X.T, atol=1e-14)
    assert (M == 0).any() and (M > 1).any()


def test_about_the_set_share_of_neurons_is_kept():
    source, mask = Dropout(0.8, 0), np.empty((100, 100))
    source.begin(3)
    source.draw(mask, np.empty((100, 100), bool))
    assert set(np.unique(mask)) == {0.0, 1 / 0.8} and (mask > 0).mean() == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"keep_prob": 0.0}, "keep_prob must be above 0 and at most 1, got 0.0"),
        ({"schedule": "cosinus"}, "unknown schedule 'cosinus'"),
        ({"class_weights": [1.0]}, "class_weights must be 2 numbers from 0"),
        ({"label_smoothing": 0.1, "loss": "squared error"}, "label_smoothing needs the loss cross-entropy"),
        ({"clip_norm": -1.0}, "clip_norm must be at least 0"),
    ],
)
def test_a_wrong_refinement_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        make(**options)
