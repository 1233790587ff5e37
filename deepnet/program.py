"""Program: a training step as a list of lines, each in the article's words with the numpy calls that do it.

    forward      Z1 = W1·A0 + b1,  A1 = tanh(Z1), …       cost        loss, J  (only where somebody looks)
    backward     dZ2 = A2 - Y,  dW2, db2 = dZ2·A1ᵀ / m, …  penalty     dW = dW + λ/m W
    clipping     dθ = dθ · c / ‖dθ‖                        update      W1 = W1 - α dW1, …

The functions here and in `update`, which has what comes behind the gradient, yield these lines on the arrays
of a `Memory`: of one network, or of K with a leading axis.  Everything else reads them.  `Plan` and
`compiling` bind their calls to batches and run them a million times, `Ensemble` does so for K networks,
`Forward` and `input_gradient` take the lines they need, `price_of` counts them, and `Trace` runs them one at
a time and keeps every number.

The fast step multiplies the learning rate (or whatever `gain` the optimizer wants) and 1/m into dZ_L once,
where it costs nothing, and not into every gradient.  So its dZ, dA, dW and db are multiples of the article's;
a line's `unit` says which, and a `Trace` shows the article's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np

from .activations import ACTIVATIONS
from .batch_norm import follow, normalize, normalize_backward, normalize_sums
from .calls import Call, bits, clip, only
from .losses import LOSSES, OUTPUTS, Pair
from .memory import Layers, Memory

DIGITS = re.compile(r"\d+")
STAGES = ("forward", "cost", "backward", "penalty", "clipping", "update")


@dataclass(frozen=True, eq=False)
class Line:
    """One line of a step.

    text: in the article's words.  stage: one of STAGES.  layer: 1 … L, or 0 for all.  calls: what does it.
    reads: the names of its operands, "W1", "A0", ….  writes: what it changes, by name.
    article: the function of `deepnet.article` that does the same, or "".
    unit: what the numbers are a multiple of, as against the article's: "delta" (dZ_L as the loss gives it),
    "example" (dZ and dA with gain/m in them), "mean" (dW and db with the gain in them), or "".
    inner: whether it is there for speed alone and changes none of the article's numbers.
    named: further arrays of its calls by name, for `Trace` to write the calls out.
    """

    text: str
    stage: str
    layer: int
    calls: tuple[Call, ...]
    reads: tuple[str, ...]
    writes: dict[str, np.ndarray]
    article: str = ""
    unit: str = ""
    inner: bool = False
    named: dict[str, object] = field(default_factory=dict)

    @property
    def layers(self) -> tuple[int, ...]:
        """The layers whose arrays it writes; none where it writes whole vectors."""
        return tuple(sorted({int(found[0]) for found in map(DIGITS.search, self.writes) if found}))


def line(text: str, stage: str, layer: int, calls: Iterable, reads: str, writes: dict, **more: Any) -> Line:
    """A Line; reads: the names with blanks between."""
    return Line(text, stage, layer, tuple(only(calls)), tuple(reads.split()), writes, **more)


def forward(m: Memory | Layers, *, follow_moments: bool = False) -> Iterator[Line]:
    """From the batch to Z_L."""
    hidden = range(1, m.L)
    if m.dropouts and isinstance(m, Memory):
        masks = {f"M{l}": m.masks[l] for l in hidden}
        yield line("M = 0 or 1/keep_prob, drawn anew", "forward", 0, m.draws(), "", masks)
    for l in hidden:
        yield from sums(m, l, follow_moments)
        yield activation(m.activations[l - 1], l, m.Z[l], m.A[l])
        if m.dropouts and isinstance(m, Memory):
            silenced, named = _bare(m.seen[l]), {f"A{l}": m.A[l], f"M{l}": m.masks[l]}
            calls, reads = [(np.multiply, m.A[l], m.masks[l], silenced)], f"A{l} M{l}"
            yield line(f"A{l} = A{l} * M{l}", "forward", l, calls, reads, {f"A{l}": silenced}, named=named)
    yield from sums(m, m.L, follow_moments)


def sums(m: Memory | Layers, l: int, follow_moments: bool = False) -> Iterator[Line]:
    """Z_l from what layer l sees: W·A + b, normalized over the batch where the layer is."""
    Z, before, block = m.Z[l], m.seen[l - 1], m.blocks[l]
    named = {f"[W{l} b{l}]": block, f"[A{l - 1}; 1]": before}
    more = {"article": "activation_forward", "named": named}
    if l not in m.normalized:
        text, reads = f"Z{l} = W{l}·A{l - 1} + b{l}", f"W{l} A{l - 1} b{l}"
        yield line(text, "forward", l, m.product(block, before, Z), reads, {f"Z{l}": Z}, **more)
        return
    bare, kept = m.inputs if l == 1 else _bare(before), m.normalized[l]
    W, b, gamma = block[..., :-1], block[..., -1:], m.gamma[l]
    named |= {f"W{l}": W, f"A{l - 1}": bare}
    calls = m.product(W, bare, Z)
    yield line(f"Z{l} = W{l}·A{l - 1}", "forward", l, calls, f"W{l} A{l - 1}", {f"Z{l}": Z}, **more)
    text, named = f"Z{l} = γ{l} (Z{l} - mean) / √(variance + ε) + b{l}", of_batch(m, l) | {f"b{l}": b}
    calls, writes = normalize(Z, gamma, b, kept, Z), {f"Z{l}": Z, f"Ẑ{l}": kept.Z_hat}
    yield line(text, "forward", l, calls, f"Z{l} γ{l} b{l}", writes, named=named)
    if follow_moments and isinstance(m, Memory):
        moved = {f"mean{l}": m.mean[l], f"variance{l}": m.variance[l]}
        calls, reads = follow(m.mean[l], m.variance[l], kept, m.rows), f"mean{l} variance{l}"
        text = f"mean{l} and variance{l} follow the batch"
        yield line(text, "forward", l, calls, reads, moved, named=named)


def of_batch(m: Memory | Layers, l: int) -> dict[str, np.ndarray]:
    """What a normalized layer keeps of a batch, by name."""
    kept = m.normalized[l]
    found = {f"γ{l}": m.gamma[l], f"batch's mean{l}": kept.mean, f"batch's variance{l}": kept.variance}
    return found | {f"1/√(variance{l} + ε)": kept.inverse}


def activation(name: str, l: int, Z, A, table=ACTIVATIONS) -> Line:
    """A_l = g(Z_l)."""
    more = {"article": name if name in ("relu", "sigmoid") else "", "named": {f"Z{l}": Z}}
    calls = table[name].rule(Z, A)
    return line(f"A{l} = {name}(Z{l})", "forward", l, calls, f"Z{l}", {f"A{l}": A}, **more)


def output(m: Memory) -> Line:
    """A_L, which training itself has no need of."""
    return activation(m.activations[-1], m.L, m.Z_L, np.empty_like(m.Z_L), OUTPUTS)


# ---- cost


def cost(m: Memory, rules: Pair, loss: str, Y) -> Iterator[Line]:
    """The loss of each example and J, their mean: training has no need of it, but whoever looks at a step.

    Y: the targets themselves, where the loss codes them otherwise.
    """
    L = m.L
    each, J = np.empty((*m.lead, 1, m.rows), m.dtype), np.empty((*m.lead, 1, 1), m.dtype)
    by_article = (m.activations[-1], loss) == ("sigmoid", "cross-entropy")
    more = {"article": "compute_cost" if by_article else ""}
    calls: list[Call] = [(_put, rules.each, m.Z_L, Y, each)]
    named = {f"Z{L}": m.Z_L, "Y": Y}
    yield line(f"loss = {LOSSES[loss].formula}", "cost", L, calls, f"A{L} Y", {"loss": each}, named=named)
    if m.weights is not None:
        calls, named = [(np.multiply, each, m.weights, each)], {"weights": m.weights}
        yield line("loss = loss * weights", "cost", L, calls, "loss weights", {"loss": each}, named=named)
    calls = [(np.add.reduce, each, -1, None, J, True), (np.multiply, J, 1 / m.rows, J)]
    yield line("J = 1/m Σ loss", "cost", L, calls, "loss", {"J": J}, named={"loss": each}, **more)


def _put(function, Z, Y, out) -> None:
    """out = function(Z, Y), as a call with its output last."""
    out[...] = function(Z, Y)


# ---- backward


def backward(m: Memory, rules: Pair, *, grouped: bool = True) -> Iterator[Line]:
    """From Z_L back: [dW db] = dZ·[A; 1]ᵀ, dZ_prev = (Wᵀ·dZ) * g'(Z_prev), with the gain and 1/m in dZ_L.

    grouped: neighbouring layers of one activation share the calls for their slopes.
    """
    L, dZ = m.L, m.dZ_L
    writes = {f"dZ{L}": dZ}
    calls, text = rules.delta(m.Z_L, m.targets, dZ), f"dZ{L} = {rules.gradient.replace('#', str(L))}"
    more: dict[str, Any] = {
        "article": "model_backward",
        "unit": "delta",
        "named": {f"Z{L}": m.Z_L, "Y": m.targets},
    }
    yield line(text, "backward", L, calls, f"A{L} Y", writes, **more)
    more = {"unit": "example", "inner": True, "named": {"gain/m": m.share}}
    text, calls = f"dZ{L} = gain/m · dZ{L}", [(np.multiply, dZ, m.share, dZ)]
    yield line(text, "backward", L, calls, f"dZ{L}", writes, **more)
    if m.weights is not None:
        text, calls = f"dZ{L} = dZ{L} * weights", [(np.multiply, dZ, m.weights, dZ)]
        named = {"weights": m.weights}
        yield line(text, "backward", L, calls, f"dZ{L} weights", writes, unit="example", named=named)
    yield from slopes(m, grouped=grouped)
    for l in range(L, 0, -1):
        yield from gradients(m, l, dZ)
        if l > 1:
            yield errors(m, l, dZ)
            dZ = _bare(m.errors[l - 1])
            yield through(m, l - 1, dZ)


def to_inputs(m: Memory) -> Iterator[Line]:
    """Back from what stands in dZ_L to dA0, the gradients of the parameters left out."""
    yield from slopes(m, grouped=True)
    dZ = m.dZ_L
    for l in range(m.L, 1, -1):
        yield errors(m, l, dZ)
        dZ = _bare(m.errors[l - 1])
        yield through(m, l - 1, dZ)
    yield input_errors(m)


def slopes(m: Memory, *, grouped: bool) -> Iterator[Line]:
    """g'(Z) of all hidden layers, silent where a neuron was."""
    layers = range(1, m.L)
    for _, group in groupby(layers, key=lambda l: m.activations[l - 1] if grouped else l):
        first, *rest = group
        last, name = rest[-1] if rest else first, m.activations[first - 1]
        Z, A, D = (m.slab(slab, first, last) for slab in ("Z", "A", "slopes"))
        if switches(m, name):
            # A float is positive exactly if its bits are a positive integer: 1 where A > 0, else 0.
            # Times these integers the bits of dA stay or become 0.0.
            one = np.ones((), bits(A).dtype)
            calls: Iterable[Call] = [(clip, bits(A), np.zeros_like(one), one, bits(D))]
        else:
            calls = ACTIVATIONS[name].slope(Z, A, D)
        text = f"g'(Z{first})" if first == last else f"g'(Z{first}), …, g'(Z{last})"
        if m.dropouts:
            M = m.slab("masks", first, last)
            calls, text = [*calls, (np.multiply, D, M, D)], f"{text} * M"
        reads = " ".join(f"A{l} M{l}" if m.dropouts else f"A{l}" for l in (first, *rest))
        writes = {f"g'(Z{l})": m.slopes[l] for l in (first, *rest)}
        named = {f"Z{first}": Z, f"A{first}": A, f"g'(Z{first})": D}
        if m.dropouts:
            named[f"M{first}"] = M
        yield line(f"{text} of {name}", "backward", first, calls, reads, writes, named=named)


