"""Data that many learn from at the same time, held once: read-only, and gone with the last who has them."""

from collections.abc import Callable, Hashable
from dataclasses import fields
from weakref import WeakValueDictionary

import numpy as np

from deepnet.data.dataset import Dataset

_held: WeakValueDictionary[Hashable, Dataset] = WeakValueDictionary()


def shared(key: Hashable, make: Callable[[], Dataset]) -> Dataset:
    """The data set under this key; made where nobody has it at present."""
    dataset = _held.get(key)
    if dataset is None:
        dataset = _held.setdefault(key, read_only(make()))
    return dataset


def read_only(dataset: Dataset) -> Dataset:
    """The same, whose arrays nobody can write to."""
    for each in fields(dataset):
        value = getattr(dataset, each.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return dataset
