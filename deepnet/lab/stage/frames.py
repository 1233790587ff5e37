"""A frame: everything the stage draws of a network at one step, as compact arrays."""

import numpy as np

from deepnet.activations import ACTIVATIONS, STOPPED
from deepnet.data.drawing import MOST_DRAWN
from deepnet.forward import Forward
from deepnet.histograms import Histograms
from deepnet.lab.answers.shades import linear, squeeze
from deepnet.lab.run.judge import Said
from deepnet.lab.run.scores import Score, Scores
from deepnet.lab.stage.plane import Plane
from deepnet.network import Network

GRIDS = (100, 70, 50)  # pixels along a side of the boundary
MOST_WORK = 20_000_000  # multiply-adds for one boundary, else a coarser grid
THUMBS = (
    (40, 25),
    (80, 20),
    (1 << 30, 10),
)  # up to so many neurons: pixels along a side of a neuron's picture
SMALL = 20  # values along a side of a small picture, about
BINS = 40
MOST_INPUTS = 12  # drawn in the diagram
MOST_POINTS = (1000, 500)  # drawn of the training and the test rows; of a drawing all are
MOST_UNIT_ROWS = 200_000  # activations looked at for idle units
SATURATED = 0.99  # of the range, on this share of the rows
LARGEST = 1e30  # that is sent; float32 ends at 3e38


