"""What a phase map in the browser is told is what the sweep found, at every step, and a cell is its run."""

import numpy as np
import pytest

from deepnet.lab.run.learner import Learner
from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.wire import unpack
from deepnet.lab.sweep.atlas import DIVERGED, SIDE, Atlas
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import TILES
from deepnet.lab.sweep.worker import train

BASE = Settings(points=60, dataset="plane", noise=0, activation="relu", optimizer="momentum")


@pytest.fixture(scope="module")
def atlas():
    grid = Grid(BASE, (Axis("learning_rate", (0.001, 0.1, 100.0)), Axis("beta1", (0.0, 0.9))))
    sweep = Sweep(grid.members(), 200, ticks=4)
    while (task := sweep.next_task()) is not None:
        sweep.take(*train(task))
    return Atlas(grid, sweep, [(0.1, 0.5)])


def test_costs_and_ends_are_those_of_the_runs(atlas):
    told, arrays = unpack(atlas.reply({"kind": "map"}))
    ticks, count = len(atlas.sweep.ticks), len(atlas.sweep.members)
    costs, state = arrays["costs"].reshape(ticks, count), arrays["state"].reshape(ticks, count)
    assert told["over"] and (state[-1] == DIVERGED).any() and (state[0] != DIVERGED).all()
    assert ((arrays["gone"] >= 0) == (state[-1] == DIVERGED)).all()
    learner = Learner(atlas.sweep.members[2].settings)
    for tick, step in enumerate(atlas.sweep.ticks):
        learner.update(int(step) - learner.step)
        learner.measure()
        assert costs[tick, 2] == pytest.approx(learner.score.cost_train, rel=1e-5)


def test_a_cell_looks_like_its_network(atlas):
    _, arrays = unpack(atlas.reply({"kind": "look", "k": 2, "tick": 3}))
    learner = Learner(atlas.sweep.members[2].settings)
    learner.update(int(atlas.sweep.ticks[3]))
    painter = TILES[atlas_tile(atlas)].painter(learner.network, atlas.sweep.dataset, BASE.features, SIDE)
    expected = painter(learner.network.theta[None], learner.network.moments[None])[0]
    assert np.abs(arrays["tile"].astype(int) - expected).max() <= 1  # drawn in float32


def atlas_tile(atlas) -> str:
    scene, _ = unpack(atlas.reply({"kind": "scene"}))
    return next(name for name, tile in TILES.items() if tile.label == scene["tile"])


@pytest.mark.parametrize("asked", [None, {}, {"kind": "look", "k": 9, "tick": 0}, {"kind": "look", "k": "x"}])
def test_what_makes_no_sense_is_answered_in_a_sentence(atlas, asked):
    assert unpack(atlas.reply(asked))[0]["kind"] == "error"
