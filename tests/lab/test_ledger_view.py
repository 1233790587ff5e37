"""What the page is given of a ledger: one JSON value, windows into large arrays, sums whose places exist."""

import json

import numpy as np
import pytest

from deepnet.lab.ledger.build import ledger_of
from deepnet.lab.ledger.timing import executed
from deepnet.lab.ledger.view import SMALL, WINDOW, view_of
from deepnet.lab.ledger.walk import walk_example, walk_of, walk_step
from deepnet.lab.run.run import Run
from deepnet.lab.settings.settings import Settings
from deepnet.losses import PAIRS
from tests.lab.test_ledger import drawn


def test_the_view_is_plain_json_whose_sums_name_numbers_of_its_arrays():
    rng = np.random.default_rng(1)
    for pair in PAIRS:
        book = ledger_of(walk_step(drawn(rng, pair), pair[1]))
        for column in (0, None):
            view = json.loads(json.dumps(view_of(book, column), allow_nan=False))
            for key, made in view["sums"].items():
                assert key.rsplit(":", 2)[0] in view["arrays"]
                for part in made["parts"]:
                    if isinstance(part, list) and part[1]:
                        name, r, c = part[1]
                        R, C = view["arrays"][name]["shape"]
                        assert 0 <= r < R and 0 <= c < C
            for station in view["stations"]:
                assert set(station["reads"] + station["writes"]) <= set(view["arrays"])
                assert station["focus"][0] in view["arrays"]
                assert view["codes"][station["code"]]["text"]


def test_every_station_of_the_articles_network_shows_the_articles_function_with_its_line():
    run = Run(Settings(hidden=(4, 2), activation="relu", batch_size=0))
    view = view_of(ledger_of(walk_of(run, 0)), 0)
    for station in view["stations"]:
        assert view["codes"][station["code"]]["of"] == "article"
        assert station["line"] is not None
    names = {station["code"] for station in view["stations"]}
    assert {"activation_forward", "compute_cost", "model_backward", "activation_backward"} <= names
    assert {"relu", "sigmoid", "relu_backward", "sigmoid_backward", "update_parameters"} <= names


def test_a_wide_layer_is_seen_through_a_window_that_can_be_moved():
    run = Run(Settings(hidden=(30, 12), batch_size=5))
    book = ledger_of(walk_of(run, 0))
    first, moved = view_of(book, 0), view_of(book, 0, {1: 10})
    assert first["arrays"]["Z1"]["rows"] == list(range(WINDOW)) and first["arrays"]["W2"]["heat"]
    assert moved["arrays"]["Z1"]["rows"] == list(range(10, 10 + WINDOW))
    assert moved["arrays"]["W2"]["cols"] == list(range(10, 10 + WINDOW))
    assert view_of(book, 0, {1: 1000})["arrays"]["Z1"]["rows"][-1] == 29
    deep = ledger_of(walk_of(Run(Settings(hidden=(9,) * 6)), 0))
    assert len(view_of(deep, 0)["arrays"]["Z3"]["rows"]) == SMALL


def test_the_mean_over_the_batch_is_that_of_its_rows():
    book = ledger_of(walk_of(Run(Settings(batch_size=4)), 0))
    view = view_of(book, None)
    for r, line in enumerate(view["arrays"]["A1"]["values"]):
        assert line[0] == pytest.approx(book.arrays["A1"].values[r].mean(), rel=1e-6)
        assert view["sums"][f"A1:{r}:0"]["parts"][-1] == ["4", None, ""]


def test_the_run_stays_where_it_is_while_a_past_step_is_walked():
    run = Run(Settings())
    run.step_by(30)
    theta = run.network.theta.copy()
    walk = walk_of(run, 12)
    assert walk.step == 12 and run.step == 30
    assert np.array_equal(walk.theta_after, _theta_at(run, 13))
    assert np.array_equal(run.network.theta, theta)


def _theta_at(run, step):
    with run.visit(step):
        return run.network.theta.copy()


def test_what_really_runs_is_every_line_with_its_calls_and_its_time():
    trainer = Run(Settings()).trainer
    theta = trainer.network.theta.copy()
    lines = executed(trainer)
    assert [line.text for line in lines] == [line.text for line in trainer.traced()]
    assert all(line.calls and line.seconds > 0 for line in lines)
    assert np.array_equal(trainer.network.theta, theta) and trainer.step_count == 0


def test_one_example_alone_has_the_gradient_of_its_own_loss():
    run = Run(Settings(regularization="l2", regularization_rate=3.0, keep_prob=0.5, optimizer="adam"))
    run.step_by(5)
    X, Y = np.array([[0.5], [-1.0]]), np.array([[1.0]])
    book = ledger_of(walk_example(run, 3, X, Y), moves=False)
    assert book.stations[-1].stage == "backward" and book.walk.step == 3
    with run.visit(3):
        error = run.network.predict(X)[0, 0] - 1
    np.testing.assert_allclose(book.arrays["db3"].values, [[error]], rtol=1e-12)
    with pytest.raises(ValueError, match="more than one example"):
        walk_example(Run(Settings(batch_norm=(1,))), 0, X, Y)
