"""The workers beside the server: processes that train the sweeps of all visitors in turn.

One dispatcher thread feeds them all: loky's workers, which joblib brings, or those of a Dask cluster where
the environment names its scheduler.  Both are told by `submit` and answer with a future.
"""

import contextlib
import os
import threading
import time
import weakref
from collections import OrderedDict
from typing import Any

from deepnet.lab.sweep.chunk import Chunk, Record
from deepnet.lab.sweep.sweep import Sweep, Task

SCHEDULER = "DEEPNET_SCHEDULER"  # the address of a Dask scheduler, as tcp://10.0.0.5:8786
LOOK_UP = 0.5  # seconds after which an idle dispatcher looks whether the program ends
IDLE = 300  # seconds after which a worker without work ends
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
HELD = 8  # chunks that a worker keeps as they are, in case their next task comes to it
POLITE = 10  # how far workers step back where a page of the server wants the processor

_held: OrderedDict[tuple, Chunk] = OrderedDict()
_polite = False


def train(task: Task, server: int = 0) -> tuple[tuple[int, int], Record | str]:
    """Do a task; what was found, or why it cannot be done, in a sentence.  server: the process that asks."""
    global _polite
    if server and os.getpid() != server and not _polite:
        _polite = True
        threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
        with contextlib.suppress(OSError):
            os.nice(POLITE)
    try:
        key = (server, *task.key)
        chunk = _held.pop(key, None)
        at = task.state["step_count"] if task.state else 0
        if chunk is None:
            chunk = Chunk(task.members, task.uploaded, task.look)
        if task.state and chunk.step != at:  # another worker took it further
            chunk.restore(task.state)
        record = chunk.record(task.steps, last=task.last)
        if server and not task.last:
            _held[key] = chunk
            while len(_held) > HELD:
                _held.popitem(last=False)
        return task.key, record
    except (ValueError, TypeError, MemoryError) as error:
        return task.key, str(error) or "there was not enough memory"


def _leave_with(parent: int) -> None:
    """End this worker with the process that started it, which tells it nothing when a signal ends it."""
    while os.getppid() == parent:
        time.sleep(LOOK_UP)
    os._exit(0)


class Pool:
    """Trains every sweep that is added, visitor by visitor in turn, until each is over.

    workers: processes, as many as the machine has cores by default.  scheduler: the address of a Dask
    scheduler to use instead of processes of this machine.
    """

    def __init__(self, workers: int | None = None, scheduler: str | None = None):
        self.workers = workers or max(1, os.cpu_count() or 1)
        self.scheduler = scheduler
        self._sweeps: list[weakref.ref[Sweep]] = []
        self._ready = threading.Condition()
        self._given: dict[tuple[int, int], weakref.ref[Sweep]] = {}
        self._done: list[tuple[tuple[int, int], Any]] = []  # keys and futures that nobody has looked at yet
        self._thread: threading.Thread | None = None
        self._turn = 0
        self._client: Any = None

    def add(self, sweep: Sweep) -> None:
        """Train it; the sweep is let go as soon as nobody else holds it."""
        with self._ready:
            self._sweeps.append(weakref.ref(sweep))
            if self._thread is None or not self._thread.is_alive():
                # Not a daemon: what is out when the program ends is waited for, or its workers complain.
                self._thread = threading.Thread(target=self._work, name="sweeps", daemon=False)
                self._thread.start()
            self._ready.notify_all()

    # ---- the dispatcher

    def _work(self) -> None:
        while not _ends():
            with self._ready:
                done, self._done = self._done, []
                task = self._next() if len(self._given) < self._most else None
                if not done and task is None:
                    self._ready.wait(LOOK_UP)
                    continue
            if task is not None:
                self._give(task)
            for key, future in done:
                self._put(key, _found(future))

    @property
    def _most(self) -> int:
        """Tasks that are out at once: each worker has one, and another waits for the first that is free."""
        return self.workers + 1 if self.scheduler is None else 2 * self.workers

    def _give(self, task: Task) -> None:
        try:
            future = self._submit(task)
        except Exception as error:  # no workers can be had, or those there were have ended
            self._put(task.key, error)
        else:
            future.add_done_callback(lambda future: self._came(task.key, future))

    def _submit(self, task: Task):
        """The future of what a worker finds: of this machine, or of a cluster."""
        if self.scheduler is None:
            from joblib.externals.loky import get_reusable_executor

            workers = get_reusable_executor(self.workers, timeout=IDLE, env=ONE_THREAD)
            return workers.submit(train, task, os.getpid())
        if self._client is None or self._client.status != "running":
            from distributed import Client

            self._client = Client(self.scheduler, timeout=10)
        return self._client.submit(train, task, os.getpid(), pure=False)

    def _came(self, key: tuple[int, int], future) -> None:
        with self._ready:
            self._done.append((key, future))
            self._ready.notify_all()

    def _alive(self) -> list[Sweep]:
        if _ends():
            return []
        found = [sweep for sweep in (ref() for ref in self._sweeps) if sweep is not None and not sweep.over]
        self._sweeps = [weakref.ref(sweep) for sweep in found]
        return found

    def _next(self) -> Task | None:
        """The next task: owners take turns, and so do the sweeps of each."""
        sweeps = self._alive()
        owners = list(dict.fromkeys(sweep.owner for sweep in sweeps))
        for i in range(len(owners)):
            owner = owners[(self._turn + i) % len(owners)]
            for sweep in sweeps:
                task = sweep.next_task() if sweep.owner == owner else None
                if task is not None:
                    self._turn += i + 1
                    self._given[task.key] = weakref.ref(sweep)
                    return task
        return None

    def _put(self, key: tuple[int, int], found: Record | str | Exception) -> None:
        """Tell the sweep what came of a task: what was found, why it cannot be done, or how it was lost."""
        with self._ready:
            ref = self._given.pop(key, None)
        sweep = ref() if ref else None
        if sweep is None:
            return
        if isinstance(found, Record):
            sweep.take(key, found)
        elif isinstance(found, str):
            sweep.fail(key, found, again=False)
        else:  # nothing may hang: it is done again, by another worker
            sweep.fail(key, f"the worker that trained them ended ({type(found).__name__})")


def _found(future) -> Record | str | Exception:
    """What a worker found, or the error that it ended with."""
    try:
        return future.result()[1]
    except Exception as error:
        return error


def _ends() -> bool:
    """Whether the program waits for its threads to end."""
    return not threading.main_thread().is_alive()


_pool: Pool | None = None
_pool_lock = threading.Lock()


def pool() -> Pool:
    """The pool of this process."""
    global _pool
    with _pool_lock:
        if _pool is None:
            _pool = Pool(scheduler=os.environ.get(SCHEDULER) or None)
        return _pool
