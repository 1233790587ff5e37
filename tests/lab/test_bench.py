"""A bench keeps every run, exactly, and lets one course not disturb another."""

import pickle
import random
from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import load
from deepnet.lab.run import bench as bench_module
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

SMALL = Settings(points=60)


def bits(run):
    state = {name: np.asarray(value).tobytes() for name, value in run.trainer.state().items()}
    return run.step, run.epoch, run.score, state, run.watch.readings, run.settings, tuple(run.changes)


def bench_at(steps, settings=SMALL):
    bench = Bench(Run(settings))
    bench.run.step_by(steps)
    return bench


def words(bench):
    return [kept.words for kept in bench.runs]


# ---- what was the run's before it was the bench's


def test_a_change_is_meant_at_the_step_on_the_screen():
    bench = bench_at(50)
    bench.saw(20)
    bench.apply(replace(SMALL, learning_rate=0.1))
    assert bench.run.step == 20 and bench.run.events[0][0] == 20
    assert len(bench.runs) == 1  # nothing after it was ever seen


def test_a_restarting_field_starts_over():
    bench = bench_at(40)
    bench.apply(replace(SMALL, hidden=(3,)))
    run = bench.run
    assert run.step == 0 and run.network.layer_dims == (2, 3, 1) and run.events == []


def test_reset_gives_the_same_run_again():
    bench = bench_at(40)
    bench.restart()
    bench.run.step_by(40)
    assert bits(bench.run) == bits(bench.runs[0].run) == bits(bench_at(40).run)


def test_settings_that_do_not_fit_leave_everything_as_it_was():
    bench = bench_at(40, replace(SMALL, dataset="blobs3"))
    before, rev = bits(bench.run), bench.rev
    for bad, what in (({"loss": "squared error"}, "loss"), ({"dataset": "upload"}, "needs a file")):
        with pytest.raises(ValueError, match=what):
            bench.apply(replace(bench.settings, **bad))
    with pytest.raises(ValueError, match="loss"):
        bench.apply(replace(bench.settings, loss="squared error"), at=10)
    assert (bits(bench.run), bench.rev, len(bench.runs)) == (before, rev, 1)


@pytest.mark.parametrize(
    "loss, changes", [("squared error", {"dataset": "blobs3"}), ("cross-entropy", {"output": "tanh"})]
)
def test_what_does_not_take_the_loss_puts_it_back_to_auto(loss, changes):
    bench = Bench(Run(replace(SMALL, loss=loss)))
    bench.apply(replace(bench.settings, **changes))
    assert bench.settings.loss == "auto"


def test_an_upload_is_learned_from_and_reset_keeps_it():
    bench, iris = bench_at(9), load("iris")
    bench.upload(iris)
    run = bench.run
    assert run.settings.dataset == "upload" and run.dataset is iris and run.network.layer_dims[0] == 4
    run.step_by(9)
    bench.restart()
    assert bench.run.dataset is iris and bench.run is not run


def test_leaving_an_upload_and_coming_back_works():
    bench, iris = bench_at(0), load("iris")
    bench.upload(iris)
    bench.apply(SMALL)
    bench.apply(replace(SMALL, dataset="upload"))
    assert bench.run.dataset is iris


# ---- nothing is thrown away


def test_four_courses_stand_on_the_bench_and_each_comes_back_to_the_bit():
    bench = bench_at(120)
    parent = bits(bench.run)
    bench.apply(replace(SMALL, learning_rate=0.3), at=60)
    bench.run.step_by(50)
    child = bits(bench.run)
    bench.restart()
    bench.run.step_by(70)
    again = bits(bench.run)
    bench.apply(replace(bench.settings, seed=1))
    bench.run.step_by(30)
    assert words(bench) == [
        "the first run",
        "learning rate 0.03 → 0.3, from step 60",
        "the same again",
        "seed 0 → 1",
    ]
    assert [(kept.parent, kept.left) for kept in bench.runs] == [(None, 0), (1, 60), (2, 0), (3, 0)]
    last = bits(bench.run)
    for id, before in ((1, parent), (2, child), (3, again), (4, last)):
        bench.choose(id)
        assert bits(bench.run) == before
    other = Run(SMALL)
    other.step_by(60)
    other.apply(replace(SMALL, learning_rate=0.3))
    other.step_by(50)
    assert bits(other) == child
    bench.choose(1)
    bench.run.step_by(40)
    assert bits(bench.run) == bits(bench_at(160).run)


