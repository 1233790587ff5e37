"""A table as it came, and the Dataset that is made of it once a target is chosen."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import KINDS, DataError, Dataset
from deepnet.data.naming import unique_names
from deepnet.data.progress import Progress, quietly
from deepnet.data.tables.answers import Classes, Quantity, class_count
from deepnet.data.tables.assembly import assembled
from deepnet.data.tables.columns import TYPES, ColumnPlan, TextColumn, plan_column
from deepnet.data.tables.decimals import guess_decimal
from deepnet.data.tables.guess import Guess
from deepnet.data.tables.notes import listed
from deepnet.data.tables.proposal import (
    LIKE_AN_ANSWER,
    Look,
    by_name,
    meant_all_the_same,
    plain_words,
    ranked,
)
from deepnet.data.tables.prospect import Prospect, prospect_of

MOST_CODES = 20  # numbers that may stand for classes
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
                + "".join(f" ({note.removeprefix('Warning: ').rstrip('.')})" for note in notes)
            )
        self.name, self.frame, self.guess, self.notes = name, frame, guess, tuple(notes)
        self.columns: tuple[str, ...] = tuple(map(str, frame.columns))
        self._place = {column: i for i, column in enumerate(self.columns)}
        self._columns: dict[tuple, TextColumn] = {}
        self._types: dict[str, str] = dict(guess.types)
        self._answers: dict[tuple, Quantity | Classes] = {}
        self._ranking: list[str] | None = None
        self._meant: list[str] = []

    def renamed(self, names: Mapping[str, str]) -> Table:
        """The same table with other names for some columns; what is known of them is kept."""
        new = unique_names([names.get(column, column) for column in self.columns])
        frame = self.frame.set_axis(new, axis=1)
        said = dict(zip(self.columns, new, strict=True))
        twin = Table(self.name, frame, self.guess, self.notes)
        twin.label_choices, twin.label_choice = self.label_choices, self.label_choice
        twin._types = {said[name]: type_ for name, type_ in self._types.items()}
        for (name, missing), column in self._columns.items():
            column = copy.copy(column)
            column.name = said[name]
            twin._columns[said[name], missing] = column
        return twin

    def column(self, name: str, missing: tuple[str, ...] = ()) -> TextColumn:
        """What one column holds; raises DataError for a name that is not there."""
        if name not in self._place:
            raise DataError(f"there is no column {name!r}; choose from {listed(self.columns)}")
        key = (name, tuple(missing))
        if key not in self._columns:
            decimal, thousands = self.signs_of(name)
            self._columns[key] = TextColumn(
                name,
                self.frame[name],
                decimal=decimal,
                thousands=thousands,
                missing=missing,
                unnamed=bool(self.guess.header) and name == f"column {self._place[name] + 1}",
                first=self._place[name] == 0,
            )
        return self._columns[key]

    def signs_of(self, name: str) -> tuple[str, str | None]:
        """The decimal sign and the thousands sign of one column: as said for all, else its own."""
        if self.guess.decimal_said:
            return self.guess.decimal, self.guess.thousands
        texts = self._head[self._place[name]]
        signs = set("".join(texts)) & {",", "."}
        if not signs or signs == {self.guess.decimal} == {"."}:
            return self.guess.decimal, self.guess.thousands
        return guess_decimal(texts, self.guess.separator) or (self.guess.decimal, self.guess.thousands)

    @cached_property
    def _head(self) -> list[list[str]]:
        """The first cells of each column."""
        return self.frame.iloc[:300].to_numpy(object).T.tolist()

    def type_of(self, name: str, missing: tuple[str, ...] = ()) -> str:
        """The guessed type of a column, one of TYPES; looked at anew where it holds what means blank."""
        if name not in self._types:
            self._types[name] = self.column(name).guess_type()
        if missing and name not in self.guess.types:
            column = self.column(name, missing)
            if (column.blank != self.column(name).blank).any():
                return column.guess_type()
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
        """The column that the table is likely about, never one that would be refused if another would not."""
        return self.proposals()[0]

    def proposals(self, most: int = 3) -> list[str]:
        """The columns that are likeliest to be predicted, the best first; at least one."""
        if self._ranking is None:
            looks = [self._look_at(name) for name in self.columns]
            self._ranking = ranked(looks, named=bool(self.guess.header)) or [self.columns[-1]]
            self._meant = meant_all_the_same(looks) if self.guess.header else []
        found = []
        for name in (*self._meant, *self._ranking):
            if name in self._meant or self._can_be_predicted(name):
                found.append(name)
                if len(found) == most:
                    break
        return found or self._ranking[:1]

    def _look_at(self, name):
        column, type_ = self.column(name), self.type_of(name)
        usable = type_ in ("number", "category") and column.distinct > 1
        classes = 0
        if usable and (type_ == "category" or column.distinct <= MOST_CODES):
            kind = self.guess_kind(name)
            classes = 0 if kind == "regression" else column.distinct
        whole = False
        if type_ == "number" and usable:
            values = column.numbers.values
            whole = bool((values[:2000] % 1 == 0).all())
        return Look(name, type_, classes, usable, whole, column.distinct == 1)

    def _can_be_predicted(self, name):
        try:
            self._answer(name, self.guess_kind(name), ())
        except DataError:
            return False
        return True

    def guess_kind(self, target: str, *, missing: tuple[str, ...] = ()) -> str:
        """Words are classes.  Numbers are a quantity, unless there are only two, or they count 0, 1, 2… or
        1, 2, 3… as codes of classes do, perhaps with gaps."""
        column = self.column(target, missing)
        if self.type_of(target, missing) != "number":
            return self.kind_of_classes(target, missing=missing)
        if column.distinct > MOST_CODES or column.numbers.unreadable:
            return "regression" if column.distinct > 2 else "binary"
        values = np.unique(column.numbers.values[np.isfinite(column.numbers.values)])
        if values.size <= 2:
            return "binary"
        codes = values[0] in (0, 1) and (values == np.round(values)).all()
        gaps = np.ptp(values) + 1 - values.size
        few_gaps = gaps == 0 or (gaps <= values.size / 3 and values.size >= 4)
        return "multi-class" if codes and few_gaps else "regression"

    def kind_of_classes(self, target: str, *, missing: tuple[str, ...] = ()) -> str:
        """The kind of a target that is taken as classes, whatever it looks like."""
        numeric = self.type_of(target, missing) == "number"
        return "binary" if class_count(self.column(target, missing), numeric) == 2 else "multi-class"

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
                        types.get(name, self.type_of(name, missing)),
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
                        self.type_of(name, missing),
                        name in leave_out,
                        answer,
                    )
                )
        if not any(plan.kept for plan in rows if plan.name != target):
            self._keep_the_only_input(rows, target, types, leave_out, missing, answer)
        return rows

    def _keep_the_only_input(self, rows, target, types, leave_out, missing, answer):
        """Take a column that counts the rows as an input where nothing else would be left."""
        for i, plan in enumerate(rows):
            if plan.name == target or plan.type != "identifier" or plan.name in (*types, *leave_out):
                continue
            column = self.column(plan.name, missing)
            if column.numbers.readable_share >= 0.9:
                kept = plan_column(column, "number", "number", False, answer)
                rows[i] = replace(kept, why=f"{kept.why}; it counts the rows, and is the only input")
                return

    def missing_codes(self, missing: tuple[str, ...] = ()) -> dict[str, list[str]]:
        """Numbers that may stand for what is missing, and are not said to, with the columns they are in."""
        found: dict[str, list[str]] = {}
        for name in self.columns:
            if self.type_of(name) == "number":
                for code in self.column(name, missing).missing_codes:
                    found.setdefault(code, []).append(name)
        return found

    def prospect(
        self,
        target: str | None = None,
        *,
        beside: Iterable[str] = (),
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
        beside = [name for name in beside if name != target]
        kind = self.guess_kind(target, missing=missing) if kind is None else kind
        if beside and kind != "regression":
            raise DataError(
                f"several targets must be quantities, {target} has classes; predict one column, or numbers"
            )
        plans = self.plan(target, types=types, leave_out=[*leave_out, *beside], kind=kind, missing=missing)
        plans = [
            replace(plan, why="a target, too: regression", kept=True) if plan.name in beside else plan
            for plan in plans
        ]
        answers = [self._answer(name, kind, missing) for name in (target, *beside)]
        inputs = [plan.name for plan in plans if plan.kept and plan.name not in (target, *beside)]
        columns = [self.column(name, missing) for name in inputs]
        notes = [
            f"Warning: {listed(names)}: {code} stands far from all other values and comes again and "
            "again; if it means that nothing was measured, add it to what is blank."
            for code, names in self.missing_codes(missing).items()
        ]
        also = [
            name
            for name in inputs
            if self.guess.header and by_name(plain_words(name), (), numeric=True) >= LIKE_AN_ANSWER
        ]
        if also:
            notes.append(
                f"{listed(also)} could be predicted as well; use {'it' if len(also) == 1 else 'them'} as "
                f"{'an input' if len(also) == 1 else 'inputs'} only if known beforehand."
            )
        return prospect_of(
            (target, *beside),
            kind,
            answers,
            plans,
            columns,
            test_share=test_share,
            split=split,
            blanks=blanks,
            rng=np.random.default_rng(seed) if rng is None else rng,
            notes=notes,
        )

    def to_dataset(self, target: str | None = None, **choices) -> Dataset:
        """Inputs and targets of a network: blanks filled, numbers scaled, categories one-hot, split in two.

        target (a column) and kind ("binary", "multi-class", "regression") are guessed if None.
        beside: other columns of numbers to predict at once.
        types: column -> one of TYPES, overruling the guess.  missing: texts that are blanks, such as ("NA",).
        split: "random" (in equal shares of each class) or "order" (the last rows are the test).
        blanks: "fill" them (numbers by the median, words by a value of their own) or "drop" their rows.
        choices are those of `prospect`.  Fillings, scales and categories are learned from the training rows
        alone.  Raises DataError.
        """
        return assembled(self.prospect(target, **choices), self)

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
            numeric = self.type_of(target, missing) == "number"
            self._answers[key] = (
                Quantity(column) if kind == "regression" else Classes(column, kind, numeric=numeric)
            )
        return self._answers[key]
