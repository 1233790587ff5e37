"""SCHEDULES: how the learning rate changes while a network trains.

Each entry's multiplier(step, span, decay) is the factor on the learning rate at a step, counted from 0; span
is a number of steps and decay a factor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi

from .rules import Rules


@dataclass(frozen=True)
class Schedule:
    """One entry.  uses: which of the settings schedule_span and schedule_decay matter to it.

    >>> [SCHEDULES["step"](step, 100, 0.5) for step in (0, 99, 100, 250)]
    [1.0, 1.0, 0.5, 0.25]
    """

    name: str
    label: str
    formula: str
    tells: str
    uses: tuple[str, ...]
    multiplier: Callable[[int, int, float], float]

    def __call__(self, step: int, span: int, decay: float) -> float:
        return self.multiplier(step, span, decay)


SCHEDULES = Rules("schedule")
for entry in (
    Schedule("constant", "Constant", "α", "The rate stays as it is.", (), lambda step, span, decay: 1.0),
    Schedule(
        "step",
        "Step",
        "α · d^⌊t/n⌋",
        "Every n steps the rate drops: the cost falls once more each time.",
        ("schedule_span", "schedule_decay"),
        lambda step, span, decay: decay ** float(step // span),
    ),
    Schedule(
        "exponential",
        "Exponential",
        "α · d^(t/n)",
        "The rate shrinks a little with every step, by d in n of them.",
        ("schedule_span", "schedule_decay"),
        lambda step, span, decay: decay ** (step / span),
    ),
    Schedule(
        "cosine",
        "Cosine",
        "α · ½ (1 + cos(π t/n))",
        "Slow at first, then fast, then slow, down to 0 after n steps. Loshchilov and Hutter 2017.",
        ("schedule_span",),
        lambda step, span, decay: 0.5 * (1 + cos(pi * min(step / span, 1.0))),
    ),
    Schedule(
        "warm-up",
        "Warm-up",
        "α · min(1, (t + 1)/n)",
        "The rate grows for n steps and then stays: the first, wild gradients do little harm.",
        ("schedule_span",),
        lambda step, span, decay: min(1.0, (step + 1) / span),
    ),
):
    SCHEDULES.add(entry)
del entry
