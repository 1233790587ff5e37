"""Which inputs matter."""

import numpy as np

from deepnet.data import read_table
from deepnet.lab.answers.form import Form
from deepnet.lab.answers.importance import REPEATS, of_blocks, of_columns, rows_within
from deepnet.lab.run.moment import moment_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings


def trained(name: str, steps: int = 150, **fields) -> Run:
    run = Run(Settings(dataset=name, optimizer="adam", **{"learning_rate": 0.01, "hidden": (8,)} | fields))
    run.step_by(steps)
    return run


def table(text: str, **options):
    return Run(Settings(dataset="upload"), read_table(text).to_dataset(**options))


def test_a_useless_column_matters_least_and_the_order_is_that_of_scikit_learn():
    from sklearn.inspection import permutation_importance

    rng = np.random.default_rng(0)
    a, b, noise = rng.normal(size=(3, 400))
    lines = ["a,b,noise,y"] + [
        f"{p:.4f},{q:.4f},{n:.4f},{int(2 * p + q > 0)}" for p, q, n in zip(a, b, noise, strict=True)
    ]
    run = table("\n".join(lines), target="y")
    run.step_by(400)
    moment = moment_of(run, run.step)
    mine = of_columns(moment, Form(run.dataset), "train")
    assert mine.names == ("a", "b", "noise")
    assert mine.mean[0] > mine.mean[1] > 0.05 > abs(mine.mean[2])

    class Face:  # as scikit-learn wants it
        def fit(self, X, y):
            return self

        def score(self, points, labels):
            return np.mean((moment.network.predict(points.T)[0] > 0.5) == labels)

    dataset = run.dataset
    theirs = permutation_importance(
        Face(), dataset.X_train.T, dataset.labels_train, n_repeats=20, random_state=0
    )
    assert np.allclose(mine.mean, theirs.importances_mean, atol=0.03)


def test_a_coordinate_of_a_toy_is_shuffled_with_all_that_is_made_of_it():
    run = trained("circle", 300, features=("x1", "x2", "x1^2", "x2^2"))
    found = of_columns(moment_of(run, run.step), Form(run.dataset), "test")
    assert found.names == ("x₁", "x₂") and (found.mean > 0.1).all()


def test_the_rim_of_a_picture_matters_less_than_its_middle():
    run = trained("threes and eights", 200)
    found, side = of_blocks(moment_of(run, run.step), (8, 8), "test")
    map_ = found.mean.reshape(8, 8)
    assert side == 1 and np.abs(map_[:, 0]).max() < map_[2:6, 2:6].max()


def test_large_data_is_sampled_to_a_fixed_amount_of_work():
    assert rows_within(100, 50) == (50, REPEATS)
    rows, repeats = rows_within(10_000_000, 1_000_000)
    assert (rows, repeats) == (60, 5)
