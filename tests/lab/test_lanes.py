"""Runs side by side: in lock-step, fair by the clock that is chosen, and truly equal in what is said so."""

import random
from dataclasses import replace

import numpy as np
import pytest

from deepnet.lab.run.alike import (
    CLOCKS,
    begun_alike,
    held_equal,
    rates,
    same_batches,
    same_data,
    same_layers,
    same_shared,
)
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.lanes import Lanes
from deepnet.lab.stage.wire import unpack

SMALL = Settings(points=60)


def lanes_of(*settings, clock="updates"):
    return Lanes([Bench(Run(each)) for each in settings], clock, timer=lambda: 0.0)


def ask(lanes, **message):
    meta, arrays = unpack(lanes.reply({"rev": lanes.rev, **message}))
    return meta, [unpack(arrays[f"lane{i}"].tobytes()) for i in range(len(lanes.benches))]


def test_a_twin_with_the_same_settings_is_identical_at_every_step():
    lanes = lanes_of(SMALL, SMALL)
    meta, (one, other) = ask(lanes, kind="ticks", first=0, stride=7, count=9)
    assert meta["count"] == 9 and one[1]["step"].tolist() == list(range(0, 63, 7))
    assert one[1].keys() == other[1].keys()
    assert all(np.array_equal(one[1][name], other[1][name]) for name in one[1])


def test_frames_of_a_lane_are_those_of_the_run_alone():
    lanes = lanes_of(SMALL, replace(SMALL, learning_rate=0.3))
    _, (_, other) = ask(lanes, kind="ticks", first=10, stride=10, count=4)
    plain = Run(replace(SMALL, learning_rate=0.3))
    for i in range(4):
        plain.step_by(10)
        assert other[1]["cost"][2 * i] == plain.score.cost_train
    _, (_, again) = ask(lanes, kind="ticks", first=20, stride=10, count=1)  # the past of both
    assert again[1]["cost"][0] == other[1]["cost"][2]


def test_a_measure_of_the_past_is_told_of_each_lane():
    lanes = lanes_of(replace(SMALL, learning_rate=0.01), replace(SMALL, learning_rate=0.3))
    ask(lanes, kind="ticks", first=0, stride=10, count=3)
    meta, (one, other) = ask(lanes, kind="measure", name="rate")
    assert meta["kind"] == "measured"
    assert set(one[1]["measured_value"]) == {np.float32(0.01)}
    assert set(other[1]["measured_value"]) == {np.float32(0.3)}


def test_a_change_in_one_lane_leaves_the_other_and_their_past():
    lanes = lanes_of(SMALL, SMALL)
    _, (before, _) = ask(lanes, kind="ticks", first=0, stride=10, count=5)
    lanes.benches[1].apply(replace(SMALL, learning_rate=0.3))
    meta, _ = unpack(lanes.reply({"kind": "ticks", "rev": -1, "first": 0}))
    assert meta["kind"] == "lanes"  # the stage begins anew
    _, (one, other) = ask(lanes, kind="ticks", first=0, stride=40, count=2)
    assert one[1]["cost"][0] == other[1]["cost"][0] == before[1]["cost"][0]
    _, (one, other) = ask(lanes, kind="ticks", first=80, stride=1, count=1)
    assert one[1]["cost"][0] != other[1]["cost"][0]


def test_a_lane_that_has_diverged_stays_at_its_end_while_the_others_go_on():
    wild = Settings(dataset="plane", noise=0, points=60, activation="relu", learning_rate=30.0)
    lanes = lanes_of(replace(wild, learning_rate=0.01), wild)
    _, (one, other) = ask(lanes, kind="ticks", first=300, stride=1, count=1)
    assert one[1]["step"][0] == 300 > other[1]["step"][0] and other[0]["halt"]
    assert np.isfinite(other[1]["cost"]).all()


def test_clocks_are_fair():
    few, many = (
        Run(replace(SMALL, batch_size=7)),
        Run(replace(SMALL, batch_size=21)),
    )
    assert few.trainer.m == 42  # 6 and 2 steps an epoch
    assert rates([few, many], "updates") == [1, 1]
    assert rates([few, many], "epochs") == pytest.approx([1, 1 / 3])
    assert rates([few, many], "work")[1] == pytest.approx(1 / 3)
    for clock in CLOCKS:
        assert rates([few, few], clock) == [1, 1]
    lanes = lanes_of(few.settings, many.settings, clock="epochs")
    _, (one, other) = ask(lanes, kind="ticks", first=60, stride=1, count=1)
    assert one[1]["epoch"] == other[1]["epoch"] == 10


