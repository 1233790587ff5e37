"""Order: in which order an epoch takes the examples."""

import numpy as np

FILE_ORDER = "file order"
BLOCK = 4096  # rows: the orders of small sets are drawn for several epochs at once


class Order:
    """order(e) is the row order of epoch e, (m,): it depends on the seed and e alone.

    given: (epochs, m) orders to use instead, one row per epoch; after the last it begins again.  Or
    FILE_ORDER: in every epoch the rows as they stand.

    >>> Order(3, given=FILE_ORDER)(7)
    array([0, 1, 2])
    """

    def __init__(self, m: int, seed: int = 0, given=None):
        self.m, self.seed = m, seed
        self.kept = given if isinstance(given, str) else None  # what holds for other rows as well
        if self.kept:
            if given != FILE_ORDER:
                raise ValueError(f"order must be {FILE_ORDER!r} or an array, got {given!r}")
            given = np.arange(m)[None]
        self.given = None if given is None else np.asarray(given)
        if self.given is not None:
            if self.given.ndim != 2 or self.given.shape[1] != m or len(self.given) == 0:
                raise ValueError(f"order must have shape (epochs, {m}), got {self.given.shape}")
            if not (np.sort(self.given, axis=1) == np.arange(m)).all():
                raise ValueError(f"order must hold each row number 0…{m - 1} once in every epoch")
        self._source = np.random.PCG64(seed)
        self._start = self._source.state
        self._epochs = max(1, BLOCK // m)  # in a block
        self._block, self._orders = -1, np.empty((0, m), np.intp)

    def __call__(self, epoch: int) -> np.ndarray:
        if self.given is not None:
            return self.given[epoch % len(self.given)]
        block = epoch // self._epochs
        if self._block != block:
            self._block, self._orders = block, self._draw(block)
        return self._orders[epoch % self._epochs]

    def _draw(self, block: int) -> np.ndarray:
        """Sort random numbers that carry their row in the lowest bits: half the time of a permutation."""
        self._source.state = self._start
        self._source.advance(block << 64)  # each block has a stretch of the stream to itself
        keys = self._source.random_raw(self._epochs * self.m).reshape(self._epochs, self.m)
        row_bits = np.uint64((1 << (self.m - 1).bit_length()) - 1)
        keys &= ~row_bits
        keys |= np.arange(self.m, dtype=np.uint64)
        keys.sort(axis=1)
        keys &= row_bits
        return keys.astype(np.intp)

    def alike(self, other: "Order") -> bool:
        """Whether both give the same orders."""
        given = self.given is other.given or np.array_equal(self.given, other.given)
        return self.m == other.m and given and (self.given is not None or self.seed == other.seed)

    def __getstate__(self):
        return {"m": self.m, "seed": self.seed, "given": self.given}

    def __setstate__(self, state):
        self.__init__(state["m"], state["seed"], state["given"])
