"""Trainer: updates of a network by batches of a training set, step by step and repeatable to the bit."""

from time import perf_counter

import numpy as np

from .calls import bind
from .dropout import Dropout
from .forward import logits
from .hyperparameters import NAMES, Hyperparameters
from .losses import pair
from .network import Network
from .optimizers import OPTIMIZERS
from .order import Order
from .plan import Plan
from .regularizers import REGULARIZERS
from .schedules import SCHEDULES

BLOCK = 1 << 15  # parameters: an optimizer's vectors of this length stay in the cache
SLAB = 1 << 15  # values: a batch whose layers have more than four times as many is done in such pieces
GATHER = 1 << 21  # values: a larger training set is not copied once an epoch but batch by batch
LISTS = 2048  # batches: more are not bound one by one


class Trainer:
    """Trains `network` on X (n_x, m), Y (n_y, m).

    settings: loss, optimizer, learning_rate, batch_size and the rest of `Hyperparameters`; each can be read
    as an attribute.  batch_size 0, the default, takes all rows, in file order and unshuffled.  Otherwise the
    order of epoch e depends on order_seed and e alone, or is row e of `order` (epochs, m).  The last, shorter
    batch of an epoch is averaged over its own size.  Dropout's masks depend on order_seed and the step alone.
    ValueError for a value that does not fit.

    >>> network = Network([1, 1], ["linear"])
    >>> trainer = Trainer(network, [[0.0, 1.0]], [[1.0, 3.0]], loss="squared error", learning_rate=0.5)
    >>> trainer.step(200)
    >>> network.theta.round(6)
    array([2., 1.])
    """

    def __init__(self, network: Network, X, Y, *, order_seed: int = 0, order=None, **settings):
        self.network = network
        self._take(X, Y)
        self._order = Order(self.m, order_seed, order)
        self._dropout_seed = order_seed
        self.step_count = self.t = self.epoch = self.batch = 0
        self._pace = 0.0
        self._adopt(Hyperparameters(**settings))
        self._slots = self._new_slots()

    # ---- settings

    def configure(self, **changes) -> None:
        """Change settings in mid-run: any keyword of Trainer but the data and the order, and `activations`.

        The parameters stay.  The optimizer's memory starts again from 0 only if the optimizer changes; a new
        batch size starts a new epoch at once.  After a ValueError nothing has changed.
        """
        activations = changes.pop("activations", self.network.activations)
        unknown = set(changes) - set(NAMES)
        if unknown:
            choices = ", ".join(["activations", *NAMES])
            raise ValueError(f"cannot configure {', '.join(sorted(unknown))}; choose from {choices}")
        before = {name: getattr(self, name) for name in NAMES}
        old_activations = self.network.activations
        if tuple(activations) != old_activations:
            self.network.activations = activations
        try:
            self._adopt(Hyperparameters(**before | changes))
        except (ValueError, TypeError):
            self.network.activations = old_activations
            raise
        if self.optimizer != before["optimizer"]:
            self._slots = self._new_slots()
            self.t = 0
        if self.batch_size != before["batch_size"] and self.batch:
            self.epoch, self.batch = self.epoch + 1, 0

    def learn_from(self, X, Y) -> None:
        """Go on with another training set of the same inputs and outputs.

        Weights, the optimizer's memory and all settings stay; a new epoch begins at once.  ValueError for a
        set that does not fit, and where the order of the rows was given.
        """
        if self._order.given is not None:
            raise ValueError("a given order of rows belongs to its training set; make another Trainer")
        self._take(X, Y)
        self._order = Order(self.m, self._order.seed)
        if self.batch:
            self.epoch, self.batch = self.epoch + 1, 0
        self._adopt(Hyperparameters(**{name: getattr(self, name) for name in NAMES}))

    def _take(self, X, Y) -> None:
        """Copy a training set that fits the network."""
        X, Y, dtype = np.asarray(X), np.asarray(Y), self.network.dtype
        _check_data(self.network, X, Y)
        self.m = X.shape[1]
        self._points = np.ones((self.m, len(X) + 1), dtype)  # one row per example, last column 1
        self._points[:, :-1] = X.T
        self._Y = np.ascontiguousarray(Y.T, dtype)  # (m, n_y)

    def _new_slots(self) -> np.ndarray:
        return np.zeros((len(OPTIMIZERS[self.optimizer].slots), self.network.size), self.network.dtype)

    def _adopt(self, chosen: Hyperparameters) -> None:
        settings = chosen.fitting(self.network)
        for name, value in settings.items():
            setattr(self, name, value)
        self.rows = min(self.batch_size, self.m) if self.batch_size else self.m
        self.steps_per_epoch = -(-self.m // self.rows)
        self._forget()

    def _forget(self) -> None:
        """Drop what was compiled; the next step compiles it again."""
        self._batches = None
        self._cut = None
        self._inspection = None

    # ---- steps

    def step(self, n: int = 1) -> None:
        """Make exactly n updates; the same bits whether made in one call or in n."""
        with np.errstate(all="ignore"):  # a rate too high gives inf and nan, which the caller looks for
            while n > 0:
                if self._batches is None:
                    self._compile()
                if self._cut != self.epoch:
                    self._begin_epoch()
                k = min(n, self.steps_per_epoch - self.batch)
                self._run(self.batch, self.batch + k)
                n -= k
                self.step_count += k
                self.batch += k
                if self.batch == self.steps_per_epoch:
                    self.epoch, self.batch = self.epoch + 1, 0
                    flush(self._slots, self.epoch, self.steps_per_epoch)

    def _run(self, start: int, stop: int) -> None:
        for i in range(start, stop):
            if self._hooks:
                for hook in self._hooks:
                    hook(self.step_count + i - start)
            for call in self._batches[i]:
                call()
        self.t += stop - start

    def advance(self, seconds: float, most: int | None = None) -> int:
        """Make updates for about `seconds`, at least one and at most `most`; gives their number."""
        now = perf_counter()
        end, done = now + seconds, 0
        while True:
            k = max(1, int(self._pace * min(0.002, end - now)))
            if most is not None:
                k = min(k, max(1, most - done))
            self.step(k)
            done, before, now = done + k, now, perf_counter()
            self._pace = k / max(now - before, 1e-9)
            if now >= end or (most is not None and done >= most):
                return done

    def batch_rows(self) -> np.ndarray:
        """Which examples the next step uses: indices into the columns of X."""
        return self._rows()[self.batch * self.rows : (self.batch + 1) * self.rows]

    def to_epoch_end(self) -> int:
        """Updates until the end of the running epoch, at least 1."""
        return self.steps_per_epoch - self.batch

    def _rows(self) -> np.ndarray:
        return np.arange(self.m) if self.rows == self.m else self._order(self.epoch)

    # ---- memory

    def state(self) -> dict:
        """Everything that changes from step to step, copied: `restore` goes on from it with the same bits."""
        counters = {name: getattr(self, name) for name in ("t", "step_count", "epoch", "batch")}
        network = self.network
        found = {"theta": network.theta.copy(), "moments": network.moments.copy()}
        return found | {"slots": self._slots.copy(), **counters}

    def restore(self, state: dict) -> None:
        """Go back to a state of this trainer, or of one with the same optimizer and network shape."""
        network = self.network
        for name, mine in (("theta", network.theta), ("moments", network.moments), ("slots", self._slots)):
            if state[name].shape != mine.shape:
                raise ValueError(f"{name} must have shape {mine.shape}, got {state[name].shape}")
            mine[...] = state[name]
        for name in ("t", "step_count", "epoch", "batch"):
            setattr(self, name, state[name])

    def gradient(self) -> np.ndarray:
        """The gradient of the mean loss over the whole training set plus the penalty, (P,), like theta."""
        with np.errstate(all="ignore"):
            if self._inspection is None:
                g = np.zeros_like(self.network.theta)
                calls = self._gradient_calls(self._points, self._targets(), g, {}, 1.0)
                calls += bind(self._penalty(g, 1.0), self.network.dtype)
                self._inspection = g, calls
            g, calls = self._inspection
            for call in calls:
                call()
        return g.copy()

    def cost(self) -> float:
        """What training lowers: the mean loss of the training set, smoothed and weighted, plus penalty.

        Normalized layers are normalized over the training set here, not by their moments.
        """
        with np.errstate(all="ignore"):
            Z_L = logits(self.network, self.network.theta[None], self._points[:, :-1].T)[0]
            each = pair(self.network.activations[-1], self.loss).each(Z_L, self._smoothed().T)
            if self.class_weights is not None:
                each = each * self._weights()
            return float(each.mean(dtype=np.float64)) + self.penalty()

    def penalty(self) -> float:
        """What the weights add to the cost."""
        return REGULARIZERS[self.regularization].cost(self.network, self.regularization_rate, self.m)

    def __getstate__(self):
        compiled = (
            "_batches",
            "_cut",
            "_inspection",
            "_scalars",
            "_factor",
            "_changing",
            "_hooks",
            "_buffers",
        )
        return {name: value for name, value in self.__dict__.items() if name not in compiled}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._forget()

    # ---- compiling

    def _compile(self) -> None:
        """Bind the calls of every batch of an epoch."""
        network, dtype = self.network, self.network.dtype
        optimizer = OPTIMIZERS[self.optimizer]
        self._scalars = {name: np.array(value, dtype) for name, value in self._scalars_at(1).items()}
        self._factor = np.ones((), dtype)
        gain = self._scalars_at(1)["gain"]
        g = np.zeros_like(network.theta)
        update = bind(self._penalty(g, gain), dtype)
        if self.clip_norm:
            update += bind([(shorten, g, self.clip_norm * gain)], dtype)
        self._hooks = []
        if optimizer.changes or self.schedule != "constant":
            self._hooks.append(self._set_scalars)
            self._changing = optimizer.changes if self.schedule == "constant" else tuple(self._scalars)
            if self._scalars_at(1, 2.0)["gain"] != gain:  # the rate is in the gradient already
                update += bind([(np.multiply, g, self._factor, g)], dtype)
        dropout = None
        if self.keep_prob < 1:
            dropout = Dropout(self.keep_prob, self._dropout_seed)
            self._hooks.append(dropout.begin)
        length = BLOCK if network.size > 2 * BLOCK else network.size
        for i in range(0, network.size, length):
            part = slice(i, i + length)
            update += bind(
                optimizer.rule(network.theta[part], g[part], self._slots[:, part], self._scalars), dtype
            )
        plans = {}
        points, targets = self._points, self._targets()
        if self.rows == self.m:
            self._batches = [self._step_calls(points, targets, g, plans, gain, dropout) + update]
            self._buffers = None
        elif points.size + targets.size <= GATHER and self.steps_per_epoch <= LISTS:
            x, t = np.empty_like(points), np.empty_like(targets)
            self._buffers = x, t, targets
            self._batches = []
            for i in range(0, self.m, self.rows):
                rows = slice(i, i + self.rows)
                self._batches.append(self._step_calls(x[rows], t[rows], g, plans, gain, dropout) + update)
        else:
            self._buffers = None
            self._batches = _Gathered(self, targets, g, plans, gain, dropout, update)

    def _step_calls(self, *arguments) -> list:
        """_gradient_calls of a step, which the moments of normalized layers follow."""
        return self._gradient_calls(*arguments, follow_moments=True)

    def _gradient_calls(
        self, points, targets, g, plans: dict, gain: float, dropout=None, *, follow_moments: bool = False
    ) -> list:
        """The calls that put the gradient of one batch into g, in pieces if it is large."""
        network, batch = self.network, len(points)
        piece = rows_at_once(network.layer_dims, batch, normalized=bool(network.batch_norm))
        calls = []
        for i in range(0, batch, piece):
            rows = min(piece, batch - i)
            key = rows, batch, i > 0
            if key not in plans:
                into = g if i == 0 else plans.setdefault("part", np.zeros_like(g))
                plans[key] = Plan(
                    network,
                    self.loss,
                    rows,
                    into,
                    batch=batch,
                    gain=gain,
                    weighted=self.class_weights is not None,
                    dropout=dropout,
                    follow_moments=follow_moments,
                )
            calls += plans[key].calls(points[i : i + rows], targets[i : i + rows].T)
            if i:
                calls += bind([(np.add, g, plans["part"], g)], network.dtype)
        return calls

    def _penalty(self, g, gain: float):
        """The calls that add the regularizer's part to the gradient."""
        if self.regularization_rate == 0:
            return ()
        strength = self.network.weights * (gain * self.regularization_rate / self.m)
        rule = REGULARIZERS[self.regularization].rule
        return rule(self.network.theta, g, strength.astype(self.network.dtype))

    def _targets(self) -> np.ndarray:
        """Targets as the plan wants them, (m, n_y), and a last column of weights if the classes have any."""
        coded = pair(self.network.activations[-1], self.loss).target(self._smoothed())
        return coded if self.class_weights is None else np.hstack([coded, self._weights()[:, None]])

    def _smoothed(self) -> np.ndarray:
        share, n_y = self.label_smoothing, self._Y.shape[1]
        return self._Y * (1 - share) + share / max(2, n_y) if share else self._Y

    def _weights(self) -> np.ndarray:
        """The weight of each example, (m,)."""
        weights = np.asarray(self.class_weights, self._Y.dtype)
        return self._Y @ weights if self._Y.shape[1] > 1 else weights[self._Y[:, 0].astype(int)]

    def _scalars_at(self, t: int, factor: float = 1.0) -> dict[str, float]:
        return OPTIMIZERS[self.optimizer].scalars(t, factor * self.learning_rate, self)

    def scalars_of(self, step: int) -> tuple[float, dict[str, float]]:
        """What the number of a step determines: the schedule's factor and the optimizer's numbers."""
        factor = SCHEDULES[self.schedule](step, self.schedule_span, self.schedule_decay)
        return factor, self._scalars_at(self.t + 1 + step - self.step_count, factor)

    def _set_scalars(self, step: int) -> None:
        factor, values = self.scalars_of(step)
        for name in self._changing:
            self._scalars[name][...] = values[name]
        self._factor[...] = factor

    def _begin_epoch(self) -> None:
        """Cut the batches of the running epoch: one take each, then every batch is one block."""
        if self._buffers is not None:
            x, t, targets = self._buffers
            rows = self._rows()
            self._points.take(rows, 0, x, "clip")
            targets.take(rows, 0, t, "clip")
        self._cut = self.epoch


def flush(slots: np.ndarray, epoch: int, steps_per_epoch: int) -> None:
    """Now and then round what has decayed to almost nothing in the slots to 0: denormals are slow."""
    if len(slots) and epoch % max(1, 32 // steps_per_epoch) == 0:
        tiny = np.finfo(slots.dtype).tiny * 1e8
        slots += tiny
        slots -= tiny


def rows_at_once(layer_dims, batch: int, *, normalized: bool) -> int:
    """How many rows of a batch are done at a time: all that it has if they fit into the cache, or if layers
    are normalized over them."""
    width = sum(layer_dims[1:]) + len(layer_dims) - 1
    return batch if normalized or batch * width <= 4 * SLAB else min(batch, max(256, SLAB // width))


class _Gathered:
    """The batches of a training set too large to copy once an epoch, or of very many: one set of buffers."""

    def __init__(self, trainer: Trainer, targets, g, plans, gain, dropout, update):
        self.trainer, self.targets = trainer, targets
        self.points = trainer._points
        self.calls, self.buffers = {}, {}
        for rows in {trainer.rows, trainer.m % trainer.rows or trainer.rows}:
            x = np.empty((rows, self.points.shape[1]), self.points.dtype)
            t = np.empty((rows, targets.shape[1]), targets.dtype)
            self.buffers[rows] = x, t
            self.calls[rows] = trainer._step_calls(x, t, g, plans, gain, dropout) + update
        self.epoch, self.order = None, None

    def __getitem__(self, i: int):
        trainer = self.trainer
        if self.epoch != trainer.epoch:
            self.epoch, self.order = trainer.epoch, trainer._rows()
        rows = self.order[i * trainer.rows : (i + 1) * trainer.rows]
        x, t = self.buffers[len(rows)]
        self.points.take(rows, 0, x, "clip")
        self.targets.take(rows, 0, t, "clip")
        return self.calls[len(rows)]


def _check_data(network: Network, X: np.ndarray, Y: np.ndarray) -> None:
    n_x, n_y = network.layer_dims[0], network.layer_dims[-1]
    if X.ndim != 2 or len(X) != n_x or X.shape[1] == 0:
        raise ValueError(f"X must have shape ({n_x}, m) with m ≥ 1 to fit the network, got {X.shape}")
    if Y.shape != (n_y, X.shape[1]):
        raise ValueError(f"Y must have shape ({n_y}, {X.shape[1]}) to match X {X.shape}, got {Y.shape}")
    for name, values in (("X", X), ("Y", Y)):
        if not np.isfinite(values).all():
            raise ValueError(
                f"{name} must be finite, got {np.count_nonzero(~np.isfinite(values))} nan or inf"
            )


def shorten(g: np.ndarray, longest: np.ndarray) -> None:
    """Bring the gradient down to the length `longest` if it is longer."""
    length = np.sqrt(g.dot(g))
    if length > longest:
        g *= longest / length
