"""The kinds of fields that are neither a number nor a name: layers, inputs, drawn points."""

import re
from dataclasses import dataclass

from deepnet.activations import ACTIVATIONS
from deepnet.data import Drawing
from deepnet.data.features import FEATURES
from deepnet.declaration import Declaration, declare, integral
from deepnet.spelling import shown, slug, spelled

AUTO = "auto"  # the output and the loss that fit the targets; a layer's activation as in the others
MOST_LAYERS = 8
MOST_NEURONS = 64
LONGEST_DRAWN = 2400  # characters of as many drawn points as a link carries


def listed(title: str, value, of: str):
    """`value`, TypeError if it is no list."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"{title} must be a list of {of}, got {shown(value)}")
    return value


@dataclass(frozen=True, kw_only=True)
class Points(Declaration):
    """A drawing, or None."""

    longest: int = LONGEST_DRAWN

    def check(self, value) -> Drawing | None:
        if value is not None and not isinstance(value, Drawing):
            raise TypeError(f"{self.title} must be a Drawing, got {shown(value)}")
        return value

    def link(self, value) -> str:
        return value.text()

    def read(self, text: str) -> Drawing:
        return Drawing.read(text)

    def plain(self, value) -> str | None:
        return None if value is None else value.text()

    def revived(self, value):
        return Drawing.read(value) if isinstance(value, str) else value


@dataclass(frozen=True, kw_only=True)
class Inputs(Declaration):
    """One or more different names of FEATURES, in their order there."""

    def check(self, value) -> tuple[str, ...]:
        listed(self.title, value, "names")
        unknown = [name for name in value if not isinstance(name, str) or name not in FEATURES]
        if unknown or not value:
            got = shown(unknown[0]) if unknown else "none"
            raise ValueError(f"{self.title} must be one or more of {', '.join(FEATURES)}; got {got}")
        return tuple(name for name in FEATURES if name in value)

    def link(self, value) -> str:
        return "-".join(value)

    def read(self, text: str) -> tuple[str, ...]:
        return tuple(part for part in re.split(r"[\s,;-]+", text.lower()) if part)

    def written(self, value) -> str:
        return ", ".join(FEATURES[name].label for name in value)


@dataclass(frozen=True, kw_only=True)
class Layers(Declaration):
    """The neurons of each hidden layer; with `numbers`, the hidden layers of which something holds."""

    numbers: bool = False

    def check(self, value) -> tuple[int, ...]:
        listed(self.title, value, "numbers")
        if self.numbers:
            return tuple(sorted({integral("a normalized layer", l, 1, MOST_LAYERS) for l in value}))
        if len(value) > MOST_LAYERS:
            raise ValueError(f"{self.title} must be at most {MOST_LAYERS}, got {len(value)}")
        return tuple(integral("neurons of a hidden layer", size, 1, MOST_NEURONS) for size in value)

    def link(self, value) -> str:
        return "-".join(map(str, value)) or "none"

    def read(self, text: str) -> tuple[int, ...]:
        if text.lower() in ("", "0", "none"):
            return ()
        numbers = text.strip("()[]")
        if not re.fullmatch(r"[0-9]{1,15}([\s,x;-]+[0-9]{1,15})*", numbers):
            raise ValueError(f"numbers such as 8-8-4 are needed, got {shown(text)}")
        return tuple(int(part) for part in re.split(r"[\s,x;-]+", numbers))

    def written(self, value) -> str:
        return (", " if self.numbers else "-").join(map(str, value)) or "none"


@dataclass(frozen=True, kw_only=True)
class EachLayer(Declaration):
    """A name for each hidden layer: an activation of its own, or AUTO for that of all the others."""

    names: tuple[str, ...] = (AUTO, *ACTIVATIONS)

    def check(self, value) -> tuple[str, ...]:
        for name in listed(self.title, value, "names"):
            if not isinstance(name, str) or name not in self.names:
                raise ValueError(
                    f"activation of a layer must be one of {', '.join(self.names)}; got {shown(name)}"
                )
        return tuple(value)

    def link(self, value) -> str:
        return ",".join(map(slug, value))

    def read(self, text: str) -> tuple[str, ...]:
        return tuple(spelled(part, self.names) for part in re.split("[,;]", text) if part.strip())

    def written(self, value) -> str:
        return ", ".join(value) or "the same everywhere"


def drawn(**told):
    return declare(None, Points(**told))


def inputs(default: tuple[str, ...], **told):
    return declare(default, Inputs(**told))


def layers(default: tuple[int, ...], **told):
    return declare(default, Layers(**told))


def each_layer(**told):
    return declare((), EachLayer(**told))
