"""What planes know of a data set's inputs."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.data import load
from deepnet.data.tables import read_table
from deepnet.lab.answers.form import Form
from deepnet.lab.stage.held import Held
from deepnet.lab.stage.inputs import MOST_CONTROLS, Inputs
from deepnet.lab.stage.plane import plane_of
from deepnet.lab.stage.sight import at


def by_name(inputs):
    return {control.name: control for control in inputs.controls}


def table(text, target="t", **options):
    return read_table(text.encode(), "a.csv").to_dataset(target, **options)


def test_a_category_is_one_control_and_its_labels_are_the_values_of_the_table():
    island = by_name(Inputs(load("penguins")))["island"]
    assert set(island.labels) == {"Biscoe", "Dream", "Torgersen"} and len(island.places) == 3


def test_a_category_is_held_at_its_commonest_value_where_the_median_would_be_none_of_them():
    penguins = load("penguins")
    inputs = Inputs(penguins)
    island = by_name(inputs)["island"]
    columns = list(island.places)
    assert inputs.home[columns].sum() == 1
    commonest = penguins.raw_train[columns].sum(axis=1).argmax()
    assert island.value(inputs.home) == island.labels[commonest]
    assert "categories at their commonest value" in plane_of(penguins, ()).held


def test_number_columns_named_like_one_category_stay_two_and_a_word_column_of_such_a_name_is_one():
    rows = "".join(f"{i % 7}.5,{i % 5},{'uvw'[i % 3]},{'ny'[i % 2]}\n" for i in range(40))
    dataset = table("a: b,a: c,a: d,t\n" + rows)
    found = {column.name: (column.kind, column.labels) for column in dataset.columns}
    assert found["a: b"] == found["a: c"] == ("number", ()) and found["a: d"] == ("category", ("u", "v", "w"))
    assert [column.name for column in Form(dataset).columns] == ["a: b", "a: c", "a: d"]
    assert sorted(by_name(Inputs(dataset))) == ["a: b", "a: c", "a: d"]


def test_sliders_come_with_the_strongest_first_and_reach_from_the_least_to_the_largest_value():
    iris = load("iris")
    controls = Inputs(iris).controls
    assert [control.name for control in controls[:2]] == ["petal length", "petal width"]
    raw = np.hstack([iris.raw_train, iris.raw_test])
    for control in controls:
        row = raw[control.places[0]]
        assert (control.least, control.most, control.unit) == (row.min(), row.max(), "cm")


def test_whole_numbers_and_dates_are_known_as_such():
    rows = "".join(f"{i},{i / 7:.3f},2021-03-{1 + i % 28:02d},{'ab'[i % 2]}\n" for i in range(60, 120))
    inputs = Inputs(table("n,x,day,t\n" + rows, types={"n": "number"}))
    found = by_name(inputs)
    assert (found["n"].decimals, found["x"].decimals, found["day"].kind) == (0, 3, "date")
    raw = np.zeros(3)
    raw[found["day"].places[0]] = 18687  # days from 1970-01-01: 51 years, 13 of them leap, and 59 days
    assert found["day"].sentence(found["day"].value(raw)) == "day 2021-03-01"


def test_of_very_many_inputs_those_that_tell_most_are_offered():
    digits = load("digits")
    X = np.random.default_rng(0).normal(size=(300, digits.m))
    X[250] += 3 * digits.labels_train
    many = replace(
        digits,
        X_train=X,
        X_test=X[:, :20],
        Y_test=digits.Y_test[:, :20],
        input_names=tuple(f"c{i}" for i in range(300)),
        raw_train=None,
        raw_test=None,
        center=None,
        spread=None,
    )
    controls = Inputs(many).controls
    assert len(controls) == MOST_CONTROLS and controls[0].places == (250,)


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
    raw = Held(None, tuple((place, 0.0) for place in island.places)).at(inputs)
    assert island.sentence(island.value(raw)) == "island (other)" and at(island, raw) == -1
