"""Points of the plane turned into a Dataset: those of a toy, or those a person has drawn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from deepnet.data import features as feature_maps
from deepnet.data.dataset import DataError, Dataset, one_hot
from deepnet.data.drawing import MOST_DRAWN, Drawing
from deepnet.data.palette import PALETTE, color_names
from deepnet.data.split import random_split

TITLE = "Your points"


def on_plane(
    points: np.ndarray,
    targets: np.ndarray,
    *,
    classes: int,
    features: Iterable[str],
    split: tuple[np.ndarray, np.ndarray],
    name: str,
    title: str,
    notes: tuple[str, ...] = (),
    waiting: str = "",
) -> Dataset:
    """The Dataset of points (n, 2) and targets (n,): class numbers, or values when classes is 0."""
    train, test = split
    keys = feature_maps.check(features)
    raw = points.T  # (2, n)
    X = feature_maps.apply(keys, raw)
    Y = one_hot(targets, classes) if classes else np.asarray(targets, dtype=np.float64)[None, :]
    return Dataset(
        name=name,
        title=title,
        kind="regression" if classes == 0 else "binary" if classes == 2 else "multi-class",
        X_train=np.ascontiguousarray(X[:, train]),
        Y_train=np.ascontiguousarray(Y[:, train]),
        X_test=np.ascontiguousarray(X[:, test]),
        Y_test=np.ascontiguousarray(Y[:, test]),
        columns=tuple(feature_maps.FEATURES[key].label for key in keys),
        classes=color_names(classes),
        target="colour" if classes else "value",
        plane="xy",
        notes=notes,
        waiting=waiting,
        raw_train=np.ascontiguousarray(raw[:, train]),
        raw_test=np.ascontiguousarray(raw[:, test]),
        train_rows=train,
        test_rows=test,
    )


def from_points(
    points: np.ndarray,
    labels: np.ndarray,
    *,
    features: Iterable[str] = ("x1", "x2"),
    test_share: float = 30.0,
    seed: int = 0,
) -> Dataset:
    """The Dataset of drawn points (n, 2), each -6…6, with class numbers (n,) from 0.

    The classes are 0 … the largest number; a class that has lost all its points keeps its place and colour.
    Raises DataError for too few or too many points, or for a single class.
    """
    points, labels = np.asarray(points, dtype=np.float64), np.asarray(labels)
    if points.ndim != 2 or points.shape[1] != 2 or labels.shape != (len(points),):
        raise DataError(f"points must be (n, 2) and labels (n,), got {points.shape} and {labels.shape}")
    if not 2 <= len(points) <= MOST_DRAWN:
        raise DataError(
            f"drawn points must be from 2 to {MOST_DRAWN:,}, got {len(points):,}; draw or erase some"
        )
    if not np.isfinite(points).all():
        raise DataError("drawn points must have two finite coordinates each; erase those that do not")
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= len(PALETTE):
        raise DataError(f"labels of drawn points must be whole numbers from 0 to {len(PALETTE) - 1}")
    if np.unique(labels).size < 2:
        raise DataError("drawn points are all of one class; draw points of another class")
    return on_plane(
        points,
        labels,
        classes=int(labels.max()) + 1,
        features=features,
        split=random_split(len(points), test_share, rng=np.random.default_rng(seed), labels=labels),
        name="drawn",
        title=TITLE,
    )


@lru_cache(16)  # going back and forth in time asks for the same few again and again
def of_drawing(drawing: Drawing, features: tuple[str, ...], test_share: float) -> Dataset:
    """The Dataset of a drawing, split as its points say.

    Where nothing can be learned from it yet, its `waiting` says why, and a row in the middle of the plane
    stands in on either side of the split.
    """
    table, waiting = drawing.table, drawing.waiting
    if waiting:
        places, labels, split = np.zeros((2, 2)), np.zeros(2, int), (np.arange(1), np.arange(1, 2))
    else:
        places, labels, split = drawing.places, table["label"].astype(int), drawing.split(test_share)
    return on_plane(
        places,
        labels,
        classes=drawing.classes,
        features=features,
        split=split,
        name="drawn",
        title=TITLE,
        waiting=waiting,
    )
