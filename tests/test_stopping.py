"""Stop rules say why training should end, and nothing before that."""

import pytest

from deepnet.stopping import STOPS, Readings

FALLING = [1.0, 0.8, 0.6, 0.5, 0.45]
STUCK = [1.0, 0.5, 0.51, 0.52, 0.5]


def readings(cost=FALLING, test_cost=FALLING):
    n = len(cost)
    return Readings(list(range(0, 10 * n, 10)), cost, [1 - c for c in cost], test_cost)


@pytest.mark.parametrize(
    "name, value, given, stops",
    [
        ("steps", 40, readings(), True),
        ("steps", 41, readings(), False),
        ("cost", 0.45, readings(), True),
        ("cost", 0.44, readings(), False),
        ("metric", 0.55, readings(), True),
        ("metric", 0.56, readings(), False),
        ("plateau", 0.0, readings(STUCK), True),
        ("plateau", 0.01, readings(), False),
        ("plateau", 0.5, readings(), True),
        ("early", 0, readings(test_cost=[1.0, 0.5, 0.6, 0.7, 0.8]), True),
        ("early", 0, readings(), False),
        ("divergence", 2.0, readings([1.0, 2.1]), True),
        ("divergence", 2.0, readings([1.0, 1.9]), False),
        ("divergence", 2.0, readings([1.0, float("nan")]), True),
    ],
)
def test_rule_stops_exactly_then(name, value, given, stops):
    assert bool(STOPS[name].reason(given, value, patience=3)) is stops


@pytest.mark.parametrize("name", STOPS)
def test_nothing_stops_before_the_first_reading(name):
    assert STOPS[name].reason(Readings(), 0.0) == ""
