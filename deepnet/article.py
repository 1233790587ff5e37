"""A deep network from scratch, function by function, as in Elan Ding's article of that name (2018).

The names, arguments, shapes and caches are the article's, so that it can be read beside this file.  One
example is one column: X (n_x, m), Y (1, m), W_l (n_l, n_{l-1}), b_l (n_l, 1).  Every hidden layer is a relu
layer and the output is one sigmoid.  Where the article's own formulas overflow or divide by zero these do
not; each docstring says how.  `deepnet.plan` runs the same mathematics many times faster.

>>> X = np.array([[0.0, 1.0, 2.0, 3.0]])
>>> Y = np.array([[0, 0, 1, 1]])
>>> parameters = deep_model(X, Y, [1, 1], 1.0, 300, print_cost=True, rng=np.random.default_rng(0))
Cost after iteration 0: 0.692519
Cost after iteration 100: 0.090560
Cost after iteration 200: 0.054416
>>> AL, caches = model_forward(X, parameters)
>>> AL.round(2)
array([[0.  , 0.09, 0.94, 1.  ]])
"""

import numpy as np

from .activations import ACTIVATIONS
from .initializers import INITIALIZERS


def sigmoid(Z):
    """A = 1 / (1 + exp(-Z)) and the cache, which is Z.

    Written with e^-|Z|, so that it neither overflows nor rounds to 0 where e^-Z is still a number.

    >>> sigmoid(np.array([-700.0, 0.0]))[0]
    array([9.85967654e-305, 5.00000000e-001])
    """
    small = np.exp(-np.abs(Z))
    return np.where(np.greater_equal(Z, 0), 1.0, small) / (1 + small), Z


def relu(Z):
    """A = max(0, Z) and the cache, which is Z."""
    return ACTIVATIONS["relu"].forward(Z), Z


def initialize_parameters(layer_dims, *, rng=None):
    """Weights drawn from a normal distribution and shrunk by 0.01, biases zero: a dict W1, b1, …, WL, bL.

    rng: a np.random.Generator.  None draws from numpy's global legacy stream as the article does, so that
    `np.random.seed(3)` before the call gives the numbers that others published for that seed.
    """
    if len(layer_dims) < 2:
        raise ValueError(f"layer_dims must have at least 2 entries, got {list(layer_dims)}")
    source = np.random if rng is None else rng
    parameters = {}
    for l in range(1, len(layer_dims)):
        shape = (layer_dims[l], layer_dims[l - 1])
        parameters[f"W{l}"] = INITIALIZERS["article"](shape, source)
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def activation_forward(A_prev, W, b, activation):
    """One layer, Z = W·A_prev + b and A = g(Z): A (n_l, m) and the cache ((A_prev, W, b), Z).

    activation: "sigmoid" or "relu".  ValueError if a shape does not fit.
    """
    _check_layer(A_prev, W, b)
    Z = W @ A_prev + b
    A, activation_cache = _named(FORWARD, activation)(Z)
    return A, ((A_prev, W, b), activation_cache)


def model_forward(X, parameters):
    """The whole network, relu in layers 1 … L-1 and sigmoid in L: AL (1, m) and one cache for each layer."""
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        activation = "relu" if l < L else "sigmoid"
        A, cache = activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y, *, Z=None):
    """Mean cross-entropy, J = -1/m Σ [Y log AL + (1 - Y) log(1 - AL)].

    AL: (1, m), each in [0, 1].  Y: (1, m) of 0 and 1.  Z: the sums that AL is the sigmoid of, where they are
    at hand: then 1 - AL is exact even where AL has rounded to 1, and a certain, wrong answer costs what it
    should, |Z|.  Without them AL is cut to [2e-308, 1 - 1e-16], and no answer costs more than 708.

    >>> compute_cost(np.array([[0.5, 0.5]]), np.array([[0, 1]])).round(4)
    np.float64(0.6931)
    >>> Z = np.array([[700.0]])
    >>> compute_cost(sigmoid(Z)[0], np.array([[0]]), Z=Z)
    np.float64(700.0)
    """
    _check_targets(AL, Y)
    m = Y.shape[1]
    P, rest = _nonzero(AL), np.maximum(1 - AL, EPS / 2) if Z is None else _nonzero(_rest(AL, Z))
    return -(np.sum(Y * np.log(P)) + np.sum((1 - Y) * np.log(rest))) / m


def relu_backward(dA, cache):
    """dZ = dA where Z > 0, and 0 elsewhere.  cache: Z."""
    return _through("relu", dA, cache)


def sigmoid_backward(dA, cache):
    """dZ = dA · s (1 - s) with s = sigmoid(Z).  cache: Z."""
    return dA * sigmoid(cache)[0] * sigmoid(-cache)[0]


