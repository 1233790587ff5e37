"""Points drawn by hand."""

import numpy as np
import pytest

from deepnet.data import DataError, from_points, load

POINTS = np.random.default_rng(0).uniform(-6, 6, (40, 2))
LABELS = np.arange(40) % 2


def test_drawn_points_come_back_as_they_were_drawn():
    dataset = from_points(POINTS, LABELS)
    np.testing.assert_array_equal(dataset.raw_train.T, POINTS[dataset.train_rows])
    np.testing.assert_array_equal(dataset.labels_train, LABELS[dataset.train_rows])


def test_a_toy_can_be_drawn_on():
    toy = load("moons", points=50)
    points, labels = np.vstack([toy.raw_train.T, [[0.0, 5.0]]]), np.append(toy.labels_train, 1)
    assert from_points(points, labels).kind == "binary"


def test_a_class_without_points_keeps_its_place():
    dataset = from_points(POINTS, LABELS * 2)
    assert dataset.kind == "multi-class" and len(dataset.classes) == 3
    assert set(dataset.labels_train) == {0, 2}


@pytest.mark.parametrize(
    "points, labels, part",
    [
        (POINTS, LABELS * 0, "one class"),
        (POINTS, LABELS + 9, "from 0 to 9"),
        (POINTS, LABELS - 1, "from 0 to 9"),
        (POINTS, LABELS[:5], "labels"),
        (POINTS * np.inf, LABELS, "finite"),
        (POINTS[:0], LABELS[:0], "from 2"),
        (POINTS[0], LABELS, "points must be"),
    ],
)
def test_points_that_cannot_be_learned_are_refused(points, labels, part):
    with pytest.raises(DataError, match=part):
        from_points(points, labels)
