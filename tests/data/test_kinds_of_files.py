"""Files in the ways that programs and countries write them: each is read as a person means it, or refused."""

import gzip
import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from deepnet.data import DataError, Table, read_upload

RNG = np.random.default_rng(0)
ROWS = 60
A, B = RNG.normal(5, 2, ROWS).round(2), RNG.normal(10, 3, ROWS).round(1)
C = np.where(A + B / 2 > 10, "yes", "no")
KINDS = {"number": "n", "category": "c", "date": "d", "identifier": "i", "text": "t"}


def lines(head: str, row) -> str:
    """A text of a line of names, if any, and a line for each row i."""
    return "\n".join(([head] if head else []) + [row(i) for i in range(ROWS)]) + "\n"


def comma(number: float) -> str:
    return str(number).replace(".", ",")


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def picture(i: int, mode: str = "L", kind: str = "PNG", size: tuple[int, int] = (9, 12)) -> bytes:
    file = io.BytesIO()
    if mode == "I;16":
        image = Image.fromarray(np.full(size, 999 * i, np.uint16))
    else:
        image = Image.fromarray(np.full(size, 9 * i % 256, np.uint8)).convert(mode)
    image.save(file, kind)
    return file.getvalue()


def arrays(**named: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **named)
    return file.getvalue()


PLAIN = lines("a,b,class", lambda i: f"{A[i]},{B[i]},{C[i]}")
# what -> file, kinds of its columns by their first letter, guessed target
TABLES = {
    "semicolons and quoted decimal commas": (
        lines('"Länge";"Höhe";"Klasse"', lambda i: f'"{comma(A[i])}";"{comma(B[i])}";"{C[i]}"'),
        "nnc",
        "Klasse",
    ),
    "tabs under comment lines": (
        "# exported\n# by the lab\n" + lines("a\tb\tc", lambda i: f"{A[i]}\t{B[i]}\t{C[i]}"),
        "nnc",
        "c",
    ),
    "columns of fixed width": (
        lines("     len      hgt   class", lambda i: f"{A[i]:8.2f} {B[i]:8.1f}   {C[i]:<6}"),
        "nnc",
        "class",
    ),
    "a row of units": (
        "len,hgt,class\ncm,kg,\n" + lines("", lambda i: f"{A[i]},{B[i]},{C[i]}"),
        "nnc",
        "class",
    ),
    "a table of Markdown": (
        "| a | b | c |\n|---|---|---|\n" + lines("", lambda i: f"| {A[i]} | {B[i]} | {C[i]} |"),
        "tnnct",
        "c",
    ),
    "an index without a name": (lines(",a,b,c", lambda i: f"{i},{A[i]},{B[i]},{C[i]}"), "innc", "c"),
    "a comma at the end of lines": (lines("a,b,c,", lambda i: f"{A[i]},{B[i]},{C[i]},"), "nnct", "c"),
    "classes 1 to 3 in front": (lines("", lambda i: f"{i % 3 + 1},{A[i]},{B[i]}"), "nnn", "column 1"),
    "true and Yes": (
        lines("a,flag,ok", lambda i: f"{A[i]},{'true' if i % 2 else 'false'},{C[i].title()}"),
        "ncc",
        "ok",
    ),
    "German dates": (
        lines("Datum;Wert;Klasse", lambda i: f"{i % 28 + 1:02}.{i % 12 + 1:02}.2023;{comma(A[i])};{C[i]}"),
        "dnc",
        "Klasse",
    ),
    "French dates": (
        lines("date;valeur;classe", lambda i: f"{i % 28 + 1:02}/{i % 12 + 1:02}/2023;{comma(A[i])};{C[i]}"),
        "dnc",
        "classe",
    ),
    "dollars and percent": (
        lines("price,rate,class", lambda i: f'"${1000 * A[i]:,.2f}",{B[i]}%,{C[i]}'),
        "nnc",
        "class",
    ),
    "apostrophes between thousands": (
        lines("price,rate,class", lambda i: f"{1e4 * A[i]:,.0f}".replace(",", "'") + f",{B[i]},{C[i]}"),
        "nnc",
        "class",
    ),
    "what is owed in brackets": (
        lines("x,y,class", lambda i: f"{f'({A[i]})' if i % 3 else A[i]},-${B[i]},{C[i]}"),
        "nnc",
        "class",
    ),
    "accents in the Latin-1 names": (
        lines("âge,prénom,catégorie", lambda i: f"{A[i]},{B[i]},{C[i]}").encode("latin-1"),
        "nnc",
        "catégorie",
    ),
    "UTF-16 without a mark": (
        lines("âge,b,c", lambda i: f"{A[i]},{B[i]},{C[i]}").encode("utf-16-le"),
        "nnc",
        "c",
    ),
    "tabs, packed": (gzip.compress(PLAIN.replace(",", "\t").encode()), "nnc", "class"),
    "a zip with a read-me": (zipped({"read.me": b"hello", "t.csv": PLAIN.encode()}), "nnc", "class"),
    "old line ends": (PLAIN.replace("\n", "\r"), "nnc", "class"),
    "two files one behind the other": (PLAIN + "\ufeff" + lines("", lambda i: f"1,2,{C[i]}"), "nnc", "class"),
    "names that are blanks elsewhere": (
        lines("NA,None,class", lambda i: f"{A[i]},{B[i]},{C[i]}"),
        "nnc",
        "class",
    ),
    "a name of 5000 letters": (
        lines("x" * 5000 + ",a,class", lambda i: f"{A[i]},{B[i]},{C[i]}"),
        "nnc",
        "class",
    ),
    "days of a series": (
        lines("day,value,next", lambda i: f"2024-{i // 28 + 1:02}-{i % 28 + 1:02},{A[i]},{B[i]}"),
        "dnn",
        "next",
    ),
}


