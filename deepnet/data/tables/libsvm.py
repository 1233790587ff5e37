"""LIBSVM (svmlight) files: in each line a target, then index:value for every input that is not 0."""

from __future__ import annotations

import re

import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.tables.guess import Guess

_NUMBER = rb"[-+]?(\d++(\.\d*+)?|\.\d++)([eE][-+]?\d++)?"  # of which no part can be read in two ways
_LINE = re.compile(rb"\s*%s([,]%s)*(\s+qid:\d+)?(\s+\d+:%s)+\s*(#.*)?" % (_NUMBER, _NUMBER, _NUMBER))


def is_libsvm(data: bytes) -> bool:
    """Whether the first lines are of this kind, some of them without any input."""
    head = data[:20_000]
    lines = [line for line in head.split(b"\n")[: None if len(head) == len(data) else -1] if line.strip()][
        :20
    ]
    lines = [line for line in lines if not line.startswith(b"#")]
    fitting = sum(bool(_LINE.fullmatch(line.rstrip(b"\r"))) for line in lines)
    return fitting >= 2 and fitting >= 0.8 * len(lines)


def read_libsvm(data: bytes) -> tuple[pd.DataFrame, Guess, list[str]]:
    """A column for each input that occurs, and the target last.  Raises DataError."""
    rows, targets, used = [], [], set()
    limits.allow(data.count(b"\n"), limits.MOST_ROWS, "rows", "take a sample of them")
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        tokens = line.split("#", 1)[0].split()
        if not tokens:
            continue
        try:
            pairs = [token.split(":") for token in tokens[1:] if not token.startswith("qid:")]
            row = {int(index): value for index, value in pairs}
        except ValueError as error:
            raise DataError(
                f"line {number} of the LIBSVM file is not of pairs index:value; mend it"
            ) from error
        rows.append(row)
        targets.append(tokens[0])
        used |= row.keys()
        limits.allow(len(used), limits.MOST_COLUMNS - 1, "inputs", "leave some out")
    limits.allow(len(rows) * (len(used) + 1), limits.MOST_CELLS, "cells", "take a sample of the rows")
    columns = {f"input {index}": [row.get(index, "0") for row in rows] for index in sorted(used)}
    frame = pd.DataFrame({**columns, "target": targets}, dtype=str)
    notes = ["Inputs that a line does not name are 0 in it."]
    return frame, Guess(separator="", encoding="a LIBSVM file"), notes
