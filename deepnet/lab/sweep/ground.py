"""The ground below a run: the cost on a plane through its path, and along the line between two networks."""

from dataclasses import dataclass

import numpy as np

from deepnet.checks import costs_at
from deepnet.network import Network

MARGIN = 0.35  # of the path's extent, around it
SIDE = 41  # costs along a side of the valley


@dataclass(frozen=True)
class Ground:
    """A plane in the space of the parameters: origin (P,), two directions (2, P) of length 1 at right angles,
    the ranges that hold the path, and which share of the path's variance lies in it (nan for a random plane).
    """

    origin: np.ndarray
    directions: np.ndarray
    range_x: tuple[float, float]
    range_y: tuple[float, float]
    share: float

    def places(self, thetas: np.ndarray) -> np.ndarray:
        """Where parameter vectors (T, P) stand on the plane, (T, 2)."""
        return (thetas - self.origin) @ self.directions.T

    def theta(self, x: float, y: float) -> np.ndarray:
        """The parameters (P,) at a point of the plane."""
        return self.origin + x * self.directions[0] + y * self.directions[1]

    def facing(self, other: "Ground") -> "Ground":
        """The same plane, turned over where that lets its directions agree with those of another."""
        signs = np.where((self.directions * other.directions).sum(axis=1) < 0, -1.0, 1.0)
        ranges = [
            (low, high) if sign > 0 else (-high, -low)
            for sign, (low, high) in zip(signs, (self.range_x, self.range_y), strict=True)
        ]
        return Ground(self.origin, self.directions * signs[:, None], ranges[0], ranges[1], self.share)

    def grid(self, side: int = SIDE) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """xs (side,), ys (side,), and all parameters (side², P), y in the outer loop."""
        xs, ys = np.linspace(*self.range_x, side), np.linspace(*self.range_y, side)
        steps = xs[None, :, None] * self.directions[0] + ys[:, None, None] * self.directions[1]
        return xs, ys, (self.origin + steps).reshape(side * side, -1)


def of_path(thetas: np.ndarray) -> Ground:
    """The plane of the two first principal directions of the path (T, P), around its last point."""
    if len(thetas) < 3:
        raise ValueError(
            f"a valley needs a path of at least 3 points, got {len(thetas)}; let the run play a little"
        )
    origin = thetas[-1]
    away = thetas - thetas.mean(axis=0)
    _, sizes, rows = np.linalg.svd(away, full_matrices=False)
    power = np.square(sizes)
    if power[0] == 0:
        raise ValueError("the path does not move, so it has no plane; let the run play a little")
    directions = _upright(rows[:2], thetas)
    return _around(origin, directions, thetas, float(power[:2].sum() / power.sum()))


def of_three(one: np.ndarray, other: np.ndarray, third: np.ndarray) -> Ground:
    """The plane through three parameter vectors; ValueError where they lie on a line."""
    first, second = other - one, third - one
    u = first / max(np.linalg.norm(first), 1e-300)
    v = second - (second @ u) * u
    if np.linalg.norm(v) < 1e-9 * max(np.linalg.norm(second), 1e-300):
        raise ValueError("the three networks lie on a line, so they have no plane; choose others")
    return _around(one, np.stack([u, v / np.linalg.norm(v)]), np.stack([one, other, third]), float("nan"))


def of_random(network: Network, thetas: np.ndarray, rng: np.random.Generator) -> Ground:
    """Two random directions, each row of weights as long as the network's own (Li and others 2018), made
    to stand at right angles."""
    origin, found = thetas[-1], []
    for _ in range(2):
        direction = rng.standard_normal(network.size)
        blocks, own = network.laid_out(direction)[0], network.laid_out(origin.copy())[0]
        for l in range(1, network.L + 1):
            size = np.linalg.norm(own[l], axis=1, keepdims=True)
            blocks[l] *= size / np.maximum(np.linalg.norm(blocks[l], axis=1, keepdims=True), 1e-300)
        found.append(direction)
    u = found[0] / max(np.linalg.norm(found[0]), 1e-300)
    v = found[1] - (found[1] @ u) * u
    length = np.linalg.norm(found[0])
    ground = Ground(
        origin, np.stack([u, v / np.linalg.norm(v)]), (-length, length), (-length, length), float("nan")
    )
    return ground


