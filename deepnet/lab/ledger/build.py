"""A ledger from a walk."""

from collections import defaultdict

import numpy as np

from deepnet.lab.ledger.backward import backward
from deepnet.lab.ledger.cost import cost
from deepnet.lab.ledger.forward import forward
from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.update import update
from deepnet.lab.ledger.walk import Walk


def ledger_of(walk: Walk, *, moves: bool = True) -> Ledger:
    """Every station of the step with its arrays, ready to be written out.

    moves: whether up to the update, or to the gradient alone.
    """
    book, seen = Ledger(walk), history(walk)
    with np.errstate(all="ignore"):
        forward(book, seen)
        cost(book)
        backward(book, seen)
        if moves:
            update(book, seen)
    return book


def history(walk: Walk) -> dict[str, list[np.ndarray]]:
    """The values that each name had, one after the other, before the update; what is there for speed alone is
    left out.  A batch that was done in pieces is put together again."""
    runs = [[]]
    for line in walk.lines:
        if line.stage in ("penalty", "clipping", "update"):
            break
        if runs[-1] and line.stage == "forward" and runs[-1][-1].stage == "backward":
            runs.append([])
        runs[-1].append(line)
    pieces = []
    for lines in runs:
        found = defaultdict(list)
        for line in lines:
            if not line.inner:
                for name, value in line.values.items():
                    found[name].append(value)
        pieces.append(found)
    if len(pieces) == 1:
        return dict(pieces[0])
    whole = {}
    for name, values in pieces[-1].items():
        if is_parameter(name):
            whole[name] = [values[-1]]  # the last line of the last piece adds up all of them
        else:
            whole[name] = [np.hstack(parts) for parts in zip(*(piece[name] for piece in pieces), strict=True)]
    return whole


def is_parameter(name: str) -> bool:
    return name.lstrip("d")[0] in "Wbγ"
