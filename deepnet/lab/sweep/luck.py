"""Better, or luck?  Two settings trained in pairs that share their seeds, and what the pairs say."""

from dataclasses import dataclass, replace
from math import inf, sqrt

import numpy as np

from deepnet.lab.settings.settings import LARGEST_SEED, Settings
from deepnet.lab.sweep.grid import Member, unstopped

FEWEST = 20  # pairs below which nothing is said
PAIRS = 64
RESAMPLES = 4000
VARIES = {
    "all": "weights, order and data",
    "weights": "initial weights",
    "order": "order of the rows",
    "data": "the data",
}


def members(settings: Settings, count: int, varies: str) -> list[Member]:
    """`count` members of these settings that differ in what varies and in nothing else.

    The i-th of two settings share their seeds: the same points, the same order, and the same initial weights
    where their shapes allow.
    """
    if varies not in VARIES:
        raise ValueError(f"what varies must be one of {', '.join(VARIES)}, got {varies!r}")
    base, found = unstopped(settings), []
    for i in range(count):
        seed, drawn = (base.seed + i) % (LARGEST_SEED + 1), (base.data_seed + i) % (LARGEST_SEED + 1)
        if varies == "order":
            found.append(Member(base, order_of=seed))
        elif varies == "weights":
            found.append(Member(replace(base, seed=seed), order_of=base.seed))
        elif varies == "data":
            found.append(Member(replace(base, data_seed=drawn)))
        else:
            found.append(Member(replace(base, seed=seed, data_seed=drawn)))
    return found


@dataclass(frozen=True)
class Verdict:
    """What pairs of costs say about A and B.

    wins: pairs in which A has the lower cost, ties as halves.  chance: their share, an estimate of the
    probability that A beats B; low, high: its 95 % bootstrap interval over pairs, half a pair wider on both
    sides because a share of pairs moves by steps.  needed: pairs at which such a share is told from ½ in
    four of five repetitions, inf where it is ½.
    """

    pairs: int
    wins: float
    chance: float
    low: float
    high: float
    median: float
    needed: float

    @property
    def told(self) -> int:
        """1 if A is better, -1 if B is, 0 if they cannot be told apart."""
        if self.pairs < FEWEST:
            return 0
        return 1 if self.low > 0.5 else -1 if self.high < 0.5 else 0

    def sentence(self, a: str = "A", b: str = "B") -> str:
        """It all in one plain sentence."""
        n = self.pairs
        if n < FEWEST:
            return f"{n} pairs are too few: there is no verdict below {FEWEST}."
        better, won = (a, self.wins) if self.wins >= n / 2 else (b, n - self.wins)
        count = f"{won:g} of {n} pairs"
        if self.told:
            return f"{better} is better in {count}; the difference is larger than chance."
        if self.needed == inf:
            return f"{a} and {b} cannot be told apart with {n} seeds."
        return (
            f"{a} and {b} cannot be told apart with {n} seeds: {better} is better in {count}, and chance "
            f"alone does that; about {self.needed:,.0f} pairs would be needed to tell."
        )


def verdict(costs_a: np.ndarray, costs_b: np.ndarray, *, rng: "np.random.Generator | None" = None) -> Verdict:
    """Of paired costs (n,) each; one that is not finite has lost to any that is."""
    a, b = (
        np.where(np.isfinite(c), c, inf) for c in (np.asarray(costs_a, float), np.asarray(costs_b, float))
    )
    n = len(a)
    if n == 0 or len(b) != n:
        raise ValueError(f"pairs need as many costs of A as of B, at least one; got {n} and {len(b)}")
    won = np.where(a < b, 1.0, np.where(a > b, 0.0, 0.5))
    rng = rng or np.random.default_rng(0)
    shares = won[rng.integers(0, n, (RESAMPLES, n))].mean(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    both = np.isfinite(a) & np.isfinite(b)
    median = float(np.median(a[both] - b[both])) if both.any() else float("nan")
    chance = float(won.mean())
    return Verdict(
        n,
        float(won.sum()),
        chance,
        max(0.0, float(low) - 0.5 / n),
        min(1.0, float(high) + 0.5 / n),
        median,
        pairs_needed(chance),
    )


def pairs_needed(chance: float, power: float = 0.84) -> float:
    """Pairs at which a sign test of level 5 % tells this chance from ½ with a power of 80 % (z = 0.84)."""
    if chance == 0.5:
        return inf
    away = abs(chance - 0.5)
    found = ((1.96 * 0.5 + power * sqrt(max(chance * (1 - chance), 0.0))) / away) ** 2
    return float(max(FEWEST, np.ceil(found)))
