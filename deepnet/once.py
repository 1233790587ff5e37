"""Copies of data that many need alike, made once: a hundred runs on the same pictures hold them once."""

import weakref
from collections.abc import Callable, Hashable

import numpy as np

_made: dict[tuple, tuple[weakref.ref, weakref.ref]] = {}  # (data, copy), gone with either


def once(data: np.ndarray, what: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
    """`make()`, or what it gave to another who asked the same of the same data and still has it.

    Only data that nobody can write to are shared, and so is the copy then.
    """
    if data.flags.writeable:
        return make()
    key = (id(data), what)
    source, copy = (ref() for ref in _made.get(key, (lambda: None, lambda: None)))
    if copy is None or source is not data:
        copy = make()
        copy.setflags(write=False)
        _made[key] = weakref.ref(data), weakref.ref(copy, lambda gone: _forget(key, gone))
    return copy


def _forget(key: tuple, gone: weakref.ref) -> None:
    if _made.get(key, (None, None))[1] is gone:
        del _made[key]