def test_a_weight_set_in_the_past_makes_a_run_of_its_own():
    bench = bench_at(50)
    before = bits(bench.run)
    bench.edit(1, 0, 0, 2.0, at=20)
    assert words(bench)[1] == "1 weight set by hand, from step 20"
    bench.edit(1, 1, 0, 2.0)  # at the step on the screen: nothing lies after it
    assert words(bench)[1] == "2 weights set by hand, from step 20" and len(bench.runs) == 2
    bench.choose(1)
    assert bits(bench.run) == before


def test_a_branch_goes_on_with_the_settings_of_its_step():
    bench = bench_at(30)
    bench.apply(replace(SMALL, learning_rate=0.1))
    bench.run.step_by(30)
    bench.branch(15)
    assert bench.settings == SMALL and words(bench)[1] == "as before, from step 15"
    bench.run.step_by(20)
    assert np.array_equal(bench.run.network.theta, bench_at(35).run.network.theta)


def test_a_run_of_a_few_steps_makes_room_for_the_next_unless_it_has_a_name():
    bench = bench_at(3)
    for size in (3, 4, 5):
        bench.apply(replace(bench.settings, hidden=(size,)))
    assert [kept.id for kept in bench.runs] == [4] and bench.current.origin is None
    bench.mark(4, name="five")
    bench.restart()
    assert [kept.title for kept in bench.runs] == ["five", "the same again"]


def test_what_was_made_ahead_and_never_seen_is_no_part_of_what_is_kept():
    bench = Bench(Run(SMALL))
    show = Show(bench, clock=lambda: 0.0)
    show.reply({"kind": "hello"})
    show.reply({"kind": "train", "rev": bench.rev, "ms": 50, "frames": 6, "steps": 10})
    show.reply({"kind": "now", "now": 40})
    assert bench.run.step == 60
    show.reply({"kind": "do", "action": "reset", "now": 40})
    assert bench.kept(1).run.step == 40
    meta, _ = unpack(show.reply({"kind": "now", "now": 0}) or show.reply({"kind": "hello"}))
    assert (meta["run"], meta["step"]) == (2, 0)


def test_play_in_the_past_shows_it_again_as_it_was_and_then_goes_on():
    bench = bench_at(40)
    bench.apply(replace(SMALL, learning_rate=0.1, activation="relu"))
    bench.run.step_by(40)
    show = Show(bench, clock=lambda: 0.0)
    show.reply({"kind": "hello"})
    before, at, costs = bits(bench.run), 20, {}
    while at < 110:
        message = {"kind": "train", "rev": bench.rev, "at": at, "now": at, "ms": 50, "frames": 5, "steps": 10}
        meta, arrays = unpack(show.reply(message))
        costs |= dict(zip(arrays["step"].tolist(), arrays["cost"][::2].tolist(), strict=True))
        at = int(arrays["step"][-1])
        assert meta["events"] == [[40, "activation tanh → relu, learning rate 0.03 → 0.1"]]
        if at <= 80:
            assert bits(bench.run) == before
    assert list(costs) == list(range(30, at + 1, 10))
    plain = bench_at(40)
    plain.apply(bench.settings)
    for step in range(50, at + 1, 10):
        plain.run.step_by(10)
        assert costs[step] == plain.run.score.cost_train
    assert len(bench.runs) == 1


