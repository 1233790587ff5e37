"""Trace: one training step walked line by line, with every number that it computes.

>>> from deepnet import Network, Trainer
>>> network = Network([1, 1], ["linear"])
>>> trainer = Trainer(network, [[0.0, 1.0]], [[1.0, 3.0]], learning_rate=0.5)
>>> for line in trainer.traced():
...     print(f"{line.stage:8} {line.text}")
forward  Z1 = W1·A0 + b1
forward  A1 = linear(Z1)
cost     loss = ½ Σ (a - y)²
cost     J = 1/m Σ loss
backward dZ1 = A1 - Y
backward dZ1 = gain/m · dZ1
backward dW1 = dZ1·A0ᵀ / m, db1 = Σ dZ1 / m
backward dA0 = W1ᵀ·dZ1
update   W1 = W1 - α dW1
update   b1 = b1 - α db1
>>> line.operands["db1"], line.values["b1"], line.before["b1"], line.article
(array([[-2.]]), array([[1.]]), array([[0.]]), 'update_parameters')
>>> line.calls
('np.subtract(b1, db1, out=b1)',)
>>> trainer.step_count, network.theta  # nothing of the trainer has moved
(0, array([0., 0.]))

The lines are those that training runs (see `program`), with three kinds more that training leaves out: the
output A_L, the cost, and dA0; and where training moves all parameters in one call, each array has its own.
Their numpy calls are training's own, so that `trace.state()` is, to the bit, what `Trainer.step` comes to.

What is shown is in the article's units: dZ and dA of each example's loss, dW and db of the mean.  Training
has the gain (the learning rate, for gradient descent) and 1/m multiplied into dZ_L, on a line marked
`inner`, and so into all that follows; that is divided out again here, and may round in the last digit.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .compiling import pieces, update_of
from .dropout import Dropout
from .losses import pair
from .memory import Memory
from .optimizers import OPTIMIZERS
from .program import Line, backward, cost, forward, input_errors, line, output
from .update import named_in
from .wording import spelled

if TYPE_CHECKING:
    from .training import Trainer


@dataclass(frozen=True, eq=False)
class Traced:
    """A line that has run.

    operands: the arrays that it read, by name, as they were then; values: those that it wrote, as they are
    now; before: what these were, if they were anything.  All copies, in the article's units.  calls: what it
    did, as numpy is written.  The rest is as in `program.Line`.
    """

    text: str
    stage: str
    layer: int
    article: str
    inner: bool
    operands: dict[str, np.ndarray]
    values: dict[str, np.ndarray]
    before: dict[str, np.ndarray]
    calls: tuple[str, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of its operands."""
        return tuple(self.operands)

    @property
    def writes(self) -> tuple[str, ...]:
        """The names of what it changed."""
        return tuple(self.values)


