"""Network: the shape of a network and its parameters, which are views into one flat vector."""

from collections.abc import Iterable, Sequence

import numpy as np

from .activations import ACTIVATIONS
from .initializers import INITIALIZERS
from .losses import OUTPUTS

DTYPES = ("float32", "float64")


class Network:
    """A fully connected network.

    layer_dims: [n_x, n_1, …, n_y].  activations: one name for each layer after the input, the last one an
    output ("sigmoid", "softmax", "linear").  dtype: float32 or float64.

    theta (P,) holds everything; block l of it is (n_l, n_{l-1} + 1), weights and, as last column, biases.
    W[l] (n_l, n_{l-1}) and b[l] (n_l, 1) are views into it, so writing to one changes the other; index 0 is
    None.  Write into theta, never replace it: plans are bound to it.

    >>> network = Network([2, 3, 1], ["tanh", "sigmoid"])
    >>> network.W[1].shape, network.b[1].shape, network.size
    ((3, 2), (3, 1), 13)
    """

    def __init__(self, layer_dims: Sequence[int], activations: Iterable[str], *, dtype=np.float64):
        self.layer_dims = tuple(int(n) for n in layer_dims)
        if len(self.layer_dims) < 2:
            raise ValueError(f"layer_dims must have at least 2 entries, got {list(self.layer_dims)}")
        if min(self.layer_dims) < 1:
            raise ValueError(f"layer_dims must all be at least 1, got {list(self.layer_dims)}")
        if np.dtype(dtype).name not in DTYPES:
            raise ValueError(f"dtype must be one of {', '.join(DTYPES)}, got {np.dtype(dtype).name}")
        self.L = len(self.layer_dims) - 1
        self.activations = activations
        self._view(np.zeros(sum(n * (k + 1) for k, n in self._pairs()), dtype))

    def _pairs(self):
        return list(zip(self.layer_dims, self.layer_dims[1:], strict=False))

    def _view(self, theta: np.ndarray) -> None:
        self.theta = theta
        self.slices, self.blocks, self.W, self.b = [None], [None], [None], [None]
        start = 0
        for k, n in self._pairs():
            part = slice(start, start + n * (k + 1))
            block = theta[part].reshape(n, k + 1)
            self.slices.append(part)
            self.blocks.append(block)
            self.W.append(block[:, :-1])
            self.b.append(block[:, -1:])
            start = part.stop

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
        """Which entries of theta are weights and not biases: a new (P,) array of bool."""
        mask = np.ones(self.size, bool)
        for part, n in zip(self.slices[1:], self.layer_dims[1:], strict=True):
            mask[part].reshape(n, -1)[:, -1] = False
        return mask

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
        return self

    def parameters(self) -> dict[str, np.ndarray]:
        """Copies of W1, b1, …, WL, bL, as the article's functions take them."""
        found = {}
        for l in range(1, self.L + 1):
            found[f"W{l}"], found[f"b{l}"] = self.W[l].copy(), self.b[l].copy()
        return found

    def load(self, parameters: dict[str, np.ndarray]) -> "Network":
        """Take over W1, b1, …, WL, bL; ValueError if one is missing or its shape does not fit."""
        for l in range(1, self.L + 1):
            for name, view in ((f"W{l}", self.W[l]), (f"b{l}", self.b[l])):
                if name not in parameters:
                    raise ValueError(f"parameters must have {name}, got {', '.join(parameters)}")
                if np.shape(parameters[name]) != view.shape:
                    raise ValueError(f"{name} must have shape {view.shape}, got {np.shape(parameters[name])}")
        for l in range(1, self.L + 1):
            self.W[l][...], self.b[l][...] = parameters[f"W{l}"], parameters[f"b{l}"]
        return self

    def predict(self, X) -> np.ndarray:
        """AL (n_L, m) for X (n_x, m)."""
        from .forward import Forward

        forward = Forward(self, X)
        forward()
        return forward.AL.copy()

    def __getstate__(self):
        return {"dims": self.layer_dims, "activations": self.activations, "theta": self.theta}

    def __setstate__(self, state):
        self.layer_dims, self.L = state["dims"], len(state["dims"]) - 1
        self._activations = state["activations"]
        self._view(state["theta"])

    def __repr__(self):
        return f"Network({list(self.layer_dims)}, {list(self.activations)}, dtype={self.dtype.name})"
