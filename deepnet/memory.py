"""Memory: the arrays of a training step, made once and overwritten by every step.

A layer is kept with a row of ones below it, [A; 1], so that Z = [W b]·[A; 1] is one product.  The hidden
layers lie behind one another in slabs, so that what is elementwise can be done to all of them in one call.
Where every slope follows from A alone, Z and A are the same memory; dZ always takes the place of dA.

With a leading axis everything is (K, …): K networks in one set of calls.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import Buffers
from .calls import Given, product, products
from .dropout import Dropout

if TYPE_CHECKING:
    from .network import Network

# The batch, in calls that are bound to one later: its columns [A0; 1] and A0, its rows [A0; 1]ᵀ, the targets
# as the loss codes them, and the weights of the examples.
COLUMNS, A0, ROWS, TARGETS, WEIGHTS = map(Given, ("[A0; 1]", "A0", "[A0; 1]ᵀ", "Y", "weights"))


@dataclass(eq=False)
class Layers:
    """What the forward lines alone read and write, by layer as in `Memory`: arrays of whoever calls."""

    activations: tuple[str, ...]
    blocks: list
    seen: list
    Z: list
    A: list
    product: Callable
    gamma: list = field(default_factory=list)
    normalized: dict[int, Buffers] = field(default_factory=dict)
    dropouts: tuple = ()

    @property
    def L(self) -> int:
        return len(self.activations)

    @property
    def inputs(self):
        """The batch without its row of ones."""
        return self.seen[0][..., :-1, :]


class Memory:
    """What the lines of a step read and write, for batches of `rows` examples.

    theta, gradient: (…, P), laid out as Network.theta; moments as Network.moments.  dropouts: a source of
    masks for each network, or none.  weighted: whether the examples have weights.  batch: (rows, targets)
    where they are arrays already: (…, rows, n_x + 1) and (…, n_y or n_y + 1, rows).

    By layer: blocks [W b] and gradients [dW db] (…, n_l, n_{l-1} + 1); Z and A (…, n_l, m); seen: [A; 1] as
    the next layer reads it, behind dropout, seen[0] being the batch; slopes g'(Z); errors: dA and then dZ.
    """

    def __init__(
        self,
        network: "Network",
        rows: int,
        *,
        theta: np.ndarray,
        gradient: np.ndarray,
        moments: np.ndarray,
        dropouts: Sequence[Dropout] = (),
        weighted: bool = False,
        batch: tuple | None = None,
    ):
        self.network, self.rows, self.lead, self.dtype = network, rows, theta.shape[:-1], theta.dtype
        self.activations, self.L = network.activations, network.L
        self.dropouts = dropouts
        self.theta, self.gradient = theta, gradient
        self.blocks, self.gamma = network.laid_out(theta)
        self.gradients, self.d_gamma = network.laid_out(gradient)
        self.mean, self.variance = network.moments_in(moments)
        self.product = products if self.lead else product
        dims = network.layer_dims
        self.normalized = {l: Buffers.of((*self.lead, dims[l], rows), self.dtype) for l in network.batch_norm}
        K = self.lead[0] if self.lead else 1
        self._ends = np.cumsum([0] + [K * (n + 1) * rows for n in dims[1:-1]])
        self._lay()
        self.Z_L, self.dZ_L = np.empty((2, *self.lead, dims[-1], rows), self.dtype)
        self.Z.append(self.Z_L)
        self.A.append(self.Z_L)  # training does not ask for A_L
        self.share = np.zeros((K, 1, 1) if self.lead else (), self.dtype)
        self._take(batch, weighted)

    def _lay(self) -> None:
        """Make the slabs and the views of each layer into them."""
        ones = np.ones(self._ends[-1], self.dtype)
        kept = any(ACTIVATIONS[name].needs_Z for name in self.activations[:-1])
        self.slabs = {"A": ones, "Z": np.ones_like(ones) if kept else ones}
        self.slabs |= {"slopes": np.ones_like(ones), "errors": np.empty_like(ones)}
        self.slabs |= {"seen": np.ones_like(ones), "masks": np.ones_like(ones)} if self.dropouts else {}
        self.A = _bare(self._layers("A"))
        self.Z = _bare(self._layers("Z")) if kept else list(self.A)
        self.slopes = _bare(self._layers("slopes"))
        self.errors = self._layers("errors")
        self.seen = self._layers("seen") if self.dropouts else self._layers("A")
        self.masks = _bare(self._layers("masks")) if self.dropouts else []

    def _layers(self, slab: str) -> list:
        """Views into a slab, (…, n_l + 1, m), by hidden layer; index 0 is None."""
        dims = self.network.layer_dims
        parts = [self.slab(slab, l, l).reshape(*self.lead, dims[l] + 1, -1) for l in range(1, self.L)]
        return [None, *parts]

    def slab(self, name: str, first: int, last: int) -> np.ndarray:
        """The part of a slab in which the hidden layers first … last lie."""
        return self.slabs[name][self._ends[first - 1] : self._ends[last]]

    def _take(self, batch: tuple | None, weighted: bool) -> None:
        n_y = self.network.layer_dims[-1]
        self.rows_of_batch: Any = ROWS
        self.targets: Any = TARGETS
        self.weights: Any = WEIGHTS if weighted else None
        self.inputs: Any = A0
        self.seen[0] = COLUMNS
        if batch is not None:
            points, targets = batch
            self.rows_of_batch = points
            self.targets, self.weights = targets[..., :n_y, :], targets[..., n_y:, :] if weighted else None
            self.seen[0] = np.swapaxes(points, -1, -2)
            self.inputs = self.seen[0][..., :-1, :]

    def draws(self):
        """The calls that draw the masks of all hidden layers, for each network as it would by itself."""
        if not self.lead:
            masks = self.slabs["masks"].reshape(-1, self.rows)
            yield self.dropouts[0].draw, masks, np.empty(masks.shape, bool)
            return
        ends = np.cumsum([0] + [n + 1 for n in self.network.layer_dims[1:-1]])
        masks = np.empty((*self.lead, ends[-1], self.rows), self.dtype)
        hit = np.empty(masks.shape[1:], bool)
        for dropout, own in zip(self.dropouts, masks, strict=True):
            yield dropout.draw, own, hit
        for l, layer in enumerate(self._layers("masks")[1:], 1):
            yield np.copyto, layer, masks[:, ends[l - 1] : ends[l]]


def _bare(layers: list) -> list:
    """The layers without their row of ones."""
    return [None] + [layer[..., :-1, :] for layer in layers[1:]]
