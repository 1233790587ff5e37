"""The plane through the inputs on which a network is drawn: two coordinates vary, everything else is held."""

from dataclasses import dataclass

import numpy as np

from deepnet.data.features import apply as features_of
from deepnet.lab.stage.held import Held
from deepnet.lab.stage.inputs import Inputs
from deepnet.numerals import percent

MARGIN = 0.05  # of the range, around the outermost point
FAINTEST = 0.2  # strength at which the farthest row is drawn
STRIP = 1 << 20  # numbers looked at in one go, so that many large rows take no memory


@dataclass(frozen=True, eq=False)
class Plane:
    """Where the pictures of a network are taken, and the words for it.

    kind: "xy" (a toy's own coordinates), "features" (two columns), "pca" (the two directions in which the
    training rows vary most) or "line" (one input, and upwards what is answered to it: the target in its own
    units, or probabilities).  x, y: names.  xi, yi: the columns, -1 if none.  range: (x0, x1, y0, y1) as
    shown. held: what stays fixed, in one sentence ("" if nothing does).  usual: the distance at which a
    training row commonly lies from the plane through the median, 0 where all rows lie in the plane.
    """

    kind: str
    x: str
    y: str
    xi: int
    yi: int
    range: tuple[float, float, float, float]
    held: str
    base: np.ndarray | None = None  # (n_x,) inputs at the origin of the plane
    raw: np.ndarray | None = None  # (n,) what is held, in own units
    directions: np.ndarray | None = None  # (n_x, 2) change of the inputs by one unit shown
    features: tuple[str, ...] = ()  # of a toy
    through: Held = Held()
    usual: float = 0.0

    def inputs(self, G: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Inputs at the G × G pixel centres, row 0 at the top: X (k, G²) and basis (n_x, k) or None."""
        x0, x1, y0, y1 = self.range
        middle = (np.arange(G) + 0.5) / G
        xs, ys = x0 + middle * (x1 - x0), y1 - middle * (y1 - y0)
        points = np.stack([np.tile(xs, G), np.repeat(ys, G)])  # (2, G²)
        if self.kind == "xy":
            return features_of(self.features, points), None
        basis = np.column_stack([self.directions, self.base])
        return np.vstack([points, np.ones(G * G)]), basis

    def points(self, X: np.ndarray, raw: np.ndarray | None) -> np.ndarray:
        """Where the rows X (n_x, m) lie on the plane, as shown: (2, m).  raw: a toy's own points."""
        if self.kind == "xy":
            return raw
        away = X - self.base[:, None]
        norm = np.maximum(np.square(self.directions).sum(axis=0), 1e-30)
        return self.directions.T @ away / norm[:, None]

    def distances(self, X: np.ndarray) -> np.ndarray:
        """How far the rows X (n_x, m) lie from the plane (m,), in the units in which the network has them."""
        found = np.zeros(X.shape[1])
        if self.kind == "xy":
            return found
        norm = np.maximum(np.square(self.directions).sum(axis=0), 1e-30)
        width = max(1, STRIP // len(X))
        for start in range(0, len(found), width):
            away = X[:, start : start + width] - self.base[:, None]
            away -= self.directions @ (self.directions.T @ away / norm[:, None])
            found[start : start + width] = np.sqrt(np.square(away).sum(axis=0))
        return found

    def nearness(self, X: np.ndarray) -> np.ndarray:
        """How strongly rows are drawn (m,): 1 in the plane, falling as a bell to FAINTEST far from it.

        The bell is as wide as the rows commonly lie from the plane through the median, so that a plane led
        away from all rows shows all of them faint.
        """
        if self.usual == 0:
            return np.ones(X.shape[1])
        return FAINTEST + (1 - FAINTEST) * np.exp(-0.5 * np.square(self.distances(X) / self.usual))


def plane_of(
    dataset,
    features: tuple[str, ...],
    *,
    kind: str = "",
    x: int = 0,
    y: int = 1,
    held: Held | None = None,
    inputs: Inputs | None = None,
    target: int = 0,
) -> Plane:
    """The plane asked for, or the nearest that the data have.  features: of a toy, by name.

    target: which one of a regression's is shown where there is one input.  inputs: of this data set, if they
    are at hand, so that they need not be looked at anew.
    """
    if dataset.plane == "xy":
        half = float(dataset.extent)
        return Plane("xy", "x₁", "x₂", 0, 1, (-half, half, -half, half), "", features=features)
    inputs = inputs or Inputs(dataset)
    held = (held or Held()).on(inputs)
    if dataset.n_x == 1:
        return line(inputs, held, target)
    if kind not in ("features", "pca"):
        kind = "pca" if inputs.pictured else "features"
    return principal(inputs, held) if kind == "pca" and dataset.n_x > 2 else columns(inputs, x, y, held)


def columns(inputs: Inputs, x: int, y: int, held: Held) -> Plane:
    """Two columns, in their own units; the others are held.

    A column that the visitor has not chosen is the one that tells most about the target.
    """
    dataset, n_x = inputs.dataset, inputs.dataset.n_x
    if not (0 <= x < n_x and 0 <= y < n_x and x != y):
        best = inputs.telling
        x = x if 0 <= x < n_x else best[0]
        y = next((i for i in best if i != x), x)
    axes = (x, y)
    center, spread = dataset.center, dataset.spread
    raw = held.at(inputs, axes)
    base = inputs.scaled(raw)
    words = "" if n_x == 2 else held.sentence(inputs, axes, raw)
    directions = np.zeros((n_x, 2))
    for k, column in enumerate(axes):
        directions[column, k] = 1 / spread[column]
    base[list(axes)] = -center[list(axes)] / spread[list(axes)]  # where both columns read 0
    names = dataset.input_names
    usual = np.sqrt(max(inputs.scatter.sum() - inputs.scatter[list(axes)].sum(), 0))
    return Plane(
        "features",
        names[x],
        names[y],
        x,
        y,
        around(inputs.ends[[x, y]]),
        words,
        base,
        raw,
        directions,
        through=held,
        usual=float(usual) if n_x > 2 else 0.0,
    )


def line(inputs: Inputs, held: Held, target: int) -> Plane:
    """The only input to the right, upwards what is answered to it."""
    dataset = inputs.dataset
    if dataset.kind == "regression":
        outcome = dataset.outcomes[target]
        y, ends = outcome.name, [outcome.least, outcome.most]
    else:
        y = (
            f"probability of {dataset.classes[1]}"
            if dataset.kind == "binary"
            else "probability of each class"
        )
        ends = [0.0, 1.0]
    directions = np.array([[1 / dataset.spread[0], 0.0]])
    return Plane(
        "line",
        dataset.columns[0].title,
        y,
        0,
        -1,
        around(np.array([inputs.ends[0], ends])),
        "One input only: the curve is what the network answers to it.",
        -dataset.center / dataset.spread,
        None,
        directions,
        through=held,
    )


def principal(inputs: Inputs, held: Held) -> Plane:
    """The two directions in which the training rows vary most, in units of the inputs.

    Through a row they are the same directions with the same origin: only what is at right angles changes.
    """
    mean, directions, share, usual = inputs.principal
    base, rest = mean, "the mean"
    if held.row is not None:
        row = inputs.row(held.row)
        base, rest = row - directions @ (directions.T @ (row - mean)), inputs.name_of(held.row)
    words = (
        f"The two directions in which the training rows vary most ({percent(share, 0)} of their variance); "
        f"everything else is held at {rest}."
    )
    shown = directions.T @ inputs.dataset.X_train - (directions.T @ mean)[:, None]
    x, y = "1st principal direction", "2nd principal direction"
    through = Held(held.row)
    return Plane(
        "pca",
        x,
        y,
        -1,
        -1,
        around(shown),
        words,
        base,
        None,
        directions,
        through=through,
        usual=float(usual),
    )


def around(points: np.ndarray) -> tuple[float, float, float, float]:
    """A range that holds all points (2, m) with a margin; a coordinate that never varies gets ±1."""
    low, high = points.min(axis=1), points.max(axis=1)
    width = high - low
    margin = np.where(width > 0, MARGIN * width, 1.0)
    (x0, y0), (x1, y1) = (low - margin).tolist(), (high + margin).tolist()
    return x0, x1, y0, y1
