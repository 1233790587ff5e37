"""The price of a request is known before anything is allocated, and so is whether it is granted."""

import gc
import tracemalloc

import numpy as np
import pytest

from deepnet import ACTIVATIONS, OPTIMIZERS, Network, Trainer
from deepnet.compiling import Compiled
from deepnet.losses import PAIRS
from deepnet.prices import Limits, Pace, measured_pace, price_of


def test_price_counts_parameters_and_multiply_adds():
    """2-4-2-1: 4·3 + 2·5 + 1·3 = 25 parameters.  10 examples: forward and dW 2·25, backward 25 - 12: 630."""
    cost = price_of([2, 4, 2, 1], 250, batch_size=10)
    assert (cost.parameters, cost.multiply_adds) == (25, 630)
    assert 2e-6 < cost.seconds < 1e-4


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_elementwise_call_of_a_step_is_counted(activation, optimizer):
    """A machine on which only calls take time, one second each."""
    network = Network([3, 4, 5, 2], [activation, activation, "softmax"])
    _check_calls(network, optimizer)


@pytest.mark.parametrize("batch_norm", [[1], [1, 2]])
def test_the_calls_of_a_normalization_are_counted(batch_norm):
    _check_calls(Network([3, 4, 5, 2], ["relu", "relu", "softmax"], batch_norm=batch_norm), "adam")


def _check_calls(network, optimizer):
    trainer = Trainer(network, np.zeros((3, 8)), np.eye(2)[:, [0, 1] * 4], optimizer=optimizer)
    made = len(Compiled(trainer).batches[0]) + 3 * bool(OPTIMIZERS[optimizer].changes)
    pace = Pace(call=1.0, product=1.0).times(1.0, 0.0)
    shape = {"activations": network.activations, "batch_norm": network.batch_norm}
    cost = price_of(network.layer_dims, 8, optimizer=optimizer, pace=pace, **shape)
    assert cost.parameters == network.size
    assert cost.seconds == pytest.approx(made, abs=0)


@pytest.mark.parametrize("output, loss", PAIRS)
def test_every_loss_has_its_price(output, loss):
    assert price_of([2, 3, 2], 10, activations=["relu", output], loss=loss).seconds > 0


OURS = tracemalloc.Filter(True, "*/deepnet/*")


@pytest.mark.parametrize(
    "dims, rows, options",
    [
        ([784, 256, 128, 10], 3000, {"batch_size": 128, "optimizer": "adam"}),
        ([2, 32, 32, 1], 100_000, {}),
        ([100, 64, 10], 20_000, {"batch_size": 500, "dtype": "float32"}),
        ([2, 64, 64, 1], 2000, {"keep_prob": 0.8}),
        ([2, 64, 64, 1], 2000, {"batch_norm": [1, 2]}),
    ],
)
def test_memory_is_known_to_within_a_factor_of_two(dims, rows, options):
    options = dict(options)
    X, Y = np.zeros((dims[0], rows), "f4"), np.zeros((dims[-1], rows), "f4")
    Y[0] = 1
    names = ["tanh"] * (len(dims) - 2) + ["sigmoid" if dims[-1] == 1 else "softmax"]
    cost = price_of(dims, rows, **options)
    gc.collect()
    tracemalloc.start()
    shape = {"dtype": options.pop("dtype", "float64"), "batch_norm": options.pop("batch_norm", ())}
    network = Network(dims, names, **shape)
    trainer = Trainer(network, X, Y, **options)
    trainer.step(1)
    kept = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, "*numpy*"), OURS])
    held = sum(trace.size for trace in kept.traces)  # of arrays: other tests may import meanwhile
    tracemalloc.stop()
    assert held / 2 < cost.bytes < 2 * held


def test_a_slower_machine_takes_longer():
    fast, slow = (price_of([2, 8, 1], 100, pace=Pace().times(k, k)).seconds for k in (1.0, 3.0))
    assert slow == pytest.approx(3 * fast)
    assert 0 < measured_pace().call < 1e-3


def test_a_request_too_large_is_refused_before_anything_is_allocated():
    tracemalloc.start()
    with pytest.raises(ValueError, match="at most 2,000,000 parameters, 100000-100000-1 has 10,000,200,001"):
        Limits().check([100_000, 100_000, 1], 10)
    assert tracemalloc.get_traced_memory()[1] < 1e5
    tracemalloc.stop()


@pytest.mark.parametrize(
    "dims, rows, options, sentence",
    [
        ([2, 4, 1], 2_000_000, {"batch_size": 10}, "at most 1,500,000 rows can be trained on, got 2,000,000"),
        (
            [1000, 4, 1],
            1_000_000,
            {"batch_size": 10},
            "at most 1,000 MB of memory, this takes [0-9,]+ MB; take",
        ),
        (
            [2, 64, 64, 64, 64, 64, 1],
            1_400_000,
            {},
            r"at most 2 s, this takes about \d+\.\d s; take a smaller",
        ),
    ],
)
def test_a_refusal_is_one_sentence_that_says_what_to_do(dims, rows, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        Limits().check(dims, rows, **options)


def test_a_playground_request_is_granted():
    assert Limits().check([2, 64, 64, 64, 1], 5000, batch_size=30, optimizer="adam").parameters == 8577
