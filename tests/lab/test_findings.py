"""Each finding is provoked by a run that has the fault, and cured by its own fix; a healthy run is quiet."""

from dataclasses import replace
from math import cos, sin

import pytest

from deepnet.data import Drawing
from deepnet.lab.run.findings import MOST, findings
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings, with_changes

# Ninety of one class and a dozen of another, in the same place.
RARE = Drawing().added([(3 * cos(k), 3 * sin(5 * k)) for k in range(90)], 0)
RARE = RARE.added([(cos(k), sin(k)) for k in range(12)], 1)
SMALL = Settings(points=120, noise=5)
# name -> settings with the fault, and steps until it shows
FAULTS = {
    "The learning rate is too high": (
        Settings(dataset="plane", points=60, noise=0, hidden=(4,), activation="relu", learning_rate=1.0),
        100,
    ),
    "All neurons begin alike": (replace(SMALL, initializer="constant"), 0),
    "Exploding gradient": (
        Settings(
            dataset="plane",
            points=60,
            noise=0,
            hidden=(6,) * 4,
            activation="relu",
            initializer="uniform",
            initial_scale=1.5,
        ),
        1,
    ),
    "Dead units": (
        replace(SMALL, activation="relu", hidden=(12, 6), learning_rate=1.5, batch_size=5, seed=3),
        300,
    ),
    "Saturated units": (replace(SMALL, hidden=(8,), learning_rate=10.0, seed=1), 300),
    "Vanishing gradient": (
        replace(SMALL, hidden=(8, 8, 8, 8), activation="sigmoid", initializer="article", batch_size=0),
        10,
    ),
    "The penalty outweighs the cost": (
        replace(SMALL, regularization="l2", regularization_rate=100.0, learning_rate=0.003),
        150,
    ),
    "A class is never answered": (Settings(dataset="drawn", drawing=RARE), 200),
    "Overfitting": (
        Settings(points=60, noise=50, hidden=(16, 16), optimizer="adam", learning_rate=0.03, test_share=50),
        1500,
    ),
    "A last batch of one row": (replace(SMALL, batch_norm=(1,), batch_size=83), 5),
    "The learning rate is too low": (replace(SMALL, learning_rate=1e-6), 400),
    "A plateau": (
        replace(SMALL, dataset="xor", noise=0, hidden=(4,), learning_rate=0.001, batch_size=0),
        600,
    ),
}


def played(settings, steps):
    run = Run(settings)
    run.step_by(steps)
    return run


def named(run, name):
    return next((one for one in findings(run) if one.name == name), None)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_with_its_number_and_cured_by_its_own_fix(name):
    settings, steps = FAULTS[name]
    found = named(played(settings, steps), name)
    assert found, [one.name for one in findings(played(settings, steps))]
    assert any(c.isdigit() for c in found.evidence) and found.tells.count(". ") == 1
    cured = with_changes(settings, **found.cure[1])
    assert named(played(cured, steps), name) is None


@pytest.mark.parametrize("steps", [0, 20, 300, 1500])
@pytest.mark.parametrize("changes", [{}, {"dataset": "spiral", "optimizer": "adam", "learning_rate": 0.01}])
def test_a_healthy_run_is_quiet(steps, changes):
    assert findings(played(replace(Settings(), **changes), steps)) == []


def test_never_more_than_two_at_once():
    settings = replace(SMALL, hidden=(8, 8, 8), activation="relu", learning_rate=50.0, regularization="l2")
    assert len(findings(played(with_changes(settings, regularization_rate=50.0), 200))) <= MOST == 2
