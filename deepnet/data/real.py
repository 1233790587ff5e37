"""Measured data that comes with the project: small tables and pictures, no network needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from sklearn import datasets

from deepnet.data.dataset import Dataset, one_hot
from deepnet.data.pictures import PictureEncoder, pixel_names
from deepnet.data.split import random_split

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Real:
    """`make(test_share, rng)` gives the Dataset; `rng` is the stream of the split."""

    name: str
    title: str
    group: str
    make: Callable[[float, np.random.Generator], Dataset]
    tells: str


def standardise(raw_train: np.ndarray, raw_test: np.ndarray) -> dict[str, np.ndarray]:
    """X_train, X_test, center, spread of raw (n_x, m): mean 0 and deviation 1 on the training part."""
    center, spread = raw_train.mean(axis=1), raw_train.std(axis=1)
    spread[spread < 1e-12 * np.maximum(1.0, np.abs(center))] = 1.0  # a constant row becomes zeros
    return _scaled(raw_train, raw_test, center, spread)


def centre_pictures(raw_train: np.ndarray, raw_test: np.ndarray, white: float) -> dict[str, np.ndarray]:
    """X_train, X_test, center, spread of raw (pixels, m): mean training picture taken off, by `white`."""
    return _scaled(raw_train, raw_test, raw_train.mean(axis=1), np.full(len(raw_train), white))


def _scaled(raw_train, raw_test, center, spread):
    def scaled(raw):
        return (raw - center[:, None]) / spread[:, None]

    return {"X_train": scaled(raw_train), "X_test": scaled(raw_test), "center": center, "spread": spread}


@cache
def _bundled(name):
    bunch = getattr(datasets, f"load_{name}")()
    return bunch.data.T, bunch.target, bunch


def _iris(test_share, rng):
    raw, labels, bunch = _bundled("iris")
    train, test = random_split(labels.size, test_share, rng=rng, labels=labels)
    inputs = standardise(raw[:, train], raw[:, test])
    return Dataset(
        name="iris",
        title="Iris",
        kind="multi-class",
        **inputs,
        Y_train=one_hot(labels[train], 3),
        Y_test=one_hot(labels[test], 3),
        columns=("sepal length", "sepal width", "petal length", "petal width"),
        classes=tuple(str(name) for name in bunch.target_names),
        target="species",
        units=("cm",) * 4,
        notes=(
            "150 flowers, 50 of each species, measured by E. Anderson, published by R. A. Fisher in 1936.",
        ),
        train_rows=train,
        test_rows=test,
    )


def _breast_cancer(test_share, rng):
    raw, labels, bunch = _bundled("breast_cancer")
    train, test = random_split(labels.size, test_share, rng=rng, labels=labels)
    inputs = standardise(raw[:, train], raw[:, test])
    return Dataset(
        name="breast cancer",
        title="Breast cancer",
        kind="binary",
        **inputs,
        Y_train=one_hot(labels[train], 2),
        Y_test=one_hot(labels[test], 2),
        columns=tuple(str(name) for name in bunch.feature_names),
        classes=tuple(str(name) for name in bunch.target_names),
        target="diagnosis",
        notes=(
            "569 tumours, 30 measures of cell nuclei each (Wolberg, Street, Mangasarian; Wisconsin, 1995).",
            "Not for diagnosis.",
        ),
        train_rows=train,
        test_rows=test,
    )


def _digits(test_share, rng):
    raw, labels, _ = _bundled("digits")
    train, test = random_split(labels.size, test_share, rng=rng, labels=labels)
    inputs = centre_pictures(raw[:, train], raw[:, test], 16.0)
    return Dataset(
        name="digits",
        title="Handwritten digits",
        kind="multi-class",
        **inputs,
        Y_train=one_hot(labels[train], 10),
        Y_test=one_hot(labels[test], 10),
        columns=pixel_names(8, 8),
        classes=tuple("0123456789"),
        target="digit",
        image_shape=(8, 8),
        encoder=PictureEncoder((8, 8), False, inputs["center"], inputs["spread"], white=16.0),
        notes=("1797 digits of 8×8 pixels written by 13 people (Alpaydin and Kaynak, 1998).",),
        train_rows=train,
        test_rows=test,
    )


@cache
def _xray_arrays():
    with np.load(FILES / "pneumonia_28x28.npz", allow_pickle=False) as file:
        flat = {
            part: file[f"{part}_images"].reshape(-1, 784).T.astype(np.float64) for part in ("train", "test")
        }
        labels = {part: file[f"{part}_labels"].ravel().astype(int) for part in ("train", "test")}
    return flat, labels


def _chest_xrays(test_share, rng):
    """The split is the publisher's: `test_share` and `rng` are not used."""
    flat, labels = _xray_arrays()
    inputs = centre_pictures(flat["train"], flat["test"], 255.0)
    return Dataset(
        name="chest x-rays",
        title="Chest x-rays",
        kind="binary",
        **inputs,
        Y_train=one_hot(labels["train"], 2),
        Y_test=one_hot(labels["test"], 2),
        columns=pixel_names(28, 28),
        classes=("normal", "pneumonia"),
        target="finding",
        image_shape=(28, 28),
        encoder=PictureEncoder((28, 28), False, inputs["center"], inputs["spread"]),
        notes=(
            "Not for diagnosis.",
            "1000 pictures to learn from and 624 to test on, of children's chests; the publisher's own "
            "split is kept, so the test share does not apply.",
            "From PneumoniaMNIST in MedMNIST v2 (Yang et al., Scientific Data 2023), from Kermany et al. "
            "(Cell 2018); licence CC BY 4.0; the training part was cut to 500 pictures of each class.",
        ),
        train_rows=np.arange(labels["train"].size),
        test_rows=labels["train"].size + np.arange(labels["test"].size),
    )


REAL: dict[str, Real] = {
    real.name: real
    for real in (
        Real("iris", "Iris", "Real", _iris, "Four measures tell three flowers apart; two of them overlap."),
        Real(
            "breast cancer",
            "Breast cancer",
            "Real",
            _breast_cancer,
            "Thirty related measures: a straight cut is already good, a big network soon learns by heart.",
        ),
        Real(
            "digits",
            "Handwritten digits",
            "Pictures",
            _digits,
            "Ten classes from 64 pixels: see what neurons look for.",
        ),
        Real(
            "chest x-rays",
            "Chest x-rays",
            "Pictures",
            _chest_xrays,
            "784 pixels, and a test set from another source.",
        ),
    )
}
