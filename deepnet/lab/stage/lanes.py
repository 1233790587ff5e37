"""Two to six runs side by side in lock-step: one clock, and a frame of each for every tick of it."""

import time

import numpy as np

from deepnet.lab.run.alike import rates
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.pace import pace
from deepnet.lab.stage import messages
from deepnet.lab.stage.messages import BadMessage
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import pack

FEWEST, MOST = 2, 6
LANES = "lanes"  # the stage's name
MOST_TICKS = 2**31 - 1
MOST_TIME = 0.25  # seconds for one tick of one lane


class Lanes:
    """Each lane is the current run of a bench of its own.  A tick is an update of the first; the others make
    as many as their rate says: see `deepnet.lab.run.alike.CLOCKS`.

    `reply` is all that a stage calls, by one thread at a time.
    """

    def __init__(
        self,
        benches: list[Bench],
        clock: str = "updates",
        timer=time.perf_counter,
        visitor: Bench | None = None,
    ):
        """visitor: whose lanes they are; all that one visitor has open shares one turn."""
        if not FEWEST <= len(benches) <= MOST:
            raise ValueError(f"a comparison has {FEWEST} to {MOST} lanes, got {len(benches)}")
        self.benches, self.clock, self._timer = benches, clock, timer
        self.visitor = visitor or benches[0]
        self._shows = [Show(bench, stage=LANES) for bench in benches]

    @property
    def rates(self) -> list[float]:
        runs = [bench.run for bench in self.benches]
        return rates(runs, self.clock, pace() if self.clock == "seconds" else None)

    @property
    def rev(self) -> int:
        """What changes with the course of any lane."""
        return sum(bench.rev for bench in self.benches) % MOST_TICKS

    def reply(self, message) -> bytes:
        """The answer to a message, packed; {"error"} if it makes no sense."""
        try:
            if not isinstance(message, dict):
                raise BadMessage("a message must be an object with a kind")
            kind = messages.choice(message, "kind", ("hello", "ticks", "measure"))
            if kind == "measure":
                return self._packed("measured", [show.reply(message) for show in self._shows])
            return self._hello() if kind == "hello" else self._ticks(message)
        except (ValueError, TypeError) as error:
            return pack({"kind": "error", "error": str(error)}, {})

    def _hello(self) -> bytes:
        return self._packed("lanes", [show.reply({"kind": "hello"}) for show in self._shows])

    def _ticks(self, message: dict) -> bytes:
        """So many frames of each lane: after `first` and every `stride` ticks from there."""
        if message.get("rev") != self.rev:
            return self._hello()
        first = messages.number(message, "first", 0, MOST_TICKS, 0)
        stride = messages.number(message, "stride", 1, messages.MOST_STEPS, 1)
        count = messages.number(message, "count", 1, messages.MOST_FRAMES, 1)
        budget = messages.number(message, "ms", 0, messages.MOST_MS, 15) / 1e3
        ticks = [first + stride * i for i in range(count)]
        begun, rates = self._timer(), self.rates
        plans = [[int(tick * rate) for tick in ticks] for rate in rates]
        if any(show.crosses(plan) for show, plan in zip(self._shows, plans, strict=True)):
            ticks = ticks[:1]
        lanes = list(zip(self._shows, plans, strict=True))
        done = min(show.on_the_way(plan[0]) for show, plan in lanes)
        if done < 1:
            return pack({"kind": "far", "tick": first, "done": round(done, 3)}, {})
        new = [show for show, plan in lanes if plan[0] >= show.run.step]  # the others show their past
        made = self._go_on(new, lanes, len(ticks), begun + budget)
        answers = [show.gone(made) if show in new else show.frames_at(plan[:made]) for show, plan in lanes]
        return self._packed("ticks", answers, first=first, stride=stride, count=made)

    def _go_on(self, new: list[Show], lanes: list[tuple[Show, list[int]]], most: int, ends: float) -> int:
        """Train all lanes tick by tick, the `new` ones painted as they go; how many ticks were made."""
        made = 0
        while made < most and (made == 0 or self._timer() < ends):
            for show, plan in lanes:
                if show in new:
                    show.go_on(made, plan[made], MOST_TIME)
                else:
                    show.reach(plan[made], MOST_TIME)
            made += 1
        return made

    def _packed(self, kind: str, answers: list[bytes], **more) -> bytes:
        arrays = {f"lane{i}": np.frombuffer(answer, "u1") for i, answer in enumerate(answers)}
        return pack({"kind": kind, "rev": self.rev, "rates": self.rates, **more}, arrays)
