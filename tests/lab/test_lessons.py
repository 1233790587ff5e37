"""Lessons: data that is checked, and goals that a run can meet and miss."""

import json
from dataclasses import replace

import pytest

from deepnet.lab.lessons.goals import MEASURES, Condition, met, when_met
from deepnet.lab.lessons.lesson import lesson_of, lessons, packed, per_update, read_lesson
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings

# What passes each lesson: changed settings, a weight set by hand, and the steps.
PASSED = {
    "one-neuron": ({"hidden": (4,)}, (), 1000),
    "hidden-layers": ({"hidden": (4,)}, (), 1500),
    "cross-by-hand": ({}, ((1, 0, 2, 1.0),), 0),
    "noisy-rings": ({"features": ("x1", "x2", "x1^2", "x2^2")}, (), 500),
    "rate": ({"learning_rate": 1.0}, (), 300),
    "gap": ({"test_share": 30}, (), 500),
    "ten-percent": ({"test_share": 30}, (), 1000),
    "overcrossing": ({"features": ("x1", "x2")}, (), 1000),
    "prices": ({"regularization": "l1", "regularization_rate": 3.0}, (), 1000),
    "price-converted": ({"regularization_rate": 0.0}, (), 1500),
    "smallest": ({"hidden": (3,)}, (), 2500),
    "restarts": ({"seed": 0}, (), 600),
    "spiral": ({"features": ("x1", "x2", "sin(x1)", "sin(x2)")}, (), 1000),
    "fading": ({"initializer": "he"}, (), 300),
    "vanishing": ({"activation": "relu"}, (), 500),
    "overfitting": ({"regularization": "l2", "regularization_rate": 1.0}, (), 1000),
    "optimizers": ({"optimizer": "adam"}, (), 1500),
}


def test_every_lesson_is_played_by_a_test():
    assert set(PASSED) == set(lessons()) and len(lessons()) >= 10


def test_a_lesson_shows_one_control():
    assert all(len(lesson.show) <= 1 for lesson in lessons().values())


@pytest.mark.parametrize("name", PASSED)
def test_a_lesson_can_be_passed_and_failed(name):
    lesson = lessons()[name]
    changes, edits, steps = PASSED[name]
    failed = Run(lesson.settings)
    failed.step_by(steps)
    assert not met(lesson.goal, failed)
    passed = Run(replace(lesson.settings, **changes))
    for edit in edits:
        passed.edit(*edit)
    passed.step_by(steps)
    assert met(lesson.goal, passed), [condition.told(passed) for condition in lesson.goal]


@pytest.mark.parametrize("name", PASSED)
def test_a_lesson_asks_before_play_and_names_the_misconception_of_each_wrong_option(name):
    lesson = lessons()[name]
    assert not met(lesson.goal, Run(lesson.settings))
    assert sum(option.right for option in lesson.options) == 1
    assert all(option.right or len(option.misconception) > 20 for option in lesson.options)


def test_a_lesson_travels_whole_in_a_link():
    for lesson in lessons().values():
        travelled = lesson_of(packed(lesson.source))
        assert replace(travelled, name=lesson.name) == lesson
        assert len(packed(lesson.source)) < 2000
        assert lesson_of(lesson.name) is lesson


def test_a_price_per_update_is_converted_by_the_rows_to_train_on():
    assert per_update(0.3, Settings()) == 105.0  # the circle has 350
    assert lessons()["price-converted"].settings.regularization_rate == 105.0


@pytest.mark.parametrize(
    "change, complaint",
    [
        ({"title": ""}, "title of a lesson must be a text"),
        ({"extra": 1}, "a lesson has no"),
        ({"options": [{"text": "a", "right": True}]}, "a list of 2 to 6"),
        ({"options": [{"text": "a"}, {"text": "b", "right": True}]}, "misconception"),
        ({"setup": {"rate": "fast"}}, "setup of a lesson: rate=fast"),
        ({"setup": {"lambda_per_update": "much"}}, "must be a number"),
        ({"show": ["everything"]}, "show of a lesson must be a list"),
        ({"goal": [{"measure": "luck", "at_least": 1}]}, "must have a measure of"),
        ({"goal": [{"measure": "step"}]}, "at_least or at_most"),
    ],
)
def test_what_is_wrong_with_a_lesson_is_said_in_a_sentence(change, complaint):
    source = json.loads(json.dumps(lessons()["rate"].source)) | change
    with pytest.raises(ValueError, match=complaint):
        read_lesson(source)


@pytest.mark.parametrize("link", ["", "no-such-lesson", "eJw", "A" * 30_000, packed({"a": "b" * 5_000_000})])
def test_a_link_without_a_lesson_is_refused(link):
    with pytest.raises(ValueError):
        lesson_of(link)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_a_number_of_any_run(measure):
    assert isinstance(float(MEASURES[measure].of(Run(Settings()))), float)


def test_a_goal_that_was_met_between_two_looks_is_not_missed():
    run = Run(Settings(learning_rate=0.3))
    for _ in range(60):
        run.step_by(10)
    goal = (Condition("cost_train", at_most=0.4), Condition("step", at_most=400))
    step = when_met(goal, run)
    assert run.step == 600 and 0 < step <= 400
    with run.visit(step):
        assert run.score.cost_train <= 0.4
