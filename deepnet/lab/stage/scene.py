"""Everything the stage needs to begin: what it shows is described here, and drawn by the frames."""

from dataclasses import replace

import numpy as np

from deepnet.data.features import FEATURES
from deepnet.data.features import apply as features_of
from deepnet.data.palette import THEMES
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.measures import KINDS, MEASURES
from deepnet.lab.run.record import as_json
from deepnet.lab.run.run import Run
from deepnet.lab.run.timeline import SERIES
from deepnet.lab.settings.kinds import MOST_LAYERS, MOST_NEURONS
from deepnet.lab.stage.frames import BINS, LARGEST, Painter, idle_word, linear
from deepnet.lab.stage.points import canvas_of, points_of


def scene(bench: Bench, painter: Painter, data: str) -> tuple[dict, dict[str, np.ndarray]]:
    """Header and arrays that tell of the current run of a bench.  data: the key of its inputs."""
    run = bench.run
    dataset, plane, scores = run.dataset, painter.plane, run.scores
    toy = dataset.plane == "xy"
    meta = {
        "kind": "scene",
        "rev": bench.rev,
        "step": run.step,
        "run": bench.current.id,
        "layer_dims": list(run.network.layer_dims),
        "activations": list(run.network.activations),
        "dataset": {
            "name": dataset.name,
            "title": dataset.title,
            "kind": dataset.kind,
            "classes": list(dataset.classes),
            "colors": list(dataset.colors),
            "target": dataset.target,
            "targets": list(dataset.targets),
            "notes": list(dataset.notes),
            "rows_train": dataset.X_train.shape[1],
            "rows_test": dataset.X_test.shape[1],
            "scored_train": len(scores.rows_train),
            "scored_test": len(scores.rows_test),
        },
        "settings": as_json(replace(run.settings, drawing=None)),
        "drawing": canvas_of(bench) if toy else None,
        "inputs": list(dataset.input_names),
        "features": {
            "all": [[key, feature.label] for key, feature in FEATURES.items()],
            "on": list(run.settings.features),
        }
        if toy
        else None,
        "data": data,
        "grid": painter.G,
        "thumb": painter.T,
        "bins": BINS,
        "image": list(dataset.image_shape) if dataset.image_shape else None,
        "limits": {"layers": MOST_LAYERS, "neurons": MOST_NEURONS},
        "colours": THEMES,
        "idle": [idle_word(name) for name in run.network.activations[:-1]],
        "metric": scores.judge.metric,
        "measures": [each.told() for each in MEASURES.values()],
        "histories": list(KINDS),
        "count": 1,
        "focused": painter.focus,
        "said": painter.said(1),
    }
    arrays = points_of(run, painter) | _curve(run)
    if toy:
        arrays["feature_maps"] = feature_maps(painter.T, plane.range)
    return meta, arrays


def _curve(run: Run) -> dict[str, np.ndarray]:
    series = run.timeline.series()
    names = {"cost_train": "train", "cost_test": "test"}
    told = {name: np.clip(series[name], -LARGEST, LARGEST).astype("f4") for name in SERIES}
    return {"curve_step": series["step"]} | {f"curve_{names.get(name, name)}": told[name] for name in SERIES}


def feature_maps(T: int, extent: tuple[float, float, float, float]) -> np.ndarray:
    """Pictures (features, T²) of every input feature of a toy, each symmetric about 0."""
    x0, x1, y0, y1 = extent
    middle = (np.arange(T) + 0.5) / T
    points = np.stack([np.tile(x0 + middle * (x1 - x0), T), np.repeat(y1 - middle * (y1 - y0), T)])
    maps = features_of(FEATURES, points)
    maps /= np.abs(maps).max(axis=1, keepdims=True)
    linear(maps, -1.0, 1.0)
    return maps.astype("u1")
