"""Plan: one training step of a network as a straight line of numpy calls on buffers made beforehand.

A is kept with a row of ones below it, so Z = [W b]·A is one product and so is [dW db] = dZ·Aᵀ.  The hidden
layers lie in one slab, so the slopes of all of them are one call.  Nothing is allocated, sliced or looked
up while it runs.
"""

from itertools import groupby

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import Buffers, follow, normalize, normalize_backward
from .calls import Bound, bind, clip
from .dropout import Dropout
from .forward import Forward
from .losses import pair
from .network import Network

__all__ = ["Forward", "Plan"]

X, X_T, X_T_BARE, T, V = (object() for _ in range(5))  # stand for the batch in the calls of a plan


class Plan:
    """The gradient of one network on batches of `rows` examples.

    gradient: the (P,) vector that receives it, laid out like theta.  batch: the examples the gradient is
    averaged over; more than `rows` where a batch is done in pieces that are added up.  gain: a factor on the
    gradient.  weighted: each example has a weight.  dropout: where masks for the hidden layers come from.
    follow_moments: whether the moments of normalized layers move with each batch.
    lines: what each call does, in words, in step with `calls`.
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
        self.network, self.rows, self.batch = network, rows, batch or rows
        self._follow_moments = follow_moments
        self._pair = pair(network.activations[-1], loss)
        self._share = np.zeros((), network.dtype)
        self.gain = gain
        dims, dtype = network.layer_dims, network.dtype
        ends = np.cumsum([0] + [n + 1 for n in dims[1:-1]])
        self._parts = [slice(i, j) for i, j in zip(ends[:-1], ends[1:], strict=True)]
        kept = any(ACTIVATIONS[name].needs_Z for name in network.activations[:-1])
        A = np.ones((ends[-1], rows), dtype)
        self._slabs = {
            "A": A,
            "Z": np.ones_like(A) if kept else A,
            "D": np.ones_like(A),
            "E": np.empty_like(A),
        }
        self._dropout, self._weighted = dropout, weighted
        self._slabs["B"] = A if dropout is None else np.ones_like(A)  # what the next layer sees
        self._slabs["M"] = None if dropout is None else np.ones_like(A)
        self._Z_L, self._dZ_L = np.empty((2, dims[-1], rows), dtype)
        self._normalized = {l: Buffers.of((dims[l], rows), dtype) for l in network.batch_norm}
        self._gradients, self._d_gamma = network.laid_out(gradient)
        program = [*self._forward(), *self._backward()]
        self.lines = [line for line, *_ in program]
        self._program = [call for _, *call in program]
        self._bound = bind(self._program, dtype)
        self._open = [
            i
            for i, call in enumerate(self._program)
            if {id(X), id(X_T), id(X_T_BARE), id(T), id(V)} & {id(a) for a in call}
        ]

    @property
    def gain(self) -> float:
        return self._gain

    @gain.setter
    def gain(self, value: float) -> None:
        self._gain = value
        self._share[...] = value * self._pair.scale / self.batch

    def calls(self, x, t) -> list[Bound]:
        """The calls of this plan on one batch: x (rows, n_x + 1) with a last column of ones, t (n_y, rows)
        targets as coded by Pair.target, and below them, if weighted, the weights.  The arrays are read anew
        each time the calls are run."""
        bound = list(self._bound)
        n_y = self.network.layer_dims[-1]
        given = {id(X): x, id(X_T): x.T, id(X_T_BARE): x.T[:-1], id(T): t[:n_y], id(V): t[n_y:]}
        for i in self._open:
            bound[i : i + 1] = bind([[given.get(id(a), a) for a in self._program[i]]], self.network.dtype)
        return bound

    def _hidden(self, slab: str, l: int):
        """Hidden layer l in a slab: (n_l + 1, rows)."""
        return self._slabs[slab][self._parts[l - 1]]

    def _forward(self):
        """Layer after layer: Z = [W b]·A_prev, A = g(Z)."""
        network, names = self.network, self.network.activations
        A_prev, M = X_T, self._slabs["M"]
        if M is not None:
            yield "M = 0 or 1/keep_prob", self._dropout.draw, M, np.empty(M.shape, bool)
        for l in range(1, network.L):
            Z, A = self._hidden("Z", l)[:-1], self._hidden("A", l)[:-1]
            if l in self._normalized:
                yield from self._normalize(l, X_T_BARE if l == 1 else A_prev[:-1], Z)
            else:
                yield f"Z{l} = W{l}·A{l - 1} + b{l}", network.blocks[l].dot, A_prev, Z
            in_place = self._slabs["Z"] is self._slabs["A"]
            for call in ACTIVATIONS[names[l - 1]].rule(Z, Z if in_place else A):
                yield f"A{l} = {names[l - 1]}(Z{l})", *call
            A_prev = self._hidden("B", l)
            if M is not None:
                yield f"A{l} = A{l} * M{l}", np.multiply, A, self._hidden("M", l)[:-1], A_prev[:-1]
        L = network.L
        yield f"Z{L} = W{L}·A{L - 1} + b{L}", network.blocks[L].dot, A_prev, self._Z_L

    def _normalize(self, l: int, A_prev, Z):
        network, kept = self.network, self._normalized[l]
        yield f"Z{l} = W{l}·A{l - 1}", network.W[l].dot, A_prev, Z
        for call in normalize(Z, network.gamma[l], network.b[l], kept, Z):
            yield f"Z{l} = γ{l} (Z{l} - mean) / √(variance + ε) + b{l}", *call
        if self._follow_moments:
            for call in follow(network.mean[l], network.variance[l], kept, self.rows):
                yield f"moments of layer {l} follow the batch", *call

    def _backward(self):
        """From the output back: [dW db] = dZ·A_prevᵀ, dZ_prev = (Wᵀ·dZ) * g'(Z_prev)."""
        network = self.network
        dZ = self._dZ_L
        for call in self._pair.delta(self._Z_L, T, dZ):
            yield f"dZ{network.L} = A{network.L} - Y", *call
        yield f"dZ{network.L} = dZ{network.L} / m", np.multiply, dZ, self._share, dZ
        if self._weighted:
            yield f"dZ{network.L} = dZ{network.L} * weights", np.multiply, dZ, V, dZ
        yield from self._slopes()
        for l in range(network.L, 0, -1):
            A_prev = X if l == 1 else self._hidden("B", l - 1).T
            if l in self._normalized:
                kept, d_gamma, d_b = self._normalized[l], self._d_gamma[l], np.empty((len(dZ), 1), dZ.dtype)
                for call in normalize_backward(dZ, network.gamma[l], kept, d_gamma, d_b):
                    yield f"dγ{l}, db{l}, dZ{l} back through the normalization", *call
            yield f"dW{l}, db{l} = dZ{l}·A{l - 1}ᵀ", dZ.dot, A_prev, self._gradients[l]
            if l in self._normalized:  # the product has Σ dZ there, which is 0 behind a normalization
                yield f"db{l}", np.copyto, self._gradients[l][:, -1:], d_b
            if l > 1:
                # All of the block: its transpose is contiguous, where that of W alone would be copied first.
                yield f"dA{l - 1} = W{l}ᵀ·dZ{l}", network.blocks[l].T.dot, dZ, self._hidden("E", l - 1)
                dA = self._hidden("E", l - 1)[:-1]
                D = self._hidden("D", l - 1)[:-1]
                if self._switches(network.activations[l - 2]):
                    yield f"dZ{l - 1} = dA{l - 1} * g'(Z{l - 1})", np.multiply, bits(dA), bits(D), bits(dA)
                else:
                    yield f"dZ{l - 1} = dA{l - 1} * g'(Z{l - 1})", np.multiply, dA, D, dA
                dZ = dA

    def _switches(self, name: str) -> bool:
        return ACTIVATIONS[name].switch and self._dropout is None

    def _slopes(self):
        """g'(Z) of all hidden layers; neighbours with one activation share the calls."""
        layers = range(1, self.network.L)
        for name, group in groupby(layers, key=lambda l: self.network.activations[l - 1]):
            group = list(group)
            part = slice(self._parts[group[0] - 1].start, self._parts[group[-1] - 1].stop)
            Z, A, D = (self._slabs[slab][part] for slab in "ZAD")
            line = f"g'(Z) of layers {group[0]}-{group[-1]}: {name}"
            if self._switches(name):
                # A float is positive exactly if its bits are a positive integer: 1 where A > 0, else 0.
                # Times these integers the bits of dA stay or become 0.0.
                zero, one = np.zeros((), bits(A).dtype), np.ones((), bits(A).dtype)
                yield line, clip, bits(A), zero, one, bits(D)
            else:
                for call in ACTIVATIONS[name].slope(Z, A, D):
                    yield line, *call
        if self._dropout is not None:
            yield "g'(Z) = g'(Z) * M", np.multiply, self._slabs["D"], self._slabs["M"], self._slabs["D"]


def bits(array: np.ndarray) -> np.ndarray:
    """The same memory as integers."""
    return array.view(f"i{array.itemsize}")
