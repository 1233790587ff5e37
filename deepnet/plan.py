"""Plan: the lines of a gradient, bound to batches of one size and run as a straight row of numpy calls.

Nothing is allocated, sliced or looked up while it runs.
"""

from .calls import Bound, Given, bind
from .dropout import Dropout
from .forward import Forward
from .losses import pair
from .memory import A0, COLUMNS, ROWS, TARGETS, WEIGHTS, Memory
from .network import Network
from .program import backward, forward

__all__ = ["Forward", "Plan"]


class Plan:
    """The gradient of one network on batches of `rows` examples.

    gradient: the (P,) vector that receives it, laid out like theta.  batch: the examples the gradient is
    averaged over; more than `rows` where a batch is done in pieces that are added up.  gain: a factor on the
    gradient.  weighted: each example has a weight.  dropout: where masks for the hidden layers come from.
    follow_moments: whether the moments of normalized layers move with each batch.
    lines: the lines of `program` that it runs.
    """

    def __init__(
        self,
        network: Network,
        loss: str,
        rows: int,
        gradient,
        *,
        batch: int = 0,
        gain: float = 1.0,
        weighted: bool = False,
        dropout: Dropout | None = None,
        follow_moments: bool = False,
    ):
        rules = pair(network.activations[-1], loss)
        self.memory = Memory(
            network,
            rows,
            theta=network.theta,
            gradient=gradient,
            moments=network.moments,
            dropouts=() if dropout is None else (dropout,),
            weighted=weighted,
        )
        self.memory.share[...] = gain * rules.scale / (batch or rows)
        self.lines = [*forward(self.memory, follow_moments=follow_moments), *backward(self.memory, rules)]
        self._calls = [call for line in self.lines for call in line.calls]
        self._bound = bind(self._calls, network.dtype)
        given = {COLUMNS, A0, ROWS, TARGETS, WEIGHTS}
        self._open = [i for i, call in enumerate(self._calls) if any(_is_in(given, a) for a in call)]

    def calls(self, x, t) -> list[Bound]:
        """The calls of this plan on one batch: x (rows, n_x + 1) with a last column of ones, t (n_y, rows)
        targets as coded by Pair.target, and below them, if weighted, the weights.  The arrays are read anew
        each time the calls are run."""
        bound, n_y = list(self._bound), len(self.memory.Z_L)
        given = {COLUMNS: x.T, A0: x.T[:-1], ROWS: x, TARGETS: t[:n_y], WEIGHTS: t[n_y:]}
        for i in self._open:
            call = tuple(given[a] if _is_in(given, a) else a for a in self._calls[i])
            bound[i : i + 1] = bind([call], self.memory.dtype)
        return bound


def _is_in(given, argument) -> bool:
    return isinstance(argument, Given) and argument in given
