"""The end of a run that has done enough, by the rules in its settings."""

from dataclasses import dataclass

from deepnet.lab.scores import Score
from deepnet.lab.settings import Settings
from deepnet.stopping import STOPS, Readings

RULES = {"stop_steps": "steps", "stop_cost": "cost", "stop_accuracy": "metric"}  # field -> entry of STOPS


@dataclass(frozen=True)
class Stopped:
    """The step at which a rule ended the run, and why."""

    step: int
    sentence: str


def steps_to_look(settings: Settings, step: int, to_epoch_end: int) -> int | None:
    """Updates until a rule must be asked again, None for never: the rules are asked at the end of each epoch
    and at the step named, so that a run stops at the same step however it is cut."""
    found = []
    if settings.stop_steps:
        found.append(settings.stop_steps - step)
    if settings.stop_cost or settings.stop_accuracy:
        found.append(to_epoch_end)
    return min(found, default=None)


def stopped(settings: Settings, step: int, score: Score, *, epoch_ends: bool) -> Stopped | None:
    """Whether a rule ends the run at this step.  All but the number of steps wait for the end of an epoch."""
    readings = Readings([step], [score.cost_train], [score.metric_train], [score.cost_test])
    for field, rule in RULES.items():
        value = getattr(settings, field)
        if value and (epoch_ends or rule == "steps") and (why := STOPS[rule].reason(readings, value)):
            return Stopped(step, f"Stopped at step {step:,}: {why}. Change the rule to go on.")
    return None
