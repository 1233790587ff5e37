"""Where a table begins in its file, and which of its first rows hold names or units."""

from __future__ import annotations

import re

import pandas as pd

from deepnet.data.limits import counted
from deepnet.data.naming import unique_names
from deepnet.data.tables.notes import listed
from deepnet.data.tables.numbers import NUMBER_BLANKS, is_amount, is_number

MOST_ABOVE = 30  # lines of a title
_RESIDUE = re.compile(r"[\d.,'’\s+\-−eE]+")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?.*|\d\d?[./-]\d\d?[./-]\d{2,4}.*|\d\d?:\d\d(:\d\d)?")


def guess_header(rows: list[list[str]], decimal: str) -> bool:
    """Whether the first row holds names: words over numbers, or words that do not come again below, or a
    series of years or places over other numbers."""
    if len(rows) < 2:
        return True
    first, below = rows[0], rows[1:]
    if _is_series_of_names(first, below):
        return True
    columns = [[row[i] for row in below if i < len(row) and not _blank(row[i])] for i in range(len(first))]
    words = [not _blank(cell) and not _is_like(cell, columns[i], decimal) for i, cell in enumerate(first)]
    for i, word in enumerate(words):
        if (
            word
            and columns[i]
            and sum(is_number(cell, decimal) for cell in columns[i]) > 0.6 * len(columns[i])
        ):
            return True
    filled = [cell for cell in first if not _blank(cell)]
    if len(filled) > sum(words) or any(_DATE.fullmatch(cell.strip()) for cell in filled) or not any(words):
        return False
    return not any(first[i] in columns[i] for i, word in enumerate(words) if word)


def _blank(cell):
    return cell.strip() in NUMBER_BLANKS


def _is_like(cell, column, decimal):
    """Whether a cell is a number as those below it are: with the same sign or unit, if any."""
    if is_number(cell, decimal):
        return True
    if not is_amount(cell):
        return False
    residue = _RESIDUE.sub("", cell)
    return sum(is_amount(below) and _RESIDUE.sub("", below) == residue for below in column) > 0.3 * len(
        column
    )


def _is_series_of_names(first, below):
    """Years, or places counted from 0 or 1, in the first row, and something else under them."""
    places = [i for i, cell in enumerate(first) if re.fullmatch(r"\s*\d{1,4}(\.0)?\s*", cell)]
    others = [cell for i, cell in enumerate(first) if i not in places and not _blank(cell)]
    if len(places) < 2 or any(is_amount(cell) for cell in others):
        return False
    numbers = [int(float(first[i])) for i in places]
    steps = {b - a for a, b in zip(numbers, numbers[1:], strict=False)}
    if len(steps) > 1 or 0 in steps:
        return False
    years = all(1500 <= number <= 2100 for number in numbers)
    counts = numbers[0] in (0, 1) and steps == {1} and len(numbers) >= 4
    if not (years or counts):
        return False
    under = [[row[i].strip() for row in below if i < len(row)] for i in places]
    if years:
        return not any(_is_year(cell) for column in under for cell in column[:5])
    return sum(
        cell == str(number) for number, column in zip(numbers, under, strict=True) for cell in column[:1]
    ) < (0.5 * len(numbers))


def _is_year(text):
    return bool(re.fullmatch(r"1[5-9]\d\d|20\d\d|2100", text))


def has_two_rows_of_names(rows: list[list[str]], decimal: str) -> bool:
    """Whether groups stand in the first row, blank or repeated where they go on, and names in the second."""
    if len(rows) < 6 or len(rows[0]) != len(rows[1]) or not guess_header(rows[1:], decimal):
        return False
    top, low = rows[0], rows[1]
    filled = [cell.strip() for cell in top if cell.strip()]
    goes_on = any(i and not top[i].strip() and cell.strip() for i, cell in enumerate(low))
    if len(filled) < 2 or any(is_amount(cell) and not _is_year(cell) for cell in filled):
        return False
    if not goes_on and len(set(filled)) == len(filled):
        return False
    words = [cell for cell in low if cell.strip()]
    over_numbers = 0
    for i, cell in enumerate(low):
        column = [row[i] for row in rows[2:] if i < len(row) and not _blank(row[i])]
        if cell.strip() and column and sum(map(is_amount, column)) > 0.6 * len(column):
            over_numbers += 1
    return over_numbers >= 2 and len(words) >= 2 and not any(is_number(cell, decimal) for cell in words)


