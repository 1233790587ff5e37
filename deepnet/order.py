"""Order: in which order an epoch takes the examples."""

import numpy as np


class Order:
    """order(e) is the row order of epoch e, (m,): it depends on the seed and e alone.

    given: (epochs, m) orders to use instead, one row per epoch; after the last it begins again.
    """

    def __init__(self, m: int, seed: int = 0, given=None):
        self.m, self.seed = m, seed
        self.given = None if given is None else np.asarray(given)
        if self.given is not None:
            if self.given.ndim != 2 or self.given.shape[1] != m or len(self.given) == 0:
                raise ValueError(f"order must have shape (epochs, {m}), got {self.given.shape}")
            if not (np.sort(self.given, axis=1) == np.arange(m)).all():
                raise ValueError(f"order must hold each row number 0…{m - 1} once in every epoch")
        self._source = np.random.PCG64(seed)
        self._start = self._source.state
        self._rng = np.random.Generator(self._source)
        self._last = None, None

    def __call__(self, epoch: int) -> np.ndarray:
        if self._last[0] != epoch:
            self._last = epoch, self._draw(epoch)
        return self._last[1]

    def _draw(self, epoch: int) -> np.ndarray:
        if self.given is not None:
            return self.given[epoch % len(self.given)]
        self._source.state = self._start
        self._source.advance(epoch << 64)  # each epoch has a stretch of the stream to itself
        return self._rng.permutation(self.m)

    def __getstate__(self):
        return {"m": self.m, "seed": self.seed, "given": self.given}

    def __setstate__(self, state):
        self.__init__(state["m"], state["seed"], state["given"])
