"""How a text is read: where the table begins and ends, its names, its letters, its numbers, its dates."""

import numpy as np
import pytest

from deepnet.data import DataError, read_upload
from deepnet.data.tables.encodings import guess_encoding

RNG = np.random.default_rng(1)
M = 40
A, B = RNG.normal(5, 2, M).round(2), RNG.normal(10, 3, M).round(1)
C = np.where(A + B / 2 > 10, "yes", "no")


def text(head: str, row, foot: str = "") -> str:
    return (
        "\n".join([*([head] if head else []), *(row(i) for i in range(M)), *([foot] if foot else [])]) + "\n"
    )


def plain(i: int) -> str:
    return f"{A[i]},{B[i]},{C[i]}"


def comma(value) -> str:
    return str(value).replace(".", ",")


# what -> the file, its columns, part of its notes
HEADS = {
    "a title, a place and units": (
        text("Weather\nStation 5\n\na,b,class\n[cm],[kg],", plain),
        ("a", "b", "class"),
        "Left out the row of units",
    ),
    "a title with commas": (
        text("Report of May, 2024\nby A, B\n\na,b,class,d", lambda i: plain(i) + f",{i}"),
        ("a", "b", "class", "d"),
        "of fewer cells",
    ),
    "merged groups over names": (
        text("size,,class\nmin,max,", plain),
        ("size min", "size max", "class"),
        "Names are in two rows",
    ),
    "repeated groups over names": (
        text("size,size,class\nmin,max,", plain),
        ("size min", "size max", "class"),
        "Names are in two rows",
    ),
    "years": (text("name,2019,2020", lambda i: f"n{i},{A[i]},{B[i]}"), ("name", "2019", "2020"), ""),
    "places": (text("0,1,2,3", lambda i: f"{A[i]},{B[i]},{A[i]},{B[i]}"), ("0", "1", "2", "3"), ""),
    "fewer names": (
        text("a,b,c", lambda i: f"{A[i]},{B[i]},1,{i % 7},{i % 5}"),
        ("a", "b", "c", "column 4", "column 5"),
        "has only 3 names for 5 columns",
    ),
    "names of rows as R writes them": (
        text("a b", lambda i: f"{i + 1} {A[i]} {B[i]}"),
        ("row", "a", "b"),
        "",
    ),
    "whole lines in quotes": (
        text('"a,b,class"', lambda i: f'"{plain(i)}"'),
        ("a", "b", "class"),
        "stood in quotation marks as a whole",
    ),
    "two colons": (
        text("a::b::class", lambda i: plain(i).replace(",", "::")),
        ("a", "b", "class"),
        "",
    ),
    "blanks and a tab": (
        text("", lambda i: f"{A[i]}   {i}\t{C[i]}  {B[i]}").replace("yes", "1").replace("no", "0"),
        ("column 1", "column 2", "column 3", "column 4"),
        "",
    ),
    "thousands in the first row": (
        text("a,b,class", lambda i: f'"{12345.5 * (i + 1):,}",{B[i]},{C[i]}'),
        ("a", "b", "class"),
        "",
    ),
}


@pytest.mark.parametrize("what", HEADS)
def test_the_names_are_found_and_no_row_is_lost(what):
    data, columns, note = HEADS[what]
    table = read_upload(data.encode())
    assert table.columns == columns and len(table.frame) == M
    assert note in " ".join(table.notes)


def test_names_in_two_rows_and_lines_above_can_be_said():
    data = "x\ny\n" + HEADS["merged groups over names"][0]
    assert read_upload(data, header=2, skip=2).columns == ("size min", "size max", "class")
    assert len(read_upload(HEADS["years"][0], header=False, skip=0).frame) == M + 1


def test_words_parted_by_blanks_are_a_table_and_sentences_are_none():
    table = read_upload(
        text(
            "size colour shape weight taste", lambda i: f"big red {'round' if i % 2 else 'long'} light {C[i]}"
        )
    )
    assert len(table.columns) == 5 and table.guess_target() == "taste"
    with pytest.raises(DataError, match="running text"):
        read_upload("It was late, and all of them were asleep.\nThen the bell rang.\n" * 20)


FEET = {
    "sums": (f"Total,{A.sum():.2f},{B.sum():.1f}", "holds totals"),
    "means": (f"Average,{A.mean():.2f},{B.mean():.2f}", "holds totals"),
    "sums without a word": (f",{A.sum():.2f},{B.sum():.1f}", "holds totals"),
    "a source": ("Source: the bank\nNotes: none", "2 lines below the table: Source: the bank; Notes: none"),
}


@pytest.mark.parametrize("what", FEET)
def test_what_stands_below_the_table_is_left_out_and_said(what):
    foot, note = FEET[what]
    table = read_upload(text("shop,a,b", lambda i: f"s{i % 4},{A[i]},{B[i]}", foot))
    assert len(table.frame) == M and note in " ".join(table.notes)


