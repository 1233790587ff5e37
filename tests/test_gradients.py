"""The gradient with respect to the inputs."""

import numpy as np
import pytest

from deepnet.activations import ACTIVATIONS
from deepnet.forward import Forward
from deepnet.gradients import input_gradient
from deepnet.network import Network


@pytest.mark.parametrize("batch_norm", [(), (1, 2)], ids=["plain", "normalized"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_input_gradient_agrees_with_finite_differences_of_the_logits(activation, batch_norm):
    rng = np.random.default_rng(0)
    network = Network([4, 6, 5, 3], [activation, activation, "softmax"], batch_norm=batch_norm)
    network.initialize("xavier", rng=rng)
    network.moments[:] = rng.uniform(0.5, 2, network.moments.size)
    X, mixture = rng.normal(size=(4, 3)), rng.normal(size=(3, 3))
    gradient, h = input_gradient(network, X, mixture), 1e-6
    for i in range(4):
        moved = np.zeros_like(X)
        moved[i] = h
        up, down = (Forward(network, X + sign * moved)().Z_L for sign in (1, -1))
        expected = (mixture * (up - down)).sum(axis=0) / (2 * h)
        assert np.allclose(gradient[i], expected, rtol=1e-6, atol=1e-8)


def test_a_mixture_of_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="dZ_L must have shape"):
        input_gradient(Network([2, 3], ["softmax"]), np.zeros((2, 4)), np.zeros((2, 4)))
