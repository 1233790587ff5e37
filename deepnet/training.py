"""Trainer: updates of a network by batches of a training set, step by step and repeatable to the bit."""

from dataclasses import replace
from time import perf_counter

import numpy as np

from .calls import Bound, bind, breathe
from .compiling import Compiled, gradient_calls, update_of
from .forward import logits
from .hyperparameters import NAMES, Hyperparameters
from .losses import pair
from .network import Network
from .once import once
from .optimizers import OPTIMIZERS
from .order import Order
from .regularizers import REGULARIZERS
from .schedules import SCHEDULES
from .threads import checked, using
from .trace import Trace

COUNTERS = ("t", "step_count", "epoch", "batch")


class Trainer:
    """Trains `network` on X (n_x, m), Y (n_y, m).

    settings: loss, optimizer, learning_rate, batch_size and the rest of `Hyperparameters`, and afterwards
    the value of all of them.  batch_size 0, the default, takes all rows, in file order and unshuffled.
    Otherwise the order of epoch e depends on order_seed and e alone, or is row e of `order` (epochs, m), or
    that of the rows as they stand for order="file order".  The
    last, shorter batch of an epoch is averaged over its own size.  Dropout's masks depend on order_seed and
    the step alone.  threads: how many a product of matrices may use while this one makes its steps, None for
    what numpy has; more may round otherwise.  ValueError for a value that does not fit.

    >>> network = Network([1, 1], ["linear"])
    >>> trainer = Trainer(network, [[0.0, 1.0]], [[1.0, 3.0]], loss="squared error", learning_rate=0.5)
    >>> trainer.step(200)
    >>> network.theta.round(6)
    array([2., 1.])
    """

    def __init__(
        self,
        network: Network,
        X,
        Y,
        *,
        order_seed: int = 0,
        order=None,
        threads: int | None = None,
        **settings,
    ):
        self.network, self.order_seed, self.threads = network, order_seed, checked(threads)
        self._take(X, Y)
        self._order = Order(self.m, order_seed, order)
        self.step_count = self.t = self.epoch = self.batch = 0
        self._pace = 0.0
        self._adopt(Hyperparameters(**settings))
        self.slots = self._new_slots()

    # ---- settings

    def configure(self, **changes) -> None:
        """Change settings in mid-run: any of `Hyperparameters`, and `activations`.

        The parameters stay.  The optimizer's memory starts again from 0 only if the optimizer changes; a new
        batch size starts a new epoch at once.  After a ValueError nothing has changed.
        """
        activations = changes.pop("activations", self.network.activations)
        unknown = set(changes) - set(NAMES)
        if unknown:
            choices = ", ".join(["activations", *NAMES])
            raise ValueError(f"cannot configure {', '.join(sorted(unknown))}; choose from {choices}")
        before, old_activations = self.settings, self.network.activations
        if tuple(activations) != old_activations:
            self.network.activations = activations
        try:
            self._adopt(replace(before, **changes))
        except (ValueError, TypeError):
            self.network.activations = old_activations
            raise
        if self.settings.optimizer != before.optimizer:
            self.slots = self._new_slots()
            self.t = 0
        if self.settings.batch_size != before.batch_size and self.batch:
            self.epoch, self.batch = self.epoch + 1, 0

    def learn_from(self, X, Y) -> None:
        """Go on with another training set of the same inputs and outputs.

        Weights, the optimizer's memory and all settings stay; a new epoch begins at once.  ValueError for a
        set that does not fit, and where the order of the rows was given.
        """
        if self._order.given is not None and not self._order.kept:
            raise ValueError("a given order of rows belongs to its training set; make another Trainer")
        self._take(X, Y)
        self._order = Order(self.m, self._order.seed, self._order.kept)
        if self.batch:
            self.epoch, self.batch = self.epoch + 1, 0
        self._adopt(self.settings)

    def _take(self, X, Y) -> None:
        """Copy a training set that fits the network; one that is read-only once for all."""
        X, Y, dtype = np.asarray(X), np.asarray(Y), self.network.dtype
        _check_data(self.network, X, Y)
        self.m = X.shape[1]

        def rows() -> np.ndarray:  # one row per example, last column 1
            points = np.ones((self.m, len(X) + 1), dtype)
            points[:, :-1] = X.T
            return points

        self.points = once(X, ("rows", dtype), rows)
        self._Y = np.ascontiguousarray(Y.T, dtype)  # (m, n_y)
        self._suits: tuple[str, str | None] | None = None  # for which output and loss Y was found right

    def _new_slots(self) -> np.ndarray:
        shape = len(OPTIMIZERS[self.settings.optimizer].slots), self.network.size
        return np.zeros(shape, self.network.dtype)

    def _adopt(self, chosen: Hyperparameters) -> None:
        settings = chosen.fitting(self.network)
        output = self.network.activations[-1]
        if self._suits != (output, settings.loss):
            pair(output, settings.loss).check(self._Y.T)
            self._suits = output, settings.loss
        self.settings = settings
        size = self.settings.batch_size
        self.rows = min(size, self.m) if size else self.m
        self.steps_per_epoch = -(-self.m // self.rows)
        self._forget()

    def _forget(self) -> None:
        """Drop what was compiled; the next step compiles it again."""
        self._compiled: Compiled | None = None
        self._inspection: tuple[np.ndarray, list[Bound]] | None = None

    # ---- steps

    def step(self, n: int = 1) -> None:
        """Make exactly n updates; the same bits whether made in one call or in n."""
        # A rate too high gives inf and nan, which the caller looks for.
        with np.errstate(all="ignore"), using(self.threads):
            while n > 0:
                if self._compiled is None:
                    self._compiled = Compiled(self)
                if self._compiled.epoch != self.epoch:
                    self._compiled.begin_epoch()
                k = min(n, self.steps_per_epoch - self.batch)
                self._run(self._compiled, self.batch, self.batch + k)
                self.count(k)
                n -= k

    def _run(self, compiled: Compiled, start: int, stop: int) -> None:
        hooks, batches = compiled.hooks, compiled.batches
        for i in range(start, stop):
            if hooks:
                for hook in hooks:
                    hook(self.step_count + i - start)
            for call in batches[i]:
                call()

    def count(self, k: int) -> None:
        """Take note of k updates, at most to the end of the epoch."""
        self.t += k
        self.step_count += k
        self.batch += k
        if self.batch == self.steps_per_epoch:
            self.epoch, self.batch = self.epoch + 1, 0
            flush(self.slots, self.epoch, self.steps_per_epoch)

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
            breathe()

    def traced(self) -> Trace:
        """The next step, line by line with all its numbers; the trainer stays where it is."""
        return Trace(self)

    def batch_rows(self) -> np.ndarray:
        """Which examples the next step uses: indices into the columns of X."""
        return self.order_of(self.epoch)[self.batch * self.rows : (self.batch + 1) * self.rows]

    def order_of(self, epoch: int) -> np.ndarray:
        """In which order an epoch takes the examples, (m,)."""
        return np.arange(self.m) if self.rows == self.m else self._order(epoch)

    def follows(self, other: "Trainer") -> bool:
        """Whether both take the examples in the same order."""
        return self._order.alike(other._order)

    def to_epoch_end(self) -> int:
        """Updates until the end of the running epoch, at least 1."""
        return self.steps_per_epoch - self.batch

    # ---- memory

    def state(self) -> dict:
        """Everything that changes from step to step, copied: `restore` goes on from it with the same bits."""
        network = self.network
        found = {"theta": network.theta.copy(), "moments": network.moments.copy(), "slots": self.slots.copy()}
        return found | {name: getattr(self, name) for name in COUNTERS}

    def restore(self, state: dict) -> None:
        """Go back to a state of this trainer, or of one with the same optimizer and network shape."""
        network = self.network
        for name, mine in (("theta", network.theta), ("moments", network.moments), ("slots", self.slots)):
            if state[name].shape != mine.shape:
                raise ValueError(f"{name} must have shape {mine.shape}, got {state[name].shape}")
            mine[...] = state[name]
        for name in COUNTERS:
            setattr(self, name, state[name])
        if self._compiled is not None:
            self._compiled.epoch = -1  # the same epoch may stand at other steps of the optimizer

    def gradient(self) -> np.ndarray:
        """The gradient of the mean loss over the whole training set plus the penalty, (P,), like theta."""
        with np.errstate(all="ignore"):
            if self._inspection is None:
                g = np.zeros_like(self.network.theta)
                calls = gradient_calls(self, self.points, self.targets(), g, {})
                penalty = update_of(self, g, {}, None, gain=1.0).penalty()
                calls += bind((call for line in penalty for call in line.calls), self.network.dtype)
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
            Z_L = logits(self.network, self.network.theta[None], self.points[:, :-1].T)[0]
            each = pair(self.network.activations[-1], self.settings.loss).each(Z_L, self.smoothed().T)
            if self.settings.class_weights is not None:
                each = each * self._weights()
            return float(each.mean(dtype=np.float64)) + self.penalty()

    def penalty(self) -> float:
        """What the weights add to the cost."""
        rule = REGULARIZERS[self.settings.regularization]
        return rule.cost(self.network, self.settings.regularization_rate, self.m)

    def __getstate__(self):
        compiled = ("_compiled", "_inspection")
        return {name: value for name, value in self.__dict__.items() if name not in compiled}

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._forget()

    # ---- what a step is compiled from

    def targets(self) -> np.ndarray:
        """Targets as the loss codes them, (m, n_y), and a last column of weights if the classes have any."""
        coded = pair(self.network.activations[-1], self.settings.loss).target(self.smoothed())
        unweighted = self.settings.class_weights is None
        return coded if unweighted else np.hstack([coded, self._weights()[:, None]])

    def smoothed(self) -> np.ndarray:
        """Targets with the share of `label_smoothing` spread over the classes, (m, n_y)."""
        share, n_y = self.settings.label_smoothing, self._Y.shape[1]
        return self._Y * (1 - share) + share / max(2, n_y) if share else self._Y

    def _weights(self) -> np.ndarray:
        """The weight of each example, (m,)."""
        weights = np.asarray(self.settings.class_weights, self._Y.dtype)
        return self._Y @ weights if self._Y.shape[1] > 1 else weights[self._Y[:, 0].astype(int)]

    def scalars_at(self, t: int, factor: float = 1.0, rate=None) -> dict:
        """The numbers of the optimizer at its step t = 1, 2, …, the learning rate times a factor.

        rate: another learning rate than the settings', or an array of them.
        """
        settings = self.settings
        rate = settings.learning_rate if rate is None else rate
        return OPTIMIZERS[settings.optimizer].numbers(t, factor * rate, settings)

    def scalars_of(self, step: int, rate=None) -> tuple[float, dict]:
        """What the number of a step determines: the schedule's factor and the optimizer's numbers."""
        settings = self.settings
        factor = SCHEDULES[settings.schedule](step, settings.schedule_span, settings.schedule_decay)
        return factor, self.scalars_at(self.t + 1 + step - self.step_count, factor, rate)


def flush(slots: np.ndarray, epoch: int, steps_per_epoch: int) -> None:
    """Now and then round what has decayed to almost nothing in the slots to 0: denormals are slow."""
    if len(slots) and epoch % max(1, 32 // steps_per_epoch) == 0:
        tiny = np.finfo(slots.dtype).tiny * 1e8
        slots += tiny
        slots -= tiny


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
