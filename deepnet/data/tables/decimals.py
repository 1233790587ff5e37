"""Which sign parts whole numbers from fractions, and which thousands, told by the cells themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

_COMMA = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+")
_POINT = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d*)\.\d+([eE][-+]?\d+)?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_CERTAIN = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+,\d+|\d+,(\d{1,2}|\d{4,})|0,\d+)")
_SIGNS = re.compile(  # the unit first: it takes the blank before it along
    r"(?<=[\d.,])\s*[A-Za-zµ²³/€]{1,6}$|^[A-Z]{2,3}(?=[\s\d])|[$€£¥₹₩₽%°\s\u00a0\u202f]"
)


def guess_decimal(texts: Iterable[str], separator: str = "") -> tuple[str, str | None] | None:
    """(decimal sign, thousands sign or None) of some cells, units taken off; None if any would do.

    >>> guess_decimal(["3,5", "1.009,00 €"]), guess_decimal(["1,885.99"]), guess_decimal(["12", "x"])
    ((',', '.'), ('.', ','), None)
    """
    bare = [_SIGNS.sub("", text) for text in texts]
    comma = sum(bool(_COMMA.fullmatch(text)) for text in bare)
    certain = sum(bool(_CERTAIN.fullmatch(text)) for text in bare)
    point = sum(bool(_POINT.fullmatch(text)) for text in bare)
    grouped = sum(bool(_GROUPED.fullmatch(text)) for text in bare)
    if comma > point and (comma > 1.5 * grouped or separator == ";" or certain > point):
        return ",", "."
    if grouped:
        return ".", ","
    return (".", None) if point else None
