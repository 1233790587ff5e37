"""A course: what learns, everything that happened to it, and the way back to any of its steps."""

import contextlib
import threading
from time import perf_counter

from deepnet.data import Drawing
from deepnet.declaration import integral as whole
from deepnet.lab.run.changes import Change, in_force
from deepnet.lab.run.divergence import Divergence
from deepnet.lab.run.learner import Learner
from deepnet.lab.run.scores import Score, Scores
from deepnet.lab.run.stops import Stopped, Watch
from deepnet.lab.run.timeline import Timeline
from deepnet.lab.settings.settings import Settings
from deepnet.network import Network
from deepnet.training import Trainer


class Course:
    """What a `Run` knows of itself.  Every public method takes `lock`.

    settings are those of the present; while a past step is visited, `learner` has those of that time.
    watch: what the stop rules know.
    """

    def __init__(self, settings: Settings, dataset=None):
        self.lock = threading.RLock()
        self.settings = self._first = settings
        self._learner: Learner | None = Learner(self.settings, dataset)
        self._asleep: dict | None = None
        self.initial = self.network.theta.copy()
        self.timeline = Timeline()
        self._changes: list[Change] = []
        self._events: list[tuple[int, str]] = []
        self.watch = Watch.begin(self.settings, 0, self.score)
        self.diverged: Divergence | None = None
        self.stopped: Stopped | None = None

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

    def _read(self, start: int) -> bool:
        """Let the stop rules read the score where steps made since `start` end an epoch; whether they do."""
        ends = self.trainer.batch == 0 and self.step > start
        if ends and self.watch.reads:
            self.watch = self.watch.then(self.step, self.score)
            self.learner.seconds += self.learner.price  # a replay has to measure here, too
        return ends

    def _turn(self) -> None:
        """Tell the stop rules of the changes at the present step, whose score was just measured."""
        touched = any(change.settings is None for change in self._changes if change.step == self.step)
        self.watch = self.watch.turned(self.learner.settings, self.step, self.score, touched=touched)

    def _state(self) -> dict:
        return {**self.learner.state(), "watch": self.watch}
