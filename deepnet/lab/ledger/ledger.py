"""The ledger of one training step: stations in order, their arrays, and how every number in them is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from deepnet.lab.ledger.walk import Walk
from deepnet.lab.ledger.written import Formula, Number, Ref, Written, total, write

BATCH, PARAMETERS, SINGLE = "batch", "parameters", "single"


@dataclass(frozen=True, eq=False)
class Array:
    """values (r, c).  kind: BATCH has a column for each example, PARAMETERS is laid out like weights,
    SINGLE is one number.  made(r, c): the formulas that come to the number there, the best first; none where
    it is given.
    """

    name: str
    values: np.ndarray
    kind: str
    tells: str
    made: Callable[[int, int], Iterable[Formula]] | None = None

    def number(self, r: int, c: int = 0) -> Number:
        return Number(float(self.values[r, c]), (self.name, r, c))


@dataclass(frozen=True)
class Station:
    """One line of the step.  equation: names as Z_1, dW_2′, b_1.  reads, writes: arrays.  article: the
    function of deepnet.article that does it, or rule: what does it instead.  fragment: of the line that does
    it, "" where the whole function does.
    """

    title: str
    stage: str
    layer: int
    equation: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    article: str = ""
    fragment: str = ""
    rule: object = None
    tells: str = ""


@dataclass(eq=False)
class Ledger:
    """Built by `deepnet.lab.ledger.build`."""

    walk: Walk
    arrays: dict[str, Array] = field(default_factory=dict)
    stations: list[Station] = field(default_factory=list)
    _known: dict[Ref, Written | None] = field(default_factory=dict)

    def add(self, name: str, values, kind: str, tells: str, made=None) -> Array:
        """Enter an array; its values are kept as float64 and never written to."""
        values = np.array(values, np.float64, ndmin=2)
        values.flags.writeable = False
        self.arrays[name] = Array(name, values, kind, tells, made)
        return self.arrays[name]

    def stop(self, *fields, **more) -> None:
        """Enter a station, behind those there are."""
        self.stations.append(Station(*fields, **more))

    def number(self, name: str, r: int, c: int = 0) -> Number:
        return self.arrays[name].number(r, c)

    def written(self, name: str, r: int, c: int = 0) -> Written | None:
        """The number at (r, c) of an array as a sum that adds up; None for one that is given, or not
        finite.  Kept: whoever looks at another row of the batch asks for the same gradients again."""
        if (name, r, c) not in self._known:
            self._known[name, r, c] = self._write(name, r, c)
        return self._known[name, r, c]

    def _write(self, name: str, r: int, c: int) -> Written | None:
        array = self.arrays[name]
        if array.made is None:
            return None
        with np.errstate(all="ignore"):
            for formula in array.made(r, c):
                found = write(formula, float(array.values[r, c]))
                if found:
                    return found
        return None

    def mean(self, name: str, r: int) -> Written | None:
        """The mean over the batch of row r of an array with a column for each example."""
        row = self.arrays[name].values[r]
        return write(total(lambda i: (name, r, i), row, over=row.size), float(row.mean()))
