"""A traced step is the trainer's to the bit, and shows the article's numbers."""

import numpy as np
import pytest

from deepnet import ACTIVATIONS, OPTIMIZERS, REGULARIZERS, Network, Trainer, article, compiling
from deepnet.losses import PAIRS
from deepnet.program import STAGES


def make(dims=(2, 4, 3, 1), activation="tanh", output="sigmoid", batch_norm=(), m=23, **options):
    rng = np.random.default_rng(0)
    names = [activation] * (len(dims) - 2) + [output]
    network = Network(dims, names, batch_norm=batch_norm, dtype=options.pop("dtype", np.float64))
    network.initialize("he", rng=rng)
    X = rng.normal(size=(dims[0], m))
    Y = np.eye(dims[-1])[:, rng.integers(dims[-1], size=m)] if dims[-1] > 1 else (X[:1] > 0.1) * 1.0
    return Trainer(network, X, Y, **({"batch_size": 10, "learning_rate": 0.1} | options))


def bits(state):
    return {name: np.asarray(value).tobytes() for name, value in state.items()}


def assert_walks_the_step(trainer, steps=(0, 2, 4)):
    for ahead in steps:
        trainer.step(ahead)
        before = bits(trainer.state())
        trace = trainer.traced()
        after = bits(trace.state())
        assert bits(trainer.state()) == before  # looking moves nothing
        trainer.step()
        assert bits(trainer.state()) == after
    assert all(line.stage in STAGES for line in trace)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_walked_step_has_the_bits_of_the_trainer(activation, optimizer):
    assert_walks_the_step(make(activation=activation, optimizer=optimizer))


@pytest.mark.parametrize("output, loss", PAIRS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_loss_and_precision(output, loss, dtype):
    assert_walks_the_step(make((3, 5, 4, 2), output=output, loss=loss, dtype=dtype))


@pytest.mark.parametrize("regularization", REGULARIZERS)
@pytest.mark.parametrize(
    "options",
    [
        {"clip_norm": 0.05, "schedule": "step", "schedule_span": 2},
        {"keep_prob": 0.6, "batch_norm": [1], "optimizer": "adam", "schedule": "cosine", "schedule_span": 5},
        {"class_weights": (1.0, 3.0), "label_smoothing": 0.1, "batch_size": 0},
        {"learning_rate": 0.0},
    ],
    ids=lambda options: " ".join(options),
)
def test_every_refinement(options, regularization):
    assert_walks_the_step(make(regularization=regularization, regularization_rate=0.3, **options))


def test_a_batch_done_in_pieces(monkeypatch):
    monkeypatch.setattr(compiling, "SLAB", 100)
    trainer = make(m=1000, batch_size=0)
    assert_walks_the_step(trainer)
    texts = [line.text for line in trainer.traced()]
    assert texts.count("Z1 = W1·A0 + b1") == 4 and "dθ = dθ + that of rows 513 to 768" in texts


def test_its_numbers_are_those_of_the_articles_functions():
    trainer = make((2, 4, 3, 1), "relu", batch_size=0)
    parameters, trace = trainer.network.parameters(), trainer.traced()
    X, Y = trainer.points[:, :-1].T, trainer.targets().T / 2 + 0.5
    AL, caches = article.model_forward(X, parameters)
    grads = article.model_backward(AL, Y, caches)
    updated = article.update_parameters(dict(parameters), grads, 0.1)
    found = trace[-1] and trace.values
    close = {"rtol": 1e-12, "atol": 1e-14}
    np.testing.assert_allclose(found["A3"], AL, **close)
    np.testing.assert_allclose(found["J"].item(), article.compute_cost(AL, Y), **close)
    for l in (1, 2, 3):
        for name in (f"dW{l}", f"db{l}"):
            np.testing.assert_allclose(found[name], grads[name], **close)
            np.testing.assert_allclose(found[name[1:]], updated[name[1:]], **close)
        np.testing.assert_allclose(
            found[f"dA{l - 1}"], grads[f"dA{l}"], **close
        )  # the article's is the input's
    np.testing.assert_allclose(found["dZ3"], AL - Y, **close)


def test_a_line_names_the_articles_function_that_does_it():
    named = {line.text: line.article for line in make(activation="relu").traced()}
    assert all(name == "" or callable(getattr(article, name)) for name in named.values())
    assert named["Z1 = W1·A0 + b1"] == "activation_forward" and named["A2 = relu(Z2)"] == "relu"
    assert named["dZ1 = dA1 * g'(Z1)"] == "relu_backward" and named["W2 = W2 - α dW2"] == "update_parameters"


def test_lines_run_one_at_a_time_and_keep_what_they_read_and_wrote():
    trainer = make(batch_size=0)
    trace = trainer.traced()
    assert "Z1" not in trace.values and len(trace) == len(trace.lines)
    first = trace[0]
    W1, b1, A0 = (first.operands[name] for name in ("W1", "b1", "A0"))
    np.testing.assert_allclose(first.values["Z1"], W1 @ A0 + b1, atol=1e-15)
    second = trace[1]
    np.testing.assert_allclose(second.values["A1"], np.tanh(first.values["Z1"]), atol=1e-15)
    assert "Z2" not in trace.values
    update = next(line for line in trace if line.writes == ("W1",))
    moved = update.before["W1"] - 0.1 * update.operands["dW1"]
    np.testing.assert_allclose(update.values["W1"], moved, atol=1e-15)
    assert first.values["Z1"].tobytes() != trace.values["A1"].tobytes()  # one memory in the fast step


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"activation": "gelu", "optimizer": "adam", "keep_prob": 0.7, "batch_norm": [1, 2], "clip_norm": 0.1},
    ],
    ids=["plain", "all"],
)
def test_every_operand_has_a_name_in_its_call(options):
    for line in make(**options).traced():
        assert not any("…" in call for call in line.calls), line


def test_calls_are_written_as_numpy_is():
    calls = {line.text: line.calls for line in make(activation="sigmoid").traced()}
    assert calls["Z1 = W1·A0 + b1"] == ("np.dot([W1 b1], [A0; 1], out=Z1)",)
    assert calls["A1 = sigmoid(Z1)"][:2] == ("np.multiply(Z1, 0.5, out=A1)", "np.tanh(A1, out=A1)")
    assert calls["dA1 = W2ᵀ·dZ2"] == ("np.dot([W2 b2]ᵀ, dZ2, out=[dA1; ·])",)
