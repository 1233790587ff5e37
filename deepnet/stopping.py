"""STOPS: when training has done enough.  A rule looks at what was read so far and says why, or "".

Whoever trains reads once an epoch.  However long it trains, what the rules need of the past stays this small:
the first cost, and the least of both costs with the step it was read at and the epochs since.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite

from .numerals import number
from .rules import Rules


@dataclass(frozen=True)
class Least:
    """The least cost so far, the step it was read at, and how many epochs were read since."""

    cost: float = inf
    step: int = 0
    epochs: int = 0

    def then(self, step: int, cost: float, fall: float = 0.0) -> "Least":
        """After one more reading, which counts only if it is lower by more than `fall`."""
        return Least(cost, step) if cost < self.cost - fall else Least(self.cost, self.step, self.epochs + 1)


@dataclass(frozen=True)
class Readings:
    """The latest reading, and what is known of all of them.

    metric: accuracy or R² on the training rows.  start, first: the step where reading began, and the training
    cost there.  fall: by more than this a cost must be lower to count as the least training cost.
    """

    step: int
    cost: float
    metric: float
    test_cost: float
    start: int
    first: float
    train: Least
    test: Least
    fall: float = 0.0

    @classmethod
    def begin(cls, step: int, cost: float, metric: float, test_cost: float) -> "Readings":
        """The first reading, which is not yet the end of an epoch."""
        least = Least(cost, step), Least(test_cost, step)
        return cls(step, cost, metric, test_cost, step, cost, *least)

    def then(self, step: int, cost: float, metric: float, test_cost: float, fall: float = 0.0) -> "Readings":
        """After one more epoch.

        >>> readings = Readings.begin(0, 0.7, 0.5, 0.7).then(35, 0.6, 0.8, 0.65).then(70, 0.5, 0.9, 0.66)
        >>> readings.test
        Least(cost=0.65, step=35, epochs=1)
        """
        train = self.train.then(step, cost, fall)
        test = self.test.then(step, test_cost)
        return Readings(step, cost, metric, test_cost, self.start, self.first, train, test, fall)


@dataclass(frozen=True)
class Stop:
    """One entry.  rule(readings, value) gives a sentence if training should stop, else "".

    value: what the rule compares with.  go_on: what to do to train on all the same.  back_to: which of the
    least costs, "train" or "test", was at a step worth going back to, or "".
    """

    name: str
    label: str
    tells: str
    go_on: str
    rule: Callable[[Readings, float], str]
    back_to: str = ""

    def reason(self, readings: Readings, value: float) -> str:
        return self.rule(readings, value)


def steps(readings, value):
    return f"{readings.step:,} steps are made" if readings.step >= value else ""


def cost(readings, value):
    return f"the training cost is down to {number(readings.cost)}" if readings.cost <= value else ""


def metric(readings, value):
    return f"the training score has reached {number(readings.metric)}" if readings.metric >= value else ""


def plateau(readings, value):
    if readings.train.epochs < value:
        return ""
    fallen = f"fallen by more than {number(readings.fall, 6)}" if readings.fall else "fallen"
    return f"the training cost has not {fallen} for {readings.train.epochs:,} epochs"


def early(readings, value):
    least = readings.test
    if least.epochs < value:
        return ""
    was = f"{number(least.cost)} at step {least.step:,}"
    return f"the test cost was least, {was}, and has not fallen below that for {least.epochs:,} epochs"


def divergence(readings, value):
    if not isfinite(readings.cost):
        return "the training cost is no longer a number"
    if readings.cost <= value * readings.first:
        return ""
    times = f"{number(readings.cost / readings.first, 3)} times" if readings.first > 0 else "above"
    return f"the training cost is {times} what it was at step {readings.start:,}"


STOPS = Rules("stop rule")
for entry in (
    Stop(
        "steps",
        "Number of steps",
        "Stop at a given step.",
        "raise the number",
        steps,
    ),
    Stop(
        "cost",
        "Cost reached",
        "Stop when the training cost is as low as this.",
        "lower the cost that is asked for",
        cost,
    ),
    Stop(
        "metric",
        "Score reached",
        "Stop when accuracy (or R²) on the training rows is as high as this.",
        "raise the score that is asked for",
        metric,
    ),
    Stop(
        "plateau",
        "Plateau",
        "Stop when the training cost has not fallen, or hardly, for so many epochs.",
        "change the learning rate, give it more epochs,",
        plateau,
    ),
    Stop(
        "early",
        "Early stopping",
        "Stop when the cost on test data has not fallen for so many epochs: from then on the training rows"
        " are learned by heart. Prechelt 1998.",
        "give it more epochs",
        early,
        "test",
    ),
    Stop(
        "divergence",
        "Divergence",
        "Stop when the training cost is more than so many times what it was at the start.",
        "go back and lower the learning rate, raise the factor,",
        divergence,
        "train",
    ),
):
    STOPS.add(entry)
del entry
