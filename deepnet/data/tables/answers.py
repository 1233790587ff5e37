"""The target of a table: a quantity, or classes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from deepnet.data import limits
from deepnet.data.dataset import DataError
from deepnet.data.tables.columns import Column


class Quantity:
    """A number to predict: values (m,), blank (m,) where there is none; `lost` says what was not a number."""

    classes: tuple[str, ...] = ()

    def __init__(self, column: Column):
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

    def repeated_by(self, column: Column) -> str:
        """A warning if another column rises in step with the target."""
        values = column.numbers.values
        both = np.isfinite(values) & ~self.blank
        if both.sum() < 10 or np.ptp(values[both]) == 0:
            return ""
        share = abs(np.corrcoef(values[both], self.values[both])[0, 1])
        return "follows the target exactly: does it tell the answer?" if share > 0.9999 else ""


class Classes:
    """Classes to tell apart, named by their texts.  labels (m,), -1 where blank."""

    lost = ""

    def __init__(self, column: Column, kind: str, *, numeric: bool):
        texts = column.texts
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
            names = [str(name) for name in found]
        if len(names) < 2:
            only = f": {names[0]}" if names else ""
            raise DataError(
                f"the target {column.name} has {'only one class' + only if names else 'no values'}, "
                "at least two classes are needed; "
                "choose another target"
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
        self.classes = tuple(names)
        self.labels = np.full(len(texts), -1)
        self.labels[~self.blank] = codes

    def repeated_by(self, column: Column) -> str:
        """A warning if each value of another column goes with one class only, and there are few values."""
        if not 2 <= column.distinct <= 2 * len(self.classes) + 2:
            return ""
        both = ~column.blank & ~self.blank
        codes, found = pd.factorize(column.texts[both])
        pairs = np.unique(codes.astype(np.int64) * len(self.classes) + self.labels[both])
        if len(found) >= len(self.classes) and pairs.size == len(found):
            return "tells the class in every row: does it repeat the target?"
        return ""
