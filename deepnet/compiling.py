"""Compiled: the steps of a trainer's epoch, each a list of bound numpy calls on one batch."""

from typing import TYPE_CHECKING

import numpy as np

from .calls import Bound, bind, breathe
from .dropout import Dropout
from .optimizers import OPTIMIZERS
from .plan import Plan
from .regularizers import REGULARIZERS
from .scalars import EVERYTHING
from .update import Update

if TYPE_CHECKING:
    from .training import Trainer

SLAB = 1 << 15  # values: a batch whose layers have more than four times as many is done in such pieces
GATHER = 1 << 18  # values: a larger training set is not copied once an epoch but batch by batch
LISTS = 2048  # batches: more are not bound one by one


def update_of(trainer: "Trainer", g, scalars: dict, factor, *, gain: float | None = None) -> Update:
    """What a trainer does with a gradient g (P,) of its network; scalars and factor are set step by step.

    gain: the factor that g has in it, by default the optimizer's.
    """
    settings, network = trainer.settings, trainer.network
    gain = trainer.scalars_at(1)["gain"] if gain is None else gain
    strength = None
    if settings.regularization_rate:
        within = 1.0 if REGULARIZERS[settings.regularization].stops else gain
        strength = network.weights * (within * settings.regularization_rate / trainer.m)
        strength = strength.astype(network.dtype)
    spared = None
    if settings.decayed != EVERYTHING and "decayed" in OPTIMIZERS[settings.optimizer].uses:
        spared = np.where(network.weights, -np.inf, 1.0).astype(network.dtype)
    # Where the gain has the rate in it, a schedule must act on the gradient itself.
    scheduled = settings.schedule != "constant" and trainer.scalars_at(1, 2.0)["gain"] != gain
    return Update(
        network,
        settings.optimizer,
        settings.regularization,
        network.theta,
        g,
        trainer.slots,
        scalars,
        strength,
        ((g, settings.clip_norm * gain),) if settings.clip_norm else (),
        factor if scheduled else None,
        spared,
    )


class Compiled:
    """Run `hooks` with the number of the step, then the calls of `batches[i]`, after `begin_epoch`.

    The optimizer's numbers that change from step to step are worked out for an epoch at once, and the calls
    of each batch read their own; where steps share their calls, a hook sets the numbers before each of them.
    """

    def __init__(self, trainer: "Trainer"):
        self.trainer, settings, network = trainer, trainer.settings, trainer.network
        self.dtype, self.gain = network.dtype, trainer.scalars_at(1)["gain"]
        self.scalars = {n: np.array(value, self.dtype) for n, value in trainer.scalars_at(1).items()}
        self.factor = np.ones((), self.dtype)
        self.g = np.zeros_like(network.theta)
        self.hooks, self.dropout, self.epoch = [], None, -1
        self._plans: dict = {}
        self._at = OPTIMIZERS[settings.optimizer].changes if settings.schedule == "constant" else self._all_at
        self.changing = tuple(self._at(1, 0.1, settings)) if self._at else ()
        self._course: dict[str, np.ndarray] = {}
        if settings.keep_prob < 1:
            self.dropout = Dropout(settings.keep_prob, trainer.order_seed)
            self.hooks.append(self.dropout.begin)
        update = update_of(trainer, self.g, self.scalars, self.factor)
        lines = [*update.refine(), *update.whole()]
        self._moves = [call for line in lines for call in line.calls]
        self._update = bind(self._moves, self.dtype)
        self._bind()

    def _bind(self) -> None:
        trainer = self.trainer
        points, targets = trainer.points, trainer.targets()
        self._buffers, steps = None, trainer.steps_per_epoch
        listed = steps == 1 or (points.size + targets.size <= GATHER and steps <= LISTS)
        if listed and steps > 1 and self.changing:
            self._course = {name: np.ones(steps, self.dtype) for name in self.changing}
        elif self.changing:
            self.hooks.append(self._set_scalars)
        if steps == 1:
            self.batches: list[list[Bound]] | _Gathered = [self._step(points, targets)]
        elif listed:
            x, t = np.empty_like(points), np.empty_like(targets)
            self._buffers = x, t, targets
            parts = [slice(i, i + trainer.rows) for i in range(0, trainer.m, trainer.rows)]
            self.batches = [self._step(x[part], t[part], i) for i, part in enumerate(parts)]
        else:
            self.batches = _Gathered(trainer, targets, self._step)

    def _step(self, points, targets, i: int = 0) -> list[Bound]:
        dropout, plans = self.dropout, self._plans
        calls = gradient_calls(
            self.trainer, points, targets, self.g, plans, gain=self.gain, dropout=dropout, follow_moments=True
        )
        return calls + self._update_at(i)

    def _update_at(self, i: int) -> list[Bound]:
        """The calls behind the gradient, with the numbers of the epoch's batch i where they have a course."""
        held = self.scalars | {"factor": self.factor}
        own = {id(held[name]): values[i, ...] for name, values in self._course.items()}
        bound = list(self._update)
        for at, call in enumerate(self._moves):
            if any(id(argument) in own for argument in call):
                bound[at : at + 1] = bind([tuple(own.get(id(a), a) for a in call)], self.dtype)
        return bound

    def _all_at(self, t: int, rate: float, settings) -> dict:
        """All numbers of the optimizer's step t and the schedule's factor there."""
        trainer = self.trainer
        factor, values = trainer.scalars_of(trainer.step_count + t - trainer.t - 1)
        return values | {"factor": factor}

    def _set_scalars(self, step: int) -> None:
        trainer, settings = self.trainer, self.trainer.settings
        t = trainer.t + 1 + step - trainer.step_count
        held = self.scalars | {"factor": self.factor}
        for name, value in self._at(t, settings.learning_rate, settings).items():
            held[name][...] = value

    def begin_epoch(self) -> None:
        """Cut the batches of the running epoch: one take each, then every batch is one block; and work out
        the numbers of its steps."""
        trainer = self.trainer
        self.epoch = trainer.epoch
        if self._course:
            t, rate = trainer.t + 1, trainer.settings.learning_rate
            ahead = [self._at(t + i, rate, trainer.settings) for i in range(trainer.to_epoch_end())]
            for name, values in self._course.items():
                values[trainer.batch :] = [numbers[name] for numbers in ahead]
        if self._buffers is not None:
            x, y, targets = self._buffers
            rows = trainer.order_of(trainer.epoch)
            trainer.points.take(rows, 0, x, "clip")
            targets.take(rows, 0, y, "clip")


