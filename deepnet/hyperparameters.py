"""Hyperparameters: every setting of a Trainer, its default and what it may be."""

from dataclasses import dataclass, fields, replace

import numpy as np

from .declaration import choice, declared, named
from .losses import LOSSES, default_loss, pair
from .network import Network
from .optimizers import OPTIMIZERS
from .regularizers import REGULARIZERS
from .scalars import Scalars
from .schedules import SCHEDULES


@dataclass(frozen=True)
class Method(Scalars):
    """How the parameters are moved: the rules by name, and their numbers."""

    optimizer: str = choice(
        "gradient descent",
        OPTIMIZERS,
        title="optimizer",
        front=4,
        group="Optimizer",
        resets=True,
        alike=True,
        help="How a gradient becomes a step: momentum rolls on, RMSProp and Adam give every weight a step "
        "size of its own. The weights stay.",
    )
    schedule: str = choice(
        "constant",
        SCHEDULES,
        title="schedule of the rate",
        group="Schedule",
        help="How the learning rate changes on the way. Large steps find the valley, smaller ones then "
        "settle in it. Warm-up begins small, so that the first, wild gradients do little harm.",
    )
    regularization: str = choice(
        "none",
        REGULARIZERS,
        title="regularization",
        front=5,
        group="Regularization",
        alike=True,
        help="A price on large weights. L2 shrinks all of them; L1 drives the useless ones to zero. Smoother "
        "borders, less overfitting.",
    )


@dataclass(frozen=True)
class Hyperparameters(Method):
    """The keywords of Trainer that may change while it trains.

    loss: None is the one meant for the network's output.  batch_size: 0 takes all rows.
    regularization_rate is λ of λ/m (see `regularizers`), m the rows of the training set.  beta1, beta2,
    epsilon, weight_decay, decayed: see `optimizers`.  schedule, schedule_span (steps), schedule_decay: see
    `schedules`.  clip_norm: a longer gradient is shortened to this length; 0 leaves it.  label_smoothing:
    this share of each target is spread over all classes.  class_weights: one number for each class, a factor
    on the loss of its examples.  keep_prob: hidden neurons are kept with this probability (dropout).
    """

    loss: str | None = None
    class_weights: tuple[float, ...] | None = None

    def fitting(self, network: Network) -> "Hyperparameters":
        """The same with the loss chosen; ValueError for one that does not fit the network."""
        output, n_y = network.activations[-1], network.layer_dims[-1]
        loss = self.loss or default_loss(output)
        pair(output, loss)
        for name, declaration in declared(Hyperparameters).items():
            declaration.permit(getattr(self, name))
        if self.epsilon == 0 and "epsilon" in OPTIMIZERS[self.optimizer].uses:
            raise ValueError(f"epsilon must be above 0 for {self.optimizer}, which divides by it, got 0")
        for name in LOSSES["cross-entropy"].uses:
            if getattr(self, name) and name not in LOSSES[loss].uses:
                raise ValueError(f"{name} needs the loss cross-entropy, got {loss}")
        if self.class_weights is not None:
            if output == "sigmoid" and n_y > 1:
                raise ValueError(
                    "class_weights needs softmax or one sigmoid output, got several sigmoid outputs"
                )
            if len(self.class_weights) != max(2, n_y) or not all(0 <= w < np.inf for w in self.class_weights):
                raise ValueError(
                    f"class_weights must be {max(2, n_y)} numbers from 0, got {list(self.class_weights)}"
                )
        return replace(self, loss=loss)


NAMES = tuple(field.name for field in fields(Hyperparameters))
ALIKE = ("loss", *named(Hyperparameters, "alike"))  # networks trained together must agree in them
