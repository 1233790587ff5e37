"""A step's cost and gradient once more, plainly: for finite differences, and to plant a bug in.

Nothing here is shared with the engine's program, so that the one checks the other.
"""

from dataclasses import dataclass, field

import numpy as np

from deepnet.activations import ACTIVATIONS
from deepnet.batch_norm import EPSILON
from deepnet.losses import OUTPUTS, output_gradient, pair
from deepnet.network import Network

GROUP = 1 << 20  # values held at once while many parameter vectors are tried


@dataclass(frozen=True, eq=False)
class Batch:
    """One batch on one network.  X (n_x, m), Y (n_y, m).  weights (m,) or None; masks: of dropout, by layer.
    stale: the parameters before the last update, for the bug that forgets to fill the caches anew."""

    network: Network
    X: np.ndarray
    Y: np.ndarray
    loss: str
    weights: np.ndarray | None = None
    masks: dict[int, np.ndarray] = field(default_factory=dict)
    stale: np.ndarray | None = None

    @property
    def theta(self) -> np.ndarray:
        return self.network.theta.astype(np.float64)

    @property
    def m(self) -> int:
        return self.X.shape[1]


@dataclass(frozen=True)
class Bug:
    """A mistake that many have made.  tells: what was done.  matters(batch): whether this network can show
    it."""

    title: str
    right: str
    wrong: str
    tells: str
    matters: object


def _hidden(batch: Batch) -> tuple[str, ...]:
    return batch.network.activations[:-1]


BUGS = {
    "mean": Bug(
        "1/m forgotten",
        "dW = dZ @ A_prev.T / m",
        "dW = dZ @ A_prev.T",
        "The gradients of the examples are added and not averaged: each step is m times too long.",
        lambda batch: batch.m > 1,
    ),
    "transpose": Bug(
        "A transpose missed",
        "dW = dZ @ A_prev.T / m",
        "dW = (A_prev @ dZ.T / m).reshape(W.shape)",
        "The product came out the wrong way round, and reshape made it fit: the numbers go to the wrong "
        "weights.",
        lambda batch: any(min(W.shape) > 1 for W in batch.network.W[1:]),
    ),
    "slope": Bug(
        "relu's slope kept at Z ≤ 0",
        "dZ = dA * (Z > 0)",
        "dZ = dA",
        "The error passes where the neuron was silent, as if every hidden layer had the slope 1 everywhere.",
        lambda batch: bool(set(_hidden(batch)) - {"linear"}),
    ),
    "axis": Bug(
        "Bias gradient summed over the wrong axis",
        "db = np.sum(dZ, axis=1, keepdims=True) / m",
        "db = np.resize(np.sum(dZ, axis=0), b.shape) / m",
        "Each example's errors are added over the neurons, where each neuron's should be added over the "
        "examples.",
        lambda batch: batch.m > 1,
    ),
    "stale": Bug(
        "A stale cache",
        "(A_prev, W, b), Z = cache  # of this forward pass",
        "(A_prev, W, b), Z = cache  # of the pass before the last update",
        "The forward pass was not run again after the weights had moved: the gradient is that of the past.",
        lambda batch: len(batch.network.layer_dims) > 2 and batch.stale is not None,
    ),
    "sigmoid": Bug(
        "sigmoid's slope left out",
        "dZ = dA * s * (1 - s)",
        "dZ = dA",
        "Errors of certain answers are blown up, where the slope should have brought them down.",
        lambda batch: "sigmoid" in batch.network.activations,
    ),
}