def gradient_calls(
    trainer: "Trainer", points, targets, g, plans: dict, *, gain=1.0, dropout=None, follow_moments=False
) -> list[Bound]:
    """The calls that put the gradient of one batch into g, in pieces if it is large.

    points (m, n_x + 1), targets (m, n_y or n_y + 1).  plans: those made so far, by size, to be used again.
    """
    network, batch = trainer.network, len(points)
    weighted = trainer.settings.class_weights is not None
    calls: list[Bound] = []
    for part in pieces(network, batch):
        rows, first = part.stop - part.start, part.start == 0
        key = rows, batch, first
        if key not in plans:
            into = g if first else plans.setdefault("part", np.zeros_like(g))
            options = {"weighted": weighted, "dropout": dropout, "follow_moments": follow_moments}
            loss = trainer.settings.loss
            plans[key] = Plan(network, loss, rows, into, batch=batch, gain=gain, **options)
        calls += plans[key].calls(points[part], targets[part].T)
        if not first:
            calls += [*bind([(np.add, g, plans["part"], g)], network.dtype), breathe]
    return calls


def pieces(network, batch: int) -> list[slice]:
    """The rows of a batch that are done at a time."""
    piece = rows_at_once(network.layer_dims, batch, normalized=bool(network.batch_norm))
    return [slice(i, min(i + piece, batch)) for i in range(0, batch, piece)]


def rows_at_once(layer_dims, batch: int, *, normalized: bool) -> int:
    """How many rows of a batch are done at a time: all that it has if they fit into the cache, or if layers
    are normalized over them."""
    width = sum(layer_dims[1:]) + len(layer_dims) - 1
    return batch if normalized or batch * width <= 4 * SLAB else min(batch, max(256, SLAB // width))


class _Gathered:
    """The batches of a training set too large to copy once an epoch, or of very many: one set of buffers."""

    def __init__(self, trainer: "Trainer", targets, step):
        self.trainer, self.targets, self.points = trainer, targets, trainer.points
        self.calls, self.buffers = {}, {}
        for rows in {trainer.rows, trainer.m % trainer.rows or trainer.rows}:
            x = np.empty((rows, self.points.shape[1]), self.points.dtype)
            t = np.empty((rows, targets.shape[1]), targets.dtype)
            self.buffers[rows] = x, t
            self.calls[rows] = step(x, t)
        self.epoch, self.order = -1, np.empty(0, np.intp)

    def __getitem__(self, i: int) -> list[Bound]:
        trainer = self.trainer
        if self.epoch != trainer.epoch:
            self.epoch, self.order = trainer.epoch, trainer.order_of(trainer.epoch)
        rows = self.order[i * trainer.rows : (i + 1) * trainer.rows]
        x, t = self.buffers[len(rows)]
        self.points.take(rows, 0, x, "clip")
        self.targets.take(rows, 0, t, "clip")
        return self.calls[len(rows)]
