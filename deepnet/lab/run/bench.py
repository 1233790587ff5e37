"""What one visitor has: runs, the current one, what was drawn and brought, where each open stage stands."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from deepnet.data import Dataset
from deepnet.data.shared import read_only
from deepnet.declaration import integral as whole
from deepnet.lab.run.changes import difference
from deepnet.lab.run.recipe import check_loss, data_of
from deepnet.lab.run.run import Run
from deepnet.lab.run.sketch import Sketch
from deepnet.lab.run.timeline import state_bytes
from deepnet.lab.settings.settings import AUTO, DATA, UPLOAD, Settings, changed

FEW = 5  # updates: a run of no more is not kept when another one takes its place
MOST_RUNS = 40
MOST_BYTES = 60_000_000  # that the memories of all runs may take
AT_REST = 2_000_000  # that a run may take of it while another one is current
CURVE_BYTES = 200  # of one entry of a series
MOST_UNDONE = 5  # runs that were let go and can be brought back
MAIN = "playground"  # the stage that shows the current run


@dataclass
class Kept:
    """A run on the bench.

    parent, left: the run it came from and the step at which it left it; what it shares with it lies before.
    origin: the settings in force there then, None for a first run.  seen: the furthest step that was on a
    screen, None where nobody looks (then all of it counts).  hidden: its curve is not drawn.  picture: what
    the stage drew of it last, small.
    """

    id: int
    run: Run
    parent: int | None = None
    left: int = 0
    origin: Settings | None = None
    name: str = ""
    starred: bool = False
    hidden: bool = False
    seen: int | None = None
    picture: dict[str, Any] | None = None

    @property
    def step(self) -> int:
        """How far it came, as far as anybody knows."""
        return self.run.step if self.seen is None else min(self.seen, self.run.step)

    @property
    def words(self) -> str:
        """What differs from its parent: "learning rate 0.03 → 0.1, from step 640"."""
        if self.origin is None:
            return "the first run"
        edits = len({c.edit[:3] for c in self.run.changes if c.edit is not None and c.step >= self.left})
        parts = [difference(self.origin, self.run.settings)]
        parts.append(f"{edits} weight{'s' * (edits > 1)} set by hand" if edits else "")
        what = ", ".join(filter(None, parts)) or ("as before" if self.left else "the same again")
        return f"{what}, from step {self.left:,}" if self.left else what

    @property
    def title(self) -> str:
        return self.name or self.words


@dataclass
class Place:
    """Where one open stage stands: the step on its screen, for each run that it has shown."""

    shown: dict[int, int] = field(default_factory=dict)


class Bench:
    """Runs by id, in the order in which they were made.  Nothing that a visitor does erases one: what starts
    over, or changes the past, makes another run and leaves the former one where it stood.

    rev counts what makes frames drawn before worthless.  sketch: the drawn points.  uploaded: the data of the
    file brought along; file: that file itself, and choices: what was chosen on the pages, both as the pages
    have them.  lanes: benches of a run each, which are compared side by side.  notices: sentences that are
    yet to be said.  Every public method takes `lock`, and so must whoever reads several things that belong
    together.
    """

    def __init__(self, run: Run | None = None):
        self.lock = threading.RLock()
        self.rev = secrets.randbelow(1 << 30)  # so that no step told of one bench is taken for one of another
        self.sketch = Sketch()
        self.uploaded: Dataset | None = None
        self.file: Any = None
        self.choices: dict[str, Any] = {}
        self.lanes: list[Bench] = []
        self.notices: list[str] = []
        self._kept: dict[int, Kept] = {}
        self._gone: list[Kept] = []
        self._places: dict[str, Place] = {}
        self._made = 0
        self._take(run or Run())
        self.sketch.keep_if_drawn(self.run.settings)

    # ---- what is there

    @property
    def runs(self) -> list[Kept]:
        """Every run on the bench, the oldest first."""
        with self.lock:
            return list(self._kept.values())

    @property
    def current(self) -> Kept:
        return self._kept[self._current]

    @property
    def run(self) -> Run:
        """The current run."""
        return self.current.run

    @property
    def settings(self) -> Settings:
        """Those of the current run."""
        return self.run.settings

    def kept(self, id: int) -> Kept:
        """A run by its id; ValueError if it is not on the bench."""
        found = self._kept.get(whole("run", id, 0, 2**31))
        if found is None:
            raise ValueError(f"there is no run {id} on the bench")
        return found

    def place(self, stage: str = MAIN) -> Place:
        return self._places.setdefault(stage, Place())

    def shown(self, stage: str = MAIN) -> int:
        """The step of the current run on the screen of a stage; the furthest one before it showed any."""
        found = self.place(stage).shown.get(self._current)
        return self.current.step if found is None else min(found, self.run.step)

    def saw(self, step: int, id: int | None = None, stage: str = MAIN) -> None:
        """Note that a step of a run, the current one unless given, is on the screen of a stage."""
        with self.lock:
            kept = self.current if id is None else self.kept(id)
            if step <= kept.run.step:
                self.place(stage).shown[kept.id] = step
                kept.seen = max(kept.seen or 0, step)

    @property
    def bytes(self) -> int:
        """Memory held, about: states that several runs share count once; the file counts."""
        with self.lock:
            states, sets, curves = {}, {}, 0
            for kept in [*self._kept.values(), *self._gone]:
                states |= {id(state): state for state in kept.run.timeline.states}
                curves += CURVE_BYTES * kept.run.timeline.entries
                sets[id(kept.run.dataset)] = kept.run.dataset
            own = sum(map(_data_bytes, sets.values())) + sum(map(state_bytes, states.values()))
            beside = sum(lane.bytes for lane in self.lanes)
            return own + curves + beside + len(getattr(self.file, "data", ()))

    # ---- another course for the current run

    def apply(self, settings: Settings, at: int | None = None, stroke: int | None = None) -> None:
        """Other settings, from step `at` on, or the one on the screen: in place where nothing was seen after
        it, else in a new run; and in one that starts over where the settings ask for it.

        ValueError, with everything left as it was, if the settings do not fit the data or ask for too much.
        """
        with self.lock:
            if settings == self.settings:
                return
            if not self.run.takes(settings):
                self.restart(settings)
            else:
                self._turn(lambda run, moment: run.apply(settings, moment, stroke), at)

    def edit(self, layer: int, row: int, col: int | None, value: float, at: int | None = None) -> None:
        """Set a weight or a bias (`Run.edit`), in place or in a new run as in `apply`."""
        with self.lock:
            self._turn(lambda run, moment: run.edit(layer, row, col, value, moment), at)

    def branch(self, at: int | None = None, **changes) -> int:
        """A new run that goes on from step `at`, or the one on the screen, with the settings of that time.

        changes: fields of the settings that are to differ from there on.  Gives its id.
        """
        with self.lock:
            moment = self._moment(at)
            run = self.run.fork(moment, **changes)
            origin = self.run.settings_at(moment)
            self._leave()
            self._take(run, self._current, moment, origin)
            return self._current

    def _turn(self, act: Callable[[Run, int], None], at: int | None) -> None:
        kept, moment = self.current, self._moment(at)
        if moment >= kept.step:
            act(kept.run, moment)
            kept.seen = None if kept.seen is None else moment
            self.rev += 1
            return
        origin, run = kept.run.settings_at(moment), kept.run.copy()
        act(run, moment)
        self._leave()
        self._take(run, kept.id, moment, origin)

    def _moment(self, at: int | None) -> int:
        """The step at which a change is meant."""
        at = self.shown() if at is None else at
        return min(whole("step", at, 0, 2**31), self.run.step)

    # ---- another run

    def restart(self, settings: Settings | None = None) -> None:
        """A new run from step 0 with these settings; None, the present ones: the same data and weights."""
        with self.lock:
            old, settings = self.settings, settings or self.settings
            if changed(old, settings) & DATA:
                dataset = data_of(settings, self.uploaded)
            else:
                dataset = self.run.dataset
            self._start(settings, dataset)

    def upload(self, dataset: Dataset, **changes) -> None:
        """A new run on the visitor's own data, with other settings if `changes` says so."""
        with self.lock:
            self._start(replace(self.settings, dataset=UPLOAD, **changes), read_only(dataset))

    def _start(self, settings: Settings, dataset: Dataset) -> None:
        old = self.current
        try:
            check_loss(settings, dataset)
        except ValueError:
            if settings.loss != old.run.settings.loss:
                raise
            settings = replace(settings, loss=AUTO)  # other data do not take the loss that was chosen
        run = Run(settings, dataset)
        self._leave()
        self.sketch.keep_if_drawn(old.run.settings)
        self._take(run, old.id, 0, old.run.settings)

    def take_over(self, run: Run) -> None:
        """Make a copy of a run from elsewhere the current one."""
        with self.lock:
            origin = self.settings
            self._leave()
            self._take(run.copy(), self._current, 0, origin)

    def choose(self, id: int) -> None:
        """Make a run the current one, where it stood."""
        with self.lock:
            self.kept(id)
            if id == self._current:
                return
            self._leave()
            self._current = id
            self._arrive()

    def _take(
        self, run: Run, parent: int | None = None, left: int = 0, origin: Settings | None = None
    ) -> None:
        """Put a run on the bench and make it the current one; one of a few steps makes room for it."""
        self._made += 1
        if (former := self._kept.get(parent)) and self._is_passing(former):
            parent, left = former.parent, former.left
            origin = former.origin
            del self._kept[former.id]
            for place in self._places.values():
                place.shown.pop(former.id, None)
        self._kept[self._made] = Kept(self._made, run, parent, left, origin)
        self._current = self._made
        self._arrive()
        self._make_room()

    def _is_passing(self, kept: Kept) -> bool:
        return kept.step - kept.left <= FEW and not (kept.name or kept.starred)

    def _arrive(self) -> None:
        """The current run is another one than before."""
        run = self.run
        if run.settings.dataset == UPLOAD:
            self.uploaded = run.dataset
        self.rev += 1

    def _leave(self) -> None:
        """Let the current run rest as it was seen last: what was made ahead is no part of it."""
        kept = self.current
        kept.run.go(kept.step)
        kept.run.rest(AT_REST)

    # ---- what becomes of a run

    def let_go(self, id: int) -> None:
        """Take a run off the bench; `bring_back` undoes it.  ValueError for the current one."""
        with self.lock:
            kept = self.kept(id)
            if id == self._current:
                raise ValueError("the run on the screen cannot be let go; go to another one first")
            self._gone = [*self._gone, self._kept.pop(id)][-MOST_UNDONE:]
            kept.run.rest(AT_REST)

    @property
    def can_bring_back(self) -> bool:
        return bool(self._gone)

    def bring_back(self) -> None:
        """The run that was let go last is on the bench again."""
        with self.lock:
            if not self._gone:
                raise ValueError("nothing is left to bring back")
            kept = self._gone.pop()
            self._kept = dict(sorted([*self._kept.items(), (kept.id, kept)]))
            self._make_room()

    def mark(
        self, id: int, *, name: str | None = None, starred: bool | None = None, hidden: bool | None = None
    ) -> None:
        """Name a run, star it (it is let go last) or hide its curve."""
        with self.lock:
            kept = self.kept(id)
            kept.name = kept.name if name is None else name.strip()[:60]
            kept.starred = kept.starred if starred is None else starred
            kept.hidden = kept.hidden if hidden is None else hidden

    def _make_room(self) -> None:
        """Let the oldest runs go, those with a star last, until the others fit; say which."""
        while len(self._kept) > MOST_RUNS or len(self._kept) > 1 and self._crowded():
            others = [kept for kept in self._kept.values() if kept.id != self._current]
            oldest = min(others, key=lambda kept: (kept.starred, kept.id))
            del self._kept[oldest.id]
            self.notices.append(f"To make room, the oldest run was let go: {oldest.title}.")

    def _crowded(self) -> bool:
        if self.bytes <= MOST_BYTES:
            return False
        if self._gone:  # what was let go is not what others are let go for
            self._gone.clear()
            return self.bytes > MOST_BYTES
        return True

    def take_notices(self) -> list[str]:
        """The sentences that are yet to be said, which are said with this."""
        with self.lock:
            notices, self.notices = self.notices, []
            return notices


def _data_bytes(dataset: Dataset) -> int:
    arrays = (dataset.X_train, dataset.Y_train, dataset.X_test, dataset.Y_test)
    return sum(array.nbytes for array in arrays) if dataset.name == UPLOAD else 0
