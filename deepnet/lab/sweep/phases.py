"""The phase map: rate against another setting, where learning works, stalls or breaks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deepnet.declaration import Whole
from deepnet.initializers import INITIALIZERS
from deepnet.lab.sweep.axes import axes
from deepnet.lab.sweep.outcomes import at_tick
from deepnet.lab.sweep.sweep import Sweep

COARSE, FINE = 32, 64  # cells along a side of the map, at first and after that
RATES = (-4.0, 2.0)  # decades of the rate on the whole map
STALLED, WORSE = 0.995, 1.02  # of its first cost, between which a network has hardly learned
DEEPEST = 1e-9  # decades that a window may be narrow


@dataclass(frozen=True)
class Other:
    """The second axis, from low to high, by factors or by steps.  fitting: initializers that have it."""

    low: float
    high: float
    log: bool
    fitting: tuple[str, ...] = ()


OTHERS = {
    "initial_scale": Other(
        1e-2, 1e2, True, tuple(name for name in INITIALIZERS if INITIALIZERS[name].scale is not None)
    ),
    "beta1": Other(0.0, 0.99, False),
    "regularization_rate": Other(1e-3, 1e2, True),
    "batch_size": Other(1, 512, True),
}
Window = tuple[float, float, float, float]


def WHOLE(other: str) -> Window:  # noqa: N802 (a window that depends on its axis)
    """(from, to) of the rate's decades and of the other axis, in decades where it goes by factors."""
    entry = OTHERS[other]
    low, high = (np.log10(v) if entry.log else v for v in (entry.low, entry.high))
    return (*RATES, float(low), float(high))


def values(other: str, window: Window, count: int) -> tuple[tuple, tuple]:
    """The rates and the values of the other axis over a window: as many digits as the window is deep."""
    entry, known = OTHERS[other], axes()[other]
    x = 10 ** np.linspace(window[0], window[1], count)
    y = np.linspace(window[2], window[3], count)
    y = np.clip(10**y if entry.log else y, known.low, known.high)
    if isinstance(known, Whole):
        return tuple(x.tolist()), tuple(dict.fromkeys(int(round(v)) for v in y))
    return tuple(x.tolist()), tuple(y.tolist())


def zoomed(other: str, window: Window, spans, shape) -> Window:
    """The window over the cells from spans[axis][0] to spans[axis][1] of a map of this shape."""
    found = []
    for axis in (0, 1):
        low, high = window[2 * axis], window[2 * axis + 1]
        step = (high - low) / (shape[axis] - 1)
        new = [low + step * (spans[axis][0] - 0.5), low + step * (spans[axis][1] + 0.5)]
        least, most = WHOLE(other)[2 * axis : 2 * axis + 2]
        new = [max(new[0], least), min(new[1], most)]
        found += new if new[1] - new[0] > DEEPEST else [low, high]
    return tuple(found)


def within(other: str, spans: Sequence) -> Window:
    """The window of these four numbers, or texts of them; ValueError where they are no part of the map."""
    try:
        low, high, bottom, top = map(float, spans)
    except ValueError:
        raise ValueError(f"a part of the map has 4 numbers, got {', '.join(map(str, spans))}") from None
    least, most, under, over = WHOLE(other)
    across = least <= low < high <= most and high - low > DEEPEST
    if not (across and under <= bottom < top <= over and top - bottom > DEEPEST):
        raise ValueError(
            f"a part of the map must lie within {least:g} … {most:g} and {under:g} … {over:g}, "
            f"got {low:g} … {high:g} and {bottom:g} … {top:g}"
        )
    return low, high, bottom, top


def stalled(sweep: Sweep, tick: int) -> np.ndarray:
    """Which networks (K,) have hardly moved their training cost by a tick, and did not break."""
    share = _share(sweep, tick)
    with np.errstate(invalid="ignore"):
        return (share >= STALLED) & (share <= WORSE)


def thrown(sweep: Sweep, tick: int) -> np.ndarray:
    """Which networks (K,) are worse by a tick than they were at the start, and did not break."""
    with np.errstate(invalid="ignore"):
        return _share(sweep, tick) > WORSE


def _share(sweep: Sweep, tick: int) -> np.ndarray:
    """The training cost (K,) at a tick, or the last known one before it, by that at the start; nan where one
    diverged."""
    now = at_tick(sweep, "cost_train", tick)
    return np.where(np.isfinite(diverged_at(sweep, tick)), np.nan, now / sweep.scores[0, :, 0])


def diverged_at(sweep: Sweep, tick: int) -> np.ndarray:
    """The step (K,) by which each had diverged, nan for those that had not at this tick."""
    gone = (sweep.diverged >= 0) & (sweep.diverged <= tick)
    return np.where(gone, sweep.ticks[np.clip(sweep.diverged, 0, None)], np.nan)
