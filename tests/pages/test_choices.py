"""What is chosen on a page that explores travels in its link, and nonsense in a link is left out."""

import pytest

from pages.ui.state import sweeps
from tests.pages.test_wall import opened

CHOSEN = {
    "luck": {"luck.pairs": 2, "luck.steps": 50, "luck.field": "activation", "luck.value.activation": "relu"},
    "rates": {"rates.count": 16, "rates.steps": 50},
    "ground": {
        "ground.view": "valley",
        "ground.plane": "random",
        "ground.part": "test",
        "ground.surface": True,
    },
    "endless": {"endless.lesson": "capacity", "endless.capacity.steps": 50, "endless.labels": 10},
    "many": {
        "many.names": ["learning_rate", "width"],
        "many.count": 8,
        "many.steps": 50,
        "many.learning_rate.low": 0.01,
        "many.learning_rate.high": 0.2,
        "many.learning_rate.log": False,
    },
}


class Nobody:
    """A pool without workers."""

    def add(self, sweep):
        pass


@pytest.fixture(autouse=True)
def workers(monkeypatch):
    monkeypatch.setattr(sweeps, "pool", Nobody)


def controls(page) -> dict:
    """The values of all controls of the page that show a choice, by its name."""
    kinds = (page.selectbox, page.number_input, page.get("button_group"), page.multiselect, page.slider)
    found = [*kinds, page.select_slider, page.toggle, page.text_input]
    return {each.key: each.value for kind in found for each in kind if (each.key or "").startswith("kept.")}


def followed(file: str, query: dict):
    """The page as it opens for another visitor."""
    page = opened("pages/learn/playground.py", points="60")
    for key, value in query.items():
        page.query_params[key] = value[0] if isinstance(value, list) else value
    page.switch_page(file).run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("name", CHOSEN)
def test_the_link_of_a_page_shows_another_visitor_the_same_choices(name):
    file = f"pages/explore/{name}.py"
    page = opened(file, kept=dict(CHOSEN[name]), points="60")
    query = dict(page.query_params)
    assert {key for key in query if key.startswith(f"{name}.")} == set(CHOSEN[name])
    other = followed(file, query)
    assert controls(other) == controls(page)
    chosen = other.session_state["bench"].choices
    assert {key: chosen[key] for key in CHOSEN[name]} == CHOSEN[name]
    assert not other.toast


NONSENSE = ("", "nan", "1e999", "-3", "no such thing", "9" * 400, "[]", "None")


@pytest.mark.parametrize("name", CHOSEN)
def test_nonsense_in_the_link_of_a_page_is_left_out(name):
    known = [key for key in CHOSEN[name] if not key.endswith(".steps")]  # at most the usual ones are trained
    small = {key: str(value) for key, value in CHOSEN[name].items() if key.endswith((".steps", ".count"))}
    for text in NONSENSE:
        page = followed(
            f"pages/explore/{name}.py", small | dict.fromkeys(known, text) | {f"{name}.tiles": text}
        )
        assert f"{name}.tiles" not in page.session_state["bench"].choices
        assert controls(page)
