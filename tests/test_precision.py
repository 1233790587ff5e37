"""precision="auto": all digits for small networks, speed for large ones, and the same on the way."""

import json
from dataclasses import replace

import numpy as np
import pytest

from deepnet.estimators import DeepClassifier
from deepnet.lab.run.record import replay, to_record
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import Settings

SMALL = Settings(points=60, precision="auto")
LARGE = replace(SMALL, hidden=(64, 32))  # 64·3 + 32·65 + 33 = 2305 parameters


@pytest.mark.parametrize("settings, dtype", [(SMALL, "float64"), (LARGE, "float32")])
def test_auto_is_the_run_that_its_result_makes_when_it_is_said(settings, dtype):
    auto, said = Run(settings), Run(replace(settings, precision=dtype))
    for run in (auto, said):
        run.step_by(30)
    assert auto.network.dtype == dtype
    assert auto.network.theta.tobytes() == said.network.theta.tobytes()
    query = to_query(settings, auto.network.dtype.name)
    assert from_query(query)[0] == said.settings
    assert query.get("precision", "float64") == dtype


def test_a_change_on_the_way_leaves_it_and_a_record_tells_its_result():
    run = Run(LARGE)
    run.step_by(10)
    run.apply(replace(LARGE, batch_size=0, learning_rate=0.1))
    run.step_by(10)
    assert run.network.dtype == np.float32
    record = json.loads(json.dumps(to_record(run)))
    assert record["settings"]["precision"] == record["changes"][0]["settings"]["precision"] == "float32"
    assert replay(record).network.theta.tobytes() == run.network.theta.tobytes()


def test_an_estimator_takes_auto_too():
    points = np.random.default_rng(0).normal(size=(40, 3))
    labels = (points[:, 0] > 0).astype(int)
    for hidden, dtype in (((4,), "float64"), ((64, 64), "float32")):
        fitted = DeepClassifier(hidden, epochs=2, precision="auto", random_state=0).fit(points, labels)
        assert fitted.network_.dtype == dtype
