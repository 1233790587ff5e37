"""The controls of the settings: what they offer and say, and what a person's choices and typing do."""

import dataclasses
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from deepnet.activations import ACTIVATIONS
from deepnet.declaration import Choice, Number, Whole, declared
from deepnet.lab.settings.settings import Settings
from deepnet.numerals import printed
from deepnet.prices import Limits, Price
from pages.ui.fields.field import read, written
from pages.ui.fields.price import price
from tests.pages.controls import components, fields, say, send

KNOWN = declared(Settings)
NUMBERS = [name for name, field in KNOWN.items() if isinstance(field, Number)]


@pytest.mark.parametrize(("typed", "value"), [("0.07", 0.07), ("0,07", 0.07), (" 3e-4 ", 3e-4), ("1", 1.0)])
def test_a_number_is_read_as_people_type_it(typed, value):
    assert read("learning_rate", typed, Settings()) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("32", 32), ("all rows", 0), ("All", 0), ("0", 0), ("-0", 0), ("1,500", 1500), ("3.0", 3)],
)
def test_a_batch_is_a_number_of_rows_or_all_of_them(typed, value):
    assert read("batch_size", typed, Settings()) == value


NONSENSE = [
    "nan",
    "inf",
    "-inf",
    "1e999",
    "9" * 400,
    "",
    "   ",
    "fast",
    "0.0.1",
    "1/3",
    "1e5e5",
    "٣",
    "1_0",
    "−",
]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_any_field_is_one_sentence(name, text):
    with pytest.raises((ValueError, TypeError)) as refused:
        read(name, text, Settings())
    sentence = str(refused.value)
    assert 10 < len(sentence) < 160 and "\n" not in sentence
    assert ("must be" in sentence) or ("; type one such as " in sentence)


@pytest.mark.parametrize("name", NUMBERS)
def test_minus_nothing_is_nothing_where_that_is_allowed(name):
    if KNOWN[name].low > 0:
        with pytest.raises(ValueError, match="must be between"):
            read(name, "-0", Settings())
    else:
        assert str(read(name, "-0", Settings())) in ("0", "0.0")


@pytest.mark.parametrize("name", [name for name, field in KNOWN.items() if isinstance(field, Choice)])
def test_a_name_that_is_on_no_menu_is_one_sentence(name):
    for said in ("", "cat", 3, ["cat"], None):
        with pytest.raises((ValueError, TypeError), match="must be one of"):
            read(name, said, Settings())


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_shown_and_read_again_is_the_same(name):
    field = KNOWN[name]
    for value in {*field.menu, field.low, field.high, getattr(Settings(), name)}:
        assert read(name, written(field, value), Settings()) == pytest.approx(value, rel=1e-9)
    assert isinstance(
        read(name, str(int(field.high)), Settings()), int if isinstance(field, Whole) else float
    )


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (
            Price(25, 630, 64_000, 8.44e-6),
            "25 parameters; 630 multiply-adds and about 8.4 µs a step; less than 0.1 MB of memory to train.",
        ),
        (
            Price(85, 3_459_000_000, 190_000_000, 0.327),
            "85 parameters; 3.5 billion multiply-adds and about 330 ms a step; 190.0 MB of memory to train.",
        ),
    ],
)
def test_a_price_is_one_line(cost, words):
    assert price(cost) == words


# ---- on the page


@pytest.fixture
def page() -> AppTest:
    app = Path(__file__).parents[2] / "app.py"
    return AppTest.from_file(str(app), default_timeout=60).run()


def run_of(page: AppTest):
    return page.session_state["bench"].run


def in_use(page: AppTest, names) -> list[str]:
    shown = fields(page)
    return [name for name in names if not shown[name]["idle"]]


def test_numbers_that_the_optimizer_and_the_schedule_do_not_use_are_disabled(page):
    names = ("beta1", "beta2", "weight_decay", "schedule_span", "schedule_decay")
    assert in_use(page, names) == []
    say(page, "optimizer", "adamw")
    say(page, "schedule", "cosine")
    assert in_use(page, names) == ["beta1", "beta2", "weight_decay", "schedule_span"]


def test_what_only_cross_entropy_has_is_disabled_for_another_loss(page):
    names = ("label_smoothing", "class_weights")
    assert in_use(page, names) == list(names)
    say(page, "loss", "squared error")
    assert in_use(page, names) == []


def test_a_number_behind_more_reaches_the_trainer_and_the_address(page):
    say(page, "keep_prob", "0.8")
    assert run_of(page).trainer.settings.keep_prob == 0.8
    assert page.query_params["keep"] in ("0.8", ["0.8"])


def test_the_losses_on_offer_are_those_of_the_output(page):
    say(page, "output", "tanh")
    assert run_of(page).network.activations[-1] == "tanh"
    assert [o["label"] for o in fields(page)["loss"]["options"]] == ["Fits the target", "Squared error"]


def test_a_layer_gets_an_activation_of_its_own_and_takes_the_common_one_back(page):
    run = run_of(page)
    say(page, "activations.2", "relu")
    assert run.settings.activations == ("auto", "relu")
    assert run.network.activations == ("tanh", "relu", "sigmoid")
    assert fields(page)["activations.2"]["value"] == "relu"
    say(page, "activations.2", "auto")
    assert not page.exception
    assert run.settings.activations == ()


