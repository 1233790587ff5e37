"""The workers beside the server: processes that train the sweeps of all visitors in turn.

One dispatcher thread feeds them all, for two threads that call joblib at once can hang each other.  Where
the environment names a Dask scheduler, the same calls go to its workers.
"""

import contextlib
import os
import threading
import time
import weakref
from collections import OrderedDict

from deepnet.lab.sweep.chunk import Chunk, Record
from deepnet.lab.sweep.sweep import Sweep, Task

SCHEDULER = "DEEPNET_SCHEDULER"  # the address of a Dask scheduler, as tcp://10.0.0.5:8786
LOOK_UP = 0.5  # seconds after which an idle dispatcher looks whether the program ends
PATIENCE = 0.5  # seconds a worker is held ready while results are put away that make new tasks
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
        if chunk is None or chunk.step != at:
            chunk = Chunk(task.members, task.uploaded, task.look)
            if task.state:
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
        self._thread: threading.Thread | None = None
        self._turn = 0
        self._client = None

    def add(self, sweep: Sweep) -> None:
        """Train it; the sweep is let go as soon as nobody else holds it."""
        with self._ready:
            self._sweeps.append(weakref.ref(sweep))
            if self._thread is None or not self._thread.is_alive():
                # Not a daemon: joblib's files are put away only where its calls come to their end.
                self._thread = threading.Thread(target=self._work, name="sweeps", daemon=False)
                self._thread.start()
            self._ready.notify_all()

    # ---- the dispatcher

    def _work(self) -> None:
        while not _ends():
            with self._ready:
                if not self._ready.wait_for(self._waits, LOOK_UP):
                    continue
            try:
                with self._backend() as parallel:
                    for key, found in parallel(self._calls()):
                        self._put(key, found)
            except Exception as error:  # a worker was killed, or a scheduler is gone: nothing may hang
                self._all_lost(error)

    @contextlib.contextmanager
    def _backend(self):
        """joblib's Parallel on processes of this machine or on a cluster; results come as they are found."""
        from joblib import Parallel, delayed, parallel_config

        self._delayed = delayed(train)
        how = {"return_as": "generator_unordered", "batch_size": 1}
        if self.scheduler is None:
            yield Parallel(n_jobs=self.workers, pre_dispatch=self.workers + 1, backend="loky", **how)
            return
        if self._client is None or self._client.status != "running":
            from distributed import Client

            self._client = Client(self.scheduler, timeout=10, set_as_default=True)
        with parallel_config("dask", wait_for_workers_timeout=10):
            yield Parallel(n_jobs=-1, pre_dispatch="all" if self.workers == 0 else 2 * self.workers, **how)

    def _calls(self):
        """Tasks of the sweeps in turn, until none is left that could be given out."""
        while True:
            with self._ready:
                task = self._next()
                if task is None and self._given:
                    self._ready.wait(PATIENCE)
                    task = self._next()
            if task is None:
                return
            yield self._delayed(task, os.getpid())

    def _alive(self) -> list[Sweep]:
        if _ends():
            return []
        found = [sweep for sweep in (ref() for ref in self._sweeps) if sweep is not None and not sweep.over]
        self._sweeps = [weakref.ref(sweep) for sweep in found]
        return found

    def _waits(self) -> bool:
        return bool(self._alive())

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

    def _put(self, key: tuple[int, int], found: Record | str) -> None:
        with self._ready:
            ref = self._given.pop(key, None)
            sweep = ref() if ref else None
            if sweep is not None:
                if isinstance(found, str):
                    sweep.fail(key, found, again=False)
                else:
                    sweep.take(key, found)
            self._ready.notify_all()

    def _all_lost(self, error: Exception) -> None:
        """Every task that was out is lost; those that were not the cause are done again."""
        with self._ready:
            given, self._given = self._given, {}
            for key, ref in given.items():
                sweep = ref()
                if sweep is not None:
                    sweep.fail(key, f"the worker that trained them ended ({type(error).__name__})")
            if not given:  # nothing was even begun: no workers can be had
                for sweep in self._alive():
                    sweep.cancel()


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
