"""What the wall in the browser is told: everything once, in the order in which it was found."""

from dataclasses import replace

import numpy as np
import pytest

from deepnet.lab.settings.settings import Settings
from deepnet.lab.stage.wire import unpack
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.chunk import Look
from deepnet.lab.sweep.colours import table
from deepnet.lab.sweep.grid import Grid
from deepnet.lab.sweep.outcomes import at_tick, best, over_seeds, steps_to
from deepnet.lab.sweep.sweep import Sweep
from deepnet.lab.sweep.tiles import class_bytes
from deepnet.lab.sweep.wall import Wall
from deepnet.lab.sweep.worker import train

BASE = replace(Settings(), dataset="spiral", points=60, hidden=(3, 2), learning_rate=0.1)


def wall(seeds=2, **changes):
    axes = Axis("learning_rate", (0.01, 0.1, 1.0)), Axis("batch_size", (5, 10))
    grid = Grid(replace(BASE, **changes), axes, seeds)
    return Wall(grid, Sweep(grid.members(), 40, look=Look("boundary", 8), ticks=4))


def finish(wall):
    while (task := wall.sweep.next_task()) is not None:
        wall.sweep.take(*train(task))


def test_all_that_is_found_is_told_once():
    found = wall()
    assert unpack(found.reply({"kind": "more", "since": 0}))[0]["entries"] == []
    finish(found)
    scores, tiles = np.full_like(found.sweep.scores, np.nan), np.zeros_like(found.sweep.tiles)
    since, told = 0, np.zeros(scores.shape[:2], int)
    while True:
        meta, arrays = unpack(found.reply({"kind": "more", "since": since}))
        place = score = tile = 0
        for n, a, b in meta["entries"]:
            places = arrays["places"][place : place + n]
            size = (b - a) * n
            scores[a:b, places] = arrays["scores"][score : score + 4 * size].reshape(b - a, n, 4)
            tiles[a:b, places] = arrays["tiles"][tile : tile + 64 * size].reshape(b - a, n, 64)
            told[a:b, places] += 1
            place, score, tile = place + n, score + 4 * size, tile + 64 * size
        since = meta["log"]
        if not meta["waits"]:
            break
    assert meta["over"] and (told == 1).all()
    np.testing.assert_allclose(scores, found.sweep.scores, rtol=1e-6)
    assert tiles.tobytes() == found.sweep.tiles.tobytes()


def test_the_scene_names_its_axes_and_finds_the_base_among_them():
    meta, arrays = unpack(wall().reply({"kind": "scene"}))
    assert meta["x"] == {"title": "learning rate", "labels": ["0.01", "0.1", "1"]}
    assert meta["here"] == [1, 1] and meta["seeds"] == 2
    assert arrays["ticks"].tolist() == [0, 10, 20, 30, 40]
    assert len(arrays["light"]) == len(arrays["dark"]) == 768


def test_with_one_axis_the_seeds_stand_upwards():
    grid = Grid(BASE, (Axis("learning_rate", (0.01, 0.1)),), seeds=3)
    meta, _ = unpack(Wall(grid, Sweep(grid.members(), 5, look=Look("boundary", 8))).reply({"kind": "scene"}))
    assert meta["y"] == {"title": "seed", "labels": ["0", "1", "2"]} and meta["seeds"] == 1


@pytest.mark.parametrize(
    "question", [None, 3, {}, {"kind": "all"}, {"kind": ["more"]}, {"kind": "more", "since": "x"}]
)
def test_nonsense_is_answered_in_a_sentence_or_from_the_beginning(question):
    meta, _ = unpack(wall().reply(question))
    assert meta["kind"] in ("error", "more")


def test_cancelling_is_told():
    found = wall()
    meta, _ = unpack(found.reply({"kind": "cancel"}))
    assert meta["over"] and meta["cancelled"] and found.sweep.next_task() is None


def test_a_class_is_drawn_in_its_own_colour_and_a_strong_one_more_so():
    colours = table("classes", 3, 85, dark=False).astype(int)
    weak, strong = class_bytes(np.array([1, 1]), np.array([0.34, 1.0]), 3)
    from deepnet.data.palette import PALETTE, rgb

    goal = np.array(rgb(PALETTE[1]))
    assert np.abs(colours[strong] - goal).sum() < np.abs(colours[weak] - goal).sum()


def test_outcomes_against_plain_numbers():
    found = wall(seeds=2)
    finish(found)
    sweep = found.sweep
    sweep.scores[:, 0, 1] = [0.9, 0.5, 0.3, 0.4, 0.6]
    sweep.diverged[1] = 2
    assert at_tick(sweep, "cost_test", 3)[0] == 0.4 and np.isnan(at_tick(sweep, "cost_test", 3)[1])
    value, step = best(sweep, "cost_test")
    assert (value[0], step[0]) == (0.3, 20)
    assert steps_to(sweep, "cost_test", 0.5)[0] == 10 and np.isnan(steps_to(sweep, "cost_test", 0.01)[0])
    cells = over_seeds(np.array([1.0, 3.0, np.nan, 5.0] + [np.nan] * 2 + [0.0] * 6), (3, 2, 2))
    assert cells[0].tolist() == [2.0, 5.0] and np.isnan(cells[1, 0])
