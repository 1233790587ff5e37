"""What a network learns from: toys, measured data, tables and pictures, all as a Dataset.

A toy needs numpy alone: what reads files, measured sets and pictures (pandas, scikit-learn, Pillow, pyarrow,
calamine, charset-normalizer) is brought in with the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deepnet.data import features as feature_maps
from deepnet.data.dataset import DataError, Dataset
from deepnet.data.drawing import EXTENT, Drawing
from deepnet.data.drawn import of_drawing, on_plane
from deepnet.data.features import FEATURES
from deepnet.data.memory import release_memory
from deepnet.data.palette import PALETTE, class_colors, rgb
from deepnet.data.real import REAL
from deepnet.data.shared import shared
from deepnet.data.split import random_split
from deepnet.data.toys import TOYS

if TYPE_CHECKING:  # what an editor and a type checker read
    from deepnet.data.pictures import Pictures
    from deepnet.data.tables import Table, read_table
    from deepnet.data.uploads import read_upload

__all__ = [
    "CATALOG",
    "FEATURES",
    "PALETTE",
    "REAL",
    "TOYS",
    "DataError",
    "Drawing",
    "Pictures",
    "Dataset",
    "Table",
    "class_colors",
    "drawing_thumbnail",
    "load",
    "of_drawing",
    "read_table",
    "read_upload",
    "release_memory",
    "thumbnail",
]

# Where what reads files is at home; imported when it is first asked for.
_HOME = {
    "Pictures": "pictures",
    "Table": "tables",
    "read_table": "tables",
    "read_upload": "uploads",
}


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module 'deepnet.data' has no attribute {name!r}")
    value = getattr(import_module(f"deepnet.data.{_HOME[name]}"), name)
    globals()[name] = value  # from now on it is simply there
    return value


MOST_POINTS = 100_000
# Drawn beforehand (`python -m deepnet.data.thumbnails`): drawing them takes scikit-learn and seconds.
THUMBNAILS = Path(__file__).parent / "files" / "thumbnails"

# name -> (title, what it teaches, group), in the order of the menu
CATALOG: dict[str, tuple[str, str, str]] = {
    **{toy.name: (toy.title, toy.tells, "Toys") for toy in TOYS.values()},
    **{real.name: (real.title, real.tells, real.group) for real in REAL.values()},
}


def load(
    name: str,
    *,
    points: int = 500,
    noise: float = 10.0,
    label_noise: float = 0.0,
    test_share: float = 30.0,
    seed: int = 0,
    features: Iterable[str] = ("x1", "x2"),
    rng: np.random.Generator | None = None,
    share: bool = False,
) -> Dataset:
    """A data set of CATALOG.  The points and the split come from separate streams of `seed` (or of `rng`).

    points, noise (percent, 0…50), label_noise (percent of the training labels that are another class's) and
    features shape toys only; test_share is in percent and does not apply to sets that come split.  share: one
    set for all who ask for the same with a seed, read-only.  Raises DataError for a name or value that cannot
    be.
    """
    if share and name in CATALOG:
        apart = (points, noise, label_noise, feature_maps.check(features)) if name in TOYS else ()
        key = (name, *apart, *(() if name in REAL and REAL[name].comes_split else (test_share, seed)))
        choices = {"points": points, "noise": noise, "label_noise": label_noise, "test_share": test_share}
        rng = np.random.default_rng(seed)
        return shared(key, lambda: load(name, rng=rng, features=features, **choices))
    streams = np.random.default_rng(seed) if rng is None else rng
    points_stream, split_stream = streams.spawn(2)
    if name in TOYS:
        toy, found = TOYS[name], feature_maps.check(features)
        flips = streams.spawn(1)[0] if label_noise else None  # else the streams of old stay as they were
        return _toy(toy, points, noise, label_noise, test_share, found, (points_stream, split_stream, flips))
    if name in REAL:
        return REAL[name].make(test_share, split_stream)
    raise DataError(f"unknown data set {name!r}; choose from {', '.join(CATALOG)}")


def _toy(toy, points, noise, label_noise, test_share, features, streams):
    points_stream, split_stream, flips = streams
    if not 10 <= points <= MOST_POINTS:
        raise DataError(f"points must be from 10 to {MOST_POINTS}, got {points!r}")
    if not 0 <= noise <= 100:
        raise DataError(f"noise must be from 0 to 100 percent, got {noise!r}")
    places, targets = toy.make(int(points), float(noise), points_stream)
    if not 0 <= label_noise <= 100:
        raise DataError(f"label_noise must be from 0 to 100 percent, got {label_noise!r}")
    split = random_split(len(places), test_share, rng=split_stream)
    if label_noise and toy.classes:
        targets = flipped(targets, toy.classes, split[0], label_noise, rng=flips)
    return on_plane(
        places,
        targets,
        classes=toy.classes,
        features=features,
        split=split,
        name=toy.name,
        title=toy.title,
        notes=toy.notes,
    )


def flipped(
    labels: np.ndarray, classes: int, rows: np.ndarray, share: float, *, rng: np.random.Generator
) -> np.ndarray:
    """The labels (m,) of which `share` percent of those in `rows` are another class.

    A larger share keeps the wrong ones of a smaller one.
    """
    rank, other = rng.permutation(len(rows)), rng.integers(1, classes, len(rows))
    wrong = rank < round(share / 100 * len(rows))
    found = labels.copy()
    found[rows[wrong]] = (labels[rows[wrong]] + other[wrong]) % classes
    return found


@cache
def thumbnail(name: str) -> bytes:
    """PNG of 96×96 pixels that shows a set of CATALOG (else KeyError), on a transparent ground."""
    if name not in CATALOG:
        raise KeyError(name)
    path = THUMBNAILS / f"{name}.png"
    if path.exists():
        return path.read_bytes()
    from deepnet.data import thumbnails

    return thumbnails.drawn(name)


@lru_cache(64)
def drawing_thumbnail(drawing: Drawing) -> bytes:
    """The same for a drawing; a pencil where nothing is drawn yet."""
    from deepnet.data import thumbnails

    if not len(drawing):
        return thumbnails.pencil()
    rows = np.linspace(0, len(drawing) - 1, min(len(drawing), 400)).astype(int)
    colors = [rgb(color) for color in PALETTE]
    return thumbnails.scatter(
        drawing.places[rows].T, [colors[label] for label in drawing.table["label"][rows]], EXTENT
    )
