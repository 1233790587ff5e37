"""Tables in all the ways they are written, and what becomes of their columns."""

import copy
import gzip
import io
import pickle

import numpy as np
import pandas as pd
import pytest

from deepnet.data import DataError, read_table, read_upload
from deepnet.data.tables import reading
from deepnet.data.tables.numbers import to_numbers
from deepnet.data.tables.reading import QUICK


def plan_of(table, name, target="class", **options):
    return next(plan for plan in table.plan(target, **options) if plan.name == name)


def table_of(**columns):
    """A table of columns of equal length, written as CSV."""
    return read_table(pd.DataFrame(columns).to_csv(index=False).encode(), "made.csv")


NAMES = [f"n{i}" for i in range(40)]
CLASS = ["yes", "no"] * 20
RNG = np.random.default_rng(0)
VALUES = RNG.standard_normal(40).round(3)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
def test_the_separator_is_guessed(separator):
    text = "\n".join(
        separator.join(map(str, row)) for row in [("a", "b", "c"), *[(i, i * i, i % 2) for i in range(20)]]
    )
    table = read_table(text.encode())
    assert table.guess.separator == separator and table.columns == ("a", "b", "c")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin_1"])
def test_the_encoding_is_guessed(encoding):
    rows = [f"{i};{'müde' if i % 2 else 'fröhlich, aber spät'}" for i in range(40)]
    text = "größe;gemüt\n" + "\n".join(rows)
    table = read_table(text.encode(encoding))
    assert table.columns == ("größe", "gemüt") and set(table.frame["gemüt"]) == {
        "müde",
        "fröhlich, aber spät",
    }


def test_what_was_guessed_can_be_overruled():
    data = b"1;2\n" + b"3;4\n" * 12
    table = read_table(data, header=True, separator=";")
    assert table.columns == ("1", "2") and len(table.frame) == 12 and table.guess.header


def test_a_first_row_of_numbers_is_not_eaten_as_header():
    assert len(read_table(b"1,2\n" * 15).frame) == 15


def test_a_first_row_of_words_that_come_again_is_not_eaten_as_header():
    assert len(read_table(b"red,hot\nblue,cold\nred,cold\n" * 5).frame) == 15


def test_comment_lines_are_skipped_and_counted():
    table = read_table(b"# made by hand\n# in May\na,b\n" + b"1,x\n2,y\n" * 8)
    assert table.columns == ("a", "b") and any("2 comment lines" in note for note in table.notes)


def test_names_in_the_last_comment_line_are_used_where_there_are_no_others():
    table = read_table(b"# height,weight\n" + b"1,2\n3,4\n" * 8)
    assert table.columns == ("height", "weight") and len(table.frame) == 16


def test_lines_above_the_table_are_skipped_and_said():
    table = read_table(b"Report of May\n\nall values in cm\n\na,b,class\n" + b"1,2,x\n3,4,y\n" * 8)
    assert table.columns == ("a", "b", "class") and any("above" in note for note in table.notes)


def test_the_line_of_excel_that_names_the_separator_is_obeyed():
    table = read_table(b"sep=|\na|b\n" + b"1,5|x\n2,5|y\n" * 8)
    assert table.columns == ("a", "b") and table.guess.separator == "|"


def test_a_separator_at_the_end_of_each_line_makes_no_column_and_loses_no_row():
    table = read_table(b"a,b\n" + b"1,x,\n2,y,\n" * 8)
    assert table.columns == ("a", "b") and len(table.frame) == 16


def test_rows_with_too_many_cells_are_left_out_and_counted():
    table = read_table(b"a,b\n" + b"1,x\n2,y\n" * 200 + b"1,2,3\n")
    assert len(table.frame) == 400 and any("left out 1 row" in note for note in table.notes)


def test_cells_with_line_breaks_in_quotation_marks_stay_whole():
    table = read_table(b'a,b\n"one\ntwo",1\n' + b"x,2\n" * 12)
    assert table.frame["a"][0] == "one\ntwo" and len(table.frame) == 13


def test_a_quotation_mark_that_is_never_closed_loses_no_row():
    table = read_table(b'a,b\n"x,1\n' + b"y,2\nz,3\n" * 8)
    assert len(table.frame) == 17 and any("quotation" in note for note in table.notes)


def test_doubled_and_missing_names_are_made_different():
    assert read_table(b"a,a,\n" + b"1,x,2\n3,y,5\n" * 8).columns == ("a", "a (2)", "column 3")


