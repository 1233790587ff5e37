"""deepnet.article against arithmetic and published figures; oracles/functions.json names their sources."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from deepnet import article

CASES = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "oracles" / "functions.json").read_text())["cases"]
}


def given(case):
    """The case's inputs: lists as arrays, the rest as it is."""
    inputs = CASES[case]["inputs"]
    return {name: np.array(x) if isinstance(x, list) else x for name, x in inputs.items()}


def expect(case, **found):
    """Each value found agrees with the recomputed one to rounding, and with the printed one to its digits."""
    for name, value in found.items():
        exact = CASES[case]["verified_full_precision"][name]
        np.testing.assert_allclose(value, exact, rtol=1e-13, atol=1e-15, err_msg=name)
        printed = CASES[case]["expected_printed"].get(name)
        if printed is not None:
            tolerance = CASES[case]["printed_abs_tol"]
            np.testing.assert_allclose(value, printed, rtol=0, atol=tolerance, err_msg=name)


@pytest.fixture(scope="module")
def xrays():
    """The shipped chest x-rays as X_train, Y_train, X_test, Y_test; pixels in [0, 1]."""
    path = Path(article.__file__).parent / "data" / "files" / "pneumonia_28x28.npz"
    with np.load(path, allow_pickle=False) as file:
        return [
            array
            for part in ("train", "test")
            for array in (
                file[f"{part}_images"].reshape(-1, 784).T / 255.0,  # (784, m)
                file[f"{part}_labels"].reshape(1, -1).astype(float),  # (1, m)
            )
        ]


def accuracy(parameters, X, Y):
    AL, _ = article.model_forward(X, parameters)
    return np.mean((AL > 0.5) == Y)


