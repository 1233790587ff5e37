"""The results page without a browser: every view of several data sets, and one run on both pages."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from deepnet.data import read_table
from deepnet.lab.run import sketch
from deepnet.lab.stage.messages import LAST_STEP
from deepnet.lab.stage.show import Show
from deepnet.numerals import percent

ROOT = Path(__file__).parents[2]
RESULTS = "pages/explore/results.py"
PLAYGROUND = "pages/learn/playground.py"


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    page.switch_page(RESULTS).run()
    assert not page.exception
    return page


def run_of(page: AppTest):
    return page.session_state["bench"].run


def show(page: AppTest, view: str) -> None:
    page.session_state["bench"].choices["results.view"] = view
    page.run()
    assert not page.exception


def said(page: AppTest) -> str:
    return " ".join(element.value for element in [*page.markdown, *page.caption, *page.info, *page.warning])


@pytest.mark.parametrize("data", ["circle", "breast-cancer", "penguins", "diabetes", "digits"])
def test_every_view_opens_at_step_0_and_after_training(data):
    page = opened(data=data)
    assert "Nothing is trained yet" in page.info[0].value
    for view in ("mistakes", "inputs", "trial"):
        show(page, view)
    run_of(page).step_by(60)
    for view in ("mistakes", "inputs", "trial"):
        show(page, view)
        assert not page.info
        assert len(page.get("plotly_chart")) > 0
        tells = view == "mistakes" and data not in ("circle", "digits")  # where there are columns to show
        assert ("any blank is filled" in said(page)) == tells


def test_a_plane_without_points_has_no_answers_and_the_steps_before_it_have():
    page = opened(data="circle")
    run = run_of(page)
    run.step_by(20)
    sketch.clear(page.session_state["bench"])
    page.run()
    assert "plane is empty" in page.info[0].value and not page.metric
    page.slider[0].set_value(15).run()
    assert not page.exception and not page.info and page.metric


def test_the_numbers_are_those_of_the_stage_at_the_step_that_the_slider_shows():
    page = opened(data="penguins")
    run = run_of(page)
    run.step_by(100)
    page.run()
    assert page.metric[0].value == percent(run.score.metric_test)
    page.slider[0].set_value(3).run()
    with run.visit(3):
        expected = run.score
    assert page.metric[0].value == percent(expected.metric_test)
    assert page.metric[2].value == f"{expected.cost_test:.4f}"
    assert run.step == 100


def test_it_opens_at_the_step_on_the_stage_and_the_stage_comes_back_to_it():
    page = opened(data="penguins")
    run = run_of(page)
    bench = page.session_state["bench"]
    stage = Show(bench)
    stage.reply({"kind": "hello"})
    run.step_by(50)  # made ahead
    stage.reply({"kind": "now", "now": 40})
    stage.reply({"kind": "now", "now": 25})  # scrubbed back
    page.switch_page(PLAYGROUND).run()
    page.switch_page(RESULTS).run()
    assert (page.slider[0].value, page.slider[0].max) == (25, 40)
    page.slider[0].set_value(10).run()
    assert bench.shown() == 25
    Show(bench).reply({"kind": "hello", "now": None})
    assert (bench.shown(), run.step) == (25, 40)
    assert run.step < LAST_STEP


def test_rows_of_a_cell_are_sorted_by_how_sure_the_network_was():
    page = opened(data="wine")
    run_of(page).step_by(5)
    page.session_state["bench"].choices["results.group"] = (0, 0)
    page.run()
    frame = page.dataframe[0].value
    assert set(frame["true"]) == set(frame["predicted"]) == {"grower 1"}
    assert (np.diff(frame["sure"]) <= 0).all()
    assert {"alcohol", "proline"} <= set(frame.columns)


def test_training_rows_are_a_click_away():
    page = opened(data="iris")
    page.button_group(key="kept.results.part").set_value("train").run()
    assert not page.exception
    assert "of 105 rows" in said(page)


def test_a_form_warns_of_values_outside_of_what_was_learned_and_keeps_them():
    page = opened(data="iris")
    show(page, "trial")
    before = page.metric[0].value
    page.number_input(key="kept.trial.petal width").set_value(30.0).run()
    assert not page.exception
    assert "petal width 30.0 is outside of 0.1 to 2.5 cm" in page.warning[0].value.replace("\\", "")
    assert page.metric[0].value != before
    page.switch_page(PLAYGROUND).run()
    page.switch_page(RESULTS).run()
    assert page.number_input(key="kept.trial.petal width").value == 30.0


def test_a_test_row_on_trial_is_told_beside_its_truth():
    page = opened(data="iris")
    show(page, "trial")
    page.button(key="trial.next").click().run()
    assert "one of the test rows: it is" in said(page)


def test_a_picture_of_ones_own_is_tried_and_no_picture_is_refused_in_a_sentence():
    import io

    from PIL import Image

    page = opened(data="digits")
    show(page, "trial")
    page.file_uploader[0].upload("mine.png", b"no picture").run()
    assert not page.exception
    assert page.error[0].value.endswith("The example stays as it was.")
    file = io.BytesIO()
    Image.fromarray(np.eye(20, dtype=np.uint8) * 255).save(file, "PNG")
    page.file_uploader[0].upload("mine.png", file.getvalue()).run()
    assert not page.exception and not page.error
    assert page.session_state["bench"].choices["trial"].row is None


def test_a_file_of_ones_own_with_odd_names_and_many_classes_is_shown():
    page = opened()
    lines = ["size,<b>shade,kind of a thing with a very long name"]
    lines += [f"{i % 7}.5,{'red blue'.split()[i % 2]},class <{i % 30}> with a long name" for i in range(240)]
    dataset = read_table("\n".join(lines)).to_dataset("kind of a thing with a very long name")
    page.session_state["bench"].upload(dataset)
    run_of(page).step_by(20)
    for view in ("mistakes", "inputs", "trial"):
        show(page, view)
    page.selectbox(key="kept.trial.<b>shade").select("blue").run()
    assert not page.exception


def test_a_sampled_part_says_so():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(20_000, 2))
    lines = ["a,b,y"] + [f"{a:.3f},{b:.3f},{int(a > b)}" for a, b in points]
    page = opened()
    page.session_state["bench"].upload(read_table("\n".join(lines)).to_dataset("y"))
    show(page, "mistakes")
    assert "fixed sample of 4,000 of the 5,999 rows" in said(page)
    show(page, "inputs")
    assert "among 1,000 rows (a sample of 5,999)" in said(page)