class Trace(Sequence):
    """The next step of a trainer, which stays as it is.  trace[i] runs the lines up to i; iterating runs
    them one at a time; len(trace) runs none.

    rows: which examples the batch holds.  lines: the lines that are to run.  values: the latest value of
    every name so far: W1, b1, …, A0, Y, Z1, A1, dZ1, dA1, dW1, db1, g'(Z1), loss, J, and where they occur M1
    (masks), γ1, mean1, variance1, weights and an optimizer's memory v_W1, s_b1, ….
    A batch that training does in pieces is walked piece by piece.
    """

    def __init__(self, trainer: "Trainer"):
        self._twin = twin = copy.copy(trainer)
        twin.network, twin.slots = copy.deepcopy(trainer.network), trainer.slots.copy()
        self.rows = twin.batch_rows()
        self.values: dict[str, np.ndarray] = {}
        self._done: list[Traced] = []
        settings, network = twin.settings, twin.network
        factor, scalars = twin.scalars_of(twin.step_count)
        gain = twin.scalars_at(1)["gain"]
        still = gain == 0  # at a learning rate of 0 nothing moves, but the gradient can be seen
        if still:
            gain, factor = 1.0, 0.0
        self._rules = pair(network.activations[-1], settings.loss)
        self._units = {
            "": 1.0,
            "delta": self._rules.scale,
            "mean": 1 / gain,
            "example": len(self.rows) / gain,
        }
        self._g = np.zeros_like(network.theta)
        self.lines = tuple(self._gradient(gain)) + tuple(self._update(gain, factor, scalars, still))
        self._begin()

    def _gradient(self, gain: float) -> Iterator[Line]:
        twin, network, settings = self._twin, self._twin.network, self._twin.settings
        dropouts, weighted = [], settings.class_weights is not None
        if settings.keep_prob < 1:
            dropouts.append(Dropout(settings.keep_prob, twin.order_seed))
            dropouts[0].begin(twin.step_count)
        points, targets, Y = twin.points[self.rows], twin.targets()[self.rows], twin.smoothed()[self.rows]
        self._batch = points, targets, Y
        for part in pieces(network, len(points)):
            memory = Memory(
                network,
                part.stop - part.start,
                theta=network.theta,
                gradient=self._g if part.start == 0 else np.zeros_like(self._g),
                moments=network.moments,
                dropouts=dropouts,
                weighted=weighted,
                batch=(points[part], targets[part].T),
            )
            memory.share[...] = gain * self._rules.scale / len(points)
            yield from forward(memory, follow_moments=True)
            yield output(memory)
            yield from cost(memory, self._rules, settings.loss, Y[part].T)
            yield from backward(memory, self._rules, grouped=False)
            yield input_errors(memory)
            if part.start:
                yield self._added(memory.gradient, part)

    def _added(self, g, part: slice) -> Line:
        """The gradient of a further piece of the batch, added to that of the pieces before."""
        text, writes = f"dθ = dθ + that of rows {part.start + 1} to {part.stop}", self._named(self._g, "d")
        return line(text, "backward", 0, [(np.add, self._g, g, self._g)], "", writes, unit="mean")

    def _update(self, gain: float, factor: float, scalars: dict, still: bool) -> Iterator[Line]:
        twin, dtype = self._twin, self._twin.network.dtype
        numbers = {name: np.array(value, dtype) for name, value in scalars.items()}
        of_schedule = np.array(factor, dtype)
        update = update_of(twin, self._g, numbers, of_schedule, gain=gain)
        if still:
            update = replace(update, factor=of_schedule)
        yield from update.refine()
        yield from update.one_by_one()

    def _begin(self) -> None:
        """What is there before the first line."""
        network, (points, targets, Y) = self._twin.network, self._batch
        known = self._named(network.theta, "") | {"A0": points[:, :-1].T, "Y": Y.T}
        for name, slot in zip(OPTIMIZERS[self._twin.settings.optimizer].slots, self._twin.slots, strict=True):
            known |= self._named(slot, f"{name}_")
        for l in network.batch_norm:
            known |= {f"mean{l}": network.mean[l], f"variance{l}": network.variance[l]}
        if targets.shape[1] > Y.shape[1]:
            known["weights"] = targets[:, Y.shape[1] :].T
        self.values = {name: np.array(view) for name, view in known.items()}

    def _named(self, vector, prefix: str) -> dict[str, np.ndarray]:
        return named_in(self._twin.network, vector, prefix)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[k] for k in range(*i.indices(len(self)))]
        i = range(len(self))[i]
        with np.errstate(all="ignore"):
            while len(self._done) <= i:
                self._done.append(self._run(self.lines[len(self._done)]))
        return self._done[i]

    def _run(self, now: Line) -> Traced:
        operands = {name: self.values[name] for name in now.reads}
        for function, *arguments in now.calls:
            function(*arguments)
        unit = self._units[now.unit]
        if now.inner:
            found = {name: self.values[name] for name in now.writes}
        else:
            found = {name: np.multiply(view, unit) for name, view in now.writes.items()}
        before = {name: self.values[name] for name in found if name in self.values}
        self.values |= found
        said = {name: getattr(now, name) for name in ("text", "stage", "layer", "article", "inner")}
        return Traced(**said, operands=operands, values=found, before=before, calls=tuple(spelled(now)))

    def state(self) -> dict:
        """The trainer's state (see `Trainer.state`) after this step, of which all lines are run."""
        self[-1]
        after = copy.copy(self._twin)
        after.slots = after.slots.copy()
        after.count(1)
        return after.state()
