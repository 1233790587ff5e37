"""How a bound call is written: numpy's text with the names of its arrays, for whoever reads a step."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .program import Line


def spelled(line: "Line") -> Iterator[str]:
    """The calls of a line, one text each.

    An array is known by where it lies.  One that a line writes has its new name from then on, and one that
    has none, a scratch array, is called u1, u2, …
    """
    known = {name: array for name, array in line.writes.items() if name in line.reads} | line.named
    names = {_place(array): name for name, array in known.items()}
    outputs = {_place(array): name for name, array in line.writes.items()}
    scratch = 0
    for function, *arguments in line.calls:
        called, inputs, out = _parts(function, arguments)
        said = [_said(a, names) for a in inputs]
        place = _place(out)
        if place in outputs:
            names[place] = outputs[place]
        elif place not in names:
            scratch += 1
            names[place] = f"u{scratch}"
        if called.endswith("="):
            yield f"{names[place]}[...] = {', '.join(said)}"
        else:
            yield f"{called}({', '.join([*said, f'out={names[place]}'])})"


def _parts(function, arguments: list) -> tuple[str, list, np.ndarray]:
    """How a call is named, what goes into it, and what it writes."""
    owner, name = getattr(function, "__self__", None), function.__name__
    if isinstance(owner, np.ndarray):  # a method: W.dot, D.fill
        if name == "fill":
            return "=", arguments, owner
        return f"np.{name}", [owner, *arguments[:-1]], arguments[-1]
    if isinstance(owner, np.ufunc):  # a reduction: its axis shows in the shapes
        return f"np.{owner.__name__}.{name}", arguments[:2], arguments[3]
    if function is np.copyto:
        return "=", arguments[1:], arguments[0]
    if isinstance(function, np.ufunc) or function is np.matmul:
        return f"np.{name}", arguments[:-1], arguments[-1]
    return _own(function, arguments)


def _own(function, arguments: list) -> tuple[str, list, np.ndarray]:
    """The few calls that are not numpy's: a loss, masks, clipping."""
    name = function.__name__
    if name == "draw":
        return f"draw(keep_prob={function.__self__.keep_prob:g})", [], arguments[0]
    if name == "_put":
        return arguments[0].__name__, arguments[1:-1], arguments[-1]
    if name == "shorten":
        return "shorten", arguments[1:], arguments[0]
    return name, arguments[:-1], arguments[-1]


def _said(argument, names: dict) -> str:
    if isinstance(argument, np.ndarray):
        if _place(argument) in names:
            return names[_place(argument)]
        return f"{argument.item():g}" if argument.size == 1 else "…"
    return f"{argument:g}" if isinstance(argument, float) else getattr(argument, "__name__", repr(argument))


def _place(array) -> tuple:
    """Where an array lies and how: views of the same numbers have the same."""
    if not isinstance(array, np.ndarray):
        return (id(array),)
    return array.__array_interface__["data"][0], array.shape, array.strides
