"""From settings to what they describe: the network, its trainer, the loss."""

import numpy as np

from deepnet.lab.settings import AUTO, Settings, check_parameters
from deepnet.losses import default_loss, pair
from deepnet.network import Network
from deepnet.training import Trainer


def loss_of(settings: Settings, dataset) -> str:
    """The loss by name: "auto" is the one that fits the targets."""
    return default_loss(dataset.output) if settings.loss == AUTO else settings.loss


def options(settings: Settings, dataset) -> dict:
    """What the trainer is told; activations too, which `Trainer.configure` takes."""
    return {
        "activations": (*[settings.activation] * len(settings.hidden), dataset.output),
        "loss": loss_of(settings, dataset),
        "optimizer": settings.optimizer,
        "learning_rate": settings.learning_rate,
        "batch_size": settings.batch_size,
        "regularization": settings.regularization,
        "regularization_rate": settings.regularization_rate,
        "beta1": settings.momentum,
        "beta2": settings.beta2,
    }


def build(settings: Settings, dataset) -> tuple[Network, Trainer]:
    """The network with its initial weights, and its trainer: their draws are two streams of one seed."""
    layer_dims = [dataset.n_x, *settings.hidden, dataset.n_y]
    check_parameters(layer_dims)
    weights, order = np.random.SeedSequence(settings.seed).spawn(2)
    told = options(settings, dataset)
    network = Network(layer_dims, told.pop("activations"), dtype=np.dtype(settings.precision))
    network.initialize(settings.initializer, rng=np.random.default_rng(weights))
    order_seed = int(order.generate_state(1)[0])
    return network, Trainer(network, dataset.X_train, dataset.Y_train, order_seed=order_seed, **told)


def check_loss(settings: Settings, dataset) -> None:
    """ValueError if the loss cannot be taken of the data's output."""
    pair(dataset.output, loss_of(settings, dataset))
