"""What learns: a network and its trainer on their data, under the settings in force, and how well it does."""

import math

import numpy as np

from deepnet.data import Drawing
from deepnet.lab.run.recipe import data_of, loss_of, options, targets
from deepnet.lab.run.scores import Score, Scores
from deepnet.lab.run.stops import Watch
from deepnet.lab.settings.settings import DATA, Settings, changed
from deepnet.network import Network
from deepnet.training import Trainer


class Learner:
    """The present of a run; `Run` adds what happened to it.

    score, and `scores` with the activations behind it, are those of the latest `_measure`.  last_update: how
    the latest step changed the parameters, None where that is not known.  watch: what the stop rules know.
    """

    def _equip(self, settings: Settings, dataset, network: Network, trainer: Trainer) -> None:
        self.dataset, self.network, self.trainer = dataset, network, trainer
        self._adopted = settings
        self._last = np.zeros_like(network.theta)
        self.last_update: np.ndarray | None = None
        self.scores = Scores(network, dataset, loss_of(settings, dataset))
        self.score: Score | None = None
        self.watch: Watch | None = None

    @property
    def step(self) -> int:
        """Updates made so far."""
        return self.trainer.step_count

    @property
    def epoch(self) -> float:
        """Passes over the training set so far, with the part of the running one."""
        return self.trainer.epoch + self.trainer.batch / self.trainer.steps_per_epoch

    @property
    def drawing(self) -> Drawing | None:
        """The drawing that is learned from, at the step visited if one is; None for other data."""
        return self._adopted.drawing

    def _adopt(self, settings: Settings) -> None:
        """Configure the trainer for settings of the same network; only what differs is touched."""
        old, other_data = options(self._adopted, self.dataset), changed(self._adopted, settings) & DATA
        if other_data:
            self.dataset = data_of(settings)  # never a file's: another file has another network
            Y = targets(self.dataset.Y_train, self.network.activations[-1])
            self.trainer.learn_from(self.dataset.X_train, Y)
        new = options(settings, self.dataset)
        differs = {name: new[name] for name in new if new[name] != old[name]}
        self._adopted = settings
        if differs:
            self.trainer.configure(**differs)
        if other_data or differs.keys() & {"loss", "activations"}:
            self.scores = Scores(self.network, self.dataset, new["loss"])

    def _state(self) -> dict:
        """Everything that changes from step to step."""
        return {**self.trainer.state(), "watch": self.watch}

    def _restore(self, state: dict) -> None:
        self.trainer.restore(state)
        self.watch = state["watch"]

    def _write(self, layer: int, row: int, col: int | None, value: float) -> None:
        if col is None:
            self.network.b[layer][row, 0] = value
        else:
            self.network.W[layer][row, col] = value

    def _updates(self, n: int, seconds: float | None = None) -> None:
        """n updates, or as many as fit into `seconds`, and how the last of them changed the parameters."""
        if n < 1:
            return
        theta, trainer = self.network.theta, self.trainer
        with np.errstate(all="ignore"):
            if n > 1:
                if seconds is None:
                    trainer.step(n - 1)
                else:
                    trainer.advance(seconds, n - 1)
            np.copyto(self._last, theta)
            trainer.step(1)
            np.subtract(theta, self._last, out=self._last)
        self.last_update = self._last

    def _finite(self) -> bool:
        return bool(np.isfinite(self.network.theta).all())

    def _measure(self) -> bool:
        """Score the network as it is now; whether both costs are finite."""
        with np.errstate(all="ignore"):
            self.score = self.scores()
        return math.isfinite(self.score.cost_train) and math.isfinite(self.score.cost_test)

    def _read(self, start: int) -> bool:
        """Let the stop rules read the score where steps made since `start` end an epoch; whether they do."""
        ends = self.trainer.batch == 0 and self.step > start
        if ends and self.watch.reads:
            self.watch = self.watch.then(self.step, self.score)
        return ends
