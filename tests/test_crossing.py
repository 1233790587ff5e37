"""Every activation × output and loss × optimizer × regularizer of the tables; new entries are tested too."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from deepnet import ACTIVATIONS, OPTIMIZERS, REGULARIZERS, Network, Trainer, cost
from deepnet.losses import OUTPUTS, PAIRS, output_gradient

RATE, LAMBDA, STEPS, BATCH = 0.05, 0.3, 7, 4
SETTINGS = {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6, "weight_decay": 0.1}


def targets(output, rng, m, n_y):
    if output == "softmax":
        return np.eye(n_y)[:, rng.integers(n_y, size=m)]
    if output == "sigmoid":
        return rng.integers(2, size=(n_y, m)).astype(float)
    return rng.uniform(-0.9, 0.9, (n_y, m))


def problem(activation, output, *, dtype=np.float64, m=10, hidden=(4, 3)):
    """A network with weights large enough to be far from linear, X (2, m) and Y (2, m)."""
    rng = np.random.default_rng(5)
    names = [activation] * len(hidden) + [output]
    network = Network([2, *hidden, 2], names, dtype=dtype)
    network.theta[:] = rng.normal(size=network.size)
    return network, rng.normal(size=(2, m)), targets(output, rng, m, 2)


def plain_gradients(parameters, X, Y, names, loss):
    """As on the article's page: a cache for each layer, dictionaries of gradients, 1/m in dW and db."""
    L, m = len(names), X.shape[1]
    A, caches = X, []
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches.append((A, W, Z))
        A = ACTIVATIONS[names[l - 1]].forward(Z) if l < L else OUTPUTS[names[-1]].forward(Z)
    dZ, grads = output_gradient(caches[-1][2], Y, names[-1], loss), {}
    for l in range(L, 0, -1):
        A_prev, W, _ = caches[l - 1]
        grads[f"W{l}"] = dZ @ A_prev.T / m
        grads[f"b{l}"] = dZ.sum(axis=1, keepdims=True) / m
        if l > 1:
            g, Z = ACTIVATIONS[names[l - 2]], caches[l - 2][2]
            dZ = (W.T @ dZ) * g.derivative(Z, g.forward(Z))
    return grads


def plain_penalty_gradient(regularization, W, m):
    slope = np.zeros_like(W)
    for function, *arguments in REGULARIZERS[regularization].rule(W, slope, LAMBDA / m):
        function(*arguments)
    return slope


def train_plainly(parameters, X, Y, names, loss, optimizer, regularization, order):
    """STEPS updates over batches of BATCH examples; the optimizer serves each array by itself."""
    rule, m, stops = OPTIMIZERS[optimizer], X.shape[1], REGULARIZERS[regularization].stops
    slots = {name: [np.zeros_like(P) for _ in rule.slots] for name, P in parameters.items()}
    batches = [order[e][i : i + BATCH] for e in range(len(order)) for i in range(0, m, BATCH)]
    for t in range(1, STEPS + 1):
        rows = batches[t - 1]
        grads = plain_gradients(parameters, X[:, rows], Y[:, rows], names, loss)
        for name, P in parameters.items():
            if name.startswith("W") and not stops:
                grads[name] = grads[name] + plain_penalty_gradient(regularization, P, m)
        for name, P in parameters.items():
            rule(P, grads[name], slots[name], t, learning_rate=RATE, **SETTINGS)
            if stops and name.startswith("W"):
                P[...] = np.sign(P) * np.maximum(np.abs(P) - RATE * LAMBDA / m, 0)
    return parameters


