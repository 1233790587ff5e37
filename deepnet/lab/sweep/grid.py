"""Grid: base settings × axes × seeds, and the members that it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from deepnet.declaration import declared
from deepnet.lab.settings.settings import LARGEST_SEED, Settings
from deepnet.lab.sweep.axes import Axis, changed

MOST_AXES = 2


@dataclass(frozen=True)
class Member:
    """One network of many.  order_of: the seed whose order of the rows it takes, None for that of its own."""

    settings: Settings
    order_of: int | None = None


@dataclass(frozen=True)
class Grid:
    """Every value of the first axis with every value of the second, each with so many seeds.

    The members stand in the order of the first axis, the second, the seeds; `shape` says how many of each.
    ValueError for a combination that cannot be.
    """

    base: Settings
    axes: tuple[Axis, ...]
    seeds: int = 1

    def __post_init__(self):
        if not 1 <= len(self.axes) <= MOST_AXES:
            raise ValueError(f"a grid has one or two axes, got {len(self.axes)}")
        if len({axis.name for axis in self.axes}) < len(self.axes):
            raise ValueError(f"both axes are {self.axes[0].title}; choose two different settings")
        if self.seeds < 1:
            raise ValueError(f"a grid needs at least one seed, got {self.seeds}")

    @property
    def shape(self) -> tuple[int, int, int]:
        """(values of the first axis, values of the second or 1, seeds)."""
        first, second = len(self.axes[0].values), len(self.axes[1].values) if len(self.axes) > 1 else 1
        return first, second, self.seeds

    @property
    def size(self) -> int:
        return int(np.prod(self.shape))

    def members(self) -> list[Member]:
        """All of them; rules that would stop one of them early are left out."""
        base, found = unstopped(self.base), []
        for values in product(*(axis.values for axis in self.axes)):
            settings = base
            for axis, value in zip(self.axes, values, strict=True):
                settings = changed(settings, axis.name, value)
            found += [Member(each) for each in seeded(settings, self.seeds)]
        return found


def unstopped(settings: Settings) -> Settings:
    """The same without the rules that stop a run: all members are trained equally long."""
    rules, plain = [name for name, d in declared(Settings).items() if d.group == "Stop"], Settings()
    return replace(settings, **{name: getattr(plain, name) for name in rules})


def seeded(settings: Settings, count: int) -> list[Settings]:
    """The same settings with so many seeds, counted up from their own."""
    more = [replace(settings, seed=(settings.seed + i) % (LARGEST_SEED + 1)) for i in range(1, count)]
    return [settings, *more][:count]


def clock(steps: int, ticks: int) -> np.ndarray:
    """The steps at which all members are looked at: 0, …, steps, at most ticks + 1 of them, int64.

    >>> clock(10, 5).tolist()
    [0, 2, 4, 6, 8, 10]
    """
    ticks = max(1, min(ticks, steps))
    return np.unique(np.round(np.linspace(0, steps, ticks + 1)).astype(np.int64))


def permuted(count: int, seed: int = 0) -> Sequence[int]:
    """An order in which tiles fill, the same each time, without favouring a corner."""
    return np.random.default_rng(seed).permutation(count).tolist()
