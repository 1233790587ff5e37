"""Network: the shape of a network and its parameters, which are views into one flat vector."""

import operator
from collections.abc import Iterable, Sequence

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import fold, layer_numbers
from .calls import run
from .forward import Forward
from .initializers import INITIALIZERS
from .losses import OUTPUTS

DTYPES = ("float32", "float64")


def whole_numbers(name: str, values) -> tuple[int, ...]:
    """`values` as a tuple of int; ValueError for another thing than a list of whole numbers."""
    try:
        return tuple(operator.index(n) for n in values)
    except TypeError:
        raise ValueError(
            f"{name} must be a list of whole numbers such as [2, 4, 1], got {values!r}"
        ) from None


class Network:
    """A fully connected network.

    layer_dims: [n_x, n_1, …, n_y].  activations: one name for each layer after the input, the last one an
    output ("sigmoid", "softmax", "linear").  dtype: float32 or float64.  batch_norm: the hidden layers,
    counted from 1, whose sums are normalized over each batch (see `batch_norm`).

    theta (P,) holds all that is learned; block l of it is (n_l, n_{l-1} + 1), weights and, as last column,
    biases; the factors gamma of normalized layers come after the blocks.  W[l] (n_l, n_{l-1}), b[l] (n_l, 1)
    and gamma[l] (n_l, 1) are views into it, so writing to one changes the other; index 0, and gamma of a
    plain layer, is None.  mean[l] and variance[l] (n_l, 1) are the moments of a normalized layer, views into
    `moments`.  Write into theta and moments, never replace them: plans are bound to them.

    >>> network = Network([2, 3, 1], ["tanh", "sigmoid"])
    >>> network.W[1].shape, network.b[1].shape, network.size
    ((3, 2), (3, 1), 13)
    """

    def __init__(
        self,
        layer_dims: Sequence[int],
        activations: Iterable[str],
        *,
        dtype=np.float64,
        batch_norm: Iterable[int] = (),
    ):
        self.layer_dims = whole_numbers("layer_dims", layer_dims)
        if len(self.layer_dims) < 2:
            raise ValueError(f"layer_dims must have at least 2 entries, got {list(self.layer_dims)}")
        if min(self.layer_dims) < 1:
            raise ValueError(f"layer_dims must all be at least 1, got {list(self.layer_dims)}")
        if np.dtype(dtype).name not in DTYPES:
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}, got {np.dtype(dtype).name}")
        self.L = len(self.layer_dims) - 1
        self.activations = activations
        self.batch_norm = layer_numbers(batch_norm, self.L)
        normalized = sum(self.layer_dims[l] for l in self.batch_norm)
        theta = np.zeros(sum(n * (k + 1) for k, n in self._pairs()) + normalized, dtype)
        self._view(theta, np.zeros(2 * normalized, dtype))
        self._plain_moments()

    def _pairs(self):
        return list(zip(self.layer_dims, self.layer_dims[1:], strict=False))

    def _view(self, theta: np.ndarray, moments: np.ndarray) -> None:
        self.theta, self.moments = theta, moments
        self.slices, start = [slice(0, 0)], 0
        for k, n in self._pairs():
            self.slices.append(slice(start, start + n * (k + 1)))
            start += n * (k + 1)
        self.blocks, self.gamma = self.laid_out(theta)
        self.W = [None] + [block[:, :-1] for block in self.blocks[1:]]
        self.b = [None] + [block[:, -1:] for block in self.blocks[1:]]
        self.mean, self.variance = self.moments_in(moments)

    def _plain_moments(self) -> None:
        """Factors 1, means 0, variances 1: a normalized layer that nothing has been seen by."""
        for l in self.batch_norm:
            self.gamma[l][...], self.mean[l][...], self.variance[l][...] = 1, 0, 1

    @property
    def activations(self) -> tuple[str, ...]:
        """One name for each layer after the input.  May be set: the parameters stay."""
        return self._activations

    @activations.setter
    def activations(self, names: Iterable[str]) -> None:
        names = tuple(names)
        if len(names) != self.L:
            raise ValueError(f"activations must have {self.L} entries, one for each layer, got {list(names)}")
        for name in names[:-1]:
            ACTIVATIONS[name]
        OUTPUTS[names[-1]]
        if names[-1] == "softmax" and self.layer_dims[-1] == 1:
            raise ValueError("softmax needs at least 2 outputs, got 1; take sigmoid")
        self._activations = names

    @property
    def size(self) -> int:
        """The number of parameters, P."""
        return self.theta.size

    @property
    def dtype(self) -> np.dtype:
        return self.theta.dtype

    @property
    def weights(self) -> np.ndarray:
        """Which entries of theta are weights, not biases or factors: a new (P,) array of bool."""
        mask = np.zeros(self.size, bool)
        mask[: self.slices[-1].stop] = True
        for part, n in zip(self.slices[1:], self.layer_dims[1:], strict=True):
            mask[part].reshape(n, -1)[:, -1] = False
        return mask

    def laid_out(self, vector: np.ndarray) -> tuple[list, list]:
        """Views into what is laid out like theta, (P,) or (K, P): the blocks (…, n_l, n_{l-1} + 1) and, for
        normalized layers, the columns of gamma (…, n_l, 1), by layer."""
        lead, at = vector.shape[:-1], self.slices[-1].stop
        blocks: list = [None]
        gammas: list = [None] * (self.L + 1)
        for part, n in zip(self.slices[1:], self.layer_dims[1:], strict=True):
            blocks.append(vector[..., part].reshape(*lead, n, -1))
        for l in self.batch_norm:
            gammas[l] = vector[..., at : at + self.layer_dims[l], None]
            at += self.layer_dims[l]
        return blocks, gammas

    def moments_in(self, vector: np.ndarray) -> tuple[list, list]:
        """Views into what is laid out like `moments`, (…, 2 Σ n_l): means and variances (…, n_l, 1)."""
        means: list = [None] * (self.L + 1)
        variances, at, half = list(means), 0, vector.shape[-1] // 2
        for l in self.batch_norm:
            end = at + self.layer_dims[l]
            means[l], variances[l] = vector[..., at:end, None], vector[..., half + at : half + end, None]
            at = end
        return means, variances

    def initialize(
        self, initializer: str = "xavier", *, rng: "np.random.Generator", scale: float | None = None
    ) -> "Network":
        """Draw new weights and set biases to 0; the same draws in float32 and float64.

        scale: of an initializer that has a free one (see `initializers`), None for the usual.
        """
        draw = INITIALIZERS[initializer]
        for l in range(1, self.L + 1):
            self.W[l][...] = draw(self.W[l].shape, rng, scale)
            self.b[l][...] = 0
        self._plain_moments()
        return self

    def take_shared(self, other: "Network") -> "Network":
        """Take over the weights and biases of a network of as many layers wherever both have the neuron and
        what it listens to; all others stay.  ValueError for another number of layers.

        >>> narrow, wide = Network([2, 2, 1], ["tanh", "sigmoid"]), Network([2, 3, 1], ["tanh", "sigmoid"])
        >>> narrow.theta[:] = 1
        >>> wide.take_shared(narrow).W[1].tolist()
        [[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
        """
        if other.L != self.L:
            raise ValueError(f"both networks must have {self.L} layers, got {other.L}")
        for l in range(1, self.L + 1):
            mine, theirs = self.shared(l, other), other.shared(l, self)
            for to, given in zip(mine, theirs, strict=True):
                to[...] = given
        return self

    def shared(self, l: int, other: "Network") -> tuple[np.ndarray, np.ndarray]:
        """Views of the weights and biases of layer l that another network of as many layers has, too."""
        n = min(self.layer_dims[l], other.layer_dims[l])
        k = min(self.layer_dims[l - 1], other.layer_dims[l - 1])
        return self.W[l][:n, :k], self.b[l][:n]

    def parameters(self) -> dict[str, np.ndarray]:
        """Copies of W1, b1, …, WL, bL, as the article's functions take them.

        A normalized layer l adds gamma{l}, mean{l} and variance{l}.
        """
        return {name: view.copy() for name, view in self._named()}

    def load(self, parameters: dict[str, np.ndarray]) -> "Network":
        """Take over what `parameters` gives; ValueError if one is missing or its shape does not fit."""
        for name, view in self._named():
            if name not in parameters:
                raise ValueError(f"parameters must have {name}, got {', '.join(parameters)}")
            if np.shape(parameters[name]) != view.shape:
                raise ValueError(f"{name} must have shape {view.shape}, got {np.shape(parameters[name])}")
        for name, view in self._named():
            view[...] = parameters[name]
        return self

    def _named(self):
        """Every array of the network with its name, layer by layer."""
        for l in range(1, self.L + 1):
            for kind in ("W", "b", *(("gamma", "mean", "variance") if l in self.batch_norm else ())):
                yield f"{kind}{l}", getattr(self, kind)[l]

    def predict(self, X) -> np.ndarray:
        """AL (n_L, m) for X (n_x, m)."""
        forward = Forward(self, X)
        forward()
        return forward.AL.copy()

    def folded(self) -> "Network":
        """A network without normalized layers that answers as this one does with its moments."""
        plain = Network(self.layer_dims, self.activations, dtype=self.dtype)
        plain.theta[:] = self.theta[: plain.size]
        for l in self.batch_norm:
            run(fold(self.blocks[l], self.gamma[l], self.mean[l], self.variance[l], plain.blocks[l]))
        return plain

    def __getstate__(self):
        found = {"dims": self.layer_dims, "activations": self.activations, "theta": self.theta}
        return found | {"batch_norm": self.batch_norm, "moments": self.moments}

    def __setstate__(self, state):
        self.layer_dims, self.L = state["dims"], len(state["dims"]) - 1
        self._activations = state["activations"]
        self.batch_norm = state["batch_norm"]
        self._view(state["theta"], state["moments"])

    def _repr_html_(self) -> str:
        """For a notebook: a table of the layers, with the size of their weights."""
        rows, n = [], self.layer_dims
        for l in range(1, self.L + 1):
            W, name = self.W[l], self.activations[l - 1] + (", normalized" if l in self.batch_norm else "")
            size = f"{W.std():.3g}" if np.isfinite(W).all() else "not finite"
            cells = (l, f"{n[l - 1]} → {n[l]}", name, f"{n[l] * (n[l - 1] + 1):,}", size)
            rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        heads = ("layer", "neurons", "activation", "parameters", "deviation of its weights")
        head = "".join(f"<th>{word}</th>" for word in heads)
        dims = "-".join(map(str, n))
        caption = f"Network {dims}, {self.size:,} parameters, {self.dtype.name}"
        return f"<table><caption>{caption}</caption><tr>{head}</tr>{''.join(rows)}</table>"

    def __repr__(self):
        more = f", batch_norm={list(self.batch_norm)}" if self.batch_norm else ""
        return f"Network({list(self.layer_dims)}, {list(self.activations)}, dtype={self.dtype.name}{more})"
