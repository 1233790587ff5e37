"""What is measured of a run's past when somebody asks for it: at the moments that the run remembers."""

import time
from collections.abc import Callable

import numpy as np

from deepnet.lab.run.learner import Learner
from deepnet.lab.run.run import Run


class Hindsight:
    """The values of `read` at a run's snapshots: the coarse picture first, then what lies between.

    read is given the learner in the state after that step, under the settings of its time, and may train it.
    Nothing of the run changes.  What a snapshot gave is kept as long as the run keeps the snapshot.
    """

    def __init__(self, run: Run, read: Callable[[Learner], np.ndarray], clock=time.perf_counter):
        self.run, self._read, self._clock = run, read, clock
        self._found: dict[int, tuple[dict, np.ndarray]] = {}  # step -> its state, and what was read off it

    def look(self, last: int, seconds: float, most: int = 400) -> bool:
        """Read what is not yet known of the snapshots up to step `last`, for about so long; whether all is.

        most: snapshots that are looked at, spread over all.
        """
        run = self.run
        with run.lock:
            if run.dataset.waiting:
                self._found = {}
                return True
            steps, states = run.timeline.snapshots, run.timeline.states
            states = {step: state for step, state in zip(steps, states, strict=True) if step <= last}
            self._found = {step: found for step, found in self._found.items() if states.get(step) is found[0]}
            order = coarse_first(spread(list(states), most))
            wanted = [step for step in order if step not in self._found]
            if wanted:
                self._read_all(wanted, states, seconds)
            return all(step in self._found for step in wanted)

    def _read_all(self, steps: list[int], states: dict[int, dict], seconds: float) -> None:
        run, begun = self.run, self._clock()
        learner = run.learner
        present, adopted, update = learner.state(), learner.settings, learner.last_update
        update = None if update is None else update.copy()
        try:
            for step in steps:
                learner.adopt(run.settings_at(step))
                learner.restore(states[step])
                self._found[step] = states[step], np.array(self._read(learner))
                if self._clock() - begun >= seconds:
                    break
        finally:
            learner.adopt(adopted)
            learner.restore(present, update)
            learner.measure()  # `scores` holds the activations of the present again

    def table(self) -> tuple[np.ndarray, list[np.ndarray]]:
        """The steps (n,) that were read, ascending, and what was found at each."""
        steps = sorted(self._found)
        return np.array(steps, "i4"), [self._found[step][1] for step in steps]


def spread(steps: list[int], most: int) -> list[int]:
    """At most so many of the steps, evenly by their places, the first and the last among them."""
    if len(steps) <= most:
        return steps
    return [steps[i] for i in np.linspace(0, len(steps) - 1, most).round().astype(int)]


def coarse_first(steps: list) -> list:
    """The same, the ends first, then the middle, the quarters and so on.

    >>> coarse_first([0, 1, 2, 3, 4])
    [0, 4, 2, 1, 3]
    """
    order, n = dict.fromkeys([0, len(steps) - 1]), len(steps)
    parts = 2
    while len(order) < n:
        order |= dict.fromkeys(i * (n - 1) // parts for i in range(1, parts))
        parts *= 2
    return [steps[i] for i in order]
