"""A lesson: one question, one control, one end that can be measured; checked when it is read.

A lesson is a JSON object (a teacher writes it in any editor):

    {"title": …, "text": …, "question": …,
     "options": [{"text": …, "right": true}, {"text": …, "misconception": …}],
     "setup": {"data": "xor", "hidden": "none"},      as in a link; "lambda_per_update" is converted
     "show": ["layers", "rate"],                      the controls that stay on the page; [] hides all
     "control": …, "goal": [{"measure": "accuracy_test", "at_least": 0.95}], "explains": …}

It travels whole in a link (see `packed`).
"""

import base64
import json
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from deepnet.lab.lessons.goals import MEASURES, Condition
from deepnet.lab.run.recipe import data_of
from deepnet.lab.settings.links import from_query
from deepnet.lab.settings.settings import Settings, in_order
from deepnet.spelling import shown

LONGEST = 1200  # characters of a text
MOST_BYTES = 20_000  # of a lesson
PER_UPDATE = "lambda_per_update"  # λ as a playground has it whose penalty acts in each update
# Beside the fields of the settings: what stands on the stage and around it.
STAGE_CONTROLS = ("layers", "weights", "draw", "data", "more")


@dataclass(frozen=True)
class Option:
    """An answer to choose before Play.  misconception: what whoever chooses a wrong one may have in mind."""

    text: str
    right: bool
    misconception: str = ""


@dataclass(frozen=True)
class Lesson:
    """name: in links; "" for one that came in a link itself.  show: keys of fields, and STAGE_CONTROLS."""

    name: str
    title: str
    text: str
    question: str
    options: tuple[Option, ...]
    settings: Settings
    show: tuple[str, ...]
    control: str
    goal: tuple[Condition, ...]
    explains: str
    source: dict

    @property
    def link(self) -> str:
        """What stands behind `lesson=` in a link."""
        return self.name or packed(self.source)


def read_lesson(source: object, name: str = "") -> Lesson:
    """A lesson from its JSON object; ValueError with one sentence for what is wrong with it."""
    if not isinstance(source, dict):
        raise ValueError(f"a lesson must be an object with a title and so on, got {shown(source)}")
    known = {"title", "text", "question", "options", "setup", "show", "control", "goal", "explains"}
    if unknown := sorted(set(source) - known):
        raise ValueError(f"a lesson has no {shown(unknown[0])}; it has {', '.join(sorted(known))}")
    return Lesson(
        name=name,
        title=_text(source, "title"),
        text=_text(source, "text"),
        question=_text(source, "question"),
        options=_options(source.get("options")),
        settings=_settings(source.get("setup", {})),
        show=_show(source.get("show", [])),
        control=_text(source, "control"),
        goal=_goal(source.get("goal")),
        explains=_text(source, "explains"),
        source=source,
    )


def _text(source: dict, key: str) -> str:
    text = source.get(key)
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise ValueError(
            f"{key} of a lesson must be a text of at most {LONGEST} characters, got {shown(text)}"
        )
    return text.strip()


def _options(found: object) -> tuple[Option, ...]:
    if not isinstance(found, list) or not 2 <= len(found) <= 6:
        raise ValueError(f"options of a lesson must be a list of 2 to 6, got {shown(found)}")
    options = []
    for one in found:
        if not isinstance(one, dict):
            raise ValueError(f"an option must be an object with a text, got {shown(one)}")
        right = one.get("right", False) is True
        options.append(Option(_text(one, "text"), right, "" if right else _text(one, "misconception")))
    if sum(option.right for option in options) != 1:
        raise ValueError("exactly one option of a lesson must be right")
    return tuple(options)


def _settings(setup: object) -> Settings:
    if not isinstance(setup, dict) or not all(isinstance(v, str | int | float) for v in setup.values()):
        raise ValueError(f"setup of a lesson must be an object as in a link, got {shown(setup)}")
    query = {str(key): str(value) for key, value in setup.items() if key != PER_UPDATE}
    if PER_UPDATE in setup:
        query["lambda"] = repr(per_update(setup[PER_UPDATE], from_query(query)[0]))
    settings, ignored = from_query(query)
    if ignored:
        raise ValueError(f"setup of a lesson: {ignored[0]}")
    return settings


def per_update(strength: float, settings: Settings) -> float:
    """λ here for a λ there that acts in each update: here the price is λ/m, with m rows to train on.

    >>> per_update(0.3, Settings())  # the circle has 350
    105.0
    """
    try:
        strength = float(strength)
    except (TypeError, ValueError):
        raise ValueError(f"{PER_UPDATE} must be a number, got {shown(strength)}") from None
    return round(strength * data_of(settings).X_train.shape[1], 10)


def _show(found: object) -> tuple[str, ...]:
    allowed = (*STAGE_CONTROLS, *(field.key for field in in_order()))
    if not isinstance(found, list) or not all(name in allowed for name in found):
        raise ValueError(f"show of a lesson must be a list of {', '.join(allowed)}; got {shown(found)}")
    return tuple(found)


def _goal(found: object) -> tuple[Condition, ...]:
    if not isinstance(found, list) or not 1 <= len(found) <= 6:
        raise ValueError(f"goal of a lesson must be a list of 1 to 6 conditions, got {shown(found)}")
    conditions = []
    for one in found:
        if not isinstance(one, dict) or one.get("measure") not in MEASURES:
            raise ValueError(f"a condition must have a measure of {', '.join(MEASURES)}; got {shown(one)}")
        limits = {key: one.get(key) for key in ("at_least", "at_most")}
        numbers = [value for value in limits.values() if value is not None]
        if not numbers or not all(type(value) in (int, float) for value in numbers):
            raise ValueError(f"a condition must have a number at_least or at_most, got {shown(one)}")
        conditions.append(Condition(one["measure"], **limits))
    return tuple(conditions)


# ---- in files and links


@cache
def lessons() -> dict[str, Lesson]:
    """Those that come with the project, by name, in their order."""
    folder = files("deepnet.lab.lessons") / "files"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            name = file.name.removesuffix(".json").partition("-")[2]
            found[name] = read_lesson(json.loads(file.read_text(encoding="utf-8")), name)
    return found


def packed(source: dict) -> str:
    """A lesson as text for a link."""
    text = json.dumps(source, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def lesson_of(link: str) -> Lesson:
    """The lesson that stands behind `lesson=`: one of ours by name, or a packed one; ValueError if it is
    none."""
    if link in lessons():
        return lessons()[link]
    if len(link) > MOST_BYTES:
        raise ValueError("the lesson in this link is too long")
    try:
        data = base64.urlsafe_b64decode(link + "=" * (-len(link) % 4))
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(data, MOST_BYTES)
        if unpacking.unconsumed_tail:
            raise ValueError("too long")
        source = json.loads(text.decode())
    except (ValueError, zlib.error):
        raise ValueError("the link holds no lesson; ask for the whole link") from None
    return read_lesson(source)
