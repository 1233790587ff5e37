"""The memory of a run: states to go back to, and the curve of its costs.  Both are bounded."""

from bisect import bisect_right

import numpy as np

from deepnet.lab.run.room import divide, room

FINEST = 1 / 64
SERIES = ("cost_train", "cost_test", "metric_train", "metric_test")


class Timeline:
    """Snapshots of a run's state and the series of its costs.

    budget: bytes that all snapshots together may take, by default what `room` has for one; the first and the
    latest are kept whatever they take.  points: entries that the series has at most; a full one drops half.
    """

    def __init__(self, budget: int | None = None, points: int = 2048):
        self._budget = budget
        divide(self)
        self.points = points
        self._steps: list[int] = []  # ascending
        self._states: list[dict] = []
        self._size = 0  # bytes of one snapshot
        self._share = FINEST  # of the distance from the start or the present, between snapshots
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
        """How many snapshots fit into the budget: at least 2, at most 400."""
        return min(max(self.budget // max(self._size, 1), 2), 400)

    def keep(self, step: int, state: dict) -> None:
        """Remember the state at `step`, the latest so far; it replaces one kept at the same step."""
        if self._steps and step < self._steps[-1]:
            raise ValueError(f"step must not be before the latest snapshot, {self._steps[-1]}, got {step}")
        if self._steps and step == self._steps[-1]:
            self._states[-1] = state
            return
        self._size = max(self._size, state_bytes(state))
        self._steps.append(step)
        self._states.append(state)
        if len(self._steps) > self.capacity:
            self._thin()

    def wants(self, step: int) -> bool:
        """Whether a snapshot at `step` is worth its copy: always for small states, seldom for large ones."""
        return not self._steps or step - self._steps[-1] > self._size >> 20

    def before(self, step: int) -> tuple[int, dict]:
        """The latest snapshot that is not after `step`."""
        i = bisect_right(self._steps, step) - 1
        if i < 0:
            raise ValueError(f"no snapshot is kept at or before step {step}")
        return self._steps[i], self._states[i]

    def truncate(self, step: int) -> None:
        """Forget everything after `step`."""
        i = bisect_right(self._steps, step)
        del self._steps[i:], self._states[i:]
        self._share = FINEST
        self._series = [entry for entry in self._series if entry[0] <= step]
        self._stride = min(self._stride, self._spacing())

    def _thin(self) -> None:
        """Drop snapshots until a fifth of the capacity is free, never the first or the latest.

        A snapshot goes when its two neighbours are no further apart than `allowance` there: that distance
        grows with the distance from the start and from the present, whichever is nearer, so that the time to
        replay from a snapshot stays a fixed share of it.
        """
        target = max(self.capacity * 4 // 5, 2)
        while len(self._steps) > target:
            steps, kept, latest = self._steps, [0], self._steps[-1]
            for i in range(1, len(steps) - 1):
                if steps[i + 1] - steps[kept[-1]] > allowance(steps[i], latest, self._share):
                    kept.append(i)
            kept.append(len(steps) - 1)
            self._steps = [self._steps[i] for i in kept]
            self._states = [self._states[i] for i in kept]
            if len(kept) > target:
                self._share *= 1.25

    def copy(self) -> "Timeline":
        """A timeline of its own; the states themselves, which nobody writes to, are shared."""
        other = Timeline(self._budget, self.points)
        other._steps, other._states, other._series = list(self._steps), list(self._states), list(self._series)
        other._size, other._stride, other._share = self._size, self._stride, self._share
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


def allowance(step: int, latest: int, share: float) -> float:
    """Steps that may lie between two snapshots around `step`."""
    return share * min(step, latest - step)


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
