"""What a form asks for: a value for each column of a data set, and how a filled form becomes inputs."""

from collections.abc import Mapping

import numpy as np

Values = Mapping[str, float | str]  # by the names of the columns


class Form:
    """The columns of a data set that is no set of pictures, filled in one row at a time."""

    def __init__(self, dataset):
        self.dataset, self.columns = dataset, dataset.columns

    def typical(self) -> dict[str, float | str]:
        """Medians, and the most frequent words."""
        return {column.name: column.typical for column in self.columns}

    def values(self, raw: np.ndarray) -> dict[str, float | str]:
        """The values of one row of raw inputs (n,)."""
        return {column.name: column.value(raw) for column in self.columns}

    def raw(self, values: Values) -> np.ndarray:
        """Raw inputs (n, 1) of a value for each column."""
        raw = np.zeros(len(self.dataset.raw_train))
        for column in self.columns:
            column.write(values[column.name], raw)
        return raw[:, None]

    def X(self, values: Values) -> np.ndarray:
        """Inputs X (n_x, 1) of a value for each column."""
        return self.dataset.inputs_of(self.raw(values))

    def warnings(self, values: Values) -> list[str]:
        """A sentence for each value that is unlike anything in the training rows."""
        return [said for column in self.columns if (said := column.warning(values[column.name]))]