def holds_units(rows: list[list[str]], decimal: str) -> bool:
    """Whether the row under the names holds units, or a rule: no number where all others have one."""
    if len(rows) < 10:
        return False
    numeric = []
    for i, cell in enumerate(rows[1]):
        column = [row[i] for row in rows[2:] if i < len(row) and not _blank(row[i])]
        if column and sum(is_number(text, decimal) for text in column) > 0.9 * len(column):
            numeric.append(cell.strip())
    filled = [cell for cell in numeric if not _blank(cell)]
    return len(filled) >= 2 and not any(is_amount(cell) or cell[0].isdigit() for cell in filled)


def lines_above(rows: list[list[str]], decimal: str = ".") -> int:
    """How many of the first rows are a title: of fewer cells than the rows of the table."""
    widths = [_width(row) for row in rows]
    if len(rows) < 5:
        return 0
    typical = sorted(widths[len(widths) // 3 :])[len(widths[len(widths) // 3 :]) // 2]
    most = 0.6 * typical if typical > 2 else typical - 1
    above = next((i for i, width in enumerate(widths) if width > most), 0)
    if not 0 < above <= min(MOST_ABOVE, len(rows) - 2):
        return 0
    if has_two_rows_of_names(rows[above - 1 :], decimal):
        return above - 1
    last = rows[above - 1][: widths[above - 1]]
    in_short = len(last) > 1 and len(set(last)) == len(last) and not any(" " in cell.strip() for cell in last)
    if in_short and not any(map(is_amount, last)) and not guess_header(rows[above:], decimal):
        return above - 1  # names, of the first columns only
    return above


def _width(row):
    """Cells up to the last that is filled."""
    return max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)


def note_of_lines_above(rows: list[list[str]]) -> str:
    """What was skipped, in a sentence."""
    said = "; ".join(", ".join(filter(None, map(str.strip, row))) for row in rows[:4])
    said = said if len(said) <= 160 else said[:159] + "…"
    fewer = ", of fewer cells than the others" if any(_width(row) > 1 for row in rows) else ""
    return f"Skipped {counted(len(rows), 'line')} above the table{fewer}: {said}."


def name_columns(frame: pd.DataFrame, header: bool | int) -> tuple[pd.DataFrame, list[str]]:
    """The table under its names, from its first row or first two, or column 1, column 2, …; and notes."""
    notes: list[str] = []
    count = min(int(header), len(frame))
    if not count:
        names = [""] * frame.shape[1]
    else:
        head = [[str(cell) for cell in frame.iloc[i]] for i in range(count)]
        names = head[0] if count == 1 else _joined(*head)
        frame = frame.iloc[count:].reset_index(drop=True)
        given = _width(names)
        if 0 < given < len(names) - 1 or (
            0 < given < len(names) and frame.iloc[:, given:].ne("").to_numpy().any()
        ):
            notes.append(
                f"The first line has only {counted(given, 'name')} for {len(names)} columns: the others are "
                f"called {listed([f'column {i + 1}' for i in range(given, len(names))], 3)}."
            )
    frame.columns = unique_names(names)
    return frame, notes


def _joined(top, low):
    """Names out of two rows: that of the group, which goes on where it is blank, and the column's own."""
    names, group = [], ""
    for above, below in zip(top, low, strict=True):
        group = above.strip() or (group if below.strip() else "")
        names.append(f"{group} {below.strip()}".strip() if below.strip() != group else group)
    return names
