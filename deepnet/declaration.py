"""A setting is declared once: what is known of a field stands beside it, and everything else reads it.

    beta1: float = number(0.9, low=0.0, high=0.999, title="momentum β₁", of="optimizer", help="…")

From these lines come the range check, the menu, the link, the record, the sentence of a change, the help and
the control on the page.  `declared(cls)` gives them by name.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

import numpy as np

from .numerals import decimal, integer, short
from .spelling import shown, slug, spelled


@dataclass(frozen=True)
class Range:
    """The numbers from low to high; `above` leaves out low itself, `below` high.

    >>> print(Range(0, 1, below=True)), 1 in Range(0, 1, below=True)
    at least 0 and below 1
    (None, False)
    """

    low: float
    high: float
    above: bool = False
    below: bool = False

    def __contains__(self, value) -> bool:  # nan is in none
        return (self.low < value if self.above else self.low <= value) and (
            value < self.high if self.below else value <= self.high
        )

    def __str__(self) -> str:
        low, high = short(self.low), short(self.high)
        if not self.above and not self.below:
            return f"between {low} and {high}"
        return (
            f"{'above' if self.above else 'at least'} {low} and {'below' if self.below else 'at most'} {high}"
        )


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What is known of a field.

    title: in a sentence.  label: above its control.  key: in a link.  help: for a learner.  group: where its
    control stands.  of: what it depends on: a choice, whose entry's `uses` must name it, or a field that must
    not be 0 or empty; absent: why those that depend on this one then do nothing.  words: values that are
    written otherwise, {0: "all rows"}.  unit: behind a number.

    restarts: a change of it starts a run over.  makes_data: the data are made from it.  resets: a change of
    it alone resets something in the trainer.  alike: networks trained together must agree in it.  rule: what
    the engine calls it, where that is another name.
    """

    title: str
    name: str = ""
    label: str = ""
    key: str = ""
    help: str = ""
    group: str = ""
    of: str = ""
    absent: str = ""
    words: Mapping = field(default_factory=dict)
    unit: str = ""
    restarts: bool = False
    makes_data: bool = False
    resets: bool = False
    alike: bool = False
    rule: str = ""
    front: int = 0
    longest: int = 400

    def check(self, value):
        """`value` as the field holds it; ValueError or TypeError, one sentence, for one that it cannot be."""
        return value

    def link(self, value) -> str:
        """`value` as a link spells it."""
        return str(value)

    def read(self, text: str):
        """What a link's text means, not yet checked; ValueError for what cannot be read."""
        return text

    def plain(self, value):
        """`value` as JSON has it."""
        return list(value) if isinstance(value, tuple) else value

    def revived(self, value):
        """What JSON's value means, not yet checked."""
        return value

    def written(self, value) -> str:
        """`value` as a sentence says it."""
        return self.words.get(value, f"{short(value)}{self.unit}")


@dataclass(frozen=True, kw_only=True)
class Number(Declaration):
    """A number within [low, high].  allows: what the mathematics permits to those who use the engine alone.
    menu: usual ones, on offer beside a typed one.  step: of its control.  digits: how many it shows."""

    low: float
    high: float
    allows: Range = Range(0, np.inf, below=True)
    menu: tuple = ()
    step: float = 0.01
    digits: int = 4

    def check(self, value) -> float:
        return real(self.title, value, self.low, self.high)

    def permit(self, value) -> None:
        """ValueError for a value that the mathematics does not know."""
        if value not in self.allows:
            raise ValueError(f"{self.name} must be {self.allows}, got {value!r}")

    def link(self, value) -> str:
        return repr(value)  # reads back to the same bits

    def read(self, text: str) -> float:
        return decimal(text)


