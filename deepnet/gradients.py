"""Slopes of a trained network: how its output moves when its inputs do."""

import numpy as np

from .calls import run
from .forward import ones_below
from .memory import Memory
from .network import Network
from .program import forward, to_inputs


def input_gradient(network: Network, X, dZ_L) -> np.ndarray:
    """dX (n_x, m): the gradient of Σ dZ_L · Z_L with respect to the inputs X (n_x, m), column by column.

    dZ_L (n_L, m), or (n_L, 1) for every column alike, says which mixture of the logits is meant: a single 1
    for the score of one class (Simonyan, Vedaldi, Zisserman 2014).  X is not changed.

    >>> network = Network([2, 1], ["linear"])
    >>> network.theta[:] = 3, -1, 5  # 3 x1 - x2 + 5
    >>> input_gradient(network, [[0.0], [0.0]], [[1.0]]).ravel().tolist()
    [3.0, -1.0]
    """
    X = np.asarray(X, network.dtype)
    dZ_L = np.asarray(dZ_L, network.dtype)
    n_L = network.layer_dims[-1]
    if dZ_L.ndim != 2 or len(dZ_L) != n_L or dZ_L.shape[1] not in (1, X.shape[1]):
        raise ValueError(f"dZ_L must have shape ({n_L}, {X.shape[1]}) or ({n_L}, 1), got {dZ_L.shape}")
    plain, m = network.folded(), X.shape[1]
    batch = ones_below(X, network.dtype).T, np.empty((n_L, m))
    theta, nothing = plain.theta, np.empty_like(plain.theta)
    memory = Memory(plain, m, theta=theta, gradient=nothing, moments=plain.moments, batch=batch)
    with np.errstate(all="ignore"):  # huge weights give inf and nan, which the caller looks for
        for line in forward(memory):
            run(line.calls)
        memory.dZ_L[...] = dZ_L
        for line in to_inputs(memory):
            run(line.calls)
    return memory.errors[0][:-1]
