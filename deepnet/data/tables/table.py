"""A table as it came, and the Dataset that is made of it once a target is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import KINDS, DataError, Dataset, one_hot
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables.answers import Classes, Quantity
from deepnet.data.tables.columns import TYPES, Column, ColumnPlan, plan_column
from deepnet.data.tables.encoding import RowEncoder
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.notes import listed
from deepnet.data.tables.prospect import Prospect, prospect_of

TARGET_NAMES = ("target", "label", "labels", "class", "klasse", "classe", "clase", "species", "outcome")
TARGET_NAMES += ("diagnosis", "survived", "churn", "quality")

LONGEST_CELL = 200  # characters that a preview shows


class Table:
    """Texts in named columns.  `frame` holds them, `guess` how they were read, `notes` what was skipped.

    label_choices: the arrays that could be the target, label_choice the one that is; of arrays only.
    """

    label_choices: tuple[str, ...] = ()
    label_choice: str = ""

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
        self.columns: tuple[str, ...] = tuple(map(str, frame.columns))
        self._place = {column: i for i, column in enumerate(self.columns)}
        self._columns: dict[tuple, Column] = {}
        self._types: dict[str, str] = {}
        self._answers: dict[tuple, Quantity | Classes] = {}

    def column(self, name: str, missing: tuple[str, ...] = ()) -> Column:
        """What one column holds; raises DataError for a name that is not there."""
        if name not in self._place:
            raise DataError(f"there is no column {name!r}; choose from {listed(self.columns)}")
        key = (name, tuple(missing))
        if key not in self._columns:
            self._columns[key] = Column(
                name,
                self.frame[name],
                decimal=self.guess.decimal,
                thousands=self.guess.thousands,
                missing=missing,
                unnamed=self.guess.header and name == f"column {self._place[name] + 1}",
            )
        return self._columns[key]

    def type_of(self, name: str) -> str:
        """The guessed type of a column, one of TYPES."""
        if name not in self._types:
            self._types[name] = self.column(name).guess_type()
        return self._types[name]

    @property
    def looked(self) -> bool:
        """Whether the type of every column is known."""
        return len(self._types) == len(self.columns)

    def look(self, progress: Progress = quietly) -> None:
        """Guess the type of every column now, and tell which one is being looked at."""
        for i, name in enumerate(self.columns):
            progress(i / len(self.columns), f"Looking at column {i + 1} of {len(self.columns)}: {name}")
            self.type_of(name)
            _ = self.column(name).distinct

    def preview(self, rows: int = 8) -> pd.DataFrame:
        """The first rows, as they stand in the file; very long cells are cut."""
        return self.frame.head(rows).apply(lambda texts: texts.str.slice(0, LONGEST_CELL))

    def guess_target(self) -> str:
        """A column called target, label, class…; else a last one of categories; else one called y; else the
        only one of classes; else the last of categories or numbers."""
        by_name = {name.strip().lower(): name for name in reversed(self.columns)}
        for name in TARGET_NAMES:
            if name in by_name:
                return by_name[name]
        if self.type_of(self.columns[-1]) == "category" and self.column(self.columns[-1]).distinct > 1:
            return self.columns[-1]
        if "y" in by_name:
            return by_name["y"]
        of_classes = [name for name in self.columns if self._holds_classes(name)]
        if len(of_classes) == 1:
            return of_classes[0]
        for name in reversed(self.columns):
            if self.type_of(name) in ("category", "number") and self.column(name).distinct > 1:
                return name
        return self.columns[-1]

    def _holds_classes(self, name):
        return 1 < self.column(name).distinct <= 20 and (
            self.type_of(name) == "category"
            or (self.type_of(name) == "number" and self.guess_kind(name) != "regression")
        )

    def guess_kind(self, target: str, *, missing: tuple[str, ...] = ()) -> str:
        """Words are classes.  Numbers are a quantity, unless there are only two, or they count 0, 1, 2… or
        1, 2, 3… as codes of classes do."""
        column = self.column(target, missing)
        if self.type_of(target) != "number":
            return self.kind_of_classes(target, missing=missing)
        values = np.unique(column.numbers.values[np.isfinite(column.numbers.values)])
        if values.size <= 2:
            return "binary"
        codes = values[0] in (0, 1) and values.size <= 20 and (np.diff(values) == 1).all()
        return "multi-class" if codes and column.numbers.unreadable == 0 else "regression"

    def kind_of_classes(self, target: str, *, missing: tuple[str, ...] = ()) -> str:
        """The kind of a target that is taken as classes, whatever it looks like."""
        return "binary" if self.column(target, missing).distinct == 2 else "multi-class"

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

    def prospect(
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
        seed: int = 0,
        rng: np.random.Generator | None = None,
    ) -> Prospect:
        """What `to_dataset` would make with the same arguments: its rows, its columns, and every count."""
        target = self.guess_target() if target is None else target
        plans = self.plan(target, types=types, leave_out=leave_out, kind=kind, missing=missing)
        kind = self.guess_kind(target, missing=missing) if kind is None else kind
        columns = [self.column(plan.name, missing) for plan in plans if plan.kept and plan.name != target]
        return prospect_of(
            target,
            kind,
            self._answer(target, kind, missing),
            plans,
            columns,
            test_share=test_share,
            split=split,
            blanks=blanks,
            rng=np.random.default_rng(seed) if rng is None else rng,
        )

    def to_dataset(self, target: str | None = None, **choices) -> Dataset:
        """Inputs and targets of a network: blanks filled, numbers scaled, categories one-hot, split in two.

        target (a column) and kind ("binary", "multi-class", "regression") are guessed if None.
        types: column -> one of TYPES, overruling the guess.  missing: texts that are blanks, such as ("NA",).
        split: "random" (in equal shares of each class) or "order" (the last rows are the test).
        blanks: "fill" them (numbers by the median, words by a value of their own) or "drop" their rows.
        choices are those of `prospect`.  Fillings, scales and categories are learned from the training rows
        alone.  Raises DataError.
        """
        dtype, prospect = np.float64, self.prospect(target, **choices)
        answer, train, test = prospect.answer, prospect.train, prospect.test
        if prospect.inputs * (train.size + test.size) > limits.MANY_NUMBERS:
            dtype = np.float32
        encoder = RowEncoder(prospect.kept, prospect.columns)
        encoder.fit(train)
        if answer.classes:
            y_center, y_spread = 0.0, 1.0
            Y_train, Y_test = (one_hot(answer.labels[rows], len(answer.classes)) for rows in (train, test))
        else:
            y_center, y_spread = _scale_of_target(answer.values[train], prospect.target)
            Y_train, Y_test = ((answer.values[rows][None, :] - y_center) / y_spread for rows in (train, test))
        (X_train, raw_train), (X_test, raw_test) = (encoder.rows(rows, dtype) for rows in (train, test))
        return Dataset(
            name="upload",
            title=self.name or "Your table",
            kind=prospect.kind,
            X_train=X_train,
            Y_train=Y_train,
            X_test=X_test,
            Y_test=Y_test,
            input_names=encoder.names,
            classes=answer.classes,
            target=prospect.target,
            center=encoder.center,
            spread=encoder.spread,
            y_center=y_center,
            y_spread=y_spread,
            notes=(*prospect.notes, *self.notes, self.guess.sentence()),
            train_rows=train,
            test_rows=test,
            raw_train=raw_train,
            raw_test=raw_test,
            layout=encoder.layout,
            encoder=encoder.alone(),
        )

    def _checked_choices(self, types, leave_out):
        types, leave_out = dict(types or {}), set(leave_out)
        for name in (*types, *leave_out):
            if name not in self._place:
                raise DataError(f"there is no column {name!r}; choose from {listed(self.columns)}")
        for name, type_ in types.items():
            if type_ not in TYPES:
                raise DataError(f"the type of {name} must be one of {', '.join(TYPES)}, got {type_!r}")
        return types, leave_out

    def _answer(self, target, kind, missing):
        if kind not in KINDS:
            raise DataError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
        key = target, kind, tuple(missing)
        if key not in self._answers:
            column = self.column(target, missing)
            numeric = self.type_of(target) == "number"
            self._answers[key] = (
                Quantity(column) if kind == "regression" else Classes(column, kind, numeric=numeric)
            )
        return self._answers[key]


def _scale_of_target(values, target):
    """Center and spread that bring most targets into -1…1: the mean and two deviations."""
    spread = 2 * values.std()
    if not spread > 0:
        raise DataError(
            f"the target {target} is the same in every training row; choose another target or split"
        )
    return float(values.mean()), float(spread)
