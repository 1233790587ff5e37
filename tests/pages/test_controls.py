"""What people type into the menus that take a number of their own, and what lies behind More."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.controls import batch, number, read_batch, read_number


@pytest.mark.parametrize(("typed", "value"), [("0.07", 0.07), ("0,07", 0.07), (" 3e-4 ", 3e-4), ("1", 1.0)])
def test_a_number_is_read_as_people_type_it(typed, value):
    assert read_number(typed) == value


@pytest.mark.parametrize("typed", ["fast", "", "0.0.1", "1/3"])
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ValueError, match="is not a number; type one such as"):
        read_number(typed)


@pytest.mark.parametrize(("typed", "value"), [("32", 32), ("all rows", 0), ("Full", 0), ("0", 0)])
def test_a_batch_is_a_number_of_rows_or_all_of_them(typed, value):
    assert read_batch(typed) == value


def test_half_a_row_is_no_batch():
    with pytest.raises(ValueError, match="whole number of rows"):
        read_batch("2.5")


@pytest.mark.parametrize("value", [1e-7, 3e-5, 0.0075, 0.1 + 0.2, 100.0])
def test_a_rate_shown_and_read_again_is_the_same_to_ten_digits(value):
    assert read_number(number(value)) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("value", [0, 1, 500])
def test_a_batch_size_shown_and_read_again_is_the_same(value):
    assert read_batch(batch(value)) == value


# ---- behind More


@pytest.fixture
def page() -> AppTest:
    app = Path(__file__).parents[2] / "app.py"
    return AppTest.from_file(str(app), default_timeout=60).run()


def test_numbers_that_the_optimizer_and_the_schedule_do_not_use_are_disabled(page):
    fields = ("momentum", "beta2", "weight_decay", "schedule_span", "schedule_decay")

    def usable():
        return [f for f in fields if not page.number_input(key=f"settings.{f}").disabled]

    assert usable() == []
    page.selectbox(key="settings.optimizer").select("adamw").run()
    page.selectbox(key="settings.schedule").select("cosine").run()
    assert usable() == ["momentum", "beta2", "weight_decay", "schedule_span"]


def test_what_only_cross_entropy_has_is_disabled_for_another_loss(page):
    assert not page.number_input(key="settings.label_smoothing").disabled
    page.selectbox(key="settings.loss").select("squared error").run()
    assert page.number_input(key="settings.label_smoothing").disabled
    assert page.selectbox(key="settings.class_weights").disabled


def test_a_number_behind_more_reaches_the_trainer_and_the_address(page):
    page.number_input(key="settings.keep_prob").set_value(0.8).run()
    assert page.session_state["run"].trainer.keep_prob == 0.8
    assert page.query_params["keep"] in ("0.8", ["0.8"])


def test_the_losses_on_offer_are_those_of_the_output(page):
    page.selectbox(key="settings.output").select("tanh").run()
    assert page.session_state["run"].network.activations[-1] == "tanh"
    loss = page.selectbox(key="settings.loss")
    assert loss.options == ["Fits the target", "Squared error"]


def test_a_layer_gets_an_activation_of_its_own_and_takes_the_common_one_back(page):
    run = page.session_state["run"]
    page.selectbox(key="settings.activations.1.auto").select("relu").run()
    assert run.settings.activations == ("auto", "relu")
    assert run.network.activations == ("tanh", "relu", "sigmoid")
    layer = page.selectbox(key="settings.activations.1.relu")
    assert layer.value == "relu"
    layer.select("auto").run()
    assert not page.exception
    assert run.settings.activations == ()
