"""The plane on which a network of many inputs is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import load
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.frames import Painter
from deepnet.lab.stage.held import Held
from deepnet.lab.stage.plane import FAINTEST, plane_of

KINDS = pytest.mark.parametrize("kind", ["features", "pca"])


def through(dataset, row=None, by_hand=(), **options):
    return plane_of(dataset, (), held=Held(row, tuple(by_hand)), **{"kind": "features", **options})


def test_the_plane_shows_the_columns_that_tell_most_unless_others_are_chosen():
    iris = load("iris")  # petals tell the species apart, sepals hardly (Fisher 1936)
    assert {plane_of(iris, (), x=-1, y=-1).x, plane_of(iris, (), x=-1, y=-1).y} == {
        "petal length",
        "petal width",
    }
    chosen = plane_of(iris, (), kind="features", x=0, y=1)
    assert (chosen.x, chosen.y) == ("sepal length", "sepal width")


def test_a_chosen_axis_stays_when_the_other_is_not_chosen():
    plane = plane_of(load("iris"), (), kind="features", x=0, y=-1)
    assert plane.x == "sepal length" and plane.y.startswith("petal")


@KINDS
@pytest.mark.parametrize("dataset", ["iris", "penguins", "digits"])
def test_a_row_lies_in_the_plane_through_it_at_its_own_place(dataset, kind):
    data = load(dataset)
    plane = through(data, (1, 7), kind=kind, x=0, y=2)
    row = data.X_test[:, 7:8]
    assert plane.distances(row)[0] == pytest.approx(0, abs=1e-9)
    assert np.allclose(plane.base[:, None] + plane.directions @ plane.points(row, row), row)
    assert plane.nearness(row)[0] == pytest.approx(1)


@KINDS
def test_the_picture_has_at_a_chosen_row_what_the_network_says_to_that_row(kind):
    run = Run(Settings(dataset="breast cancer"))
    run.step_by(60)
    data = run.dataset
    off = []
    for i in range(12):
        plane = through(data, (0, i), kind=kind, x=3, y=7)
        painter = Painter(run.network, data, run.scores, plane, run.initial, chosen=run.scores.place((0, i)))
        painter.paint(0, run.step, run.epoch, run.score, run.last_update)
        frame = {name: array[0] for name, array in painter.taken(1).items()}
        x, y = plane.points(data.X_train[:, i : i + 1], data.raw_train[:, i : i + 1])[:, 0]
        x0, x1, y0, y1 = plane.range
        column, row = (int(painter.G * part) for part in ((x - x0) / (x1 - x0), (y1 - y) / (y1 - y0)))
        said = run.network.predict(data.X_train[:, i : i + 1])[0, 0]
        ((text, right),) = painter.said(1)
        found = int(said > 0.5)
        assert text == f"{data.classes[found]} {100 * (said if found else 1 - said):.1f} %"
        assert right == (found == data.labels_train[i])
        off.append(abs(frame["boundary"].reshape(painter.G, -1)[row, column] / 255 - said))
    assert max(off) < 0.02  # a row is up to half a pixel from the middle of its pixel


def test_values_set_by_hand_are_held_in_their_own_units():
    iris = load("iris")
    plane = through(iris, (0, 3), [(0, 5.5), (1, 2.5)], x=2, y=3)
    assert iris.in_own_units(plane.base[:, None])[:2, 0].tolist() == pytest.approx([5.5, 2.5])
    assert plane.held == (
        "The other 2 inputs are held at values set by hand: sepal length 5.5 cm, sepal width 2.5 cm."
    )


def test_a_value_beyond_the_data_is_held_at_the_end_of_their_range():
    iris = load("iris")
    plane = through(iris, None, [(0, 1e300), (1, -1e300)], x=2, y=3)
    found = iris.in_own_units(plane.base[:, None])[:2, 0]
    raw = np.hstack([iris.raw_train, iris.raw_test])
    assert found.tolist() == pytest.approx([raw[0].max(), raw[1].min()])


def test_a_value_set_by_hand_waits_while_its_column_is_an_axis():
    iris = load("iris")
    plane = through(iris, None, [(2, 1.5)], x=2, y=3)
    assert plane.held == "The other 2 inputs are held at their median over the training rows."
    assert plane.through.by_hand == ((2, 1.5),)


@pytest.mark.parametrize(
    "row, by_hand, expected",
    [
        ((0, 0), [], "The other 2 inputs are held at row {}: sepal length {} cm, sepal width {} cm."),
        (
            (0, 0),
            [(1, 3.0)],
            "The other 2 inputs are held at row {}, but for sepal width 3.0 cm, set by hand.",
        ),
        (
            None,
            [(0, 6.0)],
            "The other 2 inputs are held at their median over the training rows, "
            "but for sepal length 6.0 cm, set by hand.",
        ),
    ],
)
def test_one_sentence_says_what_is_held(row, by_hand, expected):
    iris = load("iris")
    length, width = (f"{value:.1f}" for value in iris.raw_train[:2, 0])
    plane = through(iris, row, by_hand, x=2, y=3)
    assert plane.held == expected.format(iris.train_rows[0] + 1, length, width)


def test_many_held_values_are_named_as_far_as_a_sentence_goes():
    held = through(load("wine"), (0, 0), x=-1, y=-1).held
    assert held.startswith("The other 11 inputs are held at row ")
    assert held.endswith(" …") and held.count(",") == 2


def test_rows_without_a_number_in_a_source_are_counted_in_their_part():
    iris = replace(load("iris"), train_rows=None, test_rows=None)
    assert "held at training row 4:" in through(iris, (0, 3)).held
    assert "held at test row 1:" in through(iris, (1, 0)).held


@KINDS
def test_rows_are_drawn_fainter_with_their_distance_and_never_vanish(kind):
    data = load("wine")
    plane = through(data, (0, 0), kind=kind, x=0, y=1)
    X = data.X_train
    far, near = plane.distances(X), plane.nearness(X)
    order = np.argsort(far)
    assert far[0] < 1e-9 < far[1:].min() and (np.diff(near[order]) <= 0).all()
    assert near[0] == 1 and FAINTEST <= near.min() < 0.8


def test_the_distance_is_that_of_the_scaled_inputs_that_are_not_shown():
    data = load("iris")
    plane = through(data, None, x=2, y=3)
    away = data.X_test[:2] - np.median(data.X_train, axis=1)[:2, None]
    assert np.allclose(plane.distances(data.X_test), np.hypot(*away))


def test_a_plane_led_away_from_all_rows_shows_all_of_them_faint():
    data = load("wine")
    away = through(data, None, [(i, 1e9) for i in range(2, 13)], x=0, y=1)
    assert away.nearness(data.X_train).max() < 0.5


@pytest.mark.parametrize("dataset", ["circle", "iris petals"])
def test_points_that_lie_in_the_plane_are_all_drawn_strongly(dataset):
    data = load(dataset)
    plane = plane_of(data, ("x1", "x2"))
    assert (plane.nearness(data.X_train) == 1).all() and plane.usual == 0


@pytest.mark.parametrize("row", [(0, 10**9), (1, 45), (0, -1)])
def test_a_row_that_is_not_there_is_not_gone_through(row):
    iris = load("iris")
    plane = through(iris, row, [(99, 1.0), (0, float("nan"))])
    assert plane.through == Held() and np.allclose(plane.base, through(iris).base)
