"""Sweep: many networks on their way, what is known of each so far, and what is still to do."""

import threading
from dataclasses import dataclass
from itertools import count
from time import monotonic

import numpy as np

from deepnet.lab.run.pace import pace
from deepnet.lab.run.recipe import check_loss, price
from deepnet.lab.sweep.chunk import Look, Record, alike, data, data_key
from deepnet.lab.sweep.grid import Member, clock, permuted
from deepnet.lab.sweep.tiles import TILES, levels_of

MOST_MEMBERS = 4096
MOST_STEPS = 20_000
MOST_SECONDS = 900.0  # of one core, as estimated
MOST_NUMBERS = 4_000_000  # rows × inputs of data that every worker gets
MOST_BYTES = 24_000_000  # of the tiles of a sweep
MOST_STATE = 200_000_000  # of the parameters and slots of all members
MOST_TICKS = 128
TOGETHER = 64  # members of one ensemble
ALIKE_SEED = 32  # members that share seed and data: an ensemble of them gathers its rows once
SPELL = 0.3  # seconds that one task should take: so long a worker cannot be called back
TRIES = 3  # times that a chunk is given to a worker

_numbers = count()


@dataclass(frozen=True)
class Task:
    """What one worker does next: members from the state of a step through the steps given."""

    key: tuple[int, int]
    members: list[Member]
    steps: tuple[int, ...]
    last: bool
    state: dict | None
    look: Look
    uploaded: object


class Part:
    """One chunk of a sweep: its members by number, and how far they are."""

    def __init__(self, places: list[int], weight: float):
        self.places, self.weight = np.array(places), weight
        self.done, self.tries, self.busy = 0, 0, False  # ticks done; times given out since; whether it is now
        self.state: dict | None = None
        self.pace: float | None = None  # seconds a tick
        self.lost = ""


