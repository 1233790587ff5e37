"""A run: settings, the network they train, and everything that happened to it."""

import contextlib
import threading
from dataclasses import fields, replace
from time import perf_counter

import numpy as np

from deepnet.declaration import integral as whole
from deepnet.declaration import real
from deepnet.lab.run.changes import Change, check_room, events, in_force, noted
from deepnet.lab.run.divergence import Divergence, advice
from deepnet.lab.run.learner import DATA, Learner
from deepnet.lab.run.recipe import build, check_cost, check_loss, data_of
from deepnet.lab.run.sketch import Sketch
from deepnet.lab.run.stops import Stopped, Watch
from deepnet.lab.run.timeline import Timeline
from deepnet.lab.settings.settings import AUTO, DRAWN, RESTARTS, UPLOAD, Settings, changed

CHUNK = 1000  # updates between two looks at whether all is still finite
MOST_AT_ONCE = 20_000  # the same, where a clock limits them
LARGEST_WEIGHT = 1e6  # that can be set by hand


class Run(Learner):
    """One experiment.  Same settings, same weights, digit for digit, whichever way the steps are taken.

    The thread of the page and the thread of the stage share a run: every public method takes `lock`, and so
    must whoever reads several things that belong together.

    rev counts the changes that make frames drawn before them worthless.  shown is the step on the visitor's
    screen, seen the furthest one that was there: frames are made ahead of both.  sketch holds what the
    visitor has drawn, whatever the run learns from.
    """

    def __init__(self, settings: Settings | None = None, upload=None):
        self.lock = threading.RLock()
        self.rev = 0
        self._uploaded = upload
        self.sketch = Sketch()
        self._begin(settings or Settings())
        if self.settings.drawing is not None:
            self.sketch.keep(self.settings.drawing)

    # ---- what it is

    @property
    def halt(self) -> Divergence | Stopped | None:
        """Why no more updates are made, if so; a change of the settings, an edit or going back ends it."""
        if self.dataset.waiting:
            return Stopped(self.step, self.dataset.waiting)
        return self.diverged or self.stopped

    @property
    def events(self) -> list[tuple[int, str]]:
        """What was changed in mid-run, in a learner's words: (340, "learning rate 0.03 → 0.1")."""
        with self.lock:
            return list(self._events)

    @property
    def changes(self) -> list[Change]:
        """The same as data: what `at` and `go` replay."""
        with self.lock:
            return list(self._changes)

    @property
    def first_settings(self) -> Settings:
        """The settings at step 0."""
        return self._first

    def settings_at(self, step: int) -> Settings:
        """The settings in force after `step`."""
        return in_force(self._first, [change for change in self._changes if change.step <= step])

    # ---- training

    def step_by(self, n: int) -> int:
        """Make n updates; gives how many were made, fewer if the run diverges or stops."""
        with self.lock:
            start = self.step
            while self.step - start < n and self.halt is None:
                self._train(min(n - (self.step - start), CHUNK))
            return self.step - start

    def advance(self, seconds: float, most: int | None = None) -> int:
        """Make updates for about `seconds`, at least one and at most `most`; gives how many were made."""
        with self.lock:
            if self.halt is not None:
                return 0
            start = self.step
            self._train(MOST_AT_ONCE if most is None else min(most, MOST_AT_ONCE), seconds)
            return self.step - start

    def _train(self, n: int, seconds: float | None = None) -> None:
        """At most n updates, or as many as fit into `seconds`; then look at what came of them."""
        start, began = self.step, perf_counter()
        while True:
            left, spent = n - (self.step - start), perf_counter() - began
            look = self.watch.steps_to_look(self.step, self.trainer.to_epoch_end())
            self._updates(left if look is None else min(look, left), seconds and max(seconds - spent, 0.0))
            if not (self._finite() and self._measure()):
                self._fall_back(start)
                break
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
            state, update = self.trainer.state(), self._last.copy()
            self._updates(1)
            if not (self._finite() and self._measure()):
                break
            self._read(start)
        self.trainer.restore(state)
        np.copyto(self._last, update)
        self._measure()
        self.diverged = Divergence(self.step, advice(self.step, self.settings))

    def _remember(self) -> None:
        """Put the present into the timeline."""
        self.timeline.record(self.step, self.score)
        if self.timeline.wants(self.step):
            self.timeline.keep(self.step, self._state())

    # ---- changing course

    def apply(self, settings: Settings, at: int | None = None, stroke: int | None = None) -> None:
        """Adopt new settings: start over if a field of RESTARTS changed, else go on from step `at` with them.

        `at` defaults to the step on the visitor's screen, or the present.  Changes with the same `stroke` are
        told as one event.  ValueError, with everything left as it was, if the settings do not fit the data or
        ask for too much.
        """
        with self.lock:
            if settings == self.settings:
                return
            if not self.takes(settings):
                self.reset(settings)
                return
            check_loss(settings, self.dataset)
            check_cost(settings, self.dataset)
            moment = self._moment(at)
            check_room(self._changes, moment)
            self._back_to(moment)
            self._set(settings, stroke)
            self._changed_course()

    def takes(self, settings: Settings) -> bool:
        """Whether settings would apply to the running network instead of starting over.

        Points of one's own are learned from where the last ones left off, as long as the plane and the number
        of classes are those of the present data.
        """
        over = changed(self.settings, settings) & RESTARTS
        if settings.dataset == DRAWN and self.dataset.plane == "xy":
            return over <= {"dataset"} and len(self.dataset.classes) == settings.drawing.classes
        return not over

    def upload(self, dataset, **changes) -> None:
        """Start over on the visitor's own data, with other settings if `changes` says so."""
        with self.lock:
            before, self._uploaded = self._uploaded, dataset
            try:
                self._begin(replace(self.settings, dataset=UPLOAD, **changes), reload=True)
            except (ValueError, TypeError):
                self._uploaded = before
                raise

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
            self._write(layer, row, col, value)
            self._changed_course()

    def reset(self, settings: Settings | None = None) -> None:
        """Start over with these settings; None, the present ones: the same data, the same initial weights."""
        with self.lock:
            settings = settings or self.settings
            self._begin(settings, keep_loss=settings.loss != self.settings.loss)

    def go(self, step: int) -> None:
        """Make an earlier step the present, exact to the bit, and forget what came after it.

        The present settings stay in force; where they differ from those of that time, that is a change at
        `step`.
        """
        with self.lock:
            if self.rewind(step):
                self.rev += 1

    def rewind(self, step: int) -> bool:
        """`go` for the stage, whose own frames stay good: rev stays.  Whether anything had to move."""
        with self.lock:
            step = whole("step", step, 0, self.step)
            if step == self.step:
                return False
            self._back_to(step)
            if self.settings_at(step) != self.settings:
                self._set(self.settings)
            self._changed_course(new_rev=False)
            return True

    def _moment(self, at: int | None) -> int:
        """The step at which a change is meant."""
        at = self.shown if at is None else at
        return self.step if at is None or at > self.step else whole("step", at, 0, self.step)

    def _back_to(self, step: int) -> None:
        """Make `step` the present, with the settings of its time in the trainer; forget what came after."""
        if step < self.step:
            self._travel(step)
            self.timeline.truncate(step)
            self.seen = None if self.seen is None else min(self.seen, step)
            self._changes = [change for change in self._changes if change.step <= step]

    def _set(self, settings: Settings, stroke: int | None = None) -> None:
        """Adopt settings at the present step, and note the change."""
        self._changes = noted(self._first, self._changes, self.step, settings, stroke)
        self._adopt(settings)
        self.settings = settings

    def _changed_course(self, new_rev: bool = True) -> None:
        """The present is new: measure it, keep it, tell it."""
        self.diverged = self.stopped = None
        self.rev += new_rev
        if self._measure():
            if not self.dataset.waiting:
                self.timeline.record(self.step, self.score)
        else:
            self.diverged = Divergence(self.step, "With this change the cost is too large for any number.")
        self._turn()
        self.timeline.keep(self.step, self._state())
        self._events = events(self._first, self._changes)

    def _turn(self) -> None:
        """Tell the stop rules of the changes at the present step, whose score was just measured."""
        touched = any(change.settings is None for change in self._changes if change.step == self.step)
        self.watch = self.watch.turned(self._adopted, self.step, self.score, touched=touched)

    # ---- the past

    @contextlib.contextmanager
    def visit(self, step: int):
        """Within the block, network, trainer and score are those of a past step; then the present again."""
        with self.lock:
            step = whole("step", step, 0, self.step)
            if step == self.step:
                yield self
                return
            present = self._state(), self._adopted, self._last.copy(), self.last_update
            try:
                self._travel(step)
                self._measure()
                yield self
            finally:
                state, adopted, last, self.last_update = present
                self._adopt(adopted)
                self._restore(state)
                np.copyto(self._last, last)
                self._measure()  # `scores` holds the activations of the present again

    def at(self, step: int) -> dict:
        """The parameters W1, b1, … WL, bL after a past step, as copies; the present does not move."""
        with self.visit(step):
            return self.network.parameters()

    def _travel(self, step: int) -> None:
        """Put network and trainer into their state after `step`: the nearest snapshot and a replay.

        Starts from a snapshot before `step` even if there is one at it, so that the size of the last update
        is known.
        """
        start, state = self.timeline.before(max(step - 1, 0))
        self._adopt(self.settings_at(start))
        self._restore(state)
        self.last_update = None
        for change in self._changes:
            if start < change.step <= step:
                self._repeat(change.step)
                if change.settings is not None:
                    self._adopt(change.settings)
                else:
                    self._write(*change.edit)
                self._measure()
                self._turn()
        self._repeat(step)

    def _repeat(self, step: int) -> None:
        """Make the updates up to `step` again, and the readings on the way."""
        while self.watch.reads and self.step + self.trainer.to_epoch_end() <= step:
            start = self.step
            self._updates(self.trainer.to_epoch_end())
            self._measure()
            self._read(start)
        self._updates(step - self.step)

    # ---- beginnings

    def _begin(self, settings: Settings, *, keep_loss: bool = True, reload: bool = False) -> None:
        """Start at step 0.  Whatever can fail happens before anything of the present run is replaced."""
        old = getattr(self, "settings", None)
        if reload or old is None or changed(old, settings) & DATA:
            dataset = data_of(settings, self._uploaded)
        else:
            dataset = self.dataset
        try:
            check_loss(settings, dataset)
        except ValueError:
            if keep_loss:
                raise
            settings = replace(settings, loss=AUTO)
        network, trainer = build(settings, dataset)
        self._equip(settings, dataset, network, trainer)
        self.initial = network.theta.copy()
        if old is not None and old.drawing is not None:
            self.sketch.keep(old.drawing)  # whoever made it: a record's changes are not strokes
        self.settings = self._first = settings
        self.timeline = Timeline()
        self._changes: list[Change] = []
        self.shown: int | None = None
        self.seen: int | None = None
        self._measure()
        self.watch = Watch.begin(settings, 0, self.score)
        self._changed_course()

    # ---- copies

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
            sibling = Run.__new__(Run)
            sibling.__setstate__(self.__getstate__())
            sibling.timeline, sibling.sketch = self.timeline.copy(), self.sketch.copy()
            sibling._changes = list(self._changes)
            if step != self.step:
                sibling.settings = self.settings_at(step)
                sibling.go(step)
            sibling.rev, sibling.shown, sibling.seen = 0, None, None
            settings = replace(sibling.settings, **changes)
            if not sibling.takes(settings):
                raise ValueError(
                    "a new class starts a run over, so it cannot be drawn in a fork; make a new Run"
                )
            sibling.apply(settings, at=step)
            return sibling

    def __getstate__(self) -> dict:
        with self.lock:
            names = "settings _first _adopted _uploaded _changes _events dataset initial timeline".split()
            names += ["rev", "shown", "seen", "diverged", "stopped", "sketch"]
            known = None if self.last_update is None else self._last.copy()
            found = {name: getattr(self, name) for name in names}
            return found | {"state": self._state(), "last": known}

    def __setstate__(self, values: dict) -> None:
        values = dict(values)
        state, last = values.pop("state"), values.pop("last")
        self.lock = threading.RLock()
        self.__dict__.update(values)
        network, trainer = build(self._adopted, self.dataset)
        self._equip(self._adopted, self.dataset, network, trainer)
        self._restore(state)
        if last is not None:
            np.copyto(self._last, last)
            self.last_update = self._last
        self._measure()
