"""MEASURES: what a goal can ask of a run.  A goal is met when all that it asks is true at the step
measured."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from deepnet.lab.run.run import Run
from deepnet.numerals import number

SMALL = 0.01  # a weight nearer to 0 is as good as none


@dataclass(frozen=True)
class Measure:
    """words: how it is named in a sentence.  of(run): its value at the run's present step.  share: written
    as a
    percentage."""

    words: str
    of: Callable[[Run], float]
    share: bool = False


def _weights(run: Run) -> np.ndarray:
    return np.concatenate([W.ravel() for W in run.network.W[1:]])


MEASURES = {
    "step": Measure("steps", lambda run: run.step),
    "cost_train": Measure("training cost", lambda run: run.score.cost_train),
    "cost_test": Measure("test cost", lambda run: run.score.cost_test),
    "gap": Measure("test cost above training cost", lambda run: run.score.cost_test - run.score.cost_train),
    "accuracy_train": Measure("right on training rows", lambda run: run.score.metric_train, share=True),
    "accuracy_test": Measure("right on test rows", lambda run: run.score.metric_test, share=True),
    "layers": Measure("hidden layers", lambda run: len(run.network.layer_dims) - 2),
    "neurons": Measure("hidden neurons", lambda run: sum(run.network.layer_dims[1:-1])),
    "inputs": Measure("inputs", lambda run: run.network.layer_dims[0]),
    "parameters": Measure("weights and biases", lambda run: run.network.size),
    "largest_weight": Measure("largest weight", lambda run: float(np.abs(_weights(run)).max())),
    "small_weights": Measure(
        "weights next to 0", lambda run: float(np.mean(np.abs(_weights(run)) < SMALL)), share=True
    ),
    "training_rows": Measure("training rows", lambda run: run.trainer.m),
    "seed": Measure("seed", lambda run: run.settings.seed),
}


@dataclass(frozen=True)
class Condition:
    """One thing that a goal asks."""

    measure: str
    at_least: float | None = None
    at_most: float | None = None

    def met(self, run: Run) -> bool:
        value = MEASURES[self.measure].of(run)
        if not np.isfinite(value):
            return False
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)

    def told(self, run: Run) -> str:
        """Where it stands: "test cost 0.31, to be at most 0.25"."""
        measure = MEASURES[self.measure]
        parts = []
        if self.at_least is not None:
            parts.append(f"at least {self._written(self.at_least)}")
        if self.at_most is not None:
            parts.append(f"at most {self._written(self.at_most)}")
        return f"{measure.words} **{self._written(measure.of(run))}**, to be {' and '.join(parts)}"

    def _written(self, value: float) -> str:
        return f"{number(100 * value, 3)} %" if MEASURES[self.measure].share else number(value)


def when_met(conditions: tuple[Condition, ...], run: Run) -> int | None:
    """The first step at which a goal was met, or None.

    Costs, accuracies and the step are looked up along the curve of the run, so that a goal is not missed
    between two looks; all else is measured at present.
    """
    curve = run.timeline.series()
    now = [condition for condition in conditions if condition.measure not in ON_CURVE]
    if not all(condition.met(run) for condition in now):
        return None
    here = np.isfinite(curve["cost_train"])
    for condition in conditions:
        if condition.measure in ON_CURVE:
            values = ON_CURVE[condition.measure](curve)
            here &= values >= (-np.inf if condition.at_least is None else condition.at_least)
            here &= values <= (np.inf if condition.at_most is None else condition.at_most)
    found = np.flatnonzero(here)
    return int(curve["step"][found[0]]) if found.size else None


def met(conditions: tuple[Condition, ...], run: Run) -> bool:
    """Whether a goal was met at any step of the run."""
    return when_met(conditions, run) is not None


ON_CURVE = {
    "step": lambda curve: curve["step"],
    "cost_train": lambda curve: curve["cost_train"],
    "cost_test": lambda curve: curve["cost_test"],
    "gap": lambda curve: curve["cost_test"] - curve["cost_train"],
    "accuracy_train": lambda curve: curve["metric_train"],
    "accuracy_test": lambda curve: curve["metric_test"],
}
