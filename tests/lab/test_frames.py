"""What a frame holds, checked against the plain formulas."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import load, read_table
from deepnet.lab.answers.shades import squeeze
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.frames import (
    BINS,
    Painter,
    grid_size,
    idle,
    linear,
    nice,
    shown_inputs,
    thumb_size,
)
from deepnet.lab.stage.inputs import Inputs
from deepnet.lab.stage.plane import plane_of
from deepnet.lab.stage.sight import Sight

SMALL = Settings(points=60)


def painted(settings=SMALL, steps=30, *, upload=None, focus=None, **plane):
    run = Run(settings, upload)
    run.step_by(steps)
    painter = Painter(
        run.network,
        run.dataset,
        run.scores,
        plane_of(run.dataset, settings.features, **plane),
        run.initial,
        most=3,
    )
    painter.focus = focus
    painter.paint(0, run.step, run.epoch, run.score, run.last_update)
    return run, painter, {name: array[0] for name, array in painter.taken(1).items()}


def near(bytes_, values):
    """Equal but for the rounding of float32."""
    return np.abs(bytes_.astype(float) - values).max() <= 1


def test_the_boundary_is_the_probability_with_the_largest_y_in_the_first_row():
    run, painter, frame = painted()
    G = painter.G
    x, y = -6 + 12 * (70 + 0.5) / G, 6 - 12 * (10 + 0.5) / G  # column 70, row 10 from the top
    p = run.network.predict(np.array([[x], [y]]))[0, 0]
    assert abs(frame["boundary"].reshape(G, G)[10, 70] - 255 * p) <= 1


def test_normalized_layers_are_drawn_by_their_moments_and_counted_without_their_factors():
    settings = replace(SMALL, hidden=(8, 6), batch_norm=(1, 2), learning_rate=0.3)
    run, painter, frame = painted(settings)
    G = painter.G
    x, y = -6 + 12 * (70 + 0.5) / G, 6 - 12 * (10 + 0.5) / G  # column 70, row 10 from the top
    p = run.network.predict(np.array([[x], [y]]))[0, 0]
    assert abs(frame["boundary"].reshape(G, G)[10, 70] - 255 * p) <= 1
    assert frame["hist"].reshape(-1, BINS).sum(axis=1).tolist() == [2 * 8, 8 * 6, 6]
    assert frame["stats"].reshape(-1, 3)[2, 0] == pytest.approx(run.network.W[3].std(), rel=1e-5)


def test_the_boundary_of_a_tanh_output_goes_from_minus_one_to_one():
    run, painter, frame = painted(replace(SMALL, output="tanh"))
    G = painter.G
    x, y = -6 + 12 * (70 + 0.5) / G, 6 - 12 * (10 + 0.5) / G  # column 70, row 10 from the top
    a = run.network.predict(np.array([[x], [y]]))[0, 0]
    assert abs(frame["boundary"].reshape(G, G)[10, 70] - 255 * (a + 1) / 2) <= 1


def test_each_layer_is_drawn_and_judged_by_its_own_activation():
    run, painter, frame = painted(replace(SMALL, hidden=(3, 2, 2), activations=("relu", "sigmoid", "auto")))
    hidden = frame["thumbs"].reshape(8, -1)
    assert painter._alike == [(slice(0, 3), "relu"), (slice(3, 5), "sigmoid"), (slice(5, 7), "tanh")]
    assert hidden[:3].min() >= 127  # relu is never below 0, the middle of what has no bounds
    T = painter.T
    i = painter.G // T // 2 + painter.G // T * np.arange(T)
    x, y = -6 + 12 * (i + 0.5) / painter.G, 6 - 12 * (i + 0.5) / painter.G
    X = np.stack([np.tile(x, T), np.repeat(y, T)])
    W, b = run.network.W, run.network.b
    A2 = 1 / (1 + np.exp(-(W[2] @ np.maximum(W[1] @ X + b[1], 0) + b[2])))
    assert near(hidden[3:5], A2 * 255)


def test_thumbs_are_the_activations_of_all_neurons_at_every_fourth_pixel():
    run, painter, frame = painted()
    G, T = painter.G, painter.T
    i = 2 + 4 * np.arange(T)
    x, y = -6 + 12 * (i + 0.5) / G, 6 - 12 * (i + 0.5) / G
    X = np.stack([np.tile(x, T), np.repeat(y, T)])
    W, b = run.network.W, run.network.b
    A1 = np.tanh(W[1] @ X + b[1])
    A2 = np.tanh(W[2] @ A1 + b[2])
    AL = 1 / (1 + np.exp(-(W[3] @ A2 + b[3])))
    thumbs = frame["thumbs"].reshape(7, T * T)
    assert near(thumbs[:4], (A1 + 1) * 127.5)
    assert near(thumbs[4:6], (A2 + 1) * 127.5)
    assert near(thumbs[6:], AL * 255)


def test_unbounded_activations_are_squeezed():
    values = np.array([0.0, 1.0, -3.0, np.inf, np.nan], "f4")
    with np.errstate(invalid="ignore"):
        squeeze(values, "relu")
    assert values.astype("u1").tolist()[:3] == [128, 191, 32]  # 127.5 (1 + v/(1+|v|))
    assert np.isfinite(values).all()


def test_linear_maps_its_range_onto_bytes_and_clips():
    values = np.array([-5.0, 0.0, 0.5, 1.0, 7.0, np.nan])
    linear(values, 0.0, 1.0)
    assert values.astype("u1").tolist()[:5] == [0, 0, 128, 255, 255]


def test_a_focused_neuron_fills_the_plane():
    _, painter, frame = painted(focus=(1, 2))
    G, T, stride = painter.G, painter.T, painter.G // painter.T
    large = frame["focus"].reshape(G, G)[stride // 2 :: stride, stride // 2 :: stride]
    assert np.array_equal(large.ravel(), frame["thumbs"].reshape(-1, T * T)[2])


def test_without_a_focus_nothing_is_sent_for_it():
    assert "focus" not in painted()[2]


def test_edges_are_the_weights_layer_by_layer_and_row_by_row():
    run, _, frame = painted()
    W = run.network.W
    assert np.array_equal(frame["edges"], np.concatenate([W[l].ravel() for l in (1, 2, 3)]).astype("f4"))
    assert np.array_equal(
        frame["biases"], np.concatenate([run.network.b[l].ravel() for l in (1, 2, 3)]).astype("f4")
    )


def test_histograms_count_every_weight_of_a_layer_now_and_at_the_start():
    run, _, frame = painted()
    hist, ghost = frame["hist"].reshape(3, BINS), frame["ghost"].reshape(3, BINS)
    assert hist.sum(axis=1).tolist() == ghost.sum(axis=1).tolist() == [8, 8, 2]
    for l in (1, 2, 3):
        r = frame["range"][l - 1]
        assert np.array_equal(hist[l - 1], np.histogram(run.network.W[l], BINS, (-r, r))[0])


def test_the_range_of_a_histogram_holds_the_weights_and_only_grows():
    run, painter, frame = painted()
    assert all(frame["range"][l - 1] >= np.abs(run.network.W[l]).max() for l in (1, 2, 3))
    before = frame["range"].copy()
    run.network.theta *= 0.01
    painter.paint(1, 30, 1.0, run.score, None)
    assert np.array_equal(painter.taken(2)["range"][1], before)


def test_stats_are_deviation_and_relative_size_of_the_last_update():
    run, _, frame = painted()
    stats = frame["stats"].reshape(3, 3)
    for l in (1, 2, 3):
        part = run.network.slices[l]
        moved = np.linalg.norm(run.last_update[part]) / np.linalg.norm(run.network.theta[part])
        assert stats[l - 1, 0] == pytest.approx(run.network.W[l].std(), rel=1e-4)
        assert stats[l - 1, 2] == pytest.approx(moved, rel=1e-5)


def test_before_the_first_update_its_size_is_minus_one():
    assert painted(steps=0)[2]["stats"].reshape(3, 3)[:, 2].tolist() == [-1, -1, -1]


def test_dead_relu_units_and_saturated_tanh_units_are_idle():
    A = np.array([[0.0, 0.0, 0.0], [0.0, 0.1, 0.0]])
    assert idle(A, "relu").tolist() == [True, False]
    assert idle(np.array([[0.999, -0.999], [0.999, 0.5]]), "tanh").tolist() == [True, False]
    assert idle(np.array([[0.999, 0.001], [0.5, 0.5]]), "sigmoid").tolist() == [True, False]


def test_a_dead_layer_is_counted():
    run = Run(replace(SMALL, activation="relu"))
    run.network.b[1][:3] = -1000
    run.learner.measure()
    painter = Painter(
        run.network, run.dataset, run.scores, plane_of(run.dataset, SMALL.features), run.initial
    )
    painter.paint(0, 0, 0.0, run.score, None)
    assert painter.taken(1)["stats"][0].reshape(3, 3)[0, 1] == 0.75


def test_wrong_points_are_those_on_the_other_side():
    run, _, frame = painted()
    dataset = run.dataset
    X, Y = np.hstack([dataset.X_train, dataset.X_test]), np.hstack([dataset.Y_train, dataset.Y_test])
    assert np.array_equal(frame["wrong"], ((run.network.predict(X) > 0.5) != Y)[0])


def test_classes_show_the_winner_and_how_sure_it_is():
    run, painter, frame = painted(replace(SMALL, dataset="blobs4"))
    X, _ = painter.plane.inputs(painter.G)
    AL = run.network.predict(X)
    sure = np.sort(AL, axis=0)[-1] - np.sort(AL, axis=0)[-2] > 1e-4
    assert np.array_equal(frame["winner"][sure], AL.argmax(axis=0)[sure])
    assert near(frame["boundary"], (AL.max(axis=0) - 1 / 4) / (3 / 4) * 255)


def test_a_regression_shows_values_from_minus_one_to_one_and_nothing_wrong():
    run, painter, frame = painted(replace(SMALL, dataset="multi-gaussian"))
    AL = run.network.predict(painter.plane.inputs(painter.G)[0])
    assert near(frame["boundary"], np.clip((AL[0] + 1) * 127.5, 0, 255))
    assert "wrong" not in frame and "winner" not in frame


def test_pictures_show_the_weights_of_each_first_neuron_with_grey_for_zero():
    run, _, frame = painted(replace(SMALL, dataset="digits", hidden=(5,)), steps=2)
    W = run.network.W[1]
    expected = 128 + 127 * W / np.abs(W).max(axis=1, keepdims=True)
    assert near(frame["pictures"].reshape(5, 64), expected)


def test_a_plane_through_many_inputs_draws_the_network_at_the_median_of_the_others():
    run, painter, frame = painted(replace(SMALL, dataset="iris"), kind="features", x=2, y=3)
    dataset, G = run.dataset, painter.G
    x0, x1, y0, y1 = painter.plane.range
    raw = dataset.in_own_units(np.median(dataset.X_train, axis=1, keepdims=True))
    raw[2:, 0] = x0 + (x1 - x0) * 30.5 / G, y1 - (y1 - y0) * 60.5 / G
    AL = run.network.predict((raw - dataset.center[:, None]) / dataset.spread[:, None])[:, 0]
    assert frame["winner"].reshape(G, G)[60, 30] == AL.argmax()
    assert abs(frame["boundary"].reshape(G, G)[60, 30] - (AL.max() - 1 / 3) / (2 / 3) * 255) <= 1
    assert painter.plane.held == "The other 2 inputs are held at their median over the training rows."


@pytest.mark.parametrize("kind", ["features", "pca"])
def test_a_point_lies_where_its_own_inputs_are_drawn(kind):
    dataset = load("iris")
    plane = plane_of(dataset, (), kind=kind, x=1, y=2)
    rows = dataset.X_train[:, :5]
    points = plane.points(rows, dataset.raw_train[:, :5])
    on_plane = plane.base[:, None] + plane.directions @ points
    if kind == "features":
        assert np.allclose(points, dataset.raw_train[1:3, :5])
        assert np.allclose(on_plane[1:3], rows[1:3])
    else:  # what is lost is at right angles to the plane
        assert np.allclose(plane.directions.T @ (rows - on_plane), 0)


def test_a_plane_names_a_column_that_is_there_whatever_was_asked():
    dataset = load("iris")
    for x, y in ((99, 99), (-1, -1), (2, 2)):
        plane = plane_of(dataset, (), kind="features", x=x, y=y)
        assert plane.xi != plane.yi and plane.x == dataset.input_names[plane.xi]


def test_one_input_is_drawn_as_a_curve_of_the_answers():
    one = replace(
        load("iris"),
        X_train=load("iris").X_train[:1],
        X_test=load("iris").X_test[:1],
        input_names=("length",),
        units=("cm",),
        center=np.zeros(1),
        spread=np.ones(1),
        raw_train=None,
        raw_test=None,
    )
    run, painter, frame = painted(replace(SMALL, dataset="upload"), upload=one)
    rows = frame["boundary"].reshape(painter.G, painter.G)
    assert (rows == rows[0]).all()
    assert painter.plane.held == "One input only: the curve is what the network answers to it."
    x0, x1, *_ = painter.plane.range
    xs = x0 + (np.arange(painter.G) + 0.5) / painter.G * (x1 - x0)
    assert np.allclose(frame["curve"].reshape(3, -1), run.network.predict(xs[None, :]), atol=1e-5)


def test_a_fit_over_one_input_is_a_curve_in_the_units_of_the_target_with_the_points_at_their_values():
    rows = "\n".join(f"{i}.5,{3 * i + 401.5}" for i in range(40))
    dataset = read_table("size,price\n" + rows).to_dataset("price")
    run, painter, frame = painted(replace(SMALL, dataset="upload"), upload=dataset)
    places = Sight(Inputs(dataset)).news(painter)[1]
    assert (painter.plane.kind, painter.plane.x, painter.plane.y) == ("line", "size", "price")
    assert np.allclose(places["points_y"], 3 * places["points_x"] + 400, atol=1e-3)
    x0, x1, y0, y1 = painter.plane.range
    assert x0 < 0 < 39 < x1 and y0 < 401.5 < 518.5 < y1
    middle = dataset.encode({"size": str((x0 + x1) / 2)})
    expected = dataset.in_target_units(run.network.predict(middle)[0, 0])
    assert frame["curve"][[49, 50]].mean() == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("scale", [1e30, 1e300])
@pytest.mark.parametrize("dataset", ["circle", "blobs3", "plane"])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_huge_weights_are_drawn_without_a_warning_and_without_nan(scale, dataset, activation):
    run, painter, _ = painted(replace(SMALL, dataset=dataset, activation=activation))
    run.network.theta *= scale
    painter.paint(0, 1, 0.0, run.score, run.last_update)
    frame = painter.taken(1)
    assert all(np.isfinite(array).all() for array in frame.values())


def test_a_network_without_hidden_layers_is_drawn():
    _, painter, frame = painted(replace(SMALL, hidden=()))
    assert frame["thumbs"].size == painter.T**2 and frame["edges"].size == 2


def test_large_networks_get_coarser_maps_and_smaller_pictures():
    assert [grid_size(dims) for dims in ((2, 4, 2, 1), (2, 64, 64, 1), (2, *(64,) * 8, 1))] == [100, 50, 50]
    assert [thumb_size(100, n) for n in (7, 40, 41, 81)] == [25, 25, 20, 10]
    assert thumb_size(70, 7) == 14


def test_many_inputs_are_cut_to_twelve_with_those_of_the_plane_among_them():
    plane = plane_of(load("breast cancer"), (), kind="features", x=20, y=29)
    shown = shown_inputs(30, plane)
    assert len(shown) == 12 and {20, 29} <= set(shown)


@pytest.mark.parametrize(
    "value, expected", [(0, 0.01), (0.3, 0.5), (1.0, 1.0), (1.01, 2.0), (7, 10.0), (1e99, 1e30)]
)
def test_nice_numbers(value, expected):
    assert nice(value) == pytest.approx(expected)
