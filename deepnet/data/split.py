"""Which rows are learned from and which are kept for the test."""

from __future__ import annotations

import numpy as np

from deepnet.data.dataset import DataError


def random_split(
    m: int, test_share: float, *, rng: np.random.Generator, labels: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers (train, test), both ascending; `test_share` is in percent.

    With `labels` (m,) each class gives its share to the test, and at least one row of each stays in training.
    A larger share keeps the test rows of a smaller one.

    >>> train, test = random_split(10, 30, rng=np.random.default_rng(0))
    >>> len(train), len(test)
    (7, 3)
    """
    check_share(test_share)
    groups = [np.arange(m)] if labels is None else [np.flatnonzero(labels == c) for c in np.unique(labels)]
    in_test = np.zeros(m, bool)
    for rows in groups:
        rank = (rng.permutation(rows.size) + 0.5) / rows.size
        rank[rank.argmax()] = 1.0  # one row of each class is always learned from
        in_test[rows] = rank < test_share / 100
    return _checked(in_test, m)


def ordered_split(m: int, test_share: float) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers (train, test): the last rows are the test, as for a series in time.

    >>> ordered_split(5, 40)[1].tolist()
    [3, 4]
    """
    check_share(test_share)
    return _checked(np.arange(m) >= m - max(1, round(m * test_share / 100)), m)


def check_share(test_share: float) -> None:
    if not 0 < test_share < 100:
        raise DataError(f"the share of test rows must be between 0 and 100 percent, got {test_share!r}")


def _checked(in_test, m):
    if not in_test.any() or in_test.all():
        raise DataError(
            f"{m} rows are too few to keep some for the test; give more rows or change the test share"
        )
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
