"""What the stage may ask, read with suspicion: whoever holds a socket can send anything."""

from collections.abc import Callable
from dataclasses import dataclass

from deepnet.data import Drawing
from deepnet.data.drawing import EXTENT, KEYS, MOST_CLASSES, MOST_DRAWN
from deepnet.declaration import integral, real
from deepnet.lab.run.measures import MEASURES
from deepnet.lab.settings.settings import LARGEST_SEED, Settings, with_changes
from deepnet.lab.stage.held import Held
from deepnet.spelling import shown

KINDS = ("hello", "train", "look", "before", "now", "do", "runs", "measure", "history")
COURSES = ("reset", "new weights", "new data", "set", "edit", "draw", "clear", "undo", "redo")  # of a run
SHELF = ("mark", "let go", "bring back")  # of the runs that are kept: the stage goes on as it is
ACTIONS = (*COURSES, "choose", "branch", *SHELF)
LONGEST_NAME = 60
STROKES = ("add", "erase", "flip", "move", "double")
LAST_STEP = 2**31 - 1  # a step travels as int32
MOST_STEPS = 10_000  # updates a frame
MOST_MS = 50  # of training in one reply
MOST_FRAMES = 60
MOST_PAINTED = 1000  # points in one message
PLANES = ("features", "pca")
MOST_HELD = 250  # values set by hand in one view
LARGEST_HELD = 1e300
LONGEST_KEY = 40


class BadMessage(ValueError):
    """One sentence on what is wrong with a message."""


@dataclass(frozen=True)
class View:
    """Which pictures the visitor looks at: the plane, and the neuron drawn large (layer from 1, row from 0).

    x, y are -1 where the visitor has not chosen.  target: which one of a regression, from 0.  held: what the
    plane does not show.  data: the key of the data set all that was chosen for, "" for any.  batch: whether
    the rows of the next step are wanted.
    """

    plane: str = ""
    x: int = -1
    y: int = -1
    focus: tuple[int, int] | None = None
    held: Held = Held()
    target: int = 0
    data: str = ""
    batch: bool = False

    def of(self, key: str) -> "View":
        """The same without what was chosen for other data than those with this key."""
        return self if self.data in ("", key) else View(focus=self.focus, batch=self.batch)


def view(value) -> View:
    """The view in a message; parts that make no sense are dropped."""
    if not isinstance(value, dict):
        return View()
    plane, data = value.get("plane"), value.get("data")
    return View(
        plane=plane if isinstance(plane, str) and plane in PLANES else "",
        x=_column(value.get("x")),
        y=_column(value.get("y")),
        focus=_pair(value.get("focus")),
        held=_held(value),
        target=max(0, _column(value.get("target"))),
        data=data if isinstance(data, str) and len(data) <= LONGEST_KEY else "",
        batch=value.get("batch") is True,
    )


def _held(value: dict) -> Held:
    """What is held: the latest MOST_HELD values set by hand that are finite numbers of a column."""
    row, by_hand = _pair(value.get("row")), value.get("by_hand")
    found = {}
    for entry in by_hand[-MOST_HELD:] if isinstance(by_hand, list) else []:
        if isinstance(entry, list) and len(entry) == 2 and _is_count(entry[0]) and _is_number(entry[1]):
            found[entry[0]] = float(entry[1])
    return Held(row if row and row[0] < 2 else None, tuple(found.items()))


def _pair(value) -> tuple[int, int] | None:
    if isinstance(value, list) and len(value) == 2 and all(_is_count(part) for part in value):
        return value[0], value[1]
    return None


def _is_number(value) -> bool:
    real_ = isinstance(value, (int, float)) and not isinstance(value, bool)
    return real_ and abs(value) <= LARGEST_HELD  # also false for nan


