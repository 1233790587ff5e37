"""Rows of a data set as people read them: every column in its own units, and what was answered."""

import csv
import io
from collections.abc import Iterator

import numpy as np

from deepnet.lab.answers.form import Form
from deepnet.lab.answers.mistakes import Answers, answers
from deepnet.lab.run.moment import Moment

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet takes for one
AT_ONCE = 4000  # rows that are answered together


def numbers_of(dataset, part: str, rows: np.ndarray) -> np.ndarray:
    """Which rows of the source they are, counted from 1."""
    known = dataset.part(part).rows
    return (rows if known is None else known[rows]) + 1


def columns_of(form: Form, part: str, rows: np.ndarray) -> dict[str, list]:
    """The columns of some rows: title -> values, dates as 2007-05-03."""
    raw = form.dataset.part(part).raw[:, rows]
    found = {column.title: column.values(raw) for column in form.columns}
    for column in form.columns:
        if column.kind == "date":
            found[column.title] = [column.text(day) for day in found[column.title]]
    return found


def as_csv(moment: Moment, form: Form | None, part: str = "test") -> str:
    """Every row of a part with its columns, the truth, the answer and how sure it is, as CSV.

    form None: pictures, whose pixels are left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    dataset = moment.dataset
    head = ["row", *([] if form is None else [column.title for column in form.columns])]
    head += [f"true {dataset.target}", f"predicted {dataset.target}"]
    if dataset.kind != "regression":
        head += [f"probability of {name}" for name in dataset.classes]
    writer.writerow(map(safe, head))
    m = dataset.part(part).X.shape[1]
    for start in range(0, m, AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, m))
        writer.writerows(_lines(moment, form, answers(moment, part, rows)))
    return out.getvalue()


def _lines(moment: Moment, form: Form | None, found: Answers) -> Iterator[list]:
    dataset = moment.dataset
    numbers = numbers_of(dataset, found.part, found.rows)
    cells = [] if form is None else list(columns_of(form, found.part, found.rows).values())
    for i, number in enumerate(numbers):
        line = [int(number), *(column[i] for column in cells)]
        if dataset.kind == "regression":
            line += [f"{found.truth[i]:.10g}", f"{found.found[i]:.10g}"]
        else:
            line += [dataset.classes[found.truth[i]], dataset.classes[found.found[i]]]
            line += [f"{share:.6g}" for share in found.shares[:, i]]
        yield [safe(cell) for cell in line]


def safe(cell) -> str:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe, numbers do not.

    >>> safe("=1+1"), safe("-3.5"), safe(-2), safe("-x")
    ("'=1+1", '-3.5', '-2', "'-x")
    """
    text = str(cell)
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text
