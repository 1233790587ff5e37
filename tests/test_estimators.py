"""The estimators keep scikit-learn's contract and learn its data sets with their defaults."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
from sklearn import datasets
from sklearn.model_selection import train_test_split
from sklearn.utils.estimator_checks import estimator_checks_generator

from deepnet import DeepClassifier, DeepRegressor

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
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
