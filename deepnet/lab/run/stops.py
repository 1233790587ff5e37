"""The end of a run that has done enough, by the rules in its settings, and what the rules must remember."""

from dataclasses import dataclass, replace

from deepnet.declaration import declared
from deepnet.lab.run.scores import Score
from deepnet.lab.settings.settings import Settings, changed
from deepnet.stopping import STOPS, Readings

# Which entry of STOPS a field of the settings stands for; 0 switches it off.
RULES = {name: field.rule for name, field in declared(Settings).items() if field.rule in STOPS}
ASKED_EACH_EPOCH = tuple(field for field in RULES if field != "stop_steps")
OF_RULES = {name for name, field in declared(Settings).items() if name in RULES or field.of in RULES}


@dataclass(frozen=True)
class Stopped:
    """The step at which a rule ended the run, and why.  best: a step worth going back to, if there is one."""

    step: int
    sentence: str
    best: int | None = None


@dataclass(frozen=True)
class Watch:
    """What the rules know at a step.  It is a part of the run's state: a step that is called back knows what
    it knew then, and a run stops at the same step however its steps are cut.

    A change of course begins the count anew, because costs before and after may not compare; a change of
    nothing but the rules keeps it.  since: the step of the latest change.  before: the watch that came to
    that step, until the next reading: changes of one moment are one change, and begin there.
    """

    settings: Settings
    readings: Readings
    since: int = 0
    before: "Watch | None" = None

    @classmethod
    def begin(cls, settings: Settings, step: int, score: Score) -> "Watch":
        return cls(settings, Readings.begin(step, *_read(score)), step)

    @property
    def reads(self) -> bool:
        """Whether a rule wants a reading at the end of each epoch."""
        return any(getattr(self.settings, field) for field in ASKED_EACH_EPOCH)

    def turned(self, settings: Settings, step: int, score: Score, *, touched: bool) -> "Watch":
        """After changes at `step`, which left these settings.  touched: not settings alone are new."""
        came = self.before if self.before and self.since == step else replace(self, before=None)
        if not touched and settings == came.settings:
            return came
        watch = replace(Watch.begin(settings, step, score), before=came)
        if not touched and came.reads and changed(came.settings, settings) <= OF_RULES:
            watch = replace(watch, readings=came.readings)
        return watch

    def then(self, step: int, score: Score) -> "Watch":
        """After one more epoch."""
        if step <= self.readings.step:
            return self
        fall = self.settings.plateau_fall if self.settings.stop_plateau else 0.0
        return replace(self, readings=self.readings.then(step, *_read(score), fall), before=None)

    def steps_to_look(self, step: int, to_epoch_end: int) -> int | None:
        """Updates until a rule must be asked again, None for never."""
        found = [self.settings.stop_steps - step] if self.settings.stop_steps else []
        return min([*found, to_epoch_end] if self.reads else found, default=None)

    def stopped(self, step: int, *, epoch_ends: bool) -> Stopped | None:
        """Whether a rule ends the run here.  All but the number of steps wait for the end of an epoch."""
        readings = replace(self.readings, step=step)
        for field, name in RULES.items():
            value, rule = getattr(self.settings, field), STOPS[name]
            if value and (epoch_ends or name == "steps") and (why := rule.reason(readings, value)):
                best = getattr(readings, rule.back_to).step if rule.back_to else None
                return Stopped(
                    step,
                    f"Stopped at step {step:,}, rule “{rule.label}”: {why}. "
                    f"To go on, {rule.go_on} or set it to 0 (More, Stop).",
                    best,
                )
        return None


def _read(score: Score) -> tuple[float, float, float]:
    return score.cost_train, score.metric_train, score.cost_test
