"""The answers to the stage: it asks for frames of a run, and says what the visitor did there."""

import time
from dataclasses import replace

import numpy as np

from deepnet.lab.run import sketch
from deepnet.lab.run.bench import MAIN, Bench
from deepnet.lab.run.findings import findings
from deepnet.lab.run.run import Run
from deepnet.lab.run.turn import TURN
from deepnet.lab.stage import messages
from deepnet.lab.stage.easel import Easel
from deepnet.lab.stage.messages import BadMessage, View
from deepnet.lab.stage.past import Past
from deepnet.lab.stage.points import points_of
from deepnet.lab.stage.scene import scene
from deepnet.lab.stage.shelf import shelf, told_of
from deepnet.lab.stage.wire import pack

FAST_FRAME = 0.012  # seconds of training for a frame when the stage asks for as many updates as fit
FRAMES_OF_A_SHARE = 8  # at least, where many play and as many updates are asked for as fit
SLOWEST_FRAME = 0.25  # seconds after which a frame is sent though it has fewer updates than asked for
LONGEST_WAY = 0.25  # seconds of a replay before the stage hears how far it has come
MOST_EVENTS = 100  # sent, the latest ones
PAST_UPDATES = 200  # for a frame of the past when the stage asks for as many as fit
NO_VIEW = View()
SKETCHING = {"clear": sketch.clear, "undo": sketch.undo, "redo": sketch.redo}
NEW_OUTPUT = "Another number of classes needs another output: training starts over."


def fast_frame(share: float, picture: float) -> float:
    """Seconds of training for a frame of as many updates as fit: at least what the picture before took, so
    that no view costs more than the updates it shows, where the share of the turn leaves room for both.

    >>> [fast_frame(0.25, 0.001), fast_frame(0.25, 0.02), fast_frame(0.006, 0.02)]
    [0.012, 0.02, 0.003]
    """
    return max(min(FAST_FRAME, share / FRAMES_OF_A_SHARE), min(picture, share / 2))


