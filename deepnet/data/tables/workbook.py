"""Spreadsheets (xlsx, xlsb, xls, ods) turned into a table of texts."""

from __future__ import annotations

import datetime
import io
import re

import pandas as pd
import python_calamine

from deepnet.data import limits
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.dataset import DataError
from deepnet.data.tables import headings
from deepnet.data.tables.decimals import guess_decimal
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.reading import under_names

MOST_SHEET_CELLS = 5_000_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of files of Office before 2007
_OLD_SHEETS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Z]*)\$?(\d+)["']""")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_REPEATED = {
    what: re.compile(rb'table:number-%s-repeated="(\d{1,9})"' % what) for what in (b"rows", b"columns")
}


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook of Excel or of OpenDocument."""
    if data.startswith(_OLD):
        return "EncryptedPackage".encode("utf-16-le") not in data and any(
            name in data for name in _OLD_SHEETS
        )
    if not data.startswith(b"PK"):
        return False
    opendocument = b"application/vnd.oasis.opendocument.spreadsheet" in data[:200]
    return opendocument or (b"xl/" in data and b"[Content_Types].xml" in data)


def read_workbook(data: bytes, overrides: dict) -> tuple[pd.DataFrame, Guess, list[str]]:
    """One sheet: the one asked for (`sheet`), else the first that holds enough rows."""
    if data.startswith(b"PK"):
        _agree_to_sheets(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        names = [sheet.name for sheet in book.sheets_metadata if "WorkSheet" in str(sheet.typ)]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DataError("the workbook is damaged or locked; save it again as xlsx or CSV") from error
    if not names:
        raise DataError("the workbook has no sheet of cells; choose another file")
    asked = overrides.get("sheet")
    if asked is not None and asked not in names:
        raise DataError(f"there is no sheet {asked!r}; choose from {', '.join(names)}")
    best: list[list] = []
    chosen = asked or names[0]
    for name in [asked] if asked else names:
        rows = _rows(book, name)
        if len(rows) > len(best):
            best, chosen = rows, name
        if len(rows) > limits.FEWEST_TO_TEST:
            break
    if not best:
        raise DataError(f"sheet {chosen} is empty; choose another sheet")
    limits.allow(len(best[0]), limits.MOST_COLUMNS, "columns", "leave some out")
    rows, notes = _texts(best), []
    skip = overrides.get("skip")
    if skip is None:
        skip = headings.lines_above(rows[:200])
        if skip:
            notes.append(headings.note_of_lines_above(rows[:skip]))
    rows = rows[min(skip, len(rows) - 1) :]
    sample = rows[:200]
    decimal, thousands = guess_decimal(cell for row in sample for cell in row) or (".", None)
    guess = Guess(
        separator="",
        encoding="",
        decimal=overrides.get("decimal") or decimal,
        thousands=overrides["thousands"] if "thousands" in overrides else thousands,
        skip=skip,
        decimal_said=bool(overrides.get("decimal")) or "thousands" in overrides,
        sheet=chosen,
        sheets=tuple(names),
    )
    frame = pd.DataFrame(rows, columns=range(len(rows[0])), dtype=str)
    frame, guess, said = under_names(frame, sample, guess, overrides)
    return frame, guess, notes + said


def _agree_to_sheets(data):
    """Look at the places of cells before a sheet is unrolled: one cell far away makes a huge table."""
    archive = open_zip(data)
    for entry in archive.infolist():
        if not entry.filename.endswith(".xml"):
            continue
        content = read_entry(archive, entry)
        if b"sheetData" in content:
            letters, last = {b"A"}, 1
            for match in _PLACE.finditer(content):
                letters.add(match[1])
                last = max(last, int(match[2][:9]))
            cells = last * max(_column_number(place) for place in letters)
        elif entry.filename == "content.xml":
            cells = _opendocument_cells(content)
        else:
            continue
        limits.allow(cells, MOST_SHEET_CELLS, "cells in a sheet", "save the table itself as CSV")


def _column_number(letters):
    number = 0
    for letter in letters[:6]:
        number = 26 * number + letter - 64
    return number


def _opendocument_cells(content):
    """Rows up to the last with a value × the widest of them, repetitions counted."""
    row_number, last, width = 0, 0, 0
    for match in _ODS_ROW.finditer(content):
        row_number += _times(b"rows", match[1])
        wide, place = 0, 0
        for cell in _ODS_CELL.finditer(match[2]):
            place += _times(b"columns", cell[1])
            wide = place if b"office:value" in cell[1] else wide
        if wide:
            last, width = row_number, max(width, wide)
    return last * width


def _times(what, attributes):
    found = _REPEATED[what].search(attributes)
    return int(found[1]) if found else 1


def _rows(book, name):
    """Values of the sheet's rows, blank rows left out."""
    try:
        sheet = book.get_sheet_by_name(name)
        limits.allow(
            sheet.height * sheet.width, MOST_SHEET_CELLS, "cells in a sheet", "save the table itself as CSV"
        )
        rows = sheet.to_python(skip_empty_area=True)
    except DataError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise DataError(f"sheet {name} cannot be read; save it as CSV") from error
    return [row for row in rows if any(cell != "" for cell in row)]


def _texts(rows):
    """The cells as texts; numbers get the decimal sign of the texts in their column."""
    commas = [
        (guess_decimal(cell.strip() for cell in column if isinstance(cell, str)) or ".")[0] == ","
        for column in zip(*rows[:1000], strict=True)
    ]
    return [[_text(cell, comma) for cell, comma in zip(row, commas, strict=True)] for row in rows]


def _text(cell, comma):
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        text = str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        return text.replace(".", ",") if comma else text
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
