"""What a network answers to rows of which the truth is known, and how good that is."""

from dataclasses import dataclass

import numpy as np

from deepnet.forward import Forward
from deepnet.lab.run.moment import Moment
from deepnet.lab.run.recipe import targets
from deepnet.lab.run.scores import sample
from deepnet.losses import pair


@dataclass(frozen=True, eq=False)
class Answers:
    """A network's answers to n rows of one part of its data.

    rows (n,): columns of X_test or X_train; of: how many rows the part has.  loss (n,).
    Classes: truth and found (n,) are class numbers, shares (k, n) the probability given to each class.
    Regression: truth and found (n,) are in the target's own units, shares is None.
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


def answers(moment: Moment, part: str, rows: np.ndarray | None = None) -> Answers:
    """The answers to these rows of a part; to all of them, or to the sample that is scored, if None."""
    dataset, network = moment.dataset, moment.network
    X, Y, *_ = dataset.part(part)
    rows = sample(X.shape[1]) if rows is None else rows
    Y = Y[:, rows]
    forward = Forward(network, X[:, rows])()
    output = network.activations[-1]
    with np.errstate(all="ignore"):
        loss = pair(output, moment.loss).each(forward.Z_L, targets(Y, output))[0]
    if dataset.kind == "regression":
        truth, found = (dataset.in_target_units(values[0]) for values in (Y, forward.AL))
        return Answers(part, rows, X.shape[1], truth, found, loss)
    truth = Y[0].astype(np.intp) if dataset.kind == "binary" else Y.argmax(axis=0)
    found = (forward.Z_L[0] > 0).astype(np.intp) if dataset.kind == "binary" else forward.Z_L.argmax(axis=0)
    return Answers(part, rows, X.shape[1], truth, found, loss, shares(network, forward.AL))


def shares(network, AL: np.ndarray) -> np.ndarray:
    """The probability given to each class (k, m), from the output AL: those of tanh are (1 + a) / 2."""
    AL = np.array(AL, np.float64)
    if len(AL) > 1:
        return AL
    one = (1 + AL) / 2 if network.activations[-1] == "tanh" else AL
    return np.vstack([1 - one, one])


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

    Classes: score is the accuracy, plain that of always answering class `always`, the most frequent one of
    the training rows.  Regression: score is R², error the mean distance from the truth in its own units, and
    `always` the mean of the training rows; plain_error is its error, plain its R².
    """

    score: float
    plain: float
    always: float
    error: float = float("nan")
    plain_error: float = float("nan")


def quality(moment: Moment, found: Answers) -> Quality:
    """The quality of some answers."""
    dataset = moment.dataset
    known = sample(dataset.m)  # what a plain answer is learned from
    if dataset.kind == "regression":
        always = float(dataset.in_target_units(dataset.Y_train[0, known]).mean())
        return Quality(
            score=r2(found.truth, found.found),
            plain=r2(found.truth, np.full(len(found.truth), always)),
            always=always,
            error=float(np.abs(found.off).mean()),
            plain_error=float(np.abs(found.truth - always).mean()),
        )
    Y = dataset.Y_train[:, known]
    per_class = [Y.shape[1] - Y.sum(), Y.sum()] if dataset.kind == "binary" else Y.sum(axis=1)
    always = int(np.argmax(per_class))
    return Quality(float(np.mean(found.found == found.truth)), float(np.mean(found.truth == always)), always)


def r2(truth: np.ndarray, found: np.ndarray) -> float:
    """1 - Σ (truth - found)² / Σ (truth - mean)²."""
    spread = float(np.square(truth - truth.mean()).sum())
    return 1 - float(np.square(truth - found).sum()) / max(spread, 1e-12)
