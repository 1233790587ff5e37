"""What training asks for, from sizes alone: `cost_of` estimates it, `Limits` grants it or says why not.

The calls of a step are counted in the tables (a rule says itself how many it makes); what a call costs is a
matter of the machine.  Nothing is allocated but single numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import Buffers, follow, normalize, normalize_backward
from .losses import default_loss, pair
from .network import Network
from .optimizers import OPTIMIZERS
from .regularizers import REGULARIZERS
from .scalars import Scalars
from .training import BLOCK, GATHER, Trainer, rows_at_once

SPECIAL = {np.tanh, np.exp, np.expm1, np.log1p, np.logaddexp, np.sin, np.cos}  # cost many additions

# What `measured_pace` finds for its two networks, as parts of their price, where Pace() was fitted.
USUAL_CALLS, USUAL_ARITHMETIC = 0.83, 0.79


@dataclass(frozen=True)
class Pace:
    """Seconds that a machine takes for a call of an elementwise function and of a matrix product on small
    arrays; and for a byte: of a multiply-add, of what a product reads and writes, of what an elementwise
    function does, of one value of tanh or exp, of a random number.

    The defaults were fitted to the step times that tests/benchmarks/costs.py measures, by least squares of
    their logarithms.
    """

    call: float = 3.5e-7
    product: float = 7.7e-7
    multiply_add: float = 4.6e-12
    operand: float = 8.1e-11
    element: float = 1.2e-11
    special: float = 2.0e-10
    random: float = 5e-10

    def times(self, calls: float, arithmetic: float) -> "Pace":
        """A machine that takes so many times as long for calls, and for arithmetic."""
        rest = (self.multiply_add, self.operand, self.element, self.special, self.random)
        return Pace(self.call * calls, self.product * calls, *(arithmetic * seconds for seconds in rest))


def measured_pace() -> Pace:
    """The pace of this machine, in some 10 ms: Pace() scaled by what a small and a larger network take."""
    small, large = ([2, 4, 2, 1], 100, 10), ([64, 96, 48, 10], 40, 0)  # no product is split over threads
    calls = _seconds_a_step(*small, steps=10) / cost_of(small[0], small[1], batch_size=small[2]).seconds
    scaled = Pace().times(calls, 1.0)
    spent, without = (cost_of(large[0], large[1], pace=p).seconds for p in (scaled, scaled.times(1.0, 0.0)))
    arithmetic = (_seconds_a_step(*large, steps=2) - without) / (spent - without)
    return Pace().times(calls / USUAL_CALLS, max(arithmetic, 0.1) / USUAL_ARITHMETIC)


def _seconds_a_step(layer_dims: list[int], rows: int, batch_size: int, *, steps: int) -> float:
    rng = np.random.default_rng(0)
    names = ["tanh"] * (len(layer_dims) - 2) + ["sigmoid" if layer_dims[-1] == 1 else "softmax"]
    network = Network(layer_dims, names).initialize(rng=rng)
    X, Y = rng.standard_normal((layer_dims[0], rows)), np.zeros((layer_dims[-1], rows))
    trainer, least = Trainer(network, X, Y, batch_size=batch_size), np.inf
    trainer.step(rows // (batch_size or rows))
    for _ in range(20):  # the least, for others may use the machine too
        start = perf_counter()
        trainer.step(steps)
        least = min(least, (perf_counter() - start) / steps)
    return least


@dataclass(frozen=True)
class Cost:
    """What training asks for: parameters, multiply-adds a step, bytes held, roughly the seconds a step."""

    parameters: int
    multiply_adds: int
    bytes: int
    seconds: float


def cost_of(
    layer_dims: Sequence[int],
    rows: int,
    *,
    activations: Sequence[str] | None = None,
    loss: str | None = None,
    batch_size: int = 0,
    optimizer: str = "gradient descent",
    regularization: str = "none",
    keep_prob: float = 1.0,
    batch_norm: Iterable[int] = (),
    dtype="float64",
    networks: int = 1,
    pace: Pace | None = None,
) -> Cost:
    """The cost of training with these settings of a Trainer; `networks` of them at once.

    activations, batch_norm: as of a Network, tanh and an output for classes if None.  The time is right to
    within a factor of two on the machine of `pace`.

    >>> cost_of([2, 4, 2, 1], 250, batch_size=10).parameters
    25
    """
    size, batch = np.dtype(dtype).itemsize, min(batch_size or rows, rows)
    pace = pace or Pace()
    pairs = list(zip(layer_dims, layer_dims[1:], strict=False))
    L, hidden = len(pairs), list(layer_dims[1:-1])
    names = activations or ["tanh"] * (L - 1) + ["sigmoid" if layer_dims[-1] == 1 else "softmax"]
    normalized = [layer_dims[l] for l in batch_norm]
    in_blocks = sum(n * (k + 1) for k, n in pairs)
    parameters = in_blocks + sum(normalized)
    multiply_adds = batch * (3 * in_blocks - layer_dims[1] * (layer_dims[0] + 1))
    width = sum(layer_dims[1:]) + L
    pieces = -(-batch // rows_at_once(layer_dims, batch, normalized=bool(normalized)))

    step = _Count()
    for name, n in zip(names, hidden, strict=False):
        Z = np.zeros((1, 1))
        step.add(ACTIVATIONS[name].rule(Z, Z), n)
    step.add(pair(names[-1], loss or default_loss(names[-1])).delta(*np.zeros((3, 2, 1))), layer_dims[-1])
    step.more(1, layer_dims[-1])  # the share of each example
    for name, group in groupby(zip(names, hidden, strict=False), key=lambda layer: layer[0]):
        n = sum(layer[1] for layer in group)
        if ACTIVATIONS[name].switch and keep_prob == 1:
            step.more(1, n)
        else:
            step.add(ACTIVATIONS[name].slope(*np.zeros((3, 1, 1))), n)
    for n in hidden:
        step.more(1, n)  # dA * g'(Z)
    if keep_prob < 1:
        step.more(3, sum(hidden))
        for n in hidden:
            step.more(1, n)
    for n in normalized:
        step.add(_normalization(), n)
    step.repeat(batch, pieces)
    if pieces > 1:
        step.more(pieces - 1, parameters)
    if regularization != "none":
        step.add(REGULARIZERS[regularization].rule(*np.zeros((3, 1))), parameters)
    rule = OPTIMIZERS[optimizer]
    blocks = -(-parameters // BLOCK) if parameters > 2 * BLOCK else 1
    update = rule.rule(*np.zeros((2, 1)), np.zeros((len(rule.slots), 1)), rule.scalars(1, 0.1, Scalars()))
    step.add(update, parameters, blocks)
    if rule.changes:
        step.calls += 3

    operands = batch * (2 * sum(layer_dims) + sum(layer_dims[1:])) + 3 * parameters * pieces
    seconds = pace.call * step.calls + pace.product * (2 * L + len(hidden)) * pieces
    seconds += (
        networks
        * size
        * (
            pace.multiply_add * multiply_adds
            + pace.operand * operands
            + pace.element * 3 * step.elements
            + pace.special * step.special
            + pace.random * (batch * sum(hidden) if keep_prob < 1 else 0)
        )
    )

    points, targets = rows * (layer_dims[0] + 1), rows * layer_dims[-1]
    data = points + 2 * targets
    if batch < rows:
        data += points + targets if points + targets <= GATHER else 2 * batch * (layer_dims[0] + 1)
    slabs = (
        (5 if keep_prob < 1 else 3) * -(-batch // pieces) * width * (2 if rows % batch or pieces > 1 else 1)
    ) + 2 * batch * sum(normalized)
    held = size * (networks * (parameters * (3 + len(rule.slots)) + slabs) + data)
    return Cost(networks * parameters, networks * multiply_adds, held, seconds)


def _normalization() -> list[tuple]:
    """The elementwise calls of a normalized layer in a step."""
    Z, column, kept = np.zeros((1, 1)), np.zeros((1, 1)), Buffers.of((1, 1), float)
    return [
        *normalize(Z, column, column, kept, Z),
        *follow(column, column, kept, 1),
        *normalize_backward(Z, column, kept, column, column),
        (np.copyto, column, column),
    ]


class _Count:
    """The elementwise calls of a step, the values they compute, and how many of these are tanh or exp."""

    def __init__(self):
        self.calls = self.elements = self.special = 0

    def add(self, rule: Iterable[tuple], n: int, times: int = 1) -> None:
        """The calls of a rule on n values, cut into so many parts."""
        functions = [call[0] for call in rule]
        self.calls += len(functions) * times
        self.elements += len(functions) * n
        self.special += n * sum(function in SPECIAL for function in functions)

    def more(self, calls: int, n: int) -> None:
        self.calls += calls
        self.elements += calls * n

    def repeat(self, rows: int, pieces: int) -> None:
        """So far it was one row."""
        self.calls *= pieces
        self.elements *= rows
        self.special *= rows


@dataclass(frozen=True)
class Limits:
    """What a visitor may ask for.  `check` is called before anything is allocated."""

    parameters: int = 2_000_000
    rows: int = 1_500_000
    bytes: int = 1_000_000_000
    seconds: float = 2.0  # one step

    def check(self, layer_dims: Sequence[int], rows: int, **options) -> Cost:
        """The cost (see cost_of), or ValueError with a sentence that names the first limit it exceeds."""
        cost = cost_of(layer_dims, rows, **options)
        if rows > self.rows:
            raise ValueError(f"at most {self.rows:,} rows can be trained on, got {rows:,}; take fewer")
        if cost.parameters > self.parameters:
            raise ValueError(
                f"a network may have at most {self.parameters:,} parameters, "
                f"{'-'.join(map(str, layer_dims))} has {cost.parameters:,}; take fewer inputs or neurons"
            )
        if cost.bytes > self.bytes:
            raise ValueError(
                f"training may take at most {self.bytes / 1e6:,.0f} MB of memory, this takes "
                f"{cost.bytes / 1e6:,.0f} MB; take a smaller batch, fewer rows or fewer neurons"
            )
        if cost.seconds > self.seconds:
            raise ValueError(
                f"a step may take at most {self.seconds:g} s, this takes about {cost.seconds:.1f} s; "
                "take a smaller batch or fewer neurons"
            )
        return cost