def test_a_text_from_the_clipboard_is_read():
    assert read_table("a\tb\n" + "1\tx\n2\ty\n" * 8).columns == ("a", "b")


def test_gzip_is_unpacked():
    assert read_table(gzip.compress(b"a,b\n" + b"1,x\n2,y\n" * 8), "t.csv.gz").columns == ("a", "b")


def test_a_large_file_is_read_as_a_small_one_is():
    lines = [f'{i},"{i % 7}, or so",{"NA" if i % 5 else ""}' for i in range(QUICK // 15)]
    large = read_table(("a,b,c\n" + "\n".join(lines)).encode())
    small = read_table(("a,b,c\n" + "\n".join(lines[:50])).encode())
    assert len(large.frame) == len(lines)
    pd.testing.assert_frame_equal(large.frame[:50], small.frame)


def test_parquet_gives_what_csv_gives():
    frame = pd.DataFrame({"a": VALUES, "b": CLASS})
    file = io.BytesIO()
    frame.to_parquet(file)
    from_parquet, from_csv = (
        read_upload(file.getvalue()).to_dataset("b"),
        table_of(a=VALUES, b=CLASS).to_dataset("b"),
    )
    np.testing.assert_allclose(from_parquet.X_train, from_csv.X_train)


@pytest.mark.parametrize(
    "text, decimal, thousands, value",
    [
        ("1,234.5", ".", ",", 1234.5),
        ("1.234,5", ",", ".", 1234.5),
        ("3,5", ",", ".", 3.5),
        ("1 234", ".", None, 1234),
        ("1'234", ".", None, 1234),
        ("€ 3.50", ".", None, 3.5),
        ("5 %", ".", None, 5),
        ("12kg", ".", None, 12),
        ("-4e-2", ".", None, -0.04),
        ("−7", ".", None, -7),
        ("３", ".", None, 3),
    ],
)
def test_a_number_is_read_as_people_write_it(text, decimal, thousands, value):
    assert to_numbers(pd.Series([text], dtype=str), decimal=decimal, thousands=thousands).values[0] == value


@pytest.mark.parametrize("text", ["abc", "1-2", "12.05.2020", "1:30", "A12", "1,2,3"])
def test_what_is_no_number_is_not_read_as_one(text):
    for decimal in ".,":
        assert to_numbers(pd.Series([text], dtype=str), decimal=decimal).unreadable == 1


def test_a_constant_column_is_left_out():
    plan = plan_of(table_of(a=VALUES, b=[7] * 40, **{"class": CLASS}), "b")
    assert not plan.kept and "same in every row" in plan.why


@pytest.mark.parametrize("ids", [range(1, 41), NAMES])
def test_a_column_that_names_rows_is_left_out_as_identifier(ids):
    plan = plan_of(table_of(id=list(ids), a=VALUES, **{"class": CLASS}), "id")
    assert not plan.kept and plan.type == "identifier"


def test_measures_that_all_differ_are_no_identifier():
    assert plan_of(table_of(a=VALUES, **{"class": CLASS}), "a").type == "number"


def test_a_category_becomes_one_input_for_each_value():
    dataset = table_of(a=["u", "v", "w", "u"] * 10, **{"class": CLASS}).to_dataset("class")
    assert dataset.input_names == ("a: u", "a: v", "a: w")
    np.testing.assert_array_equal(dataset.X_train.sum(axis=0), 1)


def test_rare_categories_share_one_input():
    words = [f"w{i % 15}" for i in range(400)] + [f"rare{i}" for i in range(20)]
    table = table_of(a=words, **{"class": ["yes", "no"] * 210})
    dataset = table.to_dataset("class")
    assert dataset.n_x == plan_of(table, "a").inputs == 20 and dataset.input_names[-1] == "a: (rare)"


def test_dates_become_days():
    dates = [f"2024-01-{i % 28 + 1:02d}" for i in range(40)]
    dataset = table_of(day=dates, **{"class": CLASS}).to_dataset("class")
    # 2024-01-01 is day 19723 after 1970-01-01
    days = np.round(np.concatenate([dataset.raw_train[0], dataset.raw_test[0]]))
    assert days.min() == 19723 and days.max() == 19750


def test_dates_with_points_have_the_day_first():
    dates = [f"{i % 28 + 1:02d}.02.2024" for i in range(40)]
    plan = plan_of(table_of(day=dates, **{"class": CLASS}), "day")
    assert plan.type == "date" and "day first" in plan.why


def test_a_type_can_be_changed():
    table = table_of(a=[1, 2, 3, 4] * 10, **{"class": CLASS})
    assert table.to_dataset("class").input_names == ("a",)
    assert table.to_dataset("class", types={"a": "category"}).input_names == ("a: 1", "a: 2", "a: 3", "a: 4")


def test_a_column_can_be_left_out():
    table = table_of(a=VALUES, b=VALUES[::-1], **{"class": CLASS})
    assert table.to_dataset("class", leave_out=["b"]).input_names == ("a",)


def test_blanks_are_filled_with_the_median_of_the_training_rows():
    values = [str(value) for value in VALUES]
    values[3] = ""
    dataset = table_of(a=values, **{"class": CLASS}).to_dataset("class", split="order")
    kept = np.delete(VALUES[: dataset.m], 3)
    assert dataset.raw_train[0, 3] == pytest.approx(np.median(kept))


def test_inputs_are_scaled_by_the_training_rows_alone():
    dataset = table_of(a=VALUES, **{"class": CLASS}).to_dataset("class")
    assert dataset.X_train[0].mean() == pytest.approx(0) and dataset.X_train[0].std() == pytest.approx(1)
    assert abs(dataset.X_test[0].mean()) > 1e-6


def test_rows_without_a_target_are_dropped_and_counted():
    table = table_of(a=VALUES, **{"class": ["", *CLASS[1:]]})
    dataset = table.to_dataset("class")
    assert "40 rows read, 39 used." in dataset.notes and any(
        note == "Left out: 1 row where class is blank." for note in dataset.notes
    )


def test_a_column_that_repeats_the_target_is_warned_about():
    table = table_of(a=VALUES, code=["1", "2"] * 20, **{"class": CLASS})
    assert "repeat" in plan_of(table, "code").warning and not plan_of(table, "a").warning


def test_a_column_in_step_with_a_quantity_is_warned_about():
    table = table_of(a=VALUES * 2.54, b=VALUES[::-1], inches=VALUES)
    assert plan_of(table, "a", "inches").warning and not plan_of(table, "b", "inches").warning


def test_uneven_classes_are_warned_about_with_the_share_of_the_largest():
    notes = table_of(a=VALUES, **{"class": ["rare"] * 4 + ["common"] * 36}).to_dataset("class").notes
    assert any("uneven" in note and "90%" in note for note in notes)


@pytest.mark.parametrize(
    "values, kind",
    [
        (["a", "b"], "binary"),
        (["a", "b", "c"], "multi-class"),
        ([0, 1], "binary"),
        ([0, 1, 2, 3], "multi-class"),
        ([1, 2, 3], "multi-class"),
        ([3, 5, 8, 10], "regression"),
        ([0.1, 0.2, 0.7], "regression"),
    ],
)
def test_the_kind_of_target_is_guessed(values, kind):
    table = table_of(a=list(range(0, 240, 2)), answer=(values * 120)[:120])
    assert table.guess_kind("answer") == kind


def test_a_quantity_is_scaled_and_its_units_come_back():
    table = table_of(a=VALUES, answer=100 + 7 * VALUES[::-1])
    dataset = table.to_dataset("answer")
    back = dataset.Y_train[0] * dataset.y_spread + dataset.y_center
    np.testing.assert_allclose(back, (100 + 7 * VALUES[::-1])[dataset.train_rows])
    assert np.abs(dataset.Y_train).mean() < 1


def test_classes_written_as_numbers_keep_their_texts():
    assert table_of(a=VALUES, **{"class": ["01", "02"] * 20}).to_dataset("class").classes == ("01", "02")


def test_a_split_by_order_tests_on_the_last_rows():
    dataset = table_of(a=VALUES, **{"class": CLASS}).to_dataset("class", split="order", test_share=25)
    assert dataset.test_rows.tolist() == list(range(30, 40))


@pytest.mark.parametrize(
    "options, part",
    [
        ({"target": "nothing"}, "there is no column 'nothing'"),
        ({"target": "class", "types": {"a": "colour"}}, "type of a"),
        ({"target": "class", "leave_out": ["a"]}, "no column is left"),
        ({"target": "class", "split": "halves"}, "split must be"),
        ({"target": "class", "kind": "regression"}, "holds no numbers"),
        ({"target": "class", "test_share": 100}, "share of test rows"),
        (
            {"target": "a", "kind": "binary"},
            "classes, a binary one has two",
        ),
    ],
)
def test_an_impossible_choice_is_refused_in_a_sentence(options, part):
    with pytest.raises(DataError, match=part):
        table_of(a=VALUES, **{"class": CLASS}).to_dataset(**options)


def test_one_new_row_is_encoded_as_the_rows_of_the_table_were():
    words = ["u", "v", "w", "u"] * 10
    table = table_of(a=VALUES, b=words, **{"class": CLASS})
    dataset = table.to_dataset("class")
    row = dataset.test_rows[2]
    X = dataset.encode({"a": str(VALUES[row]), "b": words[row]})
    np.testing.assert_allclose(X, dataset.X_test[:, 2:3], atol=1e-12)


def test_a_new_row_with_a_blank_an_unknown_word_or_a_bad_number():
    dataset = table_of(a=VALUES, b=["u", "v"] * 20, **{"class": CLASS}).to_dataset("class")
    np.testing.assert_allclose(
        dataset.encode({})[0], (np.median(dataset.raw_train[0]) - dataset.center[0]) / dataset.spread[0]
    )
    assert dataset.encode({"b": "never seen"})[1:].tolist() == [[0], [0]]
    with pytest.raises(DataError, match="a must be a number, got 'tall'"):
        dataset.encode({"a": "tall"})
    with pytest.raises(DataError, match="no input column 'z'"):
        dataset.encode({"z": "1"})


def test_a_dataset_of_a_table_survives_pickle_and_deepcopy():
    dataset = table_of(a=VALUES, **{"class": CLASS}).to_dataset("class")
    for twin in (pickle.loads(pickle.dumps(dataset)), copy.deepcopy(dataset)):
        np.testing.assert_array_equal(twin.encode({"a": "1"}), dataset.encode({"a": "1"}))


def test_a_date_of_a_new_row_is_read_in_the_order_of_the_table():
    dates = [f"{i % 28 + 1:02d}/02/2024" for i in range(40)]
    dataset = table_of(day=dates, **{"class": CLASS}).to_dataset("class")
    # 3 February 2024 is day 19756 after 1970-01-01
    assert dataset.in_own_units(dataset.encode({"day": "03/02/2024"}))[0, 0] == pytest.approx(19756)


def test_rows_with_blanks_can_be_dropped_and_are_counted():
    words = ["u", "", *["v", "w"] * 19]
    values = ["", *map(str, VALUES[1:])]
    dataset = table_of(a=values, b=words, **{"class": CLASS}).to_dataset("class", blanks="drop")
    assert set(dataset.train_rows) | set(dataset.test_rows) == set(range(2, 40))
    assert any("2 rows with a cell blank" in note for note in dataset.notes)


def test_a_prospect_says_beforehand_what_the_dataset_will_be():
    table = table_of(
        a=["", *VALUES[1:]], b=["u", "v"] * 20, **{"class": ["", *["rare"] * 9, *["common"] * 30]}
    )
    choices = dict(test_share=40, seed=3, blanks="drop")
    prospect, dataset = table.prospect("class", **choices), table.to_dataset("class", **choices)
    np.testing.assert_array_equal(prospect.train, dataset.train_rows)
    assert prospect.inputs == dataset.n_x == 3 and prospect.kind == "binary"
    assert set(prospect.notes) <= set(dataset.notes)
    learned = np.bincount(dataset.labels_train)
    assert [counts[1] for counts in prospect.class_counts] == learned.tolist()


def test_thousands_of_decimal_commas_are_told_by_the_semicolons():
    table = read_table(b"a;b\n" + b"1,234;x\n5,678;y\n" * 8)
    assert table.column("a").numbers.values[:2].tolist() == [1.234, 5.678]


def test_names_of_rows_as_written_by_r_do_not_shift_the_columns():
    lines = [f'"{i}"\t{i / 2}\t"{"a" if i % 2 else "b"}"' for i in range(1, 21)]
    table = read_table("\n".join(['"size"\t"class"', *lines]))
    assert table.columns == ("row", "size", "class") and table.type_of("row") == "identifier"
    assert table.to_dataset().input_names == ("size",)


def test_a_passenger_list_trains_without_a_choice():
    rows = [
        f'{i},{i % 3 + 1},"Doe{i}, Mr. John ""J""",{"male" if i % 2 else "female"},'
        f"{'' if i % 5 == 0 else 20 + i % 40},"
        f"{'C' + str(i) if i % 4 == 0 else ''},{7.25 + i % 9},{'SCQ'[i % 3]},{(i + i // 3) % 2}"
        for i in range(200)
    ]
    table = read_table("\n".join(["PassengerId,Pclass,Name,Sex,Age,Cabin,Fare,Embarked,Survived", *rows]))
    dataset = table.to_dataset("Survived")
    assert dataset.kind == "binary"
    assert not any(column.startswith(("PassengerId", "Name", "Cabin")) for column in dataset.input_names)
    assert "Age: 40 blanks filled in with the median." in dataset.notes


def test_a_column_without_a_name_that_numbers_the_rows_is_an_identifier():
    shuffled = np.random.default_rng(1).permutation(40)
    lines = [f"{i},{value},{name}" for i, value, name in zip(shuffled, VALUES, CLASS, strict=True)]
    table = read_table("\n".join([",a,class", *lines]))
    assert table.type_of("column 1") == "identifier"


@pytest.mark.parametrize("text", ["${:.2f}", "{:.1f} %", "€ {:.2f}", "{:.0f} kg", "12'{:03.0f}"])
def test_a_column_of_numbers_that_all_bear_one_unit_is_a_number(text):
    table = table_of(a=[text.format(i * 2.5) for i in range(40)], **{"class": CLASS})
    assert table.type_of("a") == "number"
    assert table.column("a").numbers.values[1] == float(text.strip("$€%kg '").format(2.5).replace("'", ""))


def test_thousands_and_millions_are_not_taken_for_one_unit():
    table = table_of(a=[f"{i + 1}{'kM'[i % 2]}" for i in range(40)], **{"class": CLASS})
    assert table.type_of("a") != "number"


def test_a_column_that_nearly_tells_the_class_is_warned_about():
    labels = np.arange(400) % 2
    reading = labels + np.random.default_rng(0).normal(0, 0.16, 400)
    table = table_of(reading=reading, other=np.random.default_rng(1).normal(0, 1, 400), sick=labels)
    assert "by itself" in plan_of(table, "reading", "sick").warning
    assert not plan_of(table, "other", "sick").warning


def test_a_column_that_rises_with_a_quantity_is_warned_about():
    price = np.random.default_rng(0).lognormal(3, 1, 200)
    table = table_of(tax=np.log(price).round(3), rooms=(price / 9).round() % 5, price=price)
    assert "follows the target" in plan_of(table, "tax", "price").warning
    assert not plan_of(table, "rooms", "price").warning


def test_a_first_column_of_class_codes_among_measures_is_the_guessed_target():
    lines = [f"{i % 3 + 1},{i * 0.37 % 5:.2f},{i * 0.71 % 7:.3f}" for i in range(60)]
    table = read_table("\n".join(lines))
    assert table.guess_target() == "column 1" and table.guess_kind("column 1") == "multi-class"


def test_a_large_file_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(reading, "BLOCK", 1 << 19)
    told = []
    text = "a,b\n" + "\n".join(f"{i},{i % 7}" for i in range(260_000))
    table = read_table(text.encode(), progress=lambda share, doing: told.append((share, doing)))
    table.look(lambda share, doing: told.append((share, doing)))
    shares = [share for share, _ in told[:-2]]
    assert len(shares) >= 3 and shares == sorted(shares) and shares[-1] <= 1
    assert told[-1] == (0.5, "Looking at column 2 of 2: b")


def test_the_columns_of_a_dataset_are_those_of_the_table_and_raw_values_are_kept_to_the_digit():
    lines = [f"{12345.6 + i},{'uv'[i % 2]},2021-03-{1 + i % 28:02d},{'ny'[i % 3 > 0]}" for i in range(60)]
    table = read_table("price,word,day,t\n" + "\n".join(lines))
    dataset = table.to_dataset("t", types={"day": "date"})
    price, word, day = dataset.columns
    assert (price.kind, word.kind, day.kind, word.labels) == ("number", "category", "date", ("u", "v"))
    assert price.text(12345.6) == "12,345.6" and day.text(18687) == "2021-03-01"
    assert set(dataset.raw_train[price.places[0]]) <= {12345.6 + i for i in range(60)}  # not scaled back
    for raw, X in zip(dataset.raw_test.T, dataset.X_test.T, strict=True):
        written = np.zeros(dataset.n_x)
        for column in dataset.columns:
            column.write(column.value(raw), written)
        assert np.array_equal(dataset.inputs_of(written[:, None])[:, 0], X)


def test_a_dataset_shows_its_first_rows_in_a_notebook_and_no_markup_of_a_file():
    table = read_table("a<b>,t\n" + "\n".join(f"{i}.5,{'ny'[i % 2]}" for i in range(40)))
    html = table.to_dataset("t")._repr_html_()
    assert "<th>a&lt;b&gt;</th>" in html and html.count("<tr>") == 6 and "28 rows to learn from" in html
