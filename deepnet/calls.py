"""Mathematics as data: a rule yields numpy calls, which are run at once or bound and run a million times.

A call is a tuple (function, argument, …, out): `yield np.multiply, Z, 0.5, A` says A = Z / 2.  The rules of
`activations`, `losses`, `optimizers` and `regularizers` are generators of such calls, so that a formula is
written once and serves the plain functions and the compiled step alike.  A rule may make scratch arrays:
when it is bound they are made once.  Between its calls it may yield a text, which says what the calls behind
it do.

A small network costs calls, not arithmetic: 0.3 µs each.  So a bound call is a partial whose operands are
all arrays of one type (a Python number is converted anew each time), and the rules prefer `clip` and `fmax`
to `np.maximum`, which asks the processor for its flags and takes 1 µs longer.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

Call = tuple[Any, ...]
Bound = Callable[[], object]
clip = np._core.umath.clip  # type: ignore[attr-defined]  # the bare ufunc behind np.clip, which is Python code around it


class Given:
    """Stands in a call for an array that is not there yet."""

    def __init__(self, name: str):
        self.name = name

    def __repr__(self):
        return self.name


def run(calls: Iterable[Call | str]) -> None:
    """Run the calls of a rule now."""
    for call in only(calls):
        call[0](*call[1:])


def bind(calls: Iterable[Call | str], dtype) -> list[Bound]:
    """The calls of a rule as functions of no argument; floats among the operands become arrays of dtype."""
    return [partial(f, *[_operand(a, dtype) for a in arguments]) for f, *arguments in only(calls)]


def only(calls: Iterable[Call | str]) -> Iterator[Call]:
    """The calls of a rule without its texts."""
    return (call for call in calls if not isinstance(call, str))


def by_text(calls: Iterable[Call | str]) -> list[tuple[str, list[Call]]]:
    """The calls of a rule under the text that each stands behind, in order; the first may have none, ""."""
    found: list[tuple[str, list[Call]]] = [("", [])]
    for call in calls:
        if isinstance(call, str):
            found.append((call, []))
        else:
            found[-1][1].append(call)
    return [(text, group) for text, group in found if group]


def _operand(argument, dtype):
    return np.array(argument, dtype) if isinstance(argument, float) else argument


def product(left, right, out):
    """out = left·right of two matrices."""
    yield left.dot, right, out


def products(left, right, out):
    """out[k] = left[k]·right[k]; right may be one matrix for all.

    np.matmul rounds as each product by itself, unless a side is 1 and a matrix has gaps between its rows.
    """
    if 1 in (*out.shape[1:], left.shape[-1]) and not (_gapless(left) and _gapless(right)):
        for k in range(len(out)):
            yield left[k].dot, right if right.ndim == 2 else right[k], out[k]
    else:
        yield np.matmul, left, right, out


def _gapless(matrices) -> bool:
    """Whether a matrix, or each of several, is one block of memory."""
    flags = (matrices if matrices.ndim == 2 else matrices[0]).flags
    return flags.c_contiguous or flags.f_contiguous


between: list[Callable[[], object]] = []  # asked between the pieces of long work


def breathe() -> None:
    """A pause in long work, in which a server can let others go first."""
    for ask in between:
        ask()


def bits(array: np.ndarray) -> np.ndarray:
    """The same memory as integers."""
    return array.view(f"i{array.itemsize}")
