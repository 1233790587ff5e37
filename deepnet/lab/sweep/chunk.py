"""Chunk: the members of one shape that are trained together, scored and drawn at every tick of the clock."""

from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter

import numpy as np

from deepnet.ensemble import Ensemble
from deepnet.hyperparameters import ALIKE
from deepnet.lab.run.recipe import build, data_of, layer_dims, loss_of, options
from deepnet.lab.settings.settings import DATA, DRAWN, UPLOAD, Settings
from deepnet.lab.sweep.grid import Member
from deepnet.lab.sweep.passes import ManyScores
from deepnet.lab.sweep.tiles import TILES

ENOUGH = 200  # neurons times rows of a batch at which a preview gains twice the speed
FRESH = 5000  # points of a toy that no network of a sweep has seen
ARRAYS = ("theta", "moments", "slots")
COUNTERS = ("t", "step_count", "epoch", "batch")
_DATA = tuple(sorted(DATA))  # what makes the data, in one order


@dataclass(frozen=True)
class Look:
    """What is drawn of each member at each tick: a tile by name ("" for none) and its side in pixels.

    fresh: whether members on a toy are scored on FRESH new points at the last tick.  preview: whether they
    are trained in float32 whatever their settings say: sooner, and close to the exact runs, not the same.
    """

    tile: str = ""
    side: int = 24
    fresh: bool = False
    preview: bool = False


@dataclass
class Record:
    """What was found at some ticks: scores (n, K, 4), tiles (n, K, side²), and how to go on from there.

    fresh: (K, 2), cost and metric on fresh points after the last tick, else None.  diverged (n, K): whether
    a number is not finite.  seconds: what it took.
    """

    scores: np.ndarray
    tiles: np.ndarray | None
    diverged: np.ndarray
    state: dict
    fresh: np.ndarray | None
    seconds: float


class Chunk:
    """Members that go together, at one step.  ValueError for settings that cannot be."""

    def __init__(self, members: list[Member], uploaded=None, look: Look | None = None):
        self.members, self.look, self._uploaded = members, look or Look(), uploaded
        built = [build(m.settings, data(m.settings, uploaded), order_of=m.order_of) for m in members]
        self.trainers = [trainer for _, trainer in built]
        try:
            self._ensemble = Ensemble(self.trainers, preview=self.look.preview) if len(members) > 1 else None
        except ValueError:  # batches so large that many at once would be no faster
            self._ensemble = None
        self._means: dict[tuple, tuple] = {}
        self._places: dict[tuple, list[int]] = {}
        for k, member in enumerate(members):
            self._places.setdefault(data_key(member.settings), []).append(k)

    @property
    def step(self) -> int:
        return self.trainers[0].step_count

    def to(self, step: int) -> None:
        """Train all members up to `step`."""
        n = step - self.step
        if n < 1:
            return
        if self._ensemble is not None:
            self._ensemble.step(n)
        else:
            for trainer in self.trainers:
                trainer.step(n)

    def state(self) -> dict:
        """Everything that changes from step to step, of all members."""
        found = {name: np.stack([t.state()[name] for t in self.trainers]) for name in ARRAYS}
        return found | {name: getattr(self.trainers[0], name) for name in COUNTERS}

    def restore(self, state: dict) -> None:
        counters = {name: state[name] for name in COUNTERS}
        for k, trainer in enumerate(self.trainers):
            trainer.restore({name: state[name][k] for name in ARRAYS} | counters)

    def thetas(self) -> np.ndarray:
        """(K, P)."""
        return np.stack([trainer.network.theta for trainer in self.trainers])

    def record(self, steps, *, last: bool) -> Record:
        """Train to each of these steps in turn and look at all members there.  last: it ends with them."""
        began, n, K = perf_counter(), len(steps), len(self.members)
        scores, diverged = np.full((n, K, 4), np.nan), np.zeros((n, K), bool)
        tiles = np.zeros((n, K, self.look.side**2), "u1") if self.look.tile else None
        for i, step in enumerate(steps):
            self.to(int(step))
            exact = last and i == n - 1
            self._look(scores[i], None if tiles is None else tiles[i], exact=exact)
            diverged[i] = ~(
                np.isfinite(scores[i, :, :2]).all(axis=1) & np.isfinite(self.thetas()).all(axis=1)
            )
        fresh = self._fresh() if last and self.look.fresh else None
        return Record(scores, tiles, diverged, self.state(), fresh, perf_counter() - began)

    def _look(self, scores: np.ndarray, tiles: np.ndarray | None, *, exact: bool) -> None:
        """Score and draw all members; exact: in their own precision instead of in float32."""
        for key, places in self._places.items():
            score, painter = self._of((*key, exact), self.members[places[0]].settings, exact)
            thetas, moments = self._parameters(places)
            if tiles is None or not hasattr(painter, "answered"):
                found = score(thetas, moments)
                if tiles is not None:
                    tiles[places] = painter(thetas, moments)
            else:
                drawn = np.empty((len(places), tiles.shape[1]), "u1")

                def see(part, Z, drawn=drawn, painter=painter):
                    drawn[part] = painter.answered(Z)

                found = score(thetas, moments, see)
                tiles[places] = drawn
            odd = ~np.isfinite(found[:, :2]).all(axis=1)
            if odd.any() and not exact:  # too large for float32 need not be too large
                score, _ = self._of((*key, True), self.members[places[0]].settings, True)
                found[odd] = score(thetas[odd], moments[odd])
            scores[places] = found

    def _parameters(self, places: list[int]) -> tuple[np.ndarray, np.ndarray]:
        networks = [self.trainers[k].network for k in places]
        return np.stack([n.theta for n in networks]), np.stack([n.moments for n in networks])

    def _of(self, key, settings: Settings, exact: bool):
        """How the members on one data set are scored and drawn."""
        if key not in self._means:
            dataset, network = data(settings, self._uploaded), self.trainers[0].network
            dtype, painter = network.dtype if exact else np.float32, None
            score = ManyScores(network, dataset, loss_of(settings, dataset), dtype)
            if self.look.tile:
                painter = TILES[self.look.tile].painter(network, dataset, settings.features, self.look.side)
            self._means[key] = score, painter
        return self._means[key]

    def _fresh(self) -> np.ndarray:
        """Cost and metric (K, 2) on fresh points; nan where the data are no toy."""
        found = np.full((len(self.members), 2), np.nan)
        for places in self._places.values():
            settings = self.members[places[0]].settings
            dataset = fresh_points(settings)
            if dataset is not None:
                network = self.trainers[0].network
                score = ManyScores(network, dataset, loss_of(settings, dataset), network.dtype)
                halves = score(*self._parameters(places))
                found[places] = np.column_stack([halves[:, :2].mean(axis=1), halves[:, 2:].mean(axis=1)])
        return found


