"""What training asks for, from sizes alone: `price_of` estimates it, `Limits` grants it or says why not.

The calls of a step are counted in its lines (see `program`); what a call costs is a matter of the machine.
Nothing is allocated but single numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from time import perf_counter

import numpy as np

from .compiling import GATHER, rows_at_once
from .dropout import Dropout
from .losses import default_loss, pair
from .memory import Memory
from .network import Network
from .optimizers import OPTIMIZERS
from .program import Line, backward, forward
from .scalars import Scalars
from .training import Trainer
from .update import BLOCK, Update

SPECIAL = {np.tanh, np.exp, np.expm1, np.log1p, np.logaddexp, np.sin, np.cos}  # cost many additions

# What `measured_pace` finds for its two networks, as parts of their price, where Pace() was fitted.
USUAL_CALLS, USUAL_ARITHMETIC = 0.83, 0.79


@dataclass(frozen=True)
class Pace:
    """Seconds that a machine takes for a call of an elementwise function and of a matrix product on small
    arrays; and for a byte: of a multiply-add, of what a product reads and writes, of what an elementwise
    function does, of one value of tanh or exp, of a random number.

    The defaults were fitted to the step times that tests/benchmarks/prices.py measures, by least squares of
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
    calls = _seconds_a_step(*small, steps=10) / price_of(small[0], small[1], batch_size=small[2]).seconds
    scaled = Pace().times(calls, 1.0)
    spent, without = (price_of(large[0], large[1], pace=p).seconds for p in (scaled, scaled.times(1.0, 0.0)))
    arithmetic = (_seconds_a_step(*large, steps=2) - without) / (spent - without)
    return Pace().times(calls / USUAL_CALLS, max(arithmetic, 0.1) / USUAL_ARITHMETIC)


def _seconds_a_step(layer_dims: list[int], rows: int, batch_size: int, *, steps: int) -> float:
    rng = np.random.default_rng(0)
    names = ["tanh"] * (len(layer_dims) - 2) + ["sigmoid" if layer_dims[-1] == 1 else "softmax"]
    network = Network(layer_dims, names).initialize(rng=rng)
    X, Y = rng.standard_normal((layer_dims[0], rows)), np.zeros((layer_dims[-1], rows))
    Y[0] = 1
    trainer, least = Trainer(network, X, Y, batch_size=batch_size), np.inf
    trainer.step(rows // (batch_size or rows))
    for _ in range(20):  # the least, for others may use the machine too
        start = perf_counter()
        trainer.step(steps)
        least = min(least, (perf_counter() - start) / steps)
    return least


@dataclass(frozen=True)
class Price:
    """What training asks for: parameters, multiply-adds a step, bytes held, roughly the seconds a step."""

    parameters: int
    multiply_adds: int
    bytes: int
    seconds: float


def price_of(
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
) -> Price:
    """The price of training with these settings of a Trainer; `networks` of them at once.

    activations, batch_norm: as of a Network, tanh and an output for classes if None.  The time is right to
    within a factor of two on the machine of `pace`.

    >>> price_of([2, 4, 2, 1], 250, batch_size=10).parameters
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

    kind = loss or default_loss(names[-1]), optimizer, regularization, keep_prob < 1, tuple(batch_norm)
    step, blocks = _Count(), -(-parameters // BLOCK) if parameters > 2 * BLOCK else 1
    for line in _lines(tuple(names), *kind):
        if line.stage in ("forward", "backward"):
            step.add(line, batch * sum(layer_dims[l] for l in line.layers), pieces)
        else:
            step.add(line, parameters, blocks)
    if pieces > 1:
        step.calls += pieces - 1
        step.elements += (pieces - 1) * parameters
    rule = OPTIMIZERS[optimizer]
    if rule.changes:
        step.calls += 3

    operands = batch * (2 * sum(layer_dims) + sum(layer_dims[1:])) + 3 * parameters * pieces
    seconds = pace.call * step.calls + pace.product * step.products
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
    return Price(networks * parameters, networks * multiply_adds, held, seconds)


@dataclass(frozen=True)
class _Counted:
    """What a line of a step asks for: its elementwise calls, how many of these are tanh or exp, its products,
    and the layers whose values it computes."""

    stage: str
    layers: tuple[int, ...]
    calls: int
    special: int
    products: int


@cache
def _lines(names, loss, optimizer, regularization, dropout, batch_norm) -> tuple[_Counted, ...]:
    """The lines of a step, counted on a network of layers of two neurons, which has as many."""
    network = Network([2] * (len(names) + 1), names, batch_norm=batch_norm)
    g, rules, entry = np.zeros_like(network.theta), pair(names[-1], loss), OPTIMIZERS[optimizer]
    theta, moments, dropouts = network.theta, network.moments, [Dropout(0.5, 0)] if dropout else []
    memory = Memory(network, 2, theta=theta, gradient=g, moments=moments, dropouts=dropouts)
    scalars = {name: np.array(value) for name, value in entry.numbers(1, 0.1, Scalars()).items()}
    slots = np.zeros((len(entry.slots), network.size))
    update = Update(network, optimizer, regularization, network.theta, g, slots, scalars, np.ones_like(g))
    lines = [
        *forward(memory, follow_moments=True),
        *backward(memory, rules),
        *update.refine(),
        *update.whole(),
    ]
    return tuple(_counted(line) for line in lines)


def _counted(line: Line) -> _Counted:
    calls = special = products = 0
    for function, *_ in line.calls:
        products += (product := getattr(getattr(function, "__self__", None), "ndim", 0) == 2)
        calls += 3 if function.__name__ == "draw" else not product
        special += function in SPECIAL
    return _Counted(line.stage, line.layers, calls, special, products)


class _Count:
    """The calls of a step, the values that its elementwise ones compute, and how many of these are tanh or
    exp."""

    def __init__(self):
        self.calls = self.elements = self.special = self.products = 0

    def add(self, line: _Counted, n: int, times: int) -> None:
        """A line that computes n values, cut into so many parts."""
        self.calls += line.calls * times
        self.products += line.products * times
        self.elements += line.calls * n
        self.special += line.special * n


@dataclass(frozen=True)
class Limits:
    """What a visitor may ask for.  `check` is called before anything is allocated."""

    parameters: int = 2_000_000
    rows: int = 1_500_000
    bytes: int = 1_000_000_000
    seconds: float = 2.0  # one step

    def check(self, layer_dims: Sequence[int], rows: int, **options) -> Price:
        """The price (see price_of), or ValueError with a sentence that names the first limit it exceeds."""
        price = price_of(layer_dims, rows, **options)
        if rows > self.rows:
            raise ValueError(f"at most {self.rows:,} rows can be trained on, got {rows:,}; take fewer")
        if price.parameters > self.parameters:
            raise ValueError(
                f"a network may have at most {self.parameters:,} parameters, "
                f"{'-'.join(map(str, layer_dims))} has {price.parameters:,}; take fewer inputs or neurons"
            )
        if price.bytes > self.bytes:
            raise ValueError(
                f"training may take at most {self.bytes / 1e6:,.0f} MB of memory, this takes "
                f"{price.bytes / 1e6:,.0f} MB; take a smaller batch, fewer rows or fewer neurons"
            )
        if price.seconds > self.seconds:
            raise ValueError(
                f"a step may take at most {self.seconds:g} s, this takes about {price.seconds:.1f} s; "
                "take a smaller batch or fewer neurons"
            )
        return price
