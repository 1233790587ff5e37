"""What the stage is told of the plane, and what it may ask of it."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepnet.data import load
from deepnet.data.picture_encoder import PictureEncoder
from deepnet.lab.run.bench import Bench
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage import messages
from deepnet.lab.stage.held import Held
from deepnet.lab.stage.messages import MOST_HELD, View
from deepnet.lab.stage.show import Show
from deepnet.lab.stage.wire import unpack

IRIS = Settings(dataset="iris")


def shown(settings=IRIS, upload=None):
    return Show(Bench(Run(settings, upload)), clock=lambda: 0.0)


def ask(show, **message):
    return unpack(show.reply(message))


def look(show, step=0, **view):
    return ask(show, kind="look", step=step, view=view)


def train(show, **view):
    return ask(show, kind="train", rev=show.bench.rev, ms=50, frames=2, steps=10, view=view)


def test_the_scene_tells_what_can_be_held_and_where_it_is():
    meta, arrays = ask(shown(), kind="hello")
    assert [control["name"] for control in meta["controls"]][2:] == ["sepal length", "sepal width"]
    iris = load("iris")
    assert arrays["held_at"][2:] == pytest.approx(np.median(iris.raw_train[:2], axis=1))
    assert meta["plane"]["faint"].startswith("Points fade with their distance")
    assert arrays["points_near"].size == arrays["points_x"].size == 150
    assert arrays["points_near"].min() >= 51  # a fifth of 255


def test_toys_have_nothing_to_hold_and_no_faint_points():
    meta, arrays = ask(shown(Settings()), kind="hello", view={"row": [0, 3], "by_hand": [[0, 1.0]]})
    assert "controls" not in meta and meta["plane"]["faint"] == "" and meta["axes"] == []
    assert not {"points_near", "held_at", "row_at"} & arrays.keys()


def test_menus_offer_all_columns_as_axes_and_of_very_many_the_strongest():
    assert ask(shown(), kind="hello")[0]["axes"][0] == [0, "sepal length"]
    show = shown(Settings(dataset="chest x-rays"))
    axes = ask(show, kind="hello")[0]["axes"]
    assert len(axes) == 200 and axes == sorted(axes)
    data, found = show.run.dataset, [i for i, _ in axes]
    strength = np.abs(np.corrcoef(np.vstack([data.X_train, data.Y_train]))[-1, :-1])
    assert strength[found].min() >= np.delete(strength, found).max() - 1e-9


def test_a_chosen_row_is_told_with_its_values_its_target_and_what_the_network_says():
    show = shown()
    ask(show, kind="hello")
    meta, arrays = look(show, row=[1, 4])
    iris, network = show.run.dataset, show.run.network
    chosen = meta["plane"]["row"]
    assert chosen["at"] == [1, 4] and chosen["target"] == iris.classes[iris.labels_test[4]]
    assert chosen["name"] == f"row {iris.test_rows[4] + 1}" and chosen["name"] in meta["plane"]["held"]
    assert sorted(arrays["row_at"]) == pytest.approx(sorted(iris.raw_test[:, 4]))
    shares = network.predict(iris.X_test[:, 4:5])[:, 0]
    text = f"{iris.classes[shares.argmax()]} {100 * shares.max():.1f} %"
    assert meta["said"] == [[text, bool(shares.argmax() == iris.labels_test[4])]]
    at = (arrays["points_x"].size - 45) + 4
    assert arrays["points_near"][at] == 255


def test_the_plane_is_told_once_and_again_when_it_is_turned():
    show = shown()
    ask(show, kind="hello")
    assert "plane" not in train(show)[0]
    meta, arrays = train(show, by_hand=[[0, 6.0]])
    assert meta["plane"]["by_hand"] == [[0, 6.0]] and "controls" not in meta and "points_x" in arrays
    assert "plane" not in train(show, by_hand=[[0, 6.0]])[0]
    assert "controls" in ask(show, kind="hello")[0]


def test_turning_the_plane_keeps_the_painter_and_training():
    show = shown()
    train(show)
    painter = show._easel.painter
    train(show, row=[0, 5])
    assert show._easel.painter is painter and show.run.step == 40


def test_what_is_held_changes_the_picture_and_the_median_brings_it_back():
    show = shown()
    before = train(show)[1]["boundary"][-10_000:]
    assert not np.array_equal(look(show, 20, by_hand=[[0, 7.5]])[1]["boundary"], before)
    assert not np.array_equal(look(show, 20, row=[0, 3])[1]["boundary"], before)
    assert np.array_equal(look(show, 20, row=None, by_hand=[])[1]["boundary"], before)


def test_a_past_step_is_drawn_on_the_plane_of_the_present():
    show, other = shown(), shown()
    view = {"row": [0, 9], "by_hand": [[1, 2.5]]}
    train(show, **view)
    frames = train(show, **view)[1]
    train(other)
    meta, arrays = look(other, 20, **view)
    late = look(show, 20, **view)[1]
    assert np.array_equal(late["winner"], arrays["winner"])
    assert np.array_equal(late["boundary"], arrays["boundary"])
    assert not np.array_equal(frames["boundary"][-10_000:], arrays["boundary"])


def test_what_was_chosen_for_other_data_is_dropped():
    show = shown()
    key = ask(show, kind="hello")[0]["data"]
    view = {"data": key, "plane": "pca", "row": [0, 5], "by_hand": [[0, 6.0]]}
    assert "row" in ask(show, kind="hello", view=view)[0]["plane"]
    show.bench.apply(replace(IRIS, dataset="wine"))
    meta, arrays = ask(show, kind="hello", view=view)
    assert meta["plane"]["kind"] == "features" and "row" not in meta["plane"]
    assert meta["plane"]["by_hand"] == [] and meta["said"] == [] and meta["data"] != key
    show.bench.apply(IRIS)
    assert "row" in ask(show, kind="hello", view=view)[0]["plane"]


def test_a_picture_is_told_with_its_pixels():
    show = shown(Settings(dataset="digits"))
    assert "controls" not in ask(show, kind="hello")[0]  # a slider for a pixel helps nobody
    meta, arrays = look(show, row=[0, 7])
    digits = show.run.dataset
    assert meta["plane"]["row"]["picture"] == [8, 8, 1] and arrays["row_picture"].size == 64
    assert np.corrcoef(arrays["row_picture"], digits.raw_train[:, 7])[0, 1] > 0.9999
    assert f"held at picture {digits.train_rows[7] + 1}." in meta["plane"]["held"]


def test_colour_pictures_are_drawn_on_their_principal_directions_and_told_in_colour():
    rng = np.random.default_rng(0)
    iris, raw = load("iris"), rng.integers(0, 256, (12, 150)).astype(float)
    coloured = replace(
        iris,
        X_train=raw[:, :105] / 255,
        X_test=raw[:, 105:] / 255,
        raw_train=raw[:, :105],
        raw_test=raw[:, 105:],
        input_names=tuple(f"pixel {i}" for i in range(12)),
        center=np.zeros(12),
        spread=np.full(12, 255.0),
        units=None,
        encoder=PictureEncoder((2, 2), True, np.zeros(12), np.full(12, 255.0)),
    )
    show = shown(Settings(dataset="upload"), coloured)
    assert ask(show, kind="hello")[0]["plane"]["kind"] == "pca"
    meta, arrays = look(show, row=[1, 3])
    assert meta["plane"]["row"]["picture"] == [2, 2, 3]
    assert arrays["row_picture"].tolist() == raw[:, 108].tolist()


@pytest.mark.parametrize(
    "text", ["NaN", "1e999", "-1e999", "1" + "0" * 400, '"6"', "true", "null", "[6]", "{}"]
)
def test_a_held_value_that_is_no_number_is_dropped(text):
    view = messages.view(json.loads(f'{{"by_hand": [[0, {text}], [1, 2.5]]}}'))
    assert view.held == Held(None, ((1, 2.5),))


@pytest.mark.parametrize(
    "view",
    [
        {"row": 3},
        {"row": [2, 0]},
        {"row": [0, -1]},
        {"row": [0, True]},
        {"row": [0, 1, 2]},
        {"row": {"0": 1}},
        {"by_hand": "all"},
        {"by_hand": [[0], 3, None, [-1, 2.0], ["0", 1.0], [0.5, 1.0], [[0], 1.0], {}]},
        {"by_hand": {"0": 1.0}},
        {"data": 7},
        {"data": "x" * 10_000},
    ],
    ids=str,
)
def test_parts_of_a_view_that_make_no_sense_are_dropped(view):
    assert messages.view(view) == View()


def test_of_very_many_held_values_the_latest_are_taken():
    held = messages.view({"by_hand": [[i, 1.0] for i in range(50_000)]}).held
    assert len(held.by_hand) == MOST_HELD and held.by_hand[-1] == (49_999, 1.0)
    assert messages.view({"by_hand": [[3, float(i)] for i in range(9)]}).held.by_hand == ((3, 8.0),)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
pairs = st.lists(st.integers(-1, 5) | anything, min_size=2, max_size=2)
views = st.fixed_dictionaries(
    {},
    optional={
        "plane": st.sampled_from(["features", "pca"]) | anything,
        "x": st.integers(-1, 5) | anything,
        "y": st.integers(-1, 5) | anything,
        "row": pairs | anything,
        "by_hand": st.lists(pairs | anything, max_size=4) | anything,
        "data": anything,
    },
)
stranger = Show(Bench(Run(IRIS)))


@settings(max_examples=80, deadline=None)
@given(views)
def test_no_view_raises(view):
    meta, _ = unpack(stranger.reply({"kind": "look", "step": 0, "view": view}))
    assert meta["kind"] == "frames"


@pytest.mark.parametrize("dataset", ["iris", "diabetes", "digits", "circle"])
@pytest.mark.parametrize(
    "view",
    [
        {"row": [0, 2**31 - 1], "by_hand": [[2**31 - 1, 1.0]]},
        {"row": [1, 44], "by_hand": [[0, 1e300], [1, -1e300], [2, 1e-300]]},
        {"plane": "pca", "row": [1, 0], "by_hand": [[i, 9.9] for i in range(3000)]},
        {"plane": "features", "x": 0, "y": 0, "row": [0, 0], "by_hand": [[0, 5.0]]},
    ],
    ids=str,
)
def test_no_view_breaks_a_picture(dataset, view):
    show = shown(replace(IRIS, dataset=dataset))
    for _ in range(2):
        meta, arrays = train(show, **view)
        assert meta["kind"] == "frames"
        assert all(np.isfinite(array).all() for array in arrays.values())