def switches(m: Memory, name: str) -> bool:
    """Whether the slopes are kept as the integers 0 and 1."""
    return ACTIVATIONS[name].switch and not m.dropouts


def gradients(m: Memory, l: int, dZ) -> Iterator[Line]:
    """[dW_l db_l], and before it dZ_l back through the normalization where the layer has one."""
    before = m.rows_of_batch if l == 1 else np.swapaxes(m.seen[l - 1], -1, -2)
    G = m.gradients[l]
    writes = {f"dW{l}": G[..., :-1], f"db{l}": G[..., -1:]}
    named = {f"[dW{l} db{l}]": G, f"[A{l - 1}; 1]ᵀ": before, f"dZ{l}": dZ}
    if l in m.normalized:
        kept, d_b = m.normalized[l], np.empty((*m.lead, dZ.shape[-2], 1), m.dtype)
        found = {f"dγ{l}": m.d_gamma[l], f"db{l}": d_b}
        named |= of_batch(m, l) | found
        text, reads = f"dγ{l} = Σ dZ{l} Ẑ{l}, db{l} = Σ dZ{l}", f"dZ{l} Ẑ{l}"
        calls, named[f"Ẑ{l}"] = normalize_sums(dZ, kept, m.d_gamma[l], d_b), kept.Z_hat
        yield line(text, "backward", l, calls, reads, found, unit="mean", named=named)
        text = f"dZ{l} = γ{l}/√(variance + ε) (dZ{l} - mean dZ{l} - Ẑ{l} mean(dZ{l} Ẑ{l}))"
        calls, reads = normalize_backward(dZ, m.gamma[l], kept, m.d_gamma[l], d_b), f"{reads} γ{l}"
        yield line(text, "backward", l, calls, reads, {f"dZ{l}": dZ}, unit="example", named=named)
    text, reads = f"dW{l} = dZ{l}·A{l - 1}ᵀ / m, db{l} = Σ dZ{l} / m", f"dZ{l} A{l - 1}"
    calls, more = m.product(dZ, before, G), {"unit": "mean", "named": named}
    if l not in m.normalized:
        yield line(text, "backward", l, calls, reads, writes, article="activation_backward", **more)
        return
    # The product has Σ dZ beside dW, which is 0 behind a normalization.
    calls = [*calls, (np.copyto, G[..., -1:], d_b)]
    yield line(f"dW{l} = dZ{l}·A{l - 1}ᵀ / m", "backward", l, calls, reads, writes, **more)


