"""Toys: what they promise to people and to the network."""

import io

import numpy as np
import pytest
from PIL import Image

from deepnet.data import CATALOG, FEATURES, TOYS, DataError, load, thumbnail, thumbnails
from deepnet.data.features import apply
from deepnet.data.split import ordered_split, random_split

# islands are rare on purpose
CLASSES = [name for name, toy in TOYS.items() if toy.kind != "regression" and name != "islands"]


@pytest.mark.parametrize("name", TOYS)
def test_a_toy_has_as_many_points_as_asked_for(name):
    dataset = load(name, points=203, test_share=30)
    assert dataset.X_train.shape[1] + dataset.X_test.shape[1] == 203


@pytest.mark.parametrize("name", TOYS)
def test_points_of_a_toy_without_noise_lie_on_the_plane_that_is_drawn(name):
    dataset = load(name, points=1000, noise=0)
    assert np.abs(dataset.raw_train).max() <= dataset.extent


@pytest.mark.parametrize("name", CLASSES)
def test_classes_of_a_toy_are_about_equally_many(name):
    dataset = load(name, points=2000, noise=20, test_share=10)
    counts = np.bincount(dataset.labels_train, minlength=len(dataset.classes))
    assert counts.min() > 0.7 * counts.mean()


@pytest.mark.parametrize("name", TOYS)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(name):
    assert np.array_equal(load(name, seed=3).X_train, load(name, seed=3).X_train)
    assert not np.array_equal(load(name, seed=3).X_train, load(name, seed=4).X_train)


def test_changing_the_share_of_test_points_does_not_move_points():
    def points(dataset):
        return sorted(map(tuple, np.concatenate([dataset.raw_train, dataset.raw_test], axis=1).T))

    assert points(load("moons", test_share=10)) == points(load("moons", test_share=60))


def test_a_larger_test_share_keeps_the_test_rows_of_a_smaller_one():
    few, many = load("moons", test_share=20).test_rows, load("moons", test_share=40).test_rows
    assert set(few) < set(many)


def test_noise_leaves_the_places_of_circle_points_alone():
    assert np.array_equal(load("circle", noise=0).raw_train, load("circle", noise=50).raw_train)


@pytest.mark.parametrize("name", TOYS)
def test_noise_changes_a_toy(name):
    quiet, noisy = load(name, noise=0), load(name, noise=50)
    assert not (np.array_equal(quiet.X_train, noisy.X_train) and np.array_equal(quiet.Y_train, noisy.Y_train))


def test_circle_without_noise_is_class_1_within_half_the_radius():
    dataset = load("circle", noise=0)
    assert np.array_equal(dataset.labels_train, np.hypot(*dataset.raw_train) < 2.5)


def test_xor_without_noise_is_class_1_where_the_signs_agree():
    dataset = load("xor", noise=0)
    assert np.array_equal(dataset.labels_train, dataset.raw_train[0] * dataset.raw_train[1] > 0)


def test_plane_without_noise_is_a_twelfth_of_the_sum_of_the_coordinates():
    dataset = load("plane", noise=0)
    np.testing.assert_allclose(dataset.Y_train[0], dataset.raw_train.sum(axis=0) / 12, atol=1e-15)


def test_inputs_are_the_chosen_features_in_their_order():
    dataset = load("xor", features=("x1*x2", "x1"))
    x1, x2 = dataset.raw_train
    np.testing.assert_array_equal(dataset.X_train, [x1 * x2, x1])
    assert dataset.input_names == ("x₁x₂", "x₁")


def test_features_of_a_known_point():
    # x = (2, -3): 4, 9, -6, sin 2, sin -3
    found = apply(FEATURES, np.array([[2.0], [-3.0]]))[:, 0]
    np.testing.assert_allclose(found, [2, -3, 4, 9, -6, 0.9092974268, -0.1411200081], atol=1e-9)


def test_each_feature_gives_an_array_of_its_own():
    points = np.zeros((2, 3))
    for feature in FEATURES.values():
        assert not np.shares_memory(feature.function(points), points)


@pytest.mark.parametrize(
    "bad, part",
    [
        ({"name": "cirle"}, "circle"),
        ({"points": 3}, "points"),
        ({"points": 10**9}, "points"),
        ({"noise": -1}, "noise"),
        ({"noise": float("nan")}, "noise"),
        ({"test_share": 0}, "test rows"),
        ({"test_share": 100}, "test rows"),
        ({"features": ()}, "features"),
        ({"features": ("x3",)}, "x3"),
        ({"features": ("x1", "x1")}, "features"),
    ],
)
def test_an_impossible_wish_is_refused_by_name(bad, part):
    with pytest.raises(DataError, match=part):
        load(**{"name": "circle", **bad})


@pytest.mark.parametrize("name", CATALOG)
def test_stored_thumbnail_is_the_one_that_is_drawn_now(name):
    stored, now = (
        np.asarray(Image.open(io.BytesIO(png)), float) for png in (thumbnail(name), thumbnails.drawn(name))
    )
    assert np.abs(stored - now).mean() < 1  # of 255: rounding of another machine moves no point


@pytest.mark.parametrize("name", CATALOG)
def test_thumbnail_is_a_small_transparent_picture_with_something_on_it(name):
    image = Image.open(io.BytesIO(thumbnail(name)))
    assert image.size == (96, 96) and image.mode == "RGBA"
    alpha = np.asarray(image)[..., 3]
    assert 0.04 < (alpha > 40).mean() and alpha.min() == 0


@pytest.mark.parametrize("name", CATALOG)
def test_every_set_says_what_it_teaches_in_one_sentence(name):
    title, tells, group = CATALOG[name]
    assert title and tells.endswith(".") and group in ("Toys", "Real", "Pictures")


def test_a_stratified_split_takes_its_share_of_every_class():
    labels = np.repeat([0, 1, 2], [100, 40, 10])
    _, test = random_split(150, 30, rng=np.random.default_rng(0), labels=labels)
    assert np.bincount(labels[test]).tolist() == [30, 12, 3]


def test_a_class_with_one_row_is_learned_from():
    labels = np.array([0] * 20 + [1])
    train, _ = random_split(21, 90, rng=np.random.default_rng(0), labels=labels)
    assert 20 in train


def test_a_split_by_order_tests_on_the_last_rows():
    train, test = ordered_split(10, 30)
    assert train.tolist() == [0, 1, 2, 3, 4, 5, 6] and test.tolist() == [7, 8, 9]


def test_islands_are_a_tenth_of_the_points():
    dataset = load("islands", points=1000, noise=0, test_share=50)
    assert dataset.labels_train.sum() + dataset.labels_test.sum() == 100


def test_the_photograph_is_that_of_the_middle_of_the_file():
    # the flower is bright in front of a dark ground: brightness differs widely
    dataset = load("photo", points=2000, noise=0)
    assert dataset.Y_train.min() >= -1 and dataset.Y_train.max() <= 1 and dataset.Y_train.std() > 0.2


def test_wrong_labels_are_so_many_of_the_training_points_and_a_larger_share_keeps_those_of_a_smaller():
    plain, few, many = (load("spirals3", label_noise=share, seed=4) for share in (0, 10, 40))
    assert np.array_equal(plain.X_train, many.X_train) and np.array_equal(plain.Y_test, many.Y_test)
    wrong = [(plain.Y_train != other.Y_train).any(axis=0) for other in (few, many)]
    assert [w.sum() for w in wrong] == [round(share * plain.m) for share in (0.1, 0.4)]
    assert wrong[1][wrong[0]].all()
    assert np.array_equal(many.Y_train.sum(axis=0), np.ones(many.m))  # each has one class still
