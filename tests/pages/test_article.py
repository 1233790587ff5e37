"""The article page: every function with its source, every example runs, the printed costs are the
playground's."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from deepnet import article
from deepnet.lab.ledger.printed import beside, why_not
from deepnet.lab.ledger.source import ARTICLE
from deepnet.lab.run.run import Run
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings
from pages.ui.article.back import both_slopes, gradient_sizes
from pages.ui.article.bends import naive_sigmoid
from pages.ui.article.costing import naive_cost
from pages.ui.article.parts import PARTS
from pages.ui.article.xrays import settings_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/learn/article.py").run()
    assert not at.exception
    return at


def test_all_twelve_functions_are_on_the_page_with_their_source(page):
    shown = "\n".join(code.value for code in page.code)
    for name in ARTICLE:
        assert f"def {name}(" in shown


def test_every_part_has_its_heading_and_its_equations(page):
    assert [heading.value[3:] for heading in page.subheader] == list(PARTS)
    assert len(page.latex) >= 10


def test_an_example_follows_its_value(page):
    page.slider(key="article.z").set_value(0.0).run()
    assert any("gives **0.500000**" in text.value for text in page.markdown)
    assert any("refuses: *W must have shape (n_l, 3)" in text.value for text in page.markdown)
    page.toggle(key="article.turned").set_value(False).run()
    assert not any("refuses" in text.value for text in page.markdown)
    assert not page.exception


def test_the_pair_of_runs_is_trained_on_a_click_and_can_be_played(page):
    page.button(key="article.both").click().run()
    assert not page.exception
    assert any("cost 0.693" in text.value for text in page.markdown)
    page.button(key="article.play.he").click().run()
    assert not page.exception


def test_the_formulas_as_printed_overflow_and_lose_the_cost():
    assert naive_sigmoid(-1000.0) == (0.0, "overflow encountered in exp")
    value, said = naive_cost(np.array([[0.0, 0.0]]), np.array([[1, 0]]))
    assert not np.isfinite(value) and "log" in said


def test_deep_model_prints_what_the_playground_draws():
    run = Run(PRESETS["article"].settings)
    run.step_by(200)
    said, costs = beside(run, 201)
    assert said.lines == tuple(f"Cost after iteration {100 * i}: {cost:f}" for i, cost in enumerate(costs))
    assert len(costs) == 3


def test_what_deep_model_cannot_train_is_said():
    assert why_not(Run(PRESETS["article"].settings)) == ""
    assert "relu" in why_not(Run(Settings(activation="tanh", batch_size=0)))
    with pytest.raises(ValueError, match="cannot train this network: its batches"):
        beside(Run(Settings(activation="relu", batch_size=10)), 100)


def test_the_measured_slope_is_the_computed_one():
    slope, measured = both_slopes(1.0)
    assert measured == pytest.approx(slope, abs=1e-9)


def test_small_weights_leave_next_to_nothing_of_the_gradient():
    assert max(gradient_sizes(0.01)) < 1e-8
    assert min(gradient_sizes(1.0)) > 1e-3


def test_the_trap_and_its_cure_differ_in_the_initial_weights_alone():
    trap, cure = settings_of("article"), settings_of("he")
    runs = [Run(settings) for settings in (trap, cure)]
    for run in runs:
        run.step_by(60)
    assert runs[0].score.cost_train == pytest.approx(np.log(2), abs=1e-4)
    assert runs[1].score.cost_train < 0.5
    assert article.deep_model.__module__ == "deepnet.article"


def test_no_equation_holds_a_character_that_a_text_turned_into_a_blank(page):
    assert not [latex.value for latex in page.latex if set(latex.value) & set("\t\f\v\b\r\a")]