def one_over_root_n(layer_dims, seed):
    rng = np.random.RandomState(seed)  # noqa: NPY002 - the published runs drew from this generator
    parameters = {}
    for l in range(1, len(layer_dims)):
        n, n_prev = layer_dims[l], layer_dims[l - 1]
        parameters[f"W{l}"] = rng.randn(n, n_prev) / np.sqrt(n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


# ---- the published cases


def test_initial_weights_of_a_published_seed():
    case = "init_deep_5_4_3"
    state = np.random.get_state()  # noqa: NPY002 - the article draws from numpy's global stream
    try:
        np.random.seed(CASES[case]["inputs"]["seed"])  # noqa: NPY002
        found = article.initialize_parameters(CASES[case]["inputs"]["layer_dims"])
    finally:
        np.random.set_state(state)  # noqa: NPY002
    assert list(found) == ["W1", "b1", "W2", "b2"]
    expect(case, **found)


def test_pre_activation_of_one_layer():
    inputs = given("linear_forward")
    A, ((A_prev, W, b), Z) = article.activation_forward(inputs["A"], inputs["W"], inputs["b"], "relu")
    assert A_prev is inputs["A"] and W is inputs["W"] and b is inputs["b"]
    expect("linear_forward", Z=Z)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_forward_of_one_layer(activation):
    case = f"linear_activation_forward_{activation}"
    A, _ = article.activation_forward(**given(case))
    expect(case, A=A)


def test_forward_of_two_layers():
    inputs = given("L_model_forward_1hidden")
    AL, caches = article.model_forward(inputs.pop("X"), inputs)
    assert len(caches) == 2
    expect("L_model_forward_1hidden", AL=AL)


def test_cost_of_three_answers():
    cost = article.compute_cost(**given("compute_cost_110"))
    assert np.shape(cost) == ()
    expect("compute_cost_110", cost=cost)


def test_backward_of_the_linear_part():
    inputs = given("linear_backward_3x4")
    cache = ((inputs["A_prev"], inputs["W"], inputs["b"]), np.ones_like(inputs["dZ"]))  # relu passes Z = 1 on
    dA_prev, dW, db = article.activation_backward(inputs["dZ"], cache, "relu")
    expect("linear_backward_3x4", dA_prev=dA_prev, dW=dW, db=db)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_backward_of_one_layer(activation):
    case = f"linear_activation_backward_{activation}"
    inputs = given(case)
    cache = ((inputs["A_prev"], inputs["W"], inputs["b"]), inputs["Z"])
    dA_prev, dW, db = article.activation_backward(inputs["dA"], cache, activation)
    expect(case, dA_prev=dA_prev, dW=dW, db=db)


def test_backward_of_two_layers_names_gradients_as_the_article_does():
    case = "L_model_backward_article_naming"
    inputs = given(case)
    caches = [
        ((inputs["A0"], inputs["W1"], inputs["b1"]), inputs["Z1"]),
        ((inputs["A1"], inputs["W2"], inputs["b2"]), inputs["Z2"]),
    ]
    grads = article.model_backward(inputs["AL"], inputs["Y"], caches)
    assert set(grads) == {"dA1", "dW1", "db1", "dA2", "dW2", "db2"}
    expect(case, **{name: grads[name] for name in CASES[case]["verified_full_precision"]})


def test_one_step_downhill():
    case = "update_parameters"
    inputs = given(case)
    learning_rate = inputs.pop("learning_rate")
    grads = {name: array for name, array in inputs.items() if name.startswith("d")}
    parameters = {name: array for name, array in inputs.items() if not name.startswith("d")}
    found = article.update_parameters(parameters, grads, learning_rate)
    assert found is parameters
    expect(case, **found)


def test_gradient_agrees_with_central_differences():
    inputs = given("gradient_check_n")
    X, Y = inputs["X"], inputs["Y"]
    names = ["W1", "b1", "W2", "b2", "W3", "b3"]
    parameters = {name: inputs[name] for name in names}
    AL, caches = article.model_forward(X, parameters)
    grads = article.model_backward(AL, Y, caches)
    expect("gradient_check_n", cost=article.compute_cost(AL, Y), dW1=grads["dW1"])

    exact, differences = [], []
    for name in names:
        for index in np.ndindex(parameters[name].shape):
            sides = []
            for sign in (1, -1):
                moved = {key: array.copy() for key, array in parameters.items()}
                moved[name][index] += sign * 1e-7
                sides.append(article.compute_cost(article.model_forward(X, moved)[0], Y))
            differences.append((sides[0] - sides[1]) / 2e-7)
            exact.append(grads[f"d{name}"][index])
    exact, differences = np.array(exact), np.array(differences)
    distance = np.linalg.norm(exact - differences)
    assert distance / (np.linalg.norm(exact) + np.linalg.norm(differences)) < 2e-7


# ---- where the article overflows


def test_sigmoid_of_a_thousand_is_one_and_of_minus_a_thousand_zero():
    A, cache = article.sigmoid(np.array([[-1000.0, 0.0, 1000.0]]))
    assert A.tolist() == [[0.0, 0.5, 1.0]]
    assert cache.tolist() == [[-1000.0, 0.0, 1000.0]]


@pytest.mark.parametrize("y", [0, 1])
def test_every_sum_from_minus_to_plus_700_has_its_true_cost_and_gradient(y):
    """One neuron, A0 = 1: J = log(1 + e^-z) for y = 1 and log(1 + e^z) for y = 0, dW = A - y."""
    for z in (-700.0, -300.0, -40.0, -37.0, -5.0, 0.0, 5.0, 37.0, 40.0, 300.0, 700.0):
        AL, caches = article.model_forward(np.ones((1, 1)), {"W1": np.array([[z]]), "b1": np.zeros((1, 1))})
        Y = np.array([[y]])
        away = z if y == 0 else -z  # how far on the wrong side
        expected = max(away, 0) + math.log1p(math.exp(-abs(z)))
        assert article.compute_cost(AL, Y, Z=caches[-1][1]) == pytest.approx(expected, rel=1e-14)
        dW = article.model_backward(AL, Y, caches)["dW1"].item()
        wrong = 1 / (1 + math.exp(-away)) if away > 0 else math.exp(away) / (1 + math.exp(away))
        assert dW == pytest.approx(wrong if y == 0 else -wrong, rel=1e-14)


def test_training_comes_back_from_a_certain_wrong_answer():
    X, Y = np.array([[1.0, -1.0]]), np.array([[0, 1]])
    start = {"W1": np.array([[60.0]]), "b1": np.zeros((1, 1))}
    found = article.deep_model(X, Y, [1, 1], 1.0, 100, parameters=start)
    assert found["W1"].item() < -1


def test_shapes_are_checked_where_data_enter():
    W, b, A, Y = np.ones((1, 2)), np.zeros((1, 1)), np.full((1, 3), 0.5), np.ones((1, 3))
    with pytest.raises(ValueError, match=r"A_prev must have shape \(n, m\), .*, got \(2,\)"):
        article.activation_forward(np.ones(2), W, b, "relu")
    with pytest.raises(ValueError, match=r"W must have shape \(n_l, 3\) to fit A_prev, got \(1, 2\)"):
        article.activation_forward(np.ones((3, 4)), W, b, "relu")
    with pytest.raises(ValueError, match=r"b must have shape \(1, 1\) to fit W, got \(1,\)"):
        article.activation_forward(np.ones((2, 4)), W, np.zeros(1), "relu")
    for call in (article.compute_cost, lambda A, Y: article.model_backward(A, Y, [])):
        with pytest.raises(ValueError, match=r"both have shape \(1, m\), got \(1, 3\) and \(3, 1\)"):
            call(A, Y.T)


def test_cost_of_a_certain_wrong_answer_is_finite():
    # Without Z: -log(2.2e-308) = 708.40 and -log(1.1e-16) = 36.74, and their mean.
    AL = np.array([[0.0, 1.0]])
    assert article.compute_cost(AL, np.array([[1, 0]])) == pytest.approx(372.5666, abs=1e-4)
    assert article.compute_cost(AL, np.array([[0, 1]])) == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize("z", [-1000.0, -740.0, -100.0, 30.0, 100.0, 1000.0])
@pytest.mark.parametrize("y", [0, 1])
def test_gradient_of_a_saturated_output_is_finite(z, y):
    X, parameters = np.array([[z]]), {"W1": np.ones((1, 1)), "b1": np.zeros((1, 1))}
    AL, caches = article.model_forward(X, parameters)
    grads = article.model_backward(AL, np.array([[y]]), caches)
    assert all(np.isfinite(grads[name]).all() for name in ("dA1", "dW1", "db1"))


# ---- deep_model


def test_generator_gives_small_normal_weights_that_its_seed_repeats():
    parameters = article.initialize_parameters([50, 40], rng=np.random.default_rng(1))
    again = article.initialize_parameters([50, 40], rng=np.random.default_rng(1))
    assert parameters["W1"].shape == (40, 50) and parameters["b1"].tolist() == [[0.0]] * 40
    assert parameters["W1"].std() == pytest.approx(0.01, rel=0.1)
    assert np.array_equal(parameters["W1"], again["W1"])


def test_cost_is_printed_and_recorded_every_100_iterations(capsys):
    X, Y = np.array([[-1.0, 1.0]]), np.array([[0, 1]])
    costs = []
    start = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))}
    article.deep_model(X, Y, [1, 1], 0.1, 201, print_cost=True, parameters=start, costs=costs)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Cost after iteration 0: 0.693147"  # log 2
    assert lines == [f"Cost after iteration {100 * k}: {cost:f}" for k, cost in enumerate(costs)]
    assert len(costs) == 3 and costs[0] > costs[1] > costs[2]
    assert start["W1"].tolist() == [[0.0]]