@pytest.mark.parametrize("what", TABLES)
def test_a_table_is_read_as_it_is_meant(what):
    data, kinds, target = TABLES[what]
    table = read_upload(data.encode() if isinstance(data, str) else data, "file")
    assert "".join(KINDS[table.type_of(name)] for name in table.columns) == kinds
    assert table.guess_target() == target
    assert len(table.frame) == (2 * ROWS if what.startswith("two files") else ROWS)
    dataset = table.to_dataset()
    assert np.isfinite(dataset.X_train).all()
    names = (*table.columns, *dataset.input_names, *dataset.classes)
    assert max(map(len, names)) <= 150


HTML = f"<html><body><table>{'<tr><td>1</td><td>2</td></tr>' * 20}</table></body></html>"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
# what -> file, part of the sentence
REFUSED = {
    "JSON without a table": (json.dumps({"a": {"b": [1, 2]}}), "JSON that holds no table; save a list"),
    "JSON that is torn": ('[{"a": 1, "b": 2}, {"a"', "JSON that cannot be read .line 1.*as CSV"),
    "a web page called xls": (HTML, "web page or XML.*save it as xlsx"),
    "XML": ('<?xml version="1.0"?>' + "<r a='1'/>\n" * 20, "web page or XML"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "old Office.*save it as xlsx"),
    "a locked workbook": (LOCKED, "locked with a password; save it without"),
    "an OpenDocument drawing": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"<x/>"}),
        "OpenDocument file that is no spreadsheet; save it as xlsx",
    ),
    "a picture alone": (picture(3), "single picture; zip many"),
    "a pickle": (b"\x80\x04\x95" + bytes(50), "pickle, which may run code"),
    "texts only": (
        lines("title,body", lambda i: f"some words number {i},other words {i * 7} here"),
        "60 different texts in 60 rows.*choose another target",
    ),
    "pictures of one class": (zipped({f"cat/{i}.png": picture(i) for i in range(24)}), "only one class: cat"),
    "arrays of objects": (arrays(x=np.array([{}, []], dtype=object)), "Python objects.*save numbers"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_with_what_to_do(what):
    data, part = REFUSED[what]
    with pytest.raises(DataError, match=part):
        read_upload(data.encode() if isinstance(data, str) else data, "file.csv").to_dataset()


def test_a_class_for_each_row_is_not_proposed_and_refused_when_asked_for():
    table = read_upload(lines("a,b,class", lambda i: f"{A[i]},{B[i]},name{i}"))
    assert table.guess_target() == "b"
    with pytest.raises(DataError, match="60 different texts in 60 rows.*choose another target"):
        table.to_dataset("class")


def test_a_zip_of_some_other_document_is_refused_through_its_kind():
    with pytest.raises(DataError, match="the zip holds no table; pack pictures in a folder per class"):
        read_upload(zipped({"a.docx": b"x", "b.docx": b"y"}))


def test_a_row_of_units_is_left_out_and_said():
    table = read_upload(TABLES["a row of units"][0], "file")
    assert "Left out the row of units under the names: cm, kg." in table.notes


def test_amounts_keep_their_signs():
    table = read_upload(TABLES["what is owed in brackets"][0])
    np.testing.assert_allclose(table.column("x").numbers.values[:2], [A[0], -A[1]])
    np.testing.assert_allclose(table.column("y").numbers.values, -B)


def test_a_table_of_two_thousand_columns_trains():
    values = RNG.normal(size=(ROWS, 2000)).round(3)
    head = ",".join(f"f{i}" for i in range(2000)) + ",class"
    dataset = read_upload(lines(head, lambda i: ",".join(map(str, values[i])) + "," + C[i])).to_dataset()
    assert dataset.n_x == 2000 and dataset.kind == "binary"


def test_rows_in_time_are_advised_to_be_split_in_their_order():
    table = read_upload(TABLES["days of a series"][0])
    assert any("last ones be the test" in note for note in table.prospect().notes)
    assert not any("last ones be the test" in note for note in table.prospect(split="order").notes)


def test_a_cell_of_three_million_letters_is_shown_by_its_beginning():
    table = read_upload((PLAIN + '1,2,"' + "z" * 3_000_000 + '"\n').encode())
    dataset = table.to_dataset()
    assert max(map(len, dataset.classes)) <= 90
    assert table.preview(100).map(len).to_numpy().max() <= 200


def test_pictures_one_folder_deeper_keep_their_classes():
    files = {f"data/pets/{'cat' if i % 2 else 'dog'}/{i}.png": picture(i) for i in range(24)}
    assert read_upload(zipped(files)).counts == {"cat": 12, "dog": 12}


def test_a_folder_for_each_patient_is_no_class():
    files = {f"data/{'sick' if i % 2 else 'well'}/patient{i // 2}/{i}.png": picture(i) for i in range(40)}
    pictures = read_upload(zipped(files))
    assert pictures.counts == {"sick": 20, "well": 20} and "folders above" in pictures.notes[0]


def test_pictures_of_different_sizes_and_modes_are_brought_to_one():
    modes = ("RGBA", "P", "I;16", "1", "LA")
    kinds = [(mode, "PNG") for mode in modes] + [("CMYK", "JPEG"), ("P", "GIF"), ("RGB", "WEBP")]
    files = {}
    for i in range(24):
        mode, kind = kinds[i % len(kinds)]
        files[f"{'ab'[i // 8 % 2]}/{i}.{kind.lower()}"] = picture(i, mode, kind, (8 + i, 20 - i % 7))
    pictures = read_upload(zipped(files))
    for color in (False, True):
        dataset = pictures.to_dataset(size=8, color=color)
        assert dataset.m + dataset.X_test.shape[1] == 24 and dataset.n_x == (192 if color else 64)


def test_arrays_as_keras_saves_them_keep_their_split():
    images = RNG.integers(0, 255, (42, 8, 8), dtype=np.uint8)
    labels = np.arange(42) % 3
    data = arrays(x_train=images[:30], y_train=labels[:30], x_test=images[30:], y_test=labels[30:])
    dataset = read_upload(data, "mnist.npz").to_dataset()
    assert (dataset.m, dataset.X_test.shape[1], dataset.classes) == (30, 12, ("0", "1", "2"))


def test_a_pasted_table_is_read_as_a_file_is():
    pasted, file = read_upload(PLAIN.replace(",", "\t"), "Pasted table"), read_upload(PLAIN.encode(), "t.csv")
    assert isinstance(pasted, Table) and pasted.guess.separator == "\t"
    np.testing.assert_array_equal(pasted.to_dataset().X_train, file.to_dataset().X_train)
