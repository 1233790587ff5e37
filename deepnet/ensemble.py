"""Ensemble: K networks of one shape trained in one set of numpy calls, to the bit as if one by one.

A small network costs calls, so K of them cost hardly more than one.  Everything has a leading axis K: theta
is (K, P), a layer (K, n_l + 1, m).  Elementwise rules do not mind; a product of matrices is one np.matmul,
except that products with a side of 1 and softmax, which BLAS or numpy would sum in another order, are done
network by network.
"""

from itertools import groupby

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import Buffers, follow, normalize, normalize_backward
from .calls import bind, clip
from .dropout import Dropout
from .hyperparameters import ALIKE
from .losses import pair
from .optimizers import OPTIMIZERS
from .plan import bits
from .regularizers import REGULARIZERS
from .training import BLOCK, Trainer, flush, rows_at_once, shorten

SAME = (*ALIKE, "rows", "m", "step_count", "epoch", "batch", "t")


class Ensemble:
    """Trains several trainers at once; afterwards each is as if it had made the steps by itself.

    They must have the same shape, activations, normalized layers, dtype, number of examples, batch size,
    loss, optimizer and kind of regularization, and stand at the same step; dropout all or none.  Weights,
    order seeds, the learning rate and every other number may differ, the data as well.  No batches that a
    plan does in pieces.  ValueError for trainers that do not go together.
    """

    def __init__(self, trainers: list[Trainer]):
        self.trainers = list(trainers)
        _check_alike(self.trainers)
        first = self.trainers[0]
        self.network, self.K = first.network, len(self.trainers)
        K, P, dtype = self.K, self.network.size, self.network.dtype
        self.theta, self._g = np.zeros((2, K, P), dtype)
        self._slots = np.zeros((len(OPTIMIZERS[first.optimizer].slots), K, P), dtype)
        self._moments = np.zeros((K, self.network.moments.size), dtype)
        self._dropouts = [Dropout(t.keep_prob, t._dropout_seed) for t in self.trainers if t.keep_prob < 1]
        self._data = [(trainer._points, trainer._targets()) for trainer in self.trainers]
        self._shared = all(
            trainer._order.alike(first._order) and all(map(np.array_equal, data, self._data[0]))
            for trainer, data in zip(self.trainers, self._data, strict=True)
        )
        self._plans = {}
        self._update = self._compile_update()

    def step(self, n: int = 1) -> None:
        """n updates of every trainer."""
        first = self.trainers[0]
        for k, trainer in enumerate(self.trainers):
            self.theta[k], self._slots[:, k] = trainer.network.theta, trainer._slots
            self._moments[k] = trainer.network.moments
        counters = {name: getattr(first, name) for name in ("step_count", "epoch", "batch")}
        with np.errstate(all="ignore"):
            for _ in range(n):
                if self._changing:
                    self._set_scalars(counters["step_count"])
                for dropout in self._dropouts:
                    dropout.begin(counters["step_count"])
                for call in self._batch(counters["epoch"], counters["batch"]):
                    call()
                for call in self._update:
                    call()
                counters["step_count"] += 1
                counters["batch"] += 1
                if counters["batch"] == first.steps_per_epoch:
                    counters["batch"], counters["epoch"] = 0, counters["epoch"] + 1
                    flush(self._slots, counters["epoch"], first.steps_per_epoch)
        for k, trainer in enumerate(self.trainers):
            arrays = {"theta": self.theta[k], "moments": self._moments[k], "slots": self._slots[:, k]}
            trainer.restore(arrays | {"t": trainer.t + n} | counters)

    def _batch(self, epoch: int, batch: int) -> list:
        """The calls for the gradients of one batch, its examples put in place."""
        first = self.trainers[0]
        members = self.trainers[:1] if self._shared else self.trainers
        rows = min(first.rows, first.m - batch * first.rows)
        if rows not in self._plans:
            x = np.empty((len(members), rows, first._points.shape[1]), self.theta.dtype)
            t = np.empty((len(members), rows, self._data[0][1].shape[1]), self.theta.dtype)
            self._plans[rows] = x, t, bind(self._gradients(x, t), self.theta.dtype)
        x, t, calls = self._plans[rows]
        for k, trainer in enumerate(members):
            order = np.arange(first.m) if first.rows == first.m else trainer._order(epoch)
            chosen = order[batch * first.rows : batch * first.rows + rows]
            points, targets = self._data[k]
            points.take(chosen, 0, x[k], "clip")
            targets.take(chosen, 0, t[k], "clip")
        return calls

    def _gradients(self, x, t):
        """The calls of Plan, with a leading axis."""
        network, K, m = self.network, self.K, x.shape[1]
        dims, names, L, dtype = network.layer_dims, network.activations, network.L, self.theta.dtype
        W, gamma = network.laid_out(self.theta)
        G, d_gamma = network.laid_out(self._g)
        mean, variance = network.moments_in(self._moments)
        kept = {l: Buffers.of((K, dims[l], m), dtype) for l in network.batch_norm}
        ends = np.cumsum([0] + [K * (n + 1) * m for n in dims[1:-1]])
        in_place = not any(ACTIVATIONS[name].needs_Z for name in names[:-1])
        slabs = {name: np.ones(ends[-1], dtype) for name in "AZDE"}
        if in_place:
            slabs["Z"] = slabs["A"]
        slabs["B"], slabs["M"] = slabs["A"], None  # B: what the next layer sees
        if self._dropouts:
            slabs["B"], slabs["M"] = np.ones_like(slabs["A"]), np.ones_like(slabs["A"])
            yield from self._masks(slabs["M"], ends, dims, m)
        A, Z, D, E, B = (
            [None] + [slabs[s][i:j].reshape(K, -1, m) for i, j in zip(ends[:-1], ends[1:], strict=True)]
            for s in "AZDEB"
        )
        if self._shared:
            x, t = x[0], t[0]
        x_T, T = np.swapaxes(x, -1, -2), np.swapaxes(t, -1, -2)
        Z_L, dZ = np.empty((2, K, dims[-1], m), dtype)
        for l in range(1, L + 1):
            A_prev = x_T if l == 1 else B[l - 1]
            Z_l = Z_L if l == L else Z[l][:, :-1]
            if l in kept:
                yield from _product(W[l][..., :-1], A_prev[..., :-1, :], Z_l)
                yield from normalize(Z_l, gamma[l], W[l][..., -1:], kept[l], Z_l)
                yield from follow(mean[l], variance[l], kept[l], m)
            else:
                yield from _product(W[l], A_prev, Z_l)
            if l < L:
                yield from ACTIVATIONS[names[l - 1]].rule(Z_l, Z_l if in_place else A[l][:, :-1])
                if self._dropouts:
                    part = slice(ends[l - 1], ends[l])
                    M = slabs["M"][part].reshape(K, -1, m)[:, :-1]
                    yield np.multiply, A[l][:, :-1], M, B[l][:, :-1]
        n_y, rule = dims[-1], pair(names[-1], self.trainers[0].loss)
        if names[-1] == "softmax":
            for k in range(K):
                yield from rule.delta(Z_L[k], T[:n_y] if self._shared else T[k, :n_y], dZ[k])
        else:
            yield from rule.delta(Z_L, T[..., :n_y, :], dZ)
        yield np.multiply, dZ, (self._gains * rule.scale / m).astype(dtype)[:, :, None], dZ
        if self.trainers[0].class_weights is not None:
            yield np.multiply, dZ, T[..., n_y:, :], dZ
        for name, group in groupby(range(1, L), key=lambda l: names[l - 1]):
            group = list(group)
            part = slice(ends[group[0] - 1], ends[group[-1]])
            if self._switches(name):
                a, d = bits(slabs["A"][part]), bits(slabs["D"][part])
                yield clip, a, np.zeros((), a.dtype), np.ones((), a.dtype), d
            else:
                yield from ACTIVATIONS[name].slope(slabs["Z"][part], slabs["A"][part], slabs["D"][part])
        if self._dropouts:
            yield np.multiply, slabs["D"], slabs["M"], slabs["D"]
        for l in range(L, 0, -1):
            if l in kept:
                d_b = np.empty((K, dims[l], 1), dtype)
                yield from normalize_backward(dZ, gamma[l], kept[l], d_gamma[l], d_b)
            yield from _product(dZ, x if l == 1 else np.swapaxes(B[l - 1], 1, 2), G[l])
            if l in kept:
                yield np.copyto, G[l][..., -1:], d_b
            if l > 1:
                dA, slope = E[l - 1][:, :-1], D[l - 1][:, :-1]
                yield from _product(np.swapaxes(W[l], 1, 2), dZ, E[l - 1])
                if self._switches(names[l - 2]):
                    yield np.multiply, bits(dA), bits(slope), bits(dA)
                else:
                    yield np.multiply, dA, slope, dA
                dZ = dA

    def _switches(self, name: str) -> bool:
        return ACTIVATIONS[name].switch and not self._dropouts

    def _masks(self, slab, ends, dims, m: int):
        """The calls that draw each network's masks as its own plan does, and put them in their layers."""
        rows = np.cumsum([0] + [n + 1 for n in dims[1:-1]])
        masks, hit = np.empty((self.K, rows[-1], m), slab.dtype), np.empty((rows[-1], m), bool)
        for k, dropout in enumerate(self._dropouts):
            yield dropout.draw, masks[k], hit
        for l in range(1, len(rows)):
            layer = slab[ends[l - 1] : ends[l]].reshape(self.K, -1, m)
            yield np.copyto, layer, masks[:, rows[l - 1] : rows[l]]

    def _compile_update(self) -> list:
        """The calls that penalise, clip and move, as in Trainer with a leading axis."""
        trainers, dtype = self.trainers, self.theta.dtype
        optimizer = OPTIMIZERS[trainers[0].optimizer]
        scheduled = any(trainer.schedule != "constant" for trainer in trainers)
        self._changing = bool(optimizer.changes) or scheduled
        at_first = [trainer._scalars_at(1) for trainer in trainers]
        self._scalars = {name: np.array([[s[name]] for s in at_first], dtype) for name in at_first[0]}
        self._gains = np.array([[s["gain"]] for s in at_first])
        self._factor = np.ones((self.K, 1), dtype)
        calls = []
        if any(trainer.regularization_rate for trainer in trainers):
            strength = [
                self.network.weights * (gain * trainer.regularization_rate / trainer.m)
                for trainer, (gain,) in zip(trainers, self._gains, strict=True)
            ]
            rule = REGULARIZERS[trainers[0].regularization].rule
            calls += bind(rule(self.theta, self._g, np.array(strength, dtype)), dtype)
        for k, trainer in enumerate(trainers):
            if trainer.clip_norm:
                calls += bind([(shorten, self._g[k], trainer.clip_norm * self._gains[k, 0])], dtype)
        if scheduled and trainers[0]._scalars_at(1, 2.0)["gain"] != at_first[0]["gain"]:
            calls += bind([(np.multiply, self._g, self._factor, self._g)], dtype)
        group = max(1, BLOCK // self.network.size)
        for i in range(0, self.K, group):
            part = slice(i, i + group)
            scalars = {name: values[part] for name, values in self._scalars.items()}
            calls += bind(
                optimizer.rule(self.theta[part], self._g[part], self._slots[:, part], scalars), dtype
            )
        return calls

    def _set_scalars(self, step: int) -> None:
        for k, trainer in enumerate(self.trainers):
            factor, values = trainer.scalars_of(step)
            self._factor[k] = factor
            for name, value in values.items():
                self._scalars[name][k] = value


def _product(left, right, out):
    """out[k] = left[k]·right[k].  BLAS takes another way, and rounds otherwise, where a side is 1."""
    if 1 in (*out.shape[1:], left.shape[-1]):
        for k in range(len(out)):
            right_k = right if right.ndim == 2 else right[k]
            yield left[k].dot, right_k, out[k]
    else:
        yield np.matmul, left, right, out


def _check_alike(trainers: list[Trainer]) -> None:
    if not trainers:
        raise ValueError("an ensemble needs at least one trainer, got none")
    first = trainers[0]
    for trainer in trainers:
        for name in SAME:
            if getattr(trainer, name) != getattr(first, name):
                raise ValueError(
                    f"trainers of an ensemble must agree in {name}, got {getattr(first, name)!r} and"
                    f" {getattr(trainer, name)!r}"
                )
        for name in ("layer_dims", "activations", "batch_norm", "dtype"):
            if getattr(trainer.network, name) != getattr(first.network, name):
                raise ValueError(f"networks of an ensemble must agree in {name}")
        if (trainer.class_weights is None) != (first.class_weights is None):
            raise ValueError("trainers of an ensemble must all have class_weights, or none")
        if (trainer.keep_prob < 1) != (first.keep_prob < 1):
            raise ValueError("trainers of an ensemble must all have dropout (keep_prob below 1), or none")
    network = first.network
    if rows_at_once(network.layer_dims, first.rows, normalized=bool(network.batch_norm)) < first.rows:
        raise ValueError(f"batches of {first.rows} rows are too large for an ensemble of these networks")
