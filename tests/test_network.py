"""Network: one vector, seen as weights and biases; Forward and Histograms, which follow it."""

import copy
import pickle

import numpy as np
import pytest

from deepnet import INITIALIZERS, Forward, Histograms, Network, article


def trained_looking(layer_dims, activations, dtype=np.float64):
    network = Network(layer_dims, activations, dtype=dtype)
    network.theta[:] = np.random.default_rng(0).normal(size=network.size)
    return network


@pytest.fixture
def network():
    return trained_looking([3, 4, 2], ["tanh", "softmax"])


def test_weights_and_biases_are_views_into_theta(network):
    network.W[2][1, 3], network.b[2][1, 0] = 7, 8
    assert network.theta[-2:].tolist() == [7, 8]
    network.theta[0] = 9
    assert network.W[1][0, 0] == 9 and network.W[1].shape == (4, 3) and network.b[1].shape == (4, 1)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda n: pickle.loads(pickle.dumps(n))])
def test_views_survive_copying(network, copied):
    twin = copied(network)
    twin.W[1][0, 0] = 42
    assert twin.theta[0] == 42 and network.theta[0] != 42
    assert twin.activations == network.activations and twin.layer_dims == network.layer_dims


def test_parameters_are_copies_that_load_takes_back(network):
    parameters, theta = network.parameters(), network.theta.copy()
    network.theta[:] = 0
    network.load(parameters)
    assert (network.theta == theta).all()
    parameters["W1"][0, 0] = 5
    assert network.W[1][0, 0] == theta[0]


def test_load_refuses_a_wrong_shape_and_changes_nothing(network):
    theta = network.theta.copy()
    parameters = {name: 0 * P for name, P in network.parameters().items()} | {"b2": np.zeros(2)}
    with pytest.raises(ValueError, match=r"b2 must have shape \(2, 1\), got \(2,\)"):
        network.load(parameters)
    assert (network.theta == theta).all()


@pytest.mark.parametrize(
    "arguments, message",
    [
        (([2], []), r"layer_dims must have at least 2 entries, got \[2\]"),
        (([2, 0, 1], ["relu", "sigmoid"]), "layer_dims must all be at least 1"),
        (([2, 3, 1], ["relu"]), "activations must have 2 entries"),
        (([2, 3, 1], ["rleu", "sigmoid"]), "unknown activation 'rleu'; choose from"),
        (([2, 3, 1], ["relu", "relu"]), "unknown output activation 'relu'; choose from"),
    ],
)
def test_a_network_that_cannot_be_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Network(*arguments)


def test_dtype_is_one_of_two():
    with pytest.raises(ValueError, match="dtype must be one of float32, float64, got int64"):
        Network([1, 1], ["linear"], dtype=int)


def test_predict_is_the_articles_model_forward():
    network = trained_looking([3, 5, 4, 1], ["relu", "relu", "sigmoid"])
    X = np.random.default_rng(1).normal(size=(3, 9))
    expected, _ = article.model_forward(X, network.parameters())
    np.testing.assert_allclose(network.predict(X), expected, atol=1e-15)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_same_seed_gives_the_same_weights_in_both_precisions(name):
    first, second, single = (
        Network([3, 4, 2], ["tanh", "softmax"], dtype=dtype).initialize(name, rng=np.random.default_rng(3))
        for dtype in (np.float64, np.float64, np.float32)
    )
    assert (first.theta == second.theta).all() and (first.theta.astype(np.float32) == single.theta).all()
    assert not first.b[1].any()


@pytest.mark.parametrize(
    "name, variance",
    [
        ("article", 1e-4),
        ("xavier", 2 / 700),
        ("he", 2 / 400),
        ("uniform", 1 / 12),
        ("xavier uniform", 2 / 700),
        ("he uniform", 2 / 400),
        ("lecun", 1 / 400),
    ],
)
def test_initial_weights_have_their_variance(name, variance):
    W = INITIALIZERS[name]((300, 400), np.random.default_rng(0))
    assert W.var() == pytest.approx(variance, rel=0.02) and abs(W.mean()) < 0.01 * np.sqrt(variance) * 3


