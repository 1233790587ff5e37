"""Days, months, quarters and hours as people write them, turned into numbers."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from deepnet.data.tables.numbers import pieces

_FORMATS = (
    "ISO8601",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%m/%d/%y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%m/%d/%y %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d %b %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d-%B-%Y",
    "%b-%y",
    "%b-%Y",
    "%b %Y",
    "%B %Y",
    "%y-%b",
    "%Y-%b",
    "%Y/%m",
    "%m/%Y",
    "%m.%Y",
    "%Y%m%d",
    "%Y%m%dT%H%M%S",
    "%Y%m",
    "%H:%M",
    "%H:%M:%S",
    "%I:%M %p",
    "quarter",
    "month",
)
_QUARTER = r"(?:(\d{4})[ _.-]?[QqTK]([1-4])|[QqTK]([1-4])[ _./-]?(\d{4}))"
_MONTH = r"(\d{4})[ _]?M(\d\d?)"
_LIKE_A_DATE = re.compile(
    r"\d{4}-\d\d?(-\d\d?([T ].*)?)?|\d\d?[./-]\d\d?[./-](\d{4}|\d\d)( .*)?|\d{4}/.*|\d\d?[./]\d{4}"
    r"|\d\d?[ -][^\W\d_]+[ -](\d{4}|\d\d)|[^\W\d_]+ \d\d?, \d{4}|[A-Z][a-z]{2,8}[ -](\d{4}|\d\d)"
    r"|(\d{4}|\d\d)-[A-Z][a-z]{2}|\d{8}T\d{6}|\d\d?:\d\d(:\d\d)?( ?[AaPp][Mm])?"
    rf"|{_QUARTER}|{_MONTH}"
)
_OF_MONTHS = re.compile(r"(.* )?(date|datum|month|period|year ?month|yyyymm|monat|ym)")


def look_like_dates(sample: pd.Series) -> bool:
    """Whether most texts have the form of a day, a month, a quarter or an hour."""
    return bool(sample.str.fullmatch(_LIKE_A_DATE).mean() > 0.9)


def are_days_in_digits(sample: pd.Series, words: str) -> bool:
    """Whether whole numbers are days, as 20240531, or under such a name months, as 202405."""
    width, form = (8, "%Y%m%d") if sample.iloc[0:1].str.len().eq(8).all() else (6, "%Y%m")
    if width == 6 and not _OF_MONTHS.fullmatch(words):
        return False
    if not sample.str.fullmatch(rf"(19|20)\d{{{width - 2}}}").all():
        return False
    return bool(np.isfinite(to_days(sample, form)).mean() > 0.99) and sample.nunique() > 1


def best_format(sample: pd.Series) -> str:
    """The first of the known formats that reads the most of the texts."""
    closest = list(_FORMATS)
    for rows in (8, 100, 2000):
        counts = [int(np.isfinite(to_days(sample.iloc[:rows], each)).sum()) for each in closest]
        closest = [each for each, count in zip(closest, counts, strict=True) if count == max(counts)]
        if len(closest) == 1 or rows >= len(sample):
            break
    return closest[0]


def to_days(texts: pd.Series, date_format: str) -> np.ndarray:
    """Days since 1970-01-01 (m,), hours of the day where the format holds nothing else; NaN where none is."""
    if date_format == "quarter":
        parts = texts.str.extract(rf"^{_QUARTER}$")
        years, quarters = parts[0].fillna(parts[3]), parts[1].fillna(parts[2])
        months = pd.to_numeric(quarters, errors="coerce") * 3 - 2
        return _first_of_months(pd.to_numeric(years, errors="coerce"), months)
    if date_format == "month":
        parts = texts.str.extract(rf"^{_MONTH}$")
        return _first_of_months(*(pd.to_numeric(parts[i], errors="coerce") for i in (0, 1)))
    days = np.empty(len(texts))
    start, unit = ("1900-01-01", "h") if date_format[:2] in ("%H", "%I") else ("1970-01-01", "D")
    for part in pieces(len(texts)):
        stamps = pd.to_datetime(
            texts.iloc[part].astype(object), format=date_format, errors="coerce", utc=True
        )
        days[part] = (stamps - pd.Timestamp(start, tz="UTC")) / pd.Timedelta(1, unit)
    return days


def _first_of_months(years, months):
    stamps = pd.to_datetime(pd.DataFrame({"year": years, "month": months, "day": 1}), errors="coerce")
    return ((stamps - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)).to_numpy(float)


def said(date_format: str) -> str:
    """What becomes of such dates, in words."""
    if date_format[:2] in ("%H", "%I"):
        return "hours of the day, scaled"
    order = {"%d": "day first", "%m": "month first"}.get(date_format[:2], "year first")
    order = order if re.search("%d|ISO", date_format) else "their first day"
    return f"days since 1970, scaled ({order})"
