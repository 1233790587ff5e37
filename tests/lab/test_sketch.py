"""Drawing on a run: the network goes on, the past stays exact, and every stroke can be undone."""

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import DataError, Drawing
from deepnet.lab.run import sketch
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.record import replay, to_record
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import MOST_LINKED, from_query, to_query
from deepnet.lab.settings.settings import Settings

SMALL = Settings(points=60)
KINDS = {
    "circle": SMALL,
    "adam": replace(SMALL, optimizer="adam", batch_size=7),
    "full batch": replace(SMALL, optimizer="momentum", batch_size=0),
    "softmax, float32": replace(SMALL, dataset="blobs3", precision="float32", class_weights="balanced"),
    "tanh and dropout": replace(SMALL, output="tanh", keep_prob=0.8, batch_size=9),
    "normalized, watched": replace(SMALL, batch_norm=(1, 2), stop_early=40, stop_plateau=40),
}
kinds = pytest.mark.parametrize("settings", KINDS.values(), ids=KINDS)
CORNER = [(5 - 0.1 * i, 5) for i in range(12)]


def add(points=CORNER, label=1):
    return lambda drawing: drawing.added(points, label)


def erase(n):
    return lambda drawing: drawing.erased(drawing.table["key"][:n].tolist())


def bits(run):
    state = {name: np.asarray(value).tobytes() for name, value in run.trainer.state().items()}
    return run.step, run.epoch, run.score, state, run.watch.readings


def drawn_on(settings=SMALL, seen=None):
    """A bench whose run has changes of points in an epoch's midst, several at one step, one undone.

    seen: is filled with the parameters after each step, as they were at the time.
    """
    bench = Bench(Run(settings))
    run = bench.run

    def train(n):
        for _ in range(n):
            run.step_by(1)
            if seen is not None:
                seen[run.step] = run.network.theta.copy()

    train(23)
    sketch.draw(bench, add())
    train(8)
    sketch.draw(bench, erase(5))
    sketch.draw(bench, add([(0, 0)], 0))
    sketch.undo(bench)
    train(11)
    sketch.draw(bench, add([(1, 1), (2, 2)], 0))
    sketch.undo(bench)  # no point has changed at step 42, and yet an epoch has begun there
    train(20)
    return bench


@kinds
def test_the_network_goes_on_with_its_weights_on_the_new_points(settings):
    bench, unchanged = Bench(Run(settings)), Run(settings)
    run = bench.run
    for one in (run, unchanged):
        one.step_by(23)
    theta, epoch = run.network.theta.copy(), run.trainer.epoch
    assert sketch.draw(bench, add()) is False
    assert run.step == 23 and np.array_equal(run.network.theta, theta)
    assert run.trainer.batch == 0 and run.trainer.epoch >= epoch
    assert run.dataset.m + run.dataset.X_test.shape[1] == 72
    run.step_by(5)
    unchanged.step_by(5)
    assert not np.array_equal(run.network.theta, unchanged.network.theta)
    assert run.events == [(23, f"data {settings.dataset} → your points, 12 points added")]


@kinds
def test_steps_on_both_sides_of_a_change_of_points_are_called_back_to_the_bit(settings):
    seen = {}
    bench = drawn_on(settings, seen)
    run = bench.run
    before = bits(run)
    for step in (5, 22, 23, 24, 30, 31, 32, 42, 43, 50, 61):
        with run.visit(step):
            assert np.array_equal(run.network.theta, seen[step])
    assert bits(run) == before
    plain = Run(settings)
    plain.step_by(22)
    assert np.array_equal(seen[22], plain.network.theta)


