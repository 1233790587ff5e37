"""One training step of a run, walked line by line with all its numbers."""

import copy
from dataclasses import asdict, dataclass, replace

import numpy as np

from deepnet.lab.run.journey import reach
from deepnet.lab.run.recipe import loss_of
from deepnet.lab.run.run import Run
from deepnet.network import Network
from deepnet.trace import Traced
from deepnet.training import Trainer

# What a step of one example alone is without: it belongs to the training set or to the step before.
ALONE = {
    "optimizer": "gradient descent",
    "regularization": "none",
    "clip_norm": 0.0,
    "keep_prob": 1.0,
    "batch_size": 0,
}


@dataclass(frozen=True, eq=False)
class Walk:
    """The update from `step` to `step + 1`.

    lines: as they ran (see `deepnet.trace`), with copies of all they read and wrote.  rows (m,): which
    training examples are in the batch.  values: every array by its name in the article's words, as it was
    last; before: W1, b1, … and the optimizer's memory as they were before the update.  theta, theta_after:
    all parameters before and after, to the bit those of the trainer.  settings: its hyperparameters.
    rate: the learning rate of this step, after the schedule.  m_train: rows of the training set, for the
    price.
    """

    step: int
    t: int
    network: Network
    settings: object
    loss: str
    rate: float
    m_train: int
    rows: np.ndarray
    lines: tuple[Traced, ...]
    values: dict[str, np.ndarray]
    before: dict[str, np.ndarray]
    theta: np.ndarray
    theta_after: np.ndarray

    @property
    def L(self) -> int:
        return self.network.L

    @property
    def m(self) -> int:
        """Examples in the batch."""
        return len(self.rows)


def walk_of(run: Run, step: int) -> Walk:
    """The update that the run makes after `step`, one it has made or its next; the run does not move."""
    reach(run, step)
    with run.visit(step):
        return walk_step(run.trainer, loss_of(run.settings_at(step), run.dataset))


def walk_step(trainer: Trainer, loss: str) -> Walk:
    """The next step of a trainer, which stays where it is."""
    trace = trainer.traced()
    before = dict(trace.values)
    factor, _ = trainer.scalars_of(trainer.step_count)
    lines = tuple(trace)
    return Walk(
        step=trainer.step_count,
        t=trainer.t + 1,
        network=copy.deepcopy(trainer.network),
        settings=trainer.settings,
        loss=loss,
        rate=factor * trainer.settings.learning_rate,
        m_train=trainer.m,
        rows=np.asarray(trace.rows),
        lines=lines,
        values=dict(trace.values),
        before=before,
        theta=trainer.network.theta.copy(),
        theta_after=trace.state()["theta"],
    )


def walk_example(run: Run, step: int, X, Y) -> Walk:
    """One example, X (n_x, 1) and Y (n_y, 1) as the network meets it, alone in a batch, after `step`.

    ValueError for a network whose layers are normalized over a batch: one example has no spread.
    """
    with run.visit(step):
        if run.network.batch_norm:
            raise ValueError("a layer that is normalized over a batch needs more than one example")
        settings = replace(run.trainer.settings, **ALONE)
        alone = Trainer(copy.deepcopy(run.network), X, Y, **asdict(settings))
        alone.step_count = step
        return walk_step(alone, loss_of(run.settings_at(step), run.dataset))
