"""How fast the engine trains: python tests/benchmarks/engine.py [W1 W2/30 …] [--rounds 15] [--least]

Microseconds a step, competitors taking turns in one process: the median of the rounds, and ratios of these
medians.  "article" is `deepnet.article` where it applies (relu and one sigmoid), "plain" the same style bare
of checks and in every variant (plain.py); both in float64.  PyTorch (eager, 1 and 2 threads; the ratio is
to one) and scikit-learn join where they are installed.  A busy machine shifts single figures; the ratios
hold better.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from plain import Plain

from deepnet import Ensemble, Forward, Histograms, Network, Trainer, article

try:
    import torch
except ImportError:
    torch = None
try:
    from sklearn.neural_network import MLPClassifier
except ImportError:
    MLPClassifier = None


@dataclass(frozen=True)
class Workload:
    dims: tuple
    activation: str
    output: str
    rows: int
    batch: int
    optimizer: str = "gradient descent"
    learning_rate: float = 0.03
    steps: int = 200  # in one measurement
    targets: str = ""


WORKLOADS = {
    "W1": Workload((2, 4, 2, 1), "tanh", "sigmoid", 250, 10, targets="≥ 7.5× article, ≥ 30× torch"),
    "W2/10": Workload((2, 8, 8, 8, 1), "relu", "sigmoid", 500, 10, targets="≥ 8× article, ≥ 25× torch"),
    "W2/30": Workload((2, 8, 8, 8, 1), "relu", "sigmoid", 500, 30, targets="≥ 8× article, ≥ 25× torch"),
    "W2/500": Workload((2, 8, 8, 8, 1), "relu", "sigmoid", 500, 500, targets="≥ 6.5× article, ≥ 12× torch"),
    "W3": Workload(
        (12288, 20, 7, 5, 1),
        "relu",
        "sigmoid",
        209,
        209,
        learning_rate=0.0075,
        steps=3,
        targets="≥ 3.5× article",
    ),
    "W4": Workload(
        (64, 64, 32, 10),
        "relu",
        "softmax",
        1437,
        32,
        "adam",
        1e-3,
        steps=100,
        targets="≥ 5× article, ≥ 12× torch",
    ),
    "W5": Workload(
        (784, 256, 128, 10),
        "relu",
        "softmax",
        12_000,  # of 60 000: as large to the cache, and the machine's memory is left to others
        128,
        steps=4,
        targets="≥ 3.5× article, ≥ 1.1× torch",
    ),
    "W5 adam": Workload(
        (784, 256, 128, 10),
        "relu",
        "softmax",
        12_000,
        128,
        "adam",
        1e-3,
        steps=4,
        targets="≥ 3.5× article, ≥ 1.6× torch",
    ),
    "W6": Workload((2, 32, 32, 1), "relu", "sigmoid", 1_000_000, 1_000_000, steps=1, targets="≥ 12× article"),
}


def data(w: Workload):
    """X (n_x, m) and Y (n_y, m), learnable and seeded."""
    rng = np.random.default_rng(7)
    n_x, n_y = w.dims[0], w.dims[-1]
    X = rng.uniform(-1, 1, (n_x, w.rows)).astype(np.float32)
    if n_y == 1:
        return X, (np.hypot(X[0], X[1]) < 0.5).astype(np.float32)[None]
    labels = rng.integers(n_y, size=w.rows)
    X *= 0.3
    X[labels * (n_x // n_y), np.arange(w.rows)] += 1
    return X, np.eye(n_y, dtype=np.float32)[:, labels]


def network(w: Workload, dtype):
    names = [w.activation] * (len(w.dims) - 2) + [w.output]
    return Network(w.dims, names, dtype=dtype).initialize("he", rng=np.random.default_rng(0))


def deepnet(w, X, Y, dtype):
    batch = 0 if w.batch == w.rows else w.batch
    trainer = Trainer(
        network(w, dtype), X, Y, optimizer=w.optimizer, learning_rate=w.learning_rate, batch_size=batch
    )
    return trainer.step


def plain(w, X, Y):
    parameters = network(w, np.float64).parameters()
    return Plain(X.astype(float), Y.astype(float), parameters, w).run


def by_the_article(w, X, Y):
    X, Y, parameters, position = X.astype(float), Y.astype(float), network(w, np.float64).parameters(), 0

    def run(k):
        nonlocal parameters, position
        for _ in range(k):
            batch = slice(position, position + w.batch)
            AL, caches = article.model_forward(X[:, batch], parameters)
            grads = article.model_backward(AL, Y[:, batch], caches)
            parameters = article.update_parameters(parameters, grads, w.learning_rate)
            position = position + w.batch if position + w.batch < w.rows else 0

    return run


def eager_torch(w, X, Y, threads):
    from torch import nn

    layers = []
    for k, n in zip(w.dims, w.dims[1:], strict=False):
        layers += [nn.Linear(k, n), nn.Tanh() if w.activation == "tanh" else nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    rule = torch.optim.Adam if w.optimizer == "adam" else torch.optim.SGD
    optimizer = rule(model.parameters(), w.learning_rate)
    X = torch.from_numpy(np.ascontiguousarray(X.T))
    if w.output == "sigmoid":
        loss, Y = nn.BCEWithLogitsLoss(), torch.from_numpy(np.ascontiguousarray(Y.T))
    else:
        loss, Y = nn.CrossEntropyLoss(), torch.from_numpy(Y.argmax(axis=0))
    position = 0

    def run(k):
        nonlocal position
        torch.set_num_threads(threads)
        for _ in range(k):
            batch = slice(position, position + w.batch)
            optimizer.zero_grad()
            loss(model(X[batch]), Y[batch]).backward()
            optimizer.step()
            position = position + w.batch if position + w.batch < w.rows else 0

    return run


def scikit_learn(w, X, Y):
    """One epoch a call: steps are counted, whatever was asked."""
    solver = {"adam": "adam"}.get(w.optimizer, "sgd")
    rates = {"learning_rate_init": w.learning_rate, "momentum": 0.0, "alpha": 0.0}
    model = MLPClassifier(w.dims[1:-1], activation=w.activation, solver=solver, batch_size=w.batch, **rates)
    points, labels = X.T.copy(), Y[0].astype(int) if len(Y) == 1 else Y.argmax(axis=0)
    classes = np.unique(labels)
    return lambda k: model.partial_fit(points, labels, classes=classes)


def measure(runs: dict, rounds: int) -> dict:
    """Seconds of one call of each, taking turns: the median of the rounds, or the least with --least."""
    times = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: float(SUMMARY(values)) for name, values in times.items()}


def workload_row(name: str, w: Workload, rounds: int) -> str:
    X, Y = data(w)
    per_epoch = -(-w.rows // w.batch)
    runs = {
        "plain": plain(w, X, Y),
        "float64": deepnet(w, X, Y, np.float64),
        "float32": deepnet(w, X, Y, np.float32),
    }
    if (w.activation, w.output, w.optimizer) == ("relu", "sigmoid", "gradient descent"):
        runs["article"] = by_the_article(w, X, Y)
    if torch is not None:
        runs |= {"torch 1": eager_torch(w, X, Y, 1), "torch 2": eager_torch(w, X, Y, 2)}
    if MLPClassifier is not None and name not in ("W3", "W5", "W5 adam", "W6"):
        runs["sklearn"] = scikit_learn(w, X, Y)
    counts = {n: (per_epoch if n == "sklearn" else w.steps) for n in runs}
    seconds = measure({n: (lambda run=run, k=counts[n]: run(k)) for n, run in runs.items()}, rounds)
    step = {n: 1e6 * seconds[n] / counts[n] for n in runs}
    cells = [f"{step[n]:11.2f}" if n in step else f"{'':11}" for n in COLUMNS]
    best = min(step["float64"], step["float32"])
    seed = step.get("article", step["plain"])
    ratios = f"{seed / step['float64']:6.1f} {seed / step['float32']:6.1f} {step['plain'] / best:7.1f}"
    rival = f"{step['torch 1'] / best:6.1f}" if torch is not None else "     -"
    return f"{name:8}{''.join(cells)}  {ratios} {rival}   {w.targets}"


SUMMARY = np.median
COLUMNS = ("article", "plain", "float64", "float32", "torch 1", "torch 2", "sklearn")


def ensembles(rounds: int) -> list[str]:
    """K = 256 networks at once, µs a step for each of them, beside the plain style's one network."""
    lines = []
    cases = (
        ("W1", "gradient descent", "one order", 1.6),
        ("W1", "gradient descent", "own orders", 2.0),
        ("W1", "adam", "own orders", 3.0),
        ("W2/30", "gradient descent", "own orders", 6.0),
    )
    for name, optimizer, orders, target in cases:
        w = WORKLOADS[name]
        X, Y = data(w)
        trainers = []
        for k, rate in enumerate(np.geomspace(0.001, 1, 256)):
            options = {"learning_rate": rate, "optimizer": optimizer, "batch_size": w.batch}
            seed = k if orders == "own orders" else 0
            trainers.append(Trainer(network(w, np.float32), X, Y, order_seed=seed, **options))
        ensemble, alone = Ensemble(trainers), plain(w, X, Y)
        seconds = measure({"ensemble": lambda e=ensemble: e.step(25), "plain": lambda a=alone: a(25)}, rounds)
        step = 1e6 * seconds["ensemble"] / 25 / 256
        ratio = seconds["plain"] * 256 / seconds["ensemble"]
        lines.append(
            f"{step:9.2f} µs  a step of each of 256 networks of {name}, {optimizer}, {orders}"
            f" (≤ {target}): {ratio:.1f}× plain"
        )
    return lines


