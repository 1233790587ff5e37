"""Settings of the beginning: biases at step 0, and the order of the rows."""

from dataclasses import replace

import numpy as np

from deepnet.data import Drawing
from deepnet.lab.run.recipe import build, data_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import Settings
from deepnet.training import Trainer

SMALL = Settings(points=60)


def test_every_bias_begins_at_the_initial_one_and_the_weights_as_ever():
    plain, begun = Run(SMALL).network, Run(replace(SMALL, initial_bias=0.1)).network
    for l in range(1, plain.L + 1):
        assert (begun.b[l] == 0.1).all() and (plain.b[l] == 0).all()
        assert (begun.W[l] == plain.W[l]).all()
    assert from_query({"bias": "-0.5"}) == (Settings(initial_bias=-0.5), [])


def test_rows_in_file_order_are_taken_as_they_stand_in_every_epoch():
    settings = replace(SMALL, row_order="file order", batch_size=7)
    dataset = data_of(settings)
    network, trainer = build(settings, dataset)
    theirs, _ = build(settings, dataset)
    m = dataset.X_train.shape[1]
    other = Trainer(theirs, dataset.X_train, dataset.Y_train, batch_size=7, order=np.arange(m)[None])
    for _ in range(2):
        assert (trainer.order_of(trainer.epoch) == np.arange(m)).all()
        for each in (trainer, other):
            each.step(trainer.steps_per_epoch)
    assert network.theta.tobytes() == theirs.theta.tobytes()
    assert from_query(to_query(settings)) == (settings, [])


def test_points_drawn_on_the_way_are_taken_in_their_order_too():
    drawing = (
        Drawing().added([(i / 9, i % 3) for i in range(18)], 0).added([(-i / 9, i % 3) for i in range(18)], 1)
    )
    settings = Settings(dataset="drawn", drawing=drawing, row_order="file order", batch_size=5)
    run = Run(settings)
    run.step_by(9)
    run.apply(replace(settings, drawing=drawing.added([(3, 3), (4, 4)], 1)))
    run.step_by(9)
    trainer = run.trainer
    assert (trainer.order_of(trainer.epoch) == np.arange(trainer.m)).all()
