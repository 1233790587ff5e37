"""A run repeats digit for digit, goes back exactly, and never breaks."""

import copy
import pickle
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from deepnet.declaration import declared
from deepnet.lab.run.record import replay, to_record
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.prices import Limits

SMALL = Settings(points=60)
KINDS = {
    "circle": SMALL,
    "adam": replace(SMALL, optimizer="adam", batch_size=7),
    "full batch momentum": replace(SMALL, optimizer="momentum", batch_size=0),
    "float32 softmax": replace(SMALL, dataset="blobs3", precision="float32", regularization="l2"),
    "regression": replace(SMALL, dataset="multi-gaussian", activation="relu"),
    "no hidden layer": replace(SMALL, hidden=()),
    "tanh output": replace(SMALL, output="tanh"),
    "huber": replace(SMALL, dataset="multi-gaussian", loss="huber"),
    "normalized layers": replace(SMALL, batch_norm=(1, 2), activation="relu", keep_prob=0.9),
    "all refinements": replace(
        SMALL,
        activations=("sine", "auto"),
        optimizer="adamw",
        weight_decay=0.1,
        epsilon=1e-3,
        batch_size=7,
        schedule="step",
        schedule_span=20,
        clip_norm=0.5,
        keep_prob=0.8,
        label_smoothing=0.1,
        class_weights="balanced",
    ),
}
kinds = pytest.mark.parametrize("settings", KINDS.values(), ids=KINDS)


def after(steps, settings=SMALL):
    run = Run(settings)
    run.step_by(steps)
    return run


def bits(run):
    """Everything that must agree when two runs are at the same point."""
    state = run.trainer.state()
    theta = run.network.theta.tobytes()
    return run.step, run.epoch, run.score, run.watch.readings, theta, repr(sorted(state.items(), key=str))


def same(a, b):
    assert bits(a) == bits(b)


def diverging(**changes):
    return Settings(
        dataset="plane", noise=0, points=60, activation="relu", **{"learning_rate": 30.0} | changes
    )


# ---- repeatable


@kinds
def test_same_settings_give_the_same_bits_however_the_steps_are_cut(settings):
    whole, single, mixed = after(50, settings), Run(settings), Run(settings)
    for _ in range(50):
        single.step_by(1)
    for n in (3, 20, 1, 26):
        mixed.step_by(n)
    same(whole, single)
    same(whole, mixed)


@kinds
def test_steps_made_by_the_clock_are_the_same_steps(settings):
    run = Run(settings)
    while run.step < 40:
        run.advance(0.001, most=40 - run.step)
    same(run, after(40, settings))


def test_advance_makes_at_least_one_update_and_no_more_than_asked():
    run = Run(SMALL)
    assert run.advance(0.0) >= 1
    assert run.advance(10.0, most=3) == 3


@kinds
def test_a_past_step_is_called_back_to_the_bit_and_the_present_stays(settings):
    run, past = after(90, settings), after(37, settings)
    before = bits(run)
    found = run.at(37)
    assert all(np.array_equal(found[name], value) for name, value in past.network.parameters().items())
    assert bits(run) == before


@kinds
def test_going_back_and_on_gives_the_same_bits(settings):
    run = after(90, settings)
    run.go(37)
    same(run, after(37, settings))
    run.step_by(53)
    same(run, after(90, settings))


def test_the_cost_curve_is_that_of_a_run_that_never_went_back():
    run, straight = after(90), Run(SMALL)
    run.go(30)
    run.step_by(20)
    straight.step_by(30)
    straight.step_by(20)
    assert run.timeline.series()["cost_train"][-1] == straight.timeline.series()["cost_train"][-1]
    assert run.timeline.series()["step"].max() == 50


def test_the_last_update_is_known_at_a_past_step_too():
    run = after(30)
    with run.visit(20):
        update = run.last_update.copy()
    assert np.array_equal(update, after(20).network.theta - after(19).network.theta)


