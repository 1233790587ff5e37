"""Spreadsheets: which sheet, which cells, which texts."""

import io
import zipfile

import pytest

from deepnet.data import DataError, read_table

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cell(place, value):
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def workbook(**sheets):
    """A minimal xlsx: each sheet a list of rows."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        kinds, relations, listed = "", "", ""
        for i, (name, rows) in enumerate(sheets.items(), 1):
            kinds += (
                f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/'
                'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            )
            relations += (
                f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            )
            listed += f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>'
            body = "".join(
                f'<row r="{r}">'
                + "".join(cell(f"{chr(65 + c)}{r}", v) for c, v in enumerate(row) if v != "")
                + "</row>"
                for r, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            + kinds
            + "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
    return file.getvalue()


ROWS = [["size", "colour", "class"]] + [[i + 0.5, "red" if i % 3 else "blue", i % 2 == 0] for i in range(20)]
COUNTS = [["n", "label"]] + [[i, "a" if i % 2 else "b"] for i in range(12)]
READ_ME = [["This file was made in May"]]


def test_the_first_sheet_with_enough_rows_is_read():
    table = read_table(workbook(about=READ_ME, data=ROWS), "book.xlsx")
    assert table.guess.sheet == "data" and table.guess.sheets == ("about", "data")
    assert table.columns == ("size", "colour", "class") and len(table.frame) == 20


def test_another_sheet_can_be_chosen():
    assert read_table(workbook(data=ROWS, counts=COUNTS), sheet="counts").columns == ("n", "label")


def test_a_sheet_that_is_not_there_is_refused_with_the_names():
    with pytest.raises(DataError, match="choose from data, counts"):
        read_table(workbook(data=ROWS, counts=COUNTS), sheet="May")


def test_whole_numbers_fractions_and_truths_keep_their_looks():
    frame = read_table(workbook(counts=COUNTS)).frame
    assert frame["n"][:3].tolist() == ["0", "1", "2"]
    frame = read_table(workbook(data=ROWS)).frame
    assert frame["size"][0] == "0.5" and set(frame["class"]) == {"TRUE", "FALSE"}


def test_blank_cells_stay_blank():
    rows = [list(row) for row in ROWS]
    rows[4][0] = ""
    assert read_table(workbook(data=rows)).column("size").numbers.blank == 1


def test_a_sheet_trains():
    dataset = read_table(workbook(data=ROWS)).to_dataset()
    assert dataset.target == "class" and dataset.classes == ("FALSE", "TRUE")