def test_each_line_of_a_menu_tells_the_formula_and_what_it_does(page):
    told = {option["value"]: option["tells"] for option in fields(page)["activation"]["options"]}
    assert told == {name: f"{printed(entry.formula)}\n{entry.tells}" for name, entry in ACTIVATIONS.items()}


def test_a_beginner_sees_five_controls_and_the_rate_of_a_regularization_only_with_it(page):
    def row():
        return [
            field["name"] for field in next(data["row"] for _, data in components(page) if "groups" in data)
        ]

    five = ["learning_rate", "activation", "batch_size", "optimizer", "regularization"]
    assert row() == five
    say(page, "regularization", "l2")
    assert row() == [*five, "regularization_rate"]
    assert fields(page)["regularization_rate"]["value"] == "0.3"
    assert [toast.value for toast in page.toast] == ["Changed with it: regularization rate 0 → 0.3."]
    assert run_of(page).trainer.settings.regularization_rate == 0.3


def test_every_field_of_the_settings_has_a_control(page):
    say(page, "regularization", "l2")
    say(page, "initializer", "article")
    found = {name.partition(".")[0] for name in fields(page)}
    on_the_stage_or_a_picture = {"hidden", "features", "dataset", "drawing"}
    of_a_twin = {"begins_as"}
    others = on_the_stage_or_a_picture | of_a_twin
    assert found == {field.name for field in dataclasses.fields(Settings)} - others


def test_a_twin_can_have_its_own_initial_weights_again(page):
    page.session_state["bench"].apply(Settings(hidden=(6, 2), begins_as=(4, 2)))
    page.run()
    assert fields(page)["begins_as"]["value"] == "4-2"
    say(page, "begins_as", "none")
    assert run_of(page).settings == Settings(hidden=(6, 2)) and "begins_as" not in fields(page)


def test_layers_are_normalized_one_by_one(page):
    say(page, "batch_norm", ["2"])
    assert not page.exception
    assert run_of(page).settings.batch_norm == run_of(page).network.batch_norm == (2,)
    say(page, "batch_norm", [])
    assert run_of(page).network.batch_norm == ()


def test_a_control_that_does_nothing_says_why(page):
    assert "Gradient descent has none; it belongs to RMSProp" in fields(page)["epsilon"]["idle"]
    say(page, "optimizer", "adam")
    assert not fields(page)["epsilon"]["idle"]
    say(page, "epsilon", "0.001")
    assert run_of(page).trainer.settings.epsilon == 0.001
    page.session_state["bench"].apply(Settings(dataset="chest x-rays", hidden=()))
    page.run()
    shown = fields(page)
    assert "there is no hidden layer" in shown["activation"]["idle"]
    assert all(shown[name]["idle"] for name in ("keep_prob", "data_seed", "noise", "points", "test_share"))


def test_the_scale_of_the_initial_weights_is_shown_and_set_where_it_is_free(page):
    assert "initial_scale" not in fields(page)
    say(page, "initializer", "article")
    assert fields(page)["initial_scale"]["value"] == "0.01"
    say(page, "initial_scale", "0.5")
    assert run_of(page).settings.initial_scale == 0.5
    assert page.query_params["scale"] in ("0.5", ["0.5"])
    say(page, "initializer", "constant")
    assert fields(page)["initial_scale"]["value"] == "0.1"


def test_the_price_of_the_settings_follows_them(page):
    def line():
        return next(data["price"] for _, data in components(page) if "price" in data)

    assert "25 parameters; 630 multiply-adds and about" in line()
    say(page, "batch_size", "all rows")
    assert "25 parameters; 22,050 multiply-adds and about" in line()  # 350 rows of 63


def test_what_asks_for_too_much_is_refused_in_a_sentence(page, monkeypatch):
    monkeypatch.setattr("deepnet.lab.run.recipe.ALLOWED", Limits(seconds=1e-5))
    say(page, "batch_size", "all rows")
    (toast,) = page.toast
    assert toast.value.startswith("A step may take at most 1e-05 s, this takes about")
    assert toast.value.endswith("take a smaller batch or fewer neurons. Nothing was changed.")
    assert run_of(page).settings == Settings()


def test_a_change_counts_once_however_often_it_is_sent_and_the_last_of_several_holds(page):
    id = next(id for id, data in components(page) if "groups" in data)
    send(page, id, [[1, "seed", "5"], [2, "learning_rate", "0.1"]])
    page.session_state["bench"].apply(replace(run_of(page).settings, seed=9))
    send(page, id, [[1, "seed", "5"], [2, "learning_rate", "0.1"], [3, "beta1", "0.5"]])
    settings = run_of(page).settings
    assert (settings.seed, settings.learning_rate, settings.beta1) == (9, 0.1, 0.5)


@pytest.mark.parametrize(
    "said",
    [
        None, 3, [3], [[1]], [[1, 2, 3]], [["1", "seed", "5"]], [[1, "cat", "5"]], [[1, "__class__", "5"]],
        [[1, "activations.9", "relu"]], [[1, "activations.x", "relu"]], [[1, "batch_norm", ["x"]]],
        [[1, "batch_norm", [None]]], [[1, "hidden", "8"]], [[1, "seed", {"a": 1}]], [[1, "drawing", "x"]],
    ],
)  # fmt: skip
def test_a_message_without_sense_changes_nothing_and_breaks_nothing(page, said):
    id = next(id for id, data in components(page) if "groups" in data)
    send(page, id, said)
    assert not page.exception
    assert run_of(page).settings == Settings()
