"""L1 that stops at zero, and weight decay that spares biases, against closed forms."""

import copy

import numpy as np
import pytest

from deepnet import OPTIMIZERS, REGULARIZERS, Ensemble, Network, Trainer

LAMBDA = 2.0


def straight_line(**options):
    """A linear neuron on orthogonal inputs of mean 0, Σ x xᵀ = 4 I, with targets 3 x1 + 0.1 x2 + 7."""
    X = np.array([[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0]])
    network = Network([2, 1], ["linear"])
    return Trainer(network, X, 3 * X[:1] + 0.1 * X[1:] + 7, loss="squared error", **options)


def test_the_lasso_of_orthogonal_inputs_is_the_soft_threshold():
    # min ½ (w - c)² + λ/m |w| for each weight alone: sign(c) max(|c| - λ/m, 0), and no price on the bias.
    trainer = straight_line(
        learning_rate=0.5, regularization="l1 to zero", regularization_rate=LAMBDA, batch_size=0
    )
    trainer.step(200)
    np.testing.assert_allclose(trainer.network.theta, [3 - LAMBDA / 4, 0, 7], atol=1e-12)
    assert trainer.network.W[1][0, 1] == 0  # to the bit


def test_by_its_slope_l1_swings_about_zero_instead():
    trainer = straight_line(learning_rate=0.5, regularization="l1", regularization_rate=LAMBDA)
    seen = []
    for _ in range(200):
        trainer.step()
        seen.append(trainer.network.W[1][0, 1])
    assert all(w != 0 for w in seen[-10:]) and np.ptp(seen[-10:]) > 0.1


@pytest.mark.parametrize("schedule", ["constant", "step"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_step_that_stops_at_zero_is_the_bare_step_and_then_the_threshold(optimizer, schedule):
    options = {"optimizer": optimizer, "learning_rate": 0.1, "schedule": schedule, "schedule_span": 2}
    paid = straight_line(regularization="l1 to zero", regularization_rate=LAMBDA, **options)
    bare = straight_line(**options)
    paid.network.theta[:] = bare.network.theta[:] = 0.5, 0.02, -0.04
    for step in range(5):
        bare.restore(paid.state())
        bare.step(), paid.step()
        W, alpha = bare.network.W[1], 0.1 * (1 if schedule == "constant" else 0.5 ** (step // 2))
        expected = np.sign(W) * np.maximum(np.abs(W) - alpha * LAMBDA / 4, 0)
        np.testing.assert_allclose(paid.network.W[1], expected, atol=1e-15)
        assert (paid.network.b[1] == bare.network.b[1]).all()


def deep(**options):
    rng = np.random.default_rng(2)
    network = Network([3, 5, 4, 1], ["tanh", "relu", "sigmoid"], batch_norm=options.pop("batch_norm", ()))
    network.initialize("he", rng=rng)
    for b in network.b[1:]:
        b[...] = rng.normal(size=b.shape)
    X = rng.normal(size=(3, 20))
    return Trainer(network, X, (X[:1] > 0).astype(float), batch_size=6, learning_rate=0.05, **options)


@pytest.mark.parametrize("options", [{"optimizer": "adamw", "weight_decay": 3.0}, {"optimizer": "adam"}])
def test_decay_of_weights_alone_is_adamw_on_them_and_adam_on_the_rest(options):
    spared, adamw, adam = (
        deep(**options, decayed="weights alone", batch_norm=[1]),
        deep(**options, batch_norm=[1]),
        deep(**options | {"optimizer": "adam"}, batch_norm=[1]),
    )
    weights = spared.network.weights
    spared.step(), adamw.step(), adam.step()
    expected = np.where(weights, adamw.network.theta, adam.network.theta)
    assert (spared.network.theta == expected).all()  # to the bit
    assert options["optimizer"] == "adam" or (adamw.network.theta != adam.network.theta).all()


NEW = [
    {"regularization": "l1 to zero", "regularization_rate": 1.0},
    {"regularization": "l1 to zero", "regularization_rate": 1.0, "optimizer": "adam", "schedule": "cosine"},
    {"optimizer": "adamw", "weight_decay": 0.5, "decayed": "weights alone"},
]


@pytest.mark.parametrize("options", NEW)
def test_an_ensemble_and_a_trace_make_the_trainers_step_to_the_bit(options):
    trainers = [deep(**options) for _ in range(3)]
    for k, trainer in enumerate(trainers):
        trainer.configure(learning_rate=0.01 * (k + 1))
    alone = copy.deepcopy(trainers)
    Ensemble(trainers).step(9)
    for one, other in zip(trainers, alone, strict=True):
        other.step(8)
        traced = other.traced().state()
        other.step()
        assert (one.network.theta == other.network.theta).all()
        assert (traced["theta"] == other.network.theta).all()


def test_the_trace_says_what_decays_and_where_a_weight_stops():
    texts = [line.text for line in deep(**NEW[2]).traced()]
    assert "W1 = (1 - α·decay) W1" in texts and "b1 = (1 - α·decay) b1" not in texts
    assert "W1 = sign W1 · max(|W1| - α λ/m, 0)" in [line.text for line in deep(**NEW[0]).traced()]


def test_the_price_of_both_kinds_of_l1_is_the_same():
    network = deep().network
    assert REGULARIZERS["l1 to zero"].cost(network, 2.0, 20) == REGULARIZERS["l1"].cost(network, 2.0, 20)


def test_what_decays_is_one_of_two():
    with pytest.raises(ValueError, match="what decays must be one of all parameters, weights alone; got 'b'"):
        deep(decayed="b")