def test_a_last_row_like_the_others_is_no_total():
    table = read_upload(text("shop,a,b", lambda i: f"s{i % 4},{A[i]},{B[i]}", "all,5,9"))
    assert len(table.frame) == M + 1


WORDS = {
    "cp1252": (
        "ciudad;año;Málaga;señor;niño",
        "prénom;été;œuvre;élève;garçon;Noël",
        "São Paulo;coração;não;avião;Nº",
        "Größe;Straße;müde;Käse;Übung",
        "åker;människa;Malmö;Göteborg",
        "æble;rød;år;København",
        "cost;£5.00;£7.50",
        "città;perché;più;è",
        "“quoted” – text’s;it…;€ 5",
    ),
    "cp1250": ("żółć;gęś;łódź;święto", "příliš;žluťoučký;kůň", "árvíztűrő;tükörfúrógép;őz"),
    "cp1251": ("Москва;город;год;Да;Нет",),
    "koi8_r": ("Москва;город;год;Да;Нет",),
    "cp1253": ("Αθήνα;πόλη;έτος",),
    "cp1254": ("İstanbul;şehir;yıl;sınıf;ağaç",),
    "mac_roman": ("año;señor;Málaga", "prénom;élève", "Größe;müde"),
    "shift_jis": ("都市;年;クラス;東京;大阪;はい;いいえ;名前",),
    "gb18030": ("城市;年份;类别;北京;上海;价格;温度",),
}


@pytest.mark.parametrize("encoding, words", [(name, each) for name, many in WORDS.items() for each in many])
def test_letters_are_those_that_were_written(encoding, words):
    data = "\n".join([words] * 20).encode(encoding)
    assert data.decode(guess_encoding(data)) == data.decode(encoding)


def test_nearly_utf8_stays_so_and_its_bad_bytes_are_said():
    data = text("größe,b,class", lambda i: f"müßig,{B[i]},{C[i]}").encode() + b"sch\xf6n,1,yes\n"
    table = read_upload(data)
    assert table.columns[0] == "größe" and table.frame["größe"].iloc[-1] == "sch\ufffdn"
    assert "1 sign could not be read as utf-8" in " ".join(table.notes)


NUMBERS = {
    "euros behind": (lambda i: f"{1000 + A[i]:,.2f} €".translate(str.maketrans(",.", ".,")), 1000 + A),
    "euros in letters": (lambda i: comma(A[i]) + " EUR", A),
    "percent": (lambda i: comma(A[i]) + " %", A),
    "points in one column of commas": (lambda i: str(A[i]), A),
    "open ends": (
        lambda i: "90+" if i % 13 == 0 else str(20 + i),
        np.where(np.arange(M) % 13, 20 + np.arange(M), 90),
    ),
}


@pytest.mark.parametrize("what", NUMBERS)
def test_each_column_has_its_own_way_with_numbers(what):
    write, values = NUMBERS[what]
    table = read_upload(text("v\tother\tclass", lambda i: f"{write(i)}\t{comma(B[i])}\t{C[i]}"))
    assert table.type_of("v") == table.type_of("other") == "number"
    np.testing.assert_allclose(table.column("v").numbers.values, values, atol=0.006)
    np.testing.assert_allclose(table.column("other").numbers.values, B)
    dataset = table.to_dataset("class")
    row = dataset.test_rows[0]
    X = dataset.encode({"v": write(row), "other": comma(B[row])})
    np.testing.assert_allclose(X[:, 0], dataset.X_test[:, 0], atol=1e-9)


DATES = {
    "months": lambda i: f"{2000 + i // 12}-{i % 12 + 1:02}",
    "quarters": lambda i: f"{2000 + i // 4}Q{i % 4 + 1}",
    "quarters before": lambda i: f"Q{i % 4 + 1} {2000 + i // 4}",
    "names of months": lambda i: f"{['Jan', 'Feb', 'Mar', 'Apr'][i % 4]}-{10 + i // 4}",
    "long names of months": lambda i: f"{['January', 'May', 'June', 'July'][i % 4]} {2010 + i // 4}",
    "digits": lambda i: f"2014{i % 12 + 1:02}{i % 28 + 1:02}",
    "digits and T": lambda i: f"2014{i % 12 + 1:02}{i % 28 + 1:02}T000000",
    "M": lambda i: f"{2000 + i // 12}M{i % 12 + 1:02}",
    "hours": lambda i: f"{i % 24:02}:30",
    "days with words": lambda i: f"{i % 28 + 1}-Feb-2020",
}


@pytest.mark.parametrize("what", DATES)
def test_a_date_is_known_in_the_usual_forms(what):
    table = read_upload(text("when,v", lambda i: f"{DATES[what](i)},{A[i]}"))
    days, _ = table.column("when").dates
    assert table.type_of("when") == "date" and np.isfinite(days).all()
    assert table.to_dataset("v").input_names == ("when",)


