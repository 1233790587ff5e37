"""Mathematics as data: a rule yields numpy calls, which are run at once or bound and run a million times.

A call is a tuple (function, argument, …, out): `yield np.multiply, Z, 0.5, A` says A = Z / 2.  The rules of
`activations`, `losses`, `optimizers` and `regularizers` are generators of such calls, so that a formula is
written once and serves the plain functions and the compiled step alike.  A rule may make scratch arrays:
when it is bound they are made once.

A small network costs calls, not arithmetic: 0.3 µs each.  So a bound call is a partial whose operands are
all arrays of one type (a Python number is converted anew each time), and the rules prefer `clip` and `fmax`
to `np.maximum`, which asks the processor for its flags and takes 1 µs longer.
"""

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

Call = tuple
Bound = Callable[[], object]
clip = np._core.umath.clip  # the bare ufunc behind np.clip, which is Python code around it


def run(calls: Iterable[Call]) -> None:
    """Run the calls of a rule now."""
    for function, *arguments in calls:
        function(*arguments)


def bind(calls: Iterable[Call], dtype) -> list[Bound]:
    """The calls of a rule as functions of no argument; floats among the operands become arrays of dtype."""
    return [partial(function, *[_operand(a, dtype) for a in arguments]) for function, *arguments in calls]


def _operand(argument, dtype):
    return np.array(argument, dtype) if isinstance(argument, float) else argument
