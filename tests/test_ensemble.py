"""An ensemble is its members trained one by one, to the bit."""

import copy

import numpy as np
import pytest

from deepnet import ACTIVATIONS, OPTIMIZERS, Ensemble, Network, Trainer
from deepnet.losses import PAIRS

NETWORKS = [(2, 4, 2, 1), (2, 8, 8, 8, 1), (5, 1, 3, 2), (2, 1), (9, 16, 4)]


def members(
    K=5,
    dims=(2, 4, 2, 1),
    activation="tanh",
    output="sigmoid",
    dtype=np.float64,
    batch_norm=(),
    vary=(),
    **options,
):
    """K trainers with different weights; vary: lists of K values by keyword."""
    rng, m, trainers = np.random.default_rng(0), 23, []
    X = rng.normal(size=(dims[0], m))
    Y = np.eye(dims[-1])[:, rng.integers(dims[-1], size=m)] if dims[-1] > 1 else (X[:1] > 0.1).astype(float)
    for k in range(K):
        names = [activation] * (len(dims) - 2) + [output]
        network = Network(dims, names, dtype=dtype, batch_norm=batch_norm)
        network.initialize("he", rng=np.random.default_rng(k))
        own = {name: values[k] for name, values in dict(vary).items()}
        trainers.append(Trainer(network, X, Y, **({"batch_size": 10, "learning_rate": 0.05} | options | own)))
    return trainers


def assert_same_bits(trainers, n=25):
    alone = copy.deepcopy(trainers)
    ensemble = Ensemble(trainers)
    ensemble.step(n - 7), ensemble.step(7)
    for one, other in zip(trainers, alone, strict=True):
        other.step(n)
        found, expected = one.state(), other.state()
        assert found.keys() == expected.keys()
        for name in expected:
            assert np.asarray(found[name]).tobytes() == np.asarray(expected[name]).tobytes(), name


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("dims", NETWORKS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_members_have_the_bits_of_lone_trainers(activation, dims, dtype):
    output = "softmax" if dims[-1] > 1 else "sigmoid"
    assert_same_bits(members(activation=activation, dims=dims, output=output, dtype=dtype))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("output, loss", PAIRS)
def test_every_loss_and_optimizer(output, loss, optimizer):
    dims = (3, 5, 4, 3)
    assert_same_bits(members(dims=dims, output=output, loss=loss, optimizer=optimizer, activation="relu"))


@pytest.mark.parametrize(
    "vary",
    [
        {"learning_rate": [0.001, 0.01, 0.1, 0.3, 1.0]},
        {"order_seed": [0, 1, 2, 3, 4]},
        {"regularization_rate": [0.0, 0.1, 1.0, 2.0, 3.0]},
        {"clip_norm": [0.0, 0.01, 0.1, 1.0, 0.0], "beta1": [0.0, 0.5, 0.8, 0.9, 0.99]},
        {"schedule": ["constant", "step", "cosine", "warm-up", "exponential"]},
        {"label_smoothing": [0.0, 0.1, 0.2, 0.3, 0.4]},
    ],
    ids=lambda vary: ", ".join(vary),
)
@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum", "adam"])
def test_members_may_differ_in_numbers(vary, optimizer):
    assert_same_bits(members(vary=vary, optimizer=optimizer, regularization="l2", schedule_span=10))


@pytest.mark.parametrize("refinement", [{}, {"batch_norm": [1, 2]}, {"keep_prob": 0.6}], ids=str)
@pytest.mark.parametrize("batch_size", [0, 1, 10])
def test_every_batch_size(batch_size, refinement):
    assert_same_bits(members(batch_size=batch_size, **refinement))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_norm", [[], [1], [2, 3], [1, 2, 3]], ids=str)
@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu"])
def test_normalized_layers_and_dropout(activation, batch_norm, dtype):
    rates = {"learning_rate": [0.001, 0.01, 0.1, 0.3, 1.0], "keep_prob": [0.3, 0.5, 0.8, 0.9, 0.99]}
    options = {"activation": activation, "batch_norm": batch_norm, "dtype": dtype, "optimizer": "adam"}
    for output, n_y in (("sigmoid", 1), ("softmax", 3)):
        assert_same_bits(members(dims=(2, 8, 8, 8, n_y), output=output, vary=rates, **options))
        orders = rates | {"order_seed": range(5)}
        assert_same_bits(members(dims=(2, 8, 1, 8, n_y), output=output, vary=orders, **options))


@pytest.mark.parametrize("seed", range(40))
def test_random_shapes_batches_and_orders(seed):
    """Sides of 1 above all, where a product may be summed in another order."""
    rng = np.random.default_rng(seed)
    dims = [int(rng.choice([1, 1, 2, 3, 8, 17, 65])) for _ in range(rng.integers(2, 6))]
    output = "sigmoid" if dims[-1] == 1 else "softmax"
    normalized = [l for l in range(1, len(dims) - 1) if rng.random() < 0.3]
    options = {"batch_size": int(rng.choice([0, 2, 7, 10])), "optimizer": str(rng.choice(list(OPTIMIZERS)))}
    options |= {"dtype": rng.choice(["float32", "float64"]), "batch_norm": normalized}
    options |= {"keep_prob": float(rng.choice([0.7, 1.0])), "activation": str(rng.choice(list(ACTIVATIONS)))}
    vary = (
        {"order_seed": range(5)} if rng.random() < 0.6 else {"learning_rate": [0.001, 0.01, 0.02, 0.03, 0.1]}
    )
    assert_same_bits(members(dims=dims, output=output, vary=vary, **options))


@pytest.mark.parametrize("optimizer", ["gradient descent", "adam"])
def test_a_preview_is_the_members_in_single_precision(optimizer):
    vary = {"order_seed": range(5), "regularization_rate": [0.0, 0.1, 0.5, 1.0, 2.0]}
    options = {"vary": vary, "regularization": "l2", "optimizer": optimizer}
    exact, preview, single = members(**options), members(**options), members(dtype=np.float32, **options)
    Ensemble(exact).step(20), Ensemble(preview, preview=True).step(20), Ensemble(single).step(20)
    for one, close, same in zip(exact, preview, single, strict=True):
        np.testing.assert_allclose(close.network.theta, one.network.theta, rtol=1e-3, atol=1e-5)
        assert close.network.theta.dtype == np.float64 and close.step_count == 20
        assert (close.network.theta.astype(np.float32) == same.network.theta).all()


def test_members_may_have_data_of_their_own():
    trainers = members(vary={"order_seed": range(5)})
    rng = np.random.default_rng(5)
    for k in (1, 3, 4):
        X = rng.normal(size=(2, 23))
        trainers[k].learn_from(X, (X[:1] > 0) * 1.0)
    assert_same_bits(trainers)


def test_an_ensemble_goes_on_from_where_its_members_are():
    trainers = members(optimizer="adam")
    for trainer in trainers:
        trainer.step(4)
    assert_same_bits(trainers)


def test_members_that_do_not_go_together_are_refused():
    one, two = members(2, vary={"optimizer": ["adam", "momentum"]})
    with pytest.raises(ValueError, match="must agree in optimizer, got 'adam' and 'momentum'"):
        Ensemble([one, two])
    with pytest.raises(ValueError, match="must all have dropout"):
        Ensemble(members(2, vary={"keep_prob": [0.5, 1.0]}))
    with pytest.raises(ValueError, match="must agree in batch_norm"):
        Ensemble(members(1) + members(1, batch_norm=[2]))
