"""Update: the lines of a step behind the gradient: penalty, clipping, schedule, and the optimizer's move."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .calls import Call, by_text
from .optimizers import OPTIMIZERS
from .program import Line, line
from .regularizers import REGULARIZERS, stop_at_zero

if TYPE_CHECKING:
    from .network import Network

BLOCK = 1 << 15  # parameters: an optimizer's vectors of this length stay in the cache


@dataclass(frozen=True, eq=False)
class Update:
    """The lines behind the gradient: names from the tables, and arrays laid out like theta, (P,) or (K, P).

    slots: (n, …, P).  scalars: the numbers of the optimizer, () or (K, 1).  strength: λ/m times the gain, 0
    at biases, or None; without the gain where the penalty stops at 0.  longest: beside each gradient that is
    clipped the length it may have.  factor: the schedule's, where it is not in the scalars, or None.
    spared (P,): 1 where no weight decay is to act and -inf elsewhere, or None.
    """

    network: "Network"
    optimizer: str
    regularization: str
    theta: np.ndarray
    g: np.ndarray
    slots: np.ndarray
    scalars: dict[str, np.ndarray]
    strength: np.ndarray | None = None
    longest: tuple[tuple[np.ndarray, float], ...] = ()
    factor: np.ndarray | None = None
    spared: np.ndarray | None = None

    def refine(self) -> Iterator[Line]:
        """Penalty, clipping and the schedule: what is done to the gradient before it moves anything."""
        if not REGULARIZERS[self.regularization].stops:
            yield from self.penalty()
        writes = named_in(self.network, self.g, "d")
        reads, more = " ".join(writes), {"unit": "mean"}
        if self.longest:
            calls: list[Call] = [(shorten, g, length) for g, length in self.longest]
            text, named = "dθ = dθ · c / ‖dθ‖ if ‖dθ‖ > c", {"dθ": self.g}
            yield line(text, "clipping", 0, calls, reads, writes, named=named, **more)
        if self.factor is not None:
            calls = [(np.multiply, self.g, self.factor, self.g)]
            text, named = "dθ = schedule's factor · dθ", {"dθ": self.g, "factor": self.factor}
            yield line(text, "update", 0, calls, reads, writes, inner=True, named=named, **more)

    def penalty(self) -> Iterator[Line]:
        """dW = dW + λ/m · the slope of the penalty."""
        entry = REGULARIZERS[self.regularization]
        if self.strength is None or entry.pull is None:
            return
        calls = entry.rule(self.theta, self.g, self.strength)
        writes = {n: view for n, view in named_in(self.network, self.g, "d").items() if n.startswith("dW")}
        reads = " ".join(f"dW{l} W{l}" for l in range(1, self.network.L + 1))
        named = {"θ": self.theta, "dθ": self.g, "gain·λ/m": self.strength}
        text = f"dW = dW + {entry.slope}"
        yield line(text, "penalty", 0, calls, reads, writes, unit="mean", named=named)

    def whole(self) -> Iterator[Line]:
        """The optimizer's rule on all parameters, in parts that fit the cache."""
        K, P = len(self.theta), self.network.size
        if self.theta.ndim == 1:
            length = BLOCK if P > 2 * BLOCK else P
        else:
            length = max(1, BLOCK // P)
        numbers = dict(self.scalars)
        if self.spared is not None:
            numbers["keep"] = np.empty_like(self.theta)
            calls = [(np.fmax, self.scalars["keep"], self.spared, numbers["keep"])]
            yield line("keep = 1 for biases", "update", 0, calls, "", {}, inner=True)
        for i in range(0, K, length):
            part = slice(i, i + length)
            scalars = {n: v[part] if v.ndim else v for n, v in numbers.items()}
            yield from self._moved("θ", 0, self.theta[part], self.g[part], self.slots[:, part], scalars)
            if self.strength is not None:
                yield from self._stopped("W", 0, self.theta[part], self.strength[part], scalars["alpha"])

    def one_by_one(self) -> Iterator[Line]:
        """The same, one parameter array after the other: W1, b1, …"""
        slots = [named_in(self.network, slot, "") for slot in self.slots]
        g = named_in(self.network, self.g, "d")
        for name, view in named_in(self.network, self.theta, "").items():
            of_it, l, scalars = [slot[name] for slot in slots], int(name.lstrip("Wbγ")), dict(self.scalars)
            if self.spared is not None and not name.startswith("W"):
                del scalars["keep"]
            yield from self._moved(name, l, view, g[f"d{name}"], of_it, scalars)
            if self.strength is not None and name.startswith("W"):
                strength = named_in(self.network, self.strength, "")[name]
                yield from self._stopped(name, l, view, strength, self.scalars["alpha"])

    def _moved(self, name: str, l: int, theta, g, slots, scalars) -> Iterator[Line]:
        entry = OPTIMIZERS[self.optimizer]
        known = {"θ": theta, "dθ": g} | dict(zip(entry.slots, slots, strict=True))
        said = {"θ": name, "dθ": f"d{name}"}
        said |= {s: s if name == "θ" else f"{s}_{name}" for s in entry.slots}
        named = {said[symbol]: array for symbol, array in known.items()} | scalars
        article = "update_parameters" if self.optimizer == "gradient descent" else ""
        for text, calls in by_text(entry.rule(theta, g, slots, scalars)):
            target, _, right = text.partition(" ← ")
            words = SYMBOL.sub(lambda found: said.get(found[0], found[0]), text).replace("←", "=")
            reads = " ".join(dict.fromkeys(said[s] for s in SYMBOL.findall(right) if s in said))
            writes = {said[target]: known[target]}
            yield line(words, "update", l, calls, reads, writes, article=article, named=named)

    def _stopped(self, name: str, l: int, theta, strength, alpha) -> Iterator[Line]:
        """The penalty's own step, of one that stops at 0."""
        if REGULARIZERS[self.regularization].stops:
            text = f"{name} = sign {name} · max(|{name}| - α λ/m, 0)"
            calls = stop_at_zero(theta, strength, alpha)
            named = {name: theta, "λ/m": strength, "alpha": alpha}
            yield line(text, "update", l, calls, name, {name: theta}, named=named)


# A name of an optimizer's formula by itself: v, but not v̂, and α, but not the θ of dθ.
SYMBOL = re.compile(r"(?<![\w])(?:dθ|θ|[a-z])(?![^\W²]|\u0302)")


def named_in(network, vector, prefix: str) -> dict[str, np.ndarray]:
    """The views W1, b1, … and γ of normalized layers into what is laid out like theta, each name prefixed."""
    blocks, gammas = network.laid_out(vector)
    found = {}
    for l in range(1, network.L + 1):
        found |= {f"{prefix}W{l}": blocks[l][..., :-1], f"{prefix}b{l}": blocks[l][..., -1:]}
        if gammas[l] is not None:
            found[f"{prefix}γ{l}"] = gammas[l]
    return found


def shorten(g: np.ndarray, longest: np.ndarray) -> None:
    """Bring the gradient down to the length `longest` if it is longer."""
    length = np.sqrt(g.dot(g))
    if length > longest:
        g *= longest / length