@pytest.mark.parametrize("name", ["article", "uniform", "constant"])
def test_a_free_scale_is_a_factor_on_the_same_draws(name):
    first, second = (Network([3, 4, 1], ["tanh", "sigmoid"]) for _ in range(2))
    first.initialize(name, rng=np.random.default_rng(0))
    second.initialize(name, rng=np.random.default_rng(0), scale=3 * INITIALIZERS[name].scale)
    np.testing.assert_allclose(second.theta, 3 * first.theta, rtol=1e-14)


def test_an_initializer_without_a_free_scale_takes_none():
    with pytest.raises(ValueError, match="initializer 'he' has no scale of its own"):
        Network([3, 1], ["sigmoid"]).initialize("he", rng=np.random.default_rng(0), scale=2.0)


@pytest.mark.parametrize("shape", [(5, 9), (9, 5)])
def test_orthogonal_weights_keep_lengths(shape):
    W = INITIALIZERS["orthogonal"](shape, np.random.default_rng(0))
    product = W @ W.T if shape[0] < shape[1] else W.T @ W
    np.testing.assert_allclose(product, np.eye(5), atol=1e-14)


def test_zeros_are_zero():
    assert not INITIALIZERS["zeros"]((3, 4), np.random.default_rng(0)).any()


def test_forward_gives_every_layer_and_follows_the_network(network):
    X = np.random.default_rng(1).normal(size=(3, 6))
    forward = Forward(network, X)
    for _ in range(2):
        forward()
        A1 = np.tanh(network.W[1] @ X + network.b[1])
        Z2 = network.W[2] @ A1 + network.b[2]
        np.testing.assert_allclose(forward.A[1], A1, atol=1e-15)
        np.testing.assert_allclose(forward.Z_L, Z2, atol=1e-14)
        np.testing.assert_allclose(forward.AL, np.exp(Z2) / np.exp(Z2).sum(axis=0), atol=1e-15)
        network.theta *= 0.5


def test_forward_follows_a_change_of_activation(network):
    forward = Forward(network, np.ones((3, 2)))()
    network.activations = ["relu", "softmax"]
    assert (forward().A[1] == np.maximum(network.W[1].sum(axis=1, keepdims=True) + network.b[1], 0)).all()


@pytest.mark.parametrize("strip", [1, 7, 50, 1000])
def test_strips_change_nothing(network, strip):
    X = np.random.default_rng(1).normal(size=(3, 50))
    whole, strips = Forward(network, X)(), Forward(network, X, strip=strip)()
    for l in (1, 2):
        np.testing.assert_allclose(strips.A[l], whole.A[l], atol=1e-14)
    np.testing.assert_allclose(strips.Z_L, whole.Z_L, atol=1e-14)


def test_a_plane_through_many_inputs_is_the_network_on_its_points():
    network = trained_looking([784, 5, 1], ["relu", "sigmoid"])
    rng = np.random.default_rng(2)
    plane, base = rng.normal(size=(784, 2)) / 30, rng.normal(size=(784, 1)) / 30
    uv = rng.normal(size=(2, 40))
    forward = Forward(network, np.vstack([uv, np.ones(40)]), basis=np.hstack([plane, base]))()
    np.testing.assert_allclose(forward.AL, network.predict(base + plane @ uv), atol=1e-12)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda f: pickle.loads(pickle.dumps(f))])
def test_a_copied_forward_has_its_own_network(network, copied):
    forward = Forward(network, np.ones((3, 2)))()
    before = forward.AL.copy()
    twin = copied(forward)
    network.theta[:] = 0
    assert (twin().AL == before).all()


