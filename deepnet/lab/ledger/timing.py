"""What the engine really executes in a step: its lines, their numpy calls, and the time of each."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from deepnet.training import Trainer

TIMES = 9  # traces whose median is taken


@dataclass(frozen=True)
class Executed:
    """A line of the step.  calls: as numpy is written; seconds: the median over several steps, without the
    copies that a trace makes."""

    text: str
    stage: str
    article: str
    inner: bool
    calls: tuple[str, ...]
    seconds: float


def executed(trainer: Trainer) -> list[Executed]:
    """Every line of the trainer's next step; the trainer stays where it is."""
    lines = list(trainer.traced())
    seconds = np.zeros((TIMES, len(lines)))
    with np.errstate(all="ignore"):
        for k in range(TIMES):
            for i, line in enumerate(trainer.traced().lines):
                began = perf_counter()
                for function, *arguments in line.calls:
                    function(*arguments)
                seconds[k, i] = perf_counter() - began
    medians = np.median(seconds, axis=0)
    return [
        Executed(line.text, line.stage, line.article, line.inner, line.calls, float(time))
        for line, time in zip(lines, medians, strict=True)
    ]
