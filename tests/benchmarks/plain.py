"""The article's way of writing, as plainly as on its page, extended to what the workloads need.

Dictionaries of parameters, a tuple of caches for each layer, new arrays everywhere.  It is faster than
`deepnet.article`, which checks more, so the ratios against it are cautious.
"""

import numpy as np


def forward(X, parameters, activation, output):
    A, caches = X, []
    L = len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        Z = np.dot(W, A) + b
        cache = (A, W, b), Z
        if l < L:
            A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
        elif output == "sigmoid":
            A = 1 / (1 + np.exp(-Z))
        else:
            E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
            A = E / np.sum(E, axis=0, keepdims=True)
        caches.append(cache)
    return A, caches


def backward(AL, Y, caches, activation, output):
    grads = {}
    L, m = len(caches), Y.shape[1]
    dA = None if output == "softmax" else -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for l in range(L, 0, -1):
        (A_prev, W, b), Z = caches[l - 1]
        if l == L:
            if output == "softmax":
                dZ = AL - Y
            else:
                s = 1 / (1 + np.exp(-Z))
                dZ = dA * s * (1 - s)
        elif activation == "tanh":
            dZ = dA * (1 - np.tanh(Z) ** 2)
        else:
            dZ = np.array(dA, copy=True)
            dZ[Z <= 0] = 0
        dA = np.dot(W.T, dZ)
        grads["dA" + str(l)] = dA
        grads["dW" + str(l)] = 1.0 / m * np.dot(dZ, A_prev.T)
        grads["db" + str(l)] = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
    return grads


class Plain:
    """Trains from the given parameters; run(k) makes k steps over the batches in file order."""

    def __init__(self, X, Y, parameters, workload):
        self.X, self.Y, self.parameters, self.w = X, Y, parameters, workload
        self.t = self.next = 0
        self.v = {name: np.zeros_like(P) for name, P in parameters.items()}
        self.s = {name: np.zeros_like(P) for name, P in parameters.items()}

    def run(self, k):
        w = self.w
        for _ in range(k):
            i = self.next
            X, Y = self.X[:, i : i + w.batch], self.Y[:, i : i + w.batch]
            self.next = i + w.batch if i + w.batch < w.rows else 0
            AL, caches = forward(X, self.parameters, w.activation, w.output)
            grads = backward(AL, Y, caches, w.activation, w.output)
            if w.optimizer == "adam":
                self.adam(grads)
            else:
                for name in self.parameters:
                    self.parameters[name] = self.parameters[name] - w.learning_rate * grads["d" + name]

    def adam(self, grads, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.t += 1
        for name in self.parameters:
            g = grads["d" + name]
            self.v[name] = beta1 * self.v[name] + (1 - beta1) * g
            self.s[name] = beta2 * self.s[name] + (1 - beta2) * g**2
            v = self.v[name] / (1 - beta1**self.t)
            s = self.s[name] / (1 - beta2**self.t)
            self.parameters[name] = self.parameters[name] - self.w.learning_rate * v / (np.sqrt(s) + epsilon)
