"""What a network answers to rows of which the truth is known, and how good that is."""

from dataclasses import dataclass

import numpy as np

from deepnet.forward import Forward
from deepnet.lab.run.judge import r2
from deepnet.lab.run.moment import Moment
from deepnet.lab.run.scores import sample


@dataclass(frozen=True, eq=False)
class Answers:
    """A network's answers to n rows of one part of its data.

    rows (n,): columns of X_test or X_train; of: how many rows the part has.  loss (n,).
    Classes: truth and found (n,) are class numbers, shares (k, n) the probability given to each class.
    Regression: truth and found (n,) are those of one target, in its own units; shares is None.  The loss is
    that of all targets together, as they are trained on.
    """

    part: str
    rows: np.ndarray
    of: int
    truth: np.ndarray
    found: np.ndarray
    loss: np.ndarray
    shares: np.ndarray | None = None

    @property
    def sure(self) -> np.ndarray:
        """The probability of the class that was found (n,)."""
        return self.shares[self.found, np.arange(len(self.found))]

    @property
    def off(self) -> np.ndarray:
        """Regression: found - truth (n,), positive where the answer is too high."""
        return self.found - self.truth

    def hardest(self) -> np.ndarray:
        """Places of the rows, highest loss first."""
        return np.argsort(-self.loss, kind="stable")

    def wrong(self) -> np.ndarray:
        """Places of the rows with a wrong class, the surest first."""
        return self._surest(self.found != self.truth)

    def cell(self, truth: int, found: int) -> np.ndarray:
        """Places of the rows of class `truth` for which class `found` was answered, the surest first."""
        return self._surest((self.truth == truth) & (self.found == found))

    def _surest(self, these: np.ndarray) -> np.ndarray:
        places = np.flatnonzero(these)
        return places[np.argsort(-self.sure[places], kind="stable")]


def answers(moment: Moment, part: str, rows: np.ndarray | None = None, target: int = 0) -> Answers:
    """The answers to these rows of a part; to all of them, or to the sample that is scored, if None.

    target: which one of a regression's, counted from 0.
    """
    dataset, judge = moment.dataset, moment.judge
    X, Y, *_ = dataset.part(part)
    rows = sample(X.shape[1]) if rows is None else rows
    Y = Y[:, rows]
    forward = Forward(moment.network, X[:, rows])()
    loss = judge.losses(forward.Z_L, judge.target(Y))
    truth, found = judge.truth(Y), judge.found(forward.Z_L)
    if dataset.kind == "regression":
        return Answers(part, rows, X.shape[1], truth[target], found[target], loss)
    return Answers(part, rows, X.shape[1], truth, found, loss, judge.shares(forward.AL))


def confusion(truth: np.ndarray, found: np.ndarray, k: int) -> np.ndarray:
    """How often each class (row) got each answer (column): counts (k, k).

    >>> confusion(np.array([0, 0, 1]), np.array([0, 1, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    return np.bincount(truth * k + found, minlength=k * k).reshape(k, k)


@dataclass(frozen=True, eq=False)
class ByClass:
    """precision, recall, f1, support (k,).  What is a share of no rows is nan."""

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray
    support: np.ndarray


def by_class(counts: np.ndarray) -> ByClass:
    """Of the answers "class c", how many were right; of the rows of class c, how many were found."""
    right, support, answered = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return ByClass(right / answered, right / support, 2 * right / (support + answered), support)


@dataclass(frozen=True)
class Quality:
    """How good answers are, beside an answer that looks at no input: always the same one.

    Classes: score is the accuracy, plain that of always answering one class: the commonest of these very
    rows, so that nothing constant does better; `always` are all that are, more than one where they tie.
    Regression: score is R² (nan where undefined), error the mean distance from the truth in its own units;
    `always` is the mean of the training rows; plain_error is its error, plain its R².
    """

    score: float
    plain: float
    always: float | tuple[int, ...]
    error: float = float("nan")
    plain_error: float = float("nan")


def quality(moment: Moment, found: Answers, target: int = 0) -> Quality:
    """The quality of some answers; `target` is the one that they are for."""
    dataset = moment.dataset
    if dataset.kind == "regression":
        known = sample(dataset.m)  # what a plain answer is learned from
        always = float(dataset.in_target_units(dataset.Y_train[target, known], target).mean())
        return Quality(
            score=r2(found.truth, found.found),
            plain=r2(found.truth, np.full(len(found.truth), always)),
            always=always,
            error=float(np.abs(found.off).mean()),
            plain_error=float(np.abs(found.truth - always).mean()),
        )
    counts = np.bincount(found.truth, minlength=len(dataset.classes))
    always = tuple(int(label) for label in np.flatnonzero(counts == counts.max()))
    return Quality(float(np.mean(found.found == found.truth)), counts.max() / len(found.truth), always)
