"""A number written out as arithmetic that adds up, to the last digit shown, from the numbers shown.

>>> bias = Number(0.1, ("b1", 0, 0))
>>> made = write(products(lambda k: ("W1", 0, k), lambda k: ("A0", k, 3), [2.0], [0.25], plus=[bias]), 0.6)
>>> made.text, made.result
('2 · 0.25 + 0.1', '0.60000')
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

DIGITS = (5, 4, 6, 3, 7, 8, 2)  # of a result, in the order in which they are tried
EXTRA = (1, 2, 3, 5, 8, 12)  # more digits, of the numbers that it is made of
MOST_TERMS = 10  # of a longer sum these many are written, and the rest as one number

Ref = tuple  # (array, row, column)


@dataclass(frozen=True)
class Number:
    """A value with the place of the ledger where it stands; exact: shown as it is, such as m = 10."""

    value: float
    ref: Ref | None = None
    exact: bool = False
    note: str = ""


@dataclass(frozen=True)
class Formula:
    """Text and numbers in turn, and the rule that the text says, of the numbers' values.

    size: how large the largest of the summed terms is, which sets the last digit worth showing.
    """

    parts: tuple[str | Number, ...]
    rule: Callable[[Sequence[float]], float]
    size: float = 0.0

    @property
    def numbers(self) -> list[Number]:
        return [part for part in self.parts if isinstance(part, Number)]


@dataclass(frozen=True)
class Written:
    """parts: text, and (digits, Number) in turn.  result: the digits that they come to."""

    parts: tuple
    result: str
    value: float
    refs: tuple[Ref, ...] = field(default=())

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part[0] for part in self.parts)


def write(formula: Formula, value: float) -> Written | None:
    """The formula with as few digits as add up to those of `value` that are shown; None where none do."""
    numbers = formula.numbers
    if not math.isfinite(value) or not all(math.isfinite(number.value) for number in numbers):
        return None
    size = max(abs(value), formula.size)
    for digits in DIGITS:
        last = last_place(size, digits)
        result = rounded(value, last)
        for extra in EXTRA:
            texts = [digits_of(number, digits + extra) for number in numbers]
            try:
                found = formula.rule([float(text) for text in texts])
            except (ZeroDivisionError, OverflowError, ValueError):
                continue
            if math.isfinite(found) and rounded(found, last) == result:
                refs = tuple(number.ref for number in numbers if number.ref)
                return Written(_laid_out(formula.parts, texts), result, value, refs)
    return None


def _laid_out(parts: tuple, texts: list[str]) -> tuple:
    """The parts with the digits of their numbers, a negative one behind a sign in brackets: 2 · (-3)."""
    shown, found, before = iter(texts), [], ""
    for part in parts:
        if isinstance(part, str):
            found.append(part)
            before = part.rstrip()[-1:]
        else:
            text = next(shown)
            held = text.startswith("-") and before and before in "·+-/"
            found.append((f"({text})" if held else text, part))
            before = ""
    return tuple(found)


def last_place(size: float, digits: int) -> int:
    """How many places after the point give a number of this size so many digits."""
    return digits - 1 - (math.floor(math.log10(size)) if size > 0 else 0)


def rounded(value: float, places: int) -> str:
    """A value with so many places after the point; by a power of ten where it is very small or large."""
    if 0 <= places <= 9:
        text = f"{value:.{places}f}"
        return text.lstrip("-") if float(text) == 0 else text
    exact = Decimal(repr(float(value))).quantize(Decimal((0, (1,), -places)))
    return "0" if exact == 0 else f"{exact:e}".lower()


def digits_of(number: Number, digits: int) -> str:
    if number.exact:
        return f"{number.value:.17g}" if number.value != round(number.value, 12) else f"{number.value:.12g}"
    return f"{number.value:.{min(digits, 17)}g}"


# ---- formulas


def products(
    left: Callable[[int], Ref],
    right: Callable[[int], Ref],
    a: Sequence[float],
    b: Sequence[float],
    *,
    plus: Sequence[Number] = (),
    over: float | None = None,
) -> Formula:
    """Σ a·b + plus, divided by `over` if it is given.  left(k), right(k): where a[k] and b[k] stand."""
    terms = np.multiply(a, b)
    kept, rest = chosen(terms)
    parts: list = []
    for k in range(kept):
        parts += [" + " if parts else "", Number(float(a[k]), left(k)), " · ", Number(float(b[k]), right(k))]
    return _summed(parts, kept, True, rest, len(terms) - kept, plus, over, terms)


def total(ref: Callable[[int], Ref | None], values: Sequence[float], *, over: float | None = None) -> Formula:
    """Σ values, divided by `over` if it is given.  ref(k): where values[k] stands."""
    values = np.asarray(values, float)
    kept, rest = chosen(values)
    parts: list = []
    for k in range(kept):
        parts += [" + " if parts else "", Number(float(values[k]), ref(k))]
    return _summed(parts, kept, False, rest, len(values) - kept, (), over, values)


def chosen(terms: np.ndarray) -> tuple[int, float]:
    """How many of the terms are written, the first ones, and what the others come to."""
    if len(terms) <= MOST_TERMS + 1:
        return len(terms), 0.0
    return MOST_TERMS, math.fsum(terms[MOST_TERMS:].tolist())


def _summed(parts: list, n: int, doubled: bool, rest, others: int, plus, over, terms) -> Formula:
    if others:
        parts += [" + ", Number(rest, None, note=f"the other {others}")]
    for number in plus:
        parts += [" + " if parts else "", number]
    extra = bool(others) + len(plus)
    if over is not None:
        parts = ["(", *parts, ") / ", Number(over, None, exact=True)]

    def rule(values):
        head = values[: n * (2 if doubled else 1)]
        found = (
            math.fsum(head[i] * head[i + 1] for i in range(0, len(head), 2)) if doubled else math.fsum(head)
        )
        found += math.fsum(values[len(head) : len(head) + extra])
        return found / over if over is not None else found

    largest = float(np.abs(terms).max(initial=0.0))
    size = max([largest, abs(rest)] + [abs(number.value) for number in plus])
    return Formula(tuple(parts), rule, size / (over or 1))


def terms(found: Sequence[tuple], size: float = 0.0, *, most: int | None = None) -> Formula:
    """A sum of terms, each of them parts and the rule of their numbers.  most: of a longer sum these many are
    written, and the rest as one number."""
    rest = found[most:] if most is not None and len(found) > most + 1 else []
    if rest:
        others = math.fsum(rule(*(p.value for p in pieces if isinstance(p, Number))) for pieces, rule in rest)
        found = [*found[:most], ((Number(others, note=f"the other {len(rest)}"),), lambda x: x)]
    parts: list = []
    rules = []
    for pieces, rule in found:
        parts += [" + ", *pieces] if parts else pieces
        rules.append((sum(isinstance(piece, Number) for piece in pieces), rule))

    def whole(values):
        each, at = [], 0
        for n, rule in rules:
            each.append(rule(*values[at : at + n]))
            at += n
        return math.fsum(each)

    return Formula(tuple(parts), whole, size)


def count(n: int) -> Number:
    """A whole number such as m, shown as it is."""
    return Number(float(n), exact=True)


def plain(rule: Callable, *parts, size: float = 0.0) -> Formula:
    """Text and numbers as they come; rule takes the numbers one by one."""
    return Formula(tuple(parts), lambda values: rule(*values), size)
