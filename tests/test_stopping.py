"""Stop rules say why training should end, and nothing before that."""

from math import nan

import pytest

from deepnet.stopping import STOPS, Readings

FALLING = [1.0, 0.8, 0.6, 0.5, 0.45]
STUCK = [1.0, 0.5, 0.51, 0.52, 0.5]


def readings(costs, test_costs=FALLING, fall=0.0):
    """As read at steps 0, 10, 20, …"""
    found = Readings.begin(0, costs[0], 1 - costs[0], test_costs[0])
    for i, (cost, test_cost) in enumerate(zip(costs[1:], test_costs[1:], strict=False), start=1):
        found = found.then(10 * i, cost, 1 - cost, test_cost, fall)
    return found


@pytest.mark.parametrize(
    "name, value, given, stops",
    [
        ("steps", 40, readings(FALLING), True),
        ("steps", 41, readings(FALLING), False),
        ("cost", 0.45, readings(FALLING), True),
        ("cost", 0.44, readings(FALLING), False),
        ("metric", 0.55, readings(FALLING), True),
        ("metric", 0.56, readings(FALLING), False),
        ("plateau", 3, readings(STUCK), True),  # 0.5 at the end is no fall below 0.5
        ("plateau", 4, readings(STUCK), False),
        ("plateau", 1, readings(FALLING), False),
        ("plateau", 1, readings(FALLING, fall=0.06), True),  # 0.5 to 0.45 is a fall by less
        ("plateau", 1, readings(FALLING, fall=0.04), False),
        ("early", 3, readings(FALLING, [1.0, 0.5, 0.6, 0.7, 0.8]), True),
        ("early", 4, readings(FALLING, [1.0, 0.5, 0.6, 0.7, 0.8]), False),
        ("early", 1, readings(STUCK), False),
        ("divergence", 2.0, readings([1.0, 2.1]), True),
        ("divergence", 2.0, readings([1.0, 1.9]), False),
        ("divergence", 2.0, readings([0.0, 0.1]), True),
        ("divergence", 2.0, readings([1.0, nan]), True),
    ],
)
def test_rule_stops_exactly_then(name, value, given, stops):
    assert bool(STOPS[name].reason(given, value)) is stops


@pytest.mark.parametrize("name", ["plateau", "early", "divergence"])
def test_the_first_reading_alone_stops_nothing(name):
    assert STOPS[name].reason(readings([1.0]), 1) == ""


def test_small_falls_add_up_to_one():
    assert readings([1.0, 0.94, 0.88, 0.82], fall=0.1).train.step == 20  # 0.88 is 0.12 below 1.0


def test_the_reason_names_the_best_step():
    assert "least, 0.5 at step 10," in STOPS["early"].reason(readings(FALLING, STUCK), 3)
