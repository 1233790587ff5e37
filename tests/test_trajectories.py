"""Training from given weights in a given row order gives what PyTorch gave in float64 (oracles/)."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet import Forward, Network, Trainer

ORACLES = Path(__file__).parent / "oracles"
CASES = {case["id"]: case for case in json.loads((ORACLES / "trajectories.json").read_text())["cases"]}
OUTPUT = {"softmax": "softmax", "binary": "sigmoid", "mse": "linear"}
OPTIMIZER = {"sgd": "gradient descent", "adam": "adam"}


def rebuild(case):
    """The trainer of a case, the stored arrays, X and Y."""
    stored = np.load(ORACLES / f"{case['id']}.npz")
    output, layers = OUTPUT[case["task"]], case["layers"]
    network = Network(layers, [case["act"]] * (len(layers) - 2) + [output])
    weights = {f"W{l}": stored[f"W{l}_init"] for l in range(1, network.L + 1)}
    biases = {f"b{l}": stored[f"b{l}_init"][:, None] for l in range(1, network.L + 1)}
    network.load(weights | biases)
    X, y = stored["X"].T, stored["y"]
    Y = np.eye(layers[-1])[:, y] if output == "softmax" else y.reshape(1, -1).astype(float)
    # The stored regression minimises (o - t)², twice ours: under Adam that is our loss with half the epsilon.
    double = case["task"] == "mse"
    trainer = Trainer(
        network,
        X,
        Y,
        optimizer=OPTIMIZER[case["opt"]],
        learning_rate=case["lr"],
        batch_size=case["batch"],
        epsilon=1e-8 / (2 if double else 1),
        regularization="l2" if "l2" in case else "none",
        regularization_rate=case.get("l2", 0) * X.shape[1],  # stored: l2/2 Σ W², ours: λ/2m Σ W²
        order=stored["perm"] if "perm" in stored.files else None,
    )
    return trainer, stored, X, Y, 2 if double else 1


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_trajectory_is_that_of_another_library(case):
    trainer, stored, X, Y, factor = rebuild(case)
    network, forward = trainer.network, Forward(trainer.network, X)
    costs = [factor * forward().cost(Y)]
    for _ in range(case["epochs"]):
        trainer.step(trainer.steps_per_epoch)
        costs.append(factor * forward().cost(Y))
    np.testing.assert_allclose(costs, stored["epoch_losses"], rtol=0, atol=1e-9)
    for l in range(1, network.L + 1):
        np.testing.assert_allclose(network.W[l], stored[f"W{l}"], rtol=0, atol=1e-8)
        np.testing.assert_allclose(network.b[l][:, 0], stored[f"b{l}"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(network.predict(X).T, stored["pred"], rtol=0, atol=1e-8)


@pytest.mark.parametrize("case", [c for c in CASES.values() if c["batch"] == 0], ids=lambda case: case["id"])
def test_first_gradient_is_that_of_another_library(case):
    trainer, stored, X, Y, factor = rebuild(case)
    g = trainer.gradient()
    for l in range(1, trainer.network.L + 1):
        block = g[trainer.network.slices[l]].reshape(trainer.network.blocks[l].shape)
        np.testing.assert_allclose(block[:, :-1], stored[f"gW{l}_step1"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(block[:, -1], stored[f"gb{l}_step1"], rtol=0, atol=1e-12)
