"""The target of a table: a quantity, or classes."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import balanced_accuracy_score
from sklearn.tree import DecisionTreeClassifier

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.naming import unique_names
from deepnet.data.tables.columns import TextColumn
from deepnet.data.tables.notes import share

LONGEST_NAME = 80
FEWEST_TO_TELL = 10  # rows of a class


class Target:
    """What is to be predicted, and which columns give it away."""

    def __init__(self):
        self._warnings: dict[tuple[str, str], str] = {}

    def warning(self, column: TextColumn, type_: str) -> str:
        """What to say of a column, used as `type_`, that repeats or nearly determines the target; or ""."""
        key = column.name, type_
        if key not in self._warnings:
            self._warnings[key] = self._told_by(column, type_)
        return self._warnings[key]


class Quantity(Target):
    """A number to predict: values (m,), blank (m,) where there is none; `lost` says what was not a number."""

    classes: tuple[str, ...] = ()

    def __init__(self, column: TextColumn):
        super().__init__()
        numbers = column.numbers
        self.values = numbers.values
        self.blank = ~np.isfinite(numbers.values)
        if self.blank.all():
            raise DataError(
                f"the target {column.name} holds no numbers, a quantity needs them; choose classes instead"
            )
        if np.ptp(self.values[~self.blank]) == 0:
            raise DataError(f"the target {column.name} is the same in every row; choose another target")
        unread = numbers.unreadable + numbers.not_finite
        self.lost = f" or not a number ({limits.counted(unread, 'row')})" if unread else ""

    def _told_by(self, column, type_):
        """A warning if a number or date rises or falls in step with the target."""
        if type_ not in ("number", "date"):
            return ""
        pairs = pd.DataFrame({"input": measures(column, type_), "target": self.values}).iloc[
            _look(self.blank)
        ]
        pairs = pairs[np.isfinite(pairs).all(axis=1)]
        if len(pairs) < 10 or (pairs.nunique() < 2).any():
            return ""
        share = max(abs(pairs.corr(method=how).iloc[0, 1]) for how in ("pearson", "spearman"))
        if share > 0.9999:
            return "follows the target exactly: does it tell the answer?"
        return "follows the target closely: would you know it before the answer?" if share > 0.995 else ""


class Classes(Target):
    """Classes to tell apart, named by their texts.  labels (m,), -1 where blank."""

    lost = ""

    def __init__(self, column: TextColumn, kind: str, *, numeric: bool):
        super().__init__()
        texts, self.merged = column.texts, ""
        if numeric:
            # 1 and 1.0 are one class; its name is the text that came first.
            values = column.numbers.values
            self.blank = ~np.isfinite(values)
            codes, found = pd.factorize(values[~self.blank], sort=True)
            first = np.zeros(len(found), int)
            first[codes[::-1]] = np.flatnonzero(~self.blank)[::-1]
            names = [texts.iloc[i] for i in first]
        else:
            self.blank = column.blank
            codes, found = pd.factorize(texts[~self.blank], sort=True)
            codes, names, merged = _of_one_case(codes, [str(name) for name in found])
            if merged:
                self.merged = f"Classes of {column.name} that differ in capitals only are one: {merged}."
        if len(names) < 2:
            only = f": {names[0]}" if names else ""
            raise DataError(
                f"the target {column.name} has {'only one class' + only if names else 'no values'}, "
                "at least two classes are needed; "
                "choose another target"
            )
        filled = int((~self.blank).sum())
        if len(names) > max(limits.MOST_CLASSES, 0.5 * filled) and not numeric:
            raise DataError(
                f"the target {column.name} holds {len(names):,} different texts in {filled:,} rows; classes "
                f"are few (at most {limits.MOST_CLASSES}) and come again and again; choose another target"
            )
        limits.allow(
            len(names),
            limits.MOST_CLASSES,
            f"classes in {column.name}",
            "choose another target, or predict it as a quantity",
        )
        if kind == "binary" and len(names) != 2:
            raise DataError(
                f"the target {column.name} has {len(names)} classes, a binary one has two; choose multi-class"
            )
        if kind == "multi-class" and len(names) == 2:
            raise DataError(f"the target {column.name} has two classes; choose binary")
        # A class of a very long text is shown by its beginning.
        self.classes = tuple(unique_names(names, LONGEST_NAME))
        self.labels = np.full(len(texts), -1)
        self.labels[~self.blank] = codes

    def _told_by(self, column, type_):
        """A warning if one column tells the classes: each value goes with one class, or a few cuts do it."""
        rows = np.flatnonzero(~column.blank & ~self.blank)
        few = 2 <= column.distinct <= 2 * len(self.classes) + 2
        if few and column.distinct >= len(self.classes):
            codes, found = pd.factorize(column.texts.iloc[rows])
            pairs = np.unique(codes.astype(np.int64) * len(self.classes) + self.labels[rows])
            often = np.bincount(self.labels[rows]) >= 3
            if pairs.size == len(found) and often.sum() >= 2:
                return "tells the class in every row: does it repeat the target?"
        if type_ == "category" and not few:
            return ""
        rows = _look(self.blank)
        values, labels = measures(column, type_)[rows], self.labels[rows]
        # A class of a handful of rows lies apart along some column by chance.
        known = np.isfinite(values) & (np.bincount(labels)[labels] >= FEWEST_TO_TELL)
        values, labels = values[known], labels[known]
        if labels.size < 50 or np.unique(labels).size < 2:
            return ""
        # Along a column that tells them, the classes lie in few runs; by chance they lie in many.
        order = labels[np.argsort(values, kind="stable")]
        runs = np.count_nonzero(np.diff(order)) + 1
        by_chance = labels.size * (1 - np.square(np.bincount(labels) / labels.size).sum())
        if runs > len(self.classes) + 2 + 0.2 * by_chance and type_ != "category":
            return ""
        leaves = len(self.classes) + 1 if type_ != "category" else column.distinct + 1
        tree = DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=0, class_weight="balanced")
        found = tree.fit(values[:, None], labels).predict(values[:, None])
        if balanced_accuracy_score(labels, found) < 0.99:
            return ""
        right = share(int((found == labels).sum()), labels.size)
        return f"tells the class in {right} of the rows by itself: would you know it before the answer?"


def class_count(column: TextColumn, numeric: bool) -> int:
    """How many classes the texts of a column are."""
    if numeric or not column.texts[~column.blank].size:
        return column.distinct
    _, found = column.words
    names = [str(name) for name in found if name != "(blank)" or not column.blank.any()]
    return len(_of_one_case(np.arange(len(names)), names)[1])


def _of_one_case(codes, names):
    """Codes and names with those brought together that differ in capitals only, and a sentence about which.

    Single letters are left alone: a and A may be two.
    """
    if len(names) > 2 * limits.MOST_CLASSES:
        return codes, names, ""
    counts = np.bincount(codes, minlength=len(names))
    groups: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        key = name if len(name) < 2 else " ".join(name.casefold().split())
        groups.setdefault(key, []).append(i)
    if len(groups) == len(names):
        return codes, names, ""
    place = np.empty(len(names), np.intp)
    for new, members in enumerate(groups.values()):
        place[members] = new
    kept = [names[max(members, key=lambda i: counts[i])] for members in groups.values()]
    said = ", ".join(" = ".join(names[i] for i in members) for members in groups.values() if len(members) > 1)
    return place[codes], kept, said


def measures(column: TextColumn, type_: str) -> np.ndarray:
    """One column (m,) as numbers: with NaN for blanks, or the codes of its words."""
    if type_ == "number":
        return column.numbers.values
    return column.dates[0] if type_ == "date" else column.words[0]


def _look(blank):
    """At most 1000 rows that have a target, from the whole length of the table."""
    rows = np.flatnonzero(~blank)
    return rows[:: -(-len(rows) // 1000)] if len(rows) else rows
