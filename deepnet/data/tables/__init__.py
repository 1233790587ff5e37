"""Tables that people bring: read as they were written, planned column by column, turned into a Dataset."""

from __future__ import annotations

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables import headings
from deepnet.data.tables.columns import TYPES, ColumnPlan
from deepnet.data.tables.formats import format_of
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.kinds import refuse_other_kinds
from deepnet.data.tables.reading import EMPTY, read_text, unpack
from deepnet.data.tables.table import Table

__all__ = ["TYPES", "ColumnPlan", "Guess", "Table", "read_table"]

_OPTIONS = {"separator", "encoding", "decimal", "thousands", "header", "comment", "skip", "sheet"}


def read_table(data: bytes | str, filename: str = "", *, progress: Progress = quietly, **overrides) -> Table:
    """The table in a file (text, also packed with gzip; one of FORMATS) or in a text from the clipboard.

    How it is written is guessed (`table.guess`) unless given by name: separator, encoding, decimal,
    thousands, header (True, False, or 2 for two rows), comment, skip (lines above the table), sheet.
    progress is told how far the reading is.  Raises DataError when the file cannot be read.
    """
    unknown = set(overrides) - _OPTIONS
    if unknown:
        raise TypeError(
            f"read_table has no option {min(unknown)!r}; choose from {', '.join(sorted(_OPTIONS))}"
        )
    _check(overrides)
    if isinstance(data, str):
        data, overrides = data.encode("utf-8", "replace"), {**overrides, "encoding": "utf-8"}
    if not data:
        raise DataError(EMPTY)
    data, name = unpack(data, filename)
    known = format_of(data)
    if known is not None:
        frame, guess, notes = known.read(data, overrides) if known.takes else known.read(data)
    else:
        refuse_other_kinds(data)
        frame, guess, notes = read_text(data, overrides, progress)
    limits.allow(len(frame), limits.MOST_ROWS, "rows", "take a sample of them")
    return Table(name, frame, guess, notes)


def _check(overrides):
    """None stands for "guess" (for thousands and comment: for none)."""
    allowed = {
        "separator": lambda value: (
            isinstance(value, str) and 1 <= len(value) <= 5 and not set(value) & set('"\n\r\0')
        ),
        "decimal": lambda value: value in (".", ","),
        "thousands": lambda value: isinstance(value, str) and len(value) == 1 and not value.isalnum(),
        "comment": lambda value: isinstance(value, str) and 1 <= len(value) <= 4 and value.strip() == value,
        "header": lambda value: isinstance(value, bool) or value == 2,
        "skip": lambda value: isinstance(value, int) and 0 <= value <= headings.MOST_ABOVE,
    }
    for name, value in overrides.items():
        if value is not None and name in allowed and not allowed[name](value):
            raise DataError(f"{name} cannot be {value!r}; choose another one or leave it to the guess")
    if overrides.get("decimal") and overrides.get("decimal") == overrides.get("thousands"):
        raise DataError("the decimal sign and the thousands sign must differ; choose another one")
