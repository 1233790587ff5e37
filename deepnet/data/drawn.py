"""Points of the plane turned into a Dataset: those of a toy, or those a person has drawn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from deepnet.data import features as feature_maps
from deepnet.data.dataset import Dataset, one_hot
from deepnet.data.drawing import Drawing
from deepnet.data.palette import color_names

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
    encoder = feature_maps.PointEncoder(features)
    raw = points.T  # (2, n)
    X = encoder.inputs(raw)
    Y = one_hot(targets, classes) if classes else np.asarray(targets, dtype=np.float64)[None, :]
    return Dataset(
        name=name,
        title=title,
        kind="regression" if classes == 0 else "binary" if classes == 2 else "multi-class",
        X_train=np.ascontiguousarray(X[:, train]),
        Y_train=np.ascontiguousarray(Y[:, train]),
        X_test=np.ascontiguousarray(X[:, test]),
        Y_test=np.ascontiguousarray(Y[:, test]),
        input_names=tuple(feature_maps.FEATURES[key].label for key in encoder.features),
        classes=color_names(classes),
        target="colour" if classes else "value",
        plane="xy",
        notes=notes,
        waiting=waiting,
        raw_train=np.ascontiguousarray(raw[:, train]),
        raw_test=np.ascontiguousarray(raw[:, test]),
        train_rows=train,
        test_rows=test,
        layout=encoder.layout,
        encoder=encoder,
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
