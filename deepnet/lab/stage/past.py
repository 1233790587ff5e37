"""Answers about the past of the runs: what the chart is to show of it, and how values have spread since."""

from functools import partial

import numpy as np

from deepnet.lab.run.bench import Bench, Kept
from deepnet.lab.run.hindsight import Hindsight, spread
from deepnet.lab.run.learner import Learner
from deepnet.lab.run.measures import KINDS, LARGEST, columns, reading, values
from deepnet.lab.stage import messages
from deepnet.lab.stage.wire import pack

SECONDS = 0.04  # that one answer may take to read what is not yet known; the browser asks again for the rest
MOST_POINTS = 240  # of one curve
MOST_MOMENTS = 120  # of one history
MOST_VALUES = 2000  # of one moment that are counted
BINS = 48
OUTLIERS = 0.005  # of all values at each end, that are counted at the edge


class Past:
    """What a stage asks about runs of a bench.  What was read is kept for the next question."""

    def __init__(self, bench: Bench):
        self._bench = bench
        self._read: dict[int, Hindsight] = {}  # id of a run -> its readings
        self._spread: tuple[tuple, Hindsight] | None = None  # what is asked of which run -> its values

    def measured(self, message: dict) -> bytes:
        """A measure of every run whose curve is drawn: points one after the other, `lines` values each."""
        bench, name = self._bench, messages.measure(message)
        told, steps, found, more = [], [], [], False
        kept_runs = [kept for kept in bench.runs if not kept.hidden or kept is bench.current]
        self._read = {kept.id: self._of(kept) for kept in kept_runs}
        # The current one first: its curve is what is looked at.
        for kept in sorted(kept_runs, key=lambda kept: kept is not bench.current):
            hindsight, rested = self._read[kept.id], kept.run.at_rest
            done = hindsight.look(kept.step, SECONDS / len(kept_runs))
            if rested:
                kept.run.rest()
            more |= not done
            at, rows = hindsight.table()
            places = spread(list(range(len(at))), MOST_POINTS)
            chosen = columns(name, len(kept.run.settings.hidden) + 1)
            told.append({"id": kept.id, "points": len(places), "lines": len(chosen)})
            steps.append(at[places])
            found.append(np.array([rows[i][chosen] for i in places], "f4").ravel())
        arrays = {"measured_step": np.concatenate(steps), "measured_value": np.concatenate(found)}
        return pack({"kind": "measured", "name": name, "runs": told, "more": more}, arrays)

    def _of(self, kept: Kept) -> Hindsight:
        known = self._read.get(kept.id)
        return known if known and known.run is kept.run else Hindsight(kept.run, reading)

    def history(self, message: dict) -> bytes:
        """Of the current run: at each of some steps, which share of a layer's values lies in each bin.

        Shares are told in 255ths of the largest at that step: a wide spread is seen as well as a peak.
        """
        kept = self._bench.current
        of = messages.choice(message, "of", KINDS)
        layer = messages.number(message, "layer", 1, kept.run.network.L)
        if layer is None:
            raise messages.BadMessage("a history must give the layer")
        asked = kept.id, of, layer
        if self._spread is None or self._spread[0] != asked or self._spread[1].run is not kept.run:
            read = partial(_few, kind=of, layer=layer)
            self._spread = asked, Hindsight(kept.run, read)
        hindsight = self._spread[1]
        more = not hindsight.look(kept.step, SECONDS, MOST_MOMENTS)
        steps, found = hindsight.table()
        low, high = extent(found)
        shares = [shares_of(each, low, high) for each in found]
        told = {"kind": "history", "of": of, "layer": layer, "low": low, "high": high, "bins": BINS}
        arrays = {
            "history_step": steps,
            "history_share": np.array(shares, "u1").ravel(),
        }
        return pack({**told, "more": more}, arrays)


def _few(learner: Learner, kind: str, layer: int) -> np.ndarray:
    """At most MOST_VALUES of the values, always at the same places, as float32."""
    found = values(learner, kind, layer)
    return np.clip(found[:: len(found) // MOST_VALUES + 1], -LARGEST, LARGEST).astype("f4")


def extent(found: list[np.ndarray]) -> tuple[float, float]:
    """The range that all but a few outliers of all moments lie in."""
    if not found:
        return -1.0, 1.0
    every = np.concatenate(found)
    low, high = (float(v) for v in np.quantile(every[np.isfinite(every)], (OUTLIERS, 1 - OUTLIERS)))
    return (low, high) if high > low else (low - 1.0, high + 1.0)


def shares_of(found: np.ndarray, low: float, high: float) -> np.ndarray:
    """(BINS,) in 255ths of the fullest bin; what lies outside is counted at the edge."""
    counts, _ = np.histogram(np.clip(np.nan_to_num(found), low, high), BINS, (low, high))
    return np.round(255 * counts / max(counts.max(), 1)).astype("u1")
