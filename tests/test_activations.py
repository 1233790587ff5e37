"""Activations, losses and the tables they lie in, against stored values and by their properties."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet import ACTIVATIONS, LOSSES, OUTPUTS
from deepnet.losses import PAIRS, cost, default_loss, output_gradient

STORED = json.loads((Path(__file__).parent / "oracles" / "activations_and_extremes.json").read_text())
STORED_NAME = {"leaky relu": "leaky_relu_0_01", "swish": "swish_silu", "gelu": "gelu_tanh"}
Z = np.array(STORED["z"])
KNOWN = [name for name in ACTIVATIONS if STORED_NAME.get(name, name) in STORED["activations"]]


@pytest.mark.parametrize("name", KNOWN)
def test_value_and_derivative_are_the_stored_ones_up_to_a_thousand(name):
    stored, g = STORED["activations"][STORED_NAME.get(name, name)], ACTIVATIONS[name]
    A = g.forward(Z)
    np.testing.assert_allclose(A, stored["value"], rtol=1e-13, atol=1e-15)
    slope = np.array(stored["derivative"])
    if name in ("elu", "selu"):  # at 0 either side's slope is right
        A, slope = np.delete(A, 8), np.delete(slope, 8)
        np.testing.assert_allclose(g.derivative(np.delete(Z, 8), A), slope, rtol=1e-12, atol=1e-15)
    else:
        np.testing.assert_allclose(g.derivative(Z, A), slope, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_forward_stays_within_its_range_and_its_type(name, dtype):
    g = ACTIVATIONS[name]
    z = np.linspace(-30, 30, 1001, dtype=dtype)
    A = g.forward(z)
    assert A.dtype == dtype and g.derivative(z, A).dtype == dtype
    assert g.low - 1e-6 <= A.min() and A.max() <= g.high + 1e-6


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivative_is_the_slope_of_the_forward(name):
    g = ACTIVATIONS[name]
    z = np.linspace(-4.03, 4.01, 200)  # not at a kink
    numeric = (g.forward(z + 1e-6) - g.forward(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(g.derivative(z, g.forward(z)), numeric, atol=1e-8)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_forward_leaves_its_argument_alone_and_fills_out(name):
    z, out = Z.copy(), np.empty_like(Z)
    assert ACTIVATIONS[name].forward(z, out) is out
    assert (z == Z).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_nan_is_not_hidden(name):
    with np.errstate(invalid="ignore"):
        assert np.isnan(ACTIVATIONS[name].forward(np.array([np.nan, 1.0] * 8)))[::2].all()


def test_a_wrong_name_is_answered_with_the_right_ones():
    with pytest.raises(ValueError, match="unknown activation 'rleu'; choose from relu, "):
        ACTIVATIONS["rleu"]


@pytest.mark.parametrize("table", [ACTIVATIONS, OUTPUTS, LOSSES])
def test_every_entry_has_words_for_a_learner(table):
    for name, entry in table.items():
        assert entry.name == name and entry.label and entry.formula and entry.tells


@pytest.mark.parametrize("case", STORED["bce_from_logit"], ids=lambda c: f"{c['logit']},{c['y']}")
def test_cross_entropy_and_its_gradient_are_finite_at_any_logit(case):
    logit, y = np.array([[case["logit"]]]), np.array([[case["y"]]])
    assert cost(logit, y, "sigmoid", "cross-entropy") == pytest.approx(case["loss"], rel=1e-13, abs=3e-16)
    found = output_gradient(logit, y, "sigmoid", "cross-entropy")
    assert found.item() == pytest.approx(case["dloss_dlogit"], rel=1e-13, abs=3e-16)


@pytest.mark.parametrize("case", STORED["softmax"], ids=lambda c: str(c["logits"]))
def test_softmax_is_the_stored_one(case):
    logits = np.array(case["logits"], float)[:, None]
    np.testing.assert_allclose(
        OUTPUTS["softmax"].forward(logits)[:, 0], case["softmax"], rtol=1e-13, atol=1e-100
    )
    costs = [cost(logits, np.eye(3)[:, [k]], "softmax", "cross-entropy") for k in range(3)]
    np.testing.assert_allclose(costs, -np.array(case["log_softmax"]), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("output, loss", PAIRS)
def test_logits_of_a_thousand_give_finite_cost_and_gradient(output, loss, dtype):
    logits = np.array([[1000, -1000, 0], [-1000, 1000, 0]], dtype)
    for Y in (np.array([[1.0, 1, 0], [0, 0, 1]]), np.array([[0.0, 0, 1], [1, 1, 0]])):
        assert np.isfinite(cost(logits, Y, output, loss))
        assert np.isfinite(output_gradient(logits, Y, output, loss)).all()


def test_cost_is_the_published_one():
    """AL = .8, .9, .4 for Y = 1, 1, 0: published as 0.2797765635793422."""
    AL = np.array([[0.8, 0.9, 0.4]])
    logits = np.log(AL / (1 - AL))
    assert cost(logits, np.array([[1, 1, 0]]), "sigmoid", "cross-entropy") == pytest.approx(
        0.2797765635793422, abs=1e-15
    )


def test_squared_error_is_half_the_mean_square():
    """½ (1² + 3²) / 2 = 2.5"""
    assert cost(np.array([[1.0, 3.0]]), np.zeros((1, 2)), "linear", "squared error") == 2.5


def test_huber_is_square_near_and_straight_far():
    """½·0.5² = 0.125 and 3 - ½ = 2.5, mean 1.3125; the slopes are 0.5 and -1."""
    Z, Y = np.array([[0.5, -3.0]]), np.zeros((1, 2))
    assert cost(Z, Y, "linear", "huber") == 1.3125
    assert output_gradient(Z, Y, "linear", "huber").tolist() == [[0.5, -1.0]]


def test_absolute_error_is_the_distance_and_its_slope_the_side():
    """|0.5| and |-3|, mean 1.75; slopes 1 and -1."""
    Z, Y = np.array([[0.5, -3.0]]), np.zeros((1, 2))
    assert cost(Z, Y, "linear", "absolute error") == 1.75
    assert output_gradient(Z, Y, "linear", "absolute error").tolist() == [[1.0, -1.0]]


def test_hinge_asks_for_a_distance_of_1_on_the_right_side():
    """t z = 2, 0.5, -3: max(0, 1 - t z) = 0, 0.5, 4, mean 1.5; slopes 0, -1 (y = 1), 1 (y = 0)."""
    Z, Y = np.array([[2.0, 0.5, 3.0]]), np.array([[1.0, 1.0, 0.0]])
    assert cost(Z, Y, "sigmoid", "hinge") == 1.5
    assert output_gradient(Z, Y, "sigmoid", "hinge").tolist() == [[0.0, -1.0, 1.0]]


def test_a_loss_that_does_not_fit_its_output_is_refused():
    with pytest.raises(ValueError, match="loss of a softmax output must be one of cross-entropy"):
        cost(np.zeros((2, 1)), np.zeros((2, 1)), "softmax", "squared error")


def test_default_loss_is_cross_entropy_for_classes():
    assert [default_loss(o) for o in ("sigmoid", "softmax", "linear")] == ["cross-entropy"] * 2 + [
        "squared error"
    ]