@kinds
def test_going_back_on_pickling_and_the_record_repeat_the_run(settings):
    bench = drawn_on(settings)
    run = bench.run
    again = replay(json.loads(json.dumps(to_record(run), allow_nan=False)))
    copied = pickle.loads(pickle.dumps(run))
    assert bits(again) == bits(run) == bits(copied)
    assert again.events == run.events and again.settings == run.settings
    copied.go(50)
    copied.step_by(12)
    assert bits(copied) == bits(run)
    copied.go(33)
    copied.step_by(5)
    again.go(33)
    again.step_by(5)
    assert bits(copied) == bits(again)


def test_a_stroke_drawn_in_play_is_one_event_where_it_began_and_still_many_changes():
    bench = Bench(Run(SMALL))
    run = bench.run
    run.step_by(10)
    for label, stroke, parts in ((0, 7, 3), (1, 8, 2)):
        for i in range(parts):
            sketch.draw(bench, add([(i, 4), (i, 5)], label), stroke=stroke)
            run.step_by(5)
    bench.apply(replace(run.settings, learning_rate=0.1))
    run.step_by(5)
    sketch.draw(bench, add([(0, 0)], 1), stroke=8)  # the rate lies between
    assert run.events == [
        (10, "data circle → your points, 6 points added"),
        (25, "4 points added"),
        (35, "learning rate 0.03 → 0.1"),
        (40, "1 point added"),
    ]
    assert len(run.changes) == 8  # the toy taken over, six parts and the rate
    again = replay(json.loads(json.dumps(to_record(run))))
    assert again.events == run.events and bits(again) == bits(run)


def test_a_toy_is_not_taken_over_for_a_stroke_that_cannot_be_remembered(monkeypatch):
    monkeypatch.setattr("deepnet.lab.run.changes.MOST_CHANGES", 3)
    bench = Bench(Run(SMALL))
    run = bench.run
    for rate in (0.1, 0.2):
        run.step_by(3)
        bench.apply(replace(run.settings, learning_rate=rate))
    before = bits(run)
    with pytest.raises(ValueError, match="remembers at most 3 changes"):
        sketch.draw(bench, add())
    assert run.settings.dataset == "circle" and bits(run) == before


def test_a_past_step_is_scored_on_the_points_of_its_time():
    run, plain = drawn_on().run, Run(SMALL)
    plain.step_by(15)
    with run.visit(15):
        assert run.dataset.name == "circle" and run.score == plain.score
    assert run.dataset.name == "drawn"
    with run.visit(27):
        assert len(run.drawing) == 72
    assert len(run.drawing) == 67


def test_going_back_before_a_change_keeps_what_was_drawn():
    bench = drawn_on()
    run = bench.run
    drawing = run.settings.drawing
    run.go(10)
    assert run.settings.drawing == drawing and run.dataset.name == "drawn"
    assert run.events == [(10, "data circle → your points")]
    run.step_by(10)
    other = replay(to_record(run))
    assert bits(other) == bits(run)


def test_a_fork_draws_for_itself():
    bench = drawn_on()
    run = bench.run
    before, drawing = bits(run), run.settings.drawing
    bench.branch(50, drawing=drawing.added([(3, 3)], 0))
    sibling = bench.run
    sketch.draw(bench, erase(3))
    bench.choose(1)
    assert len(sibling.drawing) == len(drawing) - 2
    bench.choose(2)
    sketch.undo(bench)
    assert len(sibling.drawing) == len(drawing) + 1
    assert bits(run) == before and run.settings.drawing == drawing
    early = run.fork(27)
    assert len(early.drawing) == 72
    with pytest.raises(ValueError, match="new class starts a run over"):
        run.fork(50, drawing=drawing.added([(3, 3)], 2))


def test_strokes_while_it_stands_still_are_few_changes_however_many():
    bench = drawn_on()
    run = bench.run
    for i in range(40):
        sketch.draw(bench, add([(i / 10, 0)], i % 2))
    for _ in range(40):
        sketch.undo(bench)
    assert sum(change.step == run.step for change in run.changes) <= 2
    for _ in range(3):
        sketch.redo(bench)
    assert run.events[-1] == (62, "3 points added")
    run.step_by(7)
    assert bits(replay(to_record(run))) == bits(run)