def test_at_step_zero_there_is_no_last_update():
    run = after(30)
    with run.visit(0):
        assert run.last_update is None


@pytest.mark.parametrize("step", [-1, 31, True, "3", 1.5])
def test_a_step_that_is_not_there_is_refused(step):
    run = after(30)
    with pytest.raises((ValueError, TypeError), match="step must be"):
        run.go(step)


def test_a_wider_layer_does_not_move_the_points_and_new_data_not_the_weights():
    run, other, wide = Run(SMALL), Run(replace(SMALL, data_seed=1)), Run(replace(SMALL, hidden=(9,)))
    assert np.array_equal(run.network.theta, other.network.theta)
    assert not np.array_equal(run.dataset.X_train, other.dataset.X_train)
    assert np.array_equal(run.dataset.X_train, wide.dataset.X_train)


def test_another_seed_gives_other_weights():
    assert not np.array_equal(Run(SMALL).network.theta, Run(replace(SMALL, seed=1)).network.theta)


# ---- changes in mid-run


def test_a_new_rate_goes_on_with_the_weights_and_is_told():
    run = after(40)
    theta = run.network.theta.copy()
    run.apply(replace(SMALL, learning_rate=0.1))
    assert np.array_equal(run.network.theta, theta)
    assert run.events == [(40, "learning rate 0.03 → 0.1")]
    assert run.step == 40


CHANGES = [
    {"learning_rate": 0.2},
    {"optimizer": "adam"},
    {"optimizer": "adagrad", "epsilon": 0.1},
    {"batch_size": 4},
    {"activation": "relu"},
    {"regularization": "l2", "regularization_rate": 0.5},
    {"loss": "squared error"},
    {"schedule": "exponential", "schedule_span": 30},
    {"clip_norm": 0.05},
    {"keep_prob": 0.7},
    {"label_smoothing": 0.2},
    {"class_weights": "balanced"},
    {"activations": ("auto", "relu")},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: next(iter(c)))
def test_a_change_in_mid_run_keeps_the_weights_and_changes_the_next_ones(change):
    run, unchanged = after(30), after(40)
    theta = run.network.theta.copy()
    run.apply(replace(SMALL, **change))
    assert run.step == 30 and np.array_equal(run.network.theta, theta)
    run.step_by(10)
    assert not np.array_equal(run.network.theta, unchanged.network.theta)


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: next(iter(c)))
def test_steps_on_both_sides_of_a_change_are_called_back_to_the_bit(change):
    def changed_run():
        run = after(23)
        run.apply(replace(SMALL, **change))
        return run

    run, early, late = changed_run(), after(11), changed_run()
    run.step_by(60)
    late.step_by(10)
    before = bits(run)
    for step, other in ((11, early), (33, late)):
        with run.visit(step):
            assert run.network.theta.tobytes() == other.network.theta.tobytes()
            assert run.score == other.score
    assert bits(run) == before


def test_a_change_at_an_earlier_step_goes_back_to_it_first():
    run, other = after(50), after(20)
    run.apply(replace(SMALL, learning_rate=0.1), at=20)
    other.apply(replace(SMALL, learning_rate=0.1))
    same(run, other)


def test_dragging_a_slider_at_one_moment_makes_one_event():
    run = after(20)
    for rate in (0.04, 0.05, 0.1):
        run.apply(replace(SMALL, learning_rate=rate))
    assert run.events == [(20, "learning rate 0.03 → 0.1")]
    run.apply(SMALL)
    assert run.events == []


def test_changes_that_reset_something_count_one_by_one():
    run = after(23)
    for batch_size in (4, 10):
        run.apply(replace(SMALL, batch_size=batch_size))
    run.step_by(40)
    before = bits(run)
    run.at(30)
    with run.visit(run.step - 1):
        pass
    assert bits(run) == before
    other = pickle.loads(pickle.dumps(run))
    other.go(25)
    other.step_by(run.step - 25)
    same(run, other)


