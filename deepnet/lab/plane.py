"""The plane through the inputs on which a network is drawn: two coordinates vary, everything else is held."""

from dataclasses import dataclass

import numpy as np

from deepnet.data.features import apply as features_of

MARGIN = 0.05  # of the range, around the outermost point
MOST_CHOICES = 200  # columns a menu offers
FEW_VALUES = 8  # a column of no more different values makes a poor axis


@dataclass(frozen=True, eq=False)
class Plane:
    """Where the pictures of a network are taken, and the words for it.

    kind: "xy" (a toy's own coordinates), "features" (two columns) or "pca" (the two directions in which the
    training rows vary most).  x, y: names.  xi, yi: the columns, -1 if none.  range: (x0, x1, y0, y1) as
    shown. held: what stays fixed, in one sentence ("" if nothing does).
    """

    kind: str
    x: str
    y: str
    xi: int
    yi: int
    range: tuple[float, float, float, float]
    held: str
    base: np.ndarray | None = None  # (n_x,) inputs at the origin of the plane
    directions: np.ndarray | None = None  # (n_x, 2) change of the inputs by one unit shown
    features: tuple[str, ...] = ()  # of a toy

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


def plane_of(dataset, features: tuple[str, ...], *, kind: str = "", x: int = 0, y: int = 1) -> Plane:
    """The plane asked for, or the nearest that the data have.  features: of a toy, by name."""
    if dataset.plane == "xy":
        half = float(dataset.extent)
        return Plane("xy", "x₁", "x₂", 0, 1, (-half, half, -half, half), "", features=features)
    if kind not in ("features", "pca"):
        kind = "pca" if dataset.image_shape else "features"
    return principal(dataset) if kind == "pca" and dataset.n_x > 2 else columns(dataset, x, y)


def columns(dataset, x: int, y: int) -> Plane:
    """Two columns, in their own units; the others are held at their median over the training rows.

    A column that the visitor has not chosen is the one that tells most about the target.
    """
    n_x = dataset.n_x
    if not (0 <= x < n_x and 0 <= y < n_x and x != y):
        best = telling(dataset)
        x = x if 0 <= x < n_x else best[0]
        y = next((i for i in best if i != x), x)
    center, spread = dataset.center, dataset.spread
    base = np.median(dataset.X_train, axis=1)
    directions = np.zeros((n_x, 2))
    directions[x, 0] = 1 / spread[x]
    if n_x > 1:
        directions[y, 1] = 1 / spread[y]
    shown = np.stack([dataset.raw_train[i] for i in (x, y)])
    base[[x, y]] = -center[[x, y]] / spread[[x, y]]  # where both columns read 0
    if n_x == 1:
        held = "One input only: the picture varies from left to right."
        shown[1] = 0
    elif n_x == 2:
        held = ""
    else:
        others = n_x - 2
        held = f"The other {others} inputs are held at their median over the training rows."
        if others == 1:
            held = "The other input is held at its median over the training rows."
    names = dataset.columns
    return Plane(
        "features", names[x], names[y] if n_x > 1 else "", x, y, around(shown), held, base, directions
    )


def telling(dataset) -> list[int]:
    """Columns by their correlation with the target, falling; those of few values, such as 0/1, come last."""
    X, Y = dataset.X_train[:, :2000], dataset.Y_train[:, :2000]
    X, Y = X - X.mean(axis=1, keepdims=True), Y - Y.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(X, axis=1)[:, None] * np.linalg.norm(Y, axis=1)
    strength = (np.abs(X @ Y.T) / np.maximum(norms, 1e-30)).max(axis=1)
    coarse = np.array([len(np.unique(row)) <= FEW_VALUES for row in X])
    return np.lexsort((-strength, coarse)).tolist()


def principal(dataset) -> Plane:
    """The two directions in which (at most 250 of) the training rows vary most, in units of the inputs."""
    X = dataset.X_train[:, :: max(1, dataset.X_train.shape[1] // 250)]
    base = dataset.X_train.mean(axis=1)
    U, S, _ = np.linalg.svd(X - base[:, None], full_matrices=False)
    directions = U[:, :2] * np.where(U[np.abs(U[:, :2]).argmax(axis=0), [0, 1]] < 0, -1, 1)
    share = float(np.square(S[:2]).sum() / max(np.square(S).sum(), 1e-30))
    held = (
        f"The two directions in which the training rows vary most ({share:.0%} of their variance); "
        "everything else is held at the mean."
    )
    shown = directions.T @ (X - base[:, None])
    x, y = "1st principal direction", "2nd principal direction"
    return Plane("pca", x, y, -1, -1, around(shown), held, base, directions)


def around(points: np.ndarray) -> tuple[float, float, float, float]:
    """A range that holds all points (2, m) with a margin; a coordinate that never varies gets ±1."""
    low, high = points.min(axis=1), points.max(axis=1)
    width = high - low
    margin = np.where(width > 0, MARGIN * width, 1.0)
    (x0, y0), (x1, y1) = (low - margin).tolist(), (high + margin).tolist()
    return x0, x1, y0, y1
