"""The runs on a bench as the stage draws them: a strip of small pictures with figures, and their curves."""

import numpy as np

from deepnet.lab.run.bench import Bench, Kept
from deepnet.lab.run.findings import Finding
from deepnet.lab.run.timeline import SERIES
from deepnet.lab.stage.frames import LARGEST

MOST_POINTS = 160  # of one curve


def shelf(bench: Bench) -> tuple[dict, dict[str, np.ndarray]]:
    """Header and arrays of a "runs" answer: what is told of each run, the oldest first.

    Curves stand one after the other, each `points` long; that of a run whose parent is there begins where it
    left it.  Pictures stand one after the other, each `side`² values; side is 0 where none was drawn yet.
    """
    with bench.lock:
        runs = bench.runs
        ids = {kept.id for kept in runs}
        curves = [_curve(kept, ids) for kept in runs]
        told = [_told(kept, bench, len(curve)) for kept, curve in zip(runs, curves, strict=True)]
        pictures = [kept.picture for kept in runs if kept.picture is not None]
        table = np.vstack(curves)
        arrays = {
            "runs_step": table[:, 0].astype("i4"),
            "runs_train": table[:, 1].astype("f4"),
            "runs_test": table[:, 2].astype("f4"),
            "runs_metric_train": table[:, 3].astype("f4"),
            "runs_metric_test": table[:, 4].astype("f4"),
            "runs_picture": _joined([picture["boundary"] for picture in pictures]),
            "runs_winner": _joined([picture["winner"] for picture in pictures if "winner" in picture]),
        }
        return {"kind": "runs", "runs": told, "undo": bench.can_bring_back}, arrays


def told_of(finding: Finding) -> dict:
    """A finding about the current run, as the stage shows it."""
    cure = finding.cure and [finding.cure[0], finding.cure[1]]
    return {"name": finding.name, "evidence": finding.evidence, "tells": finding.tells, "cure": cure}


def _told(kept: Kept, bench: Bench, points: int) -> dict:
    run, best = kept.run, _costs(kept)[:, 2].min()
    score, picture = run.score, kept.picture
    return {
        "id": kept.id,
        "parent": kept.parent,
        "left": kept.left,
        "name": kept.name,
        "words": kept.words,
        "starred": kept.starred,
        "hidden": kept.hidden,
        "current": kept.id == bench.current.id,
        "step": kept.step,
        "seed": run.settings.seed,
        "data": run.dataset.title,
        "kind": run.dataset.kind,
        "colors": list(run.dataset.colors),
        "cost": min(score.cost_test, LARGEST),
        "best": min(float(best), LARGEST),
        "metric": max(score.metric_test, -LARGEST),
        "diverged": run.diverged is not None,
        "points": points,
        "side": 0 if picture is None else int(np.sqrt(picture["boundary"].size)),
    }


def _costs(kept: Kept) -> np.ndarray:
    """(n, 5): step and each of SERIES, as far as the run was seen."""
    series = kept.run.timeline.series()
    table = np.stack([series["step"], *(series[name] for name in SERIES)], axis=1)
    seen = table[table[:, 0] <= kept.step]
    return np.clip(seen if len(seen) else table[:1], -LARGEST, LARGEST)


def _curve(kept: Kept, ids: set[int]) -> np.ndarray:
    """The costs that are drawn: what it shares with a parent that is there is left to that one."""
    costs = _costs(kept)
    if kept.left and kept.parent in ids:
        costs = costs[costs[:, 0] >= kept.left]
    if len(costs) <= MOST_POINTS:
        return costs
    return costs[np.linspace(0, len(costs) - 1, MOST_POINTS).round().astype(int)]


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, "u1")
