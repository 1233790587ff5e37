"""The workers: what they find is what is found here, a killed one is survived, visitors take turns."""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import weakref
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from deepnet.data import read_table
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep import worker
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.chunk import Look, Record
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.pool import Pool
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.worker import Asked, Missing, Parcel, train

BASE = replace(Settings(), dataset="spiral", points=60, hidden=(3, 2))
ROOT = Path(__file__).parents[2]
TABLE = b"a,b,c\n" + b"".join(
    b"%d,%d,%s\n" % (i % 7, i * i % 11, b"yn"[i % 2 : i % 2 + 1]) for i in range(60)
)


def grid(n=4, **changes):
    rates = tuple(float(rate) for rate in np.geomspace(0.01, 1, n))
    return Grid(replace(BASE, **changes), (Axis("learning_rate", rates),), seeds=2)


def trained_here(members, steps, uploaded=None, ticks=8):
    sweep = Sweep(members, steps, uploaded=uploaded, look=Look("boundary"), ticks=ticks)
    while (task := sweep.next_task()) is not None:
        sweep.take(*train(task))
    return sweep


def loky_workers():
    """The processes that this one started as workers (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and "popen_loky" in (path / "cmdline").read_text():
                found.append(int(path.name))
    return found


@pytest.fixture(scope="module")
def workers():
    return Pool(2)


def test_workers_find_what_is_found_here(workers):
    expected = trained_here(grid().members(), 200)
    sweep = Sweep(grid().members(), 200, look=Look("boundary"), ticks=8)
    workers.add(sweep)
    assert sweep.wait(60) and sweep.complete
    assert sweep.scores.tobytes() == expected.scores.tobytes()
    assert sweep.tiles.tobytes() == expected.tiles.tobytes()
    assert sweep.progress == pytest.approx(1)


class TwoWorkers(Pool):
    """Two workers, here instead of in processes: each has what it was given, and nothing else."""

    def __init__(self):
        super().__init__(2)
        self.parcels, self.data, self.chance = [], ({}, {}), Random(0)

    def _submit(self, task):
        worker._data = self.chance.choice(self.data)
        self.parcels.append(pickle.loads(pickle.dumps(task.uploaded)))
        future = Future()
        future.set_result(train(replace(task, uploaded=self.parcels[-1]), self._asked()))
        return future


def test_a_visitors_data_go_to_each_worker_once(monkeypatch):
    monkeypatch.setattr(worker, "_data", {})
    monkeypatch.setattr("deepnet.lab.sweep.sweep.SPELL", 0.0)  # one tick a task
    data, pool = read_table(TABLE, "own.csv").to_dataset("c"), TwoWorkers()
    members = grid(8, dataset="upload").members()
    expected = trained_here(members, 200, data, ticks=40)
    sweep = Sweep(members, 200, uploaded=data, look=Look("boundary"), ticks=40)
    pool.add(sweep)
    assert sweep.wait(60) and sweep.complete, sweep.losses
    assert sweep.scores.tobytes() == expected.scores.tobytes()
    assert [len(held) for held in pool.data] == [1, 1]
    whole = [parcel for parcel in pool.parcels if parcel.dataset is not None]
    assert len(whole) < 8 < 40 < len(pool.parcels)  # now and then the other one is free first
    for held in pool.data:  # and no network copies what it learns from
        (learned,) = held.values()
        assert not learned.X_train.flags.writeable


def test_a_worker_forgets_what_its_server_needs_no_more(monkeypatch):
    data, (one, other) = read_table(TABLE, "own.csv").to_dataset("c"), ((os.getpid(), name) for name in "ab")
    sweep = Sweep(grid(4, dataset="upload").members(), 200, uploaded=data, ticks=8)
    asked, task = Asked(one, frozenset([sweep.number]), frozenset("0")), sweep.next_task()
    assert isinstance(train(replace(task, uploaded=Parcel("0")), asked)[1], Missing)
    assert isinstance(train(replace(task, uploaded=Parcel("0", data)), asked)[1], Record)
    plain = Sweep(grid().members(), 10).next_task()
    train(plain, Asked(other, frozenset()))
    assert (one, "0") in worker._data  # they are not that one's to forget
    train(plain, Asked(one, frozenset()))
    assert (one, "0") not in worker._data
    assert not any(key[:2] == (one, sweep.number) for key in worker._held)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds its workers in /proc")
def test_a_killed_worker_is_survived(workers):
    sweep = Sweep(grid(8, hidden=(16, 16)).members(), 3000, look=Look("boundary"), ticks=60)
    workers.add(sweep)
    with sweep.lock:
        assert sweep.changed.wait_for(lambda: sweep.done.any(), 60)
    os.kill(loky_workers()[0], signal.SIGKILL)
    assert sweep.wait(60)
    assert sweep.complete or sweep.losses
    if sweep.complete:
        again = trained_here(grid(8, hidden=(16, 16)).members()[:1], 3000)
        np.testing.assert_allclose(sweep.scores[-1, 0], again.scores[-1, 0], rtol=1e-9)


def test_a_sweep_that_kills_every_worker_says_what_was_lost():
    sweep = Sweep(grid().members(), 10)
    for _ in range(3):
        task = sweep.next_task()
        sweep.fail(task.key, "the worker that trained them ended")
    assert sweep.over and not sweep.complete
    assert sweep.losses == [(8, "the worker that trained them ended")]


def test_two_visitors_take_turns():
    pool = Pool(1)
    long = [Sweep(grid(40).members(), 5000, owner="one") for _ in range(2)]
    short = Sweep(grid().members(), 10, owner="two")
    pool._sweeps = [weakref.ref(sweep) for sweep in (*long, short)]
    given = [pool._next().key[0] for _ in range(2)]
    assert short.number in given and given[0] != given[1]


def test_a_sweep_that_nobody_holds_is_trained_no_more():
    pool, sweep = Pool(1), Sweep(grid().members(), 10)
    pool._sweeps = [weakref.ref(sweep)]
    assert pool._alive()
    del sweep
    assert not pool._alive() and pool._next() is None


def test_a_cluster_finds_the_same_bits():
    pytest.importorskip("distributed")
    program = f"""