def test_an_edit_is_told_and_replayed():
    run = after(20)
    run.edit(1, 2, None, 1.5)
    run.edit(2, 0, 1, -2.0)
    assert run.network.b[1][2, 0] == 1.5 and run.network.W[2][0, 1] == -2.0
    assert run.events == [
        (20, "bias of neuron 3 in layer 1 set to 1.5, weight 2 of neuron 1 in layer 2 set to −2")
    ]
    run.step_by(40)
    before = bits(run)
    edited = run.at(20)
    assert edited["b1"][2, 0] == 1.5
    run.go(45)
    run.step_by(15)
    assert bits(run) == before


@pytest.mark.parametrize("cell", [(0, 0, 0), (4, 0, 0), (1, 4, 0), (1, 0, 2), (1, -1, 0)])
def test_a_parameter_that_is_not_there_cannot_be_edited(cell):
    run = after(5)
    before = bits(run)
    with pytest.raises(ValueError, match="must be between"):
        run.edit(*cell, 1.0)
    assert bits(run) == before


def test_going_back_past_a_change_keeps_the_settings_of_the_present():
    run = after(40)
    run.apply(replace(SMALL, learning_rate=0.1))
    run.step_by(10)
    run.go(15)
    assert run.settings.learning_rate == run.trainer.settings.learning_rate == 0.1
    assert run.events == [(15, "learning rate 0.03 → 0.1")]


def test_a_field_that_starts_over_is_refused_and_all_stays_as_it_was():
    run = after(40)
    before = bits(run)
    for settings, what in ((replace(SMALL, hidden=(3,)), "hidden"), (replace(SMALL, seed=1), "seed")):
        with pytest.raises(ValueError, match=f"{what} starts a run over; make a new one"):
            run.apply(settings)
    assert bits(run) == before and run.settings == SMALL


def test_the_scale_of_the_initial_weights_is_free_where_they_have_one():
    usual, wide = (Run(replace(SMALL, initializer="article", initial_scale=s)) for s in (0.0, 0.5))
    np.testing.assert_allclose(wide.network.theta, 50 * usual.network.theta, rtol=1e-12)
    xavier = Run(replace(SMALL, initial_scale=0.5))  # has none: the field does nothing
    assert np.array_equal(xavier.network.theta, Run(SMALL).network.theta)


def test_settings_that_do_not_fit_leave_everything_as_it_was():
    run = after(40, replace(SMALL, dataset="blobs3"))
    before, settings = bits(run), run.settings
    with pytest.raises(ValueError, match="loss"):
        run.apply(replace(settings, loss="squared error"))
    assert (bits(run), run.settings) == (before, settings)


def test_settings_that_ask_for_too_much_are_refused_before_anything_is_allocated(monkeypatch):
    run = after(20)
    before = bits(run)
    monkeypatch.setattr("deepnet.lab.run.recipe.ALLOWED", Limits(parameters=100, seconds=1.5e-5))
    with pytest.raises(ValueError, match="at most 100 parameters, 2-40-1 has 161; take fewer"):
        Run(replace(SMALL, hidden=(40,)))
    with pytest.raises(ValueError, match="a step may take at most 1.5e-05 s, .* take a smaller batch"):
        run.apply(replace(SMALL, batch_size=0, optimizer="adamw"))
    assert (bits(run), run.settings) == (before, SMALL)


def test_balanced_classes_weigh_the_same_together():
    run = Run(replace(SMALL, class_weights="balanced"))
    counts, m = np.bincount(run.dataset.labels_train), run.dataset.X_train.shape[1]
    assert run.trainer.settings.class_weights == pytest.approx([m / (2 * n) for n in counts])


