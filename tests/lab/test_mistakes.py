"""What a network gets right and wrong, against scikit-learn and arithmetic."""

import numpy as np
import pytest
from sklearn import metrics

from deepnet.data import read_table
from deepnet.lab.answers.mistakes import answers, by_class, confusion, quality
from deepnet.lab.run.judge import r2, undefined
from deepnet.lab.run.moment import moment_of
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings


def trained(name: str, steps: int = 150, **fields) -> Run:
    run = Run(Settings(dataset=name, optimizer="adam", **{"learning_rate": 0.01, "hidden": (8,)} | fields))
    run.step_by(steps)
    return run


@pytest.fixture(scope="module")
def wine():
    run = trained("wine", 30)
    return moment_of(run, run.step)


@pytest.fixture(scope="module")
def penguins():
    run = trained("penguins")
    return moment_of(run, run.step)


@pytest.fixture(scope="module")
def diabetes():
    run = trained("diabetes")
    return moment_of(run, run.step)


@pytest.mark.parametrize("part", ["test", "train"])
def test_counts_and_shares_are_those_of_scikit_learn(wine, part):
    found = answers(wine, part)
    counts = confusion(found.truth, found.found, 3)
    assert (counts == metrics.confusion_matrix(found.truth, found.found)).all()
    mine = by_class(counts)
    theirs = metrics.precision_recall_fscore_support(found.truth, found.found)
    assert np.allclose([mine.precision, mine.recall, mine.f1], theirs[:3])
    assert (mine.support == theirs[3]).all()


def test_a_class_that_is_never_answered_has_no_precision():
    mine = by_class(np.array([[2, 0], [1, 0]]))
    assert np.isnan(mine.precision[1]) and mine.recall[1] == 0 and mine.f1[1] == 0


def test_quality_is_that_of_the_stage_beside_the_most_frequent_class(penguins):
    found = answers(penguins, "test")
    told = quality(penguins, found)
    assert told.score == penguins.score.metric_test
    assert [penguins.dataset.classes[label] for label in told.always] == ["Adelie"]
    assert told.plain == np.mean(penguins.dataset.labels_test == told.always[0])


def test_nothing_constant_does_better_than_the_plain_answer_though_training_rows_are_otherwise(penguins):
    xrays = moment_of(trained("chest x-rays", 1), 0)  # half and half to learn from, 234 to 390 to test on
    for moment, rows in ((xrays, slice(None)), (penguins, slice(0, 7))):
        found = answers(moment, "test", np.arange(moment.dataset.X_test.shape[1])[rows])
        told = quality(moment, found)
        shares = [np.mean(found.truth == label) for label in range(len(moment.dataset.classes))]
        assert told.plain == max(shares)
        assert list(told.always) == [label for label, share in enumerate(shares) if share == max(shares)]
    assert quality(xrays, answers(xrays, "test")).plain == 390 / 624


@pytest.mark.parametrize("unit", [1e-300, 1e-9, 1.0, 1e12, 1e300])
def test_r2_is_that_of_scikit_learn_in_any_unit(unit):
    rng = np.random.default_rng(0)
    truth, found = rng.normal(3, 1, (2, 50))
    assert r2(truth * unit, found * unit) == pytest.approx(metrics.r2_score(truth, found), rel=1e-12)


def test_r2_of_one_row_or_of_equal_targets_is_undefined_and_said():
    for truth in (np.array([3.0]), np.full(7, 0.1)):
        assert np.isnan(r2(truth, truth + 1)) and "undefined" in undefined(truth)
    assert undefined(np.array([1.0, 2.0])) == ""


def test_the_loss_of_all_rows_is_the_cost_of_the_stage(wine, diabetes):
    for moment in (wine, diabetes):
        assert answers(moment, "train").loss.mean() == pytest.approx(moment.score.cost_train, rel=1e-12)


def test_a_regression_is_judged_in_the_units_of_its_target(diabetes):
    found = answers(diabetes, "test")
    told = quality(diabetes, found)
    assert 25 <= found.truth.min() and found.truth.max() <= 346  # of the source
    assert told.score == pytest.approx(metrics.r2_score(found.truth, found.found))
    assert told.error == pytest.approx(metrics.mean_absolute_error(found.truth, found.found))
    assert told.plain <= 0 < told.score


def test_rows_of_a_cell_come_the_surest_first(wine):
    found = answers(wine, "train")
    places = np.concatenate([found.cell(t, f) for t in range(3) for f in range(3)])
    assert sorted(places) == list(range(wine.dataset.m))
    sure = found.sure[found.cell(1, 1)]
    assert (np.diff(sure) <= 0).all()
    assert found.loss[found.hardest()[0]] == found.loss.max()


def test_a_past_moment_is_taken_without_moving_the_run():
    run = trained("circle", 40)
    before = run.network.theta.copy()
    past = moment_of(run, 10)
    assert past.step == 10
    assert np.array_equal(past.network.W[1], run.at(10)["W1"])
    assert run.step == 40 and np.array_equal(run.network.theta, before)


def test_a_tanh_output_gives_shares_between_0_and_1():
    run = trained("circle", 50, output="tanh")
    found = answers(moment_of(run, 50), "test")
    assert np.allclose(found.shares.sum(axis=0), 1) and (found.shares >= 0).all()
    assert np.array_equal(found.shares[1] > 0.5, found.found == 1)


def test_several_targets_are_judged_one_at_a_time_each_in_its_own_units():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 80))
    each = zip(a, b, strict=True)
    lines = [f"{p:.3f},{q:.3f},{100 + 30 * p:.2f},{5e-6 * (p - q):.4e}" for p, q in each]
    dataset = read_table("a,b,price,rate\n" + "\n".join(lines)).to_dataset("price", beside=("rate",))
    run = Run(Settings(dataset="upload", hidden=(8,), optimizer="adam", learning_rate=0.01), dataset)
    run.step_by(300)
    moment = moment_of(run, 300)
    scores = []
    for k, name in enumerate(("price", "rate")):
        found = answers(moment, "test", target=k)
        told = quality(moment, found, k)
        scores.append(metrics.r2_score(found.truth, found.found))
        assert dataset.targets[k] == name and told.score == pytest.approx(scores[-1])
        low, high = dataset.outcomes[k].least, dataset.outcomes[k].most
        assert low - 1e-9 <= found.truth.min() and found.truth.max() <= high + 1e-9
    assert run.score.metric_test == pytest.approx(np.mean(scores))  # as scikit-learn averages them
