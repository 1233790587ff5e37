"""Which inputs matter: how much worse the answers become when one of them is shuffled among the rows.

Permutation importance (Breiman 2001; model-agnostic as in Fisher, Rudin, Dominici 2019).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from deepnet.forward import Forward
from deepnet.lab.answers.form import Form
from deepnet.lab.run.moment import Moment

MOST_ROWS = 1000
FEWEST_ROWS = 30  # below which the budget does not go
REPEATS = 5
MOST_WORK = 3_000_000_000  # multiply-adds in all: about a second


@dataclass(frozen=True, eq=False)
class Importance:
    """drop (g, repeats): the score that each of g columns takes with it.  score: with all as they are.

    rows: that were shuffled, of `of` there are.
    """

    names: tuple[str, ...]
    drop: np.ndarray
    score: float
    rows: int
    of: int

    @property
    def mean(self) -> np.ndarray:
        """(g,)"""
        return self.drop.mean(axis=1)

    @property
    def spread(self) -> np.ndarray:
        """Standard deviation over the repeats (g,)."""
        return self.drop.std(axis=1)


def of_columns(moment: Moment, form: Form, part: str, *, seed: int = 0) -> Importance:
    """The importance of each column: what a person calls one column is shuffled as one.

    A toy's coordinate takes all inputs that are made of it along.
    """
    raw = moment.dataset.part(part).raw
    groups = [list(column.places) for column in form.columns]
    names = [column.name for column in form.columns]
    return _shuffled(moment, part, names, groups, raw, form.dataset.inputs_of, seed)


def of_blocks(moment: Moment, shape: tuple[int, ...], part: str, *, seed: int = 0) -> tuple[Importance, int]:
    """The importance of square blocks of a picture of shape (h, w) or (h, w, 3), row by row; and their side.

    The pixels of a block stay together: a row gets the block of another picture.
    """
    side = max(1, -(-max(shape[:2]) // 8))
    groups = blocks(shape, side)
    X = moment.dataset.part(part).X
    names = [str(i) for i in range(len(groups))]
    return _shuffled(moment, part, names, groups, X, lambda X: X, seed), side


def blocks(shape: tuple[int, ...], side: int) -> list[np.ndarray]:
    """The inputs in each block of side × side pixels, row by row; blocks at the far edges may be smaller."""
    places = np.arange(int(np.prod(shape))).reshape(shape)
    height, width = shape[:2]
    return [
        places[i : i + side, j : j + side].ravel()
        for i in range(0, height, side)
        for j in range(0, width, side)
    ]


def rows_within(work_per_row: int, m: int) -> tuple[int, int]:
    """(rows, repeats) of m rows that keep to MOST_WORK.  work_per_row: of shuffling every column once."""
    rows = min(m, MOST_ROWS, max(FEWEST_ROWS, MOST_WORK // max(1, work_per_row * REPEATS)))
    return rows, int(np.clip(MOST_WORK // max(1, work_per_row * rows), 2, REPEATS))


def _shuffled(
    moment: Moment,
    part: str,
    names: Sequence[str],
    groups: Sequence,
    raw: np.ndarray,
    X_of: Callable[[np.ndarray], np.ndarray],
    seed: int,
) -> Importance:
    """Shuffle each group of the rows of raw (n, m) in turn; X_of makes inputs of it."""
    dataset, rng = moment.dataset, np.random.default_rng(seed)
    Y = dataset.part(part).Y
    m = raw.shape[1]
    rows, repeats = rows_within(len(groups) * moment.network.size, m)
    chosen = np.sort(rng.permutation(m)[:rows])
    raw, Y = raw[:, chosen], Y[:, chosen]

    def score(raw):
        return score_of(moment, X_of(raw), Y)

    best, drop = score(raw), np.empty((len(groups), repeats))
    mixed = raw.copy()
    for g, places in enumerate(groups):
        for repeat in range(repeats):
            mixed[places] = raw[places][:, rng.permutation(rows)]
            drop[g, repeat] = best - score(mixed)
        mixed[places] = raw[places]
    return Importance(tuple(names), drop, best, rows, m)


def score_of(moment: Moment, X: np.ndarray, Y: np.ndarray) -> float:
    """Accuracy, or R² for a regression, of the answers to X (n_x, m)."""
    judge = moment.judge
    return judge.score(judge.truth(Y), judge.found(Forward(moment.network, X)().Z_L))
