"""ARFF, the files of Weka and OpenML: attributes declared one by one, then rows, also sparse ones."""

from __future__ import annotations

import re

import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.naming import unique_names
from deepnet.data.tables.encodings import guess_encoding
from deepnet.data.tables.guess import Guess

_BEGINNING = re.compile(rb"(\xef\xbb\xbf)?(\s*%[^\n]*\n|\s)*@relation\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"@attribute\s+('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\S+)\s+(.+)", re.IGNORECASE)
_CELL = re.compile(r"\s*('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^,]*)\s*(?:,|$)")
_SPARSE = re.compile(r"\s*(\d+)\s+('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|[^,]*)\s*(?:,|$)")


def is_arff(data: bytes) -> bool:
    """Whether the bytes begin as an ARFF file does, remarks before @relation skipped."""
    return bool(_BEGINNING.match(data[:20_000]))


def read_arff(data: bytes) -> tuple[pd.DataFrame, Guess, list[str]]:
    """The table; what is declared nominal is a category.  Raises DataError."""
    text = data.decode(guess_encoding(data), "replace")
    head, found, body = (
        re.split(r"(?im)^\s*(@data)\b[^\n]*$", text, maxsplit=1) if _has_data(text) else ("", "", "")
    )
    if not found:
        raise DataError("the ARFF file has no @data; save it again, or the table as CSV")
    declared = [match for line in head.splitlines() if (match := _ATTRIBUTE.match(line.strip()))]
    limits.allow(len(declared), limits.MOST_COLUMNS, "columns", "leave some out")
    names = unique_names([_bare(match[1]) for match in declared])
    kinds = [match[2].strip() for match in declared]
    lines = [line.strip() for line in body.splitlines()]
    lines = [line for line in lines if line and not line.startswith("%")]
    limits.allow(len(lines), limits.MOST_ROWS, "rows", "take a sample of them")
    limits.allow(len(lines) * len(names), limits.MOST_CELLS, "cells", "take a sample of the rows")
    rest = [_cells(kind[1:-1])[0] if kind.startswith("{") else "0" for kind in kinds]
    rows = [_sparse(line, rest) if line.startswith("{") else _cells(line) for line in lines]
    fitting = [row for row in rows if len(row) == len(names)]
    notes = []
    if len(fitting) < len(rows):
        lost = len(rows) - len(fitting)
        notes.append(f"Warning: left out {limits.counted(lost, 'row')} without {len(names)} cells.")
    if not names:
        raise DataError("the ARFF file declares no @attribute; save it again, or the table as CSV")
    frame = pd.DataFrame(fitting, columns=names, dtype=str)
    types = {name: "category" for name, kind in zip(names, kinds, strict=True) if kind.startswith("{")}
    return frame, Guess(separator="", encoding="an ARFF file", types=types), notes


def _has_data(text):
    return re.search(r"(?im)^\s*@data\b", text) is not None


def _bare(text):
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _cells(line):
    if "'" not in line and '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    cells, place = [], 0
    while place < len(line):
        match = _CELL.match(line, place)
        if match is None or match.end() == place:
            return []
        cells.append(_bare(match[1]))
        place = match.end()
    return [*cells, ""] if line.endswith(",") else cells


def _sparse(line, rest):
    cells = list(rest)
    for match in _SPARSE.finditer(line.strip("{} ")):
        if int(match[1]) >= len(cells):
            return []
        cells[int(match[1])] = _bare(match[2])
    return cells
