"""Histograms of the weights of every layer, in one count."""

import numpy as np

from .network import Network


class Histograms:
    """Counts of the weights of each layer of a network; biases are left out.

    Call it with `ranges`, one positive number for each layer: counts (L, bins) int32 over [-range, range].
    What lies outside (or is not a number) is counted in the end bins.

    >>> network = Network([1, 4], ["linear"])
    >>> network.W[1][:, 0] = -0.9, 0.1, 0.2, 7.0
    >>> Histograms(network, bins=4)([1.0]).tolist()
    [[1, 0, 2, 1]]
    """

    def __init__(self, network: Network, bins: int = 40):
        self.network, self.bins = network, bins
        self._sizes = [part.stop - part.start for part in network.slices[1:]]
        self._blocks = network.theta[: network.slices[-1].stop]
        self._weights = network.weights[: self._blocks.size]
        start = np.repeat(np.arange(network.L) * bins, self._sizes)
        self._low = np.where(self._weights, start, network.L * bins).astype(
            network.dtype
        )  # biases: beyond the end
        self._high = np.where(self._weights, start + (bins - 1), network.L * bins).astype(network.dtype)
        self._scaled = np.empty_like(self._blocks)
        self._index = np.empty(self._blocks.size, np.intp)
        self._ranges: tuple[float, ...] = ()

    def __call__(self, ranges) -> np.ndarray:
        ranges = tuple(float(r) for r in ranges)
        if ranges != self._ranges:
            self._aim(ranges)
        q = self._scaled
        np.multiply(self._blocks, self._scale, q)
        np.add(q, self._middle, q)
        np.fmax(q, self._low, q)
        np.fmin(q, self._high, q)
        np.copyto(self._index, q, "unsafe")
        L, bins = self.network.L, self.bins
        counts = np.bincount(self._index, minlength=L * bins + 1)
        return counts[: L * bins].reshape(L, bins).astype(np.int32)

    def _aim(self, ranges: tuple[float, ...]) -> None:
        """From a weight to its bin: index = weight · scale + middle, rounded down."""
        if len(ranges) != self.network.L or not all(0 < r < np.inf for r in ranges):
            raise ValueError(f"ranges must be {self.network.L} positive numbers, got {list(ranges)}")
        scale = np.repeat([self.bins / (2 * r) for r in ranges], self._sizes)
        middle = np.repeat((np.arange(self.network.L) + 0.5) * self.bins, self._sizes)
        self._scale = scale.astype(self.network.dtype)
        self._middle = middle.astype(self.network.dtype)
        self._ranges = ranges
