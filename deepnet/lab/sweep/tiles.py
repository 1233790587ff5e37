"""Tiles: the small picture of each network, as bytes.  TILES says what a picture can be of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from deepnet.lab.run.scores import sample
from deepnet.lab.stage.frames import LARGEST, linear, squeeze
from deepnet.lab.stage.plane import plane_of
from deepnet.lab.sweep.passes import Pass
from deepnet.network import Network

REACH = 1.2  # of a regression's targets, -1 … 1, that a tile of predictions shows


@dataclass(frozen=True)
class Tile:
    """One kind of picture.  colours: how its bytes are read, one of "diverging", "classes", "sequential".

    fits(dataset): whether it says anything.  painter(network, dataset, features, side): draws the parameters
    (K, P) and moments (K, n) of K networks at a call, (K, side²) bytes; or, if it has `answered`, what they
    said to the test rows.
    """

    name: str
    label: str
    tells: str
    fits: Callable
    painter: Callable
    colours: Callable


class Boundaries:
    """What networks answer on the plane, as the playground draws it."""

    def __init__(self, network: Network, dataset, features, side: int):
        self._kind, self._classes, self._output = dataset.kind, max(2, dataset.n_y), network.activations[-1]
        X, basis = plane_of(dataset, features).inputs(side)
        like = {"batch_norm": network.batch_norm, "dtype": np.float32}
        view = Network(network.layer_dims, network.activations, **like)
        self._pass = Pass(view, X if basis is None else basis @ X)
        self._side = side

    def __call__(self, thetas: np.ndarray, moments: np.ndarray) -> np.ndarray:
        found = np.empty((len(thetas), self._side**2), "u1")
        thetas = np.clip(thetas, -LARGEST, LARGEST).astype(np.float32)
        moments = np.clip(moments, -LARGEST, LARGEST).astype(np.float32)
        for part, Z in self._pass.pieces(thetas, moments):
            with np.errstate(all="ignore"):
                self._draw(self._pass.outputs(Z), found[part])
        return found

    def _draw(self, AL: np.ndarray, out: np.ndarray) -> None:
        if self._kind == "multi-class":
            out[:] = class_bytes(AL.argmax(axis=1), AL.max(axis=1), self._classes)
            return
        values = AL[:, 0]
        if self._kind == "binary":
            squeeze(values, self._output)
        else:
            linear(values, -1.0, 1.0)
        out[:] = values


class Confusions:
    """True class (rows) against the answer (columns) on the test rows: each row's shares."""

    def __init__(self, network: Network, dataset, features, side: int):
        k = len(dataset.classes)
        self._labels = dataset.labels_test[sample(dataset.X_test.shape[1])]
        self._k, self._at = k, np.minimum(np.arange(side) * k // side, k - 1)

    def answered(self, Z: np.ndarray) -> np.ndarray:
        """The pictures (k, side²) of networks with these sums (k, n_y, rows) on the test rows."""
        answers = (Z[:, 0] > 0).astype(int) if Z.shape[1] == 1 else Z.argmax(axis=1)
        found = []
        for answer in answers:
            counts = np.bincount(self._labels * self._k + answer, minlength=self._k**2).reshape(self._k, -1)
            shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
            found.append(np.round(255 * shares).astype("u1")[np.ix_(self._at, self._at)].ravel())
        return np.stack(found)


class Truths:
    """Predictions (upwards) against the truth (to the right) on the test rows: how many lie where."""

    def __init__(self, network: Network, dataset, features, side: int):
        self._side = side
        self._truth = self._cell(dataset.Y_test[0, sample(dataset.X_test.shape[1])])

    def _cell(self, values) -> np.ndarray:
        share = (np.clip(np.nan_to_num(values), -REACH, REACH) + REACH) / (2 * REACH)
        return np.minimum((share * self._side).astype(int), self._side - 1)

    def answered(self, Z: np.ndarray) -> np.ndarray:
        """The pictures (k, side²) of networks with these sums (k, 1, rows) on the test rows."""
        found, side = [], self._side
        for row in self._side - 1 - self._cell(Z[:, 0]):
            counts = np.bincount(row * side + self._truth, minlength=side**2)
            found.append(np.round(255 * np.sqrt(counts / max(counts.max(), 1))).astype("u1"))
        return np.stack(found)


class FirstLayers:
    """The weights of each neuron of the first layer as a picture, side by side."""

    def __init__(self, network: Network, dataset, features, side: int):
        h, w = dataset.image_shape[:2]
        n = network.layer_dims[1]
        across = min(int(np.ceil(np.sqrt(n))), side // 2)
        each = side // across
        self._network, self._side, self._shape = network, side, (h, w)
        self._means = means(h, each - 1), means(w, each - 1)  # a line of ground between two neurons
        self._across, self._each = across, each

    def __call__(self, thetas: np.ndarray, moments: np.ndarray) -> np.ndarray:
        blocks, _ = self._network.laid_out(thetas)
        h, w = self._shape
        W = np.nan_to_num(blocks[1][..., : h * w])  # (K, n_1, pixels)
        down, across = self._means
        pictures = down @ W.reshape(*W.shape[:2], h, w) @ across.T
        pictures /= np.maximum(np.abs(pictures).max(axis=(2, 3), keepdims=True), 1e-30)
        found = np.full((len(thetas), self._side, self._side), 128, "u1")
        for i in range(min(W.shape[1], self._across**2)):
            r, c = (i // self._across) * self._each, (i % self._across) * self._each
            picture = np.clip(pictures[:, i] * 127 + 128.5, 0, 255)
            found[:, r : r + picture.shape[1], c : c + picture.shape[2]] = picture
        return found.reshape(len(thetas), -1)


def means(n: int, pixels: int) -> np.ndarray:
    """(pixels, n): each pixel as the mean of the part of n values that it covers.

    >>> means(4, 2)
    array([[0.5, 0.5, 0. , 0. ],
           [0. , 0. , 0.5, 0.5]])
    """
    edges, at = np.linspace(0, n, pixels + 1), np.arange(n)
    shares = np.minimum(at + 1, edges[1:, None]) - np.maximum(at, edges[:-1, None])
    return np.maximum(shares, 0) * pixels / n


def class_bytes(winner: np.ndarray, strength: np.ndarray, classes: int) -> np.ndarray:
    """The winning class and how strongly it wins (1/classes … 1) in one byte: class · levels + level.

    >>> class_bytes(np.array([0, 2]), np.array([1.0, 1 / 3]), 3).tolist()
    [84, 170]
    """
    levels = levels_of(classes)
    share = (np.nan_to_num(strength) - 1 / classes) / (1 - 1 / classes)
    level = np.clip(np.floor(share * levels), 0, levels - 1)
    return (winner * levels + level).astype("u1")


def levels_of(classes: int) -> int:
    """How many strengths of each class fit into a byte."""
    return 256 // classes


def _of_plane(dataset) -> str:
    return "classes" if dataset.kind == "multi-class" else "diverging"


TILES = {
    tile.name: tile
    for tile in (
        Tile(
            "boundary",
            "Answers on the plane",
            "What the network answers on the plane that the playground shows.",
            lambda dataset: True,
            Boundaries,
            _of_plane,
        ),
        Tile(
            "confusion",
            "Confusion",
            "Test rows: the true class downwards, the answer to the right; a perfect network has a diagonal.",
            lambda dataset: dataset.kind != "regression",
            Confusions,
            lambda dataset: "sequential",
        ),
        Tile(
            "truth",
            "Predictions against truth",
            "Test rows: the truth to the right, the prediction upwards; a perfect network has a diagonal.",
            lambda dataset: dataset.kind == "regression",
            Truths,
            lambda dataset: "sequential",
        ),
        Tile(
            "first layer",
            "First-layer pictures",
            "The weights of every neuron of the first layer, drawn where its pixels are.",
            lambda dataset: dataset.image_shape is not None,
            FirstLayers,
            lambda dataset: "diverging",
        ),
    )
}


def usual_tile(dataset) -> str:
    """The picture that says most about networks on these data."""
    if dataset.plane == "xy":
        return "boundary"
    return "truth" if dataset.kind == "regression" else "confusion"


def fitting(dataset) -> list[str]:
    """The names of the pictures that say something, the usual one first."""
    first = usual_tile(dataset)
    return [first, *(name for name, tile in TILES.items() if name != first and tile.fits(dataset))]
