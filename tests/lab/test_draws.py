"""Random draws, what mattered, the winner's curse: against what was put in."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.chunk import data
from deepnet.lab.sweep.draws import Search, drawn, importance
from deepnet.lab.sweep.endless import TRAIN, risen, winners, with_validation

AXES = [
    Axis("learning_rate", (0.001, 0.0316, 1.0)),
    Axis("noise", (0, 25, 50)),
    Axis("activation", ("relu", "tanh")),
]


def test_draws_are_even_over_their_ranges_by_factors_where_the_axis_goes_so():
    members, table = drawn(Settings(), AXES, 400)
    assert len(members) == 400
    rates = np.log10(table["learning_rate"])
    assert -3 <= rates.min() < -2.9 and -0.1 < rates.max() <= 0
    assert abs(np.median(rates) + 1.5) < 0.25
    assert set(table["activation"]) == {"relu", "tanh"} and all(0 <= n <= 50 for n in table["noise"])
    assert members[3].settings.learning_rate == table["learning_rate"][3]


def test_what_mattered_is_what_was_put_in():
    _, table = drawn(Settings(), AXES, 200)
    costs = 10.0 ** (np.log10(table["learning_rate"]) ** 2)
    costs[:5] = np.nan
    shares, _, explained = importance(AXES, table, costs)
    assert shares[0] > 0.9 and shares.sum() == pytest.approx(1) and explained > 0.7


def test_a_search_finds_a_better_rate_than_chance_does():
    pytest.importorskip("optuna")

    def cost(rate):
        return (np.log10(rate) + 1.0) ** 2 + 1e-3

    axes = [Axis("learning_rate", (1e-5, 0.03, 10.0))]
    search = Search(Settings(), axes)
    for _ in range(4):
        search.tell(np.array([cost(m.settings.learning_rate) for m in search.ask(16)]))
    late = [cost(rate) for rate in search.table["learning_rate"][32:]]
    early = [cost(rate) for rate in search.table["learning_rate"][:16]]
    assert np.median(late) < 0.5 * np.median(early)


def test_the_best_of_equals_is_chosen_by_luck_alone():
    # Candidates that are all wrong on 30 %: whatever validation shows, fresh points show 30 %.
    rng = np.random.default_rng(0)
    validation = rng.binomial(20, 0.3, 256) / 20
    counts, seen, true = winners(validation, np.full(256, 0.3))
    assert counts[-1] == 256 and true == pytest.approx(np.full(len(counts), 0.3))
    assert (np.diff(seen) < 0).all() and seen[-1] == pytest.approx(validation.min())
    assert seen[0] == pytest.approx(0.3, abs=0.02)


def test_one_that_diverged_is_never_the_best_and_not_left_out():
    validation, fresh = np.array([np.nan, 1.2, 1e30, 1.4]), np.array([np.nan, 1.3, np.nan, 1.3])
    counts, seen, true = winners(validation, fresh, lost=2.0)
    assert counts.tolist() == [1, 2, 4] and (seen[-1], true[-1]) == (1.2, 1.3)
    assert seen[0] == pytest.approx(np.mean([2, 1.2, 2, 1.4]), abs=0.1)


def test_so_many_points_are_left_to_choose_by():
    for points in (20, 50, 100, 200, 500):
        found = data(with_validation(replace(Settings(), dataset="spiral"), points))
        assert abs(found.X_test.shape[1] - points) <= 3 and abs(found.m - TRAIN) <= 3


def test_an_error_has_risen_where_it_goes_up_for_good_and_not_where_it_trembles():
    rng = np.random.default_rng(0)
    fall = 0.3 + 0.2 * np.exp(-np.arange(40) / 5)
    trembles = sum(risen(fall + 0.01 * rng.standard_normal(40)) for _ in range(200))
    rises = sum(risen(fall + 0.002 * np.arange(40) + 0.01 * rng.standard_normal(40)) for _ in range(200))
    assert trembles < 20 and rises > 180
    assert not risen(fall) and not risen(fall[:1]) and not risen(fall[:0])
