"""The check beside the gradient: the chain rule against finite differences, and what a planted bug does."""

from dataclasses import dataclass

import numpy as np

from deepnet.lab.ledger.ledger import Ledger
from deepnet.lab.ledger.plainly import Batch, costs, gradient
from deepnet.optimizers import OPTIMIZERS

STEPS = (1e-5, 1e-6, 1e-4, 1e-7)  # of the differences, in the order in which they are tried
AGREES, DIFFERS, KINK = "agrees", "differs", "kink"
MOST_CHECKED = 3000  # parameters; of more, these many spread evenly
MOST_WORK = 400_000_000  # parameters moved × parameters × rows; of a large network fewer are tried
HELD = 1_000_000  # values of parameter vectors held at once


@dataclass(frozen=True, eq=False)
class Check:
    """For each parameter that was tried, by its place in theta: the gradient computed, the slope measured,
    how far
    they are apart, |a - n| / (|a| + |n|), and the verdict.  KINK: the cost has a corner there, so that it
    has no
    one slope."""

    places: np.ndarray
    computed: np.ndarray
    measured: np.ndarray
    verdicts: np.ndarray

    @property
    def relative(self) -> np.ndarray:
        size = np.abs(self.computed) + np.abs(self.measured)
        return np.divide(np.abs(self.computed - self.measured), size, out=np.zeros_like(size), where=size > 0)

    @property
    def wrong(self) -> int:
        return int(np.count_nonzero(self.verdicts == DIFFERS))

    @property
    def error(self) -> float:
        """‖a - n‖ / (‖a‖ + ‖n‖) of all that have a slope."""
        smooth = self.verdicts != KINK
        a, n = self.computed[smooth], self.measured[smooth]
        size = np.linalg.norm(a) + np.linalg.norm(n)
        return float(np.linalg.norm(a - n) / size) if size else 0.0


def check(batch: Batch, computed: np.ndarray, places: np.ndarray | None = None) -> Check:
    """Compare a gradient (P,) of the batch's cost with central differences at the places; None tries all, or
    MOST_CHECKED of them."""
    theta = batch.theta
    most = int(np.clip(MOST_WORK / (theta.size * batch.m), 100, MOST_CHECKED))
    places = np.arange(theta.size) if places is None else places
    if len(places) > most:
        places = places[np.unique(np.linspace(0, len(places) - 1, most).astype(int))]
    here = float(costs(batch, theta[None])[0])
    measured, verdicts = np.zeros(len(places)), np.full(len(places), DIFFERS, dtype="<U8")
    nearest = np.full(len(places), np.inf)
    open_ = np.arange(len(places))
    for h in STEPS:
        if not open_.size:
            break
        found, above, below = _differences(batch, theta, places[open_], h, here)
        mine = computed[places[open_]]
        apart = np.abs(found - mine)
        noise = 1e-14 * max(1.0, abs(here)) / h
        near = apart <= noise + 1e-6 * (np.abs(found) + np.abs(mine)) + 1e-9
        corner = (np.abs(above - below) > 1e3 * noise + 1e-3 * np.abs(above)) & (
            (mine >= np.minimum(above, below) - noise) & (mine <= np.maximum(above, below) + noise)
        )
        closer = apart < nearest[open_]
        measured[open_[closer]], nearest[open_[closer]] = found[closer], apart[closer]
        verdicts[open_[corner & ~near]] = KINK
        verdicts[open_[near]] = AGREES
        open_ = open_[~near]
    return Check(places, computed[places], measured, verdicts)


def _differences(batch: Batch, theta, places, h: float, here: float):
    """Central, forward and backward differences at the places, from ensembles of networks."""
    group = max(1, HELD // (2 * theta.size))
    up, down = np.empty(len(places)), np.empty(len(places))
    for i in range(0, len(places), group):
        part = places[i : i + group]
        thetas = np.repeat(theta[None], 2 * len(part), axis=0)
        rows = np.arange(len(part))
        thetas[rows, part] += h
        thetas[len(part) + rows, part] -= h
        found = costs(batch, thetas)
        up[i : i + group], down[i : i + group] = found[: len(part)], found[len(part) :]
    return (up - down) / (2 * h), (up - here) / h, (here - down) / h


def batch_of(book: Ledger, stale: np.ndarray | None = None) -> Batch:
    """The batch of a ledger's step, masks and weights included."""
    walk = book.walk
    masks = {l: book.arrays[f"M{l}"].values for l in range(1, walk.L) if f"M{l}" in book.arrays}
    weights = book.arrays["weights"].values[0] if "weights" in book.arrays else None
    return Batch(
        walk.network, book.arrays["A0"].values, book.arrays["Y"].values, walk.loss, weights, masks, stale
    )


def gradient_of(book: Ledger) -> np.ndarray:
    """The ledger's own gradient of the batch's cost, (P,), laid out like theta."""
    network = book.walk.network
    found = np.zeros(network.size)
    blocks, gammas = network.laid_out(found)
    for l in range(1, network.L + 1):
        blocks[l][:, :-1] = book.arrays[f"dW{l}"].values
        blocks[l][:, -1:] = book.arrays[f"db{l}"].values
        if gammas[l] is not None:
            gammas[l][...] = book.arrays[f"dγ{l}"].values
    return found


def twins(
    batch: Batch, bug: str, *, rate: float, optimizer: str, steps: int = 200
) -> tuple[np.ndarray, np.ndarray]:
    """The cost of two runs from the same weights on the same rows, without and with a bug, (steps + 1,) each.
    What is not finite stays as nan."""
    return tuple(_trained(batch, name, rate, optimizer, steps) for name in (None, bug))


def _trained(batch: Batch, bug: str | None, rate: float, optimizer: str, steps: int) -> np.ndarray:
    from dataclasses import replace

    entry = OPTIMIZERS[optimizer]
    theta, before = batch.theta, batch.theta
    slots = np.zeros((len(entry.slots), theta.size))
    found = np.full(steps + 1, np.nan)
    with np.errstate(all="ignore"):
        for t in range(steps + 1):
            found[t] = costs(batch, theta[None])[0]
            if not np.isfinite(found[t]) or t == steps:
                break
            g = gradient(replace(batch, stale=before), theta, bug)
            before = theta.copy()
            entry(theta, g, slots, t + 1, learning_rate=rate)
    return found
