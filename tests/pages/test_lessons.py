"""The lessons' page: predicted first, the goal noticed, the why kept, shared as a link; hidden controls."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from deepnet.lab.lessons.lesson import lessons, packed
from deepnet.lab.settings.settings import Settings
from tests.pages.controls import fields

ROOT = Path(__file__).parents[2]


def opened(**query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    for key, value in query.items():
        at.query_params[key] = value
    at.switch_page("pages/learn/lessons.py").run()
    assert not at.exception
    return at


def told(at):
    return " ".join(text.value for text in [*at.markdown, *at.success, *at.warning])


def test_every_lesson_is_on_the_list():
    at = opened()
    for lesson in lessons().values():
        assert lesson.title in told(at)


def test_a_lesson_asks_first_then_plays_then_notices_its_goal_and_keeps_the_why():
    at = opened()
    at.button(key="lesson-rate").click().run()
    assert "To do" not in told(at)
    at.button(key="option-1").click().run()
    bench = at.session_state["bench"]
    assert bench.settings == lessons()["rate"].settings
    assert "To do" in told(at) and "Goal met" not in told(at)
    bench.run.step_by(301)
    bench.saw(301)
    at.run()
    assert "no steps are left" in told(at) and "Goal met" not in told(at)
    bench.restart(Settings(hidden=(4,), learning_rate=1.0))
    bench.run.step_by(300)
    at.run()
    assert "Goal met at step" in told(at)
    assert "300 of them go nowhere" in told(at)  # the misconception behind the option that was chosen
    at.text_input[0].set_value("short steps do not get far").run()
    assert not at.exception
    assert "short steps do not get far" in told(at) and lessons()["rate"].explains in told(at)


def test_a_lesson_opens_from_its_link_and_nonsense_is_refused_in_a_sentence():
    assert "Three hundred steps" in told(opened(lesson="rate"))
    source = lessons()["rate"].source | {"title": "Mine"}
    assert "Mine" in told(opened(lesson=packed(source)))
    at = opened(lesson="nonsense")
    assert "holds no lesson" in at.error[0].value


def test_a_link_hides_the_controls_that_it_does_not_name():
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["show"] = "rate,activation"
    at.run()
    assert not at.exception
    assert set(fields(at)) == {"learning_rate", "activation"}
    assert at.query_params["show"] in ("rate,activation", ["rate,activation"])
    assert not [button for button in at.button if str(button.key).startswith("set-")]


@pytest.mark.parametrize("name", ["gap", "cross-by-hand"])
def test_a_lesson_shows_its_own_controls_alone(name):
    at = opened(lesson=name)
    at.button(key="option-0").click().run()
    assert not at.exception
    assert set(fields(at)) == ({"test_share"} if name == "gap" else set())
    hidden = " ".join(each.proto.body for each in at.get("html"))
    assert all(part in hidden for part in (".dn-layers", ".dn-weights", ".dn-tools"))


def test_a_teachers_file_is_checked_when_it_is_loaded():
    at = opened()
    kept = json.dumps(lessons()["rate"].source | {"title": "A lesson of mine"})
    at.file_uploader(key="own-file").upload("lesson.json", kept.encode()).run()
    assert "A lesson of mine" in at.text_area[0].value and not at.error
    at.button(key="own-try").click().run()
    assert "A lesson of mine" in told(at)
    at = opened()
    at.file_uploader(key="own-file").upload("lesson.json", b'{"title": "A lesson without a question"}').run()
    assert "must be a text of at most" in at.error[0].value
