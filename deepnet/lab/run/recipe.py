"""From settings to what they describe: the data, the network, its trainer, the loss."""

from inspect import signature

import numpy as np

from deepnet.data import load, of_drawing
from deepnet.declaration import declared
from deepnet.hyperparameters import Hyperparameters, Method
from deepnet.initializers import INITIALIZERS
from deepnet.lab.settings.settings import AUTO, DRAWN, UPLOAD, Settings
from deepnet.losses import LOSSES, default_loss, pair
from deepnet.network import Network
from deepnet.order import FILE_ORDER
from deepnet.precision import precision_for
from deepnet.prices import Limits, Pace, Price, price_of
from deepnet.training import Trainer

ALLOWED = Limits()  # to a visitor
OF_A_LOSS = {name for name, field in declared(Settings).items() if field.of == "loss"}


def data_of(settings: Settings, uploaded=None):
    """The data set: `uploaded` where the settings say so, else made from them alone."""
    if settings.dataset == UPLOAD:
        if uploaded is None:
            raise ValueError("data 'upload' needs a file; none was uploaded")
        return uploaded
    if settings.dataset == DRAWN:
        return of_drawing(settings.drawing, settings.features, settings.test_share)
    return load(
        settings.dataset,
        points=settings.points,
        noise=settings.noise,
        label_noise=settings.label_noise,
        test_share=settings.test_share,
        seed=settings.data_seed,
        features=settings.features,
        share=True,
    )


def output_of(settings: Settings, dataset) -> str:
    """The last activation by name: the one that fits the targets, unless two classes are given another."""
    return dataset.output if settings.output == AUTO or dataset.kind != "binary" else settings.output


def loss_of(settings: Settings, dataset) -> str:
    """The loss by name: "auto" is the one that fits the output."""
    return default_loss(output_of(settings, dataset)) if settings.loss == AUTO else settings.loss


def precision_of(settings: Settings, dataset) -> str:
    """The name of the network's dtype."""
    return precision_for(layer_dims(settings, dataset), settings.precision)


def targets(Y: np.ndarray, output: str) -> np.ndarray:
    """A dataset's Y as the output is to meet it: classes 0 and 1 are -1 and 1 for tanh."""
    return 2 * Y - 1 if output == "tanh" else Y


def options(settings: Settings, dataset) -> dict:
    """What the trainer is told; activations too, which `Trainer.configure` takes.

    What another loss has and this one has not is left out.
    """
    loss = loss_of(settings, dataset)
    told = {name: getattr(settings, name) for name in declared(Method)}
    plain, unused = Hyperparameters(), OF_A_LOSS - set(LOSSES[loss].uses)
    told |= {name: getattr(plain, name) for name in unused}
    weighted = settings.class_weights == "balanced" and "class_weights" not in unused
    told["class_weights"] = balanced(dataset) if weighted else None
    output = output_of(settings, dataset)
    return told | {"activations": (*settings.hidden_activations, output), "loss": loss}


def balanced(dataset) -> tuple[float, ...]:
    """A weight for each of k classes, m / (k · m_c): the m_c training rows of each weigh the same together.

    A class without training rows gets 0.
    """
    counts = np.bincount(dataset.labels_train, minlength=len(dataset.classes))
    return tuple(float(len(dataset.labels_train) / (len(counts) * n)) if n else 0.0 for n in counts)


def layer_dims(settings: Settings, dataset) -> list[int]:
    return [dataset.n_x, *settings.hidden, dataset.n_y]


PRICED = signature(price_of).parameters.keys()


def _asked(settings: Settings, dataset) -> tuple[list[int], int, dict]:
    """What `price_of` and `Limits.check` take."""
    told = options(settings, dataset)
    what = {name: value for name, value in told.items() if name in PRICED}
    what |= {"batch_norm": settings.batch_norm, "dtype": precision_of(settings, dataset)}
    return layer_dims(settings, dataset), dataset.X_train.shape[1], what


def price(settings: Settings, dataset, pace: Pace | None = None) -> Price:
    """What training with these settings asks of the machine."""
    dims, rows, what = _asked(settings, dataset)
    return price_of(dims, rows, **what, pace=pace)


def check_price(settings: Settings, dataset) -> None:
    """ValueError, one sentence, if that is too much; called before anything is allocated."""
    dims, rows, what = _asked(settings, dataset)
    ALLOWED.check(dims, rows, **what)


def build(settings: Settings, dataset, *, order_of: int | None = None) -> tuple[Network, Trainer]:
    """The network with its initial weights, and its trainer: their draws are two streams of one seed.

    order_of: another seed, whose order of the rows is taken.
    """
    check_price(settings, dataset)
    weights, order = np.random.SeedSequence(settings.seed).spawn(2)
    if order_of is not None:
        order = np.random.SeedSequence(order_of).spawn(2)[1]
    told = options(settings, dataset)
    dims, dtype = layer_dims(settings, dataset), np.dtype(precision_of(settings, dataset))
    network = Network(dims, told.pop("activations"), dtype=dtype, batch_norm=settings.batch_norm)
    free = INITIALIZERS[settings.initializer].scale is not None and settings.initial_scale > 0
    drawn = {"initializer": settings.initializer, "scale": settings.initial_scale if free else None}
    if settings.begins_as:
        other = Network([dims[0], *settings.begins_as, dims[-1]], network.activations, dtype=dtype)
        other.initialize(**drawn, rng=np.random.default_rng(weights))
        (weights,) = weights.spawn(1)
        network.initialize(**drawn, rng=np.random.default_rng(weights)).take_shared(other)
    else:
        network.initialize(**drawn, rng=np.random.default_rng(weights))
    for b in network.b[1:]:
        b += settings.initial_bias
    order_seed = int(order.generate_state(1)[0])
    given = FILE_ORDER if settings.row_order == FILE_ORDER else None
    Y = targets(dataset.Y_train, network.activations[-1])
    return network, Trainer(network, dataset.X_train, Y, order_seed=order_seed, order=given, **told)


def check_loss(settings: Settings, dataset) -> None:
    """ValueError if the loss cannot be taken of the output."""
    pair(output_of(settings, dataset), loss_of(settings, dataset))
