"""Point clouds in two dimensions, each drawn to teach one thing.

Coordinates lie in about -6…6.  `noise` is a percentage, 0…50; where classes are regions of the plane it
blurs their borders (a point's class is that of a place nearby), elsewhere it scatters the points.  The draw
of the points does not depend on the noise, so turning it up moves the same points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

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
    notes: tuple[str, ...] = ()


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


def rings(n, noise, rng):
    """A disc and two rings around it, each a class."""
    u, angle = rng.random(n), rng.uniform(0, 2 * np.pi, n)
    labels = np.arange(n) % 3
    radius = np.array([0.0, 2.2, 4.2])[labels] + np.array([1.4, 1.0, 0.9])[labels] * np.sqrt(u)
    points = _on_circle(radius, angle)
    seen = np.hypot(*(points + _jitter(n, noise, rng, RADIUS / 2)).T)
    return points, (seen > 1.8).astype(int) + (seen > 3.7)


def spirals3(n, noise, rng):
    """Three arms wound around each other, one turn."""
    return _spirals(n, noise, rng, arms=3, turns=1.0)


def waves(n, noise, rng):
    """Wavy bands in turn class 0 and class 1."""
    points = rng.uniform(-RADIUS, RADIUS, (n, 2))
    seen = points + _jitter(n, noise, rng, RADIUS / 2)
    return points, (np.floor((seen[:, 1] + 1.2 * np.sin(seen[:, 0])) / 2.0) % 2).astype(int)


def flower(n, noise, rng):
    """Class 1 in a flower of five petals, class 0 around it."""
    inside = np.arange(n) % 2 == 0
    u, angle = rng.random(n), rng.uniform(0, 2 * np.pi, n)

    def edge(angle):
        return 3.2 + 1.4 * np.cos(5 * angle)

    radius = np.where(inside, 0.9 * edge(angle) * np.sqrt(u), 1.1 * edge(angle) + 0.9 * u)
    points = _on_circle(radius, angle)
    seen = points + _jitter(n, noise, rng, RADIUS / 2)
    return points, (np.hypot(*seen.T) < edge(np.arctan2(seen[:, 1], seen[:, 0]))).astype(int)


def overlap(n, noise, rng):
    """Two clouds that lie half over each other, around (1.1, 1.1) and (-1.1, -1.1)."""
    labels = np.arange(n) % 2
    spread = 1.2 + noise / 100
    return (2.2 * labels - 1.1)[:, None] + spread * rng.standard_normal((n, 2)), labels


def islands(n, noise, rng):
    """Two small islands of class 1, a tenth of all points, in a sea of class 0."""
    places = np.array([[-2.0, 1.6], [2.2, -1.8]])
    rare = np.arange(n) % 10 == 0
    u, angle = np.sqrt(rng.random(n)), rng.uniform(0, 2 * np.pi, n)
    points = np.where(
        rare[:, None], places[np.arange(n) // 10 % 2] + 0.9 * _on_circle(u, angle), 5.2 * _on_circle(u, angle)
    )
    away = points[:, None, :] - places  # (n, 2 islands, 2)
    reach = np.hypot(away[..., 0], away[..., 1])
    near = reach.argmin(axis=1)
    wet = ~rare & (reach.min(axis=1) < 1.2)  # sea points on an island move to its shore
    shore = away[np.arange(n), near] * (1.2 / np.maximum(reach.min(axis=1), 1e-9))[:, None]
    points[wet] = places[near[wet]] + shore[wet]
    seen = points + _jitter(n, noise, rng, RADIUS / 2)
    return points, (np.hypot(*(seen[:, None, :] - places).transpose(2, 0, 1)).min(axis=1) < 1.05).astype(int)


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


def ripples(n, noise, rng):
    """Rings of a wave that dies away from the middle: cos(1.5 r) / (1 + r / 4)."""
    points = rng.uniform(-6, 6, (n, 2))
    r = np.hypot(*(points + _jitter(n, noise, rng, 3.0)).T)
    return points, np.cos(1.5 * r) / (1 + r / 4)


def saddle(n, noise, rng):
    """A saddle: x₁ x₂ / 36."""
    points = rng.uniform(-6, 6, (n, 2))
    return points, (points + _jitter(n, noise, rng, 6.0)).prod(axis=1) / 36


@cache
def _photo():
    """Brightness -1…1 of scikit-learn's bundled photograph of a flower, 427×427 from its middle."""
    from sklearn.datasets import load_sample_image

    colors = load_sample_image("flower.jpg").astype(np.float64)
    grey = colors @ [0.299, 0.587, 0.114]
    start = (grey.shape[1] - grey.shape[0]) // 2 + 40
    square = grey[:, start : start + grey.shape[0]]
    return (square - square.min()) / np.ptp(square) * 2 - 1


def photo(n, noise, rng):
    """The brightness of a photograph at each place."""
    points = rng.uniform(-6, 6, (n, 2))
    seen = np.clip(points + _jitter(n, noise, rng, 2.0), -6, 6)
    picture = _photo()
    side = len(picture) - 1
    rows, columns = np.round((6 - seen[:, 1]) / 12 * side), np.round((seen[:, 0] + 6) / 12 * side)
    return points, picture[rows.astype(int), columns.astype(int)]


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
            "rings",
            "Rings, 3 classes",
            "multi-class",
            3,
            rings,
            "Classes around classes: borders are closed rings.",
        ),
        Toy(
            "spirals3",
            "Three spirals",
            "multi-class",
            3,
            spirals3,
            "Three arms: softmax and depth together.",
            600,
            5,
        ),
        Toy(
            "waves",
            "Waves",
            "binary",
            2,
            waves,
            "Bands that repeat: sin x₁ as an input helps, x₁² does not.",
            800,
            5,
        ),
        Toy(
            "flower",
            "Flower",
            "binary",
            2,
            flower,
            "Five petals: neuron after neuron folds a corner.",
            600,
            5,
        ),
        Toy(
            "overlap",
            "Overlapping clouds",
            "binary",
            2,
            overlap,
            "No border is right for all: see a big net overfit.",
            200,
        ),
        Toy(
            "islands",
            "Rare islands",
            "binary",
            2,
            islands,
            "One in ten is blue: 90 % right may mean nothing.",
            800,
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
        Toy(
            "ripples",
            "Ripples",
            "regression",
            0,
            ripples,
            "A wave needs many bends: compare tanh with relu.",
            1000,
            0,
        ),
        Toy(
            "saddle",
            "Saddle",
            "regression",
            0,
            saddle,
            "Up one way, down the other: with x₁x₂ as input one neuron is enough.",
            500,
            0,
        ),
        Toy(
            "photo",
            "A photograph",
            "regression",
            0,
            photo,
            "A network can hold a picture: place in, brightness out.",
            4000,
            0,
            notes=("Photograph: flickr.com/photos/vultilion/6056698931, CC BY 2.0.",),
        ),
    )
}