def errors(m: Memory, l: int, dZ) -> Line:
    """dA of the layer below l."""
    # All of the block: its transpose is contiguous, where that of W alone would be copied first.
    block, E = np.swapaxes(m.blocks[l], -1, -2), m.errors[l - 1]
    named = {f"[W{l} b{l}]ᵀ": block, f"[dA{l - 1}; ·]": E, f"dZ{l}": dZ}
    text, calls = f"dA{l - 1} = W{l}ᵀ·dZ{l}", m.product(block, dZ, E)
    more = {"article": "activation_backward", "unit": "example", "named": named}
    return line(text, "backward", l, calls, f"W{l} dZ{l}", {f"dA{l - 1}": _bare(E)}, **more)


def input_errors(m: Memory) -> Line:
    """dA0, the gradient of the inputs, behind the lines of `backward`: training has no need of it."""
    m.errors[0] = np.empty((*m.lead, m.network.layer_dims[0] + 1, m.rows), m.dtype)
    return errors(m, 1, m.dZ_L if m.L == 1 else _bare(m.errors[1]))


def through(m: Memory, l: int, dA) -> Line:
    """dZ_l = dA_l * g'(Z_l), in its place."""
    name, D = m.activations[l - 1], m.slopes[l]
    if switches(m, name):
        masked = bits(dA)  # one view as operand and output: numpy looks whether two views overlap
        calls = [(np.multiply, masked, bits(D), masked)]
    else:
        calls = [(np.multiply, dA, D, dA)]
    article = f"{name}_backward" if name in ("relu", "sigmoid") else ""
    more = {"article": article, "unit": "example", "named": {f"g'(Z{l})": D, f"dA{l}": dA}}
    text = f"dZ{l} = dA{l} * g'(Z{l})"
    return line(text, "backward", l, calls, f"dA{l} g'(Z{l})", {f"dZ{l}": dA}, **more)


def _bare(layer):
    """A layer without its row of ones."""
    return layer[..., :-1, :]
