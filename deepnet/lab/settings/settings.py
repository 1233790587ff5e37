"""What a run is: every choice needed to repeat it, as one value that fits into a link."""

import math
from dataclasses import dataclass, fields, replace

import numpy as np

from deepnet.activations import ACTIVATIONS
from deepnet.data import CATALOG, Drawing
from deepnet.data.features import FEATURES
from deepnet.initializers import INITIALIZERS
from deepnet.losses import LOSSES
from deepnet.optimizers import OPTIMIZERS
from deepnet.regularizers import REGULARIZERS
from deepnet.schedules import SCHEDULES

UPLOAD = "upload"  # the dataset that is handed to the run instead of loaded by name
DRAWN = "drawn"  # the dataset that is the points of the field `drawing`
AUTO = "auto"  # the output and the loss that fit the targets; a layer's activation as in the others

# A name from a table.
CHOICES = {
    "dataset": (*CATALOG, DRAWN, UPLOAD),
    "activation": tuple(ACTIVATIONS),
    "output": (AUTO, "tanh"),
    "loss": (AUTO, *LOSSES),
    "class_weights": ("equal", "balanced"),
    "initializer": tuple(INITIALIZERS),
    "optimizer": tuple(OPTIMIZERS),
    "schedule": tuple(SCHEDULES),
    "regularization": tuple(REGULARIZERS),
    "precision": ("float64", "float32"),
}

# The least and the largest number; whole numbers where both are.
LIMITS = {
    "points": (20, 5000),
    "noise": (0, 50),
    "test_share": (10, 90),
    "data_seed": (0, 2**32 - 1),
    "label_smoothing": (0.0, 0.5),
    "initial_scale": (0.0, 100.0),
    "learning_rate": (1e-7, 100.0),
    "batch_size": (0, 5000),
    "momentum": (0.0, 0.999),
    "beta2": (0.0, 0.99999),
    "epsilon": (1e-12, 1.0),
    "weight_decay": (0.0, 10.0),
    "clip_norm": (0.0, 1000.0),
    "schedule_span": (1, 1_000_000),
    "schedule_decay": (0.001, 1.0),
    "regularization_rate": (0.0, 100.0),
    "keep_prob": (0.1, 1.0),
    "stop_steps": (0, 10_000_000),
    "stop_cost": (0.0, 100.0),
    "stop_accuracy": (0.0, 1.0),
    "stop_plateau": (0, 100_000),
    "plateau_fall": (0.0, 100.0),
    "stop_early": (0, 100_000),
    "stop_divergence": (0.0, 1e6),
    "seed": (0, 2**32 - 1),
}
USUAL_RATE = 0.3  # λ of a regularization that is switched on; divided by a few hundred rows 0.01 is not seen
MOST_LAYERS = 8
MOST_NEURONS = 64

