"""What came of each network of a sweep: at a step, at its best, how long it took to a goal."""

import numpy as np

from deepnet.lab.sweep.sweep import Sweep

MEASURES = {"cost_train": 0, "cost_test": 1, "metric_train": 2, "metric_test": 3}
BETTER_LOW = ("cost_train", "cost_test")


def known(sweep: Sweep, measure: str) -> np.ndarray:
    """The measure at every tick (T, K), nan where it is not known or no number any more."""
    with sweep.lock:
        values = sweep.scores[:, :, MEASURES[measure]].copy()
        ticks = np.arange(len(sweep.ticks))[:, None]
        values[(sweep.diverged >= 0) & (ticks >= sweep.diverged)] = np.nan
        values[ticks[:, 0][:, None] >= sweep.done] = np.nan
    return values


def at_tick(sweep: Sweep, measure: str, tick: int) -> np.ndarray:
    """The measure of each network (K,) at a tick, or at the last one known before it."""
    values = known(sweep, measure)
    shown = np.clip(np.minimum(tick, sweep.done - 1), 0, None)
    return values[shown, np.arange(values.shape[1])]


def best(sweep: Sweep, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """(value (K,), step (K,)) of each network at its best tick; nan and -1 where none is known."""
    values = known(sweep, measure)
    sign = 1 if measure in BETTER_LOW else -1
    filled = np.where(np.isnan(values), np.inf, sign * values)
    at = filled.argmin(axis=0)
    found = np.take_along_axis(values, at[None], axis=0)[0]
    return found, np.where(np.isnan(found), -1, sweep.ticks[at])


def steps_to(sweep: Sweep, measure: str, goal: float) -> np.ndarray:
    """The first tick's step (K,) at which the goal is met, nan where it never is."""
    values = known(sweep, measure)
    with np.errstate(invalid="ignore"):
        met = values <= goal if measure in BETTER_LOW else values >= goal
    return np.where(met.any(axis=0), sweep.ticks[met.argmax(axis=0)], np.nan)


def over_seeds(values: np.ndarray, shape: tuple[int, int, int], share: float = 0.5) -> np.ndarray:
    """The median (or another quantile) of the seeds of each cell, (n_1, n_2): of those with a number."""
    cells = values.reshape(shape)
    missing = np.isnan(cells).all(axis=2)
    with np.errstate(all="ignore"):
        found = np.nanquantile(np.where(missing[..., None], 0.0, cells), share, axis=2)
    return np.where(missing, np.nan, found)
