"""Trainer: exact, repeatable, changeable in mid-run, and never a warning."""

import copy
import pickle
import tracemalloc

import numpy as np
import pytest

from deepnet import OPTIMIZERS, Forward, Network, Trainer, compiling, training
from deepnet.plan import Plan


def data(m=33, n_x=2, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_x, m))
    return X, (X[:1] * X[1:2] > 0).astype(float)


def make(m=33, dims=(2, 5, 4, 1), activation="tanh", dtype=np.float64, **options):
    network = Network(dims, [activation] * (len(dims) - 2) + ["sigmoid"], dtype=dtype)
    network.initialize("xavier", rng=np.random.default_rng(1))
    X, Y = data(m, dims[0])
    return Trainer(network, X, Y, **({"batch_size": 10, "learning_rate": 0.1} | options))


def bits(trainer):
    return [np.asarray(value).tobytes() for value in trainer.state().values()]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_size", [0, 1, 10])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_thousand_steps_at_once_or_one_by_one_or_from_a_copy_give_the_same_bits(
    optimizer, batch_size, dtype
):
    options = {"optimizer": optimizer, "batch_size": batch_size, "dtype": dtype, "learning_rate": 0.01}
    options |= {"regularization": "l2", "regularization_rate": 0.1}
    once, single, other = make(**options), make(**options), make(**options)
    once.step(1000)
    for _ in range(1000):
        single.step()
    assert bits(single) == bits(once)
    other.step(437)
    halfway = other.state()
    for twin in (copy.deepcopy(other), pickle.loads(pickle.dumps(other))):
        twin.step(563)
        assert bits(twin) == bits(once)
    other.step(100)
    other.restore(halfway)
    other.step(563)
    assert bits(other) == bits(once)


def test_a_state_of_the_same_epoch_but_of_another_step_of_the_optimizer_is_gone_on_from():
    early, late = make(optimizer="adam"), make(optimizer="adam")
    early.step(2)
    state = early.state()
    late.step(1)  # in the same epoch, at a t of its own
    late.restore(state | {"t": 40})
    early.restore(state | {"t": 40})
    early.step(5), late.step(5)
    other = make(optimizer="adam")
    other.restore(state | {"t": 40})
    other.step(5)
    assert bits(early) == bits(late) == bits(other)


def test_a_run_can_go_back_into_an_earlier_epoch():
    trainer = make()
    trainer.step(5)
    early = trainer.state()
    trainer.step(50)
    expected = bits(trainer)
    trainer.restore(early)
    trainer.step(50)
    assert bits(trainer) == expected


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_many_small_batches_and_large_sets_train_as_any_other(schedule, monkeypatch):
    expected = make(optimizer="adam", schedule=schedule)
    expected.step(30)
    monkeypatch.setattr(compiling, "LISTS", 1)
    gathered = make(optimizer="adam", schedule=schedule)
    gathered.step(30)
    np.testing.assert_allclose(gathered.network.theta, expected.network.theta, rtol=1e-12)
    twin = pickle.loads(pickle.dumps(gathered))
    twin.step(7), gathered.step(7)
    assert bits(twin) == bits(gathered)


