"""A table as it came, and the Dataset that is made of it once a target is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import KINDS, DataError, Dataset, one_hot
from deepnet.data.split import balanced, ordered_split, random_split
from deepnet.data.tables.answers import Classes, Quantity
from deepnet.data.tables.columns import TYPES, Column, ColumnPlan, plan_column
from deepnet.data.tables.encoding import RowEncoder, prepared
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.notes import class_notes, column_notes, listed, split_note

TARGET_NAMES = ("target", "label", "labels", "class", "species", "outcome", "diagnosis")
SPLITS = ("random", "order")
BLANKS = ("fill", "drop")


class Table:
    """Texts in named columns.  `frame` holds them, `guess` how they were read, `notes` what was skipped."""

    def __init__(self, name: str, frame: pd.DataFrame, guess: Guess, notes: Iterable[str] = ()):
        if frame.shape[1] < 2:
            raise DataError(
                f"{name or 'the file'} has only {frame.shape[1]} column, at least two are needed "
                "(an input and a target); check the separator"
            )
        if len(frame) < limits.FEWEST_ROWS:
            raise DataError(
                f"{name or 'the file'} has {limits.counted(len(frame), 'row')} of values, "
                f"at least {limits.FEWEST_ROWS} are needed; choose a larger file or sheet"
            )
        self.name, self.frame, self.guess, self.notes = name, frame, guess, tuple(notes)
        self._columns: dict[tuple, Column] = {}
        self._types: dict[str, str] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.frame.columns)

    def column(self, name: str, missing: tuple[str, ...] = ()) -> Column:
        """What one column holds; raises DataError for a name that is not there."""
        if name not in self.frame.columns:
            raise DataError(f"there is no column {name!r}; choose from {listed(self.columns)}")
        key = (name, tuple(missing))
        if key not in self._columns:
            self._columns[key] = Column(
                name,
                self.frame[name],
                decimal=self.guess.decimal,
                thousands=self.guess.thousands,
                missing=missing,
            )
        return self._columns[key]

    def type_of(self, name: str) -> str:
        """The guessed type of a column, one of TYPES."""
        if name not in self._types:
            self._types[name] = self.column(name).guess_type()
        return self._types[name]

    def preview(self, rows: int = 8) -> pd.DataFrame:
        """The first rows, as they stand in the file."""
        return self.frame.head(rows)

    def guess_target(self) -> str:
        """A column called target, label, class…; else a last one of categories; else one called y; else the
        last of categories or numbers."""
        by_name = {name.strip().lower(): name for name in reversed(self.columns)}
        for name in TARGET_NAMES:
            if name in by_name:
                return by_name[name]
        if self.type_of(self.columns[-1]) == "category" and self.column(self.columns[-1]).distinct > 1:
            return self.columns[-1]
        if "y" in by_name:
            return by_name["y"]
        for name in reversed(self.columns):
            if self.type_of(name) in ("category", "number") and self.column(name).distinct > 1:
                return name
        return self.columns[-1]

    def guess_kind(self, target: str, *, missing: tuple[str, ...] = ()) -> str:
        """Words are classes.  Numbers are a quantity, unless there are only two, or they count 0, 1, 2… or
        1, 2, 3… as codes of classes do."""
        column = self.column(target, missing)
        if self.type_of(target) != "number":
            return "binary" if column.distinct == 2 else "multi-class"
        values = np.unique(column.numbers.values[np.isfinite(column.numbers.values)])
        if values.size <= 2:
            return "binary"
        codes = values[0] in (0, 1) and values.size <= 20 and (np.diff(values) == 1).all()
        return "multi-class" if codes and column.numbers.unreadable == 0 else "regression"

    def plan(
        self,
        target: str | None = None,
        *,
        types: Mapping[str, str] | None = None,
        leave_out: Iterable[str] = (),
        kind: str | None = None,
        missing: tuple[str, ...] = (),
    ) -> list[ColumnPlan]:
        """What happens to each column, the target included, in the order of the table."""
        target = self.guess_target() if target is None else target
        types, leave_out = self._checked_choices(types, leave_out)
        kind = self.guess_kind(target, missing=missing) if kind is None else kind
        answer = self._answer(target, kind, missing)
        rows = []
        for name in self.columns:
            if name == target:
                column = self.column(name, missing)
                why = f"the target: {kind}" + (f", {len(answer.classes)} classes" if answer.classes else "")
                rows.append(
                    ColumnPlan(
                        name,
                        types.get(name, self.type_of(name)),
                        True,
                        0,
                        why,
                        int(answer.blank.sum()),
                        column.distinct,
                    )
                )
            else:
                rows.append(
                    plan_column(
                        self.column(name, missing),
                        types.get(name),
                        self.type_of(name),
                        name in leave_out,
                        answer,
                    )
                )
        return rows

    def to_dataset(
        self,
        target: str | None = None,
        *,
        kind: str | None = None,
        types: Mapping[str, str] | None = None,
        leave_out: Iterable[str] = (),
        missing: tuple[str, ...] = (),
        test_share: float = 30.0,
        split: str = "random",
        blanks: str = "fill",
        balance: bool = False,
        seed: int = 0,
        rng: np.random.Generator | None = None,
    ) -> Dataset:
        """Inputs and targets of a network: blanks filled, numbers scaled, categories one-hot, split in two.

        target (a column) and kind ("binary", "multi-class", "regression") are guessed if None.
        types: column -> one of TYPES, overruling the guess.  missing: texts that are blanks, such as ("NA",).
        split: "random" (in equal shares of each class) or "order" (the last rows are the test).
        blanks: "fill" them (numbers by the median, words by a value of their own) or "drop" their rows.
        balance: repeat the training rows of rare classes until all classes have equally many.
        Fillings, scales and categories are learned from the training rows alone.  Raises DataError.
        """
        target = self.guess_target() if target is None else target
        self.column(target, missing)
        for option, value, choices in (("split", split, SPLITS), ("blanks", blanks, BLANKS)):
            if value not in choices:
                raise DataError(f"{option} must be one of {', '.join(choices)}, got {value!r}")
        plans = self.plan(target, types=types, leave_out=leave_out, kind=kind, missing=missing)
        kind = self.guess_kind(target, missing=missing) if kind is None else kind
        answer = self._answer(target, kind, missing)
        kept = [plan for plan in plans if plan.kept and plan.name != target]
        if not kept:
            raise DataError(
                f"no column is left to learn {target} from; keep at least one, or change its type"
            )
        columns = [self.column(plan.name, missing) for plan in kept]
        used, notes = _used_rows(answer, target, kept, columns, blanks)
        inputs = sum(plan.inputs for plan in kept)
        limits.allow(inputs, limits.MOST_INPUTS, "inputs", "leave columns out")
        limits.allow(
            inputs * used.size, limits.MOST_NUMBERS, "numbers", "leave columns out or take fewer rows"
        )
        streams = np.random.default_rng(seed) if rng is None else rng
        labels = answer.labels[used] if answer.classes else None
        if split == "order":
            train, test = ordered_split(used.size, test_share)
        else:
            train, test = random_split(used.size, test_share, rng=streams, labels=labels)
        notes.append(split_note(train.size, test.size, split, bool(answer.classes)))
        encoder = RowEncoder(kept, columns)
        encoder.fit(used[train])
        if answer.classes:
            Y, y_center, y_spread = one_hot(labels, len(answer.classes)), 0.0, 1.0
            notes += class_notes(answer.classes, labels, train, target)
            if balance:
                train, said = balanced(train, labels)
                limits.allow(
                    inputs * train.size, limits.MOST_NUMBERS, "numbers", "do not balance the classes"
                )
                notes.append(said)
        else:
            y_center, y_spread = _scale_of_target(answer.values[used[train]], target)
            Y = (answer.values[used][None, :] - y_center) / y_spread
        notes += column_notes(plans, target)
        dtype = np.float32 if inputs * used.size > limits.MANY_NUMBERS else np.float64
        return Dataset(
            name="upload",
            title=self.name or "Your table",
            kind=kind,
            X_train=encoder.rows(used[train], dtype),
            Y_train=np.ascontiguousarray(Y[:, train]),
            X_test=encoder.rows(used[test], dtype),
            Y_test=np.ascontiguousarray(Y[:, test]),
            columns=encoder.names,
            classes=answer.classes,
            target=target,
            center=encoder.center,
            spread=encoder.spread,
            y_center=y_center,
            y_spread=y_spread,
            notes=(*notes, *self.notes, self.guess.sentence()),
            train_rows=used[train],
            test_rows=used[test],
            encoder=encoder.alone(),
        )

    def _checked_choices(self, types, leave_out):
        types, leave_out = dict(types or {}), set(leave_out)
        for name in (*types, *leave_out):
            if name not in self.frame.columns:
                raise DataError(f"there is no column {name!r}; choose from {listed(self.columns)}")
        for name, type_ in types.items():
            if type_ not in TYPES:
                raise DataError(f"the type of {name} must be one of {', '.join(TYPES)}, got {type_!r}")
        return types, leave_out

    def _answer(self, target, kind, missing):
        if kind not in KINDS:
            raise DataError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
        column = self.column(target, missing)
        return (
            Quantity(column)
            if kind == "regression"
            else Classes(column, kind, numeric=self.type_of(target) == "number")
        )


def _scale_of_target(values, target):
    """Center and spread that bring most targets into -1…1: the mean and two deviations."""
    spread = 2 * values.std()
    if not spread > 0:
        raise DataError(
            f"the target {target} is the same in every training row; choose another target or split"
        )
    return float(values.mean()), float(spread)


def _used_rows(answer, target, kept, columns, blanks):
    """Numbers of the rows that are learned from or tested on, and notes about the others."""
    total, use, notes = answer.blank.size, ~answer.blank, []
    if answer.blank.any():
        notes.append(
            f"Left out: {limits.counted(answer.blank.sum(), 'row')} where {target} is blank{answer.lost}."
        )
    if blanks == "drop":
        gaps = np.zeros(total, bool)
        for plan, column in zip(kept, columns, strict=True):
            gaps |= column.blank if plan.type == "category" else np.isnan(prepared(column, plan.type))
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
