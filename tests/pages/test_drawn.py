"""What is kept along the axes of many settings, and what became of the networks that are not drawn."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from deepnet.lab.settings.settings import Settings
from deepnet.lab.sweep.axes import Axis
from deepnet.lab.sweep.grid import Member
from pages.ui.figures.sweeps import parallel_coordinates
from pages.ui.figures.theme import LIGHT
from pages.ui.sweeps import brush
from pages.ui.sweeps.drawn import Drawn

RATES, COSTS = (0.001, 0.01, 0.1, 1.0), np.array([0.4, 0.02, 0.3, np.nan])
AXES = (Axis("learning_rate", (0.001, 0.03, 1.0)), Axis("activation", ("relu", "tanh")))
TABLE = {"learning_rate": list(RATES), "activation": ["relu", "tanh", "relu", "tanh"]}


def drawn(**changes) -> Drawn:
    members = [Member(replace(Settings(), learning_rate=rate)) for rate in RATES]
    return replace(Drawn(AXES, TABLE, members, COSTS, np.array([10, 20, 30, 0])), **changes)


def page(outcome: Drawn, ranges: dict, monkeypatch) -> AppTest:
    def script():
        import streamlit as st

        from pages.ui.sweeps.drawn import outcome

        outcome(st.session_state["drawn"])

    monkeypatch.setattr("pages.ui.sweeps.drawn.brushed", lambda *_: ranges)
    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["drawn"] = outcome
    assert not app.run().exception
    return app


@pytest.mark.parametrize(
    "ranges, costs",
    [
        ({}, [0.02, 0.3, 0.4]),  # the best first; one that diverged is never among them
        ({"0": [[-3.1, -2.9], [-1.1, 0.0]]}, [0.3, 0.4]),  # by factors: rates around 0.001, and from 0.08
        ({"1": [[-0.2, 0.2]]}, [0.3, 0.4]),  # the first activation
        ({"0": [[-2.1, 0.1]], "2": [[-1, 0]]}, [0.3]),  # the cost is an axis too
    ],
)
def test_the_table_has_what_is_kept_on_all_axes(ranges, costs, monkeypatch):
    assert list(page(drawn(), ranges, monkeypatch).dataframe[0].value["test cost"]) == costs


def test_ranges_without_a_network_say_so(monkeypatch):
    app = page(drawn(), {"0": [[-2.9, -2.8]]}, monkeypatch)
    assert not app.dataframe and "No network lies in the ranges" in app.info[0].value


@pytest.mark.parametrize("waiting, told", [(0, "1 of 4 diverged"), (1, "1 wait for their turn")])
def test_what_is_not_trained_yet_is_not_called_diverged(waiting, told, monkeypatch):
    captions = " ".join(c.value for c in page(drawn(waiting=waiting), {}, monkeypatch).caption)
    assert told in captions and ("diverged" in captions) == (waiting == 0)


def test_a_chart_of_new_numbers_keeps_what_was_kept_on_the_old_one():
    column = {"title": "rate", "values": np.array([0.1, 1.0]), "log": True}
    figure = parallel_coordinates(
        [column], np.array([0.5, 0.1]), LIGHT, named="cost", ranges={"0": [[-1, 0]], "1": [[-2, -1], [0, 1]]}
    )
    spans = [dimension.constraintrange for dimension in figure.data[0].dimensions]
    assert spans == [(-1, 0), ((-2, -1), (0, 1))]


def test_a_range_can_end_nearly_anywhere_on_an_axis_of_numbers_with_each_number_where_it_belongs():
    column = {"title": "rate", "values": np.geomspace(0.02, 3, 20), "log": True}
    (rate, _) = (
        parallel_coordinates([column], np.geomspace(0.1, 1, 20), LIGHT, named="cost").data[0].dimensions
    )
    span = rate.range[1] - rate.range[0]
    assert np.diff(rate.tickvals).max() < 0.02 * span and len(set(rate.ticktext)) == len(rate.ticktext)
    written = {text: at for at, text in zip(rate.tickvals, rate.ticktext, strict=True) if text.strip()}
    assert written["0.1"] == pytest.approx(-1) and written["1"] == pytest.approx(0)
    plain = {"title": "kept", "values": np.array([0.117, 0.981]), "log": False}
    (share, _) = parallel_coordinates([plain], np.array([0.1, 1]), LIGHT, named="cost").data[0].dimensions
    assert [text for text in share.ticktext if text.strip()] == ["0.2", "0.4", "0.6", "0.8"]
    assert rate.range[0] <= min(rate.tickvals) and max(rate.tickvals) <= rate.range[1]


@pytest.mark.parametrize("told", [None, [], {"0": "all"}, {"0": [[1]]}, {"0": [["a", 2]]}, {"9": [[0, 1]]}])
def test_ranges_that_are_none_are_left_out(told, monkeypatch):
    monkeypatch.setattr(brush, "_component", lambda *_, **__: type("Found", (), {"ranges": told}))
    assert brush.brushed("many.lines", 3) == {}