@pytest.mark.parametrize("dataset, loss", [("circle", "squared error"), ("multi-gaussian", "auto")])
def test_what_only_cross_entropy_has_does_nothing_to_another_loss(dataset, loss):
    settings = replace(SMALL, dataset=dataset, loss=loss)
    found = after(20, replace(settings, label_smoothing=0.2, class_weights="balanced"))
    same(found, after(20, settings))


def test_a_tanh_output_learns_from_targets_of_minus_one_and_one():
    run = after(1000, replace(SMALL, noise=0, output="tanh", learning_rate=0.1))
    AL, Y = run.network.predict(run.dataset.X_train), run.dataset.Y_train
    assert run.score.cost_train == pytest.approx(np.square(AL - (2 * Y - 1)).mean() / 2)
    assert run.score.metric_train == ((AL > 0) == (Y > 0.5)).mean() >= 0.95


def test_a_tanh_output_is_for_two_classes_only_and_takes_no_cross_entropy():
    assert Run(replace(SMALL, dataset="blobs3", output="tanh")).network.activations[-1] == "softmax"
    with pytest.raises(ValueError, match="loss of a tanh output must be one of squared error"):
        Run(replace(SMALL, output="tanh")).apply(replace(SMALL, output="tanh", loss="cross-entropy"))


def test_the_memory_of_changes_is_bounded(monkeypatch):
    monkeypatch.setattr("deepnet.lab.run.changes.MOST_CHANGES", 3)
    run = after(1)
    for i in range(3):
        run.edit(1, i, 0, 0.5)
    with pytest.raises(ValueError, match="remembers at most 3 changes"):
        run.edit(1, 3, 0, 0.5)


# ---- divergence


def test_a_diverged_run_stays_at_its_last_finite_step_and_advises():
    run = Run(diverging())
    made = run.step_by(5000)
    assert run.diverged.step == run.step == made < 5000
    assert np.isfinite(run.network.theta).all() and np.isfinite(run.score).all()
    assert "try a learning rate below 30" in run.diverged.sentence
    assert run.step_by(10) == 0 and run.advance(0.01) == 0


@pytest.mark.parametrize("cut", [1, 7, 100])
def test_a_run_diverges_at_the_same_step_however_it_is_cut(cut):
    whole, parts = Run(diverging()), Run(diverging())
    whole.step_by(5000)
    while parts.diverged is None:
        parts.step_by(cut)
    same(whole, parts)


def test_a_lower_rate_ends_a_divergence():
    run = Run(diverging())
    run.step_by(5000)
    run.apply(replace(run.settings, learning_rate=0.01), at=0)
    assert run.diverged is None
    assert run.step_by(100) == 100


def test_going_back_ends_a_divergence():
    run = Run(diverging())
    run.step_by(5000)
    run.go(0)
    assert run.diverged is None


# ---- stop rules

# Noisy points and a large network on few of them: the test cost soon rises.
OVERFITS = {"noise": 40, "hidden": (16, 16), "optimizer": "adam", "learning_rate": 0.02, "test_share": 50}
RULES = {
    "steps": {"stop_steps": 123},
    "cost": {"stop_cost": 0.6},
    "score": {"stop_accuracy": 0.8},
    "score, full batch": {"stop_accuracy": 0.8, "batch_size": 0, "learning_rate": 1.0},
    "plateau": {"stop_plateau": 4, "plateau_fall": 0.02},
    "plateau, full batch": {"stop_plateau": 3, "plateau_fall": 0.0, "batch_size": 0, "learning_rate": 5.0},
    "early": {"stop_early": 6, **OVERFITS},
    "early, ragged batches": {"stop_early": 6, **OVERFITS, "batch_size": 7, "keep_prob": 0.9},
    "divergence": {"stop_divergence": 1.5, "dataset": "plane", "activation": "relu", "learning_rate": 0.35},
}
rules = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def ruled(rule):
    return Run(replace(SMALL, **{"noise": 0} | rule))


