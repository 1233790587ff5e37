"""Columns of a table turned into inputs of a network, all fitted on the training rows alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from deepnet.data.column import Column
from deepnet.data.dataset import DataError
from deepnet.data.naming import input_name
from deepnet.data.tables.answers import measures
from deepnet.data.tables.columns import MOST_CATEGORIES, ColumnPlan, TextColumn
from deepnet.data.tables.numbers import pieces

FITTED_AT_ONCE = 1_000_000  # numbers
RARE = "(rare)"  # the words that share an input


class RowEncoder:
    """Makes inputs (n_x, rows) of table rows; called with a dict of texts, of one new row."""

    def __init__(self, plans: list[ColumnPlan], columns: list[TextColumn]):
        self.types = {plan.name: plan.type for plan in plans}
        self._signs = {column.name: (column.decimal, column.thousands) for column in columns}
        self._frame = pd.DataFrame(
            {column.name: measures(column, self.types[column.name]) for column in columns}
        )
        self._words = {
            column.name: column.words[1] for column in columns if self.types[column.name] == "category"
        }
        self._formats = {
            column.name: column.dates[1] for column in columns if self.types[column.name] == "date"
        }
        self._ordered = sorted(self.types, key=lambda name: self.types[name] == "category")
        scaled = [name for name in self._ordered if self.types[name] != "category"]
        words = [name for name in self._ordered if self.types[name] == "category"]
        # A large table is scaled a few columns at a time: each time copies are made of them.
        few = max(1, FITTED_AT_ONCE // len(self._frame))
        self._scaled = [scaled[start : start + few] for start in range(0, len(scaled), few)]
        self._transformer = ColumnTransformer(
            [
                *(
                    (
                        f"numbers {i}",
                        make_pipeline(
                            SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler()
                        ),
                        names,
                    )
                    for i, names in enumerate(self._scaled)
                ),
                (
                    "words",
                    OneHotEncoder(
                        max_categories=MOST_CATEGORIES,
                        handle_unknown="infrequent_if_exist",
                        sparse_output=False,
                    ),
                    words,
                ),
            ],
            sparse_threshold=0,
        )

    def fit(self, rows: np.ndarray) -> None:
        """Learn fillings, scales and categories from these rows; sets names, center, spread and layout.

        A column of categories gets an input for each of its frequent words; the rare ones share one.
        """
        self._transformer.fit(self._frame.iloc[rows])
        numbers = [name for name in self._ordered if self.types[name] != "category"]
        words = [name for name in self._ordered if self.types[name] == "category"]
        names, center, spread, self._fillings = list(numbers), [], [], []
        made = {name: Column(name, (i,), self.types[name]) for i, name in enumerate(numbers)}
        for i in range(len(self._scaled)):
            imputer, scaler = (
                step for _, step in self._transformer.named_transformers_[f"numbers {i}"].steps
            )
            center += list(scaler.mean_)
            spread += list(scaler.scale_)
            self._fillings += list(np.nan_to_num(imputer.statistics_))  # nan: not one cell is filled
        if words:
            encoder = self._transformer.named_transformers_["words"]
            for name, values, pooled in zip(
                words, encoder.categories_, _pooled(encoder, len(words)), strict=True
            ):
                frequent = [self._words[name][code] for code in values if code not in pooled]
                labels = (*frequent, *([RARE] if pooled else []))
                places = tuple(range(len(names), len(names) + len(labels)))
                made[name] = Column(name, places, "category", labels=labels)
                names += [input_name(name, word) for word in labels]
        rest = len(names) - len(center)
        self.names = tuple(names)
        self.layout = tuple(made[name] for name in self.types)  # in the order of the table
        self.center = np.array(center + [0.0] * rest)
        self.spread = np.array(spread + [1.0] * rest)

    def rows(self, rows: np.ndarray, dtype=np.float64) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (n_x, len(rows)) of these rows of the table, and the same in their own units."""
        X, raw = np.empty((len(self.names), len(rows)), dtype), np.empty((len(self.names), len(rows)))
        for part in pieces(len(rows)):
            X[:, part], raw[:, part] = self._inputs(self._frame.iloc[rows[part]])
        return X, raw

    def _inputs(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (n_x, m) of rows, and the same in their own units, blanks filled in."""
        X = np.ascontiguousarray(self._transformer.transform(frame).T)
        raw = X.copy()
        for i, filling in enumerate(self._fillings):
            values = frame[self._ordered[i]].to_numpy()
            raw[i] = np.where(np.isnan(values), filling, values)
        return X, raw

    def alone(self) -> RowEncoder:
        """The same without the table, for single new rows."""
        self._frame = None
        return self

    def __call__(self, example: Mapping[str, str]) -> np.ndarray:
        """Inputs X (n_x, 1) of a dict column -> text; blank or missing columns are filled in."""
        if not isinstance(example, Mapping):
            raise DataError(
                f"an example must be a dict of column names and values, got {type(example).__name__}"
            )
        unknown = [name for name in example if name not in self.types]
        if unknown:
            raise DataError(f"there is no input column {unknown[0]!r}; choose from {', '.join(self.types)}")
        cells = {}
        for name, type_ in self.types.items():
            text = "" if example.get(name) is None else str(example[name]).strip()
            decimal, thousands = self._signs[name]
            column = TextColumn(
                name,
                pd.Series([text], dtype=str),
                decimal=decimal,
                thousands=thousands,
                date_format=self._formats.get(name),
            )
            if type_ == "category":
                known = np.flatnonzero(self._words[name] == column.words[1][0])
                cells[name] = known[:1] if known.size else np.array([-1])  # -1: a word not met before
            else:
                cells[name] = measures(column, type_)
                if not (np.isfinite(cells[name][0]) or column.blank[0] or column.numbers.blank):
                    raise DataError(f"{name} must be a {type_}, got {text!r}")
        return self._inputs(pd.DataFrame(cells))[0]


def _pooled(encoder, count):
    found = getattr(encoder, "infrequent_categories_", [None] * count)
    return [set() if values is None else set(values) for values in found]
