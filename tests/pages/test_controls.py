"""What people type into the menus that take a number of their own, and what lies behind More."""

from dataclasses import fields
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from deepnet.costs import Cost, Limits
from deepnet.lab.settings.settings import Settings
from pages.ui.fields import batch, number, read_batch, read_number
from pages.ui.more import price


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


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (
            Cost(25, 630, 64_000, 8.44e-6),
            "25 parameters; 630 multiply-adds and about 8.4 µs a step; less than 0.1 MB of memory to train.",
        ),
        (
            Cost(85, 3_459_000_000, 190_000_000, 0.327),
            "85 parameters; 3.5 billion multiply-adds and about 330 ms a step; 190.0 MB of memory to train.",
        ),
    ],
)
def test_a_price_is_one_line(cost, words):
    assert price(cost) == words


# ---- behind More


@pytest.fixture
def page() -> AppTest:
    app = Path(__file__).parents[2] / "app.py"
    return AppTest.from_file(str(app), default_timeout=60).run()


def test_numbers_that_the_optimizer_and_the_schedule_do_not_use_are_disabled(page):
    fields = ("beta1", "beta2", "weight_decay", "schedule_span", "schedule_decay")

    def usable():
        return [f for f in fields if not page.number_input(key=f"settings.{f}").disabled]

    assert usable() == []
    page.selectbox(key="settings.optimizer").select("adamw").run()
    page.selectbox(key="settings.schedule").select("cosine").run()
    assert usable() == ["beta1", "beta2", "weight_decay", "schedule_span"]


def test_what_only_cross_entropy_has_is_disabled_for_another_loss(page):
    assert not page.number_input(key="settings.label_smoothing").disabled
    page.selectbox(key="settings.loss").select("squared error").run()
    assert page.number_input(key="settings.label_smoothing").disabled
    assert page.selectbox(key="settings.class_weights").disabled


def test_a_number_behind_more_reaches_the_trainer_and_the_address(page):
    page.number_input(key="settings.keep_prob").set_value(0.8).run()
    assert page.session_state["bench"].run.trainer.settings.keep_prob == 0.8
    assert page.query_params["keep"] in ("0.8", ["0.8"])


def test_the_losses_on_offer_are_those_of_the_output(page):
    page.selectbox(key="settings.output").select("tanh").run()
    assert page.session_state["bench"].run.network.activations[-1] == "tanh"
    loss = page.selectbox(key="settings.loss")
    assert loss.options == ["Fits the target", "Squared error"]


def test_a_layer_gets_an_activation_of_its_own_and_takes_the_common_one_back(page):
    bench = page.session_state["bench"]
    run = bench.run
    page.selectbox(key="settings.activations.1.auto").select("relu").run()
    assert run.settings.activations == ("auto", "relu")
    assert run.network.activations == ("tanh", "relu", "sigmoid")
    layer = page.selectbox(key="settings.activations.1.relu")
    assert layer.value == "relu"
    layer.select("auto").run()
    assert not page.exception
    assert run.settings.activations == ()


def test_a_beginner_sees_five_controls_and_the_rate_of_a_regularization_only_with_it(page):
    keys = [widget.key for widget in page.selectbox if widget.key and widget.key.startswith("settings.")]
    row = ["learning_rate", "activation", "batch_size", "optimizer", "regularization"]
    assert keys[:5] == [f"settings.{name}" for name in row]
    assert "settings.regularization_rate" not in keys
    page.selectbox(key="settings.regularization").select("l2").run()
    assert page.selectbox(key="settings.regularization_rate").value == "0.3"
    assert [toast.value for toast in page.toast] == ["Changed with it: regularization rate 0 → 0.3."]
    assert page.session_state["bench"].run.trainer.settings.regularization_rate == 0.3


def test_every_field_of_the_settings_has_a_control(page):
    page.selectbox(key="settings.regularization").select("l2").run()
    page.selectbox(key="settings.initializer").select("article").run()
    widgets = [*page.selectbox, *page.number_input, *page.slider, *page.button_group]
    found = {widget.key.split(".")[1] for widget in widgets if (widget.key or "").startswith("settings.")}
    on_the_stage_or_a_picture = {"hidden", "features", "dataset", "drawing"}
    assert found == {field.name for field in fields(Settings)} - on_the_stage_or_a_picture


def test_layers_are_normalized_one_by_one(page):
    bench = page.session_state["bench"]
    page.button_group(key="settings.batch_norm").set_value([2]).run()
    assert not page.exception
    assert bench.settings.batch_norm == bench.run.network.batch_norm == (2,)
    page.button_group(key="settings.batch_norm").set_value([]).run()
    assert bench.run.network.batch_norm == ()


def test_a_control_that_does_nothing_says_why(page):
    assert "Gradient descent has none; it belongs to RMSProp" in page.selectbox(key="settings.epsilon").help
    page.selectbox(key="settings.optimizer").select("adam").run()
    epsilon = page.selectbox(key="settings.epsilon")
    assert not epsilon.disabled and "Not in use" not in epsilon.help
    epsilon.select("0.001").run()
    assert page.session_state["bench"].run.trainer.settings.epsilon == 0.001
    page.session_state["bench"].apply(Settings(dataset="chest x-rays", hidden=()))
    page.run()
    assert "there is no hidden layer" in page.selectbox(key="settings.activation").help
    assert page.number_input(key="settings.keep_prob").disabled
    assert page.number_input(key="settings.data_seed").disabled


def test_the_scale_of_the_initial_weights_is_shown_and_set_where_it_is_free(page):
    page.selectbox(key="settings.initializer").select("article").run()
    assert page.number_input(key="settings.initial_scale").value == 0.01
    page.number_input(key="settings.initial_scale").set_value(0.5).run()
    assert page.session_state["bench"].run.settings.initial_scale == 0.5
    assert page.query_params["scale"] in ("0.5", ["0.5"])
    page.selectbox(key="settings.initializer").select("constant").run()
    assert page.number_input(key="settings.initial_scale").value == 0.1


def test_the_price_of_the_settings_follows_them(page):
    def line():
        return next(c.value for c in page.caption if "parameters;" in c.value)

    assert "25 parameters; 630 multiply-adds and about" in line()
    page.selectbox(key="settings.batch_size").select("all rows").run()
    assert "25 parameters; 22,050 multiply-adds and about" in line()  # 350 rows of 63


def test_what_asks_for_too_much_is_refused_in_a_sentence(page, monkeypatch):
    monkeypatch.setattr("deepnet.lab.run.recipe.ALLOWED", Limits(seconds=1e-5))
    page.selectbox(key="settings.batch_size").select("all rows").run()
    (toast,) = page.toast
    assert toast.value.startswith("A step may take at most 1e-05 s, this takes about")
    assert toast.value.endswith("take a smaller batch or fewer neurons. Nothing was changed.")
    assert page.session_state["bench"].run.settings == Settings()