@dataclass(frozen=True, kw_only=True)
class Whole(Number):
    """A whole number within [low, high]."""

    step: int = 1

    def check(self, value) -> int:
        return integral(self.title, value, int(self.low), int(self.high))

    def permit(self, value) -> None:
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value not in self.allows:
            none = f", 0 for {self.words[0]}" if 0 in self.words else f" {self.allows}"
            raise ValueError(f"{self.name} must be a whole number{none}, got {value!r}")

    def link(self, value) -> str:
        return str(value)

    def read(self, text: str) -> int:
        return integer(text)


@dataclass(frozen=True, kw_only=True)
class Choice(Declaration):
    """One of some names; table: what is known of each, where they are those of a table of rules.  labels: of
    those that are not, in a menu."""

    names: tuple[str, ...]
    table: Mapping = field(default_factory=dict)
    labels: Mapping = field(default_factory=dict)

    def check(self, value) -> str:
        if not isinstance(value, str) or value not in self.names:
            raise ValueError(f"{self.title} must be one of {', '.join(self.names)}; got {shown(value)}")
        return value

    def permit(self, value) -> None:
        if self.table:
            self.table[value]  # an unknown one is a sentence of the table
        else:
            self.check(value)

    def link(self, value) -> str:
        return slug(value)

    def read(self, text: str) -> str:
        return spelled(text, self.names)

    def written(self, value) -> str:
        return self.words.get(value, value)

    def label_of(self, name: str) -> str:
        """How a menu calls it."""
        return getattr(self.table.get(name), "label", None) or self.labels.get(name, name.capitalize())

    def users_of(self, name: str) -> list:
        """The entries to which the field `name` matters."""
        return [entry for entry in self.table.values() if name in getattr(entry, "uses", ())]


def real(title: str, value, low: float, high: float) -> float:
    """`value` as a float within [low, high]; TypeError or ValueError, one sentence."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{title} must be a number, got {shown(value)}")
    if value not in Range(low, high):
        raise ValueError(f"{title} must be {Range(low, high)}, got {shown(value)}")
    return float(value) + 0.0  # -0.0 is 0.0


def integral(title: str, value, low: int, high: int) -> int:
    """`value` as an int within [low, high]; 3.0 counts as whole, True does not count as a number."""
    if isinstance(value, (float, np.floating)) and math.isfinite(value) and value == int(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{title} must be a whole number, got {shown(value)}")
    if value not in Range(low, high):
        raise ValueError(f"{title} must be {Range(low, high)}, got {shown(value)}")
    return int(value)


def declare(default, declaration: Declaration) -> Any:
    """A field of a dataclass with this default and what is known of it."""
    return field(default=default, metadata={"declared": declaration})


def number(default: float, **told) -> Any:
    """A field that holds a number; the keywords are those of `Number`."""
    return declare(default, Number(**told))


def whole(default: int, **told) -> Any:
    """A field that holds a whole number; the keywords are those of `Whole`."""
    return declare(default, Whole(**told))


def choice(default: str, among: Mapping | Iterable[str], *, beside: tuple[str, ...] = (), **told) -> Any:
    """A field that holds a name of a table or of a list, or one of those beside it."""
    table = among if isinstance(among, Mapping) else {}
    return declare(default, Choice(names=(*beside, *among), table=table, **told))


def with_default(cls: type, name: str, default) -> Any:
    """The field of `cls` once more, for a class that begins with another value."""
    (known,) = (f for f in fields(cls) if f.name == name)
    return declare(default, known.metadata["declared"])


def capital(text: str) -> str:
    """With a capital letter first, but for a Greek one, which is a name: β₂ is not Β₂."""
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


@cache
def declared(cls: type) -> Mapping[str, Any]:
    """What is known of each field of a dataclass, by name; a key and a label that are not told are made."""
    known = {f.name: f.metadata["declared"] for f in fields(cls) if "declared" in f.metadata}
    return {
        name: replace(d, name=name, key=d.key or name, label=d.label or capital(d.title))
        for name, d in known.items()
    }


def named(cls: type, property: str) -> tuple[str, ...]:
    """The fields of which something holds: named(Settings, "restarts")."""
    return tuple(name for name, d in declared(cls).items() if getattr(d, property))
