"""The benches that a server holds for its visitors, so that they outlive a reload of the page."""

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deepnet.lab.run.bench import Bench

HOUR = 3600.0  # seconds after the last visit
MOST_BYTES = 800_000_000  # that benches without a visitor may take together


@dataclass
class _Held:
    bench: Bench
    last: float  # when somebody was here last
    guests: int = 0  # stages that show it now


class Benches:
    """Benches by keys that nobody can guess.  One that is shown on a stage stays; others go after an hour,
    and sooner, the longest unvisited first, where they take too much memory.
    """

    def __init__(
        self, seconds: float = HOUR, budget: int = MOST_BYTES, clock: Callable[[], float] = time.monotonic
    ):
        self.seconds, self.budget, self._clock = seconds, budget, clock
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}

    def keep(self, bench: Bench) -> str:
        """Hold a bench; gives its key."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._held[key] = _Held(bench, self._clock())
        self.tidy()
        return key

    def visit(self, key: str) -> Bench | None:
        """The bench of a key, whose hour begins anew; None where it is held no more."""
        with self._lock:
            held = self._held.get(key)
            if held is None or self._is_over(held):
                return None
            held.last = self._clock()
            return held.bench

    def is_shown(self, key: str) -> bool:
        """Whether a stage shows it at present."""
        held = self._held.get(key)
        return held is not None and held.guests > 0

    def drop(self, key: str) -> None:
        with self._lock:
            self._held.pop(key, None)

    @contextlib.contextmanager
    def shown(self, bench: Bench) -> Iterator[None]:
        """While a stage shows the bench."""
        self._count(bench, 1)
        try:
            yield
        finally:
            self._count(bench, -1)

    def _count(self, bench: Bench, more: int) -> None:
        with self._lock:
            for held in self._held.values():
                if held.bench is bench:
                    held.guests += more
                    held.last = self._clock()

    def tidy(self) -> None:
        """Let go what nobody came back to, and what there is no room for."""
        with self._lock:
            self._held = {key: held for key, held in self._held.items() if not self._is_over(held)}
            idle = sorted((h.last, key) for key, h in self._held.items() if h.guests == 0)
            sizes = {key: self._held[key].bench.bytes for _, key in idle}
            room = self.budget - sum(sizes.values())
            for _, key in idle:
                if room >= 0:
                    break
                room += sizes[key]
                del self._held[key]

    def _is_over(self, held: _Held) -> bool:
        return held.guests == 0 and self._clock() - held.last > self.seconds

    def __len__(self) -> int:
        return len(self._held)