def stopped(rule):
    run = ruled(rule)
    run.step_by(20_000)
    assert run.stopped
    return run


@rules
def test_a_run_stops_at_the_same_step_however_it_is_cut_and_says_why(rule):
    whole, single, parts, clocked = stopped(rule), ruled(rule), ruled(rule), ruled(rule)
    while single.step_by(1):
        pass
    while parts.step_by(7):
        pass
    while clocked.advance(0.002):
        pass
    for run in (single, parts, clocked):
        same(whole, run)
        assert run.stopped == whole.stopped
    assert 0 < whole.step == whole.stopped.step < 20_000
    assert whole.stopped.sentence.startswith(f"Stopped at step {whole.step:,}, rule “")
    assert whole.step_by(10) == 0 and whole.diverged is None


@rules
def test_a_run_stops_at_the_same_step_after_going_back_and_in_copies(rule):
    run = stopped(rule)
    before, sentence, step = bits(run), run.stopped.sentence, run.step
    run.at(step // 2)
    assert bits(run) == before and run.stopped
    again = replay(to_record(run))
    assert (bits(again), again.stopped) == (before, run.stopped)
    copies = [pickle.loads(pickle.dumps(run)), copy.deepcopy(run), run.fork(step * 2 // 3), run]
    for other, back in zip(copies, (step // 3, step - 1, step * 2 // 3, 0), strict=True):
        other.go(back)
        assert not other.stopped and other.step_by(20_000) == step - back
        assert (bits(other), other.stopped.sentence) == (before, sentence)
    half = ruled(rule)
    half.step_by(step // 2)
    other = pickle.loads(pickle.dumps(half))
    other.step_by(20_000)
    assert bits(other) == before


@pytest.mark.parametrize("rule", ["plateau", "early", "early, ragged batches", "divergence"])
def test_steps_are_called_back_and_cut_alike_on_both_sides_of_changes_that_the_rules_see(rule):
    settings = ruled(RULES[rule]).settings
    waits = {"stop_plateau": 40, "stop_divergence": 9.0}  # nothing but rules: the count goes on

    def course(*cuts):
        run = Run(replace(settings, stop_steps=400))
        for cut, change in zip(
            (33, 57, 90), ({"learning_rate": 0.01}, waits, {"batch_size": 9}), strict=True
        ):
            while run.step < cut and run.step_by(min(cuts[0], cut - run.step)):
                pass
            run.apply(replace(run.settings, beta1=0.5))
            run.apply(replace(run.settings, beta1=0.9))  # and back: as if nothing had been
            run.apply(replace(run.settings, **change))
        run.edit(1, 0, 0, 0.5)
        while run.step_by(cut):
            pass
        return run

    run, single = course(1000), course(1)
    same(run, single)
    assert run.stopped == single.stopped and run.stopped.step > 90
    before = bits(run)
    for step in (run.step - 1, 91, 60, 40):
        run.at(step)
        assert bits(run) == before


def test_a_plateau_is_counted_in_epochs_from_the_last_change_of_anything_but_the_rules():
    run = stopped(RULES["plateau"])
    per_epoch, step = run.trainer.steps_per_epoch, run.step
    least = run.watch.readings.train
    assert least.epochs == 4 and step - least.step == 4 * per_epoch
    run.apply(replace(run.settings, stop_plateau=6))
    assert run.watch.readings.train == least  # two more epochs, not six
    other = pickle.loads(pickle.dumps(run))
    assert other.step_by(20_000) >= 2 * per_epoch
    run.apply(replace(run.settings, learning_rate=1e-5))
    assert run.step_by(20_000) == 6 * per_epoch


def test_early_stopping_knows_the_best_step_and_going_there_is_exact():
    rule = RULES["early"]
    run = stopped(rule)
    best = run.stopped.best
    assert f"least, {run.watch.readings.test.cost:.4g} at step {best:,}," in run.stopped.sentence
    costs = {}
    other = ruled(rule | {"stop_early": 0})
    while other.step < run.step:
        other.step_by(other.trainer.steps_per_epoch)
        costs[other.step] = other.score.cost_test
    assert best == min(costs, key=costs.get) and run.step == best + 6 * run.trainer.steps_per_epoch
    run.go(best)
    assert run.score.cost_test == costs[best] and run.stopped is None


@pytest.mark.parametrize("cut", [1, 20])
def test_where_no_number_can_hold_the_weights_a_watched_run_ends_as_it_would_anyway(cut):
    plain, parts = (
        Run(diverging(batch_size=0)),
        Run(diverging(batch_size=0, stop_divergence=1e6, stop_early=999)),
    )
    plain.step_by(5000)
    while parts.step_by(cut):
        pass
    assert parts.halt is not None and parts.step <= plain.step
    whole = Run(parts.settings)
    whole.step_by(5000)
    same(whole, parts)
    assert whole.halt == parts.halt


def test_a_rule_set_in_mid_run_counts_from_there():
    run = after(100)
    run.apply(replace(SMALL, stop_divergence=1.0))
    assert (run.watch.readings.start, run.watch.readings.first) == (100, run.score.cost_train)


def test_what_the_rules_remember_does_not_grow():
    run = ruled({"stop_early": 100_000, "stop_plateau": 100_000, "batch_size": 0})
    run.step_by(10)
    size = len(pickle.dumps(run.watch))
    run.step_by(2000)
    assert abs(len(pickle.dumps(run.watch)) - size) < 30


def test_each_rule_holds_at_the_stop_and_at_no_epoch_before():
    run = Run(replace(SMALL, noise=0, stop_accuracy=0.8))
    run.step_by(20_000)
    assert run.score.metric_train >= 0.8 and run.epoch == int(run.epoch)
    before = after(run.step - run.trainer.steps_per_epoch, replace(SMALL, noise=0))
    assert before.score.metric_train < 0.8


def test_a_stopped_run_goes_on_when_its_rule_is_changed_and_is_pickled_as_it_is():
    run = Run(replace(SMALL, stop_steps=20))
    run.step_by(50)
    other = pickle.loads(pickle.dumps(run))
    assert other.stopped == run.stopped and other.stopped.step == 20
    run.apply(replace(SMALL, stop_steps=0))
    assert run.stopped is None and run.step_by(30) == 30
    assert run.network.theta.tobytes() == after(50).network.theta.tobytes()


def test_a_step_already_passed_stops_a_run_at_once():
    run = after(50)
    run.apply(replace(SMALL, stop_steps=20))
    assert run.step_by(10) == run.advance(0.01) == 0
    assert run.stopped.step == 50


# ---- copies


@kinds
def test_a_pickled_run_goes_on_identically(settings):
    run = after(30, settings)
    run.apply(replace(settings, learning_rate=0.1))
    run.step_by(5)
    for other in (pickle.loads(pickle.dumps(run)), copy.deepcopy(run)):
        same(run, other)
        assert other.at(12)["W1"].tobytes() == run.at(12)["W1"].tobytes()
        other.step_by(9)
        run_on = copy.deepcopy(run)
        run_on.step_by(9)
        same(other, run_on)
    assert run.step == 35


def test_a_fork_goes_on_from_a_past_step_and_leaves_its_parent_alone():
    run = after(50)
    before = bits(run)
    sibling = run.fork(20, learning_rate=0.1)
    other = after(20)
    other.apply(replace(SMALL, learning_rate=0.1))
    same(sibling, other)
    sibling.step_by(30)
    assert bits(run) == before
    assert not np.shares_memory(run.network.theta, sibling.network.theta)


def test_a_fork_without_changes_repeats_its_parent():
    run = after(50)
    sibling = run.fork(20)
    sibling.step_by(30)
    same(run, sibling)


def test_a_fork_takes_the_settings_of_its_step_not_of_the_present():
    run = after(40)
    run.apply(replace(SMALL, learning_rate=0.1))
    run.step_by(10)
    assert run.fork(20).settings == SMALL


def test_a_fork_cannot_change_what_starts_a_run_over():
    with pytest.raises(ValueError, match="hidden starts a run over"):
        after(10).fork(5, hidden=(3,))


def test_a_session_at_default_settings_stays_below_five_megabytes():
    tracemalloc.start()
    run = Run()
    for _ in range(600):
        run.step_by(10)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used < 5_000_000


@pytest.mark.parametrize("value", [1e6, -1e6])
def test_an_edit_that_makes_the_cost_too_large_is_a_divergence(value):
    run = Run(replace(SMALL, dataset="plane", activation="relu", precision="float32", hidden=(2,) * 8))
    for l in range(1, 10):
        run.edit(l, 0, 0, value)
    assert run.diverged is not None or np.isfinite(run.score).all()
    assert run.timeline.series()["cost_train"].max() < np.inf


ENTRIES = [
    (field, name)
    for field in ("activation", "initializer", "optimizer", "schedule", "regularization")
    for name in declared(Settings)[field].names
]


@pytest.mark.parametrize("field, name", ENTRIES)
def test_every_entry_of_a_table_trains_and_is_called_back_to_the_bit(field, name):
    settings = replace(SMALL, **{field: name}, regularization_rate=0.1)
    run, past = after(45, settings), after(20, settings)
    assert np.isfinite(run.score).all()
    assert run.at(20)["W1"].tobytes() == past.network.parameters()["W1"].tobytes()


@pytest.mark.parametrize(
    "name", [name for name in declared(Settings)["dataset"].names if name not in ("drawn", "upload")]
)
def test_every_dataset_trains(name):
    run = after(3, replace(SMALL, dataset=name))
    assert run.step == 3 and np.isfinite(run.score).all()


def test_while_it_plays_scores_take_no_longer_than_updates_and_what_is_asked_for_is_exact():
    run = Run(Settings(points=60))
    run.learner.price = 1e9  # as if a score took ages
    run.advance(60, 10, exact=False)
    score, own = run.latest_score
    assert run.step == 10 and not own and run.timeline.series()["step"].tolist() == [0]
    other = Run(Settings(points=60))
    other.step_by(10)
    assert run.score == other.score != score  # that of the step itself, once it is asked for
    assert run.latest_score == (other.score, True)
    run.learner.price = 0.0
    run.advance(60, 10, exact=False)
    assert run.latest_score[1] and run.timeline.series()["step"].tolist() == [0, 20]


def test_a_run_that_diverges_between_scores_falls_back_to_its_last_finite_step():
    exact = Run(Settings(dataset="plane", learning_rate=10, activation="relu"))
    exact.step_by(5000)
    loose = Run(Settings(dataset="plane", learning_rate=10, activation="relu"))
    while loose.halt is None:
        loose.learner.price = 1e9
        loose.advance(60, 7, exact=False)
    assert loose.diverged == exact.diverged and np.array_equal(loose.network.theta, exact.network.theta)


def test_a_notebook_shows_what_a_run_is_and_how_far_it_came():
    run = after(40)
    run.apply(replace(SMALL, learning_rate=0.1))
    run.step_by(20)
    page = run._repr_html_()
    said = ("Circle, 42 rows", "2-4-2-1 tanh, tanh, sigmoid", "step 40: learning rate 0.03 → 0.1", "<td>60,")
    assert all(words in page for words in said)
    assert page.count("<polyline") == 2 and "http" not in page and "<script" not in page
    assert "Diverged after step" in played_out(diverging())._repr_html_()
    assert "<svg" not in Run(SMALL)._repr_html_()


def played_out(settings):
    run = Run(settings)
    run.step_by(5000)
    return run
