"""Spreadsheets (xlsx) and parquet files turned into a table of texts."""

from __future__ import annotations

import datetime
import io
import re

import pandas as pd
import python_calamine

from deepnet.data import limits
from deepnet.data.archives import open_zip, read_entry
from deepnet.data.dataset import DataError
from deepnet.data.naming import unique_names
from deepnet.data.tables.guess import Guess, guess_header
from deepnet.data.tables.reading import name_columns

MOST_SHEET_CELLS = 5_000_000
_PLACE = re.compile(rb"""\br\s*=\s*["']\$?([A-Z]*)\$?(\d+)["']""")


def is_workbook(data: bytes) -> bool:
    """Whether a zip is an xlsx workbook."""
    return data.startswith(b"PK") and b"xl/" in data and b"[Content_Types].xml" in data


def read_workbook(data: bytes, overrides: dict) -> tuple[pd.DataFrame, Guess, list[str]]:
    """One sheet: the one asked for (`sheet`), else the first that holds enough rows."""
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
    best: list[list[str]] = []
    chosen = asked or names[0]
    for name in [asked] if asked else names:
        rows = _rows(book, name)
        if len(rows) > limits.FEWEST_ROWS or not best:
            best, chosen = rows, name
        if len(rows) > limits.FEWEST_ROWS:
            break
    if not best:
        raise DataError(f"sheet {chosen} is empty; choose another sheet")
    limits.allow(len(best[0]), limits.MOST_COLUMNS, "columns", "leave some out")
    frame = pd.DataFrame(best, columns=range(len(best[0])), dtype=str)
    header = overrides.get("header")
    if header is None:
        header = guess_header(best[:200], ".")
    guess = Guess(separator="", encoding="", header=header, sheet=chosen, sheets=tuple(names))
    return name_columns(frame, header), guess, []


def _agree_to_sheets(data):
    """Look at the places of cells before a sheet is unrolled: one cell far away makes a huge table."""
    archive = open_zip(data)
    for entry in archive.infolist():
        if not entry.filename.endswith(".xml"):
            continue
        content = read_entry(archive, entry)
        if b"sheetData" not in content:
            continue
        letters, last = {b"A"}, 1
        for match in _PLACE.finditer(content):
            letters.add(match[1])
            last = max(last, int(match[2][:9]))
        width = max(_column_number(place) for place in letters)
        limits.allow(last * width, MOST_SHEET_CELLS, "cells in a sheet", "save the table itself as CSV")


def _column_number(letters):
    number = 0
    for letter in letters[:6]:
        number = 26 * number + letter - 64
    return number


def _rows(book, name):
    """Texts of the sheet's rows, blank rows left out."""
    try:
        sheet = book.get_sheet_by_name(name)
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DataError(f"sheet {name} cannot be read; save it as CSV") from error
    return [row for row in rows if any(row)]


def _text(cell):
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.strip() if isinstance(cell, str) else str(cell)


def read_parquet(data: bytes) -> tuple[pd.DataFrame, Guess, list[str]]:
    """The table of a parquet file, where pyarrow is installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise DataError("parquet files need pyarrow, which is not installed here; save it as CSV") from error
    try:
        file = parquet.ParquetFile(pyarrow.BufferReader(data))
        rows, names = file.metadata.num_rows, file.schema_arrow.names
        limits.allow(len(names), limits.MOST_COLUMNS, "columns", "leave some out")
        limits.allow(rows, limits.MOST_ROWS, "rows", "take a sample of them")
        limits.allow(
            rows * len(names), limits.MOST_CELLS, "cells", "take a sample of the rows or fewer columns"
        )
        groups = range(file.metadata.num_row_groups)
        unpacked = sum(file.metadata.row_group(i).total_byte_size for i in groups)
        limits.allow(unpacked, limits.MOST_BYTES, "unpacked bytes", "take a sample of the rows")
        table = file.read()
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError("the parquet file is damaged; save it again, or as CSV") from error
    columns = {}
    for i, name in enumerate(unique_names(names)):
        try:
            texts = table.column(i).cast(pyarrow.large_string())
        except (pyarrow.ArrowException, ValueError) as error:
            raise DataError(
                f"column {name} holds neither numbers nor texts; leave it out of the file"
            ) from error
        columns[name] = texts.fill_null("").to_pandas().astype(str).str.strip()
    if not columns:
        raise DataError("the parquet file has no columns; choose another file")
    return pd.DataFrame(columns), Guess(separator="", encoding="parquet"), []
