"""The ledger of a step: every sum adds up from the digits shown, and the update is the trainer's to the
bit."""

import math
import re

import numpy as np
import pytest

from deepnet.activations import ACTIVATIONS
from deepnet.lab.ledger.bends import bend, slope
from deepnet.lab.ledger.build import ledger_of
from deepnet.lab.ledger.walk import walk_step
from deepnet.lab.ledger.written import Number, digits_of, write
from deepnet.losses import PAIRS
from deepnet.network import Network
from deepnet.optimizers import OPTIMIZERS
from deepnet.regularizers import REGULARIZERS
from deepnet.schedules import SCHEDULES
from deepnet.training import Trainer

# How the ledger writes arithmetic, in Python's spelling.  The functions are the standard library's.
SPELLING = (("·", "*"), ("²", "**2"), ("^", "**"), ("√", "sqrt"), ("e**", "exp"))
WORDS = {
    "sqrt": math.sqrt,
    "exp": lambda z: math.exp(z) if z < 700 else math.inf,
    "log": lambda x: math.log(x) if x < math.inf else math.inf,
    "tanh": math.tanh,
    "sin": math.sin,
    "cos": math.cos,
    "erf": math.erf,
    "max": max,
    "min": min,
    "abs": abs,
    "sign": lambda w: (w > 0) - (w < 0),
    "step": lambda z: float(z > 0),
    "gelu": lambda z: 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "gelu_": lambda z: gelu_slope(z, math.sqrt(2 / math.pi)),
}


def gelu_slope(z, c):
    t = math.tanh(c * (z + 0.044715 * z**3))
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * c * (1 + 3 * 0.044715 * z * z)


def recomputed(text):
    """What a reader with a calculator gets."""
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text).replace("gelu'", "gelu_")
    for ours, python in SPELLING:
        text = text.replace(ours, python)
    text = re.sub(r"(\d)e\+?(-?\d+)\b", r"\1e\2", text)
    return eval(text, {"__builtins__": {}}, WORDS)  # texts of our own


def unit(text):
    """The worth of the last digit of a number as it is shown."""
    mantissa, _, power = text.partition("e")
    return 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))


def adds_up(written):
    found, shown = recomputed(written.text), float(written.result)
    return abs(found - shown) <= 0.5 * unit(written.result) * (1 + 1e-6) + 1e-12 * abs(shown)


def drawn(rng, pair, **forced):
    """A random trainer whose next step is neither its first nor full of zeros."""
    output, loss = pair
    hidden = [int(n) for n in rng.integers(1, 6, rng.integers(0, 4))]
    n_y = (
        int(rng.integers(2, 5))
        if output == "softmax"
        else 1
        if output == "sigmoid"
        else int(rng.integers(1, 3))
    )
    dims = [int(rng.integers(1, 5)), *hidden, n_y]
    m = int(rng.integers(2, 24))
    names = [str(name) for name in rng.choice(list(ACTIVATIONS), len(hidden))]
    layers = [l for l in range(1, len(hidden) + 1) if rng.random() < 0.2]
    network = Network(dims, [*names, output], batch_norm=layers)
    network.theta[:] = rng.standard_normal(network.size) * rng.choice([0.3, 1.0])
    Y = rng.standard_normal((n_y, m))
    if output in ("sigmoid", "softmax"):
        labels = rng.integers(0, max(2, n_y), m)
        Y = np.eye(n_y)[:, labels] if n_y > 1 else labels[None].astype(float)
    elif output == "tanh":
        Y = np.sign(Y)
    surprise = loss == "cross-entropy"
    options = {
        "loss": loss,
        "optimizer": str(rng.choice(list(OPTIMIZERS))),
        "learning_rate": float(rng.choice([0.003, 0.03, 0.3])),
        "batch_size": int(rng.integers(0, m + 1)),
        "regularization": str(rng.choice(list(REGULARIZERS))),
        "regularization_rate": float(rng.choice([0.0, 0.1, 3.0])),
        "beta1": float(rng.choice([0.5, 0.9])),
        "weight_decay": 0.1,
        "decayed": ("all parameters", "weights alone")[m % 2],
        "clip_norm": float(rng.choice([0.0, 0.1, 10.0])),
        "keep_prob": float(rng.choice([1.0, 0.7])),
        "schedule": str(rng.choice(list(SCHEDULES))),
        "schedule_span": 20,
        "label_smoothing": 0.1 if surprise and rng.random() < 0.2 else 0.0,
        "class_weights": tuple(rng.uniform(0.5, 2, max(2, n_y))) if surprise and rng.random() < 0.2 else None,
    } | forced
    trainer = Trainer(network, rng.standard_normal((dims[0], m)), Y, order_seed=1, **options)
    trainer.step(int(rng.integers(0, 4)))
    return trainer


