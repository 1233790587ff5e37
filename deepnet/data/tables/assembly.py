"""The arrays of a data set, made of what a table is to become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from deepnet.data import limits
from deepnet.data.dataset import DataError, Dataset, one_hot
from deepnet.data.tables.encoding import RowEncoder
from deepnet.data.tables.prospect import Prospect

if TYPE_CHECKING:
    from deepnet.data.tables.table import Table


def assembled(prospect: Prospect, table: Table) -> Dataset:
    """The data set of this prospect of `table`; raises DataError where a target does not vary in training."""
    dtype = np.float64
    answer, train, test = prospect.answer, prospect.train, prospect.test
    if prospect.inputs * (train.size + test.size) > limits.MANY_NUMBERS:
        dtype = np.float32
    encoder = RowEncoder(prospect.kept, prospect.columns)
    encoder.fit(train)
    if answer.classes:
        y_center, y_spread = 0.0, 1.0
        Y_train, Y_test = (one_hot(answer.labels[rows], len(answer.classes)) for rows in (train, test))
    else:
        values = np.stack([each.values for each in prospect.answers])
        scales = [
            _scale_of_target(row[train], name) for row, name in zip(values, prospect.targets, strict=True)
        ]
        y_center, y_spread = (np.array(each) for each in zip(*scales, strict=True))
        Y_train, Y_test = (
            (values[:, rows] - y_center[:, None]) / y_spread[:, None] for rows in (train, test)
        )
        if len(scales) == 1:
            y_center, y_spread = scales[0]
    (X_train, raw_train), (X_test, raw_test) = (encoder.rows(rows, dtype) for rows in (train, test))
    return Dataset(
        name="upload",
        title=table.name or "Your table",
        kind=prospect.kind,
        X_train=X_train,
        Y_train=Y_train,
        X_test=X_test,
        Y_test=Y_test,
        input_names=encoder.names,
        classes=answer.classes,
        target=prospect.target,
        targets=prospect.targets,
        center=encoder.center,
        spread=encoder.spread,
        y_center=y_center,
        y_spread=y_spread,
        notes=(*prospect.notes, *table.notes, table.guess.sentence()),
        train_rows=train,
        test_rows=test,
        raw_train=raw_train,
        raw_test=raw_test,
        layout=encoder.layout,
        encoder=encoder.alone(),
    )


def _scale_of_target(values, target):
    """Center and spread that bring most targets into -1…1: the mean and two deviations."""
    spread = 2 * values.std()
    if not spread > 0:
        raise DataError(
            f"the target {target} is the same in every training row; choose another target or split"
        )
    return float(values.mean()), float(spread)