def test_undo_gives_back_the_points_and_the_data_set():
    bench = Bench(Run(SMALL))
    run = bench.run
    sketch.draw(bench, add())
    data, drawings = [], []
    for change in (add([(1, 1)], 0), erase(9), lambda d: d.doubled(), lambda d: replace(d, noise=15)):
        data.append(run.dataset)
        drawings.append(run.settings.drawing)
        sketch.draw(bench, change)
    last = run.settings.drawing
    for dataset, drawing in zip(reversed(data), reversed(drawings), strict=True):
        sketch.undo(bench)
        assert run.settings.drawing == drawing
        assert np.array_equal(run.dataset.X_train, dataset.X_train)
        assert np.array_equal(run.dataset.Y_test, dataset.Y_test)
    sketch.undo(bench)  # the toy itself
    assert len(run.drawing) == 60
    with pytest.raises(ValueError, match="nothing is left to undo"):
        sketch.undo(bench)
    for _ in range(5):
        sketch.redo(bench)
    assert run.settings.drawing == last
    with pytest.raises(ValueError, match="nothing is left"):
        sketch.redo(bench)


def test_the_parts_of_one_stroke_are_undone_together():
    bench = Bench(Run(SMALL))
    run = bench.run
    for i in range(3):
        sketch.draw(bench, add([(i, 0)]), stroke=1)
    sketch.draw(bench, add([(0, 3)]), stroke=2)
    sketch.undo(bench)
    assert len(run.drawing) == 63
    sketch.undo(bench)
    assert len(run.drawing) == 60


def test_what_can_be_undone_is_bounded(monkeypatch):
    monkeypatch.setattr("deepnet.lab.run.sketch.MOST_UNDONE", 4)
    bench = Bench(Run(SMALL))
    run = bench.run
    for i in range(9):
        sketch.draw(bench, add([(i / 2, 0)]))
    for _ in range(4):
        sketch.undo(bench)
    assert not bench.sketch.can_undo and len(run.drawing) == 65


def test_what_a_run_remembers_of_drawings_is_bounded_and_a_refusal_loses_nothing(monkeypatch):
    bench = drawn_on()
    run = bench.run
    monkeypatch.setattr("deepnet.lab.run.changes.MOST_POINTS", 60)
    before, drawing = bits(run), run.settings.drawing
    with pytest.raises(ValueError, match="drawn points, at most 60 fit; reset it"):
        sketch.draw(bench, add())
    assert bits(run) == before and run.settings.drawing == bench.sketch.present == drawing
    bench.restart()
    sketch.draw(bench, add())
    assert len(bench.run.drawing) == len(drawing) + 12


def test_a_new_class_starts_over_with_the_same_hidden_layers():
    bench = Bench(Run(replace(SMALL, hidden=(5, 3), loss="squared error")))
    bench.run.step_by(20)
    assert sketch.draw(bench, add(label=2)) is True
    run = bench.run
    assert run.step == 0 and run.network.layer_dims == (2, 5, 3, 3) and run.dataset.kind == "multi-class"
    run.step_by(5)
    assert sketch.undo(bench) is True
    assert bench.run.network.layer_dims == (2, 5, 3, 1)


def test_an_empty_plane_waits_and_goes_on_where_enough_is_drawn():
    bench = Bench(Run(SMALL))
    run = bench.run
    run.step_by(20)
    theta = run.network.theta.copy()
    sketch.clear(bench)
    assert "plane is empty" in run.halt.sentence and run.step_by(5) == 0
    sketch.draw(bench, add(label=0))
    assert "another class" in run.halt.sentence and len(run.drawing) == 12
    sketch.draw(bench, add([(-3, -3), (-4, -4)], 1))
    assert run.halt is None and np.array_equal(run.network.theta, theta)
    assert run.step_by(5) == 5
    assert np.isfinite(run.timeline.series()["cost_train"]).all()
    assert bits(replay(to_record(run))) == bits(run)
    assert np.array_equal(run.at(20)["W1"], run.at(20)["W1"])


