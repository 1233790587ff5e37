"""One example: what the network answers to it, what every layer makes of it, and what the answer hangs on."""

from dataclasses import dataclass

import numpy as np

from deepnet.forward import Forward
from deepnet.gradients import input_gradient
from deepnet.lab.answers.form import Form, Values
from deepnet.lab.answers.shades import squeeze
from deepnet.lab.run.moment import Moment


@dataclass(frozen=True, eq=False)
class Layer:
    """What one layer says.  values (n,): its activations; shades (n,): the same in -1…1, as on the stage."""

    title: str
    activation: str
    names: tuple[str, ...]
    values: np.ndarray
    shades: np.ndarray


@dataclass(frozen=True, eq=False)
class Trial:
    """The answer to one example.  Classes: shares (k,) and the class found; regression: each target's value.

    layers: the hidden ones and, last, the output.
    """

    layers: tuple[Layer, ...]
    shares: np.ndarray | None = None
    found: int | None = None
    values: tuple[float, ...] | None = None


def trial(moment: Moment, X: np.ndarray) -> Trial:
    """Ask the network about one example X (n_x, 1)."""
    network, dataset = moment.network, moment.dataset
    forward = Forward(network, X)()
    layers = tuple(
        layer_of(forward.A[l][:, 0], name, l, last=l == network.L, classes=dataset.classes)
        for l, name in enumerate(network.activations, start=1)
    )
    found = moment.judge.found(forward.Z_L)
    if dataset.kind == "regression":
        return Trial(layers, values=tuple(found[:, 0].tolist()))
    return Trial(layers, shares=moment.judge.shares(forward.AL)[:, 0], found=int(found[0]))


def layer_of(values: np.ndarray, activation: str, l: int, *, last: bool, classes: tuple[str, ...]) -> Layer:
    """Layer number l (from 1) with the names that its neurons have on the stage."""
    shades = np.array(values, np.float64)
    with np.errstate(all="ignore"):
        squeeze(shades, activation)
    if last:
        title = "Output"
        names = tuple(classes) if len(values) == len(classes) else ("Output",) * len(values)
    else:
        title = f"Layer {l}"
        names = tuple(f"Layer {l}, neuron {i + 1}" for i in range(len(values)))
    return Layer(title, activation, names, values.copy(), np.clip(shades / 127.5 - 1, -1, 1))


def pull(moment: Moment, form: Form, values: Values, found: int | None, target: int = 0) -> np.ndarray:
    """What each value does for the answer, one number for each column of the form.

    How far the probability of class `found` (None for a regression: the predicted value of `target`) is above
    what it would be with that one column at its typical value and all others as they are.
    """
    typical = form.typical()
    raw = [form.raw(values)] + [form.raw({**values, name: typical[name]}) for name in typical]
    # Only what is changed is asked about: columns of one product need not agree to the last digit.
    changed = [i for i, other in enumerate(raw) if i == 0 or (other != raw[0]).any()]
    forward = Forward(moment.network, form.dataset.inputs_of(np.hstack([raw[i] for i in changed])))()
    judge = moment.judge
    told = judge.found(forward.Z_L)[target] if found is None else judge.shares(forward.AL)[found]
    pulls = np.zeros(len(raw))
    pulls[changed] = told[0] - told
    return pulls[1:]


def saliency(moment: Moment, X: np.ndarray, label: int) -> np.ndarray:
    """How much each input of X (n_x, 1) would raise the score of class `label` if it rose: (n_x,).

    The score is the logit; in two classes that of class 0 is the negative of it.
    """
    wanted = np.zeros((moment.network.layer_dims[-1], 1))
    if len(wanted) == 1:
        wanted[0] = 1 if label else -1
    else:
        wanted[label] = 1
    return input_gradient(moment.network, X, wanted)[:, 0]
