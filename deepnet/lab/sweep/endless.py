"""Two lessons that only endless data can give: the winner's curse, and capacity against time."""

from dataclasses import replace

import numpy as np

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.grid import Member, seeded, unstopped

TRAIN = 100  # points that every network learns from
TRIED = 256  # settings at most
RISEN = 0.01  # of all answers, by which an error must rise to be called so
AROUND = 2  # errors on either side of one, for a running median
WIDTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64)
SEEDS = 8
RESHUFFLES = 300


def with_validation(settings: Settings, points: int) -> Settings:
    """The same toy with TRAIN points to learn from and about so many to choose by."""
    total = TRAIN + points
    return replace(
        unstopped(settings), points=total, test_share=int(np.clip(round(100 * points / total), 10, 90))
    )


def candidates(settings: Settings, count: int = TRIED, seed: int = 0) -> list[Member]:
    """`count` settings of the kind that people try: rates, widths and seeds drawn at random."""
    rng, found = np.random.default_rng(seed), []
    for i in range(count):
        rate = float(f"{10 ** rng.uniform(-2, 0.3):.3g}")
        width = int(rng.choice([2, 3, 4, 6, 8]))
        hidden = (width,) * max(1, len(settings.hidden))
        found.append(Member(replace(settings, learning_rate=rate, hidden=hidden, seed=i)))
    return found


def winners(validation: np.ndarray, fresh: np.ndarray, *, lost: float = 1.0, rng=None):
    """For n = 1, 2, 4 … tried: (n, its error on the validation points, its error on fresh ones).

    Both are means over RESHUFFLES draws of n candidates, the one with the least validation error chosen; of
    equals the first.  validation, fresh: errors (K,), nan where one diverged.  lost: as what it
    counts, and any that is worse: it would be all of the mean.
    """
    rng, K = rng or np.random.default_rng(0), len(validation)
    validation, fresh = (np.where(each < lost, each, lost) for each in (validation, fresh))
    counts = [n for n in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512) if n <= K]
    seen, true = [], []
    for n in counts:
        draws = np.stack([rng.permutation(K)[:n] for _ in range(RESHUFFLES)])
        best = np.take_along_axis(draws, validation[draws].argmin(axis=1)[:, None], axis=1)[:, 0]
        seen.append(validation[best].mean())
        true.append(fresh[best].mean())
    return np.array(counts), np.array(seen), np.array(true)


def by_width(settings: Settings, label_noise: int) -> list[Member]:
    """SEEDS members of each of WIDTHS, width by width, with so many percent of the training labels wrong."""
    base = replace(unstopped(settings), label_noise=label_noise)
    layers = max(1, len(settings.hidden))
    return [
        Member(each) for width in WIDTHS for each in seeded(replace(base, hidden=(width,) * layers), SEEDS)
    ]


def errors_by_width(metric_test: np.ndarray) -> np.ndarray:
    """The median test error (n_widths, T) of the seeds, of the metric (T, n_widths · SEEDS)."""
    each = 1 - metric_test.reshape(len(metric_test), len(WIDTHS), SEEDS)
    missing = np.isnan(each).all(axis=2)
    found = np.nanmedian(np.where(missing[..., None], 0.0, each), axis=2)
    return np.where(missing, np.nan, found).T


def risen(errors: np.ndarray) -> bool:
    """Whether errors (T,) over time, shares of all answers, have clearly risen again by their end.

    Judged by running medians, and by how much it trembles from one to the next: that the last one lies
    above the least is what any noise does.
    """
    if len(errors) < 2:
        return False
    medians = [np.median(errors[max(0, i - AROUND) : i + AROUND + 1]) for i in range(len(errors))]
    trembling = float(np.median(np.abs(np.diff(errors))))  # about the deviation of one, where they are noise
    return bool(medians[-1] - min(medians) > max(RISEN, 2 * trembling))
