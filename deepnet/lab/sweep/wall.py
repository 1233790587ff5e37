"""What a wall of tiles in the browser is told: how it is laid out, and what has come since it last asked."""

import numpy as np

from deepnet.lab.stage.wire import pack
from deepnet.lab.sweep.axes import value_in
from deepnet.lab.sweep.colours import table
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import TILES

MOST_BYTES = 2_000_000  # of one answer
LARGEST = 1e30  # that is sent
KINDS = ("scene", "more", "cancel")


class Wall:
    """A grid and its sweep, as one visitor sees them."""

    def __init__(self, grid: Grid, sweep: Sweep):
        if grid.size != len(sweep.members):
            raise ValueError(f"a grid of {grid.size} has a sweep of {len(sweep.members)} members")
        self.grid, self.sweep = grid, sweep

    def reply(self, question) -> bytes:
        """The answer to a question out of the browser, which may be anything."""
        kind = question.get("kind") if isinstance(question, dict) else None
        if kind == "scene":
            return self.scene()
        if kind == "more":
            since = question.get("since")
            return self.more(since if isinstance(since, int) and 0 <= since < 2**31 else 0)
        if kind == "cancel":
            self.sweep.cancel()
            return self.more(len(self.sweep.log))
        return pack({"kind": "error", "text": f"kind must be one of {', '.join(KINDS)}"}, {})

    def scene(self) -> bytes:
        """Everything that stays: axes, clock, colours."""
        grid, sweep = self.grid, self.sweep
        first, second, seeds = grid.shape
        x, y = grid.axes[0], grid.axes[1] if len(grid.axes) > 1 else None
        dataset, tile = sweep.dataset, TILES[sweep.look.tile]
        classes = max(2, dataset.n_y)
        meta = {
            "kind": "scene",
            "x": {"title": x.title, "labels": [x.label(v) for v in x.values]},
            "y": {"title": y.title, "labels": [y.label(v) for v in y.values]}
            if y
            else {"title": "seed", "labels": [str(grid.base.seed + i) for i in range(seeds)]},
            "seeds": seeds if y else 1,
            "side": sweep.look.side,
            "tile": tile.label,
            "tells": tile.tells,
            "metric": "R²" if dataset.kind == "regression" else "accuracy",
            "title": dataset.title,
            "classes": list(dataset.classes)[:20],
            "here": self._here(),
            "preview": sweep.look.preview,
        }
        arrays = {"ticks": sweep.ticks.astype("i4")}
        for name, dark in (("light", False), ("dark", True)):
            arrays[name] = table(sweep.colours, classes, sweep.levels, dark=dark).ravel()
        return pack(meta, arrays)

    def _here(self) -> list[int]:
        """The cell of the base itself, or the one in the middle."""
        found = []
        for axis in self.grid.axes:
            value = value_in(self.grid.base, axis.name)
            numbers = all(isinstance(v, (int, float)) for v in (*axis.values, value))
            if value in axis.values:
                found.append(axis.values.index(value))
            elif numbers and value > 0 and axis.log:
                found.append(int(np.abs(np.log(np.array(axis.values, float) / value)).argmin()))
            elif numbers:
                found.append(int(np.abs(np.array(axis.values, float) - value).argmin()))
            else:
                found.append(len(axis.values) // 2)
        return [*found, 0][:2]

    def more(self, since: int) -> bytes:
        """What has come since entry `since` of the sweep's log, as much as fits into an answer."""
        sweep = self.sweep
        with sweep.lock:
            entries, size, until = [], 0, since
            for places, start, stop in sweep.log[since:]:
                size += len(places) * (stop - start) * (sweep.look.side**2 + 16)
                if entries and size > MOST_BYTES:
                    break
                entries.append((places, start, stop))
                until += 1
            scores = [sweep.scores[a:b, places].ravel() for places, a, b in entries]
            tiles = [sweep.tiles[a:b, places].ravel() for places, a, b in entries]
            left = sweep.left
            meta = {
                "kind": "more",
                "log": until,
                "waits": until < len(sweep.log),
                "entries": [[len(places), a, b] for places, a, b in entries],
                "over": sweep.over,
                "cancelled": sweep.cancelled and not sweep.complete,
                "progress": round(sweep.progress, 4),
                "left": None if left is None else round(left, 1),
                "seconds": round(sweep.seconds, 2),
                "lost": [list(loss) for loss in sweep.losses],
            }
            none = np.zeros(0)
            values = np.concatenate(scores) if scores else none
            with np.errstate(all="ignore"):
                values = np.clip(np.nan_to_num(values, nan=LARGEST), -LARGEST, LARGEST)
            return pack(
                meta,
                {
                    "places": np.concatenate([p for p, _, _ in entries]).astype("i4")
                    if entries
                    else none.astype("i4"),
                    "scores": values.astype("f4"),
                    "tiles": np.concatenate(tiles) if tiles else none.astype("u1"),
                    "diverged": sweep.diverged.astype("i4"),
                },
            )