def test_a_batch_done_in_pieces_is_averaged_as_one(monkeypatch):
    expected = make(m=1000, batch_size=0)
    expected.step(20)
    monkeypatch.setattr(compiling, "SLAB", 100)
    pieces = make(m=1000, batch_size=0)
    pieces.step(20)
    np.testing.assert_allclose(pieces.network.theta, expected.network.theta, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(pieces.gradient(), expected.gradient(), rtol=1e-9, atol=1e-12)


def test_a_step_on_very_many_rows_adds_little_memory():
    trainer = make(m=200_000, dims=(2, 32, 32, 1), batch_size=0, dtype=np.float32)
    tracemalloc.start()
    trainer.step(1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10e6


def test_the_last_short_batch_is_averaged_over_its_own_size():
    """With 33 rows in batches of 10 the fourth step has 3 rows, and is that of a trainer on these 3 alone."""
    trainer = make()
    trainer.step(3)
    rows = trainer.batch_rows()
    assert len(rows) == 3 == trainer.m % 10 and trainer.to_epoch_end() == 1
    X, Y = data()
    alone = Trainer(copy.deepcopy(trainer.network), X[:, rows], Y[:, rows], learning_rate=0.1)
    trainer.step()
    alone.step()
    np.testing.assert_allclose(trainer.network.theta, alone.network.theta, atol=1e-15)
    assert (trainer.epoch, trainer.batch, trainer.step_count) == (1, 0, 4)


def test_an_epoch_takes_every_row_once_in_an_order_of_seed_and_epoch_alone():
    trainer, later = make(), make()
    later.step(4)
    epochs = []
    for _ in range(2):
        rows = []
        for _ in range(trainer.steps_per_epoch):
            rows.append(trainer.batch_rows())
            trainer.step()
        epochs.append(np.concatenate(rows))
        assert sorted(epochs[-1]) == list(range(33))
    assert (epochs[0] != epochs[1]).any()
    assert (later.batch_rows() == epochs[1][:10]).all()
    assert (make(order_seed=1).batch_rows() != epochs[0][:10]).any()


def test_a_given_order_is_taken():
    order = np.arange(33)[None, ::-1]
    assert make(order=order).batch_rows().tolist() == list(range(32, 22, -1))
    with pytest.raises(ValueError, match=r"order must have shape \(epochs, 33\), got \(33,\)"):
        make(order=np.arange(33))


def test_full_batch_is_in_file_order():
    trainer = make(batch_size=0)
    assert trainer.batch_rows().tolist() == list(range(33)) and trainer.steps_per_epoch == 1


@pytest.mark.parametrize("optimizer, same", [("gradient descent", True), ("adam", False)])
def test_optimizer_memory_is_kept_unless_the_optimizer_changes(optimizer, same):
    trainer = make(optimizer="momentum", beta1=0.7)
    trainer.step(5)
    slots = trainer.state()["slots"]
    trainer.configure(learning_rate=0.2, regularization="l1", regularization_rate=1.0, beta1=0.8)
    assert (trainer.state()["slots"] == slots).all() and trainer.t == 5
    trainer.configure(optimizer="adam")
    assert not trainer.state()["slots"].any() and trainer.t == 0 and trainer.step_count == 5


def test_a_new_batch_size_starts_a_new_epoch():
    trainer = make()
    trainer.step(2)
    trainer.configure(batch_size=4)
    assert (trainer.epoch, trainer.batch, trainer.steps_per_epoch) == (1, 0, 9)


def test_a_change_in_mid_run_keeps_theta_and_acts():
    trainer, other = make(), make(activation="relu", learning_rate=0.02)
    trainer.step(4)
    theta = trainer.network.theta.copy()
    trainer.configure(activations=["relu", "relu", "sigmoid"], learning_rate=0.02)
    assert (trainer.network.theta == theta).all()
    other.restore(trainer.state())
    trainer.step(9), other.step(9)
    assert bits(trainer) == bits(other)


def test_a_refused_change_leaves_everything():
    trainer = make()
    for changes in (
        {"loss": "none"},
        {"learning_rate": -1.0, "activations": ["relu", "relu", "linear"]},
        {"x": 1},
    ):
        with pytest.raises(ValueError):
            trainer.configure(**changes)
    assert trainer.network.activations == ("tanh", "tanh", "sigmoid")
    assert trainer.settings.learning_rate == 0.1
    trainer.step(3)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"batch_size": -1}, "batch_size must be a whole number, 0 for all rows, got -1"),
        ({"learning_rate": float("nan")}, "learning_rate must be at least 0 and below inf, got nan"),
        ({"beta1": 1.0}, "beta1 must be at least 0 and below 1, got 1.0"),
        ({"optimizer": "adm"}, "unknown optimizer 'adm'; choose from gradient descent, "),
        ({"regularization": "l3"}, "unknown regularization 'l3'"),
    ],
)
def test_a_wrong_setting_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        make(**options)


@pytest.mark.parametrize(
    "output, Y, message",
    [
        ("sigmoid", [[-1.0, 1.0]], "Y must lie between 0 and 1 for this loss, got -1 to 1"),
        ("softmax", [[1.0, 1.0], [0.0, 1.0]], "Y must be 1 in each column together for softmax, got 2"),
        ("softmax", [[1.0, 2.0], [0.0, -1.0]], "Y must lie between 0 and 1"),
    ],
)
def test_cross_entropy_takes_probabilities_alone(output, Y, message):
    network = Network([1, len(Y)], [output])
    with pytest.raises(ValueError, match=message):
        Trainer(network, [[0.0, 1.0]], Y)
    if output == "sigmoid":
        trainer = Trainer(network, [[0.0, 1.0]], Y, loss="squared error")
        with pytest.raises(ValueError, match=message):
            trainer.configure(loss="cross-entropy")
        assert trainer.settings.loss == "squared error"


def test_an_epsilon_of_0_is_refused_where_it_divides():
    with pytest.raises(ValueError, match="epsilon must be above 0 for adam"):
        make(optimizer="adam", epsilon=0.0)
    make(epsilon=0.0).step()


def test_data_that_do_not_fit_are_named():
    network = Network([2, 1], ["sigmoid"])
    with pytest.raises(ValueError, match=r"Y must have shape \(1, 3\) to match X \(2, 3\), got \(3,\)"):
        Trainer(network, np.zeros((2, 3)), np.zeros(3))
    with pytest.raises(ValueError, match="X must be finite, got 2 nan or inf"):
        Trainer(network, [[0, np.nan], [1, np.inf]], np.zeros((1, 2)))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_rate_far_too_high_gives_no_warning(activation):
    trainer = make(activation=activation, learning_rate=1e300)
    trainer.step(50)
    trainer.gradient()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_constant_columns_and_one_row_batches_stay_finite(optimizer):
    network = Network([2, 3, 2], ["relu", "softmax"]).initialize("he", rng=np.random.default_rng(0))
    Y = np.array([[1.0, 1, 1], [0, 0, 0]])  # the second class does not occur
    trainer = Trainer(network, np.zeros((2, 3)), Y, optimizer=optimizer, batch_size=1)
    trainer.step(200)
    assert np.isfinite(network.theta).all()


