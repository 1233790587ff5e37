"""What visitors take of the server's memory, and that it is given back."""

import subprocess
import sys
from pathlib import Path

import pytest

MANY = """
import gc
from pathlib import Path

from deepnet.lab.run.bench import Bench
from deepnet.lab.run.room import give_back
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.show import Show

def megabytes():
    gc.collect()
    give_back()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

def session(seed):
    bench = Bench(Run(Settings(dataset="chest x-rays", hidden=(16, 8), seed=seed)))
    show = Show(bench)
    show.reply({"kind": "hello"})
    show.reply({"kind": "train", "rev": bench.rev, "steps": 1, "ms": 1, "frames": 1})
    return show

held = [session(0)]
first = megabytes()
held += [session(seed) for seed in range(1, 9)]
print((megabytes() - first) / 8)
del held[1:]
for seed in range(100):
    session(seed)
print(megabytes() - first)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is read from /proc")
def test_a_session_on_the_xrays_takes_15_megabytes_and_a_hundred_that_came_and_went_leave_little():
    done = subprocess.run(
        [sys.executable, "-c", MANY], capture_output=True, text=True, check=True, timeout=300
    )
    each, left = map(float, done.stdout.split())
    assert each <= 15 and left <= 30
