"""One moment of a run, taken out of it: the network as it was, on its own, to be looked at at leisure."""

import copy
from dataclasses import dataclass

from deepnet.data import Dataset
from deepnet.lab.run.recipe import loss_of
from deepnet.lab.run.run import Run
from deepnet.lab.run.scores import Score
from deepnet.lab.settings.settings import Settings
from deepnet.network import Network


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


def moment_of(run: Run, step: int) -> Moment:
    """The moment after a step that the run has made."""
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