def test_advance_trains_for_about_the_time_and_at_most_so_many(monkeypatch):
    trainer = make()
    monkeypatch.setattr(training, "perf_counter", lambda: 1e-3 * trainer.step_count)  # a step takes 1 ms
    assert trainer.advance(10.0, 7) == 7 == trainer.step_count
    assert trainer.advance(0.02) == 20 == trainer.step_count - 7
    assert trainer.advance(0.0) == 1


def test_gradient_is_that_of_the_whole_set_and_changes_nothing():
    """A full-batch step of gradient descent at rate 1 is minus the gradient."""
    trainer = make(batch_size=0, learning_rate=1.0, regularization="l2", regularization_rate=3.0)
    before, g = trainer.network.theta.copy(), trainer.gradient()
    assert (trainer.network.theta == before).all() and trainer.step_count == 0
    trainer.step()
    np.testing.assert_allclose(before - trainer.network.theta, g, atol=1e-15)


def test_an_edited_weight_is_used_by_the_next_step():
    trainer, other = make(), make()
    trainer.step(3), other.step(3)
    trainer.network.W[1][0, 0] = other.network.W[1][0, 0] = 5.0
    trainer.step(3)
    restored = make()
    restored.restore(other.state())
    restored.step(3)
    assert bits(restored) == bits(trainer)


def test_l2_shrinks_weights_and_not_biases():
    trainer = make(learning_rate=0.1, regularization="l2", regularization_rate=1.0)
    plain = make(learning_rate=0.1)
    trainer.step(), plain.step()
    shrunk = plain.network.theta - trainer.network.theta
    start = make().network
    np.testing.assert_allclose(shrunk, 0.1 * 1.0 / 33 * start.theta * start.weights, atol=1e-16)


def test_xor_is_learned():
    network = Network([2, 4, 1], ["tanh", "sigmoid"]).initialize("xavier", rng=np.random.default_rng(0))
    X, Y = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0.0, 1, 1, 0]])
    Trainer(network, X, Y, optimizer="adam", learning_rate=0.05).step(1000)
    assert Forward(network, X)().cost(Y) < 0.01


def test_adam_first_step_is_learning_rate_times_sign_of_gradient():
    trainer = make(optimizer="adam", learning_rate=0.01, epsilon=1e-30, batch_size=0)
    before, g = trainer.network.theta.copy(), trainer.gradient()
    trainer.step()
    np.testing.assert_allclose(before - trainer.network.theta, 0.01 * np.sign(g), rtol=1e-9)


def test_a_plan_says_what_each_of_its_calls_does():
    network = Network([2, 3, 1], ["tanh", "sigmoid"])
    plan = Plan(network, "cross-entropy", 4, np.zeros_like(network.theta))
    calls = plan.calls(np.ones((4, 3)), np.ones((1, 4)))
    assert sum(len(line.calls) for line in plan.lines) == len(calls)
    texts = [line.text for line in plan.lines]
    assert texts[0] == "Z1 = W1·A0 + b1" and "dW2 = dZ2·A1ᵀ / m, db2 = Σ dZ2 / m" in texts


def test_other_data_go_on_with_weights_memory_and_settings_and_begin_an_epoch():
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((2, 20)), rng.integers(0, 2, (1, 20)).astype(float)
    network = Network([2, 3, 1], ["tanh", "sigmoid"])
    network.initialize("xavier", rng=rng)
    trainer = Trainer(network, X, Y, optimizer="adam", batch_size=8, order_seed=5)
    trainer.step(4)
    state = trainer.state()
    trainer.learn_from(X[:, :15], Y[:, :15])
    assert (trainer.epoch, trainer.batch, trainer.step_count, trainer.steps_per_epoch) == (2, 0, 4, 2)
    other = Network([2, 3, 1], ["tanh", "sigmoid"])
    fresh = Trainer(other, X[:, :15], Y[:, :15], optimizer="adam", batch_size=8, order_seed=5)
    fresh.restore(state | {"epoch": 2, "batch": 0})
    for one in (trainer, fresh):
        one.step(7)
    assert network.theta.tobytes() == other.theta.tobytes()


def test_data_of_another_shape_or_with_a_given_order_are_refused():
    X, Y = np.zeros((2, 4)), np.zeros((1, 4))
    network = Network([2, 1], ["sigmoid"])
    with pytest.raises(ValueError, match=r"X must have shape \(2, m\)"):
        Trainer(network, X, Y).learn_from(np.zeros((3, 4)), Y)
    with pytest.raises(ValueError, match="given order"):
        Trainer(network, X, Y, batch_size=2, order=[[0, 1, 2, 3]]).learn_from(X, Y)
