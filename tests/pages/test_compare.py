"""The page that compares: twins, kept runs, links, and what is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from deepnet.lab.settings.settings import Settings

ROOT = Path(__file__).parents[2]
COMPARE = "pages/explore/compare.py"


def opened() -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.run().switch_page(COMPARE).run()
    assert not page.exception
    return page


def lanes(page):
    return page.session_state["bench"].lanes


def twin(page, text: str):
    page.text_input(key="compare.twin.text.learning_rate").set_value(text).run()
    page.button(key="compare.add").click().run()
    assert not page.exception


@pytest.fixture
def page():
    return opened()


def test_a_twin_is_two_clicks_and_the_page_says_what_is_equal(page):
    twin(page, "0.3")
    assert [lane.settings.learning_rate for lane in lanes(page)] == [0.03, 0.3]
    said = " ".join(element.value for element in page.caption)
    held = "Held equal: the points and their split, the batches and their order, the initial weights."
    assert held in said and "Not equal" not in said
    assert np.array_equal(*(lane.run.network.theta for lane in lanes(page)))
    assert page.session_state["bench"].run.settings == Settings()  # the playground's run is its own


def visitor_of(page) -> AppTest:
    """Another visitor, who opens the link of the comparison on `page`."""
    return with_link(
        {key: values if isinstance(values, str) else values[0] for key, values in page.query_params.items()}
    )


def with_link(link: dict[str, str]) -> AppTest:
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    other.run().switch_page(COMPARE)
    for key, value in link.items():
        other.query_params[key] = value
    return other.run()


def test_a_link_carries_the_comparison_to_another_visitor(page):
    twin(page, "0.3")
    twin(page, "1")
    other = visitor_of(page)
    assert not other.exception and not other.toast
    assert [lane.settings for lane in lanes(other)] == [lane.settings for lane in lanes(page)]


def test_what_is_no_value_is_refused_in_a_sentence_and_no_lane_is_made(page):
    twin(page, "fast")
    assert lanes(page) == [] and "is not a number" in page.toast[0].value


def test_kept_runs_stand_side_by_side_as_they_are_and_the_originals_stay(page):
    bench = page.session_state["bench"]
    bench.run.step_by(40)
    bench.restart()
    bench.run.step_by(20)
    page.run()
    page.multiselect(key="compare.runs").set_value([1, 2]).run()
    page.button(key="compare.go").click().run()
    assert [lane.run.step for lane in lanes(page)] == [40, 20]
    lanes(page)[0].run.step_by(5)
    assert bench.kept(1).run.step == 40
    page.button(key="compare.swap").click().run()
    assert [lane.run.step for lane in lanes(page)] == [20, 45]
    page.button(key="compare.end").click().run()
    assert lanes(page) == [] and not page.exception


def test_another_clock_is_said(page):
    twin(page, "0.3")
    page.selectbox(key="kept.compare.clock").select("epochs").run()
    assert "each sees its training rows as often" in " ".join(element.value for element in page.caption)


def test_a_wider_twin_begins_with_the_weights_that_both_have_and_the_page_says_so(page):
    page.selectbox(key="kept.compare.twin.field").select("hidden").run()
    page.text_input(key="compare.twin.text.hidden").set_value("8-2").run()
    page.button(key="compare.add").click().run()
    narrow, wide = (lane.run.network for lane in lanes(page))
    assert wide.layer_dims[1] == 8 and np.array_equal(wide.W[1][:4], narrow.W[1])
    said = " ".join(element.value for element in page.caption)
    assert "in layers 1, 2 the initial weights of the neurons that all have" in said


def test_a_link_carries_what_was_changed_in_mid_run_to_the_bit(page):
    twin(page, "0.3")
    assert "The settings of all lanes from step 0 on." in [element.value for element in page.caption]
    lane = lanes(page)[1]
    lane.run.step_by(7)
    lane.apply(replace(lane.settings, learning_rate=1.0, optimizer="adam"), at=5)
    lane.run.edit(2, 1, 3, -0.1, at=5)
    lane.run.step_by(13)
    page.run()
    assert any("with what was changed in mid-run" in element.value for element in page.caption)
    other = visitor_of(page)
    assert not other.exception and not other.toast
    again = lanes(other)[1].run
    again.step_by(lane.run.step - again.step)
    assert again.events == lane.run.events
    assert again.network.theta.tobytes() == lane.run.network.theta.tobytes()


def test_changes_of_a_link_that_cannot_be_are_named_and_the_lane_begins_without_them():
    page = with_link({"lanes": "rate=0.1|changes=5:hidden:9", "clock": "updates"})
    assert "B: changes: a change at step 5 cannot start the run over" in page.toast[0].value
    assert [len(lane.run.changes) for lane in lanes(page)] == [0, 0] and not page.exception


def test_all_that_a_visitor_has_open_shares_one_turn(page):
    twin(page, "0.3")
    (key, held) = page.session_state["made"]["lanes"]
    assert held.visitor is page.session_state["bench"]
