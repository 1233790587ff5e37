"""Valley: what the live picture of the ground below a run is told, while the run plays on it."""

import numpy as np

from deepnet.checks import costs_at
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.recipe import loss_of, targets
from deepnet.lab.run.run import Run
from deepnet.lab.run.turn import TURN
from deepnet.lab.stage.wire import pack
from deepnet.lab.sweep.colours import table
from deepnet.lab.sweep.ground import Ground, of_path, of_random, of_three, valley
from deepnet.lab.sweep.tiles import TILES, levels_of
from deepnet.numerals import percent

MOST_PATH = 120  # points of the path
MOST_ROWS = 1000  # on which the ground is measured
SLICE = 0.03  # seconds of training at a call
SIDE = 48  # pixels of the picture of one place
LARGEST = 1e9  # cost that is told
KINDS = ("scene", "play", "look")
PLANES = {"path": "The run's own path", "random": "Random directions", "three": "Three runs"}


def path_of(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Steps (T,) and parameters (T, P) that the run remembers, at most MOST_PATH, the last one among them."""
    with run.lock:
        steps = [step for step in run.timeline.snapshots if step <= run.step]
        chosen = np.unique(np.linspace(0, len(steps) - 1, min(MOST_PATH, len(steps))).astype(int))
        found = [run.timeline.before(steps[i])[1]["theta"] for i in chosen]
    return np.array([steps[i] for i in chosen]), np.stack(found).astype(float)


def rows_of(run: Run, part: str) -> tuple[np.ndarray, np.ndarray, str]:
    """X, the targets as the output meets them, and the loss: a fixed sample of at most MOST_ROWS."""
    chosen = run.dataset.part(part)
    m = chosen.X.shape[1]
    keep = np.arange(m) if m <= MOST_ROWS else np.sort(np.random.default_rng(0).permutation(m)[:MOST_ROWS])
    Y = targets(chosen.Y[:, keep], run.network.activations[-1])
    return chosen.X[:, keep], Y, loss_of(run.settings, run.dataset)


def alike(one: Run, other: Run) -> bool:
    """Whether two runs have networks of one shape on the same inputs."""
    a, b = one.network, other.network
    same = a.layer_dims == b.layer_dims and a.activations == b.activations and a.batch_norm == b.batch_norm
    return same and one.dataset.columns == other.dataset.columns


def others_of(bench: Bench) -> list:
    """The kept runs, besides the current one, whose networks have its shape."""
    return [kept for kept in bench.runs if kept.run is not bench.run and alike(kept.run, bench.run)]


class Valley:
    """The cost around the path of a bench's current run, on a plane of its parameters.

    plane: one of PLANES.  part: of the rows, "train" or "test".  `ground` is the plane told last; before: one
    of another run, which it is not to be the mirror image of.
    """

    def __init__(self, bench: Bench, plane: str = "path", part: str = "train", before: Ground | None = None):
        self.bench, self.run, self.plane, self.part = bench, bench.run, plane, part
        self._rows = rows_of(self.run, part)
        self._painter = None
        self.ground = (
            before if before is not None and before.origin.shape == self.run.network.theta.shape else None
        )

    def reply(self, question) -> bytes:
        """The answer to a question out of the browser, which may be anything."""
        kind = question.get("kind") if isinstance(question, dict) else None
        try:
            if kind == "scene":
                return self.scene()
            if kind == "play":
                return self.play()
            if kind == "look":
                return self.look(float(question.get("x")), float(question.get("y")))
        except (ValueError, TypeError, OverflowError) as error:
            return pack({"kind": "error", "text": str(error)}, {})
        return pack({"kind": "error", "text": f"kind must be one of {', '.join(KINDS)}"}, {})

    def chosen(self) -> tuple[Ground, str, np.ndarray, np.ndarray]:
        """The plane, a sentence about it, and the path (steps, parameters) that lies over it."""
        run = self.run
        steps, thetas = path_of(run)
        if self.plane == "random":
            words = (
                "Two random directions, as long as the weights of each neuron (Li 2018). The path hardly "
                "lies in them: a random slice of many dimensions misleads easily."
            )
            return of_random(run.network, thetas, np.random.default_rng(0)), words, steps, thetas
        if self.plane == "three":
            one, other = others_of(self.bench)[:2]
            ground = of_three(thetas[-1], *(k.run.network.theta.astype(float) for k in (one, other)))
            return ground, f"The plane through this run, “{one.title}” and “{other.title}”.", steps, thetas
        ground = of_path(thetas)
        if self.ground is not None:
            ground = ground.facing(self.ground)
        share = percent(ground.share, 0)
        return ground, f"The plane of the run's own path: {share} of its variance lies in it.", steps, thetas

    def costs(self, thetas: np.ndarray) -> np.ndarray:
        """Mean losses (T,) of parameters (T, P) on the rows, in numbers that can be told."""
        found = costs_at(self.run.network, thetas, *self._rows)
        return np.clip(np.nan_to_num(found, nan=LARGEST), -LARGEST, LARGEST)

    def scene(self) -> bytes:
        """The plane with its costs, and the path over it."""
        run = self.run
        with run.lock:
            self.ground, words, steps, thetas = self.chosen()
            xs, ys, costs = valley(run.network, self.ground, *self._rows)
            heights = self.costs(thetas)
        classes = max(2, run.dataset.n_y)
        meta = {
            "kind": "scene",
            "x": [float(xs[0]), float(xs[-1])],
            "y": [float(ys[0]), float(ys[-1])],
            "side": len(xs),
            "picture": SIDE,
            "words": words,
            "others": self._others(),
            "halted": self._halted(),
        }
        arrays = {
            "costs": np.clip(np.nan_to_num(costs, nan=LARGEST), -LARGEST, LARGEST).ravel().astype("f4"),
            "path": self.ground.places(thetas).ravel().astype("f4"),
            "heights": heights.astype("f4"),
            "steps": steps.astype("i4"),
        }
        colours = TILES["boundary"].colours(run.dataset)
        for name, dark in (("light", False), ("dark", True)):
            arrays[name] = table(colours, classes, levels_of(classes), dark=dark).ravel()
        return pack(meta, arrays)

    def _others(self) -> list[dict]:
        """The runs through which the plane goes, beside this one: their titles and places."""
        if self.plane != "three" or self.ground is None:
            return []
        found = others_of(self.bench)[:2]
        places = self.ground.places(np.stack([kept.run.network.theta.astype(float) for kept in found]))
        return [
            {"title": kept.title, "x": float(x), "y": float(y)}
            for kept, (x, y) in zip(found, places, strict=True)
        ]

    def _halted(self) -> str:
        return "" if self.run.halt is None else "it has come to its end"

    def play(self) -> bytes:
        """Train the run a little further; where it stands then."""
        if self.ground is None:
            raise ValueError("ask for the scene first")
        run = self.run
        with self.bench.lock, run.lock:
            run.advance(min(SLICE, TURN.share))
            if self.bench.run is run:
                self.bench.saw(run.step)
            theta = run.network.theta.astype(float)[None]
            (x, y), cost = self.ground.places(theta)[0], self.costs(theta)[0]
        within = self.ground.range_x[0] < x < self.ground.range_x[1]
        within = within and self.ground.range_y[0] < y < self.ground.range_y[1]
        meta = {"kind": "now", "step": run.step, "x": float(x), "y": float(y), "cost": float(cost)}
        return pack(meta | {"within": bool(within), "halted": self._halted()}, {})

    def look(self, x: float, y: float) -> bytes:
        """What the network at a place of the plane answers, and its cost."""
        if self.ground is None or not (np.isfinite(x) and np.isfinite(y)):
            raise ValueError("a place on the plane has two finite numbers, and a scene before it")
        run = self.run
        if self._painter is None:
            painter = TILES["boundary"].painter
            self._painter = painter(run.network, run.dataset, run.settings.features, SIDE)
        theta = self.ground.theta(x, y)[None]
        with run.lock:
            tile = self._painter(theta, run.network.moments[None])[0]
        meta = {"kind": "look", "x": x, "y": y, "cost": float(self.costs(theta)[0])}
        return pack(meta, {"tile": tile})
