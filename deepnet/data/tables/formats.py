"""Which reader takes which file, told by its first bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from deepnet.data.tables import frames, libsvm, records, weka, workbook
from deepnet.data.tables.guess import Guess


@dataclass(frozen=True)
class Format:
    """is_it(bytes); read(bytes) gives a frame of texts with names, how it was read, and notes."""

    is_it: Callable[[bytes], bool]
    read: Callable[..., tuple[pd.DataFrame, Guess, list[str]]]
    takes: tuple[str, ...] = ()  # fields of Guess that can be overruled


SHEET_OPTIONS = ("sheet", "decimal", "thousands", "header", "skip")
FORMATS = (
    Format(workbook.is_workbook, workbook.read_workbook, SHEET_OPTIONS),
    Format(lambda data: data.startswith(b"PAR1"), frames.read_parquet),
    Format(lambda data: data.startswith((b"ARROW1", b"FEA1")), frames.read_feather),
    Format(lambda data: data.startswith(frames.STATA), frames.read_stata),
    Format(lambda data: data.startswith((frames.XPORT, frames.SAS7BDAT)), frames.read_sas),
    Format(weka.is_arff, weka.read_arff),
    Format(records.is_json, records.read_json),
    Format(libsvm.is_libsvm, libsvm.read_libsvm),
)


def format_of(data: bytes) -> Format | None:
    """The first of FORMATS that takes the bytes; None for text and for what is refused."""
    return next((each for each in FORMATS if each.is_it(data)), None)
