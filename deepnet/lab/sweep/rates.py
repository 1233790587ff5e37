"""The range test: the rate grows by a factor at every step, and the cost says how far it can go."""

from dataclasses import dataclass, replace

import numpy as np

from deepnet.lab.run.recipe import build
from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.chunk import data
from deepnet.lab.sweep.curvature import sharpness
from deepnet.lab.sweep.grid import Member, seeded, unstopped

LOWEST, HIGHEST = 1e-5, 100.0
SMOOTHING = 0.9  # of the running mean of costs
WORSE = 4.0  # times the best smoothed cost: there the test ends


@dataclass(frozen=True)
class RangeTest:
    """rates, costs (n,): of the batch-wise training cost, smoothed, where the rate had grown so far.

    steepest: the rate at which the cost falls fastest by factors of the rate.  valley: where it is lowest,
    divided by 10, as the rule of thumb has it.  edge: 2/sharpness at the start.
    """

    rates: np.ndarray
    costs: np.ndarray
    steepest: float
    valley: float
    edge: float


def range_test(settings: Settings, steps: int = 200, uploaded=None, state: dict | None = None) -> RangeTest:
    """Smith 2017: from LOWEST to HIGHEST in `steps` updates, from the weights of `state` or the initial ones.

    The cost is that of the whole training set, so no batch's luck is in it.
    """
    plain = replace(unstopped(settings), schedule="constant", learning_rate=LOWEST)
    network, trainer = build(plain, data(settings, uploaded))
    if state is not None:
        trainer.restore(state)
    sharp = sharpness(trainer, rounds=60, enough=1e-4).value
    trainer.configure(schedule="exponential", schedule_span=steps, schedule_decay=HIGHEST / LOWEST)
    if state is not None:
        trainer.step_count = 0  # the schedule counts from here
    rates = LOWEST * (HIGHEST / LOWEST) ** (np.arange(steps) / steps)
    costs, smooth, best, weight = [], 0.0, np.inf, 0.0
    for _ in range(steps):
        trainer.step(1)
        cost = trainer.cost()
        smooth, weight = SMOOTHING * smooth + (1 - SMOOTHING) * cost, SMOOTHING * weight + 1 - SMOOTHING
        now = smooth / weight
        if not np.isfinite(now) or now > WORSE * best:
            break
        best = min(best, now)
        costs.append(now)
    if not costs:
        costs = [trainer.cost()]
    rates, costs = rates[: len(costs)], np.array(costs)
    slopes = np.gradient(costs, np.log(rates)) if len(costs) > 2 else np.zeros(len(costs))
    return RangeTest(
        rates,
        costs,
        float(rates[slopes[: costs.argmin() + 1].argmin()]),
        float(rates[costs.argmin()] / 10),
        2 / sharp if sharp > 0 else np.inf,
    )


def fixed_rates(count: int) -> tuple[float, ...]:
    """`count` rates by equal factors over the range of the test."""
    return tuple(float(f"{rate:.4g}") for rate in np.geomspace(1e-4, 30.0, count))


def fixed(settings: Settings, rates, seeds: int) -> list[Member]:
    """Members that begin with each rate, whatever their schedule makes of it, seed by seed."""
    base = unstopped(settings)
    return [Member(each) for rate in rates for each in seeded(replace(base, learning_rate=rate), seeds)]


def true_best(rates, finals: np.ndarray) -> float:
    """The rate with the lowest median final cost; finals (n_rates, seeds), nan where one diverged.

    nan where half of the seeds of every rate did.
    """
    medians = np.median(np.where(np.isfinite(finals), finals, np.inf), axis=1)
    return float(rates[int(medians.argmin())]) if np.isfinite(medians).any() else float("nan")
