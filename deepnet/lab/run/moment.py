"""One moment of a run, taken out of it: the network as it was, on its own, to be looked at at leisure."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from deepnet.data import Dataset
from deepnet.lab.run.journey import reach
from deepnet.lab.run.judge import Judge
from deepnet.lab.run.recipe import loss_of
from deepnet.lab.run.run import Run
from deepnet.lab.run.scores import Score
from deepnet.lab.settings.settings import Settings
from deepnet.network import Network
from deepnet.regularizers import REGULARIZERS


@dataclass(frozen=True, eq=False)
class Moment:
    """The run after `step`.  network is a copy: the run may go on meanwhile.  loss: by its name."""

    step: int
    epoch: float
    network: Network
    dataset: Dataset
    settings: Settings
    loss: str
    score: Score

    @cached_property
    def judge(self) -> Judge:
        """How its answers are read."""
        return Judge(self.dataset, self.network.activations[-1], self.loss)

    @property
    def penalty(self) -> float:
        """What the weights cost beside the loss."""
        rule = REGULARIZERS[self.settings.regularization]
        return rule.cost(self.network, self.settings.regularization_rate, self.dataset.m)


def moment_of(run: Run, step: int, told: Callable[[float], object] = lambda share: None) -> Moment:
    """The moment after a step that the run has made; told: see `reach`."""
    reach(run, step, told)
    with run.visit(step):
        settings = run.settings_at(step)
        return Moment(
            step=run.step,
            epoch=run.epoch,
            network=copy.deepcopy(run.network),
            dataset=run.dataset,
            settings=settings,
            loss=loss_of(settings, run.dataset),
            score=run.score,
        )
