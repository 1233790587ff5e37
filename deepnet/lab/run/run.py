"""A run: one experiment.  What learns, everything that happened to it, and its memory."""

import contextlib
import threading
from dataclasses import fields, replace
from time import perf_counter

from deepnet.data import Drawing
from deepnet.declaration import integral as whole
from deepnet.declaration import real
from deepnet.lab.run.changes import Change, check_room, events, in_force, noted
from deepnet.lab.run.divergence import Divergence, advice
from deepnet.lab.run.learner import Learner
from deepnet.lab.run.portrait import portrait
from deepnet.lab.run.recipe import check_loss, check_price
from deepnet.lab.run.scores import Score, Scores
from deepnet.lab.run.stops import Stopped, Watch
from deepnet.lab.run.timeline import Timeline
from deepnet.lab.settings.settings import DRAWN, RESTARTS, Settings, changed
from deepnet.network import Network
from deepnet.training import Trainer

CHUNK = 1000  # updates between two looks at whether all is still finite
MOST_AT_ONCE = 20_000  # the same, where a clock limits them
LARGEST_WEIGHT = 1e6  # that can be set by hand


class Run:
    """One experiment.  Same settings, same weights, digit for digit, whichever way the steps are taken.

    It never starts over: what needs another network, or other data to learn from, is another run, which a
    `Bench` makes.  The thread of the page and the thread of the stage share a run: every public method takes
    `lock`, and so must whoever reads several things that belong together.

    settings are those of the present; while a past step is visited, `learner` has those of that time.
    watch: what the stop rules know.
    """

    def __init__(self, settings: Settings | None = None, dataset=None):
        """dataset: made from the settings unless given, as a file's must be."""
        self.lock = threading.RLock()
        self.settings = self._first = settings or Settings()
        self._learner: Learner | None = Learner(self.settings, dataset)
        self._asleep: dict | None = None
        self.initial = self.network.theta.copy()
        self.timeline = Timeline()
        self._changes: list[Change] = []
        self.watch = Watch.begin(self.settings, 0, self.score)
        self._changed_course()

    # ---- what learns

    @property
    def learner(self) -> Learner:
        """What learns; a run at rest wakes for it."""
        if self._learner is None:
            with self.lock:
                if self._learner is None:
                    learner = Learner.__new__(Learner)
                    learner.__setstate__(self._asleep["learner"])
                    self._learner, self._asleep = learner, None
        return self._learner

    @property
    def at_rest(self) -> bool:
        return self._learner is None

    def rest(self, budget: int | None = None) -> None:
        """Hold the memory alone, no network and no copy of the data, until something needs them again.

        budget: bytes that its snapshots may take meanwhile.
        """
        with self.lock:
            if budget is not None:
                self.timeline.thin(budget)
            if self._learner is not None:
                learner, told = self._learner, ("step", "epoch", "score", "dataset", "drawing")
                _ = self.score  # that of the present
                self._asleep = {name: getattr(learner, name) for name in told}
                self._asleep["learner"] = learner.__getstate__()
                self._learner = None

    def _told(self, name: str):
        """What a run at rest knows without waking."""
        asleep = self._asleep
        return getattr(self.learner, name) if asleep is None else asleep[name]

    @property
    def step(self) -> int:
        """Updates made so far."""
        return self._told("step")

    @property
    def epoch(self) -> float:
        """Passes over the training set so far, with the part of the running one."""
        return self._told("epoch")

    @property
    def score(self) -> Score:
        """That of the present step."""
        learner = self._learner
        if learner is not None and learner.scored != learner.step:
            with self.lock:
                learner.measure()
        return self._told("score")

    @property
    def latest_score(self) -> tuple[Score, bool]:
        """The latest that is known, and whether it is that of the present step: see `advance`."""
        learner = self.learner
        return learner.score, learner.scored == learner.step

    @property
    def dataset(self):
        return self._told("dataset")

    @property
    def drawing(self) -> Drawing | None:
        """The drawing that is learned from, at the step visited if one is; None for other data."""
        return self._told("drawing")

    @property
    def network(self) -> Network:
        return self.learner.network

    @property
    def trainer(self) -> Trainer:
        return self.learner.trainer

    @property
    def scores(self) -> Scores:
        return self.learner.scores

    @property
    def last_update(self):
        """How the latest step changed the parameters (P,), None where that is not known."""
        return self.learner.last_update

    # ---- what happened to it

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

    def _read(self, start: int) -> bool:
        """Let the stop rules read the score where steps made since `start` end an epoch; whether they do."""
        ends = self.trainer.batch == 0 and self.step > start
        if ends and self.watch.reads:
            self.watch = self.watch.then(self.step, self.score)
            self.learner.seconds += self.learner.price  # a replay has to measure here, too
        return ends

    def _state(self) -> dict:
        return {**self.learner.state(), "watch": self.watch}

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

    def _turn(self) -> None:
        """Tell the stop rules of the changes at the present step, whose score was just measured."""
        touched = any(change.settings is None for change in self._changes if change.step == self.step)
        self.watch = self.watch.turned(self.learner.settings, self.step, self.score, touched=touched)

    # ---- the past

    @contextlib.contextmanager
    def visit(self, step: int):
        """Within the block, network, trainer and score are those of a past step; then the present again.

        `retrace` goes on from there, within the block.
        """
        with self.lock:
            step = whole("step", step, 0, self.step)
            if step == self.step:
                yield self
                return
            with self._elsewhere():
                self._travel(step)
                self.learner.measure()
                yield self

    @contextlib.contextmanager
    def _elsewhere(self):
        """Within the block network and trainer may go anywhere; then they are in the present again."""
        learner, watch = self.learner, self.watch
        state, adopted, last = learner.state(), learner.settings, learner.last_update
        last = None if last is None else last.copy()
        try:
            yield
        finally:
            learner.adopt(adopted)
            learner.restore(state, last)
            self.watch = watch
            learner.measure()  # `scores` holds the activations of the present again

    def approach(self, step: int, seconds: float) -> float:
        """Come nearer to a past step, for about so long: the share of the way that is behind, 1 once the rest
        can be made in as much time.

        How far it has come is remembered, so that the next call goes on from there.
        """
        with self.lock:
            step = whole("step", step, 0, self.step)
            if step == self.step:
                return 1.0
            first, price = self.timeline.way(max(step - 1, 0), (self.step, self.learner.seconds))
            start, state = self.timeline.before(max(step - 1, 0))
            if start >= step - 1 or (step - start) * price <= seconds:
                return 1.0
            piece, began = max(1, int(seconds / 8 / price)), perf_counter()
            with self._elsewhere():
                self._set_out(start, state)
                while True:  # once at least: it must come nearer each time
                    self._repeat_all(self.step, min(self.step + piece, step - 1))
                    if self.step == step - 1 or perf_counter() - began >= seconds:
                        break
                self.timeline.mark(self.step, self._state())
                return min((self.step - first) / (step - first), 0.99)

    def retrace(self, step: int) -> None:
        """From the past step that is visited on to a later one, with every change on the way."""
        self._repeat_all(self.step, step)
        self.learner.measure()

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
        self._set_out(start, state)
        self._repeat_all(start, step)

    def _set_out(self, start: int, state: dict) -> None:
        """Put network and trainer into the state that is kept of a past step."""
        self.learner.adopt(self.settings_at(start))
        self.learner.restore(state)
        self.watch = state["watch"]

    def _repeat_all(self, start: int, step: int) -> None:
        """Make again what happened after `start`, the updates and the changes, up to `step` with its own."""
        for change in self._changes:
            if start < change.step <= step:
                self._repeat(change.step)
                self._again(change)
        self._repeat(step)

    def _again(self, change: Change) -> None:
        """Make a change of the past again, at its step."""
        if change.settings is not None:
            self.learner.adopt(change.settings)
        else:
            self.learner.write(*change.edit)
        self.learner.measure()
        self._turn()

    def _repeat(self, step: int) -> None:
        """Make the updates up to `step` again, and the readings on the way."""
        while self.watch.reads and self.step + self.trainer.to_epoch_end() <= step:
            start = self.step
            self.learner.update(self.trainer.to_epoch_end())
            self.learner.measure()
            self._read(start)
        self.learner.update(step - self.step)

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
