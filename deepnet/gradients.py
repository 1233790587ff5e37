"""Slopes of a trained network: how its output moves when its inputs do."""

import numpy as np

from .activations import ACTIVATIONS
from .forward import Forward
from .network import Network


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
    forward = Forward(network, X)()
    A, blocks = [X, *forward.A[1:]], forward.blocks
    with np.errstate(all="ignore"):  # huge weights give inf and nan, which the caller looks for
        D = blocks[-1][:, :-1].T @ np.broadcast_to(dZ_L, (n_L, X.shape[1]))
        for l in range(network.L - 1, 0, -1):
            g = ACTIVATIONS[network.activations[l - 1]]
            W, b = blocks[l][:, :-1], blocks[l][:, -1:]
            Z = W @ A[l - 1] + b if g.needs_Z else A[l]
            D = W.T @ (D * g.derivative(Z, A[l]))
    return D