import warnings
warnings.simplefilter("ignore")
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.lab.test_pool import Pool, Sweep, Look, grid, trained_here
if __name__ == "__main__":
    from distributed import LocalCluster
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    )
    sweep = Sweep(grid().members(), 200, look=Look("boundary"), ticks=8)
    pool = Pool(2, scheduler=cluster.scheduler_address)
    pool.add(sweep)
    assert sweep.wait(60) and sweep.complete, sweep.losses
    expected = trained_here(grid().members(), 200)
    assert sweep.scores.tobytes() == expected.scores.tobytes()
    assert sweep.tiles.tobytes() == expected.tiles.tobytes()
    assert len(pool._client.scheduler_info()["workers"]) == 2
    print("the same bits", flush=True)
    import os
    cluster.close(timeout=5)
    os._exit(0)
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, cwd=ROOT, env=env
    )
    assert "the same bits" in done.stdout, done.stderr[-2000:]


def test_a_program_that_ends_in_the_middle_of_a_sweep_leaves_nothing_behind():
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.lab.test_pool import Pool, Sweep, Look, grid
if __name__ == "__main__":
    sweep = Sweep(grid(32, hidden=(64, 64)).members(), 5000, look=Look("boundary"), ticks=60)
    pool = Pool(2)
    pool.add(sweep)
    with sweep.lock:
        assert sweep.changed.wait_for(lambda: sweep.done.any(), 60)
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, cwd=ROOT, env=env
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_chunk_that_goes_from_worker_to_worker_finds_the_same_bits(monkeypatch):
    monkeypatch.setattr("deepnet.lab.sweep.worker._polite", True)  # this process is no worker
    members = grid(4, optimizer="adam", keep_prob=0.8).members()
    expected = trained_here(members, 200)
    sweep, given = Sweep(members, 200, look=Look("boundary"), ticks=8), 0
    monkeypatch.setattr("deepnet.lab.sweep.sweep.SPELL", 0.0)  # one tick a task
    while (task := sweep.next_task()) is not None:
        given += 1
        asked = Asked((given % 3 // 2, ""), frozenset([sweep.number]))  # two of three tasks to the first
        sweep.take(*train(task, asked))
    assert given > 6
    assert sweep.scores.tobytes() == expected.scores.tobytes()


def test_what_a_visitor_left_on_another_page_does_not_hold_up_what_is_asked_for_now():
    pool, taken = Pool(1), []
    left, now = Sweep(grid(40).members(), 5000, owner="one"), Sweep(grid().members(), 10, owner="one")
    pool._sweeps = [weakref.ref(left), weakref.ref(now)]
    now.asked = 1
    while (task := pool._next()) is not None:
        taken.append(task.key[0])
    assert taken == [now.number] * len(now.parts) + [left.number] * len(left.parts)
