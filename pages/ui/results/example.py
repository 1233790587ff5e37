"""The example that is on trial: one row of the data, a picture, or values typed into the form."""

from dataclasses import dataclass

import numpy as np

from pages.ui.state.kept import keep, kept


@dataclass(frozen=True, eq=False)
class Example:
    """Exactly one of values (of a form's fields) and X (n_x, 1), of a picture.

    row: where it comes from, (part, column of X), or None if it is the visitor's own.
    """

    dataset: object
    values: dict | None = None
    X: np.ndarray | None = None
    row: tuple[str, int] | None = None


def example_of_row(dataset, form, part: str, row: int) -> Example:
    """One row of a part; form None for pictures."""
    if form is None:
        return Example(dataset, X=dataset.part(part).X[:, [row]], row=(part, row))
    raw = dataset.part(part).raw
    return Example(dataset, values=form.values(raw[:, row]), row=(part, row))


def send(example: Example) -> None:
    """Put an example on trial."""
    keep("trial", example)
    keep("results.view", "trial")


def sent(dataset) -> Example | None:
    """What was put on trial last, if it belongs to these data."""
    example = kept("trial")
    return example if example is not None and example.dataset is dataset else None
