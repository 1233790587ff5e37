"""The answers to the stage, and to strangers."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepnet.data import read_table
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

SMALL = Settings(points=60)


def stage(run):
    """A show whose clock stands still, so that a reply always has all the frames asked for."""
    return Show(Bench(run), clock=lambda: 0.0)


@pytest.fixture
def show():
    return stage(Run(SMALL))


def ask(show, **message):
    return unpack(show.reply(message))


def train(show, **message):
    usual = {"kind": "train", "rev": show.bench.rev, "ms": 50, "frames": 4, "steps": 10}
    return ask(show, **usual | message)


def test_hello_gets_the_whole_scene(show):
    meta, arrays = ask(show, kind="hello", view={"plane": "features"})
    assert meta["kind"] == "scene" and meta["rev"] == show.bench.rev and meta["step"] == 0
    assert meta["layer_dims"] == [2, 4, 2, 1] and meta["activations"] == ["tanh", "tanh", "sigmoid"]
    assert meta["settings"]["hidden"] == [4, 2] and meta["settings"]["learning_rate"] == 0.03
    assert meta["plane"]["range"] == [-6, 6, -6, 6] and meta["plane"]["held"] == ""
    assert meta["dataset"]["rows_train"] + meta["dataset"]["rows_test"] == 60
    assert arrays["points_x"].size == arrays["points_label"].size == arrays["wrong"].size == 60
    assert arrays["feature_maps"].size == 7 * meta["thumb"] ** 2
    assert arrays["boundary"].size == meta["grid"] ** 2


def test_the_scene_says_where_each_point_is_and_of_which_class(show):
    _, arrays = ask(show, kind="hello")
    dataset = show.run.dataset
    m = dataset.m
    assert np.array_equal(arrays["points_x"][:m], dataset.raw_train[0].astype("f4"))
    assert np.array_equal(arrays["points_label"][m:], dataset.labels_test)
    assert arrays["points_test"].tolist() == [0] * m + [1] * (60 - m)
    assert arrays["points_row"].tolist() == [*range(m), *range(60 - m)]


@pytest.mark.parametrize(
    "dataset", ["iris", "chest x-rays", "digits", "multi-gaussian", "blobs3", "breast cancer"]
)
def test_every_kind_of_data_makes_a_scene_and_frames(dataset):
    show = stage(Run(replace(SMALL, dataset=dataset)))
    meta, arrays = ask(show, kind="hello", view={})
    assert meta["kind"] == "scene"
    assert ("points_value" in arrays) == (meta["dataset"]["kind"] == "regression")
    assert ("pictures" in arrays) == (meta["image"] is not None)
    assert train(show)[0]["kind"] == "frames"


def test_training_gives_frames_of_so_many_updates(show):
    meta, arrays = train(show)
    assert meta["kind"] == "frames" and meta["count"] == 4 and meta["busy"] == 0
    assert arrays["step"].tolist() == [10, 20, 30, 40]
    assert arrays["cost"].dtype == "f8" and arrays["cost"].size == 8


def test_frames_hold_the_costs_of_a_run_that_nobody_watched(show):
    run = Run(SMALL)
    run.step_by(40)
    assert train(show)[1]["cost"][-2:].tolist() == [run.score.cost_train, run.score.cost_test]


def test_a_reply_ends_when_its_time_is_over():
    seconds = iter(range(100))
    show = Show(Bench(Run(SMALL)), clock=lambda: next(seconds) / 100)  # each look at the clock takes 10 ms
    meta, _ = train(show, frames=60)
    assert 1 <= meta["count"] <= 3
    assert meta["busy"] == pytest.approx(meta["count"] / 100)


def test_as_many_updates_as_fit_is_at_least_one(show):
    _, arrays = train(show, steps=0, frames=1, ms=0)
    assert arrays["step"][0] >= 1


def test_until_epoch_gives_one_frame_at_its_end(show):
    train(show, frames=1, steps=2)
    meta, arrays = train(show, until="epoch")
    assert meta["count"] == 1 and arrays["epoch"].tolist() == [1.0]


def test_a_tape_that_ends_earlier_takes_the_run_back(show):
    first = train(show)[1]
    again = train(show, at=20, frames=2)[1]
    assert again["step"].tolist() == [30, 40]
    assert np.array_equal(again["boundary"], first["boundary"][20_000:])


def test_a_stale_revision_gets_the_scene_and_trains_nothing(show):
    meta, _ = train(show, rev=show.bench.rev - 1)
    assert meta["kind"] == "scene" and meta["step"] == 0


def test_a_look_shows_a_past_step_and_leaves_the_present(show):
    frames = train(show)[1]
    meta, arrays = ask(show, kind="look", step=20)
    assert meta["look"] is True and meta["count"] == 1 and arrays["step"].tolist() == [20]
    assert np.array_equal(arrays["thumbs"], frames["thumbs"].reshape(4, -1)[1])
    assert np.array_equal(arrays["cost"], frames["cost"][2:4])
    assert np.array_equal(arrays["wrong"], frames["wrong"].reshape(4, -1)[1])
    assert show.run.step == 40


def test_a_look_across_a_change_of_activation_shows_the_old_network(show):
    thumbs = train(show)[1]["thumbs"].reshape(4, -1)
    ask(show, kind="do", action="set", fields={"activation": "relu"}, now=40)
    train(show)
    assert np.array_equal(ask(show, kind="look", step=20)[1]["thumbs"], thumbs[1])
    assert ask(show, kind="hello")[0]["activations"][0] == "relu"


def test_now_is_not_answered_and_says_where_a_change_is_meant(show):
    train(show)
    assert show.reply({"kind": "now", "now": 20}) is None
    show.bench.apply(replace(SMALL, learning_rate=0.1))
    assert show.run.events == [(20, "learning rate 0.03 → 0.1")]


def test_set_changes_settings_at_the_step_shown(show):
    train(show)
    meta, _ = ask(show, kind="do", action="set", fields={"learning_rate": 0.1}, now=30)
    assert (meta["kind"], meta["step"]) == ("scene", 30)
    assert meta["settings"]["learning_rate"] == 0.1 and meta["events"] == [[30, "learning rate 0.03 → 0.1"]]


def test_edit_sets_a_weight_and_a_bias(show):
    ask(show, kind="do", action="edit", layer=1, row=2, col=1, value=0.5, now=0)
    _, arrays = ask(show, kind="do", action="edit", layer=1, row=3, col=None, value=-1, now=0)
    assert arrays["edges"][2 * 2 + 1] == 0.5 and arrays["biases"][3] == -1


@pytest.mark.parametrize("action, field", [("new weights", "seed"), ("new data", "data_seed")])
def test_new_weights_and_new_data_take_the_next_seed(show, action, field):
    train(show)
    meta, _ = ask(show, kind="do", action=action)
    assert meta["step"] == 0 and meta["settings"][field] == 1


def test_after_the_last_seed_comes_the_first():
    show = stage(Run(replace(SMALL, seed=2**32 - 1)))
    assert ask(show, kind="do", action="new weights")[0]["settings"]["seed"] == 0


def test_reset_starts_over(show):
    first = train(show)[1]["cost"]
    ask(show, kind="do", action="reset")
    assert np.array_equal(train(show)[1]["cost"], first)


def test_a_focus_that_is_not_there_is_dropped(show):
    assert "focus" in train(show, view={"focus": [3, 0]})[1]
    assert "focus" not in train(show, view={"focus": [4, 0]})[1]
    assert "focus" not in train(show, view={"focus": [1, 4]})[1]


def test_a_run_that_stops_by_its_rule_says_so_where_a_diverged_one_does():
    run = Run(replace(SMALL, stop_steps=25))
    run.step_by(20)
    bench = Bench(run)
    meta, arrays = unpack(Show(bench).reply({"kind": "train", "rev": bench.rev, "steps": 10, "frames": 1}))
    assert meta["halt"]["step"] == arrays["step"][-1] == 25
    assert meta["halt"]["advice"].startswith("Stopped at step 25, rule “Number of steps”")


def test_a_diverged_run_says_so_and_gives_finite_frames():
    show = stage(Run(Settings(dataset="plane", noise=0, points=60, activation="relu", learning_rate=30.0)))
    for _ in range(50):
        meta, arrays = train(show)
        assert all(np.isfinite(array).all() for array in arrays.values())
        if meta["halt"]:
            break
    assert "learning rate below 30" in meta["halt"]["advice"]
    assert arrays["step"][-1] == meta["halt"]["step"]
    meta, arrays = train(show)
    assert meta["count"] == 1 and meta["halt"]


def test_an_epoch_is_shown_as_curve_after_reload(show):
    costs = train(show)[1]["cost"].reshape(4, 2)
    _, arrays = ask(show, kind="hello")
    assert arrays["curve_step"].tolist() == [0, 10, 20, 30, 40]
    assert np.array_equal(arrays["curve_train"][1:], costs[:, 0].astype("f4"))


def test_more_rows_than_can_be_shown_are_sampled():
    show = stage(Run(Settings(points=5000)))
    meta, arrays = ask(show, kind="hello")
    assert arrays["points_x"].size == arrays["wrong"].size == 1500
    assert meta["dataset"]["scored_train"] == 3500


def draw(show, stroke, **message):
    return ask(show, kind="do", action="draw", stroke=stroke, **message)


def test_points_drawn_on_a_toy_are_in_the_scene_and_the_run_goes_on(show):
    train(show)
    before = ask(show, kind="hello")[1]
    meta, arrays = draw(show, "add", points=[[5, 5], [5, 4]], label=1, id=1, now=30)
    assert meta["step"] == 30 and arrays["points_x"].size == arrays["wrong"].size == 62
    assert meta["events"] == [[30, "data circle → your points, 2 points added"]]
    assert meta["drawing"]["undo"] and not meta["drawing"]["redo"] and not meta["note"]
    assert set(before["points_key"]) < set(arrays["points_key"])  # each keeps its name
    meta, arrays = ask(show, kind="do", action="undo")
    assert arrays["points_x"].size == 60 and meta["drawing"]["redo"]
    assert ask(show, kind="do", action="redo")[1]["points_x"].size == 62


def test_points_are_named_by_their_keys(show):
    _, arrays = ask(show, kind="hello")
    key, x = int(arrays["points_key"][7]), arrays["points_x"][7]
    _, moved = draw(show, "move", key=key, to=[-5.5, 5.5])
    at = moved["points_key"].tolist().index(key)
    assert moved["points_x"][at] == -5.5 != x
    label = moved["points_label"][at]
    assert draw(show, "flip", keys=[key])[1]["points_label"][at] == 1 - label
    assert key not in draw(show, "erase", keys=[key, 60_000])[1]["points_key"]
    assert draw(show, "double")[1]["points_x"].size == 118


def test_a_look_at_the_past_brings_the_points_of_its_time(show):
    train(show)
    draw(show, "add", points=[[5, 5]], label=1, now=30)
    train(show)
    assert "points_x" not in ask(show, kind="look", step=50)[1]
    _, arrays = ask(show, kind="look", step=20)
    assert arrays["points_x"].size == arrays["wrong"].size == 60


def test_a_plane_with_too_few_points_shows_them_and_waits(show):
    train(show)
    meta, arrays = ask(show, kind="do", action="clear")
    assert meta["halt"]["waits"] and "empty" in meta["drawing"]["waiting"]
    assert arrays["points_x"].size == 0
    meta, arrays = draw(show, "add", points=[[1, 2], [2, 3]], label=1)
    assert "another class" in meta["drawing"]["waiting"] and arrays["points_y"].tolist() == [2, 3]
    assert train(show)[1]["step"].tolist() == [meta["step"]]
    ask(show, kind="look", step=20)
    assert ask(show, kind="look", step=meta["step"])[1]["points_y"].tolist() == [2, 3]
    assert draw(show, "add", points=[[-1, 2]], label=0)[0]["halt"] is None


def test_a_new_class_is_said_to_start_over(show):
    train(show)
    meta, _ = draw(show, "add", points=[[1, 2]], label=2)
    assert meta["step"] == 0 and meta["layer_dims"] == [2, 4, 2, 3] and "starts over" in meta["note"]


def test_values_are_not_drawn_on_but_an_empty_plane_is_at_hand():
    show = stage(Run(replace(SMALL, dataset="multi-gaussian")))
    meta, _ = ask(show, kind="hello")
    assert "carry values" in meta["drawing"]["refused"]
    assert "carry values" in draw(show, "double")[0]["error"]
    assert ask(show, kind="do", action="clear")[0]["drawing"]["refused"] == ""
    assert ask(stage(Run(replace(SMALL, dataset="iris"))), kind="hello")[0]["drawing"] is None


BAD = [
    3,
    None,
    [],
    {},
    {"kind": "dance"},
    {"kind": ["hello"]},
    {"kind": "_scene"},
    {"kind": "look"},
    {"kind": "look", "step": -1},
    {"kind": "look", "step": True},
    {"kind": "train", "steps": 1e9},
    {"kind": "train", "frames": 0},
    {"kind": "train", "ms": float("nan")},
    {"kind": "train", "at": "now"},
    {"kind": "do", "action": "explode"},
    {"kind": "do", "action": "set"},
    {"kind": "do", "action": "set", "fields": {"__class__": 1}},
    {"kind": "do", "action": "set", "fields": {"hidden": [10**9]}},
    {"kind": "do", "action": "set", "fields": {"hidden": [[4]]}},
    {"kind": "do", "action": "set", "fields": {"dataset": {}}},
    {"kind": "do", "action": "set", "fields": {"dataset": "upload"}},
    {"kind": "do", "action": "edit", "layer": 1, "row": 0, "value": float("inf")},
    {"kind": "do", "action": "edit", "layer": 9, "row": 0, "col": 0, "value": 1},
    {"kind": "do", "action": "edit", "layer": 1, "row": 0, "col": 0},
    {"kind": "do", "action": "undo"},
    {"kind": "do", "action": "draw"},
    {"kind": "do", "action": "draw", "stroke": "clear"},
    {"kind": "do", "action": "draw", "stroke": "add", "points": "many", "label": 0},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, 0]]},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, 0]], "label": 3},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, 0]], "label": 0, "id": -1},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, 0]] * 1001, "label": 0},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[6.1, 0]], "label": 0},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, float("nan")]], "label": 0},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, True]], "label": 0},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [[0, 10**400]], "label": 0},
    {"kind": "do", "action": "draw", "stroke": "add", "points": [{}], "label": 0},
    {"kind": "do", "action": "draw", "stroke": "move", "to": [0, 0]},
    {"kind": "do", "action": "draw", "stroke": "move", "key": 1, "to": [0]},
    {"kind": "do", "action": "draw", "stroke": "erase", "keys": [-1]},
    {"kind": "do", "action": "draw", "stroke": "flip", "keys": [[1]]},
    {"kind": "do", "action": "set", "fields": {"dataset": "drawn", "drawing": {"rows": ""}}},
]


@pytest.mark.parametrize("message", BAD, ids=str)
def test_a_message_without_sense_gets_one_sentence_and_moves_nothing(show, message):
    theta, rev = show.run.network.theta.copy(), show.bench.rev
    meta, arrays = unpack(show.reply(message))
    assert meta["kind"] == "error" and 10 < len(meta["error"]) < 600 and not arrays
    assert np.array_equal(show.run.network.theta, theta) and show.bench.rev == rev


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(
    "rev now at steps ms frames until view step action fields layer row col value focus stroke points "
    "label keys key to id".split()
)
kinds = st.sampled_from(["hello", "train", "look", "now", "do"])
stranger = Show(Bench(Run(SMALL)))


@settings(max_examples=150, deadline=None)
@given(
    kinds,
    st.dictionaries(names, json | st.sampled_from("draw add erase move undo clear".split()), max_size=6),
)
def test_no_message_raises(kind, message):
    answer = stranger.reply({"ms": 0, **message, "kind": kind})
    assert answer is None or unpack(answer)[0]["kind"] in ("scene", "frames", "error")


def test_the_page_may_change_settings_while_the_stage_trains(show):
    failed = []

    def page():
        try:
            for i in range(40):
                settings = show.bench.settings
                show.bench.apply(replace(settings, learning_rate=0.01 + i / 1000, hidden=(2 + i % 3,)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            failed.append(error)

    thread = threading.Thread(target=page)
    thread.start()
    while thread.is_alive():
        assert train(show, ms=1)[0]["kind"] in ("scene", "frames")
    assert not failed


def test_a_stage_that_comes_back_stands_where_the_last_one_stood():
    bench = Bench()
    run = bench.run
    Show(bench).reply({"kind": "hello"})
    run.step_by(60)  # frames made ahead of the screen
    Show(bench).reply({"kind": "now", "now": 40})
    Show(bench).reply({"kind": "now", "now": 25})
    weights = run.at(40)["W1"]
    meta, _ = unpack(Show(bench).reply({"kind": "hello"}))
    assert (meta["step"], meta["stood"]) == (40, 25)
    assert np.array_equal(run.network.W[1], weights)
    assert meta["rev"] == bench.rev


def test_of_several_targets_the_one_asked_for_is_drawn_and_measured_in_its_own_units():
    rows = "\n".join(f"{i}.5,{i % 7}.2,{3 * i},{5e-6 * (i % 5)}" for i in range(60))
    dataset = read_table("a,b,price,rate\n" + rows).to_dataset("price", beside=("rate",))
    show = Show(Bench(Run(Settings(dataset="upload"), dataset)))
    scene, arrays = unpack(show.reply({"kind": "hello"}))
    assert scene["dataset"]["targets"] == ["price", "rate"] and scene["plane"]["target"] == 0
    assert len(arrays["points_value"]) == 2 * len(arrays["points_x"])
    first = arrays["boundary"]
    meta, arrays = unpack(show.reply({"kind": "look", "step": 0, "view": {"target": 1}}))
    assert meta["plane"]["target"] == 1 and not np.array_equal(first, arrays["boundary"])
    assert meta["plane"]["scale"] == pytest.approx([dataset.y_center[1], dataset.y_spread[1]])
    meta, _ = unpack(show.reply({"kind": "look", "step": 0, "view": {"target": 99}}))
    assert "error" not in meta


def test_the_rows_of_the_next_step_are_told_for_each_frame_where_they_are_wanted():
    show, view = stage(Run(replace(SMALL, batch_size=10))), {"batch": True}
    scene, _ = ask(show, kind="hello", view=view)
    told, arrays = train(show, steps=1, frames=3, view=view)
    for step, rows in zip(arrays["step"], told["batches"], strict=True):
        with show.run.visit(int(step)):
            assert rows == show.run.trainer.batch_rows().tolist()
    assert len(scene["batches"][0]) == 10 and scene["batches"][0] != told["batches"][0]
    assert "batches" not in ask(show, kind="look", step=0)[0]
