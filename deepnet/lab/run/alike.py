"""What runs have in common, found in their arrays and said in a sentence; clocks that are fair to them."""

from dataclasses import replace

import numpy as np

from deepnet.lab.run.recipe import price
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.network import Network
from deepnet.prices import Pace

# name -> how a comparison is said to run
CLOCKS = {
    "updates": "by updates: each makes as many steps",
    "epochs": "by epochs: each sees its training rows as often",
    "work": "by multiply-adds: each is given as much arithmetic",
    "seconds": "by seconds: each is given as much time on this machine",
}


def rates(runs: list[Run], clock: str, pace: Pace | None = None) -> list[float]:
    """Steps that each run makes while the first makes one, by a clock of CLOCKS."""
    if clock == "updates":
        return [1.0] * len(runs)
    if clock == "epochs":
        each = [1 / run.trainer.steps_per_epoch for run in runs]
    else:
        prices = [price(run.settings, run.dataset, pace) for run in runs]
        each = [price.multiply_adds if clock == "work" else price.seconds for price in prices]
    return [each[0] / one for one in each]


def same_data(a: Run, b: Run) -> bool:
    """Whether both learn from the same rows and are tested on the same rows."""
    names = ("X_train", "Y_train", "X_test", "Y_test")
    return a.dataset is b.dataset or all(
        np.array_equal(getattr(a.dataset, name), getattr(b.dataset, name)) for name in names
    )


def same_batches(a: Run, b: Run) -> bool:
    """Whether both take the same rows in the same steps: order and batch depend on seed, rows and size."""
    one, other = a.trainer, b.trainer
    whole = one.rows == one.m and other.rows == other.m  # all rows, in file order
    same_order = whole or a.first_settings.seed == b.first_settings.seed
    return (one.m, one.rows) == (other.m, other.rows) and same_order


def same_layers(a: Run, b: Run) -> list[int]:
    """The layers, counted from 1, whose initial weights and biases are the same in both."""
    found = []
    for l in range(1, min(a.network.L, b.network.L) + 1):
        one, other = (run.initial[run.network.slices[l]] for run in (a, b))
        shapes = [run.network.layer_dims[l - 1 : l + 1] for run in (a, b)]
        if shapes[0] == shapes[1] and np.array_equal(one, other):
            found.append(l)
    return found


def same_shared(a: Run, b: Run) -> list[int]:
    """The layers of unlike shapes whose initial weights are the same wherever both have the neuron and what
    it listens to."""
    if a.network.L != b.network.L:
        return []
    one, other = (_at_first(run) for run in (a, b))
    found = []
    for l in range(1, one.L + 1):
        mine, theirs = one.shared(l, other), other.shared(l, one)
        unlike = one.W[l].shape != other.W[l].shape
        if unlike and all(np.array_equal(*pair) for pair in zip(mine, theirs, strict=True)):
            found.append(l)
    return found


def _at_first(run: Run) -> Network:
    """The network as it was at step 0."""
    network = run.network
    first = Network(
        network.layer_dims, network.activations, dtype=network.dtype, batch_norm=network.batch_norm
    )
    first.theta[:] = run.initial
    return first


def begun_alike(settings: Settings, base: Settings) -> Settings:
    """`settings` of a twin that begins with the weights of `base` wherever the shapes allow."""
    if settings.hidden == base.hidden:
        return replace(settings, begins_as=base.begins_as)
    return replace(settings, begins_as=base.begins_as or base.hidden)


def held_equal(runs: list[Run]) -> str:
    """One sentence on what all runs share with the first, and one on what they do not."""
    first, others = runs[0], runs[1:]
    layers = set(range(1, first.network.L + 1))
    shared = layers.intersection(*(same_layers(first, run) for run in others))
    whole = shared == layers and all(run.network.L == first.network.L for run in others)
    named = {
        "the points and their split": all(same_data(first, run) for run in others),
        "the batches and their order": all(same_batches(first, run) for run in others),
        "the initial weights": whole,
    }
    same, other = ([name for name, equal in named.items() if equal is wanted] for wanted in (True, False))
    if shared and not whole:
        numbers = ", ".join(map(str, sorted(shared)))
        plural = "s" if len(shared) > 1 else ""
        same.append(f"the initial weights of layer{plural} {numbers}")
        other[other.index("the initial weights")] = "those of the other layers"
    parts_of = set(range(1, first.network.L + 1)).intersection(
        *({*same_layers(first, run), *same_shared(first, run)} for run in others)
    )
    if partly := sorted(parts_of - shared):
        where = f"layer{'s' * (len(partly) > 1)} {', '.join(map(str, partly))}"
        same.append(f"in {where} the initial weights of the neurons that all have")
        rest = "those of the other neurons" + (" and layers" if parts_of != layers else "")
        other[-1:] = [rest]
    parts = [
        f"Held equal: {', '.join(same)}." if same else "",
        f"Not equal: {', '.join(other)}." if other else "",
    ]
    return " ".join(filter(None, parts))