def gains_by_preview(settings: Settings, dataset) -> bool:
    """Whether a preview trains networks of these settings about twice as fast, or faster.

    Below so many neurons times rows it is the calls that cost, not the numbers.
    """
    network, _ = build(settings, dataset)
    rows = min(settings.batch_size or dataset.m, dataset.m)
    return network.dtype == np.float64 and sum(network.layer_dims[1:]) * rows >= ENOUGH


def data_key(settings: Settings) -> tuple:
    """What makes the data of these settings, and the loss that they are scored by."""
    return (*(getattr(settings, name) for name in _DATA), settings.loss, settings.output)


def data(settings: Settings, uploaded=None):
    """The data set; those made from settings alone are kept for the next members."""
    if settings.dataset == UPLOAD:
        return data_of(settings, uploaded)
    return _made(tuple(getattr(settings, name) for name in _DATA))


@lru_cache(64)
def _made(values: tuple):
    return data_of(replace(Settings(), **dict(zip(_DATA, values, strict=True))))


def fresh_points(settings: Settings):
    """FRESH points of a toy from another stream, half of them as its training part; None for other data."""
    if settings.dataset in (UPLOAD, DRAWN) or data(settings).plane != "xy":
        return None
    seed = (settings.data_seed + 2**31) % 2**32
    return data(replace(settings, points=FRESH, test_share=50, data_seed=seed, label_noise=0))


def alike(settings: Settings, dataset) -> tuple:
    """Members with the same of this can be trained as one ensemble."""
    told = options(settings, dataset)
    names = ("activations", "batch_size", *ALIKE)
    return (
        tuple(layer_dims(settings, dataset)),
        *(told[name] for name in names),
        told["class_weights"] is None,
        told["keep_prob"] < 1,
        settings.batch_norm,
        settings.precision,
        dataset.X_train.shape[1],
    )
