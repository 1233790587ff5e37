"""A run: one experiment, as it is trained, changed and copied.  What it knows of itself is its `Course`."""

import threading
from dataclasses import fields, replace
from time import perf_counter

from deepnet.declaration import integral as whole
from deepnet.declaration import real
from deepnet.lab.run.changes import Change, check_room, events, noted
from deepnet.lab.run.course import Course
from deepnet.lab.run.divergence import Divergence, advice
from deepnet.lab.run.learner import Learner
from deepnet.lab.run.portrait import portrait
from deepnet.lab.run.recipe import check_loss, check_price
from deepnet.lab.run.stops import Stopped
from deepnet.lab.settings.settings import DRAWN, RESTARTS, Settings, changed

CHUNK = 1000  # updates between two looks at whether all is still finite
MOST_AT_ONCE = 20_000  # the same, where a clock limits them
LARGEST_WEIGHT = 1e6  # that can be set by hand


class Run(Course):
    """One experiment.  Same settings, same weights, digit for digit, whichever way the steps are taken.

    It never starts over: what needs another network, or other data to learn from, is another run, which a
    `Bench` makes.  The thread of the page and the thread of the stage share a run: every public method takes
    `lock`, and so must whoever reads several things that belong together.
    """

    def __init__(self, settings: Settings | None = None, dataset=None):
        """dataset: made from the settings unless given, as a file's must be."""
        super().__init__(settings or Settings(), dataset)
        self._changed_course()

    # ---- training

    def step_by(self, n: int) -> int:
        """Make n updates; gives how many were made, fewer if the run diverges or stops."""
        with self.lock:
            start = self.step
            while self.step - start < n and self.halt is None:
                self._train(min(n - (self.step - start), CHUNK))
            return self.step - start

    def advance(self, seconds: float, most: int | None = None, *, exact: bool = True) -> int:
        """Make updates for about `seconds`, at least one and at most `most`; gives how many were made.

        exact: score what comes of them; else only when scores have not taken longer than the updates.
        """
        with self.lock:
            if self.halt is not None:
                return 0
            start = self.step
            self._train(MOST_AT_ONCE if most is None else min(most, MOST_AT_ONCE), seconds, exact)
            return self.step - start

    def _train(self, n: int, seconds: float | None = None, exact: bool = True) -> None:
        """At most n updates, or as many as fit into `seconds`; then look at what came of them."""
        start, began = self.step, perf_counter()
        while True:
            left, time = n - (self.step - start), None
            if seconds is not None:
                time = max(seconds - (perf_counter() - began), 0.0)
            look = self.watch.steps_to_look(self.step, self.trainer.to_epoch_end())
            self.learner.update(left if look is None else min(look, left), time)
            if look is None and not exact and not self.learner.is_due and self.learner.is_finite:
                return
            if not self.learner.measure():
                self._fall_back(min(start, self._sound))
                break
            self._sound = self.step
            epoch_ends = self._read(start)
            if look is not None:
                self.stopped = self.watch.stopped(self.step, epoch_ends=epoch_ends)
            over = seconds is not None and perf_counter() - began >= seconds
            if look is None or self.stopped or over or self.step - start >= n:
                break
        self._remember()

    def _fall_back(self, start: int) -> None:
        """Find the last step from `start` on at which all is finite, stay there, and say so."""
        self._travel(start)
        while True:
            state, update = self.learner.state(), self.last_update
            update = None if update is None else update.copy()
            self.learner.update(1)
            if not self.learner.measure():
                break
            self._read(start)
        self.learner.restore(state, update)
        self.learner.measure()
        self.diverged = Divergence(self.step, advice(self.step, self.settings))

    def _remember(self) -> None:
        """Put the present into the timeline."""
        self.timeline.record(self.step, self.score)
        if self.timeline.wants(self.step):
            self.timeline.keep(self.step, self._state(), self.learner.seconds)

    # ---- changing course

    def apply(self, settings: Settings, at: int | None = None, stroke: int | None = None) -> None:
        """Go on from step `at`, the present unless given, with other settings; what came after is forgotten.

        Changes with the same `stroke` are told as one event.  ValueError, with everything left as it was, if
        the settings do not fit the data, ask for too much, or need a run of their own: see `takes`.
        """
        with self.lock:
            if settings == self.settings:
                return
            if not self.takes(settings):
                what = ", ".join(sorted(changed(self.settings, settings) & RESTARTS))
                raise ValueError(f"{what} starts a run over; make a new one")
            check_loss(settings, self.dataset)
            check_price(settings, self.dataset)
            moment = self._moment(at)
            check_room(self._changes, moment)
            self._back_to(moment)
            self._set(settings, stroke)
            self._changed_course()

    def takes(self, settings: Settings) -> bool:
        """Whether settings would apply to the running network; others need a run of their own.

        Points of one's own are learned from where the last ones left off, as long as the plane and the number
        of classes are those of the present data.
        """
        over = changed(self.settings, settings) & RESTARTS
        if settings.dataset == DRAWN and self.dataset.plane == "xy":
            return over <= {"dataset"} and len(self.dataset.classes) == settings.drawing.classes
        return not over

    def edit(self, layer: int, row: int, col: int | None, value: float, at: int | None = None) -> None:
        """Set a weight, or the bias if col is None, at step `at`; layers count from 1, row and col from 0."""
        with self.lock:
            dims = self.network.layer_dims
            layer = whole("layer", layer, 1, len(dims) - 1)
            row = whole("row", row, 0, dims[layer] - 1)
            col = None if col is None else whole("col", col, 0, dims[layer - 1] - 1)
            value = real("value", value, -LARGEST_WEIGHT, LARGEST_WEIGHT)
            moment = self._moment(at)
            check_room(self._changes, moment)
            self._back_to(moment)
            if self.settings_at(moment) != self.settings:
                self._set(self.settings)
            last = self._changes[-1] if self._changes else None
            if last and last.step == moment and last.edit and last.edit[:3] == (layer, row, col):
                self._changes.pop()
            self._changes.append(Change(moment, edit=(layer, row, col, value)))
            self.learner.write(layer, row, col, value)
            self._changed_course()

    def go(self, step: int) -> bool:
        """Make an earlier step the present, exact to the bit, and forget what came after it.

        The present settings stay in force; where they differ from those of that time, that is a change at
        `step`.  Whether anything had to move.
        """
        with self.lock:
            step = whole("step", step, 0, self.step)
            if step == self.step:
                return False
            self._back_to(step)
            if self.settings_at(step) != self.settings:
                self._set(self.settings)
            self._changed_course()
            return True

    def _moment(self, at: int | None) -> int:
        """The step at which a change is meant."""
        return self.step if at is None or at > self.step else whole("step", at, 0, self.step)

    def _back_to(self, step: int) -> None:
        """Make `step` the present, with the settings of its time in the trainer; forget what came after."""
        if step < self.step:
            self._travel(step)
            self.timeline.truncate(step)
            self._changes = [change for change in self._changes if change.step <= step]

    def _set(self, settings: Settings, stroke: int | None = None) -> None:
        """Adopt settings at the present step, and note the change."""
        self._changes = noted(self._first, self._changes, self.step, settings, stroke)
        self.learner.adopt(settings)
        self.settings = settings

    def _changed_course(self) -> None:
        """The present is new: measure it, keep it, tell it."""
        self.diverged: Divergence | None = None
        self.stopped: Stopped | None = None
        self._sound = self.step  # the latest step that was scored, and found finite
        if self.learner.measure():
            if not self.dataset.waiting:
                self.timeline.record(self.step, self.score)
        else:
            self.diverged = Divergence(self.step, "With this change the cost is too large for any number.")
        self._turn()
        self.timeline.keep(self.step, self._state(), self.learner.seconds)
        self._events = events(self._first, self._changes)

    # ---- copies

    def copy(self) -> "Run":
        """The same run once more: the two share nothing that either writes to."""
        with self.lock:
            other = Run.__new__(Run)
            other.__setstate__(self.__getstate__())
            other.timeline, other._changes = self.timeline.copy(), list(self._changes)
            return other

    def fork(self, step: int, **changes) -> "Run":
        """A sibling that goes on from `step` with other settings; the two share nothing but the data.

        ValueError for a change that starts a run over: such a run has no past to share.
        """
        with self.lock:
            over = sorted(RESTARTS & changes.keys())
            if over:
                raise ValueError(
                    f"{over[0]} starts a run over, so it cannot change at step {step}; make a new Run"
                )
            unknown = sorted(changes.keys() - {f.name for f in fields(Settings)})
            if unknown:
                raise TypeError(f"unknown setting {unknown[0]!r}")
            sibling = self.copy()
            if step != self.step:
                sibling.settings = self.settings_at(step)
                sibling.go(step)
            settings = replace(sibling.settings, **changes)
            if not sibling.takes(settings):
                raise ValueError(
                    "a new class starts a run over, so it cannot be drawn in a fork; make a new Run"
                )
            sibling.apply(settings, at=step)
            return sibling

    def _repr_html_(self) -> str:
        with self.lock:
            return portrait(self)

    def __getstate__(self) -> dict:
        with self.lock:
            names = "settings _first _changes _events initial timeline watch diverged stopped".split()
            asleep = self._asleep
            found = asleep["learner"] if asleep else self._learner.__getstate__()
            return {name: getattr(self, name) for name in names} | {"learner": found}

    def __setstate__(self, values: dict) -> None:
        values = dict(values)
        self.lock = threading.RLock()
        self._learner, self._asleep = Learner.__new__(Learner), None
        self._learner.__setstate__(values.pop("learner"))
        self.__dict__.update(values)
        self._sound = self.step
