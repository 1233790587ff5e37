"""A record makes the same run again."""

import json
from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import load
from deepnet.lab.run.record import replay, to_record
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings

SMALL = Settings(points=60)


def eventful():
    run = Run(SMALL)
    run.step_by(13)
    run.apply(replace(SMALL, learning_rate=0.1, optimizer="adam"))
    run.apply(replace(run.settings, optimizer="momentum"))
    run.step_by(7)
    run.edit(1, 0, None, 0.25)
    run.edit(2, 1, 3, -1.0)
    run.step_by(30)
    return run


def test_a_record_survives_json_and_makes_the_same_run():
    run = eventful()
    again = replay(json.loads(json.dumps(to_record(run), allow_nan=False)))
    assert again.network.theta.tobytes() == run.network.theta.tobytes()
    assert (again.step, again.epoch, again.score, again.events) == (
        run.step,
        run.epoch,
        run.score,
        run.events,
    )
    assert np.array_equal(again.at(15)["W1"], run.at(15)["W1"])


def test_a_record_of_an_upload_needs_the_data():
    iris = load("iris")
    run = Run(replace(SMALL, dataset="upload"), iris)
    run.step_by(5)
    record = to_record(run)
    with pytest.raises(ValueError, match="needs a file"):
        replay(record)
    assert replay(record, iris).network.theta.tobytes() == run.network.theta.tobytes()


BAD = [
    (None, "format"),
    ({"format": "deepnet run 3"}, "format"),
    ({"settings": {"cat": 1}}, "'cat' is not a setting"),
    ({"settings": []}, "settings must be an object"),
    ({"step": -1}, "step must be between"),
    ({"step": 1e99}, "step must be between"),
    ({"changes": {}}, "changes must be a list"),
    ({"changes": [3]}, "a change must be an object"),
    ({"changes": [{"step": 99, "edit": [1, 0, 0, 1]}]}, "step of a change must be between 0 and 4, got 99"),
    ({"changes": [{"step": 1, "edit": "x"}]}, "edit must be"),
    ({"changes": [{"step": 1, "edit": [1, 0, 0, float("nan")]}]}, "value must be between"),
    (
        {"changes": [{"step": 1, "settings": {"hidden": [3]}}]},
        "cannot start the run over: .*hidden layers 4-2 → 3",
    ),
]


@pytest.mark.parametrize("part, sentence", BAD, ids=str)
def test_a_record_without_sense_is_refused_with_one_sentence(part, sentence):
    good = {"format": "deepnet run 1", "step": 4, "settings": {}, "changes": []}
    with pytest.raises((ValueError, TypeError), match=sentence):
        replay(part if part is None else good | part)


def test_a_record_that_claims_more_steps_than_its_run_has_is_refused():
    settings = {"dataset": "plane", "noise": 0, "activation": "relu", "learning_rate": 30.0}
    with pytest.raises(ValueError, match="diverges after step"):
        replay({"format": "deepnet run 1", "step": 5000, "settings": settings, "changes": []})


def test_a_replay_goes_on_from_a_stop_where_the_visitor_did():
    run = Run(replace(SMALL, stop_cost=10.0))
    for rate in (0.1, SMALL.learning_rate):
        run.step_by(100)
        assert run.stopped
        run.apply(replace(run.settings, learning_rate=rate))
    run.apply(replace(run.settings, learning_rate=0.1))  # as before: no change is left to tell of
    run.step_by(100)
    again = replay(to_record(run))
    assert (again.step, again.stopped) == (run.step, run.stopped)
    assert again.network.theta.tobytes() == run.network.theta.tobytes()
