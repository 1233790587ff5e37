"""The home page without a browser: widgets, address and run agree."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from deepnet.data import CATALOG
from deepnet.lab.run import sketch
from deepnet.lab.settings.links import to_query
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings
from tests.pages.controls import fields, say, stage_data

ROOT = Path(__file__).parents[2]


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


@pytest.fixture
def page() -> AppTest:
    return opened()


def settings(page: AppTest) -> Settings:
    return page.session_state["bench"].settings


def test_the_page_opens_on_the_default_settings_with_a_stage_to_draw_them(page):
    assert settings(page) == Settings()
    assert stage_data(page)["socket"].startswith("/stage/live/")


def test_a_widget_changes_its_field_and_the_address(page):
    say(page, "activation", "relu")
    assert settings(page).activation == "relu"
    assert page.query_params["activation"] in ("relu", ["relu"])


def test_a_change_in_mid_run_keeps_the_trained_weights(page):
    bench = page.session_state["bench"]
    run = bench.run
    run.step_by(50)
    before = run.network.theta.copy()
    say(page, "optimizer", "adam")
    assert run.step == 50
    assert (run.network.theta == before).all()


def test_other_initial_weights_start_the_run_over(page):
    bench = page.session_state["bench"]
    bench.run.step_by(50)
    say(page, "initializer", "he")
    assert bench.run.step == 0


@pytest.mark.parametrize("name", CATALOG)
def test_every_data_set_opens_by_a_click_on_its_picture(name):
    page = opened()
    key = "set-" + "".join(c if c.isalnum() else "-" for c in name)
    page.button(key=key).click().run()
    assert not page.exception
    assert settings(page).dataset == name


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_one_click_and_its_link_opens_the_same(name):
    page = opened()
    page.button(key=f"preset-{name}").click().run()
    assert not page.exception
    assert settings(page) == PRESETS[name].settings
    order = stage_data(page)["order"]
    assert (order["play"], order["speed"]) == (True, PRESETS[name].speed)
    page.run()
    assert stage_data(page)["order"] == order  # the same one: the browser has carried it out already
    again = opened(**to_query(PRESETS[name].settings))
    assert settings(again) == PRESETS[name].settings


def test_nonsense_in_a_link_is_dropped_and_said():
    page = opened(data="atlantis", rate="fast", hidden="8-8", colour="red")
    assert settings(page) == Settings(hidden=(8, 8))
    assert len(page.toast) == 3
    assert all("Ignored in the link" in toast.value for toast in page.toast)


def test_two_visitors_do_not_share_a_run(page):
    other = opened()
    page.button(key="set-spiral").click().run()
    other.run()
    assert settings(page).dataset == "spiral"
    assert settings(other).dataset == "circle"
    assert stage_data(page)["socket"] != stage_data(other)["socket"]


def test_a_change_made_on_the_stage_reaches_the_widgets_and_the_address(page):
    from dataclasses import replace

    bench = page.session_state["bench"]
    bench.apply(replace(bench.settings, hidden=(6, 6, 3), learning_rate=0.1))
    page.run()
    assert page.query_params["hidden"] in ("6-6-3", ["6-6-3"])
    assert fields(page)["learning_rate"]["value"] == "0.1"


def test_x_rays_say_that_they_are_not_for_diagnosis():
    page = opened(data="chest-x-rays")
    words = " ".join(element.value for element in [*page.markdown, *page.caption])
    assert "diagnosis" in words.lower()


def test_a_click_that_streamlit_handles_twice_starts_its_preset_once():
    def script():
        import streamlit as st

        from deepnet.lab.settings.settings import Settings
        from pages.ui.state.bench import current_run
        from pages.ui.state.presets import start

        start(Settings(dataset="xor"), 10, "")
        current_run().step_by(5)
        start(Settings(dataset="xor"), 10, "")
        st.text(current_run().step)

    assert AppTest.from_function(script, default_timeout=60).run().text[0].value == "5"


def test_drawn_points_are_an_entry_of_the_panel_that_other_data_leave_alone(page):
    bench = page.session_state["bench"]
    page.button(key="set-drawn").click().run()
    assert not page.exception and settings(page).dataset == "drawn"
    assert "plane is empty" in " ".join(element.value for element in page.markdown)
    for label in (0, 1):
        sketch.draw(bench, lambda drawing, k=label: drawing.added([(i / 9, 4 * k) for i in range(9)], k))
    page.run()
    assert page.query_params["drawn"]
    page.slider(key="drawing.noise").set_value(20).run()
    page.button(key="data.copies").click().run()
    assert (len(bench.run.drawing), bench.run.drawing.noise) == (36, 20)
    drawing = bench.run.drawing
    page.button(key="set-spiral").click().run()
    page.button(key="set-drawn").click().run()
    assert not page.exception and settings(page).drawing == drawing
    page.button(key="data.empty").click().run()
    assert bench.run.dataset.waiting
    sketch.undo(bench)
    page.run()
    assert settings(opened(**to_query(settings(page)))).drawing == drawing


def test_too_many_drawn_points_for_a_link_are_said(page):
    bench = page.session_state["bench"]
    sketch.draw(bench, lambda drawing: drawing.added([(1, 1)], 0))  # on the 500 of the circle
    page.run()
    assert "do not travel in a link" in " ".join(element.value for element in page.caption)
    assert "data" not in page.query_params
