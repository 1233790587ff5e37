"""Axes: which setting is varied, and the values it takes."""

import math
from dataclasses import dataclass, replace

from deepnet.declaration import Choice, Declaration, Number, Whole
from deepnet.lab.settings.kinds import MOST_LAYERS, MOST_NEURONS, EachLayer
from deepnet.lab.settings.settings import Settings, in_order
from deepnet.numerals import number, short

MOST_VALUES = 64  # along one axis
FEWEST_VALUES = 2

# Axes that are no field of their own.
SHAPES = {
    d.name: d
    for d in (
        Whole(
            name="width",
            title="layer width",
            low=1,
            high=MOST_NEURONS,
            group="Layers",
            help="How many neurons each hidden layer has.",
        ),
        Whole(
            name="layers",
            title="number of layers",
            low=0,
            high=MOST_LAYERS,
            group="Layers",
            help="How many hidden layers there are.",
        ),
    )
}
# Fields that are none: what is repeated (seeds), which data there are, how many digits, whose weights.
NO_AXIS = ("seed", "drawing", "dataset", "precision", "begins_as")
BY_FACTORS = {  # fields that are looked at by factors, and the least that is worth a look
    "learning_rate": 1e-5,
    "initial_scale": 1e-3,
    "epsilon": 1e-10,
    "weight_decay": 1e-4,
    "clip_norm": 1e-3,
    "schedule_span": 1,
    "schedule_decay": 0.001,
    "regularization_rate": 1e-3,
    "batch_size": 1,
    "points": 20,
    "width": 1,
}
LISTS = {  # values to begin with where one value is a list
    "features": (("x1", "x2"), ("x1", "x2", "x1*x2"), ("x1", "x2", "x1^2", "x2^2")),
    "hidden": ((2,), (4,), (8,), (4, 2), (8, 8), (4, 4, 4)),
    "activations": ((), ("relu", "tanh"), ("tanh", "relu")),
    "batch_norm": ((), (1,), (1, 2)),
}


