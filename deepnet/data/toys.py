"""Point clouds in two dimensions, each drawn to teach one thing.

Coordinates lie in about -6…6.  `noise` is a percentage, 0…50; where classes are regions of the plane it
blurs their borders (a point's class is that of a place nearby), elsewhere it scatters the points.  The draw
of the points does not depend on the noise, so turning it up moves the same points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

RADIUS = 5.0


@dataclass(frozen=True)
class Toy:
    """`make(n, noise, rng)` gives points (n, 2) and targets (n,): class numbers, or values in about -1…1."""

    name: str
    title: str
    kind: str
    classes: int  # 0 for regression
    make: Callable[[int, float, np.random.Generator], tuple[np.ndarray, np.ndarray]]
    tells: str
    points: int = 500
    noise: float = 10.0


def _jitter(n, noise, rng, reach):
    """Displacements (n, 2), even in ±reach at 100 % noise."""
    return rng.uniform(-reach, reach, (n, 2)) * (noise / 100)


def _on_circle(radius, angle):
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def circle(n, noise, rng):
    """A disc of class 1 in a ring of class 0, with a gap between them."""
    inside = np.arange(n) % 2 == 0
    u, angle = rng.random(n), rng.uniform(0, 2 * np.pi, n)
    points = _on_circle(RADIUS * np.where(inside, 0.5 * u, 0.7 + 0.3 * u), angle)
    seen = points + _jitter(n, noise, rng, RADIUS)
    return points, (np.hypot(*seen.T) < RADIUS / 2).astype(int)


def xor(n, noise, rng):
    """Class 1 where both coordinates have the same sign; a small gap along the axes."""
    points = rng.uniform(-RADIUS, RADIUS, (n, 2))
    points += np.copysign(0.3, points)
    seen = points + _jitter(n, noise, rng, RADIUS)
    return points, (seen[:, 0] * seen[:, 1] >= 0).astype(int)


def gaussian(n, noise, rng):
    """Two round clouds: class 1 around (2, 2), class 0 around (-2, -2)."""
    labels = np.arange(n) % 2
    spread = np.sqrt(0.5 + 3.5 * noise / 50)
    return (4.0 * labels - 2.0)[:, None] + spread * rng.standard_normal((n, 2)), labels


def _spirals(n, noise, rng, arms, turns):
    labels = np.arange(n) % arms
    along = (np.arange(n) // arms + 0.5) / np.ceil(n / arms)
    angle = 2 * np.pi * (turns * along + labels / arms)
    return RADIUS * along[:, None] * _on_circle(1.0, angle) + _jitter(n, noise, rng, 1.0), labels


def spiral(n, noise, rng):
    """Two arms wound around each other, one and three quarter turns."""
    return _spirals(n, noise, rng, arms=2, turns=1.75)


def moons(n, noise, rng):
    """Two half circles that reach into each other."""
    labels = np.arange(n) % 2
    angle = rng.uniform(0, np.pi, n)
    side = 1.0 - 2.0 * labels  # class 0 arches up, class 1 down
    points = 3.2 * _on_circle(1.0, angle) * side[:, None] - side[:, None] * np.array([1.6, 0.8])
    return points + 2.8 * noise / 100 * rng.standard_normal((n, 2)), labels


def _blobs(k):
    def make(n, noise, rng):
        labels = np.arange(n) % k
        centers = _on_circle(3.5, np.pi / 2 + 2 * np.pi * labels / k)
        return centers + (0.5 + 2.4 * noise / 100) * rng.standard_normal((n, 2)), labels

    make.__doc__ = f"{k} round clouds around a circle."
    return make


def checkerboard(n, noise, rng):
    """Sixteen squares of 2.5 in turn class 0 and class 1."""
    points = rng.uniform(-RADIUS, RADIUS, (n, 2))
    seen = points + _jitter(n, noise, rng, RADIUS / 2)
    return points, (np.floor(seen / 2.5).sum(axis=1) % 2).astype(int)


def plane(n, noise, rng):
    """A value that rises evenly along the diagonal: (x₁ + x₂) / 12."""
    points = rng.uniform(-6, 6, (n, 2))
    return points, (points + _jitter(n, noise, rng, 6.0)).sum(axis=1) / 12


def multi_gaussian(n, noise, rng):
    """Six round hills and hollows in two rows, ±exp(-d² / 2), seen with blurred eyes when there is noise."""
    points = rng.uniform(-6, 6, (n, 2))
    seen = points + _jitter(n, noise, rng, 6.0)
    value = np.zeros(n)
    for i, (x, y) in enumerate((x, y) for y in (2.5, -2.5) for x in (-4, 0, 4)):
        value += (-1) ** i * np.exp(-((seen[:, 0] - x) ** 2 + (seen[:, 1] - y) ** 2) / 2)
    return points, value


TOYS: dict[str, Toy] = {
    toy.name: toy
    for toy in (
        Toy(
            "circle",
            "Circle",
            "binary",
            2,
            circle,
            "One hidden layer bends straight cuts into a closed ring.",
        ),
        Toy("xor", "XOR", "binary", 2, xor, "No single straight line parts it: a hidden layer is needed."),
        Toy(
            "gaussian",
            "Two clouds",
            "binary",
            2,
            gaussian,
            "A straight line is enough: no hidden layer needed.",
        ),
        Toy("spiral", "Spiral", "binary", 2, spiral, "Hard with x₁ and x₂ alone: depth, width and patience."),
        Toy("moons", "Moons", "binary", 2, moons, "One smooth bend is enough; see how few neurons make it."),
        Toy(
            "blobs3",
            "Blobs, 3 classes",
            "multi-class",
            3,
            _blobs(3),
            "Softmax shares the plane among classes.",
        ),
        Toy(
            "blobs4",
            "Blobs, 4 classes",
            "multi-class",
            4,
            _blobs(4),
            "Each class gets a corner, with no hidden layer.",
        ),
        Toy(
            "blobs5",
            "Blobs, 5 classes",
            "multi-class",
            5,
            _blobs(5),
            "Narrow hidden layers squeeze five classes.",
        ),
        Toy(
            "checkerboard",
            "Checkerboard",
            "binary",
            2,
            checkerboard,
            "Many small regions need many neurons.",
            1000,
            0,
        ),
        Toy(
            "plane",
            "Tilted plane",
            "regression",
            0,
            plane,
            "One linear neuron solves it: watch two weights agree.",
        ),
        Toy(
            "multi-gaussian",
            "Hills and hollows",
            "regression",
            0,
            multi_gaussian,
            "A surface built from many bends.",
        ),
    )
}
