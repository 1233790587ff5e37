"""What a worker beside the server does: it trains what it is given, and keeps what its next task may need."""

import contextlib
import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace

from deepnet.data.shared import read_only
from deepnet.lab.sweep.chunk import Chunk, Record
from deepnet.lab.sweep.sweep import Task

LOOK_UP = 0.5  # seconds after which a worker looks whether its server has ended
HELD = 8  # chunks that a worker keeps as they are, in case their next task comes to it
POLITE = 10  # how far workers step back where a page of the server wants the processor

Server = tuple[int, str]  # its process, and a name that no other one has


@dataclass(frozen=True)
class Parcel:
    """A visitor's data on their way to a worker: whole, or by name alone where it should have them."""

    name: str
    dataset: object = None


@dataclass(frozen=True)
class Asked:
    """Who asks, and what is still needed there: the numbers of sweeps, the names of data.

    What a worker holds of others is let go.
    """

    server: Server
    sweeps: frozenset[int]
    parcels: frozenset[str] = frozenset()


class Missing:
    """The answer of a worker that has not got the data: it is given them whole."""


_held: OrderedDict[tuple, Chunk] = OrderedDict()
_data: dict[tuple[Server, str], object] = {}
_polite = False


def train(task: Task, asked: Asked | None = None) -> tuple[tuple[int, int], Record | str | Missing]:
    """Do a task; what was found, or why it cannot be done, in a sentence.  asked: None where no other
    process asks."""
    if asked:
        _step_back(asked.server)
        _let_go(asked)
        task = _unpacked(task, asked.server)
        if isinstance(task.uploaded, Parcel):
            return task.key, Missing()
    try:
        key = asked and (asked.server, *task.key)
        chunk = _held.pop(key, None) if key else None
        at = task.state["step_count"] if task.state else 0
        if chunk is None:
            chunk = Chunk(task.members, task.uploaded, task.look)
        if task.state and chunk.step != at:  # another worker took it further
            chunk.restore(task.state)
        record = chunk.record(task.steps, last=task.last)
        if key and not task.last:
            _held[key] = chunk
            while len(_held) > HELD:
                _held.popitem(last=False)
        return task.key, record
    except (ValueError, TypeError, MemoryError) as error:
        return task.key, str(error) or "there was not enough memory"


def _unpacked(task: Task, server: Server) -> Task:
    """The task with the data themselves, if they are here."""
    parcel = task.uploaded
    if not isinstance(parcel, Parcel):
        return task
    if parcel.dataset is not None:
        _data[server, parcel.name] = read_only(parcel.dataset)  # so that all members share it
    return replace(task, uploaded=_data.get((server, parcel.name), parcel))


def _let_go(asked: Asked) -> None:
    """Forget chunks and data of this server that it does not need any more."""
    for key in [key for key in _held if key[0] == asked.server and key[1] not in asked.sweeps]:
        _held.pop(key, None)
    for key in [key for key in _data if key[0] == asked.server and key[1] not in asked.parcels]:
        _data.pop(key, None)


def _step_back(server: Server) -> None:
    """Be polite, and end with the server; in a process of its own, once."""
    global _polite
    if _polite or os.getpid() == server[0]:
        return
    _polite = True
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    with contextlib.suppress(OSError):
        os.nice(POLITE)


def _leave_with(parent: int) -> None:
    """End this worker with the process that started it, which tells it nothing when a signal ends it."""
    while os.getppid() == parent:
        time.sleep(LOOK_UP)
    os._exit(0)
