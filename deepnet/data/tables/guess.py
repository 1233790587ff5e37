"""How a file was read: every field guessed from its beginning, shown, and open to being overruled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space", ":": "colon"}
THOUSANDS = {",": "comma", ".": "point", "'": "apostrophe", " ": "space"}


@dataclass(frozen=True)
class Guess:
    """How the file was read.  Any field may be given to read_table to overrule it.

    header: whether the first row of the table holds names; 2 where the first two do.  skip: how many filled
    lines stand above it.  types: of columns (one of TYPES), where the file itself says them.
    decimal_said: whether the decimal sign holds for every column, or each may have its own.
    """

    separator: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    thousands: str | None = None
    header: bool | int = True
    comment: str | None = None
    skip: int = 0
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    decimal_said: bool = False

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
        names = "names in the first two rows" if self.header == 2 else "names in the first row"
        parts.append(names if self.header else "no row of names")
        if self.comment:
            parts.append(f"lines beginning with {self.comment} skipped")
        return "Read as " + ", ".join(parts) + "."