@dataclass(frozen=True)
class Axis:
    """A setting and the values it takes, in order.  ValueError for one that Settings refuses.

    name: a field of Settings, or one of SHAPES.

    >>> Axis("learning_rate", (0.01, 0.1)).title
    'learning rate'
    """

    name: str
    values: tuple

    def __post_init__(self):
        if self.name not in axes():
            raise ValueError(f"no axis is called {self.name!r}; choose from {', '.join(axes())}")
        found = tuple(dict.fromkeys(self.known.check(value) for value in self.values))
        if not FEWEST_VALUES <= len(found) <= MOST_VALUES:
            raise ValueError(
                f"{self.title} needs {FEWEST_VALUES} to {MOST_VALUES} different values, got {len(found)}"
            )
        object.__setattr__(self, "values", found)

    @property
    def known(self) -> Declaration:
        return axes()[self.name]

    @property
    def title(self) -> str:
        return self.known.title

    @property
    def log(self) -> bool:
        """Whether the values are spread by factors."""
        if not isinstance(self.known, Number) or len(self.values) < 3 or min(self.values) <= 0:
            return False
        low, middle, high = self.values[0], self.values[len(self.values) // 2], self.values[-1]
        return abs(middle - math.sqrt(low * high)) < abs(middle - (low + high) / 2)

    def label(self, value) -> str:
        """A value as a margin shows it."""
        return written(self.name, value)


def axes() -> dict[str, Declaration]:
    """What can be an axis, by name, in the order of the page."""
    fields = [d for d in in_order() if d.name not in NO_AXIS and d.group != "Stop"]
    return {d.name: d for d in fields} | SHAPES


def changed(settings: Settings, name: str, value) -> Settings:
    """`settings` with this value; ValueError or TypeError, one sentence, for one that cannot be."""
    if name in SHAPES:
        value = SHAPES[name].check(value)
    if name == "width":
        return replace(settings, hidden=(value,) * max(1, len(settings.hidden)))
    if name == "layers":
        wide = settings.hidden or (4,)
        return replace(settings, hidden=(wide + wide[-1:] * value)[:value])
    if name == "regularization_rate" and settings.regularization == "none":
        settings = replace(settings, regularization="l2")  # a rate without a kind would do nothing
    return replace(settings, **{name: value})


def value_in(settings: Settings, name: str):
    """What `settings` have on this axis."""
    if name == "width":
        return settings.hidden[0] if settings.hidden else 4
    return len(settings.hidden) if name == "layers" else getattr(settings, name)


def spread(name: str, low: float, high: float, count: int, *, log: bool) -> tuple:
    """`count` values from low to high, by equal steps or equal factors, to two digits where that is enough.

    >>> spread("learning_rate", 0.001, 0.1, 3, log=True)
    (0.001, 0.01, 0.1)
    """
    known = axes()[name]
    if not known.low <= low < high <= known.high:  # also false for nan
        raise ValueError(
            f"{known.title} must run from a lower to a higher number within {short(known.low)} and "
            f"{short(known.high)}"
        )
    if log and low <= 0:
        raise ValueError(f"{known.title} by factors must begin above 0")
    count = max(FEWEST_VALUES, min(count, MOST_VALUES))
    shares = [i / (count - 1) for i in range(count)]
    found = [low * (high / low) ** s if log else low + (high - low) * s for s in shares]
    if isinstance(known, Whole):
        return tuple(dict.fromkeys(round(value) for value in found))
    two = {float(f"{value:.2g}") for value in found}
    digits = 2 if len(two) == count and (high / low > 1.2**count if log else False) else 4
    return tuple(dict.fromkeys(min(max(float(f"{v:.{digits}g}"), known.low), known.high) for v in found))


def around(settings: Settings, name: str, count: int, rows: int | None = None) -> tuple:
    """Values around that of `settings`, which is among them; where it is no number, what the menu has.

    rows: that there are to learn from, where known; all larger batches would be the same.
    """
    known, here = axes()[name], value_in(settings, name)
    if isinstance(known, Choice):
        return known.names[:MOST_VALUES]
    if not isinstance(known, Number):
        return tuple(dict.fromkeys((here, *LISTS.get(name, ()))))
    if name == "data_seed":
        return tuple(range(count))
    low, high, log = reach(settings, name, rows)
    found = spread(name, low, high, count, log=log)
    if not low <= here <= high or here in found:
        return found
    nearest = min(found, key=lambda v: abs(v / here - 1) if log else abs(v - here))
    return tuple(here if value == nearest else value for value in found)


def reach(settings: Settings, name: str, rows: int | None = None) -> tuple[float, float, bool]:
    """From where to where an axis of numbers goes around these settings, and whether by factors.

    >>> reach(Settings(), "batch_size"), reach(Settings(), "batch_size", rows=16)
    ((1, 300.0, True), (1, 16, True))
    """
    known, here = axes()[name], value_in(settings, name)
    if name in BY_FACTORS:
        usual = [value for value in known.menu if value > 0]
        here = max(here or (usual[len(usual) // 2] if usual else 1.0), BY_FACTORS[name])
        factor = min(100.0 if name == "learning_rate" else 30.0, known.high / here)
        if factor == 1:
            factor = 30.0
        low, high = max(here / factor, BY_FACTORS[name]), min(here * factor, known.high)
        if name == "batch_size" and rows is not None:
            low, high = min(low, max(1, rows // 2)), min(high, max(2, rows))
        return low, high, True
    far = max(here - known.low, (known.high - known.low) / 4) if name not in SHAPES else max(here, 4)
    return max(known.low, here - far), min(known.high, here + far), False


def parsed(name: str, text: str) -> tuple:
    """Values as a person types them: "0.01, 0.03, 0.1"; of lists "4-2; 8-8".  ValueError for nonsense."""
    known = axes()[name]
    plain = isinstance(known, (Number, Choice))
    parts = [part.strip() for part in text.split("," if plain else ";")]
    parts = [part for part in parts if part or isinstance(known, EachLayer)]
    if len(parts) > MOST_VALUES:
        raise ValueError(f"{known.title} can have at most {MOST_VALUES} values, got {len(parts)}")
    found = []
    for part in parts:
        try:
            found.append(known.check(known.read(part)))
        except (ValueError, TypeError) as error:
            said = str(error)
            raise ValueError(said if known.title in said else f"{known.title}: {said}") from None
    return tuple(found)


def written(name: str, value) -> str:
    """A value as a margin shows it.

    >>> written("learning_rate", 0.000123456), written("hidden", (4, 2)), written("batch_size", 0)
    ('0.0001235', '4-2', 'all rows')
    """
    known = axes()[name]
    if isinstance(value, float) and value not in known.words:
        return f"{number(value)}{known.unit}"
    return known.written(value)


def typed(name: str, values: tuple) -> str:
    """Values as `parsed` reads them."""
    known = axes()[name]
    plain = isinstance(known, (Number, Choice))
    return (", " if plain else "; ").join(map(known.link, values))
