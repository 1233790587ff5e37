"""deepnet: a deep neural network in numpy, fast enough to be watched while it learns.

`deepnet.article` is the plain reading, function by function.  `Network` and `Trainer` are the fast one:

>>> import numpy as np
>>> rng = np.random.default_rng(0)
>>> X = rng.uniform(-1, 1, (2, 200))
>>> Y = (X[:1] * X[1:] > 0).astype(float)  # xor: no straight line divides it
>>> network = Network([2, 8, 1], ["tanh", "sigmoid"]).initialize("xavier", rng=rng)
>>> trainer = Trainer(network, X, Y, optimizer="adam", learning_rate=0.03, batch_size=10)
>>> trainer.step(1000)
>>> bool(((network.predict(X) > 0.5) == Y).mean() > 0.95)
True

The rules lie in tables, one file each: `activations`, `losses`, `optimizers`, `initializers`,
`regularizers`, `schedules`.  Where a layer's forward pass is: `plan.Plan._forward`.
"""

from .activations import ACTIVATIONS, Activation
from .checks import costs_at, gradient_check
from .costs import Limits, cost_of
from .ensemble import Ensemble
from .forward import Forward
from .histograms import Histograms
from .initializers import INITIALIZERS, Initializer
from .losses import LOSSES, OUTPUTS, Loss, Output, cost, default_loss
from .network import Network
from .optimizers import OPTIMIZERS, Optimizer
from .plan import Plan
from .regularizers import REGULARIZERS, Regularizer
from .schedules import SCHEDULES, Schedule
from .training import Trainer


def __getattr__(name):
    """The estimators are imported when asked for: they bring scikit-learn along where it is installed."""
    if name in ("DeepClassifier", "DeepRegressor"):
        from . import estimators

        return getattr(estimators, name)
    raise AttributeError(f"module 'deepnet' has no attribute {name!r}")


__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "OUTPUTS",
    "REGULARIZERS",
    "SCHEDULES",
    "Activation",
    "Ensemble",
    "Forward",
    "Histograms",
    "Initializer",
    "Limits",
    "Loss",
    "Network",
    "Optimizer",
    "Output",
    "Plan",
    "Regularizer",
    "Schedule",
    "Trainer",
    "cost",
    "cost_of",
    "costs_at",
    "default_loss",
    "gradient_check",
]