def views(rounds: int) -> list[str]:
    """What a live page asks for beside training, on the network of W2."""
    w = WORKLOADS["W2/30"]
    side = np.linspace(-1, 1, 100)
    grid = np.stack(np.meshgrid(side, side)).reshape(2, -1)
    nets = {dtype: network(w, dtype) for dtype in (np.float64, np.float32)}
    maps = {dtype: Forward(nets[dtype], grid) for dtype in nets}
    histograms = Histograms(nets[np.float64])
    ranges = [1.0] * 4
    seconds = measure(
        {
            "every neuron's map, 100×100, float64 (≤ 300)": maps[np.float64],
            "every neuron's map, 100×100, float32 (≤ 300)": maps[np.float32],
            "histograms of all layers (≤ 15)": lambda: [histograms(ranges) for _ in range(100)],
            "np.histogram of all layers": lambda: [
                [np.histogram(W, 40, (-1, 1)) for W in nets[np.float64].W[1:]] for _ in range(100)
            ],
        },
        rounds,
    )
    return [f"{1e6 * s / (100 if 'hist' in n else 1):9.1f} µs  {n}" for n, s in seconds.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", help=f"from {', '.join(WORKLOADS)}; views, ensembles; all but W6 by default"
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--least", action="store_true", help="the least of the rounds, on a busy machine")
    options = parser.parse_args()
    known = {*WORKLOADS, "views", "ensembles"}
    if unknown := set(options.names) - known:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(sorted(known))}")
    if options.least:
        global SUMMARY
        SUMMARY = min
    warnings.filterwarnings("ignore")
    names = options.names or [*(n for n in WORKLOADS if n != "W6"), "views", "ensembles"]
    heads = "".join(f"{c:>11}" for c in COLUMNS)
    print(f"{'µs/step':8}{heads}  art/64 art/32 plain/ torch/  targets")
    for name in names:
        if name in ("views", "ensembles"):
            print("\n".join({"views": views, "ensembles": ensembles}[name](options.rounds)))
        else:
            print(workload_row(name, WORKLOADS[name], options.rounds), flush=True)


if __name__ == "__main__":
    main()
