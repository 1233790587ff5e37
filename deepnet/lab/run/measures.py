"""MEASURES: what a chart can show over the steps of a run, and how it is read off a network in hindsight."""

from dataclasses import dataclass

import numpy as np

from deepnet.lab.run.learner import Learner
from deepnet.rules import Rules

LARGEST = 1e30  # that is told
OF_A_LAYER = ("gradient", "weights", "update")  # by layer; and once for all layers together


@dataclass(frozen=True)
class Measure:
    """One entry.

    axis: what its axis is called.  tells: for a learner.  lines: names of its curves, () where it has one for
    each layer and one for all together.  recorded: known at every step that was scored; the others are read
    off what a run remembers.  log: shown on a log scale at first.  stepped: it changes in jumps.
    """

    name: str
    title: str
    axis: str
    tells: str
    lines: tuple[str, ...] = ()
    recorded: bool = False
    log: bool = False
    stepped: bool = False

    def told(self) -> dict:
        """What a chart must know of it."""
        return {
            "name": self.name,
            "title": self.title,
            "axis": self.axis,
            "tells": self.tells,
            "lines": list(self.lines),
            "recorded": self.recorded,
            "log": self.log,
            "stepped": self.stepped,
        }


MEASURES = Rules("measure")
for entry in (
    Measure(
        "cost",
        "Cost",
        "cost",
        "The mean loss on the training and on the test rows: what training lowers, without the penalty.",
        ("train", "test"),
        recorded=True,
    ),
    Measure(
        "score",
        "Accuracy",
        "accuracy",
        "The share of right answers; of a regression R², the part of the spread that is explained.",
        ("train", "test"),
        recorded=True,
    ),
    Measure(
        "penalty",
        "Cost and penalty",
        "cost, penalty",
        "The price of the weights beside the cost of the training rows: training lowers their sum.",
        ("train cost", "penalty"),
    ),
    Measure(
        "gradient",
        "Gradient by layer",
        "size of the gradient",
        "Root mean square over a layer's weights of the gradient that all training rows give. Much smaller "
        "in the first layers: it vanishes on its way back.",
        log=True,
    ),
    Measure(
        "weights",
        "Size of the weights",
        "size of the weights",
        "Root mean square of a layer's weights, without the biases.",
    ),
    Measure(
        "update",
        "Update / weights",
        "update / weights",
        "Size of the next update beside the size of the weights. About 0.001 is healthy; far less is a "
        "stall, far more is a jump.",
        log=True,
    ),
    Measure(
        "rate",
        "Learning rate",
        "learning rate",
        "What the next update is multiplied by: the rate that is set, times the schedule's factor.",
        ("learning rate",),
        stepped=True,
    ),
):
    MEASURES.add(entry)
del entry


def sizes(network, vector: np.ndarray) -> np.ndarray:
    """Root mean square of what `vector` (P,) has for the weights, (1 + L,): of all, then layer by layer."""
    blocks = [block[:, :-1] for block in network.laid_out(vector)[0][1:]]
    with np.errstate(over="ignore", invalid="ignore"):  # of a run that has all but left the numbers
        sums = np.array([np.square(block, dtype=np.float64).sum() for block in blocks])
    counts = np.array([block.size for block in blocks])
    return np.sqrt(np.append(sums.sum() / counts.sum(), sums / counts))


def reading(learner: Learner) -> np.ndarray:
    """Everything in MEASURES that is not recorded, of the network as it is; one update is made to measure it.

    The learning rate in force, the penalty, the train cost, then for each of OF_A_LAYER what `sizes` gives.
    """
    network, trainer, settings = learner.network, learner.trainer, learner.settings
    factor, _ = trainer.scalars_of(trainer.step_count)
    with np.errstate(all="ignore"):
        gradient, weights = sizes(network, trainer.gradient()), sizes(network, network.theta)
        cost, penalty = learner.scores().cost_train, trainer.penalty()
        before = network.theta.copy()
        trainer.step(1)
        update = sizes(network, network.theta - before) / weights
        found = np.concatenate([[factor * settings.learning_rate, penalty, cost], gradient, weights, update])
    return np.clip(found, 0, LARGEST)


def columns(name: str, L: int) -> list[int]:
    """Where a measure stands in a `reading` of L layers; ValueError for one that is recorded."""
    if MEASURES[name].recorded:
        raise ValueError(f"the {name} is recorded at every step, it is not read in hindsight")
    if name in OF_A_LAYER:
        start = 3 + OF_A_LAYER.index(name) * (1 + L)
        return list(range(start, start + 1 + L))
    return {"rate": [0], "penalty": [2, 1]}[name]


KINDS = ("weights", "gradients", "activations")  # of values whose spread can be looked at


def values(learner: Learner, kind: str, layer: int) -> np.ndarray:
    """All values of a kind in a layer, counted from 1, of the network as it is; without the biases.

    Activations are those of the training rows that are scored.
    """
    network = learner.network
    with np.errstate(all="ignore"):
        if kind == "activations":
            learner.scores()
            return learner.scores.activations[layer - 1].ravel()
        vector = network.theta if kind == "weights" else learner.trainer.gradient()
        return network.laid_out(vector)[0][layer][:, :-1].ravel()
