"""STOPS: when training has done enough.  A rule looks at the readings taken so far and says why, or "".

Readings are taken by whoever trains, say once an epoch: sequences of one length with the step, the cost and
the metric (accuracy or R²) on the training rows and the cost on the test rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from .table import Table


@dataclass(frozen=True)
class Readings:
    """What was read so far, oldest first."""

    steps: Sequence[int] = ()
    cost: Sequence[float] = ()
    metric: Sequence[float] = ()
    test_cost: Sequence[float] = ()


@dataclass(frozen=True)
class Stop:
    """One entry.  rule(readings, value, patience) gives a sentence if training should stop, else "".

    value: what the rule compares with; patience: a number of readings.  uses: which of both matter.
    """

    name: str
    label: str
    tells: str
    uses: tuple[str, ...]
    rule: Callable[[Readings, float, int], str]

    def reason(self, readings: Readings, value: float, patience: int = 10) -> str:
        return self.rule(readings, value, patience) if len(readings.steps) else ""


def steps(readings, value, patience):
    return f"{readings.steps[-1]} steps are made" if readings.steps[-1] >= value else ""


def cost(readings, value, patience):
    return f"the cost is down to {readings.cost[-1]:.4g}" if readings.cost[-1] <= value else ""


def metric(readings, value, patience):
    return f"the score has reached {readings.metric[-1]:.4g}" if readings.metric[-1] >= value else ""


def plateau(readings, value, patience):
    return _stuck(readings.cost, value, patience, "the cost")


def early(readings, value, patience):
    return _stuck(readings.test_cost, 0.0, patience, "the cost on test data")


def divergence(readings, value, patience):
    now, first = readings.cost[-1], readings.cost[0]
    if not isfinite(now):
        return "the cost is no longer a number"
    return f"the cost is {now / first:.3g} times what it was" if first > 0 and now > value * first else ""


def _stuck(costs, least: float, patience: int, what: str) -> str:
    """Whether the best of the last `patience` readings is not below the best before by more than `least`."""
    if len(costs) <= patience or min(costs[-patience:]) < min(costs[:-patience]) - least:
        return ""
    return f"{what} has not fallen for {patience} readings"


STOPS = Table("stop rule")
for entry in (
    Stop("steps", "After so many steps", "Stop at a given step.", ("value",), steps),
    Stop("cost", "At a cost", "Stop when the training cost is as low as this.", ("value",), cost),
    Stop("metric", "At a score", "Stop when accuracy (or R²) is as high as this.", ("value",), metric),
    Stop(
        "plateau",
        "On a plateau",
        "Stop when the training cost has not fallen by this much for a while.",
        ("value", "patience"),
        plateau,
    ),
    Stop(
        "early",
        "Early stopping",
        "Stop when the cost on test data has not fallen for a while: what is learned from now on is noise.",
        ("patience",),
        early,
    ),
    Stop(
        "divergence",
        "On divergence",
        "Stop when the cost is so many times what it was at the start.",
        ("value",),
        divergence,
    ),
):
    STOPS.add(entry)
del entry