def test_nothing_is_printed_unless_asked_for(capsys):
    article.deep_model(np.ones((1, 2)), np.array([[0, 1]]), [1, 1], num_iterations=1)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "X, Y, layers_dims, sentence",
    [
        (np.zeros(3), np.zeros((1, 3)), [1, 1], r"X must have shape \(n_x, m\).*got \(3,\)"),
        (np.zeros((2, 3)), np.zeros(3), [2, 1], r"Y must have shape \(1, 3\) to match.*got \(3,\)"),
        (np.zeros((2, 3)), np.zeros((1, 3)), [3, 1], r"layers_dims must run from 2 .* got \[3, 1\]"),
        (np.zeros((2, 3)), np.zeros((1, 3)), [2, 4], r"layers_dims must run from 2 .* to 1, got \[2, 4\]"),
    ],
)
def test_shapes_that_do_not_fit_are_named(X, Y, layers_dims, sentence):
    with pytest.raises(ValueError, match=sentence):
        article.deep_model(X, Y, layers_dims)


def test_unknown_activation_is_named():
    with pytest.raises(ValueError, match="unknown activation 'rleu'; choose from sigmoid, relu"):
        article.activation_forward(np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1)), "rleu")


# ---- the chest x-rays


def test_shrinking_weights_by_a_hundred_stalls_four_layers(xrays):
    X, Y, _, _ = xrays
    costs = []
    rng = np.random.default_rng(1)
    article.deep_model(X, Y, [784, 20, 7, 5, 1], 0.0075, 201, costs=costs, rng=rng)
    assert costs == pytest.approx([np.log(2)] * 3, abs=1e-6)


def test_weights_of_one_over_root_n_train_the_same_four_layers(xrays):
    X, Y, X_test, Y_test = xrays
    costs = []
    layer_dims = [784, 20, 7, 5, 1]
    start = one_over_root_n(layer_dims, seed=1)
    parameters = article.deep_model(X, Y, layer_dims, 0.03, 601, parameters=start, costs=costs)
    # Four times the published rate; iteration 600 then stands where 0.0075 arrives after 2200 (.362242).
    assert costs[0] == pytest.approx(0.693916, abs=1e-6)
    assert costs[6] < 0.40
    assert accuracy(parameters, X_test, Y_test) > 0.75


def test_one_hidden_layer_reads_x_rays_better_than_the_majority(xrays):
    X, Y, X_test, Y_test = xrays
    assert max(np.mean(Y_test), np.mean(1 - Y_test)) == 0.625
    rng = np.random.default_rng(1)
    parameters = article.deep_model(X, Y, [784, 7, 1], 0.03, 500, rng=rng)
    assert accuracy(parameters, X_test, Y_test) > 0.83


def test_logistic_regression_on_x_rays(xrays):
    X, Y, X_test, Y_test = xrays
    parameters = article.deep_model(X, Y, [784, 1], 0.0075, 500, rng=np.random.default_rng(1))
    assert accuracy(parameters, X_test, Y_test) > 0.84


def test_zero_weights_learn_nothing_from_balanced_classes(xrays):
    X, Y, _, _ = xrays
    zeros = {"W1": np.zeros((4, 784)), "b1": np.zeros((4, 1)), "W2": np.zeros((1, 4)), "b2": np.zeros((1, 1))}
    parameters = article.deep_model(X, Y, [784, 4, 1], num_iterations=3, parameters=zeros)
    assert not any(array.any() for array in parameters.values())
