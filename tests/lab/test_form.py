"""Columns as people know them, and rows in their own units."""

import csv
import io

import numpy as np

from deepnet.data import load, read_table
from deepnet.lab.answers.form import Form
from deepnet.lab.answers.rows import as_csv, columns_of, numbers_of
from deepnet.lab.run.moment import moment_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import UPLOAD, Settings


def table(text: str, **options):
    return Run(Settings(dataset="upload"), read_table(text).to_dataset(**options))


def test_one_hot_inputs_are_one_column_and_a_row_goes_through_the_form_unchanged():
    dataset = load("penguins")
    form = Form(dataset)
    names = [column.name for column in form.columns]
    assert "island" in names and "sex" in names and len(names) < dataset.n_x
    for row in range(30):
        values = form.values(dataset.raw_test[:, row])
        assert np.allclose(form.X(values), dataset.X_test[:, [row]], atol=1e-9)
        texts = {name: str(value) for name, value in values.items()}
        assert np.allclose(form.X(values), dataset.encode(texts), atol=1e-9)


def test_words_too_long_for_a_name_are_still_one_column():
    long = "a" * 70
    lines = [f"{long if i % 2 else 'b'},{i * i % 23},{'yes' if i % 3 else 'no'}" for i in range(60)]
    run = table("\n".join(["word,number,answer", *lines]), target="answer")
    form = Form(run.dataset)
    assert {column.name: column.kind for column in form.columns} == {"word": "category", "number": "number"}
    assert next(column for column in form.columns if column.name == "word").labels == ("b", long)


def test_a_toy_is_asked_for_its_two_coordinates_whatever_its_inputs_are():
    features = ("x1", "x1^2", "x1*x2")
    dataset = load("circle", features=features)
    form = Form(dataset)
    assert [column.name for column in form.columns] == ["x₁", "x₂"]
    assert form.X({"x₁": 3.0, "x₂": 2.0}).ravel().tolist() == [3.0, 9.0, 6.0]


def test_numbers_keep_the_decimals_and_units_that_they_were_written_with():
    form = Form(load("iris"))
    length = form.columns[0]
    assert (length.title, length.decimals, length.low, length.high) == ("sepal length (cm)", 1, 4.3, 7.9)


def test_values_unlike_the_training_rows_are_warned_of():
    form = Form(load("iris"))
    assert form.warnings(form.typical()) == []
    said = form.warnings({**form.typical(), "petal width": 9.0})
    assert len(said) == 1 and said[0].startswith("petal width 9.0 is outside of 0.1 to 2.5 cm")


def test_dates_and_rare_words_are_shown_as_words():
    lines = ["day,town,size,y"] + [
        f"2024-01-{i + 1:02d},{'ab'[i % 2]},{i % 5},{'ny'[i % 2]}" for i in range(30)
    ]
    run = table("\n".join(lines), target="y", types={"day": "date"})
    form = Form(run.dataset)
    shown = columns_of(form, "train", np.arange(5))
    first = int(numbers_of(run.dataset, "train", np.array([0]))[0])
    assert shown["day"][0] == f"2024-01-{first:02d}"
    assert set(shown["town"]) <= {"a", "b"}


def test_the_download_has_every_test_row_and_no_cell_that_a_spreadsheet_runs():
    lines = ["a,y"] + [f"{i % 7 - 3},{'=cmd()' if i % 2 else '@sum'}" for i in range(40)]
    run = table("\n".join(lines), target="y")
    text = as_csv(moment_of(run, 0), Form(run.dataset))
    head, *body = csv.reader(io.StringIO(text))
    assert head[:4] == ["row", "a", "true y", "predicted y"] and len(head) == 6
    assert len(body) == run.dataset.X_test.shape[1]
    assert all(line[2].startswith("'") for line in body)
    assert {float(line[1]) for line in body} == set(np.round(run.dataset.raw_test[0]))
    assert run.settings.dataset == UPLOAD
