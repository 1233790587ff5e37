"""A drawing: points of the plane that a person drew, as one value that can be kept, compared and sent."""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from deepnet.data.dataset import DataError, Dataset
from deepnet.data.palette import PALETTE

MOST_DRAWN = 5_000
MOST_CLASSES = len(PALETTE)
MOST_NOISE = 50  # percent
EXTENT = 6.0  # of the plane; a toy may bring points that lie beyond
FARTHEST = 31.0
GRAIN = 1024  # places are whole multiples of 1 / GRAIN, so that they travel exactly
SPREAD = 0.02  # standard deviation of a point's displacement for each percent of noise
COPY_SPREAD = 0.15  # the same, between a point and its copy
KEYS = 1 << 16
LEARNED, TESTED = 231, 25  # ranks from, and up to, which every share of test points takes so
GOLDEN = 0.6180339887498949

# x and y in grains; the key tells a point from all others; by its rank it is a test point or not.
POINT = np.dtype([("x", "<i2"), ("y", "<i2"), ("key", "<u2"), ("rank", "u1"), ("label", "u1")])
HEAD = struct.Struct("<BBHI")  # classes, noise, born, seed


@dataclass(frozen=True)
class Drawing:
    """Points with a class each; every change gives a new Drawing.

    rows: the bytes of a table of POINT.  classes: how many there are, with or without points.  noise: percent
    by which the points are displaced, each by a draw of its own of `seed`.  born: points made so far, modulo
    KEYS.  DataError for what cannot be.

    A point is a test point where its rank is below the share of 256, so it stays on its side whatever is
    added.
    """

    rows: bytes = field(default=b"", repr=False)
    classes: int = 2
    noise: int = 0
    born: int = 0
    seed: int = 0

    def __post_init__(self):
        table, n = self.table, len(self.rows) // POINT.itemsize
        if len(self.rows) % POINT.itemsize or not 0 <= n <= MOST_DRAWN:
            raise DataError(f"a drawing has at most {MOST_DRAWN:,} points; erase some")
        if not 2 <= self.classes <= MOST_CLASSES:
            raise DataError(f"a drawing has from 2 to {MOST_CLASSES} classes, got {self.classes}")
        if n and table["label"].max() >= self.classes:
            raise DataError(f"classes of drawn points must be from 1 to {self.classes}")
        if n and np.unique(table["key"]).size < n:
            raise DataError("every drawn point must have a key of its own")
        if n and max(np.abs(table[name].astype(int)).max() for name in "xy") > FARTHEST * GRAIN:
            raise DataError(f"drawn points must lie within ±{FARTHEST:g}")
        if not 0 <= self.noise <= MOST_NOISE:
            raise DataError(f"noise must be between 0 and {MOST_NOISE} percent, got {self.noise}")
        if not (0 <= self.born < KEYS and 0 <= self.seed < 1 << 32):
            raise DataError("the numbers of a drawing are out of range")

    # ---- what it is

    def __len__(self) -> int:
        return len(self.rows) // POINT.itemsize

    @property
    def table(self) -> np.ndarray:
        """The points as drawn, one row of POINT each, read-only."""
        return np.frombuffer(self.rows[: len(self.rows) // POINT.itemsize * POINT.itemsize], POINT)

    @property
    def places(self) -> np.ndarray:
        """Where the points lie, (n, 2): as drawn, and displaced where there is noise."""
        table = self.table
        places = np.stack([table["x"], table["y"]], axis=1) / GRAIN
        if not self.noise:
            return places
        moved = places + self.noise * SPREAD * displacements(self.seed)[table["key"]]
        edge = np.maximum(np.abs(places), EXTENT)  # nobody is pushed out of the picture
        return in_grains(np.clip(moved, -edge, edge)) / GRAIN

    @property
    def waiting(self) -> str:
        """Why nothing can be learned yet, and what to draw: one sentence, "" if it can."""
        found = np.unique(self.table["label"]).size
        if found == 0:
            return "The plane is empty: choose a class and click or paint points; two classes are needed."
        if found < 2:
            return "All points are of one class: choose another class and draw some of its points."
        if (self.table["rank"] > TESTED).all():
            return "These points are too few: draw at least one more, for one is kept for the test."
        return ""

    def split(self, test_share: float) -> tuple[np.ndarray, np.ndarray]:
        """Row numbers (train, test), both ascending; `test_share` is in percent, 10…90."""
        in_test = self.table["rank"] < test_share * 2.56
        return np.flatnonzero(~in_test), np.flatnonzero(in_test)

    # ---- changes

    def added(self, points: Iterable, label: int) -> Drawing:
        """With points (n, 2) of class `label`; the number after the last class makes a new class."""
        points = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        if not 0 <= label <= min(self.classes, MOST_CLASSES - 1):
            raise DataError(f"a class must be from 1 to {min(self.classes + 1, MOST_CLASSES)}")
        self._room_for(len(points))
        new = np.zeros(len(points), POINT)
        new["x"], new["y"] = in_grains(within(points)).T
        new["label"] = label
        new["rank"] = 1 + 254 * ((self.born + np.arange(len(new)) + 1) * GOLDEN % 1)
        return self._with(new, classes=max(self.classes, label + 1) if len(new) else self.classes)

    def erased(self, keys: Iterable[int]) -> Drawing:
        """Without the points of these keys; keys that are not there are passed over."""
        table = self.table
        return self._of(table[~np.isin(table["key"], list(keys))].copy())

    def flipped(self, keys: Iterable[int]) -> Drawing:
        """With the points of these keys each in the next class."""
        table = self.table.copy()
        hit = np.isin(table["key"], list(keys))
        table["label"][hit] = (table["label"][hit] + 1) % self.classes
        return self._of(table)

    def moved(self, key: int, to: tuple[float, float]) -> Drawing:
        """With the point of this key at another place."""
        table = self.table.copy()
        x, y = in_grains(within(np.asarray(to, dtype=np.float64)))
        hit = table["key"] == key
        table["x"][hit], table["y"][hit] = x, y
        return self._of(table)

    def cleared(self) -> Drawing:
        """An empty plane, of two classes and without noise."""
        return Drawing(born=self.born, seed=self.seed)

    def doubled(self) -> Drawing:
        """With a copy of every point a little beside it, on the same side of the split."""
        table = self.table
        self._room_for(len(table))
        rng = np.random.default_rng([self.seed, self.born])
        places = np.stack([table["x"], table["y"]], axis=1) / GRAIN
        beside = places + COPY_SPREAD * rng.standard_normal(places.shape)
        edge = np.maximum(np.abs(places), EXTENT)
        new = table.copy()
        new["x"], new["y"] = in_grains(np.clip(beside, -edge, edge)).T
        return self._with(new)

    def shuffled(self) -> Drawing:
        """Displaced by other draws and split anew."""
        table, seed = self.table.copy(), (self.seed + 1) % (1 << 32)
        start = np.random.default_rng(seed).random()
        table["rank"] = 1 + 254 * ((start + np.arange(len(table)) * GOLDEN) % 1)
        return replace(self._of(table), seed=seed)

    def _room_for(self, n: int) -> None:
        if len(self) + n > MOST_DRAWN:
            raise DataError(f"a drawing has at most {MOST_DRAWN:,} points; erase some first")

    def _with(self, new: np.ndarray, **fields) -> Drawing:
        """With new rows, which get keys that nobody has."""
        n, table = len(new), self.table
        wanted = (self.born + np.arange(n + len(table))) % KEYS  # so many that enough are free
        new["key"] = wanted[~np.isin(wanted, table["key"])][:n]
        born = (int(new["key"][-1]) + 1) % KEYS if n else self.born
        return self._of(np.concatenate([table, new]), born=born, **fields)

    def _of(self, table: np.ndarray, **fields) -> Drawing:
        """With other rows: where a class is without a point sure to be learned from, or nobody is sure to be
        tested on, one point's rank is changed, if possible that of the last drawn."""
        n, old = len(table), len(self)
        order = np.arange(n)[::-1] if n > old else np.arange(n)
        sure = {}
        for label in np.unique(table["label"]).tolist():
            mine = order[table["label"][order] == label]
            learned = mine[table["rank"][mine] >= LEARNED]
            if not learned.size:
                learned = mine[table["rank"][mine].argmax()][None]
                table["rank"][learned] = 255
            if learned.size == 1:
                sure[int(learned[0])] = label
        free = [i for i in order.tolist() if i not in sure] if (table["rank"] > TESTED).all() else []
        if free:
            news = [i for i in free if i >= old] or free
            table["rank"][min(news, key=lambda i: table["rank"][i])] = 0
        return replace(self, rows=table.tobytes(), **fields)

    # ---- as text

    def text(self) -> str:
        """All of it in letters, digits, - and _; `read` makes it again."""
        head = HEAD.pack(self.classes, self.noise, self.born, self.seed)
        return base64.urlsafe_b64encode(head + self.rows).decode().rstrip("=")

    @staticmethod
    def read(text: str) -> Drawing:
        """The drawing that `text` tells of; DataError for text that none makes."""
        try:
            data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            classes, noise, born, seed = HEAD.unpack_from(data)
        except (ValueError, binascii.Error, struct.error, TypeError):
            raise DataError("the drawn points cannot be read; copy the whole of their text") from None
        drawing = Drawing(data[HEAD.size :], classes, noise, born, seed)
        return drawing._of(drawing.table.copy())


def taken_over(dataset: Dataset, test_share: float) -> Drawing:
    """The points of a toy as a drawing; which are test points stays.  DataError where they have no class."""
    if dataset.plane != "xy":
        raise DataError("points are drawn where a set has two dimensions: choose a toy, or Your points")
    if dataset.kind == "regression":
        raise DataError(
            "the points of this set carry values, not classes: choose a toy with classes, or an empty plane"
        )
    train, test = dataset.raw_train.shape[1], dataset.raw_test.shape[1]
    if train + test > MOST_DRAWN:
        raise DataError(f"a drawing has at most {MOST_DRAWN:,} points; take fewer points first")
    table = np.zeros(train + test, POINT)
    points = np.hstack([dataset.raw_train, dataset.raw_test]).T
    table["x"], table["y"] = in_grains(np.clip(points, -FARTHEST, FARTHEST)).T
    table["label"] = np.concatenate([dataset.labels_train, dataset.labels_test])
    table["key"] = np.arange(len(table))
    border = int(np.ceil(test_share * 2.56))  # the first rank that is learned from
    along = np.arange(len(table)) * GOLDEN % 1
    table["rank"][:train] = border + along[:train] * (255 - border)
    table["rank"][train:] = along[train:] * border
    return Drawing(classes=len(dataset.classes), born=len(table))._of(table)


def told(old: Drawing, new: Drawing) -> str:
    """What was done, in words: "12 points added, 1 moved"; "" where nothing was."""
    was, now = old.table, new.table
    _, a, b = np.intersect1d(was["key"], now["key"], return_indices=True)
    moved = (was["x"][a] != now["x"][b]) | (was["y"][a] != now["y"][b])
    counts = {
        "added": len(now) - len(b),
        "erased": len(was) - len(a),
        "moved": np.count_nonzero(moved),
        "given another class": np.count_nonzero(was["label"][a] != now["label"][b]),
    }
    parts = [f"{n:,} {what}" for what, n in counts.items() if n]
    if parts:
        first, _, rest = parts[0].partition(" ")
        parts[0] = f"{first} point{'' if first == '1' else 's'} {rest}"
    if old.seed != new.seed:
        parts.append("points split anew")
    if old.noise != new.noise:
        parts.append(f"noise of the points {old.noise} % → {new.noise} %")
    return ", ".join(parts)


def within(points: np.ndarray) -> np.ndarray:
    """The points themselves; DataError for one outside of the plane."""
    if not (np.abs(points) <= EXTENT).all():  # also for nan
        raise DataError(f"drawn points must have two coordinates from -{EXTENT:g} to {EXTENT:g}")
    return points


def in_grains(points: np.ndarray) -> np.ndarray:
    return np.rint(points * GRAIN).astype(np.int64)


@lru_cache(8)
def displacements(seed: int) -> np.ndarray:
    """The direction and reach in which each key's point is displaced, (KEYS, 2), for noise to scale."""
    return np.random.default_rng([seed, 1]).standard_normal((KEYS, 2))
