"""The cards of the rules: made from every entry of every table."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from deepnet.activations import ACTIVATIONS
from deepnet.initializers import INITIALIZERS
from deepnet.lab.ledger.source import ARTICLE, body_of, entry_source, focus, function_source
from deepnet.losses import PAIRS
from deepnet.optimizers import OPTIMIZERS
from pages.ui.cards import formulas
from pages.ui.cards.card import TABLES, signal, steps_down
from pages.ui.cards.dialog import asked_card
from tests.pages.controls import components, fields, tell

ROOT = Path(__file__).parents[2]

ENTRIES = [(kind, name) for kind, table in TABLES.items() for name in table]


def drawn(kind, name):
    from pages.ui.cards.card import card

    card(kind, name, key="card")


@pytest.mark.parametrize("kind", TABLES)
def test_every_entry_has_a_card_with_formula_picture_sentence_and_source(kind):
    for name, entry in TABLES[kind].items():
        at = AppTest.from_function(drawn, args=(kind, name), default_timeout=20).run()
        assert not at.exception
        assert entry.tells in [text.value for text in at.markdown]
        assert at.get("plotly_chart") or name == "none"
        assert len(at.latex) >= 1
        assert repr(name)[1:-1] in at.code[0].value


def test_the_typeset_formulas_name_entries_of_the_tables():
    assert set(formulas.ACTIVATION) <= set(ACTIVATIONS)
    assert set(formulas.PAIR) <= set(PAIRS)
    assert set(formulas.OPTIMIZER) <= set(OPTIMIZERS)


def test_the_source_of_an_entry_brings_the_functions_that_it_names():
    text = entry_source(ACTIVATIONS["gelu"])
    assert "def gelu_gate" in text and "def gelu_slope" in text
    assert "def tanh" not in text
    assert "np.sqrt(2 / n_prev)" in entry_source(INITIALIZERS["he"])


def test_the_articles_twelve_functions_are_read_from_the_module():
    assert len(ARTICLE) == 12
    for name in ARTICLE:
        text = body_of(function_source(name))
        assert text.startswith(f"def {name}(") and '"""' not in text
    assert focus(function_source("activation_forward"), "Z = W @ A_prev + b") is not None


def test_descent_in_the_valley_shrinks_each_direction_by_its_slope():
    path = steps_down(OPTIMIZERS["gradient descent"], 0.03, (-1.2, 0.9), n=10)
    np.testing.assert_allclose(path[-1], [-1.2 * 0.97**10, 0.9 * 0.4**10])


def test_he_keeps_the_signal_that_small_weights_lose():
    _, kept = signal(INITIALIZERS["he"], 50)
    _, lost = signal(INITIALIZERS["article"], 50)
    assert 0.3 < kept[-1] / kept[0] < 3
    assert lost[-1] / lost[0] < 1e-8


@pytest.mark.parametrize(
    "name", ["activation", "optimizer", "regularization", "loss", "initializer", "schedule"]
)
def test_each_menu_leads_to_the_card_of_its_choice(name):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    field = fields(at)[name]
    assert field["card"] == name
    id = next(id for id, data in components(at) if "groups" in data)
    tell(at, id, "card", {"kind": field["card"], "name": field["value"]})
    assert not at.exception
    chosen = at.selectbox(key=f"cards.{name}").value
    assert chosen in TABLES[name] and (chosen == field["value"] or field["value"] == "auto")


def test_a_card_of_no_table_is_not_opened():
    assert asked_card({"kind": "luck", "name": "x"}) is None and asked_card({"kind": ["loss"]}) is None
