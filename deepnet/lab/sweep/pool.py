"""The workers beside the server: processes that train the sweeps of all visitors in turn.

One dispatcher thread feeds them all: loky's workers, which joblib brings, or those of a Dask cluster where
the environment names its scheduler.  Both are told by `submit` and answer with a future.
"""

import os
import threading
import weakref
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

from deepnet.lab.sweep.chunk import Record
from deepnet.lab.sweep.sweep import Sweep, Task
from deepnet.lab.sweep.worker import Asked, Missing, Parcel, train

SCHEDULER = "DEEPNET_SCHEDULER"  # the address of a Dask scheduler, as tcp://10.0.0.5:8786
LOOK_UP = 0.5  # seconds after which an idle dispatcher looks whether the program ends
IDLE = 300  # seconds after which a worker without work ends
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


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
        self._given: dict[tuple[int, int], tuple[weakref.ref[Sweep], Task]] = {}
        self._done: list[tuple[tuple[int, int], Any]] = []  # keys and futures that nobody has looked at yet
        self._thread: threading.Thread | None = None
        self._turn = 0
        self._client: Any = None
        self._server = os.getpid(), uuid4().hex
        self._names: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()  # of visitors' data
        self._numbers = count()

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

    def _give(self, task: Task, *, whole: bool = False) -> None:
        """Send it to a worker; a visitor's data by name, or whole to one that has not got them."""
        uploaded = task.uploaded
        if uploaded is not None:
            parcel = Parcel(self._name(uploaded), uploaded if whole else None)
            task = replace(task, uploaded=parcel)
        try:
            future = self._submit(task)
        except Exception as error:  # no workers can be had, or those there were have ended
            self._put(task.key, error)
        else:
            future.add_done_callback(lambda future: self._came(task.key, future))

    def _name(self, uploaded) -> str:
        return self._names.setdefault(uploaded, str(next(self._numbers)))

    def _asked(self) -> Asked:
        with self._ready:
            sweeps = self._alive()
        names = (self._name(sweep.uploaded) for sweep in sweeps if sweep.uploaded is not None)
        return Asked(self._server, frozenset(sweep.number for sweep in sweeps), frozenset(names))

    def _submit(self, task: Task):
        """The future of what a worker finds: of this machine, or of a cluster."""
        if self.scheduler is None:
            from joblib.externals.loky import get_reusable_executor

            workers = get_reusable_executor(self.workers, timeout=IDLE, env=ONE_THREAD)
            return workers.submit(train, task, self._asked())
        if self._client is None or self._client.status != "running":
            from distributed import Client

            self._client = Client(self.scheduler, timeout=10)
        return self._client.submit(train, task, self._asked(), pure=False)

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
        """The next task: owners take turns; of each, what was asked for last comes before what was left."""
        sweeps = sorted(self._alive(), key=lambda sweep: -sweep.asked)
        owners = list(dict.fromkeys(sweep.owner for sweep in sweeps))
        for i in range(len(owners)):
            owner = owners[(self._turn + i) % len(owners)]
            for sweep in sweeps:
                task = sweep.next_task() if sweep.owner == owner else None
                if task is not None:
                    self._turn += i + 1
                    self._given[task.key] = weakref.ref(sweep), task
                    return task
        return None

    def _put(self, key: tuple[int, int], found: Record | str | Missing | Exception) -> None:
        """Tell the sweep what came of a task: what was found, why it cannot be done, or how it was lost."""
        with self._ready:
            ref, task = self._given[key]
            sweep = ref()
            again = isinstance(found, Missing) and sweep is not None and not sweep.over
            if not again:
                self._given.pop(key)
        if again:
            self._give(task, whole=True)
        if again or sweep is None or isinstance(found, Missing):
            return
        if isinstance(found, Record):
            sweep.take(key, found)
        elif isinstance(found, str):
            sweep.fail(key, found, again=False)
        else:  # nothing may hang: it is done again, by another worker
            sweep.fail(key, f"the worker that trained them ended ({type(found).__name__})")


def _found(future) -> Record | str | Missing | Exception:
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
