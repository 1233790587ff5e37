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
`regularizers`, `schedules`, `stopping`.  A training step is the lines of
`program`: where a layer's forward pass is.  `Trainer.traced` walks through them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what an editor and a type checker read
    from .activations import ACTIVATIONS, Activation
    from .checks import costs_at, gradient_check
    from .ensemble import Ensemble
    from .estimators import DeepClassifier, DeepRegressor
    from .forward import Forward
    from .gradients import input_gradient
    from .histograms import Histograms
    from .initializers import INITIALIZERS, Initializer
    from .losses import LOSSES, OUTPUTS, Loss, Output, cost, default_loss
    from .network import Network
    from .optimizers import OPTIMIZERS, Optimizer
    from .plan import Plan
    from .prices import Limits, Pace, Price, price_of
    from .program import Line
    from .regularizers import REGULARIZERS, Regularizer
    from .schedules import SCHEDULES, Schedule
    from .stopping import STOPS, Readings, Stop
    from .trace import Trace
    from .training import Trainer

# Where each name is at home: a module is imported when one of its names is first asked for, so that
# `import deepnet` takes no time, and the estimators bring scikit-learn along only where they are used.
_HOME = {
    name: module
    for module, names in {
        "activations": "ACTIVATIONS Activation",
        "checks": "costs_at gradient_check",
        "prices": "Limits Pace Price price_of",
        "ensemble": "Ensemble",
        "estimators": "DeepClassifier DeepRegressor",
        "forward": "Forward",
        "gradients": "input_gradient",
        "histograms": "Histograms",
        "initializers": "INITIALIZERS Initializer",
        "losses": "LOSSES OUTPUTS Loss Output cost default_loss",
        "network": "Network",
        "optimizers": "OPTIMIZERS Optimizer",
        "plan": "Plan",
        "program": "Line",
        "regularizers": "REGULARIZERS Regularizer",
        "schedules": "SCHEDULES Schedule",
        "stopping": "Readings STOPS Stop",
        "trace": "Trace",
        "training": "Trainer",
    }.items()
    for name in names.split()
}
_MODULES = {*_HOME.values(), "article"}


def __getattr__(name):
    if name in _HOME:
        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value  # from now on it is simply there
        return value
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module 'deepnet' has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_HOME, *_MODULES})


__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "OUTPUTS",
    "REGULARIZERS",
    "SCHEDULES",
    "STOPS",
    "Activation",
    "DeepClassifier",
    "DeepRegressor",
    "Ensemble",
    "Forward",
    "Histograms",
    "Initializer",
    "Limits",
    "Line",
    "Loss",
    "Network",
    "Optimizer",
    "Output",
    "Pace",
    "Price",
    "Plan",
    "Readings",
    "Regularizer",
    "Schedule",
    "Stop",
    "Trace",
    "Trainer",
    "cost",
    "price_of",
    "costs_at",
    "default_loss",
    "gradient_check",
    "input_gradient",
]
