"""JSON turned into a table: records, one a line or in a list, columns of lists, and what pandas writes."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.naming import unique_names
from deepnet.data.tables.frames import texts_of
from deepnet.data.tables.guess import Guess

DEEPEST = 3  # levels of records within records that become columns "a.b.c"
NO_TABLE = (
    'this is JSON that holds no table; save a list of records, as [{"a": 1, "b": 2}, …], or the table as CSV'
)
_BEGINNING = re.compile(rb"(\xef\xbb\xbf)?\s*(\[\s*[\[{]|\{\s*\")")


def is_json(data: bytes) -> bool:
    """Whether the bytes begin as a list of lists or records, or as a record, of JSON."""
    return bool(_BEGINNING.match(data[:2000]))


def read_json(data: bytes) -> tuple[pd.DataFrame, Guess, list[str]]:
    """The table in JSON; raises DataError where there is none."""
    try:
        content = _parsed(data.decode("utf-8-sig", "replace"))
        frame = _frame(content)
    except (ValueError, RecursionError, TypeError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            f"this is JSON that cannot be read ({_where(error)}); save the table as CSV"
        ) from error
    if frame is None or not frame.shape[1]:
        raise DataError(NO_TABLE)
    limits.allow(frame.shape[1], limits.MOST_COLUMNS, "columns", "leave some out")
    limits.allow(frame.size, limits.MOST_CELLS, "cells", "take a sample of the rows or fewer columns")
    return texts_of(frame), Guess(separator="", encoding="JSON"), []


def _where(error):
    return (
        f"line {error.lineno}: {error.msg}"
        if isinstance(error, json.JSONDecodeError)
        else "it is nested too deeply"
    )


def _parsed(text):
    """The value, or the list of values that stand one in each line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line.strip().rstrip(",") for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].endswith(("}", "]")):
            raise error
        return [json.loads(line) for line in lines]


def _frame(content: Any) -> pd.DataFrame | None:
    if isinstance(content, list):
        if content and sum(isinstance(row, dict) for row in content) > 0.5 * len(content):
            return _of_records([row for row in content if isinstance(row, dict)])
        if content and all(isinstance(row, list) for row in content):
            return _of_rows(content)
        return None
    if not isinstance(content, dict):
        return None
    columns, rows = content.get("columns"), content.get("data")
    if isinstance(columns, list) and isinstance(rows, list) and all(isinstance(row, list) for row in rows):
        return _of_rows([[_name(column) for column in columns], *rows])
    lists = {name: values for name, values in content.items() if isinstance(values, list) and len(values) > 1}
    plain = {
        name: values for name, values in lists.items() if not any(isinstance(v, (dict, list)) for v in values)
    }
    if len(plain) >= 2 and len(set(map(len, plain.values()))) == 1:
        return pd.DataFrame({str(name): pd.Series(values, dtype=object) for name, values in plain.items()})
    inner = [values for values in content.values() if isinstance(values, dict)]
    if (
        len(inner) >= 2
        and len(inner) == len(content)
        and not any(isinstance(v, dict) for v in inner[0].values())
    ):
        keys = [str(key) for key in inner[0]]
        if keys[:2] == ["0", "1"] or len(keys) > 2 * len(inner):
            return pd.DataFrame(
                {str(name): pd.Series(values, dtype=object) for name, values in content.items()}
            )
        return _of_records([{"key": key, **values} for key, values in content.items()])
    tables = [found for values in lists.values() if (found := _frame(values)) is not None]
    tables += [found for values in inner if (found := _frame(values)) is not None]
    return max(tables, key=lambda table: table.size, default=None)


def _of_records(records):
    if all(
        set(record) >= {"type", "properties"} and isinstance(record["properties"], dict) for record in records
    ):
        records = [record["properties"] for record in records]  # of a map
    return pd.DataFrame([_flat(record) for record in records], dtype=object)


def _flat(record, before="", depth=1):
    cells = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < DEEPEST:
            cells |= _flat(value, f"{before}{name}.", depth + 1)
        else:
            cells[f"{before}{name}"] = json.dumps(value) if isinstance(value, (dict, list)) else value
    return cells


def _of_rows(rows):
    width = max(map(len, rows))
    limits.allow(width, limits.MOST_COLUMNS, "columns", "leave some out")
    limits.allow(width * len(rows), limits.MOST_CELLS, "cells", "take a sample of the rows")
    named = all(isinstance(cell, str) for cell in rows[0])
    names = [str(cell) for cell in rows[0]] if named else []
    names += [""] * (width - len(names))
    return pd.DataFrame(rows[1:] if named else rows, columns=unique_names(names), dtype=object)


def _name(column):
    return column.get("name", column.get("field", "")) if isinstance(column, dict) else column
