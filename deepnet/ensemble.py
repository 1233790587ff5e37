"""Ensemble: K networks of one shape trained in one set of numpy calls, to the bit as if one by one.

A small network costs calls, so K of them cost hardly more than one.  Everything has a leading axis K: theta
is (K, P), a layer (K, n_l + 1, m).  Elementwise rules do not mind; a product of matrices is one np.matmul
and rounds as each network's own (the few that would not are done network by network).
"""

import numpy as np

from .calls import Bound, bind
from .compiling import rows_at_once, update_of
from .dropout import Dropout
from .gathering import Gathering
from .hyperparameters import ALIKE
from .losses import pair
from .memory import Memory
from .optimizers import OPTIMIZERS
from .program import backward, forward
from .training import Trainer, flush
from .update import Update

SAME = ("rows", "m", "step_count", "epoch", "batch", "t")


class Ensemble:
    """Trains several trainers at once; afterwards each is as if it had made the steps by itself.

    They must have the same shape, activations, normalized layers, dtype, number of examples, batch size,
    loss, optimizer and kind of regularization, and stand at the same step; dropout all or none.  Weights,
    order seeds, the learning rate and every other number may differ, the data as well.  No batches that a
    plan does in pieces.  ValueError for trainers that do not go together.

    preview: compute in float32 whatever the networks are: sooner where they are float64, and close to what
    each would come to by itself, but no longer the same bits.
    """

    def __init__(self, trainers: list[Trainer], *, preview: bool = False):
        self.trainers = list(trainers)
        _check_alike(self.trainers)
        first = self.trainers[0]
        self.network, self.K = first.network, len(self.trainers)
        K, P = self.K, self.network.size
        dtype = np.dtype(np.float32) if preview else self.network.dtype
        self.theta, self._g = np.zeros((2, K, P), dtype)
        self._slots = np.zeros((len(OPTIMIZERS[first.settings.optimizer].slots), K, P), dtype)
        self._moments = np.zeros((K, self.network.moments.size), dtype)
        kept = [(t.settings.keep_prob, t.order_seed) for t in self.trainers]
        self._dropouts = [Dropout(keep_prob, seed) for keep_prob, seed in kept if keep_prob < 1]
        self._batches = Gathering(self.trainers, dtype)
        self._plans: dict = {}
        self._update = self._compile_update()

    def step(self, n: int = 1) -> None:
        """n updates of every trainer."""
        first = self.trainers[0]
        for k, trainer in enumerate(self.trainers):
            self.theta[k], self._slots[:, k] = trainer.network.theta, trainer.slots
            self._moments[k] = trainer.network.moments
        counters = {name: getattr(first, name) for name in ("step_count", "epoch", "batch")}
        with np.errstate(all="ignore"):
            for _ in range(n):
                if self._changing:
                    self._set_scalars(counters["step_count"])
                for dropout in self._dropouts:
                    dropout.begin(counters["step_count"])
                for call in self._batch(counters["epoch"], counters["batch"]):
                    call()
                for call in self._update:
                    call()
                counters["step_count"] += 1
                counters["batch"] += 1
                if counters["batch"] == first.steps_per_epoch:
                    counters["batch"], counters["epoch"] = 0, counters["epoch"] + 1
                    flush(self._slots, counters["epoch"], first.steps_per_epoch)
        for k, trainer in enumerate(self.trainers):
            arrays = {"theta": self.theta[k], "moments": self._moments[k], "slots": self._slots[:, k]}
            trainer.restore(arrays | {"t": trainer.t + n} | counters)

    def _batch(self, epoch: int, batch: int) -> list[Bound]:
        """The calls for the gradients of one batch, its examples put in place."""
        rows = self._batches.rows_at(batch)
        if rows not in self._plans:
            self._plans[rows] = self._plan(rows)
        x, t, calls = self._plans[rows]
        x[...], t[...] = self._batches(epoch, batch)
        return calls

    def _plan(self, rows: int) -> tuple[np.ndarray, np.ndarray, list[Bound]]:
        """Buffers for a batch of so many rows, and the calls that put the gradients into self._g."""
        first, dtype, members = self.trainers[0], self.theta.dtype, len(self._batches.trainers)
        x, t = (np.empty((members, rows, width), dtype) for width in self._batches.widths)
        T = np.swapaxes(t, -1, -2)
        memory = Memory(
            self.network,
            rows,
            theta=self.theta,
            gradient=self._g,
            moments=self._moments,
            dropouts=self._dropouts,
            weighted=first.settings.class_weights is not None,
            batch=(x[0], T[0]) if self._batches.shared else (x, T),
        )
        rules = pair(self.network.activations[-1], first.settings.loss)
        memory.share[...] = (self._gains * rules.scale / rows)[:, :, None]
        lines = [*forward(memory, follow_moments=True), *backward(memory, rules)]
        return x, t, bind((call for line in lines for call in line.calls), dtype)

    def _compile_update(self) -> list:
        """The calls that penalise, clip and move."""
        trainers, network, dtype = self.trainers, self.network, self.theta.dtype
        settings = trainers[0].settings
        optimizer = OPTIMIZERS[settings.optimizer]
        scheduled = any(trainer.settings.schedule != "constant" for trainer in trainers)
        self._changing, self._alike = bool(optimizer.changes) or scheduled, _by_rate(trainers)
        at_first = [trainer.scalars_at(1) for trainer in trainers]
        self._scalars = {name: np.array([[s[name]] for s in at_first], dtype) for name in at_first[0]}
        if len(self._alike) == 1:  # one number for all is quicker than one for each
            for name, value in trainers[0].scalars_at(1, rate=self._alike[0][1]).items():
                self._scalars[name] = self._scalars[name] if np.ndim(value) else np.array(value, dtype)
        self._gains = np.array([[s["gain"]] for s in at_first])
        self._factor = np.ones((self.K, 1), dtype)
        each = [update_of(t, g, {}, self._factor) for t, g in zip(trainers, self._g, strict=True)]
        strength = None
        if any(update.strength is not None for update in each):
            plain = np.zeros(network.size, dtype)
            strength = np.array([plain if u.strength is None else u.strength for u in each], dtype)
        update = Update(
            network,
            settings.optimizer,
            settings.regularization,
            self.theta,
            self._g,
            self._slots,
            self._scalars,
            strength,
            tuple(pair for update in each for pair in update.longest),
            self._factor if any(update.factor is not None for update in each) else None,
            each[0].spared,
        )
        lines = [*update.refine(), *update.whole()]
        return bind((call for line in lines for call in line.calls), dtype)

    def _set_scalars(self, step: int) -> None:
        for members, rates in self._alike:
            one = 0 if isinstance(members, slice) else members[0]
            factor, values = self.trainers[one].scalars_of(step, rates)
            self._factor[members] = factor
            for name, held in self._scalars.items():
                if held.ndim:
                    held[members, 0] = values[name]
                else:
                    held[...] = values[name]