def test_other_data_and_back_loses_nothing_drawn():
    bench = Bench(Run(SMALL))
    run = bench.run
    sketch.draw(bench, add())
    sketch.draw(bench, erase(3))
    drawing = run.settings.drawing
    bench.apply(replace(run.settings, dataset="iris"))
    assert bench.settings.drawing is None
    sketch.show(bench)
    assert bench.settings.drawing == drawing and bench.run.step == 0
    sketch.undo(bench)
    assert len(bench.run.drawing) == 72


@pytest.mark.parametrize("opened", [Run, lambda settings: replay(to_record(Run(settings)))])
def test_points_that_came_with_a_link_or_a_record_are_there_after_other_data(opened):
    drawing = Drawing().added(CORNER, 0).added([(0, 0)], 1)
    bench = Bench(opened(replace(SMALL, dataset="drawn", drawing=drawing)))
    assert bench.sketch.present == drawing
    more = drawing.added([(1, 0)], 1)
    bench.apply(replace(bench.settings, drawing=more))
    bench.apply(replace(bench.settings, dataset="spiral"))
    sketch.show(bench)
    assert bench.settings.drawing == more


@pytest.mark.parametrize("steps", [0, 9])
def test_turning_to_the_drawn_points_starts_over_whatever_the_run_remembers(steps, monkeypatch):
    bench = Bench(Run(SMALL))
    bench.edit(1, 0, 0, 2.0)
    bench.run.step_by(steps)
    monkeypatch.setattr("deepnet.lab.run.changes.MOST_CHANGES", 1)
    sketch.show(bench)
    run = bench.run
    assert run.dataset.waiting and run.step == 0 and not run.events


def test_nothing_drawn_yet_is_an_empty_plane():
    bench = Bench(Run(replace(SMALL, dataset="iris")))
    sketch.show(bench)
    run = bench.run
    assert run.dataset.waiting and run.network.layer_dims[0] == 2


@pytest.mark.parametrize("dataset, part", [("multi-gaussian", "carry values"), ("iris", "two dimensions")])
def test_what_cannot_be_drawn_on_is_refused_and_left_as_it_was(dataset, part):
    bench = Bench(Run(replace(SMALL, dataset=dataset)))
    run = bench.run
    run.step_by(3)
    before = bits(run)
    with pytest.raises(DataError, match=part):
        sketch.draw(bench, add())
    assert bits(run) == before and bench.sketch.present is None


def test_a_small_drawing_travels_in_a_link_and_a_large_one_does_not():
    bench = Bench(Run(SMALL))
    run = bench.run
    sketch.draw(bench, add())
    query = to_query(run.settings)
    found, ignored = from_query(query)
    assert (found, ignored) == (run.settings, []) and query["data"] == "drawn"
    bench.restart()
    for one in (bench.run, other := Run(found)):
        one.step_by(30)
    assert bits(other) == bits(bench.run)
    many = Drawing().added(np.zeros((MOST_LINKED, 2)), 0)
    full = from_query(to_query(Settings(dataset="drawn", drawing=many)))
    assert full == (Settings(dataset="drawn", drawing=many), [])
    more = Settings(dataset="drawn", drawing=many.added([(1, 1)], 1), hidden=(3,))
    assert to_query(more) == {"hidden": "3"}


@pytest.mark.parametrize(
    "query", [{"data": "drawn"}, {"data": "drawn", "drawn": "cat"}, {"drawn": "AgAAAAAAAA" * 999}]
)
def test_a_link_without_its_points_opens_the_default_and_says_so(query):
    found, ignored = from_query(query)
    assert found == Settings() and ignored