class Painter:
    """Draws frames of one network into buffers that are used again for every message.

    Call `paint(i, …)` for i = 0, 1, … and then `taken(count)`: the arrays are good until the next `paint(0,
    …)`.
    """

    def __init__(
        self,
        network: Network,
        dataset,
        scores: Scores,
        plane: Plane,
        initial: np.ndarray,
        *,
        chosen: int | None = None,
        most: int = 60,
    ):
        """initial: the parameters at step 0, for the histogram in the background.  chosen: see `turn`.  most:
        frames a reply.
        """
        self.network, self.scores, self.most = network, scores, most
        self.kind, dims, activations = dataset.kind, network.layer_dims, network.activations
        self.G = grid_size([dims[0] if plane.kind == "xy" else 3, *dims[1:]])
        self.neurons = sum(dims[1:])
        self.T = thumb_size(self.G, self.neurons)
        self.focus: tuple[int, int] | None = None
        self.target = 0  # of a regression, the one whose values are drawn
        self._dataset = dataset
        like = {"batch_norm": network.batch_norm}
        # Follows the network; maps need no more digits.
        self._view = Network(dims, activations, dtype=np.float32, **like)
        self.turn(plane, chosen)
        self._layer_ends = np.cumsum([0, *dims[1:]])
        self._alike = alike(self._layer_ends, activations[:-1])
        self._starts = np.array([part.start for part in network.slices[1:]])
        self._blocks = slice(0, network.slices[-1].stop)  # what theta has behind them is of no layer
        self._weights = network.weights[self._blocks].astype("f4")
        self._only_weights = np.empty(self._weights.size)  # 0 at biases; squares of 1e30 need float64
        self._weight_counts = np.add.reduceat(self._weights, self._starts)
        self._scratch = np.empty((self.neurons, self.T, self.T), "f4")
        self._plane_scratch = np.empty(self.G * self.G, "f4")
        self._histograms = Histograms(network, bins=BINS)
        ghost = Network(dims, activations, dtype=network.theta.dtype, **like)
        ghost.theta[:] = initial
        self._ghost_histograms = Histograms(ghost, bins=BINS)
        self._ghost, self._range = None, np.zeros(network.L)
        most_points = (MOST_DRAWN, MOST_DRAWN) if dataset.name == "drawn" else MOST_POINTS
        self._rows = [shown_rows(rows, most) for rows, most in zip(self._scored, most_points, strict=True)]
        self._shown = np.concatenate([self._rows[0], self._rows[1] + len(scores.rows_train)])
        self._image = dataset.image_shape is not None
        self._said = [Said("", None)] * most
        self._buffers = {name: np.zeros((most, size), dtype) for name, (dtype, size) in self._sizes().items()}

    def turn(self, plane: Plane, chosen: int | None = None) -> None:
        """Draw on another plane from now on.  chosen: the row whose answer goes along, see `Scores.place`."""
        self.plane, self.chosen = plane, chosen
        X, basis = plane.inputs(self.G)
        self._grid = Forward(self._view, X.astype("f4"), basis=None if basis is None else basis.astype("f4"))
        self.shown_inputs = shown_inputs(self.network.layer_dims[0], plane)

    @property
    def _scored(self):
        return self.scores.rows_train, self.scores.rows_test

    def _sizes(self) -> dict[str, tuple[str, int]]:
        dims, L, G = self.network.layer_dims, self.network.L, self.G
        edges = dims[1] * len(self.shown_inputs) + sum(
            a * b for a, b in zip(dims[1:], dims[2:], strict=False)
        )
        sizes = {
            "step": ("i4", 1),
            "epoch": ("f4", 1),
            "scored": ("u1", 1),
            "cost": ("f8", 2),
            "penalty": ("f8", 1),
            "metric": ("f4", 2),
            "boundary": ("u1", G * G),
            "thumbs": ("u1", self.neurons * self.T * self.T),
            "focus": ("u1", G * G),
            "edges": ("f4", edges),
            "biases": ("f4", self.neurons),
            "hist": ("i4", L * BINS),
            "ghost": ("i4", L * BINS),
            "range": ("f4", L),
            "stats": ("f4", L * 3),
            "curve": ("f4", G * (dims[-1] if self.kind == "multi-class" else 1)),
        }
        if self.kind == "multi-class":
            sizes["winner"] = ("u1", G * G)
        if self.kind != "regression":
            sizes["wrong"] = ("u1", len(self._shown))
        if self._image:
            sizes["pictures"] = ("u1", dims[1] * dims[0])
        return sizes

    def paint(
        self,
        i: int,
        step: int,
        epoch: float,
        score: Score,
        last_update: np.ndarray | None,
        penalty: float = 0.0,
        *,
        scored: bool = True,
    ) -> None:
        """Draw the network as it is now as frame number i.

        scored: `scores` has just been called; else what is drawn of the rows is that of the latest call.

        penalty: what the regularizer adds to the cost that training lowers.
        """
        row = {name: buffer[i] for name, buffer in self._buffers.items()}
        with np.errstate(all="ignore"):
            row["step"][0], row["epoch"][0] = step, epoch
            row["scored"][0] = scored
            row["cost"][:] = np.fmin((score.cost_train, score.cost_test), LARGEST)
            row["penalty"][0] = penalty if penalty < LARGEST else LARGEST  # also where it is no number
            row["metric"][:] = np.maximum((score.metric_train, score.metric_test), -LARGEST)  # nan: undefined
            self._paint_maps(row)
            np.multiply(self._view.theta[self._blocks], self._weights, out=self._only_weights)
            self._paint_parameters(row)
            self._paint_histograms(row)
            self._paint_stats(row["stats"].reshape(-1, 3), last_update)
            if "wrong" in row:
                np.logical_not(self.scores.right[self._shown], out=row["wrong"], casting="unsafe")
            if self.chosen is not None:
                self._said[i] = self.scores.said(self.chosen)

    def said(self, count: int) -> list[Said]:
        """What the first `count` frames answer to the row chosen, [] if there is none."""
        return [] if self.chosen is None else self._said[:count]

    def small(self, i: int) -> dict[str, np.ndarray]:
        """A small square picture of frame i's answer: boundary, and winner where there are many classes."""
        step = max(self.G // SMALL, 1)
        return {
            name: self._buffers[name][i].reshape(self.G, self.G)[::step, ::step].ravel()
            for name in ("boundary", "winner")
            if name in self._buffers
        }

    def taken(self, count: int) -> dict[str, np.ndarray]:
        """The first `count` frames, one array for each name, frames one after the other."""
        return {
            name: buffer[:count]
            for name, buffer in self._buffers.items()
            if (name != "focus" or self.focus is not None) and (name != "curve" or self.plane.kind == "line")
        }

    def shown_points(self) -> list[np.ndarray]:
        """Row numbers in the training and in the test set of the points that are drawn."""
        return [scored[rows] for scored, rows in zip(self._scored, self._rows, strict=True)]

    # ---- parts of a frame

    def _paint_maps(self, row: dict[str, np.ndarray]) -> None:
        G, stride, grid = self.G, self.G // self.T, self._grid
        np.clip(self.network.theta, -LARGEST, LARGEST, out=self._view.theta, casting="unsafe")
        if self.network.batch_norm:
            np.clip(self.network.moments, -LARGEST, LARGEST, out=self._view.moments, casting="unsafe")
        grid()
        for start, A in zip(self._layer_ends, grid.A[1:], strict=False):
            maps = A.reshape(-1, G, G)[:, stride // 2 :: stride, stride // 2 :: stride]
            np.copyto(self._scratch[start : start + len(A)], maps)
        hidden = self._layer_ends[-2]
        for neurons, activation in self._alike:
            squeeze(self._scratch[neurons], activation)
        squeeze(self._scratch[hidden:], self.network.activations[-1])
        row["thumbs"].reshape(self._scratch.shape)[...] = self._scratch
        self._paint_boundary(row, grid.AL)
        if self.plane.kind == "line":
            row["curve"][:] = self._curve(grid.AL[:, :G]).ravel()
        if self.focus is not None:
            l, neuron = self.focus
            np.copyto(self._plane_scratch, grid.A[l][neuron])
            squeeze(self._plane_scratch, self.network.activations[l - 1])
            row["focus"][:] = self._plane_scratch

    def _paint_boundary(self, row: dict[str, np.ndarray], AL: np.ndarray) -> None:
        out = self._plane_scratch
        if self.kind == "multi-class":
            winner = row["winner"]
            winner[:] = 0
            np.copyto(out, AL[0])
            for k in range(1, len(AL)):  # argmax along the first axis takes four times as long
                np.copyto(winner, k, where=AL[k] > out)
                np.fmax(out, AL[k], out=out)
            linear(out, 1 / len(AL), 1.0)
        else:
            np.copyto(out, AL[self.target])
            if self.kind == "binary":
                squeeze(out, self.network.activations[-1])
            else:
                linear(out, -1.0, 1.0)
        row["boundary"][:] = out

    def _curve(self, AL: np.ndarray) -> np.ndarray:
        """What is answered along the only input: values of the target in its own units, or probabilities."""
        if self.kind == "regression":
            values = self._dataset.in_target_units(AL[self.target], self.target)
            return np.clip(values, -LARGEST, LARGEST)
        shares = self.scores.judge.shares(AL)
        return shares if self.kind == "multi-class" else shares[1]

    def _paint_parameters(self, row: dict[str, np.ndarray]) -> None:
        """Weights in the order of the diagram, biases, and a picture of each first-layer neuron's weights."""
        W, b, dims, at = self._view.W, self._view.b, self.network.layer_dims, 0
        for l in range(1, self.network.L + 1):
            weights = W[l][:, self.shown_inputs] if l == 1 else W[l]
            row["edges"][at : at + weights.size].reshape(weights.shape)[...] = weights
            at += weights.size
            row["biases"][self._layer_ends[l - 1] : self._layer_ends[l]] = b[l][:, 0]
        if self._image:
            largest = np.maximum(np.abs(W[1]).max(axis=1, keepdims=True), 1e-30)
            row["pictures"].reshape(dims[1], dims[0])[...] = W[1] * (127 / largest) + 128.5

    def _paint_histograms(self, row: dict[str, np.ndarray]) -> None:
        wanted = self._largest = np.maximum.reduceat(np.abs(self._only_weights), self._starts)
        if (wanted > self._range).any():
            self._range = np.maximum(self._range, [nice(value) for value in wanted])
            self._ghost = self._ghost_histograms(self._range)
        row["hist"].reshape(-1, BINS)[...] = self._histograms(self._range)
        row["ghost"].reshape(-1, BINS)[...] = self._ghost
        row["range"][:] = self._range

    def _paint_stats(self, stats: np.ndarray, last_update: np.ndarray | None) -> None:
        """For each layer: standard deviation of the weights, share of idle units, size of the last update."""
        weights, starts = self._only_weights, self._starts
        mean = np.add.reduceat(weights, starts) / self._weight_counts
        square = np.add.reduceat(np.square(weights), starts) / self._weight_counts
        spread = np.sqrt(np.fmax(square - np.square(mean), 0))
        # Cut to size, weights beyond it would all be alike.
        stats[:, 0] = np.where(self._largest < LARGEST, spread, LARGEST)
        self._idle(stats[:, 1])
        if last_update is None:
            stats[:, 2] = -1
        else:
            moved = np.add.reduceat(np.square(last_update[self._blocks]), starts)
            size = np.add.reduceat(np.square(self.network.theta[self._blocks]), starts)
            ratio = np.sqrt(moved / np.fmax(size, 1e-30))
            stats[:, 2] = np.where(ratio < LARGEST, ratio, -1)  # -1 for nan as well

    def _idle(self, share: np.ndarray) -> None:
        """Share of each layer's units that have stopped; the output is not judged."""
        share[:] = 0
        hidden = self.scores.activations[:-1]
        for l, (A, activation) in enumerate(zip(hidden, self.network.activations, strict=False)):
            share[l] = np.count_nonzero(idle(A, activation)) / len(A)


def alike(layer_ends: np.ndarray, activations: tuple[str, ...]) -> list[tuple[slice, str]]:
    """Neighbouring hidden layers of one activation, as slices of all neurons: each is drawn by one call."""
    found = []
    for start, end, name in zip(layer_ends, layer_ends[1:], activations, strict=False):
        if found and found[-1][1] == name:
            start = found.pop()[0].start
        found.append((slice(int(start), int(end)), name))
    return found


def grid_size(layer_dims: list[int]) -> int:
    """Pixels along a side of the boundary, such that one boundary stays below MOST_WORK."""
    work = sum(n * (n_prev + 1) for n_prev, n in zip(layer_dims, layer_dims[1:], strict=False))
    return next((G for G in GRIDS if work * G * G <= MOST_WORK), GRIDS[-1])


def thumb_size(G: int, neurons: int) -> int:
    """Pixels along a side of a neuron's picture: it divides G, and many neurons get small pictures."""
    wanted = next(size for most, size in THUMBS if neurons <= most)
    return max(T for T in range(1, wanted + 1) if G % T == 0)


def shown_inputs(n_x: int, plane: Plane) -> list[int]:
    """Inputs in the diagram: all if they fit, else the first ones and those of the plane."""
    if n_x <= MOST_INPUTS:
        return list(range(n_x))
    of_plane = {i for i in (plane.xi, plane.yi) if i >= 0}
    others = [i for i in range(n_x) if i not in of_plane][: MOST_INPUTS - len(of_plane)]
    return sorted(of_plane | set(others))


def shown_rows(scored: np.ndarray, most: int) -> np.ndarray:
    """Places in `scored` of the rows that are drawn as points: all, or a fixed sample."""
    if len(scored) <= most:
        return np.arange(len(scored))
    return np.sort(np.random.default_rng(1).permutation(len(scored))[:most])


def idle(A: np.ndarray, activation: str) -> np.ndarray:
    """Which units (n,) have stopped, from their activations (n, m), as the activation's can: see STOPPED."""
    A, rule = A[:, :: A.size // MOST_UNIT_ROWS + 1], ACTIVATIONS[activation]
    if rule.stops == "saturated":
        far = np.abs(A - (rule.low + rule.high) / 2) > SATURATED * (rule.high - rule.low) / 2
        return np.add.reduce(far, axis=1) >= SATURATED * A.shape[1]
    return A.max(axis=1) <= 0 if rule.stops == "dead" else np.zeros(len(A), bool)


def idle_word(activation: str) -> dict[str, str] | None:
    """What a unit is called that `idle` finds, and what that means; None where none can be found."""
    stops = ACTIVATIONS[activation].stops
    return {"word": stops, "tells": STOPPED[stops]} if stops else None


def nice(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten at or above a positive number, at least 0.01."""
    value = min(max(value, 0.01), LARGEST)
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(k * power for k in (1, 2, 5, 10, 20) if k * power >= value * (1 - 1e-9)))
