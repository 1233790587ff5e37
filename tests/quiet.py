"""Tests that measure what a person sees run alone on the machine, also where several workers run."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: one worker, nothing to keep apart
    fcntl = None


class Quiet:
    """A lock shared by all workers of one test run: many tests at a time, or one that is alone.

    Whoever wants to be alone waits at the turnstile for those inside to leave, and nobody passes meanwhile.
    """

    def __init__(self, folder: Path):
        """folder: one that all workers share."""
        self._files = folder / "turnstile", folder / "room"

    @contextlib.contextmanager
    def __call__(self, alone: bool) -> Iterator[None]:
        if fcntl is None:
            yield
            return
        with self._files[0].open("w") as turnstile, self._files[1].open("w") as room:
            fcntl.flock(turnstile, fcntl.LOCK_EX)
            fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            fcntl.flock(turnstile, fcntl.LOCK_UN)
            yield
