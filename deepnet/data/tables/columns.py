"""What each column of a table holds, and what is done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deepnet.data.limits import counted
from deepnet.data.tables.numbers import BLANKS, Numbers, pieces, to_numbers

TYPES = ("number", "category", "date", "text", "identifier")
MOST_CATEGORIES = 20  # inputs one column may become; rarer values share the last

_DATES = (
    "ISO8601",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d %b %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%B %d, %Y",
)
_LIKE_A_DATE = (
    r"(\d{4}-\d\d?-\d\d?([T ].*)?|\d\d?[./-]\d\d?[./-](\d{4}|\d\d)( .*)?"
    r"|\d{4}/.*|\d\d? \w+ \d{4}|\w+ \d\d?, \d{4})"
)
_ID_NAME = re.compile(
    r"(^|[ _.-])(id|idx|index|uuid|guid|key|row|nr|no|number|code)$|^unnamed: 0$|[a-z]I[dD]$"
)


@dataclass(frozen=True)
class ColumnPlan:
    """One row of the table that tells what happens to each column."""

    name: str
    type: str  # one of TYPES
    kept: bool
    inputs: int  # of the network that it becomes, 0 when left out (or the target)
    why: str
    blanks: int
    distinct: int
    warning: str = ""


class Column:
    """The texts of one column, without spaces around them, and what they hold; read once, kept."""

    def __init__(
        self,
        name: str,
        texts: pd.Series,
        *,
        decimal: str,
        thousands: str | None,
        missing: tuple[str, ...] = (),
        date_format: str | None = None,
        unnamed: bool = False,
    ):
        self.name, self.unnamed = name, unnamed
        self.decimal, self.thousands, self.date_format = decimal, thousands, date_format
        self.texts = texts
        self.blank = self.texts.isin(BLANKS | set(missing)).to_numpy(bool)

    @cached_property
    def distinct(self) -> int:
        """How many different values there are, blanks not counted."""
        looks = self._look
        if looks.plain == looks.values.size - looks.blank > 0 and self.numbers.unreadable == 0:
            return pd.unique(self.numbers.values[np.isfinite(self.numbers.values)]).size
        return int(self.texts[~self.blank].nunique())

    @cached_property
    def words(self) -> tuple[np.ndarray, np.ndarray]:
        """Codes (m,) and the texts they stand for, "(blank)" where there is none."""
        texts = self.texts.where(~self.blank, "(blank)") if self.blank.any() else self.texts
        codes, found = pd.factorize(texts, sort=False)
        return codes.astype(np.int32), np.asarray(found, dtype=object)

    @cached_property
    def numbers(self) -> Numbers:
        return to_numbers(self.texts, decimal=self.decimal, thousands=self.thousands)

    @cached_property
    def _look(self) -> Numbers:
        """The first two thousand filled cells, read as numbers."""
        if len(self.texts) <= 2000:
            return self.numbers
        sample = self.texts[~self.blank].iloc[:2000]
        return to_numbers(sample, decimal=self.decimal, thousands=self.thousands)

    @cached_property
    def dates(self) -> tuple[np.ndarray, str]:
        """Days since 1970-01-01 (m,) with NaN where there is none, and the format that fits most."""
        formats = _DATES if self.date_format is None else (self.date_format,)
        if len(formats) > 1:
            sample = self.texts[~self.blank].iloc[:2000]
            formats = (max(formats, key=lambda each: np.isfinite(_days(sample, each)).sum()),)
        return _days(self.texts, formats[0]), formats[0]

    def guess_type(self) -> str:
        """One of TYPES."""
        m, filled = len(self.texts), int((~self.blank).sum())
        if filled == 0:
            return "text"
        sample = self.texts[~self.blank].iloc[:2000]
        if self._look.readable_share > 0.6:
            numbers = self.numbers
            plain = numbers.plain >= 0.5 * (m - numbers.blank)
            if numbers.readable_share >= 0.9 and (plain or _one_unit(sample)):
                return "identifier" if self._counts_rows(numbers) else "number"
        if (
            sample.str.fullmatch(_LIKE_A_DATE).mean() > 0.9
            and np.isfinite(self.dates[0]).sum() >= 0.9 * filled
        ):
            return "date"
        if self.distinct > max(20, 0.9 * filled):
            return "identifier" if not sample.str.contains(r"\s", regex=True).mean() > 0.5 else "text"
        if self.distinct > max(50, 0.2 * filled):
            return "text"
        return "category"

    def _counts_rows(self, numbers):
        """Whole numbers, all different, that count the rows, or bear the name of an identifier, or none."""
        values = numbers.values
        if values.size < 10 or self.distinct < values.size or not np.isfinite(values).all():
            return False
        if not (values == np.round(values)).all():
            return False
        named = self.unnamed or bool(_ID_NAME.search(self.name.strip()))
        return named or bool((np.diff(values) == 1).all())


def _one_unit(texts):
    """Whether numbers have all the same sign or unit with them, as $ or kg: 200 k and 3 M must not mix."""
    return texts.str.replace(r"[-+−()]|\d[\d.,'’\s]*", "", regex=True).str.strip().nunique() == 1


def _days(texts, date_format):
    days = np.empty(len(texts))
    for part in pieces(len(texts)):
        stamps = pd.to_datetime(
            texts.iloc[part].astype(object), format=date_format, errors="coerce", utc=True
        )
        days[part] = (stamps - pd.Timestamp("1970-01-01", tz="UTC")) / pd.Timedelta(days=1)
    return days


def plan_column(column: Column, chosen: str | None, guessed: str, left_out: bool, answer) -> ColumnPlan:
    """What happens to one input column.  `chosen` overrules the guessed type; `answer` is the target."""
    type_ = chosen or guessed
    blanks = column.numbers.blank if type_ == "number" else int(column.blank.sum())

    def out(why):
        return ColumnPlan(column.name, type_, False, 0, why, blanks, column.distinct)

    if left_out:
        return out("left out as you chose")
    if column.distinct == 0:
        return out("left out: every cell is blank")
    if type_ == "identifier":
        return out("left out: different in every row, it names rows and does not describe them")
    if type_ == "text":
        return out(f"left out: free text ({column.distinct:,} different values)")
    if column.distinct == 1 and not (type_ == "category" and column.blank.any()):
        return out("left out: the same in every row")
    warning = answer.warning(column, type_)
    if type_ == "category":
        values = column.distinct + bool(column.blank.any())
        inputs = min(values, MOST_CATEGORIES)
        why = f"one input for each of {inputs} values"
        if values > inputs:
            rarer = values - inputs + 1
            why = (
                f"one input for each of the {inputs - 1} most frequent values, one for the {rarer} rarer ones"
            )
        if blanks:
            why += f"; blank is a value of its own ({counted(blanks, 'cell')})"
        return ColumnPlan(column.name, type_, True, inputs, why, blanks, column.distinct, warning)
    if type_ == "date":
        values, date_format = column.dates
        if not np.isfinite(values).any():
            return out("left out: no cell can be read as a date")
        order = {"%d": "day first", "%m": "month first"}.get(date_format[:2], "year first")
        why = f"days since 1970, scaled ({order})"
        lost = int((~np.isfinite(values) & ~column.blank).sum())
        if lost:
            why += f"; no date in {counted(lost, 'cell')}, taken as blank"
        return ColumnPlan(column.name, type_, True, 1, why, blanks, column.distinct, warning)
    numbers = column.numbers
    found = numbers.values[np.isfinite(numbers.values)]
    if not found.size:
        return out("left out: no cell can be read as a number")
    if np.ptp(found) <= 1e-12 * np.abs(found).max():
        return out("left out: the same in every row")
    why = "scaled to mean 0 and deviation 1"
    if blanks:
        why += f"; {counted(blanks, 'blank')} filled in with the median"
    if numbers.cleaned:
        why += f"; {counted(numbers.cleaned, 'cell')} read without sign or unit"
    if numbers.not_finite:
        why += f"; {counted(numbers.not_finite, 'cell')} infinite or huge, taken as blank"
    if numbers.unreadable:
        examples = ", ".join(numbers.examples)
        why += f"; no number in {counted(numbers.unreadable, 'cell')} ({examples}), taken as blank"
    return ColumnPlan(column.name, type_, True, 1, why, blanks, column.distinct, warning)
