"""Threads: how many of them a product of matrices in numpy may use.

numpy itself has no word for it, but OpenBLAS, which most builds of numpy bring along, can be asked.  A small
network gains nothing; one of hundreds of neurons, on a machine with nothing else to do, up to 1.5 times.
"""

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from .declaration import integral

MOST = 64
_SPELLINGS = [f"{start}openblas_{{}}_num_threads{end}" for start in ("scipy_", "") for end in ("64_", "")]


def checked(threads: int | None) -> int | None:
    """The number as it was given; TypeError or ValueError, one sentence, if it cannot be had here."""
    if threads is None:
        return None
    threads = integral("threads", threads, 1, MOST)
    if _asked() is None:
        raise ValueError(
            "threads cannot be set here: numpy was built with a library for products other than OpenBLAS; "
            "set its environment variable before Python starts"
        )
    return threads


def in_use() -> int | None:
    """How many a product may use at present; None where that is not known."""
    found = _asked()
    return None if found is None else found[0]()


@contextlib.contextmanager
def using(threads: int | None) -> Iterator[None]:
    """Within the block products may use so many; None leaves everything as it is."""
    found = None if threads is None else _asked()
    if found is None:
        yield
        return
    ask, tell = found
    before = ask()
    tell(threads)
    try:
        yield
    finally:
        tell(before)


@cache
def _asked() -> tuple[Callable, Callable] | None:
    """OpenBLAS' own functions that get and set the number, of the library that numpy has loaded."""
    for path in _libraries():
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(str(path))
            for spelling in _SPELLINGS:
                ask, tell = (getattr(library, spelling.format(word), None) for word in ("get", "set"))
                if ask is not None and tell is not None:
                    tell.restype = None
                    return ask, tell
    return None


def _libraries() -> list[Path]:
    """Files of OpenBLAS that this process has mapped, or that lie beside numpy."""
    home = Path(np.__file__).parent
    beside = [*home.parent.glob("numpy.libs/*openblas*"), *home.glob(".dylibs/*openblas*")]
    with contextlib.suppress(OSError):
        maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
        mapped = {line.split(maxsplit=5)[-1] for line in maps if "openblas" in line}
        return [Path(name) for name in sorted(mapped)] or beside
    return beside
