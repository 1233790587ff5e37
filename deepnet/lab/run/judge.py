"""How what a network puts out is read: the class or value it answers, how sure, right or wrong, its loss."""

from typing import NamedTuple

import numpy as np

from deepnet.lab.run.recipe import targets
from deepnet.losses import pair
from deepnet.numerals import number, percent

LARGEST = float(np.finfo(np.float64).max)  # so that a score is a number as long as the outputs are


class Said(NamedTuple):
    """An answer in words, and whether it is right; of a value, None."""

    text: str
    right: bool | None


class Judge:
    """The one rule for the stage, for results, for what matters and for single examples.

    Z_L (n_L, m) is the last layer's sums, AL its output; Y (n_y, m) targets as the data set has them.
    """

    def __init__(self, dataset, output: str, loss: str):
        """output, loss: by name, as the network has them."""
        self.dataset, self.kind, self.output = dataset, dataset.kind, output
        self._each = pair(output, loss).each

    @property
    def metric(self) -> str:
        """What `score` is called."""
        return "R²" if self.kind == "regression" else "accuracy"

    def target(self, Y: np.ndarray) -> np.ndarray:
        """Y as the output is to meet it."""
        return targets(Y, self.output)

    def losses(self, Z_L: np.ndarray, target: np.ndarray) -> np.ndarray:
        """The loss of each row (m,), against `target(Y)`."""
        with np.errstate(all="ignore"):
            return self._each(Z_L, target)[0]

    def truth(self, Y: np.ndarray) -> np.ndarray:
        """Class numbers (m,); of a regression the values (n_y, m), in their own units."""
        if self.kind == "regression":
            return self._values(Y)
        return Y[0].astype(np.intp) if self.kind == "binary" else Y.argmax(axis=0)

    def found(self, Z_L: np.ndarray) -> np.ndarray:
        """What the network answers, as `truth` has it."""
        if self.kind == "regression":  # whose output is its sums
            return self._values(Z_L)
        return (Z_L[0] > 0).astype(np.intp) if self.kind == "binary" else Z_L.argmax(axis=0)

    def shares(self, AL: np.ndarray) -> np.ndarray:
        """The probability given to each class (k, m): for a tanh output a, which is none, (1 + a) / 2."""
        AL = np.array(AL, np.float64)
        if self.kind == "multi-class":
            return AL
        one = (1 + AL) / 2 if self.output == "tanh" else AL
        return np.vstack([1 - one, one])

    def score(self, truth: np.ndarray, found: np.ndarray) -> float:
        """The accuracy; of a regression R², the mean over the targets.  nan where it is undefined."""
        if self.kind != "regression":
            return np.count_nonzero(truth == found) / len(truth)
        each = [r2(*rows) for rows in zip(truth, found, strict=True)]
        defined = [value for value in each if not np.isnan(value)]
        return float(np.mean(defined)) if defined else np.nan

    def said(self, Z_L: np.ndarray, AL: np.ndarray, Y: np.ndarray) -> Said:
        """The answer to a single row, each (n, 1)."""
        found = self.found(Z_L)
        if self.kind == "regression":
            return Said(", ".join(number(value) for value in found[:, 0]), None)
        share = self.shares(AL)[found[0], 0]
        return Said(f"{self.dataset.classes[found[0]]} {percent(share)}", bool(found == self.truth(Y)))

    def _values(self, outputs: np.ndarray) -> np.ndarray:
        return np.stack([self.dataset.in_target_units(row, k) for k, row in enumerate(outputs)])


def r2(truth: np.ndarray, found: np.ndarray) -> float:
    """1 - Σ (truth - found)² / Σ (truth - mean)² of rows (m,), in whatever unit.

    nan for a single row, and where all targets are equal: there is no spread to compare with.
    """
    if len(truth) < 2 or truth.min() == truth.max():
        return np.nan
    off = truth - truth.mean()
    unit = np.abs(off).max()  # so that no square is too small or too large for a number
    with np.errstate(over="ignore", invalid="ignore"):
        missed = np.square((truth - found) / unit).sum() / np.square(off / unit).sum()
    return 1 - min(float(missed), LARGEST)


def undefined(truth: np.ndarray, rows: str = "These rows") -> str:
    """Why `r2` has no value, in a sentence, or ""."""
    if len(truth) < 2:
        return (
            f"R² is undefined for {rows[0].lower() + rows[1:]}: a single row has no spread to compare with."
        )
    if truth.min() == truth.max():
        return f"R² is undefined for {rows[0].lower() + rows[1:]}: their targets are all equal."
    return ""