def costs(batch: Batch, thetas: np.ndarray) -> np.ndarray:
    """The cost of the batch at each of K parameter vectors (K, P), all of a group at once: (K,)."""
    group = max(1, GROUP // (max(batch.network.layer_dims) * batch.m))
    each = pair(batch.network.activations[-1], batch.loss).each
    found = []
    with np.errstate(all="ignore"):
        for i in range(0, len(thetas), group):
            Z_L = _passed(batch, thetas[i : i + group])[-1]
            for Z in Z_L:
                losses = each(Z, batch.Y)
                found.append((losses if batch.weights is None else losses * batch.weights).mean())
    return np.array(found)


def _passed(batch: Batch, thetas: np.ndarray) -> list[np.ndarray]:
    """Forward through K networks: A0, then for each layer what enters g, and A; last Z_L."""
    network = batch.network
    blocks, gammas = network.laid_out(np.asarray(thetas, np.float64))
    A, kept = batch.X, [batch.X]
    for l in range(1, network.L + 1):
        Z = blocks[l][..., :-1] @ A
        if l in network.batch_norm:
            centred = Z - Z.mean(axis=-1, keepdims=True)
            inverse = 1 / np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + EPSILON)
            hat = centred * inverse
            kept.append((hat, inverse))
            Z = gammas[l] * hat + blocks[l][..., -1:]
        else:
            kept.append(None)
            Z = Z + blocks[l][..., -1:]
        if l < network.L:
            A = ACTIVATIONS[network.activations[l - 1]].forward(Z)
            bare = A
            A = A * batch.masks[l] if l in batch.masks else A
            kept += [Z, bare, A]
    return [*kept, Z]


def gradient(batch: Batch, theta: np.ndarray | None = None, bug: str | None = None) -> np.ndarray:
    """The gradient of the batch's cost at theta (P,), by the chain rule; with one of BUGS, the wrong one."""
    network = batch.network
    theta = batch.theta if theta is None else theta
    past = batch.stale if bug == "stale" and batch.stale is not None else theta
    found = np.zeros(network.size)
    into, d_gammas = network.laid_out(found)
    blocks, gammas = network.laid_out(np.asarray(theta, np.float64))
    with np.errstate(all="ignore"):
        now = [np.asarray(part[0]) if not isinstance(part, tuple) and part is not None else part
               for part in _passed(batch, theta[None])]  # fmt: skip
        kept = now
        if past is not theta:
            kept = [np.asarray(part[0]) if not isinstance(part, tuple) and part is not None else part
                    for part in _passed(batch, past[None])]  # fmt: skip
        dZ = _first(batch, now[-1], bug)
        for l in range(network.L, 0, -1):
            A_prev = batch.X if l == 1 else kept[4 * (l - 1)]
            normalized = kept[4 * l - 3]
            if normalized is not None:
                hat, inverse = (part[0] for part in normalized)
                d_gammas[l][...] = (dZ * hat).mean(axis=1, keepdims=True)
                db = _bias(dZ, bug)
                mean, product = dZ.mean(axis=1, keepdims=True), (dZ * hat).mean(axis=1, keepdims=True)
                dZ = gammas[l] * inverse * (dZ - mean - hat * product)
            else:
                db = _bias(dZ, bug)
            W = blocks[l][:, :-1]
            into[l][:, :-1], into[l][:, -1:] = _weights(dZ, A_prev, bug), db
            if l > 1:
                Z, bare = kept[4 * l - 6], kept[4 * l - 5]
                dZ = W.T @ dZ * _slope(network.activations[l - 2], Z, bare, bug)
                dZ = dZ * batch.masks[l - 1] if l - 1 in batch.masks else dZ
    return found


def _first(batch: Batch, Z: np.ndarray, bug: str | None) -> np.ndarray:
    """dZ of the output layer."""
    output = batch.network.activations[-1]
    dZ = output_gradient(Z, batch.Y, output, batch.loss)
    if bug == "sigmoid" and output == "sigmoid":
        A = OUTPUTS[output].forward(Z)
        dZ = dZ / np.maximum(A * (1 - A), 1e-12)
    return dZ if batch.weights is None else dZ * batch.weights


def _weights(dZ, A_prev, bug: str | None) -> np.ndarray:
    m = dZ.shape[1]
    if bug == "mean":
        return dZ @ A_prev.T
    if bug == "transpose":
        return (A_prev @ dZ.T / m).reshape(len(dZ), len(A_prev))
    return dZ @ A_prev.T / m


def _bias(dZ, bug: str | None) -> np.ndarray:
    m = dZ.shape[1]
    if bug == "mean":
        return dZ.sum(axis=1, keepdims=True)
    if bug == "axis":
        return np.resize(dZ.sum(axis=0), (len(dZ), 1)) / m
    return dZ.sum(axis=1, keepdims=True) / m


def _slope(name: str, Z, A, bug: str | None) -> np.ndarray:
    if bug == "slope" or (bug == "sigmoid" and name == "sigmoid"):
        return np.ones_like(Z)
    return ACTIVATIONS[name].derivative(Z, A)
