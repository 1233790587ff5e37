"""Dropout: which neurons are silent in a step.  Srivastava, Hinton and others 2014, in the inverted form."""

import numpy as np


class Dropout:
    """Masks of 0 and 1/keep_prob.  Those of a step depend on the seed and the step alone, so any step can be
    repeated.  Call begin(step), then draw as often as the step needs it."""

    def __init__(self, keep_prob: float, seed: int):
        self.keep_prob = keep_prob
        self._source = np.random.PCG64(np.random.SeedSequence(seed).spawn(1)[0])
        self._start = self._source.state
        self._rng = np.random.Generator(self._source)

    def begin(self, step: int) -> None:
        self._source.state = self._start
        self._source.advance(step << 64)  # each step has a stretch of the stream to itself

    def draw(self, mask: np.ndarray, hit: np.ndarray) -> None:
        """Fill mask.  hit: a bool array of its shape, for scratch."""
        self._rng.random(out=mask, dtype=mask.dtype)
        np.less(mask, self.keep_prob, out=hit)
        np.divide(hit, self.keep_prob, out=mask, casting="unsafe")
