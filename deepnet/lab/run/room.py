"""How much memory a run's past may take: a share of what the machine has free, divided among all runs."""

import contextlib
import ctypes
import time
from pathlib import Path
from weakref import WeakSet

LEAST, MOST = 5_000_000, 200_000_000  # bytes of one past
PART = 0.05  # of the free memory, for all pasts together
UNKNOWN = 2_000_000_000  # taken for free where a machine does not say
AGE = 5.0  # seconds for which an answer of the machine holds

_MEMINFO = Path("/proc/meminfo")
_pasts: WeakSet = WeakSet()  # that divide it
_asked: list[float] = [-AGE, UNKNOWN]  # when, and what was free


def divide(past) -> None:
    """From now on this one gets a part, too."""
    _pasts.add(past)


def room() -> int:
    """Bytes that one past may take at present."""
    return int(min(MOST, max(LEAST, PART * _free() / max(1, len(_pasts)))))


def give_back() -> None:
    """Give freed memory back to the system, where the C library would keep it for itself."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _free() -> float:
    now = time.monotonic()
    if now - _asked[0] > AGE:
        _asked[:] = now, _available()
    return _asked[1]


def _available() -> float:
    try:
        lines = _MEMINFO.read_text().splitlines()
    except OSError:
        return UNKNOWN
    return next((1024.0 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable")), UNKNOWN)
