"""How long a wall of 256 networks takes: to the first full wall, to the end, and the bytes that it sends.

.venv/bin/python tests/benchmarks/sweeps.py
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np  # noqa: E402

from deepnet.lab.settings.settings import Settings  # noqa: E402
from deepnet.lab.stage.wire import unpack  # noqa: E402
from deepnet.lab.sweep.axes import Axis  # noqa: E402
from deepnet.lab.sweep.chunk import Look  # noqa: E402
from deepnet.lab.sweep.grid import Grid  # noqa: E402
from deepnet.lab.sweep.pool import pool  # noqa: E402
from deepnet.lab.sweep.sweep import Sweep  # noqa: E402
from deepnet.lab.sweep.wall import Wall  # noqa: E402

STEPS, SIDE, TICKS = 2000, 24, 64
CASES = {
    "2-4-2-1, batch 10, gradient descent": ({}, 1.5),
    "2-8-8-8-1, batch 10, Adam": ({"hidden": (8, 8, 8), "optimizer": "adam", "learning_rate": 0.003}, 6.0),
}


def grid(**changes) -> Grid:
    """16 rates × 16 strengths of a regularization, all with one seed."""
    base = replace(Settings(), dataset="spiral", regularization="l2", **changes)
    rates = tuple(np.geomspace(base.learning_rate / 30, base.learning_rate * 30, 16))
    return Grid(
        base, (Axis("learning_rate", rates), Axis("regularization_rate", tuple(np.geomspace(1e-3, 3, 16))))
    )


def measure(changes: dict) -> tuple[float, float, int]:
    """(seconds to the first picture of every tile, to the end, bytes sent in all)."""
    chosen = grid(**changes)
    start = perf_counter()
    sweep = Sweep(chosen.members(), STEPS, look=Look("boundary", SIDE), ticks=TICKS)
    wall = Wall(chosen, sweep)
    pool().add(sweep)
    first, sent, log = None, len(wall.scene()), 0
    while not sweep.over:
        sleep(0.005)
        if first is None and sweep.known:
            first = perf_counter() - start
    end = perf_counter() - start
    while log < len(sweep.log):
        message = wall.more(log)
        sent, log = sent + len(message), unpack(message)[0]["log"]
    return first, end, sent


if __name__ == "__main__":
    print(f"256 networks × {STEPS:,} steps, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    measure({})  # the workers are started
    for name, (changes, goal) in CASES.items():
        first, end, sent = min((measure(changes) for _ in range(3)), key=lambda found: found[1])
        print(
            f"{name}: first full wall {first:.2f} s, the end {end:.2f} s (goal {goal} s), {sent / 1e6:.1f} MB"
        )
