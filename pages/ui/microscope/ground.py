"""The plane below a step: the network's answers over it before the update, and where the batch's rows lie."""

import base64

import numpy as np

from deepnet.data.features import apply
from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.view import MOST_ROWS
from pages.ui.figures.batch import SIDE

MOST_POINTS = 1000  # training rows that are drawn


def ground_of(book: Ledger, points: np.ndarray, features: tuple[str, ...]):
    """The network's answers over the plane before the step, 0 to 1; None where they are no yes or no."""
    network = book.walk.network
    if network.layer_dims[-1] != 1 or network.activations[-1] not in ("sigmoid", "tanh"):
        return None
    xs, ys = (np.linspace(*ends, SIDE) for ends in ends_of(points))
    grid = np.stack([part.ravel() for part in np.meshgrid(xs, ys)])
    answer = network.predict(apply(features, grid))[0].reshape(SIDE, SIDE)
    return xs, ys, (answer + 1) / 2 if network.activations[-1] == "tanh" else answer


def ends_of(points: np.ndarray) -> np.ndarray:
    """From where to where the plane reaches along x₁ and x₂, (2, 2): a little beyond the points (2, m)."""
    room = 0.05 * np.ptp(points, axis=1) + 1e-9
    return np.stack([points.min(axis=1) - room, points.max(axis=1) + room], axis=1)


def told(book: Ledger, dataset, features: tuple[str, ...], batch: np.ndarray) -> dict | None:
    """The plane as JSON, None where the data are no points of a plane.  batch (2, k): the points looked at.

    box: x from, to, y from, to.  pixels: the answers from the top left, a byte each, 1 for 0 and 255 for 1.
    """
    points = dataset.raw_train
    if dataset.plane != "xy" or points.shape[1] == 0:
        return None
    ground = ground_of(book, points, features)
    pixels = None
    if ground is not None:
        bytes_ = np.clip(np.round(1 + 254 * ground[2][::-1]), 1, 255).astype(np.uint8)
        pixels = base64.b64encode(np.ascontiguousarray(bytes_).tobytes()).decode()
    return {
        "box": ends_of(points).ravel().tolist(),
        "side": SIDE,
        "pixels": pixels,
        "points": np.round(points[:, :MOST_POINTS], 4).T.tolist(),
        "batch": np.round(batch[:, :MOST_ROWS], 4).T.tolist(),
        "free": not book.walk.network.batch_norm,  # any other point can be looked at, too
    }
