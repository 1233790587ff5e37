"""What a network gets right and wrong, against scikit-learn and arithmetic."""

import numpy as np
import pytest
from sklearn import metrics

from deepnet.data import load, read_table
from deepnet.lab.form import Form
from deepnet.lab.importance import REPEATS, of_blocks, of_columns, rows_within
from deepnet.lab.mistakes import answers, by_class, confusion, quality
from deepnet.lab.moment import moment_of
from deepnet.lab.rows import as_csv, columns_of, numbers_of
from deepnet.lab.run import Run
from deepnet.lab.settings import UPLOAD, Settings
from deepnet.lab.trial import pull, saliency, trial


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
    assert penguins.dataset.classes[told.always] == "Adelie"
    assert told.plain == np.mean(penguins.dataset.labels_test == told.always)


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


# ---- columns as people know them


def test_one_hot_inputs_are_one_field_and_a_row_goes_through_the_form_unchanged(penguins):
    dataset = penguins.dataset
    form = Form(dataset)
    names = [field.name for field in form.fields]
    assert "island" in names and "sex" in names and len(names) < dataset.n_x
    for row in range(30):
        values = form.values(dataset.raw_test[:, row])
        assert np.allclose(form.X(form.raw(values)), dataset.X_test[:, [row]], atol=1e-9)
        texts = {name: str(value) for name, value in values.items()}
        assert np.allclose(form.X(form.raw(values)), dataset.encode(texts), atol=1e-9)


def test_a_toy_is_asked_for_its_two_coordinates_whatever_its_inputs_are():
    features = ("x1", "x1^2", "x1*x2")
    dataset = load("circle", features=features)
    form = Form(dataset, features)
    assert [field.name for field in form.fields] == ["x₁", "x₂"]
    assert form.X(form.raw({"x₁": 3.0, "x₂": 2.0})).ravel().tolist() == [3.0, 9.0, 6.0]


def test_numbers_keep_the_decimals_and_units_that_they_were_written_with():
    form = Form(load("iris"))
    length = form.fields[0]
    assert (length.title, length.decimals, length.low, length.high) == ("sepal length (cm)", 1, 4.3, 7.9)


def test_values_unlike_the_training_rows_are_warned_of():
    form = Form(load("iris"))
    assert form.warnings(form.typical()) == []
    said = form.warnings({**form.typical(), "petal width": 9.0})
    assert len(said) == 1 and said[0].startswith("petal width 9.0 is outside of 0.1 to 2.5 cm")


def table(text: str, **options):
    run = Run()
    run.upload(read_table(text).to_dataset(**options))
    return run


def test_dates_and_rare_words_are_shown_as_words():
    lines = ["day,town,size,y"] + [
        f"2024-01-{i + 1:02d},{'ab'[i % 2]},{i % 5},{'ny'[i % 2]}" for i in range(30)
    ]
    run = table("\n".join(lines), target="y", types={"day": "date"})
    form = Form(run.dataset)
    shown = columns_of(form, "train", np.arange(5))
    first = int(numbers_of(run.dataset, "train", np.array([0]))[0])
    assert shown["day"][0] == f"2024-01-{first:02d}"
    assert set(shown["town"]) <= {"a", "b"}


# ---- importance


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
    found = of_columns(moment_of(run, run.step), Form(run.dataset, run.settings.features), "test")
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


# ---- one example


def test_the_layers_of_a_trial_are_those_of_a_forward_pass(penguins):
    from deepnet.forward import Forward

    X = penguins.dataset.X_test[:, [3]]
    told, forward = trial(penguins, X), Forward(penguins.network, penguins.dataset.X_test)()
    assert [layer.title for layer in told.layers] == ["Layer 1", "Output"]
    assert told.layers[0].names[2] == "Layer 1, neuron 3"
    assert told.layers[1].names == penguins.dataset.classes
    for l, layer in enumerate(told.layers, start=1):
        assert np.allclose(layer.values, forward.A[l][:, 3], atol=1e-12)
    assert np.allclose(told.shares.sum(), 1) and told.found == told.shares.argmax()


def test_a_value_that_is_typical_pulls_at_nothing(penguins):
    form = Form(penguins.dataset)
    values = form.typical()
    assert (pull(penguins, form, values, 0) == 0).all()
    values["bill_length_mm"] += 8
    moved = pull(penguins, form, values, 0)
    assert np.count_nonzero(moved) == 1


def test_saliency_of_the_two_classes_is_opposite():
    run = trained("threes and eights", 20)
    moment = moment_of(run, run.step)
    X = run.dataset.X_test[:, [0]]
    assert np.array_equal(saliency(moment, X, 0), -saliency(moment, X, 1))


# ---- download


def test_the_download_has_every_test_row_and_no_cell_that_a_spreadsheet_runs():
    import csv
    import io

    lines = ["a,y"] + [f"{i % 7 - 3},{'=cmd()' if i % 2 else '@sum'}" for i in range(40)]
    run = table("\n".join(lines), target="y")
    text = as_csv(moment_of(run, 0), Form(run.dataset))
    head, *body = csv.reader(io.StringIO(text))
    assert head[:4] == ["row", "a", "true y", "predicted y"] and len(head) == 6
    assert len(body) == run.dataset.X_test.shape[1]
    assert all(line[2].startswith("'") for line in body)
    assert {float(line[1]) for line in body} == set(np.round(run.dataset.raw_test[0]))
    assert run.settings.dataset == UPLOAD
