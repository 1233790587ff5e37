"""Maps of a point (x₁, x₂) that a network may get as inputs instead of, or beside, the coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from deepnet.data.column import numbers
from deepnet.data.dataset import DataError

COORDINATES = ("x₁", "x₂")


@dataclass(frozen=True)
class Feature:
    """One input made from points (2, m): `function(points)` is (m,)."""

    name: str
    label: str
    function: Callable[[np.ndarray], np.ndarray]


FEATURES: dict[str, Feature] = {
    feature.name: feature
    for feature in (
        Feature("x1", "x₁", lambda points: points[0].copy()),
        Feature("x2", "x₂", lambda points: points[1].copy()),
        Feature("x1^2", "x₁²", lambda points: points[0] ** 2),
        Feature("x2^2", "x₂²", lambda points: points[1] ** 2),
        Feature("x1*x2", "x₁x₂", lambda points: points[0] * points[1]),
        Feature("sin(x1)", "sin x₁", lambda points: np.sin(points[0])),
        Feature("sin(x2)", "sin x₂", lambda points: np.sin(points[1])),
    )
}


def check(features: Iterable[str]) -> tuple[str, ...]:
    """The names as a tuple; raises DataError if one is unknown, twice there, or none is left."""
    features = tuple(features)
    for name in features:
        if name not in FEATURES:
            raise DataError(f"unknown feature {name!r}; choose from {', '.join(FEATURES)}")
    if not features or len(set(features)) < len(features):
        raise DataError(
            f"features must be one or more different names of {', '.join(FEATURES)}, got {features}"
        )
    return features


def apply(features: Iterable[str], points: np.ndarray) -> np.ndarray:
    """Inputs X (number of features, m) of points (2, m).

    >>> apply(("x2", "x1^2"), np.array([[3.0], [5.0]])).tolist()
    [[5.0], [9.0]]
    """
    return np.stack([FEATURES[name].function(points) for name in check(features)])


class PointEncoder:
    """Makes inputs of points; called with a dict of the two coordinates of one."""

    layout = numbers(COORDINATES)

    def __init__(self, features: Iterable[str]):
        self.features = check(features)

    def inputs(self, points: np.ndarray) -> np.ndarray:
        """Inputs X (number of features, m) of points (2, m)."""
        return apply(self.features, points)

    def __call__(self, example: Mapping[str, float]) -> np.ndarray:
        if not isinstance(example, Mapping) or set(example) != set(COORDINATES):
            raise DataError(f"a point must be a dict with {' and '.join(COORDINATES)}")
        try:
            point = np.array([[float(example[name])] for name in COORDINATES])
        except (TypeError, ValueError) as error:
            raise DataError("the coordinates of a point must be two numbers") from error
        return self.inputs(point)
