"""Tables that people bring: read as they were written, planned column by column, turned into a Dataset."""

from __future__ import annotations

from deepnet.data.dataset import DataError
from deepnet.data.tables.columns import TYPES, ColumnPlan
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.reading import read_text, unpack
from deepnet.data.tables.table import Table

__all__ = ["TYPES", "ColumnPlan", "Guess", "Table", "read_table"]

_FIELDS = {"separator", "encoding", "decimal", "thousands", "header", "comment", "sheet"}


def read_table(data: bytes, filename: str = "", **overrides) -> Table:
    """The table in a file.  How it is written is guessed (`table.guess`) unless given by name: separator,
    encoding, decimal, thousands, header (True or False), comment.

    Raises DataError when the file cannot be read.
    """
    unknown = set(overrides) - _FIELDS
    if unknown:
        raise TypeError(
            f"read_table has no option {sorted(unknown)[0]!r}; choose from {', '.join(sorted(_FIELDS))}"
        )
    if not data:
        raise DataError("the file is empty; choose a file with a row of names and rows of values")
    data, name = unpack(data, filename)
    frame, guess, notes = read_text(data, overrides)
    return Table(name, frame, guess, notes)