def test_cost_of_forward_is_the_mean_loss(network):
    X, Y = np.zeros((3, 2)), np.array([[1.0, 0], [0, 1]])
    network.theta[:] = 0
    assert Forward(network, X)().cost(Y) == pytest.approx(np.log(2), abs=1e-15)


def test_huge_weights_give_no_warning(network):
    network.theta[:] = 1e308
    Forward(network, np.full((3, 4), 1e10))()


def test_forward_names_a_wrong_input(network):
    with pytest.raises(ValueError, match="X must have 3 rows to fit the network, got 2"):
        Forward(network, np.zeros((2, 5)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_histograms_are_those_of_numpy(dtype):
    network = trained_looking([3, 20, 7, 2], ["tanh", "relu", "softmax"], dtype)
    ranges = [1.0, 2.5, 4.0]
    counts = Histograms(network, bins=10)(ranges)
    assert counts.shape == (3, 10) and counts.dtype == np.int32
    for l in (1, 2, 3):
        W = np.clip(network.W[l], -ranges[l - 1], ranges[l - 1])
        expected, _ = np.histogram(W, 10, (-ranges[l - 1], ranges[l - 1]))
        assert counts[l - 1].tolist() == expected.tolist()


def test_histograms_follow_the_network_and_count_what_is_not_a_number(network):
    histograms = Histograms(network, bins=4)
    histograms([1, 1])
    network.theta[:] = np.nan
    network.W[2][...] = np.inf
    assert histograms([1, 1]).tolist() == [[12, 0, 0, 0], [0, 0, 0, 8]]


@pytest.mark.parametrize("dims", [[2, 2.7, 1], 5, [2, "3", 1], None])
def test_layer_dims_are_whole_numbers(dims):
    with pytest.raises(ValueError, match="layer_dims must be a list of whole numbers such as"):
        Network(dims, ["tanh", "sigmoid"])


def test_softmax_of_one_output_is_refused():
    with pytest.raises(ValueError, match="softmax needs at least 2 outputs, got 1; take sigmoid"):
        Network([2, 1], ["softmax"])


def test_a_notebook_shows_the_layers_of_a_network():
    network = Network([2, 1000, 1], ["tanh", "sigmoid"], batch_norm=[1])
    shown = network._repr_html_()
    assert "Network 2-1000-1, 5,001 parameters, float64" in shown
    assert "<td>2 → 1000</td><td>tanh, normalized</td><td>3,000</td><td>0</td>" in shown
    network.W[2][0, 0] = np.nan
    assert "not finite" in network._repr_html_()


@pytest.mark.parametrize("seed", range(8))
def test_what_is_taken_from_another_network_is_all_that_both_have_and_nothing_else(seed):
    rng = np.random.default_rng(seed)
    depth = int(rng.integers(1, 5))
    sizes = [[3, *rng.integers(1, 9, depth).tolist(), 2] for _ in range(2)]
    mine, other = (Network(dims, ["tanh"] * depth + ["softmax"]) for dims in sizes)
    for network in (mine, other):
        network.theta[:] = rng.normal(size=network.size)
    before, given = mine.parameters(), other.theta.copy()
    mine.take_shared(other)
    for l in range(1, depth + 2):
        n, k = mine.W[l].shape
        for i in range(n):
            for j in range(k):
                both = i < other.layer_dims[l] and j < other.layer_dims[l - 1]
                assert mine.W[l][i, j] == (other.W[l] if both else before[f"W{l}"])[i, j]
            of = other.b[l] if i < other.layer_dims[l] else before[f"b{l}"]
            assert mine.b[l][i, 0] == of[i, 0]
    assert np.array_equal(other.theta, given)


def test_networks_of_unlike_depth_share_nothing():
    with pytest.raises(ValueError, match="both networks must have 2 layers, got 1"):
        Network([2, 3, 1], ["tanh", "sigmoid"]).take_shared(Network([2, 1], ["sigmoid"]))
