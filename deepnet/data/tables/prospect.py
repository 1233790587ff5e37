"""What a table gives to learn from under some choices, known before any input is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.split import ordered_split, random_split
from deepnet.data.tables.answers import Classes, Quantity, measures
from deepnet.data.tables.columns import ColumnPlan, TextColumn
from deepnet.data.tables.notes import class_notes, column_notes, split_note

SPLITS = ("random", "order")
BLANKS = ("fill", "drop")


@dataclass(frozen=True, eq=False)
class Prospect:
    """plans: what happens to each column.  train, test: row numbers of the table.  notes: every count, said.

    columns: the kept ones, beside `kept`, their plans.
    """

    targets: tuple[str, ...]
    kind: str
    answers: list[Quantity | Classes]
    plans: list[ColumnPlan]
    columns: list[TextColumn]
    total: int
    train: np.ndarray
    test: np.ndarray
    notes: tuple[str, ...]

    @property
    def target(self) -> str:
        """The first of what is predicted."""
        return self.targets[0]

    @property
    def answer(self) -> Quantity | Classes:
        return self.answers[0]

    @property
    def kept(self) -> list[ColumnPlan]:
        return [plan for plan in self.plans if plan.kept and plan.name not in self.targets]

    @property
    def sentence(self) -> str:
        """What will be learned from what."""
        what = f"one of {len(self.answer.classes)} classes" if self.answer.classes else "a number"
        if len(self.targets) > 1:
            what = "numbers" if not self.answer.classes else what
        names = " and ".join(self.targets)
        return f"{names}, {what}, from {limits.counted(len(self.kept), 'column')}"

    @property
    def used(self) -> int:
        """Rows that are learned from or tested on."""
        return np.union1d(self.train, self.test).size

    @property
    def inputs(self) -> int:
        """Of the network; a category met in test rows only may leave one out."""
        return sum(plan.inputs for plan in self.kept)

    @property
    def warnings(self) -> list[str]:
        """The notes that someone should read before training."""
        return [note.removeprefix("Warning: ") for note in self.notes if note.startswith("Warning: ")]

    @property
    def class_counts(self) -> list[tuple[str, int, int]]:
        """Each class with its rows to learn from and to test on; [] for a quantity."""
        k = len(self.answer.classes)
        if not k:
            return []
        counts = [np.bincount(self.answer.labels[rows], minlength=k) for rows in (self.train, self.test)]
        return list(zip(self.answer.classes, *(each.tolist() for each in counts), strict=True))


def prospect_of(
    targets: tuple[str, ...],
    kind: str,
    answers: list[Quantity | Classes],
    plans: list[ColumnPlan],
    columns: list[TextColumn],
    *,
    test_share: float,
    split: str,
    blanks: str,
    rng: np.random.Generator,
    notes: Iterable[str] = (),
) -> Prospect:
    """Which rows are used and how they are split; raises DataError where nothing can be learned."""
    for option, value, choices in (("split", split, SPLITS), ("blanks", blanks, BLANKS)):
        if value not in choices:
            raise DataError(f"{option} must be one of {', '.join(choices)}, got {value!r}")
    target, answer, said = targets[0], answers[0], list(notes)
    kept = [plan for plan in plans if plan.kept and plan.name not in targets]
    if not kept:
        raise DataError(f"no column is left to learn {target} from; keep at least one, or change its type")
    used, notes = _used_rows(answers, targets, kept, columns, blanks)
    inputs = sum(plan.inputs for plan in kept)
    limits.allow(inputs, limits.MOST_INPUTS, "inputs", "leave columns out")
    limits.allow(inputs * used.size, limits.MOST_NUMBERS, "numbers", "leave columns out or take fewer rows")
    labels = answer.labels[used] if answer.classes else None
    if used.size < limits.FEWEST_TO_TEST:
        train = test = np.arange(used.size)
        notes.append(
            f"Warning: there is no test part, {used.size} rows are too few for one: all are learned from, "
            "and what is shown as test are the same rows."
        )
    elif split == "order":
        train, test = ordered_split(used.size, test_share)
    else:
        train, test = random_split(used.size, test_share, rng=rng, labels=labels)
    if test is not train:
        notes.append(split_note(train.size, test.size, split, bool(answer.classes)))
    if split == "random":
        notes += [
            f"Warning: {plan.name} rises from row to row; if the rows follow each other in time, let the "
            "last ones be the test."
            for plan, column in zip(kept, columns, strict=True)
            if plan.type == "date" and _rises(column.dates[0])
        ]
    what = f"one of {len(answer.classes)} classes" if answer.classes else "a quantity"
    of_all = f"{len(kept)} of {limits.counted(len(plans) - len(targets), 'column')}"
    are = "are predicted, each" if len(targets) > 1 else "is predicted,"
    notes.append(
        f"{' and '.join(targets)} {are} as {what}, from {of_all}: {limits.counted(inputs, 'input')}."
    )
    if answer.classes:
        notes += [answer.merged] if answer.merged else []
        notes += class_notes(answer.classes, labels, train, target)
    notes += said + column_notes(plans, target)
    total = answer.blank.size
    return Prospect(targets, kind, answers, plans, columns, total, used[train], used[test], tuple(notes))


def _rises(days):
    days = days[np.isfinite(days)]
    return days.size > 1 and bool((np.diff(days) >= 0).all()) and days[-1] > days[0]


def _used_rows(answers, targets, kept, columns, blanks):
    """Numbers of the rows that are learned from or tested on, and notes about the others."""
    target, answer = targets[0], answers[0]
    total, use, notes = answer.blank.size, np.ones(answer.blank.size, bool), []
    for name, each in zip(targets, answers, strict=True):
        use &= ~each.blank
        if each.blank.any():
            notes.append(
                f"Left out: {limits.counted(each.blank.sum(), 'row')} where {name} is blank{each.lost}."
            )
    if blanks == "drop":
        gaps = np.zeros(total, bool)
        for plan, column in zip(kept, columns, strict=True):
            gaps |= column.blank if plan.type == "category" else np.isnan(measures(column, plan.type))
        if (gaps & use).any():
            notes.append(
                f"Left out: {limits.counted((gaps & use).sum(), 'row')} with a cell blank or not readable."
            )
        use &= ~gaps
    used = np.flatnonzero(use)
    if used.size < limits.FEWEST_ROWS:
        raise DataError(
            f"only {used.size} rows can be used for {target}, at least {limits.FEWEST_ROWS} are needed; "
            "choose another target, or fill blanks in"
        )
    if answer.classes and np.unique(answer.labels[used]).size < 2:
        raise DataError(f"the rows that can be used have one class of {target} only; fill blanks in")
    return used, [f"{limits.counted(total, 'row')} read, {used.size:,} used.", *notes]
