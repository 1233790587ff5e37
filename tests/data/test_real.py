"""Measured sets that come with the project."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from deepnet.data import REAL, DataError, Dataset, load
from deepnet.data.dataset import KINDS


@pytest.mark.parametrize("name", REAL)
def test_inputs_and_targets_have_a_column_per_example_and_are_finite(name):
    dataset = load(name)
    assert dataset.X_train.shape == (len(dataset.input_names), dataset.m)
    assert dataset.Y_train.shape[1] == dataset.m and dataset.Y_test.shape[1] == dataset.X_test.shape[1]
    assert all(np.isfinite(part).all() for part in (dataset.X_train, dataset.X_test, dataset.Y_train))


@pytest.mark.parametrize("name", REAL)
def test_numbers_are_centred_on_the_training_part_and_words_stay_0_and_1(name):
    dataset = load(name)
    for column, row in zip(dataset.input_names, dataset.X_train, strict=True):
        if ": " in column:
            assert set(row) <= {0.0, 1.0}
        else:
            assert abs(row.mean()) < 1e-9


@pytest.mark.parametrize("name", REAL)
def test_own_units_come_back_from_inputs(name):
    dataset = load(name)
    scaled = (dataset.raw_test - dataset.center[:, None]) / dataset.spread[:, None]
    np.testing.assert_allclose(scaled, dataset.X_test, atol=1e-12)


def test_iris_has_fifty_flowers_of_each_species_and_stratified_halves():
    dataset = load("iris", test_share=50)
    assert np.bincount(dataset.labels_train).tolist() == [25, 25, 25]


def test_breast_cancer_names_malignant_first_as_scikit_learn_does():
    # 212 malignant (0) and 357 benign (1)
    dataset = load("breast cancer")
    assert dataset.classes == ("malignant", "benign")
    assert sum((part == 0).sum() for part in (dataset.labels_train, dataset.labels_test)) == 212


def test_digits_are_pictures_of_8_by_8_from_0_to_16():
    dataset = load("digits")
    assert dataset.image_shape == (8, 8) and dataset.n_x == 64 and dataset.n_y == 10
    raw = np.round(dataset.raw_train)
    assert raw.min() == 0 and raw.max() == 16


def test_chest_xrays_keep_the_split_they_were_published_with():
    for share in (10, 50):
        dataset = load("chest x-rays", test_share=share)
        # 500 of each class to learn from; PneumoniaMNIST's test set: 234 normal, 390 pneumonia
        assert np.bincount(dataset.labels_train).tolist() == [500, 500]
        assert np.bincount(dataset.labels_test).tolist() == [234, 390]


def test_chest_xrays_say_that_they_are_not_for_diagnosis_and_where_they_come_from():
    notes = " ".join(load("chest x-rays").notes)
    assert "Not for diagnosis" in notes and "CC BY 4.0" in notes and "MedMNIST" in notes


def test_a_plain_linear_model_reads_the_chest_xrays():
    dataset = load("chest x-rays")
    model = LogisticRegression(C=0.01, max_iter=500).fit(dataset.X_train.T, dataset.labels_train)
    assert model.score(dataset.X_test.T, dataset.labels_test) > 0.8


def test_a_dataset_survives_pickle_and_deepcopy():
    dataset = load("iris")
    for twin in (pickle.loads(pickle.dumps(dataset)), copy.deepcopy(dataset)):
        assert np.array_equal(twin.X_train, dataset.X_train) and twin.input_names == dataset.input_names


def test_changing_one_dataset_does_not_change_the_next_one_loaded():
    load("digits").X_train[:] = 7
    assert load("digits").X_train.max() < 2


@pytest.mark.parametrize("kind, output", KINDS.items())
def test_each_kind_of_target_has_its_output(kind, output):
    X, Y = np.zeros((1, 3)), np.zeros((1, 3))
    assert Dataset("a", "A", kind, X, Y, X, Y, input_names=("x",)).output == output


def test_a_dataset_without_test_rows_is_refused():
    X, Y = np.zeros((1, 3)), np.zeros((1, 3))
    with pytest.raises(DataError, match="at least one row"):
        Dataset("a", "A", "binary", X, Y, X[:, :0], Y[:, :0], input_names=("x",))


@pytest.mark.parametrize("name", REAL)
def test_a_linear_model_learns_more_than_the_most_frequent_answer(name):
    dataset = load(name)
    if dataset.kind == "regression":
        score, plain = (
            Ridge().fit(dataset.X_train.T, dataset.Y_train[0]).score(dataset.X_test.T, dataset.Y_test[0]),
            0.2,
        )
    else:
        model = LogisticRegression(C=0.1, max_iter=500).fit(dataset.X_train.T, dataset.labels_train)
        score = model.score(dataset.X_test.T, dataset.labels_test)
        plain = np.bincount(dataset.labels_test).max() / dataset.labels_test.size + 0.15
    assert score > plain


def test_a_picture_handed_in_becomes_the_inputs_it_was_made_of():
    dataset = load("chest x-rays")
    picture = dataset.raw_test[:, 3].reshape(28, 28)
    np.testing.assert_allclose(dataset.encode(picture), dataset.X_test[:, 3:4], atol=1e-12)


def test_an_error_stays_one_line_whatever_a_file_is_called():
    assert str(DataError("a\nfile\r\nof " + 900 * "x")).startswith("a file of xxx")
    assert len(str(DataError(900 * "x"))) == 500


def test_a_shared_set_is_held_once_for_all_read_only_and_goes_with_the_last_who_has_it():
    def held(name, seed=3, **options):
        return load(name, seed=seed, share=True, **options)

    one, other = held("iris"), held("iris", points=9)
    assert one is other and held("iris", 4) is not one and held("circle", noise=3) is not held("circle")
    xrays, circle = held("chest x-rays", 1), held("circle")
    assert held("circle") is circle and held("chest x-rays", 2, test_share=40) is xrays  # its own split
    with pytest.raises(ValueError, match="read-only"):
        one.X_train[0, 0] = 1
    assert np.array_equal(load("iris", seed=3).X_train, one.X_train)
    gone = weakref.ref(one)
    del one, other
    gc.collect()
    assert gone() is None
