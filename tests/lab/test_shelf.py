"""What the stage is told of the kept runs and of what goes wrong is what they are."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import pages.ui.stage
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage import shelf as shelf_module
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

SPEC = json.loads((Path(pages.ui.stage.__file__).parent / "messages.json").read_text(encoding="utf-8"))
SMALL = Settings(points=60)


def shown(settings=SMALL, steps=60):
    bench = Bench(Run(settings))
    show = Show(bench, clock=lambda: 0.0)
    show.reply({"kind": "hello"})
    play(show, steps)
    return show


def play(show, steps):
    """In frames of five updates, which are all seen."""
    for _ in range(steps // 5):
        show.run.step_by(5)
    show.reply({"kind": "now", "now": show.run.step})


def ask(show, **message):
    return unpack(show.reply({"now": show.bench.shown(), **message}))


def test_a_branch_tells_its_own_part_of_the_curve_and_its_parent_the_whole():
    show = shown()
    ask(show, kind="do", action="branch", now=30)
    play(show, 40)
    meta, arrays = ask(show, kind="runs")
    first, second = meta["runs"]
    assert (first["parent"], first["left"], first["step"]) == (None, 0, 60)
    assert (second["parent"], second["left"], second["step"], second["current"]) == (1, 30, 70, True)
    steps = arrays["runs_step"].tolist()
    assert steps == [*range(0, 61, 5), *range(30, 71, 5)]
    series = show.bench.kept(1).run.timeline.series()
    assert np.array_equal(arrays["runs_test"][:13], series["cost_test"].astype("f4"))
    assert first["best"] == series["cost_test"].min() and first["cost"] == series["cost_test"][-1]
    assert arrays["runs_picture"].size == first["side"] ** 2 + second["side"] ** 2 == 800
    assert set(arrays) <= set(SPEC["arrays of runs"]) and set(meta) - {"kind"} == set(SPEC["answers"]["runs"])


def test_many_points_are_thinned_and_the_ends_stay(monkeypatch):
    monkeypatch.setattr(shelf_module, "MOST_POINTS", 7)
    _, arrays = ask(shown(steps=100), kind="runs")
    steps = arrays["runs_step"].tolist()
    assert len(steps) == 7 and (steps[0], steps[-1]) == (0, 100)


def test_a_run_is_named_starred_hidden_let_go_and_brought_back_while_another_plays():
    show = shown()
    ask(show, kind="do", action="reset")
    play(show, 20)
    rev, step = show.bench.rev, show.run.step
    for more in ({"name": "  the first  "}, {"starred": True}, {"hidden": True}):
        meta, _ = ask(show, kind="do", action="mark", id=1, **more)
    told = meta["runs"][0]
    assert (told["name"], told["starred"], told["hidden"]) == ("the first", True, True)
    meta, _ = ask(show, kind="do", action="let go", id=1)
    assert [run["id"] for run in meta["runs"]] == [2] and meta["undo"]
    meta, _ = ask(show, kind="do", action="bring back")
    assert [run["name"] for run in meta["runs"]] == ["the first", ""]
    assert (show.bench.rev, show.run.step) == (rev, step)
    meta, _ = ask(show, kind="do", action="choose", id=1)
    assert (meta["kind"], meta["run"], meta["step"]) == ("scene", 1, 60)


@pytest.mark.parametrize(
    "message",
    [
        {"action": "choose"},
        {"action": "choose", "id": 9},
        {"action": "let go", "id": 1},
        {"action": "bring back"},
        {"action": "mark", "id": 1, "name": "x" * 61},
        {"action": "mark", "id": 1, "name": 3},
        {"action": "mark", "id": 1, "starred": "yes"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_in_a_sentence(message):
    show = shown(steps=10)
    meta, _ = ask(show, kind="do", **message)
    assert meta["kind"] == "error" and len(meta["error"]) > 10


def test_what_goes_wrong_is_told_with_its_cure_and_a_healthy_run_is_quiet():
    assert ask(shown(), kind="runs")[0]["findings"] == []
    wild = replace(SMALL, dataset="plane", noise=0, hidden=(4,), activation="relu", learning_rate=1.0)
    meta, _ = ask(shown(wild, 30), kind="runs")
    found = meta["findings"][0]
    assert found["name"] == "The learning rate is too high"
    assert found["cure"] == ["Learning rate 0.1", {"learning_rate": 0.1}]
