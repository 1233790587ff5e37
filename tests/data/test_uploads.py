"""Files as people bring them: each does what uploads/manifest.json says."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from deepnet.data import DataError, read_table, read_upload

UPLOADS = Path(__file__).parent.parent / "uploads"
FILES = {entry["file"]: entry for entry in json.loads((UPLOADS / "manifest.json").read_text())["files"]}
KINDS = {"multiclass": "multi-class", "binary": "binary", "regression": "regression"}
TABLES = [name for name, entry in FILES.items() if "baseline" in entry]


@cache
def table_of(name, **options):
    return read_table((UPLOADS / name).read_bytes(), name, **options)


def dataset_of(name, **options):
    table, target = table_of(name), FILES[name]["target"]
    return table.to_dataset(table.columns[target] if isinstance(target, int) else target, **options)


@pytest.mark.parametrize("name", TABLES)
def test_no_row_and_no_column_is_lost(name):
    table = table_of(name)
    assert len(table.frame) == FILES[name]["rows"]
    assert len(table.columns) == FILES[name]["columns"]


@pytest.mark.parametrize("name", TABLES)
def test_kind_of_target_is_guessed_as_a_person_would(name):
    assert dataset_of(name).kind == KINDS[FILES[name]["task"]]


@pytest.mark.parametrize("name", TABLES)
def test_classes_keep_their_names_and_counts(name):
    entry, dataset = FILES[name], dataset_of(name)
    if entry["task"] != "regression":
        labels = np.concatenate([dataset.labels_train, dataset.labels_test])
        counts = dict(zip(dataset.classes, np.bincount(labels).tolist(), strict=True))
        assert entry["baseline"]["classes"].items() <= counts.items()


@pytest.mark.parametrize("name", TABLES)
def test_inputs_are_finite(name):
    dataset = dataset_of(name)
    assert np.isfinite(dataset.X_train).all() and np.isfinite(dataset.X_test).all()


@pytest.mark.parametrize("name", TABLES)
def test_a_linear_model_reaches_the_baseline_on_the_encoded_inputs(name):
    entry, scores = FILES[name]["baseline"], []
    for seed in range(3):
        dataset = dataset_of(name, seed=seed)
        if dataset.kind == "regression":
            model, known, asked = Ridge(), dataset.Y_train[0], dataset.Y_test[0]
        else:
            model, known, asked = LogisticRegression(max_iter=2000), dataset.labels_train, dataset.labels_test
        scores.append(model.fit(dataset.X_train.T, known).score(dataset.X_test.T, asked))
    assert np.mean(scores) > entry.get("logistic", entry.get("ridge")) - 0.03


def test_an_empty_file_is_refused_as_empty():
    with pytest.raises(DataError, match="the file is empty"):
        table_of("empty.csv")


def test_a_target_with_one_class_is_refused_by_name():
    with pytest.raises(DataError, match="species has only one class: setosa"):
        dataset_of("one_class_target.csv")


def test_a_class_with_one_row_is_warned_about():
    notes = dataset_of("class_with_one_row.csv").notes
    assert any("unicornis" in note and "single row" in note for note in notes)


def test_blank_cells_of_penguins_are_counted():
    notes = " ".join(dataset_of("penguins.csv").notes)
    assert "sex: blank is a value of its own (11 cells)" in notes and "body_mass_g: 2 blanks" in notes


def test_names_of_cars_are_left_out_and_said():
    dataset = dataset_of("mpg.csv")
    assert not any(column.startswith("name") for column in dataset.input_names)
    assert any(note.startswith("name is left out") for note in dataset.notes)


def test_wine_quality_can_be_classes_as_well():
    dataset = table_of("winequality-red_semicolon.csv").to_dataset("quality", kind="multi-class")
    assert dataset.classes == ("3", "4", "5", "6", "7", "8")


def test_decimal_commas_and_thousands_points_are_read_as_numbers():
    # first row: 5,1; 3,5; 1,4; 0,2; 3.744,07
    table = table_of("european_excel_cp1252.csv")
    first = [table.column(name).numbers.values[0] for name in table.columns[:5]]
    assert first == [5.1, 3.5, 1.4, 0.2, 3744.07]
    assert (table.guess.encoding, table.guess.separator, table.guess.decimal) == ("cp1252", ";", ",")
    assert table.columns[0] == "Kelchlänge"


def test_dirty_numbers_are_cleaned_or_counted():
    # five each: blank, n/a, NaN and - are blank; 12 kg, 1,234, $3.50, 5% and ١٢ are read;
    # inf, -inf and 1e400 are not finite; 0x1F and TRUE are no numbers
    column = table_of("dirty_numbers.csv").column("measure").numbers
    assert (column.blank, column.not_finite, column.unreadable) == (20, 15, 10)
    assert {12.0, 1234.0, 3.5, 5.0} <= set(column.values[np.isfinite(column.values)])


def test_digits_without_a_header_lose_no_row_and_three_constant_columns():
    dataset = dataset_of("digits.csv.gz")
    assert dataset.n_x == 61 and dataset.classes == tuple("0123456789")


def test_a_sheet_with_one_row_is_refused_with_the_number_of_rows():
    with pytest.raises(DataError, match="two_sheets.xlsx has 1 row of values, at least 4 are needed"):
        table_of("two_sheets.xlsx")


def test_the_folders_of_a_zip_give_classes_and_split():
    pictures = read_upload((UPLOADS / "chest_xray_folders.zip").read_bytes(), "chest_xray_folders.zip")
    dataset = pictures.to_dataset()
    # 300 pictures in train/, 100 in test/, half of each class
    assert dataset.classes == ("NORMAL", "PNEUMONIA")
    assert np.bincount(dataset.labels_train).tolist() == [150, 150]
    assert np.bincount(dataset.labels_test).tolist() == [50, 50]
    assert any("own split is kept" in note for note in dataset.notes)


def test_the_folders_of_a_zip_can_be_merged_and_split_at_random():
    pictures = read_upload((UPLOADS / "chest_xray_folders.zip").read_bytes())
    dataset = pictures.to_dataset(split="random", test_share=50)
    assert dataset.m == 200 and any("merged" in note for note in dataset.notes)


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_read_or_refused_in_one_sentence(name):
    try:
        read_upload((UPLOADS / name).read_bytes(), name)
    except DataError as error:
        assert FILES[name]["outcome"] == "refuse"
        assert "\n" not in str(error) and 20 < len(str(error)) < 300
