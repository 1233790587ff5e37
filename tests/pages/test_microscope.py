"""The microscope's page: the walk, the check with a planted bug, who pulls, and what runs."""

import base64
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.controls import components, tell

ROOT = Path(__file__).parents[2]


@pytest.fixture
def page():
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/learn/microscope.py").run()
    assert not at.exception
    return at


def chosen(at, view):
    at.session_state["bench"].choices["microscope.view"] = view
    at.run()
    assert not at.exception
    return at


def test_the_walk_is_drawn_and_follows_the_stage(page):
    assert page.get("bidi_component")
    assert any("from step **0** to **1**" in text.value for text in page.markdown)


def test_the_rows_of_the_batch_are_marked_on_the_boundary_before_the_step(page):
    ground = next(data["view"] for _, data in components(page) if "view" in data)["ground"]
    run = page.session_state["bench"].run
    rows = next(iter(page.session_state["made"].values()))[1].walk.rows
    assert ground["batch"] == pytest.approx(run.dataset.raw_train[:, rows].T, abs=1e-4)
    answers = np.frombuffer(base64.b64decode(ground["pixels"]), np.uint8).reshape(60, 60)
    left, _, _, top = ground["box"]
    assert answers[0, 0] == pytest.approx(1 + 254 * run.network.predict([[left], [top]])[0, 0], abs=1.01)


def test_a_point_of_the_plane_takes_the_place_of_the_batch(page):
    page.toggle(key="kept.microscope.point").set_value(True).run()
    assert not page.exception
    id, view = next((id, data["view"]) for id, data in components(page) if "view" in data)
    assert view["m"] == 1 and view["arrays"]["A0"]["values"] == [[1.0], [0.5]]
    assert view["rows"] == [{"number": None, "label": "your point"}] and view["ground"]["batch"] == [
        [1.0, 0.5]
    ]
    tell(page, id, "asked", {"point": [-2.004, 3.1], "id": 1})
    view = next(data["view"] for _, data in components(page) if "view" in data)
    assert not page.exception and view["arrays"]["A0"]["values"] == [[-2.0], [3.1]]


def test_the_check_agrees_and_catches_each_bug_that_is_planted(page):
    at = chosen(page, "check")
    assert "All 25 agree" in at.success[0].value
    for bug in ("mean", "transpose", "slope", "axis", "stale", "sigmoid"):
        at.selectbox(key="microscope.bug").set_value(bug).run()
        assert not at.exception
        assert "are wrong" in at.error[0].value, bug
    at.selectbox(key="microscope.bug").set_value("no bug").run()
    at.selectbox(key="kept.microscope.which").set_value("W2").run()
    assert "All 8 agree" in at.success[0].value


def test_one_gradient_is_measured_from_the_walk(page):
    id = next(id for id, data in components(page) if "view" in data)
    tell(page, id, "asked", {"check": ["dW1", 2, 1], "id": 1})
    assert not page.exception
    analytic, numeric, apart = (metric.value for metric in page.metric)
    book = next(iter(page.session_state["made"].values()))[1]
    assert float(analytic) == pytest.approx(book.arrays["dW1"].values[2, 1], rel=1e-7)
    assert float(numeric) == pytest.approx(float(analytic), rel=1e-4) and float(apart) < 1e-5
    assert [metric.label for metric in page.metric][0].endswith("dW1[3, 2]")


def test_the_pulls_of_the_rows_come_to_the_gradient(page):
    at = chosen(page, "pull")
    at.selectbox(key="microscope.pull").set_value("b3").run()
    assert not at.exception
    assert any("which is db3[1] of the batch" in text.value for text in at.markdown)


def test_what_really_runs_is_listed_beside_the_articles_code(page):
    at = chosen(page, "run")
    assert any("calls in" in text.value for text in at.markdown)
    table = next(each.proto.body for each in at.get("html") if "np.dot" in each.proto.body)
    for line in ("Z = W @ A_prev + b", "dW = dZ @ A_prev.T / m", "db = np.sum(dZ, axis=1", "return W.T @ dZ"):
        assert line in table
    assert "sigmoid_cross_entropy(Z3, Y, out=loss)" in table
    assert "def activation_forward" in at.code[0].value
