"""Whose turn it is to compute: one visitor at a time, each for a share of the time.

Threads that share the interpreter train three times slower together than in turn.
"""

import threading
import time
from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from deepnet import calls

ROUND = 0.08  # seconds in which all who play have had a turn
LONGEST, SHORTEST = 0.25, 0.002  # seconds of one turn
PLAYING = 1.0  # seconds for which somebody counts who had a turn


class Turn:
    """Who waits is served in the order of coming.  A visitor waits once at a time, whatever they have open.

    >>> turn = Turn()
    >>> with turn.of("a visitor"):
    ...     turn.share
    0.25
    """

    def __init__(self, clock=time.perf_counter):
        self._clock, self._lock = clock, threading.Lock()
        self._waiting: deque[threading.Lock] = deque()  # each held until it is the turn of who waits for it
        self._taken, self._since = False, 0.0
        self._latest: dict[Hashable, float] = {}  # when each had a turn
        self._mine = threading.local()

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return len(self._waiting)

    @property
    def share(self) -> float:
        """Seconds that a turn may take at present: the shorter, the more play."""
        with self._lock:
            return self._share()

    def _share(self) -> float:
        players = len(self._latest)
        return LONGEST if players < 2 else max(SHORTEST, ROUND / players)

    @contextmanager
    def of(self, visitor: Hashable, *, whole: bool = False) -> Iterator[None]:
        """Within the block it is the turn of this visitor, unless they `give_way`; whole: they never do.

        Who has a turn already goes on with it.  Nobody should wait for a lock in a turn: its holder may have
        given way, and wait for this turn.
        """
        if getattr(self._mine, "has", False):
            yield
            return
        self._wait(visitor)
        self._mine.visitor, self._mine.has = None if whole else visitor, True
        try:
            yield
        finally:
            self._mine.visitor, self._mine.has = None, False
            self._pass_on(visitor)

    def give_way(self) -> None:
        """Let those who wait go first, if this turn has lasted for its share; nothing outside of a turn."""
        visitor = getattr(self._mine, "visitor", None)
        if visitor is None or not self._waiting:
            return
        if self._clock() - self._since >= self.share:
            self._pass_on(visitor)
            self._wait(visitor)

    def _wait(self, visitor: Hashable) -> None:
        mine = threading.Lock()
        with self._lock:
            if self._taken:
                mine.acquire()
                self._waiting.append(mine)
            else:
                self._taken = True
        mine.acquire()
        with self._lock:
            self._since = now = self._clock()
            self._latest[visitor] = now
            self._latest = {each: at for each, at in self._latest.items() if now - at < PLAYING}

    def _pass_on(self, visitor: Hashable) -> None:
        with self._lock:
            self._latest[visitor] = self._clock()
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


TURN = Turn()
calls.between.append(TURN.give_way)
