"""A table as it came, and the Dataset that is made of it once a target is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import KINDS, DataError, Dataset, one_hot
from deepnet.data.split import ordered_split, random_split
from deepnet.data.tables.answers import Classes, Quantity
from deepnet.data.tables.columns import TYPES, Column, ColumnPlan, plan_column
from deepnet.data.tables.encoding import RowEncoder
from deepnet.data.tables.guess import Guess

TARGET_NAMES = ("target", "label", "labels", "class", "species", "outcome", "diagnosis")
SPLITS = ("random", "order")


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
                f"{name or 'the file'} has {len(frame)} row{'s' * (len(frame) != 1)} of values, "
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
            raise DataError(f"there is no column {name!r}; choose from {_listed(self.columns)}")
        key = (name, missing)
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
        seed: int = 0,
        rng: np.random.Generator | None = None,
    ) -> Dataset:
        """Inputs and targets of a network: blanks filled, numbers scaled, categories one-hot, split in two.

        target (a column) and kind ("binary", "multi-class", "regression") are guessed if None.
        types: column -> one of TYPES, overruling the guess.  missing: texts that are blanks, such as ("NA",).
        split: "random" (in equal shares of each class) or "order" (the last rows are the test).
        Fillings, scales and categories are learned from the training rows alone.  Raises DataError.
        """
        target = self.guess_target() if target is None else target
        self.column(target, missing)
        if split not in SPLITS:
            raise DataError(f"split must be one of {', '.join(SPLITS)}, got {split!r}")
        plans = self.plan(target, types=types, leave_out=leave_out, kind=kind, missing=missing)
        kind = self.guess_kind(target, missing=missing) if kind is None else kind
        answer = self._answer(target, kind, missing)
        used = np.flatnonzero(~answer.blank)
        notes = [f"{len(self.frame):,} rows read, {used.size:,} used."]
        if used.size < len(self.frame):
            notes.append(
                f"{len(self.frame) - used.size:,} rows were left out: {target} is blank{answer.lost}."
            )
        if used.size < limits.FEWEST_ROWS:
            raise DataError(
                f"only {used.size} rows have a value of {target}, at least {limits.FEWEST_ROWS} are needed; "
                "choose another target"
            )
        kept = [plan for plan in plans if plan.kept and plan.name != target]
        if not kept:
            raise DataError(
                f"no column is left to learn {target} from; keep at least one, or change its type"
            )
        limits.allow(sum(plan.inputs for plan in kept), limits.MOST_INPUTS, "inputs", "leave columns out")
        limits.allow(
            sum(plan.inputs for plan in kept) * used.size,
            limits.MOST_NUMBERS,
            "numbers",
            "leave columns out or take fewer rows",
        )
        streams = np.random.default_rng(seed) if rng is None else rng
        labels = answer.labels[used] if answer.classes else None
        if split == "order":
            train, test = ordered_split(used.size, test_share)
        else:
            train, test = random_split(used.size, test_share, rng=streams, labels=labels)
        encoder = RowEncoder(kept, [self.column(plan.name, missing) for plan in kept])
        encoder.fit(used[train])
        X_train, X_test = encoder.rows(used[train]), encoder.rows(used[test])
        if answer.classes:
            Y, y_center, y_spread = one_hot(labels, len(answer.classes)), 0.0, 1.0
            notes += _class_notes(answer.classes, labels, train, target)
        else:
            y_center, y_spread = _scale_of_target(answer.values[used[train]], target)
            Y = (answer.values[used][None, :] - y_center) / y_spread
        notes += _column_notes(plans, target)
        return Dataset(
            name="upload",
            title=self.name or "Your table",
            kind=kind,
            X_train=X_train,
            Y_train=np.ascontiguousarray(Y[:, train]),
            X_test=X_test,
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
                raise DataError(f"there is no column {name!r}; choose from {_listed(self.columns)}")
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


def _class_notes(classes, labels, train, target):
    counts = np.bincount(labels, minlength=len(classes))
    notes = []
    single = [name for name, count in zip(classes, counts, strict=True) if count == 1]
    if single:
        notes.append(
            f"Warning: {_listed(single)} in {target} has a single row: learned from, and never tested."
        )
    learned = np.bincount(labels[train], minlength=len(classes))
    absent = [name for name, count in zip(classes, learned, strict=True) if count == 0]
    if absent:
        notes.append(
            f"Warning: no training row is of class {_listed(absent)}; split at random to have all classes."
        )
    if counts.max() > 4 * counts[counts > 1].min(initial=counts.max()):
        shares = sorted(zip(counts, classes, strict=True), reverse=True)
        most, least = shares[0], shares[-1]
        notes.append(
            f"Warning: uneven classes, from {most[0]:,} rows ({most[1]}) to {least[0]:,} ({least[1]}): "
            f"always saying {most[1]} would be right in {most[0] / counts.sum():.0%}."
        )
    return notes


def _column_notes(plans, target):
    notes = [f"Warning: {plan.name} {plan.warning}" for plan in plans if plan.warning]
    for plan in plans:
        if not plan.kept:
            notes.append(f"{plan.name} is {plan.why}.")
        elif plan.name != target and ";" in plan.why:
            notes.append(f"{plan.name}: {plan.why.split('; ', 1)[1]}.")
    return notes


def _listed(names, most: int = 8):
    names = list(names)
    return ", ".join(map(str, names[:most])) + (f" and {len(names) - most} more" if len(names) > most else "")
