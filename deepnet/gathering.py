"""Gathering: the batches of many trainers at once, those of several steps in one take."""

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .training import Trainer

WINDOW = 1 << 17  # values: the batches of so many steps are taken at once as stay in the cache


class Gathering:
    """The batches of K trainers that stand at the same step; of only one of them, where all take the same
    rows of the same data (`shared`).

    Equal training sets are held once.
    """

    def __init__(self, trainers: list["Trainer"], dtype: np.dtype):
        first, found, numbers = trainers[0], {}, []
        for trainer in trainers:
            data = trainer.points, trainer.targets()
            known = found.setdefault(_print(data), (len(found), data))
            numbers.append(known[0])
        self.shared = len(found) == 1 and all(trainer.follows(first) for trainer in trainers)
        self.trainers = trainers[:1] if self.shared else trainers
        self.m, self.rows = first.m, first.rows
        sets = [[part.astype(dtype, copy=False) for part in data] for _, data in found.values()]
        joined = sets[0] if len(sets) == 1 else tuple(map(np.concatenate, zip(*sets, strict=True)))
        self._sets, self.widths = joined, [part.shape[1] for part in joined]
        K = len(self.trainers)
        self._offsets = self.m * np.array(numbers[:K])[:, None]
        size = K * self.rows
        self._steps = min(max(1, WINDOW // (size * sum(self.widths))), max(1, self.m // self.rows))
        self._room = [np.empty(self._steps * size * width, dtype) for width in self.widths]
        self._epoch, self._orders = -1, np.empty((0, 0), np.intp)
        self._span, self._cut = range(0), []

    def rows_at(self, batch: int) -> int:
        """How many examples a batch of an epoch holds."""
        return min(self.rows, self.m - batch * self.rows)

    def __call__(self, epoch: int, batch: int) -> tuple[np.ndarray, np.ndarray]:
        """Points (K, rows, n_x + 1) and targets (K, rows, n_y or n_y + 1), good until the next call."""
        whole = self.rows == self.m  # the same batch in every epoch
        if batch not in self._span or (self._epoch != epoch and not whole):
            self._take(epoch, batch)
        i = batch - self._span.start
        return self._cut[0][i], self._cut[1][i]

    def _take(self, epoch: int, batch: int) -> None:
        if self._epoch != epoch:
            orders = np.array([trainer.order_of(epoch) for trainer in self.trainers])
            self._epoch, self._orders = epoch, orders + self._offsets
        rows, K = self.rows_at(batch), len(self.trainers)
        steps = min(self._steps, self.m // self.rows - batch) if rows == self.rows else 1
        start = batch * self.rows
        taken = self._orders[:, start : start + steps * rows].reshape(K, steps, rows).swapaxes(0, 1)
        self._span, self._cut = range(batch, batch + steps), []
        for part, room, width in zip(self._sets, self._room, self.widths, strict=True):
            out = room[: steps * K * rows * width].reshape(steps, K, rows, width)
            part.take(taken, 0, out, "clip")
            self._cut.append(out)


def _print(data) -> bytes:
    """What equal training sets have in common and others have not."""
    digest = blake2b()
    for part in data:
        digest.update(np.ascontiguousarray(part).data)
    return digest.digest()
