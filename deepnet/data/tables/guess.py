"""How a file of text is written: guessed from its beginning, shown, and open to being overruled."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

import charset_normalizer

from deepnet.data.dataset import DataError
from deepnet.data.tables.numbers import BLANKS, NUMBER_BLANKS, is_number

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}
THOUSANDS = {",": "comma", ".": "point", "'": "apostrophe", " ": "space"}
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ENCODINGS = ["cp1252", "latin_1", "cp1250", "cp1251", "mac_roman", "shift_jis", "gb18030", "big5", "euc_kr"]
NOT_TEXT = "the file is neither text nor a kind known here; save it as CSV, TSV, xlsx or parquet"
_LOOK = 200_000  # bytes or characters of a file that are looked at


@dataclass(frozen=True)
class Guess:
    """How the file was read.  Any field may be given to read_table to overrule it."""

    separator: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    thousands: str | None = None
    header: bool = True
    comment: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What was guessed, for people."""
        if not self.separator and self.sheet is None:
            return f"Read as {self.encoding}."
        parts = []
        if self.sheet is not None:
            what = "file" if self.separator else "sheet"
            parts = [f"{what} “{self.sheet}”" + (f" of {len(self.sheets)}" if len(self.sheets) > 1 else "")]
        if self.separator:
            parts += [
                f"{self.encoding} text",
                f"{SEPARATORS.get(self.separator, repr(self.separator))} between columns",
            ]
            parts.append("decimal comma" if self.decimal == "," else "decimal point")
            if self.thousands and self.decimal == ".":
                parts.append(f"{THOUSANDS.get(self.thousands, self.thousands)} between thousands")
        parts.append("names in the first row" if self.header else "no row of names")
        if self.comment:
            parts.append(f"lines beginning with {self.comment} skipped")
        return "Read as " + ", ".join(parts) + "."


def guess_encoding(data: bytes) -> str:
    """Name of the encoding: a byte order mark, UTF-8 if it fits, else what charset-normalizer finds."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    if is_utf8(data) and b"\0" not in data[:_LOOK]:
        return "utf-8"
    head = data[:_LOOK]
    if head.count(b"\0") > len(head) / 4:
        return "utf-16-be" if head[::2].count(b"\0") > head[1::2].count(b"\0") else "utf-16-le"
    if b"\0" in head:
        raise DataError(NOT_TEXT)
    found = charset_normalizer.from_bytes(head, cp_isolation=_ENCODINGS).best()
    if found is None:
        return "latin_1"
    # Excel in Western Europe saves cp1252; its sisters read the same letters alike.
    encoding = "cp1252" if "cp1252" in found.could_be_from_charset else found.encoding
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return "latin_1"
    return encoding


def is_utf8(data: bytes) -> bool:
    """Whether all bytes are UTF-8; looked at piece by piece, to hold no second copy of a large file."""
    decoder, piece = codecs.getincrementaldecoder("utf-8")(), 1 << 20
    try:
        for start in range(0, len(data), piece):
            decoder.decode(data[start : start + piece], final=start + piece >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def guess_comment(text: str) -> str | None:
    """The sign of comment lines when the text begins with one and not every line does."""
    lines = [line for line in text[:_LOOK].split("\n") if line.strip()][:200]
    for sign in ("#", "%", "//"):
        if lines and lines[0].startswith(sign) and not all(line.startswith(sign) for line in lines):
            return sign
    return None


def guess_separator(text: str) -> str:
    """The sign that parts most lines into as many cells as the first; the one of more cells if two do."""
    lines = [line for line in text[:_LOOK].split("\n")[:100] if line.strip()]
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = [len(row) for row in cells(lines, separator)]
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = (round(count / len(widths), 1) + (widths[0] == width), width) if width > 1 else (0.0, 0)
        if separator == " " and best_score[0] >= 1.8:
            continue  # words in the cells of a table parted by something else
        if score > best_score:
            best, best_score = separator, score
    return best


def sample(text: str, separator: str) -> list[list[str]]:
    """Cells of the first filled lines; [] when they cannot be read."""
    return cells([line for line in text[:_LOOK].split("\n")[:200] if line.strip()], separator)


def cells(lines: list[str], separator: str) -> list[list[str]]:
    """Rows of cells of some lines; [] when they cannot be read."""
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return []


def guess_decimal(rows: list[list[str]], separator: str) -> tuple[str, str | None]:
    """(decimal sign, thousands sign or None) from the cells of the first rows."""
    texts = [cell.strip() for row in rows for cell in row]
    comma = sum(bool(re.fullmatch(r"[-+]?(\d{1,3}(\.\d{3})*|\d+),\d+", text)) for text in texts)
    point = sum(bool(re.fullmatch(r"[-+]?\d*\.\d+([eE][-+]?\d+)?", text)) for text in texts)
    grouped = sum(bool(re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text)) for text in texts)
    if comma > point and (comma > 1.5 * grouped or separator == ";"):
        return ",", "."
    return ".", "," if grouped else None


def guess_header(rows: list[list[str]], decimal: str) -> bool:
    """Whether the first row holds names: words over numbers, or words that do not come again below."""
    if len(rows) < 2:
        return True
    first, below = rows[0], rows[1:]

    def number(text):
        return is_number(text, decimal)

    words = [not number(cell) and cell.strip() not in NUMBER_BLANKS for cell in first]
    for i, word in enumerate(words):
        if word:
            column = [row[i] for row in below if i < len(row) and row[i].strip() not in NUMBER_BLANKS]
            if column and sum(map(number, column)) > 0.6 * len(column):
                return True
    if any(number(cell) for cell in first) or not any(words):
        return False
    return not any(
        first[i] == row[i] for i, word in enumerate(words) if word for row in below if i < len(row)
    )


def holds_units(rows: list[list[str]], decimal: str) -> bool:
    """Whether the row under the names holds units, or a rule: no number where all others have one."""
    if len(rows) < 10:
        return False
    numeric = []
    for i, cell in enumerate(rows[1]):
        column = [row[i] for row in rows[2:] if i < len(row) and row[i].strip() not in NUMBER_BLANKS]
        if column and sum(is_number(text, decimal) for text in column) > 0.9 * len(column):
            numeric.append(cell.strip())
    filled = [cell for cell in numeric if cell not in ("", *BLANKS)]
    return len(filled) >= 2 and not any(is_number(cell, decimal) for cell in numeric)


def lines_above(rows: list[list[str]]) -> int:
    """How many of the first rows are a title: one filled cell where most rows have three or more."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if len(rows) < 5 or sorted(widths)[len(widths) // 2] < 3:
        return 0
    return next((i for i, width in enumerate(widths) if width > 1), 0)