def _by_rate(trainers: list[Trainer]) -> list[tuple[np.ndarray | slice, np.ndarray]]:
    """Which trainers differ in nothing that moves them but their learning rate, and their rates: the numbers
    of a step are worked out for all of them at once."""
    told = ("schedule", "schedule_span", "schedule_decay", *OPTIMIZERS[trainers[0].settings.optimizer].uses)
    groups: dict[tuple, list[int]] = {}
    for k, trainer in enumerate(trainers):
        groups.setdefault(tuple(getattr(trainer.settings, name) for name in told), []).append(k)
    rates = np.array([trainer.settings.learning_rate for trainer in trainers])
    if len(groups) == 1:
        return [(slice(None), rates)]
    return [(np.array(members), rates[members]) for members in groups.values()]


def _check_alike(trainers: list[Trainer]) -> None:
    if not trainers:
        raise ValueError("an ensemble needs at least one trainer, got none")
    first = trainers[0]
    for trainer in trainers:
        for name in (*ALIKE, *SAME):
            here, there = (getattr(t.settings if name in ALIKE else t, name) for t in (first, trainer))
            if here != there:
                raise ValueError(f"trainers of an ensemble must agree in {name}, got {here!r} and {there!r}")
        for name in ("layer_dims", "activations", "batch_norm", "dtype"):
            if getattr(trainer.network, name) != getattr(first.network, name):
                raise ValueError(f"networks of an ensemble must agree in {name}")
        if (trainer.settings.class_weights is None) != (first.settings.class_weights is None):
            raise ValueError("trainers of an ensemble must all have class_weights, or none")
        if (trainer.settings.keep_prob < 1) != (first.settings.keep_prob < 1):
            raise ValueError("trainers of an ensemble must all have dropout (keep_prob below 1), or none")
    network = first.network
    if rows_at_once(network.layer_dims, first.rows, normalized=bool(network.batch_norm)) < first.rows:
        raise ValueError(f"batches of {first.rows} rows are too large for an ensemble of these networks")
