"""How well the price of a step is known: python tests/benchmarks/prices.py [--rounds 5] [--fit]

Measured times of a step beside what `price_of` says, for the workloads of engine.py and others in between:
with the pace that deepnet comes with, and with the one it measures on this machine.  The goal is a factor of
two.  The least of many short bursts is taken, so that other programs disturb little.  --fit finds the
constants of `Pace` anew, by least squares of the logarithms.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from dataclasses import fields
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine import WORKLOADS, Workload, data

from deepnet import Network, Trainer
from deepnet.lab.run.pace import pace
from deepnet.prices import Pace, price_of

MORE = {
    "adam, small": Workload((2, 4, 2, 1), "tanh", "sigmoid", 250, 10, "adam"),
    "gelu": Workload((2, 16, 16, 1), "gelu", "sigmoid", 500, 50),
    "wide tanh": Workload((4, 64, 64, 64, 3), "tanh", "softmax", 500, 100, "adamw"),
    "regression": Workload((10, 32, 32, 1), "sigmoid", "linear", 5000, 5000, "momentum"),
    "x-rays": Workload((784, 20, 7, 5, 1), "relu", "sigmoid", 1000, 50, "adam"),
    "eight layers": Workload((2, *[16] * 8, 1), "elu", "sigmoid", 350, 10, "rmsprop"),
    "one row": Workload((2, 8, 8, 1), "relu", "sigmoid", 350, 1),
    "no layer": Workload((30, 1), "relu", "sigmoid", 400, 20, "nesterov"),
    "swish": Workload((100, 64, 64, 10), "swish", "softmax", 20_000, 1000, "adagrad"),
    "many inputs": Workload((3000, 64, 10), "relu", "softmax", 2000, 100, "adam"),
    "linear": Workload((2, 4, 1), "linear", "linear", 350, 350),
}


def names_of(w: Workload) -> list[str]:
    return [w.activation] * (len(w.dims) - 2) + [w.output]


def price(w: Workload, dtype: str, at: Pace) -> float:
    """Estimated seconds of a step."""
    options = {"batch_size": w.batch, "optimizer": w.optimizer, "dtype": dtype}
    return price_of(w.dims, w.rows, activations=names_of(w), pace=at, **options).seconds


def measured(w: Workload, dtype: str) -> float:
    """Seconds of a step: the least of bursts of some 3 ms."""
    X, Y = data(w)
    network = Network(w.dims, names_of(w), dtype=dtype).initialize(rng=np.random.default_rng(0))
    trainer = Trainer(
        network,
        X,
        Y,
        optimizer=w.optimizer,
        batch_size=0 if w.batch == w.rows else w.batch,
        learning_rate=1e-4,
    )
    trainer.step(2)
    start = time.perf_counter()
    trainer.step(2)
    steps = max(1, round(2 * 0.003 / (time.perf_counter() - start)))
    least, end = np.inf, time.perf_counter() + 0.2
    while least == np.inf or time.perf_counter() < end:
        start = time.perf_counter()
        trainer.step(steps)
        least = min(least, (time.perf_counter() - start) / steps)
    return least


def fitted(times: dict) -> Pace:
    """The constants that bring the estimates nearest to the measured times, by their logarithms."""
    from scipy.optimize import minimize

    names = [field.name for field in fields(Pace) if field.name != "random"]
    nothing = dict.fromkeys([*names, "random"], 0.0)
    units = [Pace(**nothing | {name: 1.0}) for name in names]
    parts = np.array([[price(ALL[n], dtype, unit) for unit in units] for n, dtype in times])
    found = np.array(list(times.values()))
    start = np.log([getattr(Pace(), name) for name in names])
    many = {"maxiter": 40_000, "maxfev": 40_000, "xatol": 1e-6, "fatol": 1e-9}
    best = minimize(
        lambda logs: np.square(np.log(parts @ np.exp(logs) / found)).sum(),
        start,
        method="Nelder-Mead",
        options=many,
    )
    return Pace(**dict(zip(names, np.exp(best.x).tolist(), strict=True)))


ALL = WORKLOADS | MORE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fit", action="store_true", help="find the constants of Pace for this machine")
    options = parser.parse_args()
    times: dict = {}
    for _ in range(options.rounds):
        for name, w in ALL.items():
            for dtype in ("float64", "float32"):
                times[name, dtype] = min(times.get((name, dtype), np.inf), measured(w, dtype))
        pace()
    paces = {"given": Pace(), "measured here": pace()}
    if options.fit:
        paces["fitted"] = fitted(times)
        print(paces["fitted"])
    print(f"{'a step in µs':14}{'':8}{'measured':>12}" + "".join(f"{name:>16}{'':6}" for name in paces))
    worst = dict.fromkeys(paces, 1.0)
    for (name, dtype), seconds in times.items():
        line = f"{name:14}{dtype:8}{1e6 * seconds:12.2f}"
        for pace_name, found in paces.items():
            estimate = price(ALL[name], dtype, found)
            ratio = estimate / seconds
            worst[pace_name] = max(worst[pace_name], ratio, 1 / ratio)
            line += f"{1e6 * estimate:16.2f}{ratio:6.2f}"
        print(line)
    print("worst factor (≤ 2): " + ", ".join(f"{factor:.2f} {name}" for name, factor in worst.items()))


if __name__ == "__main__":
    main()