def activation_backward(dA, cache, activation):
    """Back through one layer: dA_prev = Wᵀ·dZ, dW = dZ·A_prevᵀ/m, db = Σ dZ/m.

    cache: what activation_forward returned.  activation: "sigmoid" or "relu".
    """
    (A_prev, W, _b), activation_cache = cache
    dZ = _named(BACKWARD, activation)(dA, activation_cache)
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return W.T @ dZ, dW, db


def model_backward(AL, Y, caches):
    """Gradients of the cost: a dict dW1, db1, …, dWL, dbL and dA1, …, dAL.

    As in the article dA_l is the gradient of layer l's input: grads["dA1"] belongs to X.  Where AL rounded
    to 1, 1 - AL is taken from the last Z, so that a certain, wrong answer has its gradient of 1.
    """
    L = len(caches)
    _check_targets(AL, Y)
    dA = (1 - Y) / _nonzero(_rest(AL, caches[-1][1])) - Y / _nonzero(AL)
    grads = {}
    for l in range(L, 0, -1):
        activation = "relu" if l < L else "sigmoid"
        dA, dW, db = activation_backward(dA, caches[l - 1], activation)
        grads[f"dA{l}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db
    return grads


def update_parameters(parameters, grads, learning_rate):
    """One step downhill, θ ← θ - α dθ.  Gives back the same dict; its arrays are new."""
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


def deep_model(
    X,
    Y,
    layers_dims,
    learning_rate=0.0075,
    num_iterations=3000,
    print_cost=False,
    *,
    parameters=None,
    costs=None,
    rng=None,
):
    """Train by full-batch gradient descent: the parameters after num_iterations steps.

    X: (n_x, m).  Y: (1, m) of 0 and 1.  layers_dims: [n_x, n_1, …, 1].  Every 100 iterations the cost is
    printed if print_cost, and appended to the list `costs` if one is given.  The article draws that list
    with matplotlib; here the page draws it.  parameters: where to start, left as they are; by
    default initialize_parameters(layers_dims, rng=rng).  ValueError if a shape does not fit.
    """
    _check(X, Y, layers_dims)
    parameters = initialize_parameters(layers_dims, rng=rng) if parameters is None else dict(parameters)
    for i in range(num_iterations):
        AL, caches = model_forward(X, parameters)
        if i % 100 == 0 and (print_cost or costs is not None):
            cost = compute_cost(AL, Y, Z=caches[-1][1])
            if print_cost:
                print(f"Cost after iteration {i}: {cost:f}")
            if costs is not None:
                costs.append(float(cost))
        grads = model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters


EPS, TINY = np.finfo(np.float64).eps, np.finfo(np.float64).tiny
FORWARD = {"sigmoid": sigmoid, "relu": relu}
BACKWARD = {"sigmoid": sigmoid_backward, "relu": relu_backward}


def _named(table, activation):
    if activation not in table:
        raise ValueError(f"unknown activation {activation!r}; choose from {', '.join(table)}")
    return table[activation]


def _through(activation, dA, Z):
    rule = ACTIVATIONS[activation]
    return dA * rule.derivative(Z, rule.forward(Z))


def _nonzero(P):
    return np.maximum(P, TINY)


def _rest(AL, Z):
    """1 - AL, and exactly so where AL is the sigmoid of Z."""
    return np.where(AL == sigmoid(Z)[0], sigmoid(-Z)[0], 1 - AL)


def _check_layer(A_prev, W, b):
    if np.ndim(A_prev) != 2:
        raise ValueError(f"A_prev must have shape (n, m), one example per column, got {np.shape(A_prev)}")
    if np.ndim(W) != 2 or np.shape(W)[1] != len(A_prev):
        raise ValueError(f"W must have shape (n_l, {len(A_prev)}) to fit A_prev, got {np.shape(W)}")
    if np.shape(b) != (len(W), 1):
        raise ValueError(f"b must have shape ({len(W)}, 1) to fit W, got {np.shape(b)}")


def _check_targets(AL, Y):
    if np.ndim(AL) != 2 or np.shape(Y) != np.shape(AL):
        raise ValueError(f"AL and Y must both have shape (1, m), got {np.shape(AL)} and {np.shape(Y)}")


def _check(X, Y, layers_dims):
    if X.ndim != 2:
        raise ValueError(f"X must have shape (n_x, m), one example per column, got {X.shape}")
    if Y.shape != (1, X.shape[1]):
        raise ValueError(f"Y must have shape (1, {X.shape[1]}) to match X {X.shape}, got {Y.shape}")
    if len(layers_dims) < 2 or layers_dims[0] != X.shape[0] or layers_dims[-1] != 1:
        raise ValueError(f"layers_dims must run from {X.shape[0]} (rows of X) to 1, got {list(layers_dims)}")
