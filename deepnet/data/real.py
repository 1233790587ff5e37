"""Measured data that comes with the project: small tables and pictures, no network needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from deepnet.data.dataset import Dataset, one_hot
from deepnet.data.picture_encoder import PictureEncoder, pixel_names
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
    comes_split: bool = False  # into training and test rows, by whoever published it


def standardise(raw_train: np.ndarray, raw_test: np.ndarray) -> dict[str, np.ndarray]:
    """X, center and spread of raw (n_x, m), and raw itself: mean 0 and deviation 1 on the training part."""
    center, spread = raw_train.mean(axis=1), raw_train.std(axis=1)
    spread[spread < 1e-12 * np.maximum(1.0, np.abs(center))] = 1.0  # a constant row becomes zeros
    return _scaled(raw_train, raw_test, center, spread)


def centre_pictures(raw_train: np.ndarray, raw_test: np.ndarray, white: float) -> dict[str, np.ndarray]:
    """X, center and spread of raw (pixels, m), and raw itself: the mean picture taken off, by `white`."""
    return _scaled(raw_train, raw_test, raw_train.mean(axis=1), np.full(len(raw_train), white))


def _scaled(raw_train, raw_test, center, spread):
    def scaled(raw):
        return (raw - center[:, None]) / spread[:, None]

    return {
        "X_train": scaled(raw_train),
        "X_test": scaled(raw_test),
        "center": center,
        "spread": spread,
        "raw_train": raw_train,
        "raw_test": raw_test,
    }


@cache
def _bundled(name, **options):
    from sklearn import datasets

    bunch = getattr(datasets, f"load_{name}")(**options)
    return bunch.data.T, bunch.target, bunch


def _classified(raw, labels, test_share, rng, scale, **fields) -> Dataset:
    """A Dataset of raw (n_x, m) and class numbers, split in equal shares of each class, scaled by `scale`."""
    train, test = random_split(labels.size, test_share, rng=rng, labels=labels)
    k = len(fields["classes"])
    return Dataset(
        kind="binary" if k == 2 else "multi-class",
        Y_train=one_hot(labels[train], k),
        Y_test=one_hot(labels[test], k),
        train_rows=train,
        test_rows=test,
        **scale(raw[:, train], raw[:, test]),
        **fields,
    )


def _names(names):
    return tuple(str(name) for name in names)


_IRIS_NOTE = "150 flowers, 50 of each species, measured by E. Anderson (R. A. Fisher, 1936)."


def _iris(test_share, rng):
    raw, labels, bunch = _bundled("iris")
    return _classified(
        raw,
        labels,
        test_share,
        rng,
        standardise,
        name="iris",
        title="Iris",
        input_names=("sepal length", "sepal width", "petal length", "petal width"),
        classes=_names(bunch.target_names),
        target="species",
        units=("cm",) * 4,
        notes=(_IRIS_NOTE,),
    )


def _iris_petals(test_share, rng):
    raw, labels, bunch = _bundled("iris")
    return _classified(
        raw[2:],
        labels,
        test_share,
        rng,
        standardise,
        name="iris petals",
        title="Iris, petals only",
        input_names=("petal length", "petal width"),
        classes=_names(bunch.target_names),
        target="species",
        units=("cm",) * 2,
        notes=(
            _IRIS_NOTE,
            "The two measures of the sepals are left out, so that the plane shows everything.",
        ),
    )


def _wine(test_share, rng):
    raw, labels, bunch = _bundled("wine")
    return _classified(
        raw,
        labels,
        test_share,
        rng,
        standardise,
        name="wine",
        title="Wine",
        input_names=tuple(str(name).replace("_", " ") for name in bunch.feature_names),
        classes=("grower 1", "grower 2", "grower 3"),
        target="grower",
        notes=("178 Italian wines of three growers, 13 chemical measures each (Forina and others, 1988).",),
    )


def _breast_cancer(test_share, rng):
    raw, labels, bunch = _bundled("breast_cancer")
    return _classified(
        raw,
        labels,
        test_share,
        rng,
        standardise,
        name="breast cancer",
        title="Breast cancer",
        input_names=_names(bunch.feature_names),
        classes=_names(bunch.target_names),
        target="diagnosis",
        notes=(
            "569 tumours, 30 measures of cell nuclei each (Wolberg, Street, Mangasarian; Wisconsin, 1995).",
            "Not for diagnosis.",
        ),
    )


def _diabetes(test_share, rng):
    raw, progress, _ = _bundled("diabetes", scaled=False)
    train, test = random_split(progress.size, test_share, rng=rng)
    center, spread = progress[train].mean(), 2 * progress[train].std()
    return Dataset(
        name="diabetes",
        title="Diabetes",
        kind="regression",
        Y_train=(progress[None, train] - center) / spread,
        Y_test=(progress[None, test] - center) / spread,
        y_center=float(center),
        y_spread=float(spread),
        input_names=(
            "age",
            "sex",
            "body mass index",
            "blood pressure",
            "total cholesterol",
            "LDL",
            "HDL",
            "cholesterol / HDL",
            "log triglycerides",
            "blood sugar",
        ),
        target="progress of the illness after a year",
        train_rows=train,
        test_rows=test,
        notes=(
            "442 patients, ten measures each (Efron, Hastie, Johnstone, Tibshirani, 2004).",
            "Not for diagnosis.",
        ),
        **standardise(raw[:, train], raw[:, test]),
    )


def _penguins(test_share, rng):
    from deepnet.data.tables import read_table

    table = read_table((FILES / "penguins.csv").read_bytes(), "penguins.csv")
    dataset = table.to_dataset("species", test_share=test_share, rng=rng)
    source = "Measured by K. Gorman at Palmer Station (palmerpenguins by Horst, Hill and Gorman, 2020; CC0)."
    return replace(dataset, name="penguins", title="Penguins", notes=(source, *dataset.notes))


def _digits(test_share, rng, only=None):
    raw, labels, _ = _bundled("digits")
    rows = np.arange(labels.size) if only is None else np.flatnonzero(np.isin(labels, only))
    digits = tuple(range(10)) if only is None else only
    dataset = _classified(
        raw[:, rows],
        np.searchsorted(digits, labels[rows]),
        test_share,
        rng,
        lambda train, test: centre_pictures(train, test, 16.0),
        name="digits" if only is None else "threes and eights",
        title="Handwritten digits" if only is None else "Threes and eights",
        input_names=pixel_names(8, 8),
        classes=tuple(map(str, digits)),
        target="digit",
        image_shape=(8, 8),
        notes=(f"{rows.size} digits of 8×8 pixels (Alpaydin and Kaynak, 1998).",),
    )
    encoder = PictureEncoder((8, 8), False, dataset.center, dataset.spread, white=16.0)
    return replace(dataset, encoder=encoder)


def _threes_and_eights(test_share, rng):
    return _digits(test_share, rng, only=(3, 8))


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
        input_names=pixel_names(28, 28),
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
            "iris petals",
            "Iris, petals only",
            "Real",
            _iris_petals,
            "Two measures: the plane shows all there is.",
        ),
        Real("penguins", "Penguins", "Real", _penguins, "Numbers, words and blank cells become inputs."),
        Real("wine", "Wine", "Real", _wine, "Few rows: see the test cost part from the training cost."),
        Real(
            "breast cancer",
            "Breast cancer",
            "Real",
            _breast_cancer,
            "Thirty related measures: a straight cut is good, a big network learns by heart.",
        ),
        Real(
            "diabetes",
            "Diabetes",
            "Real",
            _diabetes,
            "A quantity from noisy measures: R² stays below one half.",
        ),
        Real(
            "digits",
            "Handwritten digits",
            "Pictures",
            _digits,
            "Ten classes from 64 pixels, seen by neurons.",
        ),
        Real(
            "threes and eights",
            "Threes and eights",
            "Pictures",
            _threes_and_eights,
            "Two look-alikes: the first layer shows where they differ.",
        ),
        Real(
            "chest x-rays",
            "Chest x-rays",
            "Pictures",
            _chest_xrays,
            "784 pixels; a test set of its own.",
            comes_split=True,
        ),
    )
}