def both_ways(activation, output, loss, optimizer, regularization):
    network, X, Y = problem(activation, output)
    order = np.array([np.random.default_rng(e).permutation(X.shape[1]) for e in range(4)])
    expected = train_plainly(
        network.parameters(), X, Y, network.activations, loss, optimizer, regularization, order
    )
    trainer = Trainer(
        network,
        X,
        Y,
        loss=loss,
        optimizer=optimizer,
        learning_rate=RATE,
        batch_size=BATCH,
        regularization=regularization,
        regularization_rate=LAMBDA,
        order=order,
        **SETTINGS,
    )
    trainer.step(STEPS)
    return network.parameters(), expected


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("output, loss", PAIRS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_plan_makes_the_same_steps_as_the_plain_functions(activation, output, loss, optimizer):
    for regularization in REGULARIZERS:
        found, expected = both_ways(activation, output, loss, optimizer, regularization)
        for name in expected:
            np.testing.assert_allclose(
                found[name], expected[name], rtol=1e-12, atol=1e-12, err_msg=f"{name} {regularization}"
            )


@pytest.mark.parametrize("regularization", REGULARIZERS)
@pytest.mark.parametrize("output, loss", PAIRS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradient_agrees_with_finite_difference_along_a_random_direction(
    activation, output, loss, regularization
):
    network, X, Y = problem(activation, output)
    trainer = Trainer(network, X, Y, loss=loss, regularization=regularization, regularization_rate=LAMBDA)
    direction = np.random.default_rng(1).normal(size=network.size)
    direction /= np.linalg.norm(direction)
    theta, h = network.theta.copy(), 1e-6

    def cost_at(shift):
        network.theta[:] = theta + shift * direction
        Z, A = None, X
        for l in range(1, network.L + 1):
            Z = network.W[l] @ A + network.b[l]
            A = ACTIVATIONS[network.activations[l - 1]].forward(Z) if l < network.L else None
        penalty = REGULARIZERS[regularization].cost(network, LAMBDA, X.shape[1])
        return cost(Z, Y, output, loss) + penalty

    numeric = (cost_at(h) - cost_at(-h)) / (2 * h)
    network.theta[:] = theta
    assert trainer.gradient() @ direction == pytest.approx(numeric, rel=2e-7, abs=1e-9)


MADE_UP = '''
"""softsign, z / (1 + |z|), whose slope is (1 - |a|)²: one entry, and nothing else is told of it."""

import numpy as np

from deepnet.activations import ACTIVATIONS, Activation


def softsign(Z, A):
    size = np.empty_like(Z)
    yield np.absolute, Z, size
    yield np.add, size, 1.0, size
    yield np.divide, Z, size, A


def softsign_slope(Z, A, D):
    yield np.absolute, A, D
    yield np.subtract, 1.0, D, D
    yield np.multiply, D, D, D


ACTIVATIONS.add(
    Activation("softsign", "Softsign", "z / (1 + |z|)", "Tanh, slower.", -1.0, 1.0, softsign, softsign_slope)
)
'''


def test_a_made_up_activation_is_one_entry_and_brings_its_tests(tmp_path):
    (tmp_path / "made_up.py").write_text(MADE_UP, encoding="utf-8")
    here = Path(__file__).parent
    tests = [__file__, here / "test_activations.py", here / "test_checks.py", here / "lab" / "test_run.py"]
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "made_up", "-q", "-k", "softsign", *map(str, tests)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=here.parent,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout
    passed = int(re.search(r"(\d+) passed", found.stdout)[1])
    # with every output and loss: each optimizer, each regularizer, and single precision
    assert passed > len(PAIRS) * (len(OPTIMIZERS) + len(REGULARIZERS) + 1)


@pytest.mark.parametrize("output, loss", PAIRS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_float32_follows_float64(activation, output, loss):
    ends = []
    for dtype in (np.float64, np.float32):
        network, X, Y = problem(activation, output, dtype=dtype)
        Trainer(network, X, Y, loss=loss, learning_rate=RATE, batch_size=BATCH).step(STEPS)
        ends.append(network.theta)
    assert ends[1].dtype == np.float32
    np.testing.assert_allclose(ends[1], ends[0], rtol=2e-4, atol=2e-5)
