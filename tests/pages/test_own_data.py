"""The dialog for data of one's own, without a browser: what it says and what its choices do."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression
from streamlit.testing.v1 import AppTest

from deepnet.data import read_table
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from pages.ui.own_data.cures import cures

UPLOADS = Path(__file__).parents[1] / "uploads-2"


def page(path: str):
    """What stands in the dialog once a file is there."""
    from pathlib import Path

    from pages.ui.own_data import dialog
    from pages.ui.state.bench import current_bench
    from pages.ui.state.file import KeptFile, keep_file, kept_file

    if kept_file() is None:
        keep_file(KeptFile("1", Path(path).name, Path(path).read_bytes()))
    dialog.show(current_bench().run)


def opened(name: str) -> AppTest:
    at = AppTest.from_function(page, kwargs={"path": str(UPLOADS / name)}, default_timeout=120).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    """All that is written, without the signs that keep it from being read as Markdown."""
    words = [each.value for kind in (at.markdown, at.caption, at.error, at.info) for each in kind]
    return " ".join([*words, *(each.label for each in at.expander)]).replace("\\", "")


def test_what_will_be_learned_is_said_and_another_column_is_one_click_away():
    at = opened("target_price_not_y.csv")
    assert at.selectbox(key="file.choice.target").value == "price"
    assert "It will learn **price, a number, from 5 columns**." in said(at)
    next(button for button in at.button if button.label == "Predict cut instead").click().run()
    assert at.selectbox(key="file.choice.target").value == "cut"
    assert "It will learn **cut, one of 3 classes, from 5 columns**." in said(at)


def test_forty_warnings_are_one_line_with_a_count():
    at = opened("warnings_flood.csv")
    assert not at.warning and "2 warnings to read before training" in said(at)
    assert "and 26 more" in said(at)


def test_a_code_for_what_is_missing_can_be_said():
    at = opened("three_plus.csv")
    at.multiselect(key="file.choice.missing").set_value(["3+"]).run()
    assert not at.exception and "Dependents: 4 blanks filled in" in said(at)


def test_several_numbers_can_be_predicted_at_once():
    at = opened("target_last_not_the_only_flag.csv")
    at.multiselect(key="file.choice.beside").set_value(["rm"]).run()
    assert "It will learn **medv and rm, numbers, from 4 columns**." in said(at)


@pytest.mark.parametrize("name, offered", [("matlab5.mat", False), ("prose.txt", True)])
def test_other_ways_of_reading_are_offered_only_where_they_can_help(name, offered):
    at = opened(name)
    assert "cannot be used" in said(at) and not at.button
    assert ("Read it in another way" in said(at)) == offered
    assert bool(at.selectbox) == offered


def test_few_rows_for_many_weights_are_offered_regularization():
    at = opened("target_that_is_then_refused.csv")
    box = next(each for each in at.checkbox if "L2 regularization" in each.label)
    assert box.value


STEADY = {"batch_size": 64, "learning_rate": 0.1}


@pytest.mark.parametrize(
    "rows, inputs, weights, offered",
    [
        (28, 3, 100, {"regularization": "l2", "regularization_rate": 1.0}),
        (500, 50, 2112, {"regularization": "l2", "regularization_rate": 10.0}),
        (
            3500,
            200,
            6912,
            dict(regularization="l2", regularization_rate=30.0, batch_size=64, learning_rate=0.1),
        ),
        (14_000, 20, 448, {"batch_size": 64, "learning_rate": 0.1}),
        (500, 4, 60, {}),
        (4, 2, 40, {}),
    ],
)
def test_a_table_is_offered_what_it_needs_and_no_more(rows, inputs, weights, offered):
    found = cures(rows, inputs, weights)
    assert {name: value for cure in found for name, value in cure.changes.items()} == offered


@pytest.mark.parametrize("inputs", [50, 200])
def test_with_the_cures_a_large_table_comes_close_to_a_straight_line(inputs):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((5000, inputs))
    price = X @ rng.standard_normal(inputs) / np.sqrt(inputs) + 0.3 * rng.standard_normal(5000)
    frame = pd.DataFrame(X.round(4)).add_prefix("x").assign(price=price)
    data = read_table(frame.to_csv(index=False).encode(), "large.csv").to_dataset("price")
    line = LinearRegression().fit(data.X_train.T, data.Y_train[0]).score(data.X_test.T, data.Y_test[0])
    dims = (inputs, *data.suggested_hidden, 1)
    changes = {
        name: value
        for cure in cures(data.m, inputs, sum(a * b for a, b in zip(dims, dims[1:], strict=False)))
        for name, value in cure.changes.items()
    }
    run = Run(Settings(dataset="upload", hidden=data.suggested_hidden, **changes), data)
    run.step_by(3000)
    assert run.score.metric_test > line - 0.03
