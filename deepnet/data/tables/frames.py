"""Tables that other programs keep in files of their own: parquet, feather, Stata, SAS."""

from __future__ import annotations

import io
import warnings

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.naming import unique_names
from deepnet.data.tables.guess import Guess

SAS7BDAT = bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11"
XPORT = b"HEADER RECORD*******LIB"
STATA = (
    b"<stata_dta>",
    *(bytes([version]) + order for version in (0x71, 0x72, 0x73) for order in (b"\1\1", b"\2\1")),
)
_Found = tuple[pd.DataFrame, Guess, list[str]]


def read_parquet(data: bytes) -> _Found:
    """The table of a parquet file, where pyarrow is installed."""
    from pyarrow import BufferReader, parquet

    def read():
        file = parquet.ParquetFile(BufferReader(data))
        rows, names = file.metadata.num_rows, file.schema_arrow.names
        _agree(rows, len(names))
        groups = range(file.metadata.num_row_groups)
        unpacked = sum(file.metadata.row_group(i).total_byte_size for i in groups)
        limits.allow(unpacked, limits.MOST_BYTES, "unpacked bytes", "take a sample of the rows")
        return file.read()

    return _of_arrow("parquet", read)


def read_feather(data: bytes) -> _Found:
    """The table of a feather (Arrow IPC) file, where pyarrow is installed."""
    from pyarrow import BufferReader, feather, ipc

    def read():
        if data.startswith(b"ARROW1"):
            file, rows = ipc.open_file(BufferReader(data)), 0
            for i in range(file.num_record_batches):
                rows += file.get_batch(i).num_rows
                _agree(rows, len(file.schema.names))
        table = feather.read_table(BufferReader(data))
        _agree(table.num_rows, table.num_columns)
        return table

    return _of_arrow("feather", read)


def _of_arrow(kind, read):
    """The texts of an arrow table that `read` gives."""
    import pyarrow

    try:
        table = read()
    except DataError:
        raise
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, KeyError, MemoryError) as error:
        raise DataError(f"the {kind} file is damaged; save it again, or as CSV") from error
    columns = {}
    for i, name in enumerate(unique_names(table.column_names)):
        column = table.column(i)
        if pyarrow.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        try:
            texts = column.cast(pyarrow.large_string())
        except (pyarrow.ArrowException, ValueError) as error:
            raise DataError(
                f"column {name} holds neither numbers nor texts; leave it out of the file"
            ) from error
        columns[name] = texts.fill_null("").to_pandas().astype(str).str.strip()
    if not columns:
        raise DataError(f"the {kind} file has no columns; choose another file")
    return pd.DataFrame(columns), Guess(separator="", encoding=kind), []


def read_stata(data: bytes) -> _Found:
    """The table of a Stata file (dta), with the words of its value labels."""

    def read(categories):
        return pd.read_stata(io.BytesIO(data), convert_categoricals=categories, preserve_dtypes=False)

    try:
        frame = _by_pandas("Stata", lambda: read(True))
    except DataError:  # value labels that stand for several values
        frame = _by_pandas("Stata", lambda: read(False))
    return texts_of(frame), Guess(separator="", encoding="a Stata file"), []


def read_sas(data: bytes) -> _Found:
    """The table of a SAS file (sas7bdat, or xport as xpt)."""
    kind = "xport" if data.startswith(XPORT) else "sas7bdat"
    frame = _by_pandas("SAS", lambda: pd.read_sas(io.BytesIO(data), format=kind, encoding="latin-1"))
    return texts_of(frame), Guess(separator="", encoding="a SAS file"), []


def _by_pandas(program, read):
    """What `read` gives; whatever a damaged file makes of it becomes a sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = read()
    except Exception as error:  # parsers of binary files fail in ways of their own
        raise DataError(f"the {program} file is damaged or of a kind not known; save it as CSV") from error
    _agree(*frame.shape)
    return frame


def _agree(rows, columns):
    limits.allow(columns, limits.MOST_COLUMNS, "columns", "leave some out")
    limits.allow(rows, limits.MOST_ROWS, "rows", "take a sample of them")
    limits.allow(rows * columns, limits.MOST_CELLS, "cells", "take a sample of the rows or fewer columns")


def texts_of(frame: pd.DataFrame) -> pd.DataFrame:
    """A table of any values as one of texts: 5 for 5.0, 2024-05-31 for a day, "" for none."""
    columns = {}
    for i, name in enumerate(unique_names([str(name) for name in frame.columns])):
        column = frame.iloc[:, i]
        texts = [_text(value) for value in column.tolist()]
        columns[name] = pd.Series(texts, dtype=str)
    return pd.DataFrame(columns)


def _text(value):
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, np.floating)):
        if np.isnan(value):
            return ""
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return " ".join(str(value).split())
