"""Verdicts: chance alone is called chance, a real difference is found, and the interval covers the truth."""

from dataclasses import replace
from math import comb

import numpy as np
import pytest

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.chunk import Chunk, Look, data
from deepnet.lab.sweep.luck import VARIES, members, pairs_needed, verdict
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.worker import train

BASE = replace(Settings(), dataset="spiral", points=100, hidden=(4, 2))


def costs(chosen, steps):
    """Costs on fresh points after so many steps."""
    sweep = Sweep(chosen, steps, look=Look(fresh=True), ticks=1)
    while (task := sweep.next_task()) is not None:
        sweep.take(*train(task))
    return sweep.fresh[:, 0]


def sign_test(wins: int, pairs: int) -> float:
    """The probability of a share at least as far from ½ by chance alone, two-sided."""
    far = max(wins, pairs - wins)
    return min(1.0, 2 * sum(comb(pairs, k) for k in range(far, pairs + 1)) / 2**pairs)


def test_identical_settings_cannot_be_told_apart():
    # The same settings with seeds of their own: any difference is luck.
    found = costs(members(BASE, 6 * 64, "all"), 40)
    rng, told = np.random.default_rng(3), 0
    for _ in range(100):
        mixed = rng.permutation(found)
        told += verdict(mixed[:64], mixed[64:128]).told != 0
    assert told <= 6
    assert verdict(found[:64], found[:64]).sentence() == "A and B cannot be told apart with 64 seeds."


def test_a_rate_that_learns_faster_is_found():
    slow, fast = (members(replace(BASE, learning_rate=rate), 64, "all") for rate in (0.03, 0.1))
    found = verdict(costs(slow, 1500), costs(fast, 1500))
    assert found.told == -1 and "B is better" in found.sentence()


@pytest.mark.parametrize("chance", [0.3, 0.5, 0.6, 0.75, 0.9])
def test_the_interval_covers_the_true_probability_in_95_of_100(chance):
    rng, n, covered = np.random.default_rng(7), 64, 0
    for _ in range(400):
        won = rng.random(n) < chance
        found = verdict(np.where(won, 0.0, 1.0), np.full(n, 0.5), rng=rng)
        covered += found.low <= chance <= found.high
    assert covered >= 0.93 * 400


def test_no_verdict_below_20_pairs():
    found = verdict(np.zeros(19), np.ones(19))
    assert found.told == 0 and "no verdict below 20" in found.sentence()
    assert verdict(np.zeros(20), np.ones(20)).told == 1


def test_a_diverged_one_has_lost():
    found = verdict(np.full(30, np.nan), np.full(30, 5.0))
    assert found.wins == 0 and found.told == -1
    assert verdict(np.full(30, np.nan), np.full(30, np.inf)).told == 0


def test_pairs_needed_against_simulation():
    n, rng = int(pairs_needed(0.7)), np.random.default_rng(1)
    wins = rng.binomial(n, 0.7, 2000)
    power = np.mean([sign_test(int(w), n) < 0.05 for w in wins])
    assert 0.7 < power < 0.9


def test_the_sign_test_of_a_coin():
    assert sign_test(2, 2) == 0.5 and sign_test(1, 2) == 1.0


def test_only_what_varies_varies():
    for varies in VARIES:
        one, other = Chunk(members(BASE, 2, varies)[:1]), Chunk(members(BASE, 2, varies)[1:])
        same_weights = (one.thetas() == other.thetas()).all()
        sets = [data(chunk.members[0].settings) for chunk in (one, other)]
        same_data = (sets[0].X_train == sets[1].X_train).all()
        assert same_weights == (varies in ("order", "data"))
        assert same_data == (varies in ("order", "weights"))


def test_pairs_share_their_seeds():
    a, b = members(BASE, 3, "all"), members(replace(BASE, learning_rate=1.0), 3, "all")
    assert (Chunk(a[2:]).thetas() == Chunk(b[2:]).thetas()).all()