# What a menu offers; any number within LIMITS is as good.
MENUS = {
    "learning_rate": (1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.0075, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    "batch_size": (1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 0),
    "epsilon": (1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0),
    "regularization_rate": (0.0, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    "noise": (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50),
    "test_share": (10, 20, 30, 40, 50, 60, 70, 80, 90),
}

# A change of one of these starts the run over; every other field applies to a running network.  (Drawing on a
# toy goes on: see Run.takes.)
RESTARTS = frozenset(
    "dataset points noise test_share data_seed features hidden batch_norm output initializer initial_scale"
    " seed precision".split()
)

# How a field is called in a sentence.
TITLES = {
    "dataset": "data",
    "drawing": "drawn points",
    "points": "number of points",
    "noise": "noise",
    "test_share": "share of test points",
    "data_seed": "data seed",
    "features": "input features",
    "hidden": "hidden layers",
    "activation": "activation",
    "activations": "activation by layer",
    "batch_norm": "normalized layers",
    "output": "output",
    "loss": "loss",
    "label_smoothing": "label smoothing",
    "class_weights": "weights of the classes",
    "initializer": "initial weights",
    "initial_scale": "scale of the initial weights",
    "optimizer": "optimizer",
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "momentum": "momentum β₁",
    "beta2": "β₂",
    "epsilon": "ε",
    "weight_decay": "weight decay",
    "clip_norm": "longest gradient",
    "schedule": "schedule of the rate",
    "schedule_span": "steps of the schedule",
    "schedule_decay": "factor of the schedule",
    "regularization": "regularization",
    "regularization_rate": "regularization rate",
    "keep_prob": "share of neurons kept",
    "stop_steps": "stop after steps",
    "stop_cost": "stop at train cost",
    "stop_accuracy": "stop at train accuracy",
    "stop_plateau": "stop on a plateau of epochs",
    "plateau_fall": "fall that ends a plateau",
    "stop_early": "stop early after epochs",
    "stop_divergence": "stop at times the first cost",
    "seed": "seed",
    "precision": "precision",
}


@dataclass(frozen=True)
class Settings:
    """Every choice of a run.  ValueError or TypeError, one sentence, for one outside CHOICES and LIMITS.

    drawing: the points of the dataset "drawn", None for any other.
    noise, test_share: percent.  batch_size 0: the whole training set.  momentum is the β₁ of momentum and
    Adam.  features: inputs made of a toy's two coordinates; other data bring their own columns.
    activations: one for each hidden layer, "auto" for `activation`; () if all are, and instead of a number
    of them that does not fit `hidden`.  batch_norm: the hidden layers, counted from 1, that are normalized
    over each batch; those that `hidden` does not have are left out.
    output tanh: for two classes, with targets -1 and 1.  initial_scale: of an initializer with a free one, 0
    for its usual.  label_smoothing, class_weights: of cross-entropy; "balanced" gives every class the same
    say.  weight_decay: of AdamW.  clip_norm: the longest gradient, 0 for any.  schedule_span,
    schedule_decay: the steps and the factor of the schedule.  keep_prob: of a hidden neuron; below 1 is
    dropout.
    stop_steps, stop_cost, stop_accuracy (R² for a regression): where the run stops, 0 for nowhere.
    stop_plateau: after so many epochs without a fall of the training cost by more than plateau_fall;
    stop_early: after so many without a fall of the test cost; stop_divergence: at so many times the first
    training cost; 0 for never.  epsilon: of RMSProp, Adagrad, Adam and AdamW.
    """

    dataset: str = "circle"
    drawing: Drawing | None = None
    points: int = 500
    noise: int = 10
    test_share: int = 30
    data_seed: int = 0
    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)
    activation: str = "tanh"
    activations: tuple[str, ...] = ()
    batch_norm: tuple[int, ...] = ()
    output: str = AUTO
    loss: str = AUTO
    label_smoothing: float = 0.0
    class_weights: str = "equal"
    initializer: str = "xavier"
    initial_scale: float = 0.0
    optimizer: str = "gradient descent"
    learning_rate: float = 0.03
    batch_size: int = 10
    momentum: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    clip_norm: float = 0.0
    schedule: str = "constant"
    schedule_span: int = 1000
    schedule_decay: float = 0.5
    regularization: str = "none"
    regularization_rate: float = 0.0
    keep_prob: float = 1.0
    stop_steps: int = 0
    stop_cost: float = 0.0
    stop_accuracy: float = 0.0
    stop_plateau: int = 0
    plateau_fall: float = 0.001
    stop_early: int = 0
    stop_divergence: float = 0.0
    seed: int = 0
    precision: str = "float64"

    def __post_init__(self):
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if not isinstance(value, str) or value not in choices:
                raise ValueError(f"{TITLES[name]} must be one of {', '.join(choices)}; got {shown(value)}")
        for name, (low, high) in LIMITS.items():
            check = whole if isinstance(low, int) else real
            object.__setattr__(self, name, check(TITLES[name], getattr(self, name), low, high))
        object.__setattr__(self, "drawing", drawn_points(self.drawing, self.dataset))
        object.__setattr__(self, "features", feature_names(self.features))
        object.__setattr__(self, "hidden", layer_sizes(self.hidden))
        object.__setattr__(self, "activations", layer_activations(self.activations, len(self.hidden)))
        object.__setattr__(self, "batch_norm", normalized_layers(self.batch_norm, len(self.hidden)))

    @property
    def hidden_activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer, by name."""
        names = self.activations or (AUTO,) * len(self.hidden)
        return tuple(self.activation if name == AUTO else name for name in names)


def whole(title: str, value, low: int, high: int) -> int:
    """`value` as an int within [low, high]; 3.0 counts as whole, True does not count as a number."""
    if isinstance(value, (float, np.floating)) and math.isfinite(value) and value == int(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{title} must be a whole number, got {shown(value)}")
    if not low <= value <= high:
        raise ValueError(f"{title} must be between {low} and {high}, got {shown(value)}")
    return int(value)


def real(title: str, value, low: float, high: float) -> float:
    """`value` as a float within [low, high]."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{title} must be a number, got {shown(value)}")
    if not low <= value <= high:  # also false for nan
        raise ValueError(f"{title} must be between {low:g} and {high:g}, got {shown(value)}")
    return float(value)


