"""deep_model beside the playground: what the article's function prints, and the same steps of a run."""

from dataclasses import dataclass
from types import FunctionType

import numpy as np

from deepnet import article
from deepnet.lab.run.recipe import loss_of, output_of
from deepnet.lab.run.run import Run


@dataclass(frozen=True)
class Printed:
    """What deep_model printed, line by line, and the costs (n,) that it recorded every 100 iterations."""

    lines: tuple[str, ...]
    costs: np.ndarray


def printed(X, Y, layers_dims, learning_rate: float, num_iterations: int, **more) -> Printed:
    """Run the article's deep_model and keep what it prints.  more: parameters or rng, as deep_model takes
    them."""
    lines, costs = [], []
    hears = {**vars(article), "print": lambda *words: lines.append(" ".join(map(str, words)))}
    model = FunctionType(article.deep_model.__code__, hears, "deep_model", article.deep_model.__defaults__)
    model.__kwdefaults__ = article.deep_model.__kwdefaults__
    with np.errstate(all="ignore"):
        model(X, Y, layers_dims, learning_rate, num_iterations, True, costs=costs, **more)
    return Printed(tuple(lines), np.array(costs))


def why_not(run: Run) -> str:
    """Why deep_model cannot train the network of a run, as the end of a sentence; "" if it can."""
    settings, network = run.first_settings, run.network
    asked = (
        (
            output_of(settings, run.dataset) == "sigmoid" and run.dataset.n_y == 1,
            "its answer is no single sigmoid",
        ),
        (loss_of(settings, run.dataset) == "cross-entropy", "its loss is not cross-entropy"),
        (set(network.activations[:-1]) <= {"relu"}, "not all of its hidden layers are relu"),
        (settings.optimizer == "gradient descent", "it does not use plain gradient descent"),
        (run.trainer.rows == run.trainer.m, "its batches are smaller than the training set"),
        (settings.regularization == "none" or settings.regularization_rate == 0, "its weights have a price"),
        (settings.keep_prob == 1 and not settings.batch_norm, "it uses dropout or batch normalization"),
        (
            settings.clip_norm == 0 and settings.schedule == "constant",
            "its rate or its gradient is changed on the way",
        ),
        (settings.label_smoothing == 0 and settings.class_weights == "equal", "its targets are weighted"),
        (not run.changes, "something was changed while it ran"),
    )
    return next((why for fine, why in asked if not fine), "")


def beside(run: Run, num_iterations: int) -> tuple[Printed, list[float]]:
    """deep_model from the initial weights of a run, and the run's own cost at the same steps, as far as it
    went.

    ValueError if deep_model cannot train such a network (see why_not).
    """
    if why := why_not(run):
        raise ValueError(f"deep_model cannot train this network: {why}")
    said = printed(
        run.dataset.X_train,
        run.dataset.Y_train,
        list(run.network.layer_dims),
        run.first_settings.learning_rate,
        num_iterations,
        parameters=run.at(0),
    )
    costs = []
    for step in range(0, min(num_iterations, run.step + 1), 100):
        with run.visit(step):
            costs.append(run.score.cost_train)
    return said, costs
