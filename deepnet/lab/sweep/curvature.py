"""Sharpness: the largest eigenvalue of the Hessian, by power iteration on differences of gradients."""

from dataclasses import dataclass

import numpy as np

from deepnet.training import Trainer

ITERATIONS = 300
H = 1e-4  # length of the step over which gradients are compared
ENOUGH = 1e-9  # relative change of the eigenvalue at which it stands still


@dataclass(frozen=True)
class Sharpness:
    """The largest eigenvalue (inf where none is finite), its direction (P,), and the rounds it took."""

    value: float
    vector: np.ndarray
    rounds: int


def sharpness(
    trainer: Trainer,
    *,
    start: np.ndarray | None = None,
    scale: np.ndarray | None = None,
    rounds: int = ITERATIONS,
    enough: float = ENOUGH,
) -> Sharpness:
    """Of the cost that the trainer lowers, over its whole training set, where its network stands.

    scale (P,): of the preconditioned Hessian D H D instead, D = diag(scale).  start: a direction to begin
    with, as that of a step nearby.  Central differences of the gradient; the network ends where it was.
    """
    network = trainer.network
    theta, P = network.theta.copy(), network.size
    D = np.ones(P) if scale is None else scale
    begin = np.random.default_rng(0).standard_normal(P) if start is None else np.array(start, float)

    def product(vector):
        return D * curved(trainer, theta, D * vector)

    try:
        found = _power(product, begin, rounds, enough)
        if found.value < 0:  # the largest in size is negative: shifted by it, the largest is the outermost
            down = found.value
            up = _power(lambda v: product(v) - down * v, begin, rounds, enough)
            found = Sharpness(up.value + down, up.vector, found.rounds + up.rounds)
        return found
    finally:
        network.theta[:] = theta


def _power(product, vector: np.ndarray, rounds: int, enough: float) -> Sharpness:
    """The eigenvalue of largest size of what `product` multiplies by."""
    vector, value, spent = vector / (np.linalg.norm(vector) or 1.0), 0.0, 0
    for spent in range(1, rounds + 1):
        image = product(vector)
        before, value = value, float(vector @ image)
        length = float(np.linalg.norm(image))
        if not np.isfinite(length):
            return Sharpness(np.inf, vector, spent)
        if length == 0 or abs(value - before) <= enough * abs(value):
            break
        vector = image / length
    return Sharpness(value, vector, spent)


def curved(trainer: Trainer, theta: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """H·direction at theta, by fourth-order central differences of the gradient; the network moves."""
    length = float(np.linalg.norm(direction))
    if length == 0:
        return np.zeros_like(direction)
    unit, network = direction / length, trainer.network
    h = H * max(1.0, float(np.linalg.norm(theta)) / np.sqrt(len(theta)))
    slopes = []
    for away in (2 * h, h, -h, -2 * h):
        network.theta[:] = theta + away * unit
        slopes.append(trainer.gradient().astype(np.float64))
    far, near, back, behind = slopes
    return length * (8 * (near - back) - (far - behind)) / (12 * h)


def limit(
    optimizer: str, learning_rate: float, beta1: float, *, full_batch: bool
) -> tuple[float, str] | None:
    """The sharpness above which the optimizer in force would overshoot a valley, and what that is worth.

    2/η of plain descent (LeCun and others 1991); 2(1+β)/((1-β)η) of momentum whose velocity is an average of
    gradients.  None where a rule has no such line for the plain Hessian.
    """
    if learning_rate <= 0:
        return None
    if optimizer == "gradient descent":
        value, words = 2 / learning_rate, "2/η"
    elif optimizer == "momentum":
        value, words = 2 * (1 + beta1) / ((1 - beta1) * learning_rate), "2(1+β)/((1−β)η)"
    else:
        return None
    return value, words if full_batch else f"{words}, with batches only a bound"
