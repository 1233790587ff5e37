"""Gradient checks."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet import ACTIVATIONS, Forward, Network, Trainer
from deepnet.checks import costs_at, gradient_check
from deepnet.losses import PAIRS


def problem(activation="tanh", output="sigmoid", seed=0):
    rng = np.random.default_rng(seed)
    network = Network([3, 4, 2], [activation, output])
    network.theta[:] = rng.normal(size=network.size)
    Y = np.eye(2)[:, rng.integers(2, size=11)]
    return network, rng.normal(size=(3, 11)), Y


@pytest.mark.parametrize("directions", [0, 5])
@pytest.mark.parametrize("output, loss", PAIRS)
def test_every_loss_passes_the_gradient_check(output, loss, directions):
    network, X, Y = problem(output=output)
    assert gradient_check(network, X, Y, loss=loss, directions=directions).error < 1e-7


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_passes_the_gradient_check(activation):
    network, X, Y = problem(activation)
    assert gradient_check(network, X, Y).error < 1e-7


def test_a_wrong_gradient_is_noticed(monkeypatch):
    network, X, Y = problem()
    monkeypatch.setattr(Trainer, "gradient", lambda self: np.ones(self.network.size))
    assert gradient_check(network, X, Y).error > 0.1


def test_check_agrees_with_the_published_case():
    """The published exercise: a right gradient differs by about 1e-7 with h = 1e-7, a wrong one by 0.3."""
    cases = json.loads((Path(__file__).parent / "oracles" / "functions.json").read_text())["cases"]
    inputs = next(case["inputs"] for case in cases if case["id"] == "gradient_check_n")
    network = Network([4, 5, 3, 1], ["relu", "relu", "sigmoid"])
    network.load({name: np.array(inputs[name]) for name in ("W1", "b1", "W2", "b2", "W3", "b3")})
    check = gradient_check(network, np.array(inputs["X"]), np.array(inputs["Y"]), h=1e-7)
    assert check.error < 1e-6 and len(check.numeric) == network.size


def test_costs_at_many_places_are_those_of_forward():
    network, X, Y = problem()
    thetas = np.random.default_rng(1).normal(size=(40, network.size))
    found, before = costs_at(network, thetas, X, Y), network.theta.copy()
    assert (network.theta == before).all()
    for theta, cost in zip(thetas, found, strict=True):
        network.theta[:] = theta
        assert Forward(network, X)().cost(Y) == pytest.approx(cost, rel=1e-13)