def _is_count(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_STEP


def _column(value) -> int:
    return value if _is_count(value) else -1


def choice(message: dict, name: str, choices: tuple[str, ...]) -> str:
    """A field that must be one of some words."""
    value = message.get(name)
    if not isinstance(value, str) or value not in choices:
        raise BadMessage(f"{name} must be one of {', '.join(choices)}; got {shown(value)}")
    return value


def number(message: dict, name: str, low: int, high: int, default: int | None = None) -> int | None:
    """A whole number; `default` where there is none."""
    value = message.get(name)
    if value is None:
        return default
    try:
        return integral(name, value, low, high)
    except (ValueError, TypeError) as error:
        raise BadMessage(str(error)) from None


def step(message: dict, name: str) -> int | None:
    """A step, or None."""
    return number(message, name, 0, LAST_STEP)


def new_settings(message: dict, settings: Settings) -> Settings:
    """`settings` with the fields of a "set" message put in."""
    fields = message.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise BadMessage(f"fields must name settings and their values, got {shown(fields)}")
    for name in fields:
        if name not in Settings.__dataclass_fields__:
            raise BadMessage(f"{shown(name)} is not a setting")
    return with_changes(settings, **fields)


def edit(message: dict) -> tuple[int, int, int | None, float]:
    """(layer, row, col, value) of an "edit" message; col None is the bias."""
    layer, row = number(message, "layer", 1, LAST_STEP), number(message, "row", 0, LAST_STEP)
    if layer is None or row is None:
        raise BadMessage("an edit must give layer and row")
    value = real("value", message.get("value"), -1e300, 1e300)
    return layer, row, number(message, "col", 0, LAST_STEP), value


def stroke(message: dict) -> Callable[[Drawing], Drawing]:
    """What a "draw" message does to the points; it names them by their keys."""
    kind = choice(message, "stroke", STROKES)
    if kind == "add":
        points = _list(message, "points", MOST_PAINTED)
        places = [_place(point) for point in points]
        label = number(message, "label", 0, MOST_CLASSES - 1)
        if label is None:
            raise BadMessage("points to add must have a label")
        return lambda drawing: drawing.added(places, label)
    if kind == "move":
        key, to = number(message, "key", 0, KEYS - 1), _place(message.get("to"))
        if key is None:
            raise BadMessage("a point to move must have a key")
        return lambda drawing: drawing.moved(key, to)
    if kind in ("erase", "flip"):
        keys = _list(message, "keys", MOST_DRAWN)
        if not all(_is_count(key) and key < KEYS for key in keys):
            raise BadMessage(f"keys must be whole numbers from 0 to {KEYS - 1}")
        return lambda drawing: drawing.erased(keys) if kind == "erase" else drawing.flipped(keys)
    return Drawing.doubled


def _list(message: dict, name: str, most: int) -> list:
    value = message.get(name)
    if not isinstance(value, list) or len(value) > most:
        raise BadMessage(f"{name} must be a list of at most {most:,}, got {shown(value)}")
    return value


def _place(value) -> tuple[float, float]:
    good = isinstance(value, list) and len(value) == 2
    if not good or not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value):
        raise BadMessage(f"a place must be two numbers, got {shown(value)}")
    if not all(abs(v) <= EXTENT for v in value):  # also false for nan
        raise BadMessage(f"a place must lie on the plane, from -{EXTENT:g} to {EXTENT:g}")
    return float(value[0]), float(value[1])


def next_seed(seed: int) -> int:
    """The seed after this one; after the last comes the first."""
    return (seed + 1) % (LARGEST_SEED + 1)


def run_id(message: dict) -> int:
    """Which run of the bench is meant."""
    found = number(message, "id", 0, LAST_STEP)
    if found is None:
        raise BadMessage("a run must be named by its id")
    return found


def measure(message: dict) -> str:
    """Which of the MEASURES that are read in hindsight."""
    return choice(message, "name", tuple(name for name, each in MEASURES.items() if not each.recorded))


def marks(message: dict) -> dict:
    """What a "mark" message says of a run: a name, a star, a hidden curve."""
    name, flags = message.get("name"), {key: message.get(key) for key in ("starred", "hidden")}
    if name is not None and (not isinstance(name, str) or len(name) > LONGEST_NAME):
        raise BadMessage(f"a name must be a text of at most {LONGEST_NAME} characters")
    if not all(flag is None or isinstance(flag, bool) for flag in flags.values()):
        raise BadMessage("starred and hidden must be true or false")
    return {"name": name, **flags}