def drawn_points(value, dataset: str) -> Drawing | None:
    """`value` as the points of the dataset "drawn", which has none to begin with; None for any other."""
    if value is not None and not isinstance(value, Drawing):
        raise TypeError(f"drawn points must be a Drawing, got {shown(value)}")
    if dataset != DRAWN:
        return None
    return Drawing() if value is None else value


def feature_names(value) -> tuple[str, ...]:
    """`value` as a tuple of one or more different names of FEATURES, in their order there."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"input features must be a list of names, got {shown(value)}")
    unknown = [name for name in value if not isinstance(name, str) or name not in FEATURES]
    if unknown or not value:
        got = shown(unknown[0]) if unknown else "none"
        raise ValueError(f"input features must be one or more of {', '.join(FEATURES)}; got {got}")
    return tuple(name for name in FEATURES if name in value)


def layer_sizes(value) -> tuple[int, ...]:
    """`value` as a tuple of at most MOST_LAYERS numbers of neurons."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"hidden layers must be a list of numbers, got {shown(value)}")
    if len(value) > MOST_LAYERS:
        raise ValueError(f"hidden layers must be at most {MOST_LAYERS}, got {len(value)}")
    return tuple(whole("neurons of a hidden layer", size, 1, MOST_NEURONS) for size in value)


def layer_activations(value, layers: int) -> tuple[str, ...]:
    """`value` as a tuple of names, one for each of so many layers, or ()."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"activation by layer must be a list of names, got {shown(value)}")
    choices = (AUTO, *ACTIVATIONS)
    for name in value:
        if not isinstance(name, str) or name not in choices:
            raise ValueError(f"activation of a layer must be one of {', '.join(choices)}; got {shown(name)}")
    return tuple(value) if len(value) == layers and any(name != AUTO for name in value) else ()


def normalized_layers(value, layers: int) -> tuple[int, ...]:
    """`value` as an ascending tuple of numbers from 1 to `layers`; the larger ones are left out."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"normalized layers must be a list of numbers, got {shown(value)}")
    numbers = {whole("a normalized layer", l, 1, MOST_LAYERS) for l in value}
    return tuple(sorted(l for l in numbers if l <= layers))


def shown(value) -> str:
    """A value as an error repeats it: in quotes if text, cut if long."""
    if isinstance(value, int) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    text = repr(value) if isinstance(value, (str, int, float, type(None))) else f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:36] + "…" + text[-1]


def with_changes(settings: Settings, **fields) -> Settings:
    """`settings` with other values for some fields, and with what such a choice brings along.

    A regularization chosen while its rate is 0 would do nothing: it begins with USUAL_RATE.  Other initial
    weights begin with their usual scale.
    """
    if fields.get("regularization", "none") != "none" and not fields.get(
        "regularization_rate", settings.regularization_rate
    ):
        fields["regularization_rate"] = USUAL_RATE
    if fields.get("initializer", settings.initializer) != settings.initializer:
        fields.setdefault("initial_scale", 0.0)
    return replace(settings, **fields)


def changed(old: Settings, new: Settings) -> set[str]:
    """Names of the fields that differ."""
    return {f.name for f in fields(Settings) if getattr(old, f.name) != getattr(new, f.name)}
