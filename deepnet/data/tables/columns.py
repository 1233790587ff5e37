"""What each column of a table holds, and what is done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deepnet.data.limits import counted
from deepnet.data.tables import dates
from deepnet.data.tables.numbers import BLANKS, Numbers, to_numbers
from deepnet.data.tables.proposal import plain_words

TYPES = ("number", "category", "date", "text", "identifier")
MOST_CATEGORIES = 20  # inputs one column may become; rarer values share the last

LOOKED_AT = 2000  # cells that tell what a column holds
CODES_SOUGHT_IN = 20_000  # rows
LARGEST_COUNTED = 2.0**53  # beyond it, whole numbers that differ may be one float64
_OWNERS = (
    "user|customer|client|patient|passenger|order|invoice|account|employee|student|sample|policy|booking|"
    "transaction|product|item|member|record|case|serial|movie|trip|ride|session|subject|person|company|loan|"
    "application|emp|cust|reg|roll|ticket|house|property|listing|flight|vehicle|car|store|shop|row|image|img"
)
_ID_NAME = re.compile(
    rf"(.* )?(id|ids|uuid|guid|uid|pid|idx|identifier|isbn|ean|sku|ssn|iban|vin|({_OWNERS})id)"
    rf"|(.* )?(id|({_OWNERS})) ?(no|nr|num|number|code|key|index)|unnamed 0|(s|sr|sl) ?no|rownames|row names"
)
_ROW_NAME = re.compile(
    r"(.* )?(index|key|row|nr|no|number|code|num|seq|sequence|rank|observation|instant|obs)|"
)
_MEASURE_NAME = re.compile(
    r"(.* )?(years?|months?|days?|weeks?|hours?|minutes?|seconds?|time|date|age|steps?|epochs?|degrees?|"
    r"angle|temp|temperature|distance|position|dose|level|depth|height|length|width|frequency|speed|pressure|x\d*|"
    r"t\d*|input|count|jahr|monat|tag|zeit|año|année|quarter|period|generation|iteration|cycle|floor|size|weight)"
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


class TextColumn:
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
        first: bool = False,
    ):
        self.name, self.unnamed, self.first = name, unnamed, first
        self.decimal, self.thousands, self.date_format = decimal, thousands, date_format
        self.texts = texts
        if missing:
            # A code for "missing" is blank however it is written: -200 and -200.0.
            codes = to_numbers(pd.Series(missing, dtype=str), decimal=decimal, thousands=thousands).values
            found = texts.isin(missing) | np.isin(self._read(texts).values, codes[np.isfinite(codes)])
            self.texts = texts.where(~found, "")

    @cached_property
    def blank(self) -> np.ndarray:
        """Where nothing stands (m,)."""
        if len(self.texts) <= LOOKED_AT and self.numbers.plain == len(self.texts):
            return np.zeros(len(self.texts), bool)  # all are numbers, which had to be read anyway
        return self.texts.isin(BLANKS).to_numpy(bool)

    @cached_property
    def distinct(self) -> int:
        """How many different values there are, blanks not counted."""
        looks = self._look
        if looks.plain == looks.values.size - looks.blank > 0 and self.numbers.unreadable == 0:
            values = self.numbers.values[np.isfinite(self.numbers.values)]
            if not values.size or np.abs(values).max() < LARGEST_COUNTED:
                return pd.unique(values).size
        return int(self.texts[~self.blank].nunique())

    @cached_property
    def words(self) -> tuple[np.ndarray, np.ndarray]:
        """Codes (m,) and the texts they stand for, "(blank)" where there is none."""
        texts = self.texts.where(~self.blank, "(blank)") if self.blank.any() else self.texts
        codes, found = pd.factorize(texts, sort=False)
        return codes.astype(np.int32), np.asarray(found, dtype=object)

    @cached_property
    def numbers(self) -> Numbers:
        return self._read(self.texts)

    def _read(self, texts):
        return to_numbers(texts, decimal=self.decimal, thousands=self.thousands)

    @cached_property
    def _sample(self) -> pd.Series:
        """The first two thousand filled cells."""
        return (self.texts[~self.blank] if self.blank.any() else self.texts).iloc[:LOOKED_AT]

    @cached_property
    def _look(self) -> Numbers:
        """The first two thousand filled cells, read as numbers."""
        return self.numbers if len(self.texts) <= LOOKED_AT else self._read(self._sample)

    @cached_property
    def dates(self) -> tuple[np.ndarray, str]:
        """Days since 1970-01-01 (m,) with NaN where there is none, and the format that fits most."""
        date_format = self.date_format or dates.best_format(self._sample)
        return dates.to_days(self.texts, date_format), date_format

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The different signs that stand with the numbers, where they are not the same with all: $ and €."""
        signs = self._sample.str.replace(r"[-+−()<>≤≥~]|\d[\d.,'’\s]*", "", regex=True).str.strip()
        return tuple(sorted(sign or "none" for sign in signs.unique())) if signs.nunique() > 1 else ()

    def guess_type(self) -> str:
        """One of TYPES."""
        m, filled = len(self.texts), int((~self.blank).sum())
        if filled == 0:
            return "text"
        sample = self._sample
        if self._names_rows_by_its_name(filled):
            return "identifier"
        if self._look.readable_share > 0.6:
            numbers = self.numbers
            plain = numbers.plain >= 0.5 * (m - numbers.blank)
            if numbers.plain < filled and self._holds_steps(sample):
                return "category"
            if numbers.readable_share >= 0.9 and (plain or not self.units):
                if len(sample.iloc[0]) in (6, 8) and dates.are_days_in_digits(
                    sample, "month" if self.unnamed else plain_words(self.name)
                ):
                    return "date"
                return "identifier" if self._counts_rows(numbers) else "number"
            if self.mixes_units:
                return "category" if self.distinct <= min(20, 0.5 * filled) else "text"
        if dates.look_like_dates(sample) and np.isfinite(self.dates[0]).sum() >= 0.9 * filled:
            return "date"
        if self.distinct > max(20, 0.9 * filled):
            return "identifier" if not sample.str.contains(r"\s", regex=True).mean() > 0.5 else "text"
        if self.distinct > max(50, 0.2 * filled):
            return "text"
        return "category"

    @property
    def mixes_units(self) -> bool:
        """Whether these are numbers of different currencies or units, which cannot be compared."""
        return self._look.readable_share >= 0.9 and len(self.units) > 1

    @cached_property
    def missing_codes(self) -> tuple[str, ...]:
        """Numbers that come again and again far from all others, as -200 and 999 do for what is missing."""
        values = self.numbers.values[np.isfinite(self.numbers.values)]
        if values.size < 20:
            return ()
        values = values[:: -(-values.size // CODES_SOUGHT_IN)]
        found, counts = np.unique(values, return_counts=True)
        suspects = []
        for place, others in ((0, found[1:]), (-1, found[:-1])):
            if others.size >= 5 and counts[place] >= max(3, 0.005 * values.size):
                spread = np.ptp(others)
                if np.abs(others - found[place]).min() > 2 * spread and _is_a_code(found[place]):
                    suspects.append(f"{found[place]:g}")
        return tuple(suspects)

    def _holds_steps(self, sample):
        """Whether a few counts end in an open one: 0, 1, 2, 3+."""
        if self.distinct > 12:
            return False
        open_ended = sample.str.fullmatch(r"[<>≤≥]\s*\d+([.,]\d+)?|\d+([.,]\d+)?\s*(\+|(and|or) more|plus)")
        return bool(open_ended.any()) and bool(self._look.readable_share > 0.6)

    def _names_rows_by_its_name(self, filled):
        """Whether it is called an identifier, and nearly every row has a value of its own."""
        if filled < 10 or not _ID_NAME.fullmatch(plain_words(self.name)) or self.distinct < 0.9 * filled:
            return False
        numbers = self.numbers
        values = numbers.values[np.isfinite(numbers.values)]
        return numbers.readable_share < 0.9 or bool((values == np.round(values)).all())

    def _counts_rows(self, numbers):
        """Whether whole numbers, all different, bear no name or that of a row's number, or are very long; or
        count the rows from 0 or 1 in the first column, and are called neither a time nor a measure."""
        values = numbers.values
        if values.size < 10 or not np.isfinite(values).all() or not (values == np.round(values)).all():
            return False
        if self.distinct < values.size:
            return False
        words = plain_words(self.name)
        if self.unnamed or _ROW_NAME.fullmatch(words) or values.min() > LARGEST_COUNTED / 10:
            return True
        counts = values[0] in (0, 1) and bool((np.diff(values) == 1).all())
        return self.first and counts and len(words) > 1 and not _MEASURE_NAME.fullmatch(words)


def _is_a_code(value):
    """Whether people choose such a number for what is missing: all nines or eights, or one below 0."""
    digits = f"{abs(value):g}".replace(".", "")
    return bool(re.fullmatch(r"9+|8+|7+|9+[0-9]", digits)) or (value < 0 and float(value).is_integer())


def plan_column(column: TextColumn, chosen: str | None, guessed: str, left_out: bool, answer) -> ColumnPlan:
    """What happens to one input column.  `chosen` overrules the guessed type; `answer` is the target."""
    type_ = chosen or guessed
    blanks = column.numbers.blank if type_ == "number" else int(column.blank.sum())

    def out(why):
        return ColumnPlan(column.name, type_, False, 0, why, blanks, column.distinct)

    if left_out:
        return out("left out as you chose")
    filled = len(column.texts) - int(column.blank.sum())
    if column.distinct == 0:
        return out("left out: every cell is blank")
    if type_ == "identifier":
        if column.distinct == filled:
            where = "in every row" if filled == len(column.texts) else "wherever it is filled"
            return out(f"left out: different {where}, it names rows and does not describe them")
        if column.distinct >= 0.9 * filled:
            return out("left out: different in nearly every row, it names rows and does not describe them")
        return out("left out as a name of rows, as you chose" if chosen else "left out as a name of rows")
    if type_ == "text":
        if column.mixes_units:
            signs = ", ".join(column.units[:4])
            return out(f"left out: numbers with different signs ({signs}), which cannot be compared")
        return out(f"left out: free text ({column.distinct:,} different values)")
    if column.distinct == 1 and not (type_ == "category" and column.blank.any()):
        return out(
            "left out: the same " + ("wherever it is filled" if column.blank.any() else "in every row")
        )
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
        why = dates.said(date_format)
        lost = int((~np.isfinite(values) & ~column.blank).sum())
        if lost:
            why += f"; no date in {counted(lost, 'cell')}, taken as blank"
        return ColumnPlan(column.name, type_, True, 1, why, blanks, column.distinct, warning)
    numbers = column.numbers
    found = numbers.values[np.isfinite(numbers.values)]
    if not found.size:
        return out("left out: no cell can be read as a number")
    if np.ptp(found) <= 1e-12 * np.abs(found).max():
        return out("left out: its values differ by less than a millionth of a millionth")
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
