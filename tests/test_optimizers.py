"""Optimizers against their textbook formulas, written out here, and against published figures."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet import OPTIMIZERS

RATE, BETA1, BETA2, EPSILON, DECAY = 0.1, 0.8, 0.95, 1e-3, 0.2


def textbook(name, gradients, theta):
    """theta after a step for each of the gradients."""
    v = s = 0.0
    for t, g in enumerate(gradients, 1):
        v = BETA1 * v + (1 - BETA1) * g
        s = s + g**2 if name == "adagrad" else BETA2 * s + (1 - BETA2) * g**2
        v_hat, s_hat = v / (1 - BETA1**t), s / (1 - BETA2**t)
        if name == "adamw":
            theta = theta - RATE * DECAY * theta
        theta = (
            theta
            - RATE
            * {
                "gradient descent": g,
                "momentum": v,
                "nesterov": BETA1 * v + (1 - BETA1) * g,
                "rmsprop": g / (np.sqrt(s) + EPSILON),
                "adagrad": g / (np.sqrt(s) + EPSILON),
                "adam": v_hat / (np.sqrt(s_hat) + EPSILON),
                "adamw": v_hat / (np.sqrt(s_hat) + EPSILON),
            }[name]
        )
    return theta


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_five_steps_are_those_of_the_textbook(name):
    rng = np.random.default_rng(0)
    theta, gradients = rng.normal(size=6), rng.normal(size=(5, 6))
    expected, rule = textbook(name, gradients, theta), OPTIMIZERS[name]
    slots = [np.zeros(6) for _ in rule.slots]
    options = {"beta1": BETA1, "beta2": BETA2, "epsilon": EPSILON, "weight_decay": DECAY}
    for t, g in enumerate(gradients, 1):
        rule(theta, g, slots, t, learning_rate=RATE, **options)
    np.testing.assert_allclose(theta, expected, rtol=1e-13)


def test_momentum_step_is_the_published_one():
    cases = json.loads((Path(__file__).parent / "oracles" / "functions.json").read_text())["cases"]
    case = next(c for c in cases if c["id"] == "momentum_step")
    given = {name: np.array(value) for name, value in case["inputs"].items() if isinstance(value, list)}
    for name in ("W1", "b1", "W2", "b2"):
        theta, slots = given[name].copy(), [np.zeros_like(given[name])]
        OPTIMIZERS["momentum"](theta, given["d" + name], slots, 1, learning_rate=0.01, beta1=0.9)
        np.testing.assert_allclose(theta, case["expected_printed"][name], atol=1e-8)
