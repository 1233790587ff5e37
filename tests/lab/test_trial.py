"""One example, layer by layer."""

import numpy as np
import pytest

from deepnet.forward import Forward
from deepnet.lab.answers.form import Form
from deepnet.lab.answers.trial import pull, saliency, trial
from deepnet.lab.run.moment import moment_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings


def trained(name: str, steps: int = 150, **fields) -> Run:
    run = Run(Settings(dataset=name, optimizer="adam", **{"learning_rate": 0.01, "hidden": (8,)} | fields))
    run.step_by(steps)
    return run


@pytest.fixture(scope="module")
def penguins():
    run = trained("penguins")
    return moment_of(run, run.step)


def test_the_layers_of_a_trial_are_those_of_a_forward_pass(penguins):
    X = penguins.dataset.X_test[:, [3]]
    told, forward = trial(penguins, X), Forward(penguins.network, penguins.dataset.X_test)()
    assert [layer.title for layer in told.layers] == ["Layer 1", "Output"]
    assert told.layers[0].names[2] == "Layer 1, neuron 3"
    assert told.layers[1].names == penguins.dataset.classes
    for l, layer in enumerate(told.layers, start=1):
        assert np.allclose(layer.values, forward.A[l][:, 3], atol=1e-12)
    assert np.allclose(told.shares.sum(), 1) and told.found == told.shares.argmax()


def test_a_value_that_is_typical_pulls_at_nothing(penguins):
    form = Form(penguins.dataset)
    values = form.typical()
    assert (pull(penguins, form, values, 0) == 0).all()
    values["bill_length_mm"] += 8
    moved = pull(penguins, form, values, 0)
    assert [form.columns[i].name for i in np.flatnonzero(moved)] == ["bill_length_mm"]


def test_saliency_of_the_two_classes_is_opposite():
    run = trained("threes and eights", 20)
    moment = moment_of(run, run.step)
    X = run.dataset.X_test[:, [0]]
    assert np.array_equal(saliency(moment, X, 0), -saliency(moment, X, 1))
