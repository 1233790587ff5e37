"""What the stage is told of the points: the class, side and key of each, and what can be done with them."""

import numpy as np

from deepnet.data import DataError, Drawing
from deepnet.data.drawing import MOST_CLASSES
from deepnet.data.palette import COLOR_NAMES, PALETTE
from deepnet.lab.run import sketch
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.stage.frames import Painter


def canvas_of(bench: Bench) -> dict:
    """What the visitor can do with the points of the plane."""
    run = bench.run
    try:
        drawing, refused = sketch.canvas(run), ""
    except DataError as error:
        drawing, refused = None, str(error)
    own = run.settings.drawing is not None
    return {
        "refused": refused,
        "points": 0 if drawing is None else len(drawing),
        "classes": 0 if drawing is None else drawing.classes,
        "most_classes": MOST_CLASSES,
        "colors": list(PALETTE),
        "names": list(COLOR_NAMES),
        "undo": own and bench.sketch.can_undo,
        "redo": own and bench.sketch.can_redo,
        "waiting": run.dataset.waiting,
    }


def points_of(run: Run, painter: Painter) -> dict[str, np.ndarray]:
    """What no turn of the plane changes about the rows that are drawn: the training ones, then the test ones.

    While the run waits for more points, those of its drawing, with their places.
    """
    dataset = run.dataset
    if dataset.waiting:
        table = run.drawing.table
        return {
            **places_of(run.drawing),
            "points_test": np.zeros(len(table), "u1"),
            "points_row": np.arange(len(table), dtype="i4"),
            "points_label": table["label"].copy(),
            "points_key": table["key"].copy(),
        }
    train, test = painter.shown_points()
    found = {
        "points_test": np.repeat(np.array([0, 1], "u1"), [len(train), len(test)]),
        "points_row": np.concatenate([train, test]).astype("i4"),
    }
    if dataset.kind == "regression":
        values = np.hstack([dataset.Y_train[:, train], dataset.Y_test[:, test]])  # a row for each target
        found["points_value"] = np.clip(values, -1, 1).astype("f4").ravel()
    else:
        labels = np.concatenate([dataset.labels_train[train], dataset.labels_test[test]])
        found["points_label"] = labels.astype("u1")
        if dataset.plane == "xy":
            found["points_key"] = _keys(run, train, test)
    return found


def places_of(drawing: Drawing) -> dict[str, np.ndarray]:
    """Where the points of a drawing lie."""
    x, y = drawing.places.T.astype("f4")
    return {"points_x": x, "points_y": y}


def _keys(run: Run, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """The key by which the stage names each point that is drawn."""
    dataset, drawing = run.dataset, run.drawing
    if drawing is None:  # as `taken_over` would count them
        return np.concatenate([train, dataset.m + test]).astype("u2")
    rows = np.concatenate([dataset.train_rows[train], dataset.test_rows[test]])
    return drawing.table["key"][rows].astype("u2")