def every_sum(book):
    """(where, Written or None) for every number that has one."""
    for name, array in book.arrays.items():
        if array.made is not None:
            for r, c in np.ndindex(*array.values.shape):
                yield (name, r, c), book.written(name, r, c)


@pytest.mark.parametrize("pair", PAIRS)
def test_every_number_adds_up_from_the_digits_shown_to_its_last_digit(pair):
    rng = np.random.default_rng(3)
    for _ in range(12):
        trainer = drawn(rng, pair)
        book = ledger_of(walk_step(trainer, pair[1]))
        for where, written in every_sum(book):
            value = book.arrays[where[0]].values[where[1:]]
            assert written is not None or not math.isfinite(value), (where, value)
            if written is not None:
                assert adds_up(written), (where, written)
                assert abs(float(written.result) - value) <= 0.51 * unit(written.result), (where, written)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_bend_adds_up_however_far_from_zero(name):
    for z in (-800.0, -300.0, *np.linspace(-40, 40, 101).tolist(), 300.0, 800.0):
        value = float(ACTIVATIONS[name].forward(np.array([z]))[0])
        steep = float(ACTIVATIONS[name].derivative(np.array([z]), np.array([value]))[0])
        place = Number(z)
        assert adds_up(write(bend(name, place), value)), z
        assert adds_up(write(slope(name, place, Number(value)), steep)), z


def test_a_negative_number_behind_a_sign_stands_in_brackets():
    made = write(bend("sigmoid", Number(-2.0)), 0.11920292)
    assert made.text == "1 / (1 + e^(-(-2)))" and made.result == "0.11920"


def test_the_numbers_of_a_sum_are_those_that_stand_in_the_arrays_it_is_made_of():
    rng = np.random.default_rng(4)
    for pair in PAIRS:
        book = ledger_of(walk_step(drawn(rng, pair), pair[1]))
        for _, written in every_sum(book):
            for part in written.parts if written else ():
                if not isinstance(part, str) and part[1].ref:
                    name, r, c = part[1].ref
                    assert float(digits_of(part[1], 17)) == book.arrays[name].values[r, c]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_update_is_the_trainers_to_the_bit(optimizer, dtype):
    rng = np.random.default_rng(5)
    for pair in PAIRS:
        trainer = drawn(rng, pair, optimizer=optimizer)
        if dtype == "float32":
            old = trainer.network
            network = Network(old.layer_dims, old.activations, dtype=np.float32, batch_norm=old.batch_norm)
            network.theta[:] = old.theta
            n = old.layer_dims[-1]
            Y = np.eye(max(2, n))[:n, rng.integers(max(2, n), size=9)]
            trainer = Trainer(
                network, rng.standard_normal((old.layer_dims[0], 9)), Y, loss=pair[1], optimizer=optimizer
            )
        book = ledger_of(walk_step(trainer, pair[1]))
        trainer.step(1)
        assert np.array_equal(book.walk.theta_after, trainer.network.theta)
        for name, view in trainer.network.parameters().items():
            if f"{name}⁺" in book.arrays:
                assert np.array_equal(book.arrays[f"{name}⁺"].values, view)


def test_numbers_in_single_precision_add_up_too():
    rng = np.random.default_rng(6)
    network = Network([3, 8, 6, 1], ["tanh", "relu", "sigmoid"], dtype=np.float32)
    network.initialize("he", rng=rng)
    Y = (rng.random((1, 40)) < 0.5).astype(float)
    trainer = Trainer(network, rng.standard_normal((3, 40)), Y, optimizer="adam", batch_size=10)
    trainer.step(30)
    found = list(every_sum(ledger_of(walk_step(trainer, "cross-entropy"))))
    assert all(written is not None and adds_up(written) for _, written in found)


def test_a_batch_done_in_pieces_is_one_batch_in_the_ledger():
    rng = np.random.default_rng(7)
    network = Network([2, 60, 60, 1], ["tanh", "tanh", "sigmoid"]).initialize("xavier", rng=rng)
    X = rng.standard_normal((2, 3000))
    trainer = Trainer(network, X, (X[:1] > 0).astype(float))
    book = ledger_of(walk_step(trainer, "cross-entropy"))
    assert book.arrays["A2"].values.shape == (60, 3000)
    np.testing.assert_allclose(
        book.arrays["dW3"].values, book.arrays["dZ3"].values @ book.arrays["A2"].values.T / 3000, atol=1e-12
    )
    assert adds_up(book.written("dW1", 5, 1)) and adds_up(book.written("J", 0))
