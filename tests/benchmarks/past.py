"""How soon a past step is there: python tests/benchmarks/past.py [--seconds 60]

Each run plays as fast as it goes for so long; then 30 of its steps, anywhere, are looked at.
Goal: 1 s at most.
"""

import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings

RUNS = {
    "default": Settings(),
    "chest x-rays": Settings(dataset="chest x-rays", hidden=(16, 8)),
    "8 × 64, Adam": Settings(hidden=(64,) * 8, optimizer="adam", activation="relu", points=2000),
    "with early stopping": Settings(stop_early=100_000, points=2000),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = parser.parse_args().seconds
    for name, settings in RUNS.items():
        run, began = Run(settings), time.perf_counter()
        while time.perf_counter() - began < seconds and run.halt is None:
            run.advance(0.012, exact=False)
        took = []
        for step in np.random.default_rng(0).integers(0, run.step, 30):
            began = time.perf_counter()
            run.at(int(step))
            took.append(time.perf_counter() - began)
        kept = len(run.timeline.snapshots)
        told = (
            f"{run.step:,} steps, {kept} snapshots: median {np.median(took):.2f} s, at most {max(took):.2f} s"
        )
        print(f"{name:20} {told} (≤ 1 s)", flush=True)


if __name__ == "__main__":
    main()
