"""Runs on data of one's own, with the settings that the page starts with and no tuning."""

import json
from pathlib import Path

import numpy as np
import pytest

from deepnet.data import read_table
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings

UPLOADS = Path(__file__).parent.parent / "uploads"
FILES = {entry["file"]: entry for entry in json.loads((UPLOADS / "manifest.json").read_text())["files"]}
TABLES = [name for name, entry in FILES.items() if "baseline" in entry]
STEPS = 3000  # what Play makes in five seconds at ten updates a frame


def dataset_of(name, seed=0):
    target, table = FILES[name]["target"], read_table((UPLOADS / name).read_bytes(), name)
    return table.to_dataset(table.columns[target] if isinstance(target, int) else target, seed=seed)


@pytest.mark.parametrize("name", TABLES)
def test_a_few_seconds_of_play_beat_guessing_and_reach_the_linear_baseline(name):
    baseline, scores = FILES[name]["baseline"], []
    for seed in range(3):
        dataset = dataset_of(name, seed)
        run = Run(Settings(dataset="upload", hidden=dataset.suggested_hidden), dataset)
        run.step_by(STEPS)
        scores.append(run.score.metric_test)
    assert np.mean(scores) > baseline.get("majority", baseline.get("constant"))
    assert np.mean(scores) >= baseline.get("logistic", baseline.get("ridge")) - 0.03


def test_an_upload_brings_its_settings_with_it_in_one_start():
    bench = Bench()
    bench.upload(dataset_of("iris.csv"), hidden=(16, 8), class_weights="balanced", test_share=40)
    run = bench.run
    assert run.settings == Settings(dataset="upload", hidden=(16, 8), class_weights="balanced", test_share=40)
    assert run.step == 0 and run.events == []


def test_an_upload_that_is_refused_leaves_the_run_as_it_was():
    bench = Bench()
    run = bench.run
    run.step_by(20)
    before, theta = run.settings, run.network.theta.copy()
    with pytest.raises(ValueError, match="neurons of a hidden layer"):
        bench.upload(dataset_of("iris.csv"), hidden=(0,))
    assert bench.run is run and run.settings == before and run.step == 20 and run.dataset.name == "circle"
    np.testing.assert_array_equal(run.network.theta, theta)
