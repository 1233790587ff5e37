"""The workers: what they find is what is found here, a killed one is survived, visitors take turns."""

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.pool import Pool, train
from deepnet.lab.sweep.sweep import Sweep

BASE = replace(Settings(), dataset="spiral", points=60, hidden=(3, 2))
ROOT = Path(__file__).parents[2]


def grid(n=4, **changes):
    rates = tuple(float(rate) for rate in np.geomspace(0.01, 1, n))
    return Grid(replace(BASE, **changes), (Axis("learning_rate", rates),), seeds=2)


def trained_here(members, steps):
    sweep = Sweep(members, steps, look=Look("boundary"), ticks=8)
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
    import weakref

    pool._sweeps = [weakref.ref(sweep) for sweep in (*long, short)]
    given = [pool._next().key[0] for _ in range(2)]
    assert short.number in given and given[0] != given[1]


def test_a_sweep_that_nobody_holds_is_trained_no_more():
    import weakref

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
    monkeypatch.setattr("deepnet.lab.sweep.pool._polite", True)  # this process is no worker
    members = grid(4, optimizer="adam", keep_prob=0.8).members()
    expected = trained_here(members, 200)
    sweep, worker = Sweep(members, 200, look=Look("boundary"), ticks=8), 0
    monkeypatch.setattr("deepnet.lab.sweep.sweep.SPELL", 0.0)  # one tick a task
    while (task := sweep.next_task()) is not None:
        worker += 1
        sweep.take(*train(task, 1 + worker % 3 // 2))  # two of three tasks to the first
    assert worker > 6
    assert sweep.scores.tobytes() == expected.scores.tobytes()
