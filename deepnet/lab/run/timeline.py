"""The memory of a run: states to go back to, and the curve of its costs.  Both are bounded."""

from bisect import bisect_right

import numpy as np

from deepnet.lab.run.room import divide, room

MOST_KEPT = 400  # snapshots
SHARE = 1 / 2  # of the distance from the start or the present, between snapshots near them
FINEST = 1e-6  # seconds of training between snapshots, of a past that has just begun
USUAL_STEP = 2e-5  # seconds of a step where nobody measured them
SERIES = ("cost_train", "cost_test", "metric_train", "metric_test")


class Timeline:
    """Snapshots of a run's state and the series of its costs.

    Snapshots are spaced by the seconds of training between them, for that is what a replay costs: evenly, and
    denser near the start and the present.

    budget: bytes that all snapshots together may take, by default what `room` has for one; the first and the
    latest are kept whatever they take.  points: entries that the series has at most; a full one drops half.
    """

    def __init__(self, budget: int | None = None, points: int = 2048):
        self._budget = budget
        divide(self)
        self.points = points
        self._steps: list[int] = []  # ascending
        self._states: list[dict] = []
        self._seconds: list[float] = []  # of training up to each
        self._waypoint: tuple[int, dict] | None = None  # where a long way back has come to
        self._size = 0  # bytes of one snapshot
        self._apart = FINEST  # seconds between snapshots in the middle
        self._series: list[tuple] = []  # (step, *SERIES), ascending
        self._stride = 0  # distance the series keeps between its entries

    # ---- snapshots

    @property
    def budget(self) -> int:
        return room() if self._budget is None else self._budget

    @property
    def states(self) -> list[dict]:
        """The states themselves, which nobody writes to: timelines of copies share them."""
        return list(self._states)

    @property
    def entries(self) -> int:
        """How many moments the series tells of."""
        return len(self._series)

    def thin(self, budget: int) -> None:
        """Drop snapshots until the others fit into so many bytes; it may grow to its own budget again."""
        own, self._budget = self._budget, min(budget, self.budget)
        if len(self._steps) > self.capacity:
            self._thin()
        self._budget = own

    @property
    def snapshots(self) -> list[int]:
        """The steps that have a snapshot, ascending."""
        return list(self._steps)

    @property
    def capacity(self) -> int:
        """How many snapshots fit into the budget: at least 2, at most MOST_KEPT."""
        return min(max(self.budget // max(self._size, 1), 2), MOST_KEPT)

    def keep(self, step: int, state: dict, seconds: float | None = None) -> None:
        """Remember the state at `step`, the latest so far; it replaces one kept at the same step.

        seconds: that training up to there took.
        """
        if self._steps and step < self._steps[-1]:
            raise ValueError(f"step must not be before the latest snapshot, {self._steps[-1]}, got {step}")
        if self._waypoint and self._waypoint[0] >= step:
            self._waypoint = None
        if self._steps and step == self._steps[-1]:
            self._states[-1] = state
            return
        self._size = max(self._size, state_bytes(state))
        self._steps.append(step)
        self._states.append(state)
        self._seconds.append(step * USUAL_STEP if seconds is None else seconds)
        if len(self._steps) > self.capacity:
            self._thin()

    def wants(self, step: int) -> bool:
        """Whether a snapshot at `step` is worth its copy: always for small states, seldom for large ones."""
        return not self._steps or step - self._steps[-1] > self._size >> 20

    def before(self, step: int) -> tuple[int, dict]:
        """The latest state that is kept and not after `step`: a snapshot, or the waypoint."""
        i = self._place(step)
        if self._waypoint and self._steps[i] < self._waypoint[0] <= step:
            return self._waypoint
        return self._steps[i], self._states[i]

    def way(self, step: int, now: tuple[int, float]) -> tuple[int, float]:
        """From which snapshot a replay to `step` begins, and about how many seconds each of its steps takes.

        now: the present step, and the seconds of training up to it.
        """
        i = self._place(step)
        start, seconds = self._steps[i], self._seconds[i]
        end, until = (self._steps[i + 1], self._seconds[i + 1]) if i + 1 < len(self._steps) else now
        return start, max(until - seconds, 0.0) / max(end - start, 1)

    def mark(self, step: int, state: dict) -> None:
        """Remember that a long way back has come to `step`; one such place is kept, beside the snapshots."""
        self._waypoint = step, state

    def _place(self, step: int) -> int:
        i = bisect_right(self._steps, step) - 1
        if i < 0:
            raise ValueError(f"no snapshot is kept at or before step {step}")
        return i

    def truncate(self, step: int) -> None:
        """Forget everything after `step`."""
        i = bisect_right(self._steps, step)
        del self._steps[i:], self._states[i:], self._seconds[i:]
        if self._waypoint and self._waypoint[0] > step:
            self._waypoint = None
        self._apart = FINEST
        self._series = [entry for entry in self._series if entry[0] <= step]
        self._stride = min(self._stride, self._spacing())

    def _thin(self) -> None:
        """Drop snapshots until a tenth of the capacity is free, never the first or the latest.

        A snapshot goes when its two neighbours are no further apart than `allowance` there, in seconds of
        training; that grows until enough have gone.
        """
        target = max(self.capacity * 9 // 10, 2)
        while len(self._steps) > target:
            seconds, kept = self._seconds, [0]
            for i in range(1, len(seconds) - 1):
                past, left = seconds[i] - seconds[0], seconds[-1] - seconds[i]
                if seconds[i + 1] - seconds[kept[-1]] > allowance(min(past, left), self._apart):
                    kept.append(i)
            kept.append(len(seconds) - 1)
            for name in ("_steps", "_states", "_seconds"):
                values = getattr(self, name)
                setattr(self, name, [values[i] for i in kept])
            if len(kept) > target:
                self._apart *= 1.25

    def copy(self) -> "Timeline":
        """A timeline of its own; the states themselves, which nobody writes to, are shared."""
        other = Timeline(self._budget, self.points)
        other._steps, other._states, other._series = list(self._steps), list(self._states), list(self._series)
        other._size, other._stride, other._apart = self._size, self._stride, self._apart
        other._seconds, other._waypoint = list(self._seconds), self._waypoint
        return other

    # ---- series

    def record(self, step: int, values: tuple[float, float, float, float]) -> None:
        """Add (train cost, test cost, train metric, test metric) at `step`, the latest so far."""
        series = self._series
        if series and series[-1][0] == step:
            series[-1] = (step, *values)
            return
        if len(series) > 1 and step - series[-2][0] < self._stride:
            series.pop()  # the present is always there; what it replaces was too near
        series.append((step, *values))
        if len(series) > self.points:
            series[:-1] = series[:-1:2]
            self._stride = self._spacing()

    def _spacing(self) -> int:
        """Steps between two entries if half of a full series is spread evenly over what is recorded."""
        return 2 * (self._series[-1][0] - self._series[0][0]) // self.points if self._series else 0

    def series(self) -> dict[str, np.ndarray]:
        """The curve so far: "step" (int32) and each of SERIES (float64), all of one length."""
        table = np.array(self._series, dtype=np.float64).reshape(-1, 1 + len(SERIES))
        return {"step": table[:, 0].astype("i4")} | {
            name: table[:, i].copy() for i, name in enumerate(SERIES, start=1)
        }


def allowance(distance: float, apart: float) -> float:
    """Seconds that may lie between snapshots so far from the start or the present, `apart` in the middle."""
    return min(max(SHARE * distance, apart / 2), apart)


def state_bytes(state: dict) -> int:
    """Bytes of the arrays in a state, and a little for each entry."""
    total = 0
    for value in state.values():
        if isinstance(value, dict):
            total += state_bytes(value)
        elif isinstance(value, (list, tuple)):
            total += state_bytes(dict(enumerate(value)))
        else:
            total += getattr(value, "nbytes", 0) + 120
    return total
