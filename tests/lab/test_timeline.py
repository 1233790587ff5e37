"""The memory of a run stays small and keeps every step near."""

import math
from weakref import WeakSet

import numpy as np
import pytest

from deepnet.lab.run import room as room_module
from deepnet.lab.run.timeline import Timeline, state_bytes


def filled(steps, *, floats=20, **options):
    timeline = Timeline(**options)
    for step in steps:
        if timeline.wants(step):
            timeline.keep(step, {"theta": np.full(floats, float(step))})
    return timeline


def test_the_latest_snapshot_not_after_a_step_is_found():
    timeline = filled([0, 10, 20])
    assert timeline.before(19)[0] == 10
    assert timeline.before(20)[1]["theta"][0] == 20.0


def test_a_snapshot_at_the_same_step_replaces_the_old_one():
    timeline = filled([0, 10])
    timeline.keep(10, {"theta": np.array([5.0])})
    assert timeline.snapshots == [0, 10]
    assert timeline.before(10)[1]["theta"].tolist() == [5.0]


def test_a_snapshot_before_the_latest_is_refused():
    with pytest.raises(ValueError, match="must not be before the latest snapshot, 10, got 3"):
        filled([0, 10]).keep(3, {})


@pytest.mark.parametrize("every, latest", [(1, 3_000), (10, 100_000), (1000, 3_000_000)])
def test_snapshots_stay_within_their_number_and_budget(every, latest):
    timeline = filled(range(0, latest + 1, every))
    assert len(timeline.snapshots) <= 400
    assert sum(state_bytes(timeline.before(step)[1]) for step in timeline.snapshots) <= timeline.budget


@pytest.mark.parametrize("every, latest", [(1, 3_000), (10, 100_000), (10, 300_000)])
def test_thinning_never_drops_the_first_or_the_latest_snapshot(every, latest):
    timeline = filled(range(0, latest + 1, every))
    assert timeline.snapshots[0] == 0
    assert timeline.snapshots[-1] == latest


@pytest.mark.parametrize("every, latest", [(1, 20_000), (10, 200_000), (10, 300_000)])
@pytest.mark.parametrize("capacity", [50, 120, 400])
def test_no_replay_is_much_longer_than_if_snapshots_were_spread_evenly(every, latest, capacity):
    timeline = filled(range(0, latest + 1, every), budget=capacity * state_bytes({"theta": np.zeros(20)}))
    gaps = np.diff(timeline.snapshots)
    assert gaps.max() <= 2.5 * latest / capacity
    ends = np.concatenate([gaps[:3], gaps[-3:]])
    assert ends.max() <= max(every, 0.8 * gaps.max())  # shorter near the start and near the present


def test_snapshots_are_spaced_by_what_a_replay_between_them_costs():
    timeline, seconds = Timeline(40 * state_bytes({"theta": np.zeros(20)})), 0.0
    for step in range(4000):
        timeline.keep(step, {"theta": np.zeros(20)}, seconds)
        seconds += 0.001 if step < 2000 else 0.01  # from here on a step costs ten times as much
    steps = np.array(timeline.snapshots)
    cost = np.where(steps < 2000, steps * 0.001, 2 + (steps - 2000) * 0.01)
    assert np.diff(cost).max() <= 2.5 * seconds / 40
    assert (steps < 2000).sum() < (steps >= 2000).sum() / 3


def test_a_waypoint_is_begun_from_until_the_course_changes():
    timeline = filled([0, 100])
    timeline.mark(60, {"theta": np.ones(1)})
    assert timeline.before(59)[0] == 0 and timeline.before(60)[0] == timeline.before(99)[0] == 60
    assert timeline.before(100)[0] == 100
    timeline.truncate(60)
    assert timeline.before(99)[0] == 60
    timeline.keep(60, {"theta": np.zeros(1)})  # something was changed there
    assert timeline.before(60)[1]["theta"].tolist() == [0.0]


def test_a_state_larger_than_the_budget_keeps_first_and_latest_alone():
    timeline = filled(range(0, 100_000, 500), floats=1_000_000, budget=10_000_000)
    assert len(timeline.snapshots) == 2
    assert timeline.snapshots[0] == 0


def test_a_small_state_is_wanted_every_time_and_a_large_one_seldom():
    assert filled([0]).wants(1)
    assert not filled([0], floats=1_000_000).wants(7)  # 8 MB
    assert filled([0], floats=1_000_000).wants(8)


def test_truncating_forgets_snapshots_and_costs_after_the_step():
    timeline = filled([0, 10, 20])
    for step in (0, 10, 20):
        timeline.record(step, (step, 0, 0, 0))
    timeline.truncate(15)
    assert timeline.snapshots == [0, 10]
    assert timeline.series()["step"].tolist() == [0, 10]


def test_the_curve_is_bounded_and_keeps_its_first_and_last_entry():
    timeline = Timeline(points=64)
    for step in range(0, 100_000, 7):
        timeline.record(step, (1 / (1 + step), 2.0, 0.5, 0.25))
        assert len(timeline.series()["step"]) <= 64 if step % 7000 == 0 else True
    series = timeline.series()
    assert 30 <= len(series["step"]) <= 64
    assert (series["step"][0], series["step"][-1]) == (0, 99_995)
    assert np.array_equal(series["cost_train"], 1 / (1.0 + series["step"]))


def test_the_curve_is_about_evenly_spread():
    timeline = Timeline(points=64)
    for step in range(10_000):
        timeline.record(step, (0, 0, 0, 0))
    gaps = np.diff(timeline.series()["step"])
    assert gaps.max() <= 4 * 10_000 / 64


def test_a_cost_recorded_again_at_a_step_replaces_the_old_one():
    timeline = Timeline()
    timeline.record(0, (1, 1, 0, 0))
    timeline.record(0, (2, 2, 0, 0))
    assert timeline.series()["cost_train"].tolist() == [2.0]


def test_a_copy_is_not_moved_by_its_original():
    timeline = filled([0, 10])
    other = timeline.copy()
    timeline.truncate(0)
    assert other.snapshots == [0, 10]


def test_the_pasts_of_many_runs_divide_what_is_free_and_each_has_enough(monkeypatch):
    monkeypatch.setattr(room_module, "_asked", [math.inf, 4e9])
    monkeypatch.setattr(room_module, "_pasts", WeakSet())
    one = [Timeline()]
    few = one[0].budget
    many = [Timeline() for _ in range(200)]
    assert one[0].budget == many[0].budget == room_module.LEAST < few <= room_module.MOST
    assert Timeline(1000).budget == 1000
