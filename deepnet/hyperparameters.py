"""Hyperparameters: every setting of a Trainer, its default and what it may be."""

from dataclasses import dataclass, fields

import numpy as np

from .losses import default_loss, pair
from .network import Network
from .optimizers import OPTIMIZERS
from .regularizers import REGULARIZERS
from .schedules import SCHEDULES


@dataclass(frozen=True)
class Hyperparameters:
    """The keywords of Trainer that may change while it trains.

    loss: None is the one meant for the network's output.  batch_size: 0 takes all rows.
    regularization_rate is λ of λ/m (see `regularizers`), m the rows of the training set.  beta1, beta2,
    epsilon, weight_decay: see `optimizers`.  schedule, schedule_span (steps), schedule_decay: see
    `schedules`.  clip_norm: a longer gradient is shortened to this length; 0 leaves it.  label_smoothing:
    this share of each target is spread over all classes.  class_weights: one number for each class, a factor
    on the loss of its examples.  keep_prob: hidden neurons are kept with this probability (dropout).
    """

    loss: str | None = None
    optimizer: str = "gradient descent"
    learning_rate: float = 0.03
    batch_size: int = 0
    regularization: str = "none"
    regularization_rate: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    schedule: str = "constant"
    schedule_span: int = 1000
    schedule_decay: float = 0.5
    clip_norm: float = 0.0
    label_smoothing: float = 0.0
    class_weights: tuple[float, ...] | None = None
    keep_prob: float = 1.0

    def fitting(self, network: Network) -> dict:
        """All of them by name, with the loss chosen; ValueError for one that does not fit the network."""
        settings = {field.name: getattr(self, field.name) for field in fields(self)}
        output, n_y = network.activations[-1], network.layer_dims[-1]
        settings["loss"] = loss = self.loss or default_loss(output)
        pair(output, loss)
        OPTIMIZERS[self.optimizer], REGULARIZERS[self.regularization], SCHEDULES[self.schedule]
        if not isinstance(self.batch_size, int | np.integer) or self.batch_size < 0:
            raise ValueError(f"batch_size must be a whole number, 0 for all rows, got {self.batch_size!r}")
        for name, (low, high) in BETWEEN.items():
            if not low <= settings[name] < high:
                raise ValueError(f"{name} must be at least {low} and below {high}, got {settings[name]!r}")
        if not 0 < self.keep_prob <= 1:
            raise ValueError(f"keep_prob must be above 0 and at most 1, got {self.keep_prob!r}")
        for name in ("label_smoothing", "class_weights"):
            if settings[name] and loss != "cross-entropy":
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
        return settings


NAMES = tuple(field.name for field in fields(Hyperparameters))
BETWEEN = {
    "learning_rate": (0, np.inf),
    "regularization_rate": (0, np.inf),
    "beta1": (0, 1),
    "beta2": (0, 1),
    "epsilon": (0, np.inf),
    "weight_decay": (0, np.inf),
    "schedule_span": (1, np.inf),
    "schedule_decay": (0, np.inf),
    "clip_norm": (0, np.inf),
    "label_smoothing": (0, 1),
}
