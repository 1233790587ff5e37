"""The estimators keep scikit-learn's contract and learn its data sets with their defaults."""

import copy
import subprocess
import sys
import warnings

import numpy as np
import pytest
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.utils.estimator_checks import estimator_checks_generator

from deepnet import OPTIMIZERS, DeepClassifier, DeepRegressor, Trainer

CHECKS = [
    (type(estimator).__name__, getattr(check, "func", check).__name__, estimator, check)
    for model in (DeepClassifier(), DeepRegressor())
    for estimator, check in estimator_checks_generator(model, legacy=True)
]


@pytest.mark.parametrize("name, what, estimator, check", CHECKS, ids=[f"{c[0]}-{c[1]}" for c in CHECKS])
def test_scikit_learns_own_checks_pass(name, what, estimator, check):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the checks provoke scikit-learn's own warnings
        check(estimator)


@pytest.mark.parametrize(
    "load, at_least",
    [
        (lambda: datasets.load_digits(return_X_y=True), 0.95),
        (lambda: datasets.make_moons(300, noise=0.1, random_state=0), 0.96),
        (lambda: datasets.load_iris(return_X_y=True), 0.95),
        (lambda: datasets.load_breast_cancer(return_X_y=True), 0.96),
    ],
    ids=["digits", "moons", "iris", "breast cancer"],
)
def test_defaults_learn_a_known_set(load, at_least):
    points, labels = load()
    scores = []  # of five seeds that draw the split and the weights
    for seed in range(5):
        parts = train_test_split(points, labels, test_size=0.25, random_state=seed, stratify=labels)
        model = DeepClassifier(random_state=seed).fit(parts[0], parts[2])
        scores.append(model.score(parts[1], parts[3]))
    assert np.mean(scores) >= at_least


def test_partial_fits_are_epochs_of_one_run():
    points, labels = datasets.load_iris(return_X_y=True)
    options = {"random_state": 0, "batch_norm": True}
    whole, parts = DeepClassifier(epochs=5, **options), DeepClassifier(**options)
    whole.fit(points, labels)
    for _ in range(5):
        parts.partial_fit(points, labels)
    assert (whole.predict_proba(points) == parts.predict_proba(points)).all()


@pytest.mark.parametrize("second", OPTIMIZERS)
@pytest.mark.parametrize("first", OPTIMIZERS)
def test_a_partial_fit_with_other_settings_goes_on_as_a_trainer_configured_so(first, second):
    rng = np.random.default_rng(0)
    points, labels = rng.normal(size=(40, 2)), rng.integers(2, size=40)
    model = DeepClassifier((3,), optimizer=first, batch_size=16, random_state=0)
    model.partial_fit(points, labels)
    state, seed = model._state, model._order_seed
    network = copy.deepcopy(model.network_)
    shared = {"learning_rate": 0.005, "regularization": "l2", "regularization_rate": 0.1, "order_seed": seed}
    columns = model._columns(points)
    trainer = Trainer(network, columns, labels[None], optimizer=first, batch_size=16, **shared)
    trainer.restore(state)
    trainer.configure(optimizer=second, learning_rate=0.02, batch_size=8, activations=["tanh", "sigmoid"])
    trainer.step(trainer.steps_per_epoch)
    model.set_params(optimizer=second, learning_rate=0.02, batch_size=8, activation="tanh")
    model.partial_fit(points, labels)
    assert model.network_.theta.tobytes() == network.theta.tobytes()


def test_other_classes_in_a_second_call_are_refused():
    points, labels = np.arange(6.0)[:, None], [0, 1, 2, 0, 1, 2]
    model = DeepClassifier((3,), random_state=0).partial_fit(points, labels, classes=[2, 1, 0])
    model.partial_fit(points, labels, classes=[0, 1, 2])
    with pytest.raises(ValueError, match=r"classes must be those of the first call, \[0, 1, 2\]"):
        model.partial_fit(points, labels, classes=[0, 1, 2, 3])
    with pytest.raises(ValueError, match="hidden must be a list of whole numbers"):
        DeepClassifier(5).fit(points, labels)


def test_several_numbers_and_several_labels_are_learned_at_once():
    points = np.random.default_rng(0).uniform(-1, 1, size=(200, 2))
    numbers = np.stack([points[:, 0], 100 + 10 * points[:, 1] ** 2], axis=1)
    options = {"random_state": 0, "epochs": 60, "regularization_rate": 0.0}
    regressor = DeepRegressor((16,), "tanh", **options).fit(points, numbers)
    assert regressor.predict(points).shape == (200, 2) and regressor.score(points, numbers) > 0.9
    labels = (points > 0).astype(int)
    classifier = DeepClassifier((16,), **options).fit(points, labels)
    assert classifier.predict_proba(points).shape == (200, 2) and classifier.score(points, labels) > 0.9
    assert set(np.unique(classifier.predict(points))) == {0, 1}


def test_estimators_work_where_scikit_learn_is_not_installed():
    program = """
import sys
sys.modules["sklearn"] = None
import numpy as np
from deepnet import DeepClassifier
points = np.random.default_rng(0).normal(size=(200, 2))
labels = points[:, 0] > points[:, 1]
model = DeepClassifier(random_state=0).set_params(epochs=20).fit(points, labels)
assert model.score(points, labels) > 0.95 and model.get_params()["epochs"] == 20
assert model.score(points, labels[:, None]) == model.score(points, labels)
print(model.score(points, labels), end=" ")
from deepnet import DeepRegressor
source = np.random.RandomState(3)
model = DeepRegressor((4,), "tanh", epochs=30, random_state=source).fit(points, points)
constant = DeepRegressor(epochs=1).fit(points, np.ones(200))
print(model.score(points, points), constant.score(points, np.zeros(200)))
"""
    with_it = program.replace('sys.modules["sklearn"] = None', "")
    said = [
        subprocess.run([sys.executable, "-c", text], check=True, timeout=60, capture_output=True).stdout
        for text in (program, with_it)
    ]
    assert said[0] == said[1] and said[0]  # the same seed, the same scores