def test_months_and_quarters_begin_on_their_first_day():
    # 2000-04-01 is day 11048 after 1970-01-01
    for write in (DATES["months"], DATES["M"]):
        assert (
            read_upload(text("when,v", lambda i, write=write: f"{write(i)},{A[i]}"))
            .column("when")
            .dates[0][3]
            == 11048
        )
    assert (
        read_upload(text("when,v", lambda i: f"{DATES['quarters'](i)},{A[i]}")).column("when").dates[0][1]
        == 11048
    )


NAMES_OF_ROWS = ("User ID", "PID", "Order No", "Customer_ID", "S.No", "customerid", "RowNumber", "ID")


@pytest.mark.parametrize("name", NAMES_OF_ROWS)
def test_a_number_that_names_the_row_is_left_out(name):
    table = read_upload(text(f"{name},b,class", lambda i: f"{1501 + 7 * i},{B[i]},{C[i]}"))
    assert table.type_of(name) == "identifier"


@pytest.mark.parametrize("name, start", [("Year", 1900), ("degrees", 0), ("time", 1), ("x", -20), ("t", 0)])
def test_an_input_that_counts_up_is_an_input(name, start):
    table = read_upload(text(f"{name},b,v", lambda i: f"{start + i},{B[i]},{A[i]}"))
    assert table.type_of(name) == "number"


def test_the_only_input_is_never_taken_away():
    dataset = read_upload(text("id,v", lambda i: f"{i + 1},{2 * i}")).to_dataset()
    assert dataset.target == "v" and dataset.input_names == ("id",)


def test_numbers_far_from_all_others_can_be_said_to_be_blanks():
    table = read_upload(text("co,b,y", lambda i: f"{-200 if i % 7 == 0 else A[i]},{B[i]},{3 * A[i]}"))
    assert any("co: -200 stands far from" in warning for warning in table.prospect().warnings)
    assert table.missing_codes() == {"-200": ["co"]}
    said = table.prospect(missing=("-200",))
    assert not any("-200" in warning for warning in said.warnings)
    assert any("co: 6 blanks filled in with the median" in note for note in said.notes)


def test_classes_with_gaps_in_their_codes_are_classes():
    table = read_upload(text("a,b,type", lambda i: f"{A[i]},{B[i]},{(1, 2, 3, 5, 6, 7)[i % 6]}"))
    assert table.guess_kind("type") == "multi-class"


def test_classes_that_differ_in_capitals_only_are_one_and_single_letters_are_not():
    table = read_upload(text("a,b,ok", lambda i: f"{A[i]},{B[i]},{('Yes', 'no', 'yes', 'NO')[i % 4]}"))
    dataset = table.to_dataset()
    assert len(dataset.classes) == 2 and "differ in capitals only" in " ".join(dataset.notes)
    assert (
        len(read_upload(text("a,b,ok", lambda i: f"{A[i]},{B[i]},{'aAbB'[i % 4]}")).to_dataset().classes) == 4
    )


def test_prices_of_different_currencies_are_said_to_be_that():
    table = read_upload(text("price,b,class", lambda i: f"{'€$'[i % 2]}{A[i]},{B[i]},{C[i]}"))
    assert "price is left out: numbers with different signs ($, €)" in " ".join(table.prospect().notes)


def test_a_truth_table_of_four_rows_trains_and_has_no_test_part():
    dataset = read_upload("x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n").to_dataset()
    assert dataset.m == 4 and dataset.kind == "binary"
    np.testing.assert_array_equal(dataset.X_train, dataset.X_test)
    assert "there is no test part" in " ".join(dataset.notes)


def test_several_numbers_are_predicted_at_once_each_in_its_own_units():
    table = read_upload(text("a,b,Y1,Y2", lambda i: f"{A[i]},{B[i]},{A[i] + B[i]:.2f},{1000 * B[i]:.0f}"))
    dataset = table.to_dataset("Y1", beside=["Y2"])
    assert dataset.targets == ("Y1", "Y2") and dataset.Y_train.shape == (2, dataset.m)
    assert dataset.input_names == ("a", "b")
    np.testing.assert_allclose(dataset.in_target_units(dataset.Y_train[1], 1), 1000 * B[dataset.train_rows])
    with pytest.raises(DataError, match="several targets must be quantities"):
        table.to_dataset("Y1", beside=["Y2"], kind="multi-class")


def test_a_column_gets_another_name_and_keeps_what_is_known_of_it():
    table = read_upload(text("a,b,class", plain))
    table.look()
    renamed = table.renamed({"a": "length", "class": "ok"})
    assert renamed.columns == ("length", "b", "ok") and renamed.looked
    assert renamed.to_dataset("ok").input_names == ("length", "b")
    np.testing.assert_array_equal(renamed.to_dataset("ok").X_train, table.to_dataset("class").X_train)
