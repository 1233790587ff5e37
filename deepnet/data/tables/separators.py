"""What stands between the cells of a text, and whether there are cells at all."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from deepnet.data.dataset import DataError
from deepnet.data.tables.encodings import LOOK
from deepnet.data.tables.numbers import is_amount

PROSE = (
    "this is running text, not a table: its lines part into no columns; bring a table as CSV, TSV or xlsx, "
    "or choose the sign between its columns"
)
_COLONS = ("::", ":")  # taken only where nothing else parts the lines: times hold them, too
_STAND_IN = "\x1f"  # for a separator of several signs, of which readers of CSV know nothing
_WHOLE = re.compile(r'"(?:[^"]|"")*"')


def guess_separator(text: str) -> str:
    """The sign that parts most lines into as many cells as the first; the one of more cells if two do."""
    lines = _first_lines(text, 100)
    best, best_score = ",", (0.0, 0)
    for separator in (",", ";", "\t", "|", " "):
        score = _score(lines, separator)
        if separator == " " and best_score[0] >= 1.8:
            continue  # words in the cells of a table parted by something else
        if score > best_score:
            best, best_score = separator, score
    if best in ("\t", ",", " ") and any("\t" in line and " " in line.strip() for line in lines):
        if _parted_by_runs_of_blanks(lines, best_score[1]):
            return " "
    if best_score[0] < 1.9 or (best == " " and best_score[1] < 3):
        for separator in _COLONS:
            score = _score(lines, separator)
            if score[0] == 2.0 and len(lines) > 2:
                return separator
    return best


def _score(lines, separator):
    """(how evenly lines are parted, 1 more if the first is as the most are; into how many cells)."""
    widths = [len(row) for row in cells(*in_one_sign("\n".join(lines), separator))]
    if not widths:
        return 0.0, 0
    width, count = Counter(widths).most_common(1)[0]
    return (round(count / len(widths), 1) + (widths[0] == width), width) if width > 1 else (0.0, 0)


def _parted_by_runs_of_blanks(lines, width):
    """Whether blanks part what tabs leave together, into as many cells in each line, numbers mostly."""
    rows = cells(*in_one_sign("\n".join(lines), " "))
    if not rows:
        return False
    wide, count = Counter(map(len, rows)).most_common(1)[0]
    if wide <= width or count < 0.9 * len(rows):
        return False
    found = [cell for row in rows[1:] for cell in row]
    return sum(map(is_amount, found)) > 0.5 * len(found)


def in_one_sign(text: str, separator: str) -> tuple[str, str]:
    """The text with one sign between its cells, and that sign; runs of blanks and tabs are one space."""
    if len(separator) > 1:
        return text.replace(separator, _STAND_IN), _STAND_IN
    if separator == " ":
        return re.sub(r"^[ \t]+|[ \t]+$", "", text, flags=re.MULTILINE).replace("\t", " "), " "
    return text, separator


def unwrapped(text: str) -> str | None:
    """The text without the quotes around its whole lines, where a second export has put them; else None."""
    lines = _first_lines(text, 100)
    wrapped = [line for line in lines[1:] if _WHOLE.fullmatch(line.strip())]
    if len(lines) < 3 or len(wrapped) < 0.9 * (len(lines) - 1):
        return None
    bare = [_bare(line) for line in lines]
    separator = guess_separator("\n".join(bare))
    widths = Counter(len(row) for row in cells("\n".join(bare), separator))
    if not widths or widths.most_common(1)[0][1] < 0.9 * len(bare) or widths.most_common(1)[0][0] < 2:
        return None
    if not any(separator in line for line in wrapped):
        return None
    return "\n".join(map(_bare, text.split("\n")))


def _bare(line):
    stripped = line.strip()
    return stripped[1:-1].replace('""', '"') if _WHOLE.fullmatch(stripped) else line


def refuse_prose(text: str, separator: str) -> None:
    """Raise DataError for running text: lines of many words and hardly a number, parted by chance."""
    lines = _first_lines(text, 100)
    words = [len(re.findall(r"[^\W\d_]{2,}", line)) for line in lines]
    if len(lines) < 2 or sum(words) < 5 * len(lines) or sum(count >= 5 for count in words) < 0.3 * len(lines):
        return
    rows = cells(*in_one_sign("\n".join(lines), separator))
    found = [cell for row in rows for cell in row]
    numbers = sum(map(is_amount, found))
    _, even = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    sentences = words[0] >= 5 and all(_median_words(column) >= 3 for column in zip(*rows, strict=False))
    stops = sum(line.rstrip().endswith((".", "!", "?", ";", ",", ":")) for line in lines)
    by_blanks = separator == " " and stops > 0.2 * len(lines)  # else each word may be a cell
    if numbers < 0.05 * len(found) and (by_blanks or even < 0.7 * len(rows) or sentences):
        raise DataError(PROSE)


def _median_words(cells):
    return sorted(len(cell.split()) for cell in cells)[len(cells) // 2]


def sample(text: str, separator: str) -> list[list[str]]:
    """Cells of the first filled lines; [] when they cannot be read."""
    return cells("\n".join(_first_lines(text, 200)), separator)


def cells(text: str, separator: str) -> list[list[str]]:
    """Rows of cells of a text; [] when they cannot be read."""
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return []


def guess_comment(text: str) -> str | None:
    """The sign of comment lines when the text begins with one and not every line does."""
    lines = _first_lines(text, 200)
    for sign in ("#", "%", "//"):
        if lines and lines[0].startswith(sign) and not all(line.startswith(sign) for line in lines):
            return sign
    return None


def _first_lines(text, most):
    """The first filled lines."""
    found = []
    for line in io.StringIO(text[:LOOK]):
        line = line.rstrip("\n")
        if line.strip():
            found.append(line)
            if len(found) == most:
                break
    return found