class Sweep:
    """`members` trained for `steps` updates, seen at the ticks of one clock.  Nothing runs by itself: workers
    take tasks with `next_task` and give back what they found with `take`.

    scores (T + 1, K, 4): costs and metrics as in Score, nan where not known yet.  tiles (T + 1, K, side²).
    ticks: the steps of the clock.  done (K,): ticks known of each member.  diverged (K,): the first tick at
    which a number was not finite, -1 for none.  fresh (K, 2): cost and metric on fresh points.
    ValueError, one sentence, for what is too much, before any of it is allocated.
    """

    def __init__(
        self,
        members: list[Member],
        steps: int,
        *,
        uploaded=None,
        look: Look | None = None,
        ticks: int = MOST_TICKS,
        owner: object = None,
    ):
        self.members, self.steps, self.look = list(members), int(steps), look or Look()
        self.owner, self._uploaded = owner, uploaded
        self.asked = 0  # when its owner last asked for it: of one owner's sweeps the latest go first
        K, side = len(self.members), self.look.side
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.number = next(_numbers)
        seconds, parts = self._agree()
        room = MOST_BYTES // (K * (side**2 if self.look.tile else 40)) - 1
        self.ticks = clock(self.steps, max(1, min(ticks, MOST_TICKS, room)))
        n = len(self.ticks)
        self.scores = np.full((n, K, 4), np.nan)
        self.tiles = np.zeros((n, K, side**2), "u1") if self.look.tile else None
        self.done, self.diverged = np.zeros(K, int), np.full(K, -1)
        self.fresh = np.full((K, 2), np.nan)
        self.parts = [Part(places, weight / seconds) for places, weight in parts]
        self.log: list[tuple[np.ndarray, int, int]] = []  # (members, first tick, tick after the last)
        self.cancelled, self.began, self.ended = False, monotonic(), None
        self._estimate = seconds

    # ---- agreeing

    def _agree(self) -> tuple[float, list[tuple[list[int], float]]]:
        """Check every member; the seconds of all, and members that go together with theirs."""
        K = len(self.members)
        if not 1 <= K <= MOST_MEMBERS:
            raise ValueError(
                f"at most {MOST_MEMBERS:,} networks are trained at once, got {K:,}; take fewer values"
            )
        if not 1 <= self.steps <= MOST_STEPS:
            raise ValueError(f"steps must be from 1 to {MOST_STEPS:,}, got {self.steps:,}")
        groups, prices, total, state = {}, {}, 0.0, 0
        for k, member in enumerate(self.members):
            settings = member.settings
            dataset = data(settings, self._uploaded)
            if dataset.waiting:
                raise ValueError(dataset.waiting)
            if dataset.X_train.size + dataset.X_test.size > MOST_NUMBERS:
                raise ValueError(
                    f"{dataset.title} has {dataset.X_train.size + dataset.X_test.size:,} numbers; at most "
                    f"{MOST_NUMBERS:,} are given to many networks at once, so take a sample of the rows"
                )
            if self.look.tile and not TILES[self.look.tile].fits(dataset):
                raise ValueError(f"{TILES[self.look.tile].label.lower()} cannot be drawn of {dataset.title}")
            key = alike(settings, dataset)
            if key not in prices:
                check_loss(settings, dataset)
                prices[key] = price(settings, dataset, pace())
            known = prices[key]
            total += known.seconds * self.steps
            state += 5 * known.parameters * 8
            groups.setdefault(key, []).append(k)
        if state > MOST_STATE:
            raise ValueError(
                f"{K:,} networks of this size take {state / 1e6:,.0f} MB, at most {MOST_STATE / 1e6:,.0f} "
                "are given to them; take fewer values or smaller layers"
            )
        if total > MOST_SECONDS:
            raise ValueError(
                f"training {K:,} networks for {self.steps:,} steps would take about {total / 60:,.0f} "
                f"minutes of one core, at most {MOST_SECONDS / 60:.0f} are given; take fewer steps or values"
            )
        parts = []
        for key, places in groups.items():
            for chosen in self._chunks(places):
                parts.append((chosen, prices[key].seconds * self.steps * len(chosen)))
        return total, [parts[i] for i in permuted(len(parts))]  # no shape comes first because it is small

    def _chunks(self, places: list[int]) -> list[list[int]]:
        """Members of one shape in ensembles: in random order, those with shared data and order together."""
        by_order = {}
        for k in places:
            member = self.members[k]
            seed = member.settings.seed if member.order_of is None else member.order_of
            by_order.setdefault((seed, data_key(member.settings)), []).append(k)
        shared = [group for group in by_order.values() if len(group) >= ALIKE_SEED]
        rest = [k for group in by_order.values() if len(group) < ALIKE_SEED for k in group]
        found = []
        for group in [*shared, rest]:
            mixed = [group[i] for i in permuted(len(group))]
            pieces = max(1, -(-len(mixed) // TOGETHER), 2 if len(mixed) > 32 else 1)
            found += [mixed[i::pieces] for i in range(pieces) if mixed[i::pieces]]
        return found

    @property
    def kind(self) -> str:
        """The kind of the data of the first member: all have the same."""
        return data(self.members[0].settings, self._uploaded).kind

    @property
    def dataset(self):
        return data(self.members[0].settings, self._uploaded)

    @property
    def uploaded(self):
        return self._uploaded

    @property
    def colours(self) -> str:
        return TILES[self.look.tile].colours(self.dataset) if self.look.tile else ""

    @property
    def levels(self) -> int:
        return levels_of(max(2, self.dataset.n_y))

    # ---- work

    def next_task(self) -> Task | None:
        """A part that is furthest behind, marked as given out; None if none waits."""
        with self.lock:
            if self.cancelled:
                return None
            waiting = [p for p in self.parts if not p.busy and not p.lost and p.done < len(self.ticks)]
            if not waiting:
                return None
            part = min(waiting, key=lambda p: p.done)
            part.busy, part.tries = True, part.tries + 1
            steps = self.ticks[part.done : part.done + self._ticks_now(part)]
            return Task(
                (self.number, self.parts.index(part)),
                [self.members[k] for k in part.places],
                tuple(int(step) for step in steps),
                part.done + len(steps) == len(self.ticks),
                part.state,
                self.look,
                self._uploaded,
            )

    def _ticks_now(self, part: Part) -> int:
        """How many ticks fit into a SPELL: few at first, so that all tiles have a picture soon."""
        left = len(self.ticks) - part.done
        seconds = part.pace or part.weight * self._estimate / max(1, len(self.ticks) - 1)
        fit = int(SPELL / max(seconds, 1e-6))
        return max(1, min(left, fit, max(2, len(self.ticks) // 16) if part.done == 0 else left))

    def take(self, key: tuple[int, int], record: Record) -> None:
        """What a worker found."""
        with self.lock:
            part = self.parts[key[1]]
            if self.cancelled or not part.busy:
                return
            first, n = part.done, len(record.scores)
            rows = slice(first, first + n)
            self.scores[rows, part.places] = record.scores
            if self.tiles is not None:
                self.tiles[rows, part.places] = record.tiles
            for i in np.flatnonzero(record.diverged.any(axis=0)):
                k = part.places[i]
                if self.diverged[k] < 0:
                    self.diverged[k] = first + int(record.diverged[:, i].argmax())
            self._freeze(part, first, n)
            if record.fresh is not None:
                self.fresh[part.places] = record.fresh
            part.done, part.busy, part.tries = first + n, False, 0
            part.state, part.pace = record.state, record.seconds / n
            if part.done == len(self.ticks):
                part.state = None
            self.done[part.places] = part.done
            self.log.append((part.places, first, first + n))
            self._told()

    def _freeze(self, part: Part, first: int, n: int) -> None:
        """A diverged member keeps its last good picture."""
        if self.tiles is None:
            return
        for k in part.places[self.diverged[part.places] >= 0]:
            at = max(1, self.diverged[k])
            self.tiles[max(at, first) : first + n, k] = self.tiles[at - 1, k]

    def fail(self, key: tuple[int, int], why: str, *, again: bool = True) -> None:
        """A worker did not come back with it: it is given out again, or given up after TRIES times."""
        with self.lock:
            part = self.parts[key[1]]
            part.busy = False
            if not again or part.tries >= TRIES:
                part.lost = why
            self._told()

    def cancel(self) -> None:
        """Train no more; what is known stays."""
        with self.lock:
            self.cancelled = True
            self._told()

    def _told(self) -> None:
        if self.over and self.ended is None:
            self.ended = monotonic()
        self.changed.notify_all()

    # ---- how far it is

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.cancelled or all(p.lost or p.done == len(self.ticks) for p in self.parts)

    @property
    def complete(self) -> bool:
        return all(p.done == len(self.ticks) for p in self.parts)

    @property
    def known(self) -> int:
        """Ticks that all members have, lost ones aside."""
        alive = [p.done for p in self.parts if not p.lost]
        return min(alive, default=0)

    @property
    def progress(self) -> float:
        """The share of the work that is done."""
        return sum(p.weight * p.done / len(self.ticks) for p in self.parts)

    @property
    def seconds(self) -> float:
        """Since it was begun, until it was over."""
        return (self.ended or monotonic()) - self.began

    @property
    def left(self) -> float | None:
        """About how many seconds are left, None where that is not known yet."""
        progress = self.progress
        return self.seconds * (1 - progress) / progress if progress > 0.01 else None

    @property
    def losses(self) -> list[tuple[int, str]]:
        """(networks, why) of what was given up."""
        return [(len(p.places), p.lost) for p in self.parts if p.lost]

    def wait(self, seconds: float) -> bool:
        """Until it is over, at most so long; whether it is."""
        with self.lock:
            return self.changed.wait_for(lambda: self.over, seconds)

    # ---- what is known

    def picture(self, k: int, step: int) -> np.ndarray | None:
        """The tile (side, side) of member k at the last tick up to `step` that is known of it."""
        with self.lock:
            at = min(int(np.searchsorted(self.ticks, step, "right")), int(self.done[k])) - 1
            if at < 0 or self.tiles is None:
                return None
            return self.tiles[at, k].reshape(self.look.side, -1)

    def at(self, step: int) -> np.ndarray:
        """Scores (K, 4) at the last tick up to `step`; nan where not known."""
        with self.lock:
            return self.scores[max(0, int(np.searchsorted(self.ticks, step, "right")) - 1)].copy()
