"""Bytes of a file turned into a table of texts.  What is lost on the way is counted and said."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.memory import release_memory
from deepnet.data.naming import unique_names
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables import headings, separators
from deepnet.data.tables.decimals import guess_decimal
from deepnet.data.tables.encodings import NOT_TEXT, guess_encoding
from deepnet.data.tables.footers import without_footer
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.notes import listed

QUICK = 2_000_000  # bytes or characters from which a file is large
BLOCK = 1 << 22  # bytes of a large file that are parsed at a time
EMPTY = "the file is empty; choose a file with a row of names and rows of values"
_DECLARED = re.compile(r"\s*sep=(.)\s*\n")  # Excel's own way of naming the separator


def unpack(data: bytes, filename: str) -> tuple[bytes, str]:
    """The file inside a .gz, and its name; others as they are."""
    limits.allow(len(data), limits.MOST_BYTES, "bytes", "cut the file down")
    if not data.startswith(b"\x1f\x8b"):
        return data, filename
    try:
        with gzip.open(io.BytesIO(data)) as file:
            data = file.read(limits.MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{filename or 'the file'} is a damaged gzip file; pack it again") from error
    limits.allow(len(data), limits.MOST_BYTES, "unpacked bytes", "cut the file down")
    return data, re.sub(r"\.gz$", "", filename, flags=re.IGNORECASE)


def read_text(
    data: bytes, overrides: dict, progress: Progress = quietly
) -> tuple[pd.DataFrame, Guess, list[str]]:
    """Frame of texts with named columns, how it was read, and notes.  `overrides` are fields of Guess."""
    encoding = overrides.get("encoding") or guess_encoding(data)
    text = _beginning(data, encoding, overrides)
    body = None if text is None else data  # a large file is parsed as it lies there, not as a text
    notes, names_in_comment = [], None
    if text is None:
        text = _decoded(data, encoding, marked=not overrides.get("encoding"))
        marked = text.count("\ufffd")
        if marked:
            notes.append(
                f"Warning: {limits.counted(marked, 'sign')} could not be read as {encoding} and "
                f"{'stands' if marked == 1 else 'stand'} as \ufffd; choose another encoding if needed."
            )
    if not text.strip():
        raise DataError(EMPTY)
    if "\0" in text or (body and b"\0" in body):
        raise DataError(NOT_TEXT)
    comment = overrides["comment"] if "comment" in overrides else separators.guess_comment(text)
    if comment:
        text, names_in_comment, count = _without_comments(text, comment)
        notes.append(f"Skipped {limits.counted(count, 'comment line')} beginning with {comment}.")
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    separator = overrides.get("separator") or (declared and declared[1])
    if not separator:
        bare = separators.unwrapped(text) if body is None else None
        if bare is not None:
            text = bare
            notes.append("Every line stood in quotation marks as a whole; they were taken off.")
        separator = separators.guess_separator(text)
        separators.refuse_prose(text, separator)
    if body is None:
        text, sign = separators.in_one_sign(text, separator)
    else:
        sign = separator
    sample = separators.sample(text, sign)
    skip = overrides.get("skip")
    if skip is None:
        skip = headings.lines_above(sample)
        if skip:
            notes.append(headings.note_of_lines_above(sample[:skip]))
    if skip:
        filled = re.compile(r"\s*[^\r\n]*[\r\n]+")
        for _ in range(min(skip, len(sample) - 1)):
            text = text[filled.match(text).end() :]
        sample = separators.sample(text, sign)
    decimal, thousands = guess_decimal((cell.strip() for row in sample for cell in row), separator) or (
        ".",
        None,
    )
    guess = Guess(
        separator=separator,
        encoding=encoding,
        comment=comment,
        decimal=overrides.get("decimal") or decimal,
        thousands=overrides["thousands"] if "thousands" in overrides else thousands,
        skip=skip,
        decimal_said=bool(overrides.get("decimal")) or "thousands" in overrides,
    )
    width = max((len(row) for row in sample), default=1)
    lines = text.count("\n") if body is None else body.count(b"\n")
    limits.allow(width, limits.MOST_COLUMNS, "columns", "leave some out, or check the separator")
    limits.allow(lines, limits.MOST_ROWS, "rows", "take a sample of them")
    limits.allow(lines * width, limits.MOST_CELLS, "cells", "take a sample of the rows or fewer columns")
    frame, lost = _frame(text if body is None else None, body, encoding, sign, sample, progress)
    notes += lost
    named = [name.strip() for name in names_in_comment.split(separator)] if names_in_comment else []
    frame, guess, said = under_names(frame, sample, guess, overrides, named)
    return frame, guess, notes + said


def under_names(
    frame: pd.DataFrame, sample: list[list[str]], guess: Guess, overrides: dict, named: Iterable[str] = ()
) -> tuple[pd.DataFrame, Guess, list[str]]:
    """The table under its names, without units and totals; how its head was read; and notes.

    frame: all cells, those of the names among them.  sample: its first rows.  named: names from elsewhere.
    """
    header, notes = overrides.get("header"), []
    if header is None:
        header = headings.guess_header(sample, guess.decimal)
        if headings.has_two_rows_of_names(sample, guess.decimal):
            header = 2
            notes.append("Names are in two rows: those of groups, and of columns.")
        if not header and len(named) == frame.shape[1]:
            frame.columns = unique_names(list(named))
            return frame, replace(guess, header=False), notes
    if header == 1 and sample and len(sample[0]) == frame.shape[1] - 1 and _names_rows(frame):
        # R writes no name above the names of rows: the others stand one place to the left.
        frame.iloc[0] = ["row", *frame.iloc[0, :-1]]
    frame, said = headings.name_columns(frame, header)
    notes += said
    if header == 1 and headings.holds_units(sample, guess.decimal):
        notes.append(f"Left out the row of units under the names: {listed(filter(None, frame.iloc[0]))}.")
        frame = frame.iloc[1:].reset_index(drop=True)
    frame, said = without_footer(frame, guess.decimal, guess.thousands)
    return frame, replace(guess, header=header), notes + said


def _names_rows(frame):
    """Whether the first column of a table, below its first row, has a value of its own in each row."""
    return frame.iloc[1:, 0].is_unique


def _decoded(data, encoding, marked=True):
    """The text, with \ufffd for bytes that are none if they may be marked; its lines end in one way."""
    try:
        text = data.decode(encoding, "replace" if marked else "strict")
    except (UnicodeError, LookupError) as error:
        raise DataError(f"the file is not {encoding} text; choose another encoding") from error
    # Byte order marks within, where files were put one behind the other, are no text.
    return text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")


def _beginning(data, encoding, overrides):
    """The first lines of a large file of which no line need be taken off; None for others."""
    if len(data) < QUICK or encoding not in ("utf-8", "utf-8-sig") or overrides.get("comment"):
        return None
    text = _decoded(data[: data.rfind(b"\n", 0, QUICK // 2) + 1], encoding)
    comment = None if "comment" in overrides else separators.guess_comment(text)
    if comment or _DECLARED.match(text) or overrides.get("skip"):
        return None
    if not overrides.get("separator") and separators.unwrapped(text) is not None:
        return None
    separator = overrides.get("separator") or separators.guess_separator(text)
    sample = separators.sample(text, separator) if len(separator) == 1 and separator != " " else []
    return text if sample and ("skip" in overrides or not headings.lines_above(sample)) else None


def _without_comments(text, sign):
    """The text without lines that begin with the sign, the last such line at the top, and their number."""
    pattern = re.compile(rf"^{re.escape(sign)}(.*)(?:\n|\Z)", re.MULTILINE)
    top = re.match(rf"(?:{re.escape(sign)}.*\n|\s*\n)+", text)
    named = [line for line in top.group().split("\n") if line.strip()] if top else []
    text, count = pattern.subn("", text)
    return text, named[-1].removeprefix(sign).strip() if named else None, count


def _frame(text, body, encoding, separator, sample, progress):
    """Table of texts, one column per cell of the widest row, without blank rows; and notes.

    The file is given as text or, if large, as its bytes.
    """
    width, notes, frame = max((len(row) for row in sample), default=1), [], None
    if body is not None or len(text) > QUICK:
        frame = _quick_frame(text.encode() if body is None else body, separator, width, progress)
    if frame is None:
        progress(0.3, "Reading row by row")
        frame, notes = _careful_frame(_decoded(body, encoding) if text is None else text, separator)
        frame = frame.fillna("").apply(lambda texts: texts.str.strip())
    frame, odd = _without_odd_rows(frame, len(sample[0]) if sample else 1)
    return frame, notes + odd


def _careful_frame(text, separator):
    """By pandas, as wide as the first row; else as wide as the widest; else without quotation."""
    options = dict(
        sep=separator, header=None, dtype=str, na_filter=False, skipinitialspace=True, low_memory=False
    )
    trouble = (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError)
    try:
        return pd.read_csv(io.StringIO(text), **options), []
    except trouble:
        pass
    for quoting, notes in (
        (csv.QUOTE_MINIMAL, []),
        (csv.QUOTE_NONE, ["Warning: a quotation mark is never closed; all were read as plain signs."]),
    ):
        try:
            rows = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True, quoting=quoting)
            count, width = 0, 1
            for row in rows:
                count, width = count + 1, max(width, len(row))
            limits.allow(width, limits.MOST_COLUMNS, "columns", "leave some out, or check the separator")
            limits.allow(width * count, limits.MOST_CELLS, "cells", "take fewer rows or columns")
            frame = pd.read_csv(io.StringIO(text), names=range(width), quoting=quoting, **options)
            return frame, notes
        except csv.Error:
            continue
        except DataError:
            raise
        except trouble:
            continue
    raise DataError("the file cannot be parted into cells; check its quotation marks and the separator")


def _quick_frame(data, separator, width, progress):
    """The same by pyarrow, ten times faster on large files; None where it is missing or refuses the file."""
    try:
        import pyarrow
        from pyarrow import compute
        from pyarrow import csv as arrow_csv
    except ImportError:
        return None
    names = [str(i) for i in range(width)]
    try:
        reader = arrow_csv.open_csv(
            pyarrow.BufferReader(data),
            read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pyarrow.large_string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
        batches, rows, blocks = [], 0, -(-len(data) // BLOCK)
        for batch in reader:
            texts = [compute.utf8_trim_whitespace(column) for column in batch.columns]
            batches.append(pyarrow.RecordBatch.from_arrays(texts, schema=batch.schema))
            rows += batch.num_rows
            progress(min(1.0, len(batches) / blocks), f"Reading: {rows:,} rows so far")
        table = pyarrow.Table.from_batches(batches, reader.schema)
    except (pyarrow.ArrowException, ValueError, TypeError):
        return None
    del batches, texts
    texts = pd.StringDtype(na_value=np.nan)
    frame = table.to_pandas(types_mapper={pyarrow.large_string(): texts}.get, self_destruct=True)
    frame.columns = range(width)
    release_memory()
    return frame


def _without_odd_rows(frame, width):
    """The rows of `width` cells that hold something, and notes about the others."""
    notes = []
    if frame.shape[1] > width:
        # Longer rows do no harm where the rest is blank: a separator at the end of the lines.
        long = (frame.iloc[:, width:] != "").to_numpy().any(axis=1)
        if long[1:].sum() <= 0.5 * (len(long) - 1):
            if long.any():
                first = int(np.flatnonzero(long)[0]) + 1
                notes.append(
                    f"Warning: left out {limits.counted(int(long.sum()), 'row')} of more than {width} cells "
                    f"(the first is row {first:,})."
                )
            frame = frame[~long].iloc[:, :width]
    blank = np.ones(len(frame), bool)
    for name in frame.columns:
        blank &= (frame[name] == "").to_numpy(bool)
        if not blank.any():
            break
    if blank.any():
        notes.append(f"Skipped {limits.counted(int(blank.sum()), 'blank row')}.")
        frame = frame[~blank]
    return frame.reset_index(drop=True), notes