def test_an_epoch_in_the_past_ends_where_it_ended():
    bench = bench_at(40)
    show = Show(bench)
    show.reply({"kind": "hello"})
    message = {"kind": "train", "rev": bench.rev, "at": 6, "now": 6, "until": "epoch"}
    meta, arrays = unpack(show.reply(message))
    assert meta["past"] and arrays["epoch"].tolist() == [2.0] and bench.run.step == 40


def test_two_stages_of_one_bench_do_not_move_each_other():
    bench = bench_at(80)
    one, other = Show(bench), Show(bench, stage="other")
    for show, now in ((one, 80), (other, 30)):
        show.reply({"kind": "hello", "now": now})
    assert (bench.shown(), bench.shown("other")) == (80, 30)
    bench.apply(replace(SMALL, learning_rate=0.1))  # on the page of the first
    assert bench.run.step == 80 and len(bench.runs) == 1


# ---- bounded


def test_the_oldest_is_let_go_first_one_with_a_star_last_and_it_is_said(monkeypatch):
    monkeypatch.setattr(bench_module, "MOST_RUNS", 3)
    bench = bench_at(10)
    bench.mark(1, starred=True)
    for _ in range(4):
        bench.restart()
        bench.run.step_by(10)
    assert [kept.id for kept in bench.runs] == [1, 4, 5]
    assert bench.take_notices() == ["To make room, the oldest run was let go: the same again."] * 2
    assert bench.take_notices() == []


def test_memory_is_bounded_and_what_rests_is_small(monkeypatch):
    monkeypatch.setattr(bench_module, "MOST_BYTES", 20_000)
    monkeypatch.setattr(bench_module, "AT_REST", 3_000)
    bench = Bench(Run(SMALL))
    for _ in range(12):
        bench.run.step_by(150)
        bench.restart()
    assert bench.bytes <= 20_000 and 1 < len(bench.runs) < 12
    assert all(kept.run.at_rest for kept in bench.runs[:-1]) and not bench.run.at_rest


def test_what_was_let_go_comes_back_where_it_was():
    bench = bench_at(20)
    before = bits(bench.run)
    bench.restart()
    bench.let_go(1)
    assert [kept.id for kept in bench.runs] == [2] and bench.can_bring_back
    bench.bring_back()
    bench.choose(1)
    assert bits(bench.run) == before
    for act, what in ((lambda: bench.let_go(1), "on the screen"), (bench.bring_back, "nothing is left")):
        with pytest.raises(ValueError, match=what):
            act()
    with pytest.raises(ValueError, match="no run 9"):
        bench.choose(9)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_no_run_on_the_bench_but_the_current_one_changes(seed):
    pick = random.Random(seed)
    bench = bench_at(30)
    for _ in range(25):
        others = {kept.id: bits(kept.run.copy()) for kept in bench.runs if kept.id != bench.current.id}
        acts = [
            lambda: bench.apply(replace(bench.settings, learning_rate=pick.random()), at=pick.randint(0, 60)),
            lambda: bench.edit(1, 0, 0, pick.random(), at=pick.randint(0, 60)),
            lambda: bench.restart(replace(bench.settings, seed=pick.randint(0, 3))),
            lambda: bench.branch(pick.randint(0, bench.run.step)),
            lambda: bench.choose(pick.choice(bench.runs).id),
            lambda: bench.run.step_by(pick.randint(1, 30)),
            lambda: bench.run.at(pick.randint(0, bench.run.step)),
        ]
        pick.choice(acts)()
        for kept in bench.runs:
            if kept.id in others and kept.id != bench.current.id:
                assert bits(kept.run.copy()) == others[kept.id]


def test_a_run_at_rest_tells_its_figures_without_waking_and_wakes_to_the_bit():
    run = bench_at(25).run
    before = bits(run)
    run.rest()
    assert (run.step, run.score) == (25, before[2]) and run.at_rest
    copied = pickle.loads(pickle.dumps(run))
    assert run.at_rest and bits(copied) == before
    assert bits(run) == before and not run.at_rest
