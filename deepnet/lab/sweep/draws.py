"""More than two settings: networks drawn at random from ranges, and how much each setting mattered."""

from dataclasses import dataclass

import numpy as np

from deepnet.declaration import Number, Whole
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis, changed
from deepnet.lab.sweep.grid import Member, unstopped

FEWEST = 50  # networks below which an importance means nothing
TREES, REPEATS = 100, 10


@dataclass(frozen=True)
class Spread:
    """A setting's distribution over an axis: even from its least to its largest number (by factors where the
    axis goes by factors), or one of its values.  It is what scikit-learn's ParameterSampler asks of one."""

    axis: Axis

    def rvs(self, random_state=None):
        values, known = self.axis.values, self.axis.known
        if not isinstance(known, Number):
            return values[random_state.randint(len(values))]
        share, low, high = random_state.uniform(), min(values), max(values)
        drawn = low * (high / low) ** share if self.axis.log else low + share * (high - low)
        return round(drawn) if isinstance(known, Whole) else _short(drawn, low, high)


def _short(drawn: float, low: float, high: float) -> float:
    """To four digits, as it is shown, but not beyond the ends."""
    return min(max(float(f"{drawn:.4g}"), low), high)


def drawn(
    base: Settings, axes: list[Axis], count: int, seed: int = 0
) -> tuple[list[Member], dict[str, list]]:
    """`count` members with settings drawn from the axes (scikit-learn's ParameterSampler), and the draws.

    A draw that no settings can have is left out.
    """
    from sklearn.model_selection import ParameterSampler

    sampler = ParameterSampler({axis.name: Spread(axis) for axis in axes}, count, random_state=seed)
    members, table = [], {axis.name: [] for axis in axes}
    for draw in sampler:
        settings = unstopped(base)
        try:
            for axis in axes:
                settings = changed(settings, axis.name, draw[axis.name])
        except (ValueError, TypeError):
            continue
        members.append(Member(settings))
        for axis in axes:
            table[axis.name].append(draw[axis.name])
    return members, table


class Search:
    """Optuna's TPE: asks for members in rounds and learns from their costs.  ImportError without Optuna."""

    def __init__(self, base: Settings, axes: list[Axis], seed: int = 0):
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        sampler = optuna.samplers.TPESampler(seed=seed, constant_liar=True)
        self._study, self.base, self.axes = optuna.create_study(sampler=sampler), base, axes
        self._asked: list = []
        self.table: dict[str, list] = {axis.name: [] for axis in axes}
        self.members: list[Member] = []

    def ask(self, count: int) -> list[Member]:
        """The next members; their costs are told before more are asked for."""
        self._asked, members = [], []
        for _ in range(count):
            trial = self._study.ask()
            draw, settings = {axis.name: self._value(trial, axis) for axis in self.axes}, unstopped(self.base)
            for axis in self.axes:
                settings = changed(settings, axis.name, draw[axis.name])
            self._asked.append(trial)
            members.append(Member(settings))
            for name, value in draw.items():
                self.table[name].append(value)
        self.members += members
        return members

    def _value(self, trial, axis: Axis):
        values, known = axis.values, axis.known
        if not isinstance(known, Number):
            return values[trial.suggest_categorical(axis.name, list(range(len(values))))]
        if isinstance(known, Whole):
            return trial.suggest_int(axis.name, min(values), max(values), log=axis.log)
        low, high = min(values), max(values)
        return _short(trial.suggest_float(axis.name, low, high, log=axis.log), low, high)

    def tell(self, costs: np.ndarray) -> None:
        """The costs of those asked for last; one that is no number has failed."""
        worst = max([c for c in costs if np.isfinite(c)], default=1.0)
        for trial, cost in zip(self._asked, costs, strict=True):
            self._study.tell(trial, float(cost) if np.isfinite(cost) else 10 * worst)
        self._asked = []


def as_numbers(axis: Axis, values: list) -> np.ndarray:
    """Draws as numbers: by factors where the axis goes so, a choice by its place in the axis."""
    if isinstance(axis.known, Number):
        found = np.array(values, float)
        return np.log10(np.maximum(found, 1e-12)) if axis.log else found
    return np.array([axis.values.index(value) for value in values], float)


def importance(
    axes: list[Axis], table: dict[str, list], costs: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """(share, spread) of each axis, and how much of the costs is explained, R² out of bag.

    Permutation importance of a random forest on the logarithm of the cost (Breiman 2001): how much worse the
    forest predicts where a setting's values are shuffled, as shares of their sum.  Diverged ones count as
    the worst cost.
    """
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.inspection import permutation_importance

    X = np.column_stack([as_numbers(axis, table[axis.name]) for axis in axes])
    finite = np.isfinite(costs)
    if finite.sum() < 2:
        raise ValueError("an importance needs networks with a finite cost, got fewer than two")
    y = np.log10(np.maximum(np.where(finite, costs, costs[finite].max()), 1e-12))
    forest = RandomForestRegressor(TREES, random_state=0, oob_score=True, min_samples_leaf=2).fit(X, y)
    found = permutation_importance(forest, X, y, n_repeats=REPEATS, random_state=0)
    means = np.maximum(found.importances_mean, 0)
    total = means.sum() or 1.0
    return means / total, found.importances_std / total, float(forest.oob_score_)
