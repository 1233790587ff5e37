"""Atlas: what a phase map in the browser is told, all of its steps at once, and what one of its cells looks
like."""

from collections.abc import Sequence

import numpy as np

from deepnet.declaration import Whole
from deepnet.lab.stage.wire import pack
from deepnet.lab.sweep.chunk import Chunk, Look
from deepnet.lab.sweep.colours import table
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.outcomes import at_tick
from deepnet.lab.sweep.phases import OTHERS, diverged_at, stalled, thrown
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import TILES, levels_of, usual_tile

KINDS = ("scene", "map", "look")
LEARNS, STALLED, THROWN, DIVERGED, UNKNOWN = range(5)  # what became of a network
SIDE = 48  # pixels of the picture of a cell
LARGEST = 1e30  # cost that is told
MOST_PICTURES = 400  # that are remembered


class Atlas:
    """A grid of two axes and its sweep, as one visitor sees them.

    edge: (rate, other) along the line that belongs to the optimizer in force.  zoomed: whether it is a part
    of a larger map.
    """

    def __init__(
        self, grid: Grid, sweep: Sweep, edge: Sequence[tuple[float, float]], uploaded=None, *, zoomed=False
    ):
        self.grid, self.sweep, self.edge, self.zoomed = grid, sweep, list(edge), zoomed
        self._uploaded = uploaded
        self._pictures: dict[tuple[int, int], np.ndarray] = {}

    def reply(self, question) -> bytes:
        """The answer to a question out of the browser, which may be anything."""
        kind = question.get("kind") if isinstance(question, dict) else None
        if kind == "scene":
            return self.scene()
        if kind == "map":
            return self.map()
        if kind == "look":
            k, tick = question.get("k"), question.get("tick")
            if all(isinstance(v, int) for v in (k, tick)) and 0 <= k < len(self.sweep.members):
                if 0 <= tick < len(self.sweep.ticks):
                    return self.look(k, tick)
        return pack({"kind": "error", "text": f"kind must be one of {', '.join(KINDS)}"}, {})

    def scene(self) -> bytes:
        """Everything that stays: axes, clock, colours, the line of the edge."""
        sweep, dataset = self.sweep, self.sweep.dataset
        tile, classes = TILES[usual_tile(dataset)], max(2, dataset.n_y)
        axes = []
        for axis, log in zip(self.grid.axes, (True, OTHERS[self.grid.axes[1].name].log), strict=True):
            values, whole = [float(v) for v in axis.values], isinstance(axis.known, Whole)
            axes.append({"title": axis.title, "values": values, "log": log, "whole": whole})
        arrays = {"ticks": np.array(sweep.ticks, "i4")}
        for name, dark in (("light", False), ("dark", True)):
            arrays[name] = table(tile.colours(dataset), classes, levels_of(classes), dark=dark).ravel()
        meta = {"kind": "scene", "x": axes[0], "y": axes[1], "edge": self.edge, "zoomed": self.zoomed}
        return pack(meta | {"picture": SIDE, "tile": tile.label}, arrays)

    def map(self) -> bytes:
        """For each tick and network, its training cost and what had become of it by then."""
        sweep = self.sweep
        over, known = sweep.over, int(sweep.done.sum())
        count = range(len(sweep.ticks))
        costs = np.stack([at_tick(sweep, "cost_train", tick) for tick in count])
        state = np.full(costs.shape, LEARNS, "u1")
        for tick in count:
            state[tick, stalled(sweep, tick)] = STALLED
            state[tick, thrown(sweep, tick)] = THROWN
            state[tick, np.isfinite(diverged_at(sweep, tick))] = DIVERGED
        state[~np.isfinite(costs) & (state != DIVERGED)] = UNKNOWN
        gone = np.where(sweep.diverged >= 0, sweep.ticks[np.clip(sweep.diverged, 0, None)], -1)
        costs = np.clip(costs, -LARGEST, LARGEST).ravel().astype("f4")
        arrays = {"costs": costs, "state": state.ravel(), "gone": gone.astype("i4")}
        return pack({"kind": "map", "over": bool(over), "known": known}, arrays)

    def look(self, k: int, tick: int) -> bytes:
        """What the network of a cell answers at a tick: it is trained once more for that."""
        if (k, tick) not in self._pictures:
            while len(self._pictures) >= MOST_PICTURES:
                self._pictures.pop(next(iter(self._pictures)))
            look = Look(usual_tile(self.sweep.dataset), SIDE)
            chunk = Chunk([self.sweep.members[k]], self._uploaded, look)
            self._pictures[k, tick] = chunk.record([int(self.sweep.ticks[tick])], last=True).tiles[0, 0]
        return pack({"kind": "look", "k": k, "tick": tick}, {"tile": self._pictures[k, tick]})
