"""What goes wrong in a run, found in its numbers: each with its number, its threshold, a way to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from deepnet.activations import ACTIVATIONS
from deepnet.lab.run.measures import sizes as sizes_of
from deepnet.lab.run.run import Run
from deepnet.numerals import cost, number, percent

MOST = 2  # told at once: more would be read by nobody
EARLY = 100  # updates before which a curve tells nothing
DEAD = 0.25  # of a layer's units
STUCK = 0.97  # of the way to its end, where a unit counts as saturated on a row
NEARLY_ALL = 0.95  # of the rows
VANISHED = 1e-4  # first layer's gradient beside the last one's, each for a weight
EXPLODED = 100.0  # a weight's gradient beside the weight
STILL = 1e-5  # change of a weight by an update, beside the weight
ROSE = 3.0  # times its first value: a cost that has climbed so far
OVER = 1.25  # times its least value: a test cost that has turned
FELL = 0.9  # of its value then: a train cost that fell meanwhile
FLAT = 0.002  # fall of the train cost over half of the run
USUAL_RATE = 0.03
OUTWEIGHS = 1.0  # the penalty beside the cost


@dataclass(frozen=True)
class Finding:
    """name: what it is; evidence: the measured number and its threshold; tells: why that matters, in two
    sentences; cure: what the button says and the fields that mend it, None where there is no single one.
    """

    name: str
    evidence: str
    tells: str
    cure: tuple[str, dict[str, Any]] | None = None


def findings(run: Run) -> list[Finding]:
    """The gravest first, at most MOST of them; none while all is well."""
    with run.lock:
        if run.dataset.waiting:
            return []
        found: list[Finding] = []
        for look in LOOKS:
            one = look(run)
            if one is not None:
                found.append(one)
            if len(found) == MOST:
                break
        return found


def _costs(run: Run) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    series = run.timeline.series()
    return series["step"], series["cost_train"], series["cost_test"]


def _slower(run: Run) -> tuple[str, dict[str, Any]]:
    rate = float(f"{run.settings.learning_rate / 10:.1g}")
    return f"Learning rate {number(rate)}", {"learning_rate": rate}


def rate_too_high(run: Run) -> Finding | None:
    _, train, _ = _costs(run)
    if run.diverged is None and not train[-1] > ROSE * train[0]:
        return None
    evidence = f"train cost {cost(train[0])} at first, {cost(train[-1])} now"
    if run.diverged is None:
        evidence += f": more than {ROSE:g} times"
    else:
        evidence += f", beyond every number after step {run.diverged.step:,}"
    tells = "Each step overshoots the valley and lands higher on its other side. A smaller rate stays inside."
    return Finding("The learning rate is too high", evidence, tells, _slower(run))


def symmetric(run: Run) -> Finding | None:
    W = run.initial[run.network.slices[1]].reshape(run.network.layer_dims[1], -1)
    if len(W) < 2 or not (W == W[0]).all() or run.network.L < 2:
        return None
    tells = (
        "Neurons that begin alike get the same gradient and stay alike: the layer does the work of one. "
        "Random initial weights tell them apart."
    )
    cure = ("Xavier's initial weights", {"initializer": "xavier"})
    return Finding("All neurons begin alike", f"{len(W)} equal rows of W1; 1 would be enough", tells, cure)


def stopped_units(run: Run) -> Finding | None:
    """Units that are dead or saturated on the training rows scored."""
    for l, A in enumerate(run.scores.activations[:-1], 1):
        name = run.network.activations[l - 1]
        entry = ACTIVATIONS[name]
        if not entry.stops:
            continue
        if entry.stops == "dead":
            stuck = (A <= 0).all(axis=1)
        else:
            middle, reach = (entry.low + entry.high) / 2, (entry.high - entry.low) / 2
            stuck = (np.abs(A - middle) > STUCK * reach).mean(axis=1) > NEARLY_ALL
        if stuck.mean() <= DEAD:
            continue
        count = int(stuck.sum())
        evidence = f"{count} of {len(A)} in layer {l}, more than {percent(DEAD, 0)}"
        if entry.stops == "dead":
            tells = (
                "They answer 0 to every training row, get no gradient and cannot recover by themselves. An "
                "activation with a slope on both sides lets them learn again."
            )
            return Finding("Dead units", evidence, tells, ("Leaky ReLU", {"activation": "leaky relu"}))
        tells = (
            "They sit at an end of their range on nearly every row, where the slope is almost 0. A smaller "
            "rate keeps the weights from driving them there."
        )
        return Finding("Saturated units", evidence, tells, _slower(run))
    return None


def vanishing(run: Run) -> Finding | None:
    sizes = sizes_of(run.network, run.trainer.gradient())[1:]
    if len(sizes) < 3 or not sizes[-1] > 0 or sizes[0] >= VANISHED * sizes[-1]:
        return None
    share = number(sizes[0] / sizes[-1])
    evidence = f"layer 1 gets {share} of the last one's gradient, less than {number(VANISHED)}"
    tells = (
        "Each layer passes less of the gradient back, so the first ones hardly learn. Initial weights that "
        "fit the activation keep its size from layer to layer."
    )
    relu = ACTIVATIONS[run.settings.activation].stops == "dead"
    name = "he" if relu else "xavier"
    if run.settings.initializer == name:
        return Finding(
            "Vanishing gradient", evidence, tells, ("tanh", {"activation": "tanh", "hidden": (8, 8)})
        )
    return Finding(
        "Vanishing gradient", evidence, tells, (f"{name.capitalize()}'s weights", {"initializer": name})
    )


def exploding(run: Run) -> Finding | None:
    network = run.network
    sizes, weights = sizes_of(network, run.trainer.gradient())[1:], sizes_of(network, network.theta)[1:]
    ratio = float(max((g / w for g, w in zip(sizes, weights, strict=True) if w > 0), default=0.0))
    if ratio <= EXPLODED:
        return None
    evidence = f"a weight's gradient is {number(ratio)} times the weight, more than {EXPLODED:g}"
    tells = "One step changes all that was learned. A bound on the gradient's length keeps its direction."
    return Finding("Exploding gradient", evidence, tells, ("Clip the gradient at 1", {"clip_norm": 1.0}))


def one_class_never(run: Run) -> Finding | None:
    dataset = run.dataset
    if dataset.kind == "regression" or run.step < EARLY:
        return None
    AL = run.scores.activations[-1]
    answers = (
        (AL[0] > (0.0 if run.network.activations[-1] == "tanh" else 0.5)) if len(AL) == 1 else AL.argmax(0)
    )
    given = np.bincount(answers.astype(int), minlength=len(dataset.classes))
    never = [name for name, count in zip(dataset.classes, given, strict=True) if count == 0]
    if not never or len(dataset.classes) < 2:
        return None
    evidence = f"“{never[0]}” is the answer to 0 of {len(answers):,} training rows"
    tells = (
        "The cost is lower if rare or hard rows are given up than if they are tried. Classes of equal weight "
        "make every class count the same."
    )
    cure = ("Balance the classes", {"class_weights": "balanced"})
    return Finding("A class is never answered", evidence, tells, cure)


def overfitting(run: Run) -> Finding | None:
    step, train, test = _costs(run)
    best = int(test.argmin())
    if run.step < EARLY or not (test[-1] > OVER * test[best] and train[-1] < FELL * train[best]):
        return None
    evidence = (
        f"test cost {cost(test[best])} at step {int(step[best]):,}, {cost(test[-1])} now: more than "
        f"{OVER:g} times, while the train cost fell"
    )
    tells = (
        "The network learns the rows by heart instead of what they share. A price on large weights keeps the "
        "border smooth."
    )
    cure = ("L2 at 1", {"regularization": "l2", "regularization_rate": 1.0})
    return Finding("Overfitting", evidence, tells, cure)


def penalty_outweighs(run: Run) -> Finding | None:
    penalty, without = run.trainer.penalty(), run.score.cost_train
    if run.step < EARLY or not penalty > OUTWEIGHS * without:
        return None
    evidence = f"penalty {cost(penalty)}, cost {cost(without)}: more than {OUTWEIGHS:g} times"
    tells = (
        "Training lowers the weights rather than the mistakes. A smaller rate of the penalty leaves the data "
        "their say."
    )
    rate = float(f"{run.settings.regularization_rate / 10:.1g}")
    cure = (f"λ = {number(rate)}", {"regularization_rate": rate})
    return Finding("The penalty outweighs the cost", evidence, tells, cure)


def last_batch_of_one(run: Run) -> Finding | None:
    trainer = run.trainer
    if not run.network.batch_norm or trainer.m % trainer.rows != 1:
        return None
    size = trainer.rows + 1
    evidence = f"{trainer.m:,} rows in batches of {trainer.rows}: the last has 1, and 2 are needed"
    tells = "One row has no spread to be normalized by. Another batch size leaves no row alone."
    return Finding("A last batch of one row", evidence, tells, (f"Batches of {size}", {"batch_size": size}))


def rate_too_low(run: Run) -> Finding | None:
    update = run.last_update
    if run.step < 3 * EARLY or update is None:
        return None
    size = float(np.abs(run.network.theta).mean(dtype=np.float64))
    ratio = float(np.abs(update).mean(dtype=np.float64)) / max(size, 1e-30)
    _, train, _ = _costs(run)
    if ratio >= STILL or train[-1] < FELL * train[0]:
        return None
    rate = max(USUAL_RATE, float(f"{run.settings.learning_rate * 10:.1g}"))
    evidence = f"an update moves a weight by {number(ratio)} of itself, less than {number(STILL)}"
    tells = "The steps are too small to get anywhere. A larger rate takes the same way faster."
    cure = (f"Learning rate {number(rate)}", {"learning_rate": rate})
    return Finding("The learning rate is too low", evidence, tells, cure)


def plateau(run: Run) -> Finding | None:
    step, train, _ = _costs(run)
    if run.step < 5 * EARLY:
        return None
    half = int(np.searchsorted(step, run.step / 2))
    fall = 1 - train[-1] / train[half] if train[half] > 0 else 1.0
    if not abs(fall) < FLAT or train[-1] < 0.5 * train[0]:
        return None
    evidence = (
        f"the train cost fell by {percent(max(fall, 0.0), 2)} in the last half, less than {percent(FLAT)}"
    )
    tells = (
        "The ground is flat here, and plain steps cross it slowly. Adam takes longer steps where it is flat."
    )
    cure = ("Adam", {"optimizer": "adam", "learning_rate": 0.01})
    return Finding("A plateau", evidence, tells, cure)


# The gravest first.
LOOKS: tuple[Callable[[Run], Finding | None], ...] = (
    rate_too_high,
    symmetric,
    exploding,
    stopped_units,
    vanishing,
    last_batch_of_one,
    penalty_outweighs,
    one_class_never,
    overfitting,
    rate_too_low,
    plateau,
)
