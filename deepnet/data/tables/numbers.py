"""Texts turned into numbers, with an account of every text that could not be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

# Nothing stands here, in any column.
BLANKS = frozenset(
    {"", "?", "#N/A", "#VALUE!", "#DIV/0!", "#REF!", "N/A", "n/a", "NaN", "nan", "<NA>", "-nan"}
)
# Nothing stands here among numbers; among words these may be meant (NA is Namibia, None a grade).
NUMBER_BLANKS = BLANKS | {
    "NA",
    "na",
    "None",
    "none",
    "null",
    "NULL",
    "Null",
    "-",
    "--",
    "–",
    "—",
    ".",
    "..",
    "nil",
    "missing",
}
LARGEST = 1e100  # beyond it, squares and sums leave the range of float64

_GROUPED = {",": r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", ".": r"[-+]?\d{1,3}(\.\d{3})+(,\d*)?"}
_UNIT = re.compile(
    r"^(?:[<>≤≥~≈]\s*)?(?:[A-Z]{0,2}[$€£¥₹₩₽]|[A-Z]{2,3}\s|Rs\.?|kr\.?)?\s*"
    r"([-+]?[\d.,]+(?:[eE][-+]?\d+)?)\s*(?:\+|[^\d\s.,+\-][^\d]{0,7})?$"
)


@dataclass(frozen=True)
class Numbers:
    """Values (m,) with NaN where there is none, and how many texts were what."""

    values: np.ndarray
    blank: int
    plain: int  # read as they stand
    cleaned: int  # read after taking off a unit, a currency, a percent sign…
    not_finite: int  # inf or beyond ±1e100: counted as blank
    unreadable: int
    examples: tuple[str, ...]  # of unreadable texts

    @property
    def readable_share(self) -> float:
        """Share of the texts that are not blank and could be read."""
        filled = self.values.size - self.blank
        return (self.plain + self.cleaned + self.not_finite) / filled if filled else 0.0


def is_number(text: str, decimal: str = ".") -> bool:
    """Whether one text is a number as it stands.

    >>> is_number("1e-3"), is_number("3,5"), is_number("3,5", decimal=","), is_number("12 kg")
    (True, False, True, False)
    """
    return _plain_number(text.strip(), decimal) is not None


def is_amount(text: str) -> bool:
    """Whether one text is a number, of either decimal sign, with whatever sign, unit or thousands it bears.

    >>> is_amount("1,885.99 €"), is_amount("12 kg"), is_amount("kg"), is_amount("12.05.2020")
    (True, True, False, False)
    """
    return any(not np.isnan(_cleaned_number(text, decimal)) for decimal in ".,")


def to_numbers(texts: pd.Series, *, decimal: str = ".", thousands: str | None = None) -> Numbers:
    """Read a column of texts without spaces around them.

    decimal is "." or ",", thousands the sign between groups of digits.
    """
    plain_texts = texts
    if decimal == ",":
        # Points among decimal commas part thousands; other texts with points (dates) are read one by one.
        grouped = texts.str.fullmatch(_GROUPED["."]).to_numpy(bool)
        plain_texts = texts.where(~grouped, texts.str.replace(".", "", regex=False))
        dotted = plain_texts.str.contains(".", regex=False).to_numpy(bool)
        plain_texts = plain_texts.where(~dotted, "").str.replace(",", ".", regex=False)
    elif thousands is not None and texts.str.contains(thousands, regex=False).any():
        grouped = texts.str.fullmatch(_GROUPED[","].replace(",", re.escape(thousands))).to_numpy(bool)
        plain_texts = texts.where(~grouped, texts.str.replace(thousands, "", regex=False))
    values = _at_once(plain_texts)
    if values is None:
        values = np.empty(len(texts))
        for part in pieces(len(texts)):
            values[part] = pd.to_numeric(plain_texts.iloc[part].astype(object), errors="coerce")
    failed, blank = np.isnan(values), np.zeros(len(texts), bool)
    if failed.any():
        blank[failed] = texts[failed].isin(NUMBER_BLANKS)
        failed &= ~blank
    plain = int(values.size - blank.sum() - failed.sum())
    cleaned, unreadable, examples = 0, 0, []
    if failed.any():
        codes, distinct = pd.factorize(texts[failed])
        found = np.array([_cleaned_number(text, decimal) for text in distinct], dtype=np.float64)
        values[failed] = found[codes]
        unreadable = int(np.isnan(found)[codes].sum())
        cleaned = int(failed.sum()) - unreadable
        examples = [text for text, value in zip(distinct, found, strict=True) if np.isnan(value)][:3]
    wild = np.abs(values) > LARGEST
    values[wild] = np.nan
    return Numbers(
        values=values,
        blank=int(blank.sum()),
        plain=plain - int((wild & ~failed).sum()),
        cleaned=cleaned - int((wild & failed).sum()),
        not_finite=int(wild.sum()),
        unreadable=unreadable,
        examples=tuple(examples),
    )


def _at_once(texts):
    """The values where every text is a plain number, as pyarrow reads them; None where one is not."""
    try:
        import pyarrow

        values = pyarrow.array(texts, from_pandas=True).cast(pyarrow.float64())
        return values.to_numpy(zero_copy_only=False).copy()
    except (ImportError, ValueError, TypeError, NotImplementedError):  # pyarrow's own are ValueErrors
        return None


def pieces(m: int) -> Iterator[slice]:
    """Slices of m rows, to be turned into Python's own objects a piece at a time: they are large."""
    return (slice(start, start + 100_000) for start in range(0, m, 100_000))


def _plain_number(text, decimal):
    if decimal == ",":
        if re.fullmatch(_GROUPED["."], text):
            text = text.replace(".", "")
        elif "." in text:
            return None
        text = text.replace(",", ".")
    if "_" in text or "," in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _cleaned_number(text, decimal):
    """The number in "12 kg", "$3.50", "5%", "1 234", "90+", "٣" or NaN; a percentage keeps its figure."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    text = re.sub(r"(?<=\d)[\s'’](?=\d{3}(\D|$))", "", text)
    text = re.sub(r"^\(([^-()]*\d[^-()]*)\)$", r"-\1", text)  # as accountants write what is owed
    text = re.sub(r"^-\s*([$€£¥₹₩₽])\s*", r"\1-", text)
    match = _UNIT.match(text)
    if match is None:
        return np.nan
    number = match[1]
    if decimal == "." and re.fullmatch(_GROUPED[","], number):
        number = number.replace(",", "")
    value = _plain_number(number, decimal)
    return np.nan if value is None else value