def _upright(directions: np.ndarray, thetas: np.ndarray) -> np.ndarray:
    """The same with signs such that the path goes to the right and upwards: the picture never flips."""
    if len(directions) < 2:
        other = np.zeros_like(directions[0])
        other[int(np.abs(directions[0]).argmin())] = 1.0
        other -= (other @ directions[0]) * directions[0]
        directions = np.stack([directions[0], other / np.linalg.norm(other)])
    went = (thetas[-1] - thetas[0]) @ directions.T
    return directions * np.where(went < 0, -1.0, 1.0)[:, None]


def _around(origin, directions, thetas, share: float) -> Ground:
    places = (thetas - origin) @ directions.T
    low, high = places.min(axis=0), places.max(axis=0)
    extent = max(float((high - low).max()), 1e-6)
    margin = np.maximum(MARGIN * extent, (extent - (high - low)) / 2 * 0.6 + MARGIN * extent)
    ranges = [(float(l - m), float(h + m)) for l, h, m in zip(low, high, margin, strict=True)]
    return Ground(origin, directions, ranges[0], ranges[1], share)


def valley(network: Network, ground: Ground, X, Y, loss: str, side: int = SIDE):
    """xs, ys and the mean loss (side, side), rows upwards, of every network on the plane."""
    xs, ys, thetas = ground.grid(side)
    return xs, ys, costs_at(network, thetas, X, Y, loss).reshape(side, side)


def bridge(network: Network, one: np.ndarray, other: np.ndarray, X, Y, loss: str, points: int = 101):
    """(shares, costs) (points,) along the straight line from `one` to `other`."""
    shares = np.linspace(0, 1, points)
    thetas = one + shares[:, None] * (other - one)
    return shares, costs_at(network, thetas, X, Y, loss)


def matched(network: Network, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """`other` with the neurons of its hidden layers in the order that brings them nearest to those of `one`.

    The network computes the same.  Layer by layer, each neuron of `one` takes the free neuron of `other`
    whose incoming and outgoing weights are most like its own (Ainsworth and others 2022 match so, by
    assignment); repeated until nothing moves.  ValueError for normalized layers, whose moments move too.
    """
    if network.batch_norm:
        raise ValueError(
            "networks with normalized layers are not matched: their moments would have to move too"
        )
    found = other.copy()
    blocks, mine = network.laid_out(found)[0], network.laid_out(one.copy())[0]
    for _ in range(20):
        moved = False
        for l in range(1, network.L):
            likeness = mine[l] @ blocks[l].T + mine[l + 1][:, :-1].T @ blocks[l + 1][:, :-1]
            order = assigned(likeness)
            if (order != np.arange(len(order))).any():
                blocks[l][...] = blocks[l][order].copy()
                blocks[l + 1][:, :-1] = blocks[l + 1][:, :-1][:, order].copy()
                moved = True
        if not moved:
            break
    return found


def assigned(likeness: np.ndarray) -> np.ndarray:
    """order (n,) that makes Σ likeness[i, order[i]] largest: the Hungarian method by shortest paths."""
    cost = likeness.max() - likeness
    n = len(cost)
    u, v, match = np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1, int)
    for i in range(1, n + 1):
        match[0], j0 = i, 0
        least, way, used = np.full(n + 1, np.inf), np.zeros(n + 1, int), np.zeros(n + 1, bool)
        while True:
            used[j0] = True
            i0, free = match[j0], ~used[1:]
            reduced = cost[i0 - 1] - u[i0] - v[1:]
            better = free & (reduced < least[1:])
            least[1:][better], way[1:][better] = reduced[better], j0
            j1 = int(np.where(free, least[1:], np.inf).argmin()) + 1
            delta = least[j1]
            u[match[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            j0 = j1
            if match[j0] == 0:
                break
        while j0:
            match[j0], j0 = match[way[j0]], way[j0]
    order = np.zeros(n, int)
    order[match[1:] - 1] = np.arange(n)
    return order
