"""What learns: a network and its trainer on their data, under the settings in force, and how well it does."""

import math
from time import perf_counter, thread_time

import numpy as np

from deepnet.data import Drawing
from deepnet.lab.run.recipe import build, data_of, loss_of, options, targets
from deepnet.lab.run.scores import Score, Scores
from deepnet.lab.settings.settings import DATA, Settings, changed


class Learner:
    """A network with its trainer, by hand: `update`, `measure`, `state`.  `Run` adds what happened to it.

    dataset: made from the settings unless given.  score, and `scores` with the activations behind it, are
    those of the latest `measure`.  seconds: of this thread's work in which the updates up to here were made.
    last_update: how the latest step changed the parameters, None where that
    is not known.  ValueError for settings that do not fit the data or ask for too much.

    >>> learner = Learner(Settings(dataset="xor", noise=0))
    >>> learner.update(3000)
    >>> learner.measure(), learner.step, round(learner.score.metric_test, 2)
    (True, 3000, 0.95)
    """

    def __init__(self, settings: Settings | None = None, dataset=None):
        settings = settings or Settings()
        dataset = data_of(settings) if dataset is None else dataset
        self._equip(settings, dataset)
        self.measure()

    def _equip(self, settings: Settings, dataset) -> None:
        self.settings, self.dataset = settings, dataset
        self.network, self.trainer = build(settings, dataset)
        self._last = np.zeros_like(self.network.theta)
        self.last_update: np.ndarray | None = None
        self.scores = Scores(self.network, dataset, loss_of(settings, dataset))
        self.score: Score | None = None
        self.scored: int | None = None  # the step of that score
        self.price = self._spent = 0.0  # seconds: of a score; of updates since the latest
        self.seconds = 0.0

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
        """The drawing that is learned from; None for other data."""
        return self.settings.drawing

    # ---- learning

    def update(self, n: int, seconds: float | None = None) -> None:
        """n updates, or as many as fit into `seconds`, and how the last of them changed the parameters."""
        if n < 1:
            return
        theta, trainer, began, worked = self.network.theta, self.trainer, perf_counter(), thread_time()
        with np.errstate(all="ignore"):
            if n > 1:
                trainer.advance(math.inf if seconds is None else seconds, n - 1)
            np.copyto(self._last, theta)
            trainer.step(1)
            np.subtract(theta, self._last, out=self._last)
        self.last_update = self._last
        self._spent += perf_counter() - began
        self.seconds += thread_time() - worked

    @property
    def is_due(self) -> bool:
        """Whether updates have taken as long as a score takes: watching must not cost more than learning."""
        return self._spent >= self.price

    def measure(self) -> bool:
        """Score the network as it is now; whether every parameter and both costs are finite."""
        began = perf_counter()
        with np.errstate(all="ignore"):
            self.score, self.scored = self.scores(), self.step
        self.price, self._spent = perf_counter() - began, 0.0
        finite = math.isfinite(self.score.cost_train) and math.isfinite(self.score.cost_test)
        return finite and self.is_finite

    @property
    def is_finite(self) -> bool:
        """Whether every parameter is."""
        return bool(np.isfinite(self.network.theta).all())

    # ---- changing course

    def adopt(self, settings: Settings) -> None:
        """Go on under settings of the same network; only what differs is touched."""
        old, other_data = options(self.settings, self.dataset), changed(self.settings, settings) & DATA
        if other_data:
            self.dataset = data_of(settings)  # never a file's: another file has another network
            Y = targets(self.dataset.Y_train, self.network.activations[-1])
            self.trainer.learn_from(self.dataset.X_train, Y)
        new = options(settings, self.dataset)
        differs = {name: new[name] for name in new if new[name] != old[name]}
        self.settings = settings
        if differs:
            self.trainer.configure(**differs)
        if other_data or differs.keys() & {"loss", "activations"}:
            self.scores = Scores(self.network, self.dataset, new["loss"])

    def write(self, layer: int, row: int, col: int | None, value: float) -> None:
        """Set a weight, or the bias if col is None; layers count from 1, row and col from 0."""
        if col is None:
            self.network.b[layer][row, 0] = value
        else:
            self.network.W[layer][row, col] = value

    # ---- memory

    def state(self) -> dict:
        """Everything that changes from step to step, copied."""
        return self.trainer.state() | {"seconds": self.seconds}

    def restore(self, state: dict, last_update: np.ndarray | None = None) -> None:
        """Go back to a state under the settings of its time; the score waits for `measure`."""
        self.trainer.restore(state)
        self.seconds = state["seconds"]
        if last_update is None:
            self.last_update = None
        else:
            np.copyto(self._last, last_update)
            self.last_update = self._last

    def __getstate__(self) -> dict:
        known = None if self.last_update is None else self._last.copy()
        return {
            "settings": self.settings,
            "dataset": self.dataset,
            "state": self.state(),
            "last_update": known,
        }

    def __setstate__(self, values: dict) -> None:
        self._equip(values["settings"], values["dataset"])
        self.restore(values["state"], values["last_update"])
        self.measure()
