"""What planes know of a data set's inputs."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import load
from deepnet.data.tables import read_table
from deepnet.lab.stage.held import Held
from deepnet.lab.stage.inputs import MOST_CONTROLS, Inputs
from deepnet.lab.stage.plane import plane_of


def by_name(inputs):
    return {control.name: control for control in inputs.controls}


def table(text, target="t", **options):
    return read_table(text.encode(), "a.csv").to_dataset(target, **options)


def test_a_category_is_one_control_and_its_labels_are_the_values_of_the_table():
    island = by_name(Inputs(load("penguins")))["island"]
    assert set(island.labels) == {"Biscoe", "Dream", "Torgersen"} and len(island.columns) == 3


def test_a_category_is_held_at_its_commonest_value_where_the_median_would_be_none_of_them():
    penguins = load("penguins")
    inputs = Inputs(penguins)
    island = by_name(inputs)["island"]
    columns = list(island.columns)
    assert inputs.home[columns].sum() == 1
    commonest = penguins.raw_train[columns].sum(axis=1).argmax()
    assert island.value(penguins.in_own_units(inputs.home[:, None])[:, 0]) == commonest
    assert "categories at their commonest value" in plane_of(penguins, ()).held


@pytest.mark.parametrize("values", [(1, 1), (0, 0.5)])
def test_columns_named_like_a_category_are_numbers_unless_each_row_has_exactly_one(values):
    iris = load("iris")
    raw = np.zeros((2, iris.m))
    raw[0], raw[1] = values
    names = ("a: one", "a: two", *iris.columns[2:])
    X = np.vstack([raw, iris.X_train[2:]])
    odd = replace(iris, X_train=X, columns=names, raw_train=None, center=np.zeros(4), spread=np.ones(4))
    assert sorted(by_name(Inputs(odd))) == sorted(names)


def test_sliders_come_with_the_strongest_first_and_reach_from_the_least_to_the_largest_value():
    iris = load("iris")
    controls = Inputs(iris).controls
    assert [control.name for control in controls[:2]] == ["petal length", "petal width"]
    raw = np.hstack([iris.raw_train, iris.raw_test])
    for control in controls:
        row = raw[control.columns[0]]
        assert (control.low, control.high, control.unit) == (row.min(), row.max(), "cm")


def test_whole_numbers_and_dates_are_known_as_such():
    rows = "".join(f"{i},{i / 7:.3f},2021-03-{1 + i % 28:02d},{'ab'[i % 2]}\n" for i in range(60, 120))
    inputs = Inputs(table("n,x,day,t\n" + rows, types={"n": "number"}))
    found = by_name(inputs)
    assert (found["n"].whole, found["x"].whole, found["day"].date) == (True, False, True)
    raw = np.zeros(3)
    raw[found["day"].columns[0]] = 18687  # days from 1970-01-01: 51 years, 13 of them leap, and 59 days
    assert found["day"].written(raw) == "day 2021-03-01"


def test_of_very_many_inputs_those_that_tell_most_are_offered():
    digits = load("digits")
    X = np.random.default_rng(0).normal(size=(300, digits.m))
    X[250] += 3 * digits.labels_train
    many = replace(
        digits,
        X_train=X,
        X_test=X[:, :20],
        Y_test=digits.Y_test[:, :20],
        columns=tuple(f"c{i}" for i in range(300)),
        raw_train=None,
        raw_test=None,
        center=None,
        spread=None,
    )
    controls = Inputs(many).controls
    assert len(controls) == MOST_CONTROLS and controls[0].columns == (250,)


def test_another_split_has_another_key_and_the_same_data_have_the_same():
    keys = [Inputs(load("iris", seed=seed)).key for seed in (0, 0, 1)] + [Inputs(load("wine")).key]
    assert keys[0] == keys[1] and len(set(keys)) == 3


def test_a_row_is_named_by_its_number_in_the_source_and_its_target_is_said():
    iris = load("iris")
    inputs = Inputs(iris)
    assert inputs.name_of((1, 3)) == f"row {iris.test_rows[3] + 1}"
    assert inputs.target_of((1, 3)) == iris.classes[iris.labels_test[3]]
    diabetes = load("diabetes")
    value = diabetes.Y_train[0, 5] * diabetes.y_spread + diabetes.y_center
    assert float(Inputs(diabetes).target_of((0, 5))) == pytest.approx(value, rel=1e-3)


def test_a_row_of_pictures_is_a_picture():
    digits = load("digits")
    inputs = Inputs(digits)
    picture = inputs.picture_of((0, 2))
    assert picture.shape == (8, 8) and picture.dtype == "u1"
    assert np.allclose(picture.ravel(), digits.raw_train[:, 2] * 255 / 16, atol=0.51)  # ink from 0 to 16
    assert inputs.name_of((0, 2)) == f"picture {digits.train_rows[2] + 1}"
    assert Inputs(load("iris")).picture_of((0, 2)) is None


def test_a_row_without_any_value_of_a_category_has_none():
    penguins = load("penguins")
    inputs = Inputs(penguins)
    island = by_name(inputs)["island"]
    base = Held(None, tuple((column, 0.0) for column in island.columns)).at(inputs)
    raw = penguins.in_own_units(base[:, None])[:, 0]
    assert island.value(raw) == -1 and island.written(raw) == "island (none)"