class Show:
    """Shows the current run of a bench on one stage.  `reply` is all there is to call, by one thread at a
    time.
    """

    def __init__(self, bench: Bench, clock=time.perf_counter, stage: str = MAIN):
        """clock: seconds, for the time a reply may take."""
        self.bench, self._clock, self._stage = bench, clock, stage
        self._easel = Easel()
        self._past = Past(bench)

    @property
    def run(self) -> Run:
        return self.bench.run

    def reply(self, message: dict) -> bytes | None:
        """The answer to a message, packed, or None where none is due; {"error"} if it makes no sense."""
        try:
            if not isinstance(message, dict):
                raise BadMessage("a message must be an object with a kind")
            kind = messages.choice(message, "kind", messages.KINDS)
            with self.bench.lock:
                return self._on_the_way(kind, message) or getattr(self, "_" + kind)(message)
        except (ValueError, TypeError) as error:
            return pack({"kind": "error", "error": str(error)}, {})

    def _on_the_way(self, kind: str, message: dict) -> bytes | None:
        """How far it has come to a past step from which the answer would start, if that is a long way.

        Then the question is to be asked again; who no longer wants it does not.
        """
        named = {"look": "step", "before": "step", "train": "at", "do": "now"}.get(kind)
        step, run = messages.step(message, named) if named else None, self.run
        stale = message.get("rev", self.bench.rev) != self.bench.rev
        if step is None or step >= run.step or stale or message.get("action") in messages.SHELF:
            return None
        if kind == "before":
            stride = messages.number(message, "steps", 0, messages.MOST_STEPS, 1) or PAST_UPDATES
            step = max(0, step - stride * messages.number(message, "frames", 1, messages.MOST_FRAMES, 1))
        done = run.approach(step, LONGEST_WAY)
        return None if done == 1 else pack({"kind": "far", "step": step, "done": round(done, 3)}, {})

    # ---- one method for each kind of message

    def _hello(self, message: dict) -> bytes:
        """A stage arrives, or comes back."""
        self._saw(message)
        return self._scene(messages.view(message.get("view")))

    def _now(self, message: dict) -> None:
        self._saw(message)

    def _train(self, message: dict) -> bytes:
        run, started = self.run, self._clock()
        view = messages.view(message.get("view"))
        steps = messages.number(message, "steps", 0, messages.MOST_STEPS, 1)
        share = TURN.share
        budget = min(messages.number(message, "ms", 0, messages.MOST_MS, 15) / 1e3, share)
        most = messages.number(message, "frames", 1, messages.MOST_FRAMES, messages.MOST_FRAMES)
        at = messages.step(message, "at")
        to_epoch, exact = message.get("until") == "epoch", message.get("playing") is not True
        if message.get("rev") != self.bench.rev:
            return self._scene(view)
        self._saw(message)
        if at is not None and at < run.step:
            seen = self.bench.current.seen or 0
            run.go(max(at, seen))
            if at < seen:
                return self._retrace(at, view, steps, most, budget, to_epoch)
        painter, count, busy, longest, picture = self._easel.set_up(run, view), 0, 0.0, 0.0, 0.0
        while count == 0 or (count < most and self._clock() - started < budget):
            began = self._clock()
            # A long frame that would not be ready within the share would wait a whole round of the others;
            # short ones are better told together, for a reply has a price of its own.
            if steps == 0 and count and began - started > share - longest:
                break
            if to_epoch:
                made = run.advance(SLOWEST_FRAME, run.trainer.to_epoch_end())
            elif steps == 0:
                made = run.advance(fast_frame(share, picture), exact=exact)
            else:
                made = run.advance(min(SLOWEST_FRAME, share), steps, exact=exact)
            trained = self._clock()
            busy += trained - began
            if made == 0 and count:
                break
            self._easel.paint(run, count, exact=exact)
            count, now = count + 1, self._clock()
            longest, picture = max(longest, now - began), now - trained
            if to_epoch or made == 0 or run.halt is not None:
                break
        self.bench.current.picture = painter.small(count - 1)
        return self._frames(count, busy=round(busy, 6))

    def _retrace(self, at: int, view: View, steps: int, most: int, budget: float, to_epoch: bool) -> bytes:
        """Frames of what came after a past step, as it happened: nothing of it is made anew or lost.

        They end before a change on the way, which may need another painter, and with the present.
        """
        run, started, last, count = self.run, self._clock(), self.run.step, 0
        present, changed = run.dataset, [change.step for change in run.changes]
        with run.visit(at):
            while count == 0 or (count < most and self._clock() - started < budget):
                ahead = run.trainer.to_epoch_end() if to_epoch else steps or PAST_UPDATES
                to = min(run.step + ahead, last)
                if count and (run.step == last or any(run.step < step <= to for step in changed)):
                    break
                run.retrace(to)
                self._easel.paint(run, count)
                count += 1
                if to_epoch:
                    break
            points = {}
            if run.dataset is not present:  # other points were learned from then: they go along
                self._easel.sight.forget()
                points = points_of(run, self._easel.painter)
            return self._frames(count, points=points, past=True, **self._news(ended=run.step == last))

    def _look(self, message: dict) -> bytes:
        run, view = self.run, messages.view(message.get("view"))
        step = messages.step(message, "step")
        if step is None:
            raise BadMessage("a look must give the step")
        self._saw(message)
        present = run.dataset
        with run.visit(min(step, run.step)):
            painter = self._easel.set_up(run, view)
            self._easel.paint(run, 0)
            apart = run.dataset is not present  # other points were learned from then: they go along
            if apart:
                self._easel.sight.forget()
            return self._frames(1, points=points_of(run, painter) if apart else {}, look=True)

    def _before(self, message: dict) -> bytes:
        """Frames of the steps before one that is in hand, back to the last change before it."""
        view, run = messages.view(message.get("view")), self.run
        step = messages.step(message, "step")
        if not step:
            raise BadMessage("a step must be given, and nothing comes before step 0")
        stride = messages.number(message, "steps", 0, messages.MOST_STEPS, 1) or PAST_UPDATES
        count = messages.number(message, "frames", 1, messages.MOST_FRAMES, 1)
        if message.get("rev") != self.bench.rev:
            return self._scene(view)
        self._saw(message)
        step = min(step, run.step + 1)
        steps = sorted({max(step - stride * i, 0) for i in range(1, count + 1)})
        while self.crosses(steps):
            steps = steps[1:]
        return self.frames_at(steps, view)

    def _measure(self, message: dict) -> bytes:
        return self._past.measured(message)

    def _history(self, message: dict) -> bytes:
        return self._past.history(message)

    def _do(self, message: dict) -> bytes:
        bench, settings = self.bench, self.bench.settings
        action = messages.choice(message, "action", messages.ACTIONS)
        now, over = self._saw(message), False
        if action in messages.SHELF:
            return self._put_away(action, message)
        if action == "reset":
            bench.restart()
        elif action == "new weights":
            bench.apply(replace(settings, seed=messages.next_seed(settings.seed)))
        elif action == "new data":
            bench.apply(replace(settings, data_seed=messages.next_seed(settings.data_seed)))
        elif action == "set":
            bench.apply(messages.new_settings(message, settings), at=now)
        elif action == "draw":
            stroke = messages.number(message, "id", 0, messages.LAST_STEP)
            over = sketch.draw(bench, messages.stroke(message), now, stroke)
        elif action == "choose":
            bench.choose(messages.run_id(message))
        elif action == "branch":
            bench.branch(now)
        elif action in SKETCHING:
            over = SKETCHING[action](bench, now)
        else:
            bench.edit(*messages.edit(message), at=now)
        return self._scene(messages.view(message.get("view")), note=NEW_OUTPUT if over else "")

    def _put_away(self, action: str, message: dict) -> bytes:
        """Something about the kept runs, which leaves the current one alone."""
        if action == "mark":
            self.bench.mark(messages.run_id(message), **messages.marks(message))
        elif action == "let go":
            self.bench.let_go(messages.run_id(message))
        else:
            self.bench.bring_back()
        return pack(*shelf(self.bench))

    def _runs(self, message: dict) -> bytes:
        self._saw(message)
        header, arrays = shelf(self.bench)
        return pack(header | {"findings": [told_of(one) for one in findings(self.run)]}, arrays)

    def _saw(self, message: dict) -> int | None:
        """Note which step is on the visitor's screen, and give it; None if it is one of another course."""
        now = messages.step(message, "now")
        if now is None or message.get("rev", self.bench.rev) != self.bench.rev:
            return None
        self.bench.saw(now, stage=self._stage)
        return now

    # ---- at steps that somebody else chooses

    def crosses(self, steps: list[int]) -> bool:
        """Whether a change of the run lies between the first and the last of these steps."""
        return any(steps[0] < change.step <= steps[-1] for change in self.run.changes)

    def on_the_way(self, step: int) -> float:
        """Come nearer to a past step, for a slice: the share of the way that is behind, 1 once it is near."""
        with self.bench.lock:
            return self.run.approach(step, LONGEST_WAY) if step < self.run.step else 1.0

    def reach(self, step: int, seconds: float) -> None:
        """Train on towards a step, for about so long."""
        with self.bench.lock:
            run, ends = self.run, self._clock() + seconds
            while run.step < step and self._clock() < ends:
                if not run.advance(FAST_FRAME, step - run.step):
                    break
            self.bench.saw(run.step, stage=self._stage)

    def go_on(self, i: int, step: int, seconds: float) -> None:
        """`reach` a step that is not yet made, and paint what came of it as frame i."""
        with self.bench.lock:
            self.reach(step, seconds)
            self._easel.set_up(self.run, NO_VIEW)
            self._easel.paint(self.run, i)

    def gone(self, count: int) -> bytes:
        """The frames that `go_on` has painted."""
        with self.bench.lock:
            self._easel.sight.forget()
            return self._frames(count, past=True)

    def frames_at(self, steps: list[int], view: View = NO_VIEW) -> bytes:
        """Frames of ascending steps that were made, with no change between; later ones show the end."""
        with self.bench.lock:
            run, last, present = self.run, self.run.step, self.run.dataset
            steps = [min(step, last) for step in steps]
            with run.visit(steps[0]):
                painter = self._easel.set_up(run, view)
                for i, step in enumerate(steps):
                    if step > run.step:
                        run.retrace(step)
                    self._easel.paint(run, i)
                self._easel.sight.forget()
                points = {} if run.dataset is present else points_of(run, painter)
                return self._frames(len(steps), points, past=True, **self._news(ended=run.step == last))

    # ---- what is sent

    def _frames(self, count: int, points: dict[str, np.ndarray] | None = None, **more) -> bytes:
        """So many frames, with what is new about the plane that they show, and `points` on it."""
        painter = self._easel.painter
        meta, arrays = self._easel.news(self.run)
        header = {
            "kind": "frames",
            "rev": self.bench.rev,
            "count": count,
            "focused": painter.focus,
            "said": painter.said(count),
            **self._easel.batches(count),
            **self._news(),
            **more,
        }
        return pack(header | meta, arrays | (points or {}) | painter.taken(count))

    def _news(self, ended: bool = True) -> dict:
        """What happened in the run, and why it stands still, if so; unless these frames end before that."""
        run = self.run
        stop = run.halt if ended else None
        return {
            "halt": stop
            and {
                "step": stop.step,
                "advice": stop.sentence,
                "best": getattr(stop, "best", None),
                "waits": bool(run.dataset.waiting),
            },
            "events": [[step, sentence] for step, sentence in run.events[-MOST_EVENTS:]],
        }

    def _scene(self, view: View, note: str = "") -> bytes:
        """Everything the stage needs to begin, with the present as its first frame.

        It says where the stage stood that showed the run before, to which this one goes back.  note: a
        sentence to be read.
        """
        bench, run = self.bench, self.run
        run.go(bench.current.step)  # what was made ahead and never seen is not yet the past
        stood, bench.current.seen = bench.shown(self._stage), run.step
        painter = self._easel.set_up(run, view)
        self._easel.paint(run, 0)
        bench.current.picture = painter.small(0)
        self._easel.sight.forget()
        about, places = self._easel.news(run)
        meta, arrays = scene(bench, painter, self._easel.sight.inputs.key)
        meta |= {"stood": stood if stood < run.step else None, "note": note}
        return pack(meta | self._news() | self._easel.batches(1) | about, places | arrays | painter.taken(1))
