"""What the stage is told of the plane on show: words, where rows lie on it, what is held, the row chosen."""

import numpy as np

from deepnet.data.column import Column
from deepnet.lab.stage.frames import Painter
from deepnet.lab.stage.inputs import Inputs
from deepnet.lab.stage.plane import Plane

MOST_CHOICES = 200  # columns a menu offers
FAINT = "Points fade with their distance from the plane"


class Sight:
    """What one stage has been told of the planes through one data set, so that nothing is told twice."""

    def __init__(self, inputs: Inputs):
        self.inputs = inputs
        self._placed: tuple = (None, {})  # a plane and where rows lie on it: another scene of it is quick
        self.forget()

    def forget(self) -> None:
        """Tell everything again, to a stage that begins anew."""
        self._plane, self._told_controls = None, False

    def news(self, painter: Painter) -> tuple[dict, dict[str, np.ndarray]]:
        """Fields and arrays about the plane of `painter`, nothing if they are known already."""
        plane, inputs = painter.plane, self.inputs
        if plane is self._plane:
            return {}, {}
        first, self._plane = self._plane is None, plane
        toy = plane.kind == "xy"
        meta = {
            "plane": {
                "kind": plane.kind,
                "x": plane.x,
                "y": plane.y,
                "xi": plane.xi,
                "yi": plane.yi,
                "range": list(plane.range),
                "held": plane.held,
                "faint": faint(plane),
                "by_hand": [list(each) for each in plane.through.by_hand],
                "target": painter.target,
                "scale": scale_of(self.inputs.dataset, painter.target),
            },
            "shown_inputs": painter.shown_inputs,
        }
        if first:
            meta["axes"] = [] if toy else self._axes()
        arrays = self._points(painter)
        if toy:
            return meta, arrays
        controls = inputs.controls if plane.kind == "features" or not inputs.pictured else ()
        if controls and not self._told_controls:
            meta["controls"], self._told_controls = [told(control) for control in controls], True
        if plane.kind == "features":
            arrays["held_at"] = np.array([at(control, plane.raw) for control in controls])
        row = plane.through.row
        if row is not None:
            picture = inputs.picture_of(row)
            meta["plane"]["row"] = {
                "at": list(row),
                "name": inputs.name_of(row),
                "target": inputs.target_of(row),
                "picture": None if picture is None else [*picture.shape, 1][:3],
            }
            raw = inputs.raw(row)
            arrays["row_at"] = np.array([at(control, raw) for control in controls])
            if picture is not None:
                arrays["row_picture"] = picture.ravel()
        return meta, arrays

    def _axes(self) -> list[list]:
        """[column, name] of what menus offer as axes, in the order of the data: all, or the strongest."""
        inputs = self.inputs
        strongest = np.argsort(-inputs.strength, kind="stable")[:MOST_CHOICES]
        return [[i, inputs.dataset.input_names[i]] for i in sorted(strongest.tolist())]

    def _points(self, painter: Painter) -> dict[str, np.ndarray]:
        """Where the rows that are drawn lie and how strong they are: training rows, then test rows."""
        dataset, plane = self.inputs.dataset, painter.plane
        if self._placed[0] is plane:
            return dict(self._placed[1])
        places, strengths = [], []
        for X, Y, raw, rows in zip(
            (dataset.X_train, dataset.X_test),
            (dataset.Y_train, dataset.Y_test),
            (dataset.raw_train, dataset.raw_test),
            painter.shown_points(),
            strict=True,
        ):
            X = X[:, rows]
            places.append(plane.points(X, raw[:, rows] if plane.kind == "xy" else None))
            if plane.kind == "line":
                places[-1][1] = heights(dataset, Y[:, rows], painter.target)
            strengths.append(plane.nearness(X))
        x, y = np.hstack(places).astype("f4")
        found = {"points_x": x, "points_y": y}
        if plane.usual > 0:
            found["points_near"] = np.round(255 * np.concatenate(strengths)).astype("u1")
        self._placed = plane, found
        return dict(found)


def scale_of(dataset, target: int) -> list[float] | None:
    """[value at output 0, change by 1 of the output] of a target in its own units; None for classes."""
    if dataset.kind != "regression":
        return None
    zero, one = dataset.in_target_units(np.array([0.0, 1.0]), target)
    return [float(zero), float(one - zero)]


def heights(dataset, Y: np.ndarray, target: int) -> np.ndarray:
    """How high rows stand over the only input: the value of a target; of two classes 0 or 1, of more 0."""
    if dataset.kind == "regression":
        return dataset.in_target_units(Y[target], target)
    return Y[0] if dataset.kind == "binary" else np.zeros(Y.shape[1])


def faint(plane: Plane) -> str:
    """What the strength of the points means, "" where all are in the plane."""
    if plane.usual == 0:
        return ""
    return FAINT + ("." if plane.through.row else "; click one to go through it.")


def at(column: Column, raw: np.ndarray) -> float:
    """The value of a column in raw inputs (n,) as a number: of a category the place of its label, or -1."""
    if column.kind != "category":
        return float(raw[column.places[0]])
    shares = raw[list(column.places)]
    return float(shares.argmax()) if shares.max() > 0.5 else -1.0


def told(column: Column) -> dict:
    """A column as the stage draws it: a slider, or a menu of labels."""
    return {
        "name": column.name,
        "kind": column.kind,
        "columns": list(column.places),
        "labels": list(column.labels),
        "low": column.least,
        "high": column.most,
        "decimals": column.decimals,
        "unit": column.unit,
    }