@pytest.mark.parametrize("seed", range(12))
def test_what_is_said_to_be_held_equal_is_so_in_the_arrays(seed):
    pick = random.Random(seed)
    changes = [{"seed": 1}, {"data_seed": 1}, {"hidden": (6, 2)}, {"hidden": (4, 5)}, {"batch_size": 9}, {}]
    changes += [{"learning_rate": 0.3}, {"points": 80}, {"batch_size": 0}, {"hidden": (4, 2, 2)}]
    a, b = (Run(replace(SMALL, **pick.choice(changes))) for _ in range(2))
    said = held_equal([a, b])
    same_points = all(
        np.array_equal(getattr(a.dataset, name), getattr(b.dataset, name))
        for name in ("raw_train", "raw_test")
    )
    rows = [[], []]
    for found, run in zip(rows, (a, b), strict=True):
        for _ in range(20):
            found.append(run.trainer.batch_rows().tolist())
            run.step_by(1)
    whole = a.initial.shape == b.initial.shape and np.array_equal(a.initial, b.initial)
    equal, _, other = said.partition("Not equal:")
    assert ("the points and their split" in equal) == same_points == same_data(a, b)
    assert ("the batches and their order" in equal) == (rows[0] == rows[1]) == same_batches(a, b)
    assert ("the initial weights." in f"{equal.strip()}" or "the initial weights," in equal) == whole
    fresh = [Run(run.settings).network for run in (a, b)]
    for l in range(1, min(network.L for network in fresh) + 1):
        W = [network.W[l] for network in fresh]
        assert (l in same_layers(a, b)) == (W[0].shape == W[1].shape and np.array_equal(*W))


@pytest.mark.parametrize(
    "bad", [None, 3, {}, {"kind": "dance"}, {"kind": "ticks", "first": -1}, {"kind": "ticks", "count": 99}]
)
def test_a_message_without_sense_gets_one_sentence(bad):
    lanes = lanes_of(SMALL, SMALL)
    message = {"rev": lanes.rev, **bad} if isinstance(bad, dict) else bad
    assert unpack(lanes.reply(message))[0]["kind"] == "error"


@pytest.mark.parametrize("count", [1, 7])
def test_a_comparison_has_two_to_six_lanes(count):
    with pytest.raises(ValueError, match="2 to 6 lanes"):
        lanes_of(*[SMALL] * count)


@pytest.mark.parametrize("hidden", [(8, 2), (4, 6), (2, 1), (9, 7), (4, 2)])
@pytest.mark.parametrize("base", [SMALL, replace(SMALL, initializer="he", seed=5, precision="float32")])
def test_a_twin_of_other_widths_begins_with_the_weights_that_both_have(base, hidden):
    one, twin = Run(base), Run(begun_alike(replace(base, hidden=hidden), base))
    for l in range(1, 4):
        n, k = (min(a, b) for a, b in zip(one.network.W[l].shape, twin.network.W[l].shape, strict=True))
        assert np.array_equal(one.network.W[l][:n, :k], twin.network.W[l][:n, :k])
    further = twin.network.W[1][4:]
    assert len(further) == 0 or (np.abs(further) > 0).all()
    unlike = [l for l in (1, 2, 3) if one.network.W[l].shape != twin.network.W[l].shape]
    assert same_shared(one, twin) == unlike and same_layers(one, twin) == [
        l for l in (1, 2, 3) if l not in unlike
    ]
    said = held_equal([one, twin])
    assert ("of the neurons that all have" in said) == bool(unlike)
    query = to_query(twin.settings)  # a link and a restart make it again, to the bit
    assert np.array_equal(Run(from_query(query)[0]).initial, twin.initial)


def test_of_another_depth_nothing_is_taken():
    assert begun_alike(replace(SMALL, hidden=(4, 2, 2)), SMALL).begins_as == ()


def test_lanes_go_to_a_far_tick_in_slices_and_arrive_at_the_same_bits():
    lanes = lanes_of(SMALL, replace(SMALL, learning_rate=0.3))
    for bench in lanes.benches:
        bench.run.step_by(900)
    _, (_, plain) = ask(lanes, kind="ticks", first=700, stride=1, count=1)
    run, ways = lanes.benches[1].run, iter((0.3, 0.8))
    approach, run.approach = run.approach, lambda step, seconds: next(ways, None) or approach(step, 9.0)
    found = [unpack(lanes.reply({"kind": "ticks", "rev": lanes.rev, "first": 700}))[0] for _ in range(2)]
    assert [(meta["kind"], meta["done"]) for meta in found] == [("far", 0.3), ("far", 0.8)]
    _, (_, again) = ask(lanes, kind="ticks", first=700, stride=1, count=1)
    assert again[1]["step"].tolist() == [700]
    assert again[1]["cost"].tolist() == plain[1]["cost"].tolist()


def test_a_tick_that_is_new_is_trained_once(monkeypatch):
    lanes = lanes_of(SMALL, SMALL)
    monkeypatch.setattr(Run, "visit", None)  # the way into the past
    meta, _ = ask(lanes, kind="ticks", first=10, stride=10, count=8)
    assert meta["count"] == 8
