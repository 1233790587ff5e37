"""Settings are valid or refused with one sentence, and travel in a link."""

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deepnet.declaration import Choice, Number, Whole, declared
from deepnet.lab.run.changes import difference
from deepnet.lab.settings.links import from_query, to_query
from deepnet.lab.settings.settings import GROUPS, RESTARTS, UPLOAD, Settings, with_changes

FIELDS = [f.name for f in dataclasses.fields(Settings)]
KNOWN = declared(Settings)
MENUS = [name for name, field in KNOWN.items() if isinstance(field, Number) and field.menu]
BAD = [
    ({"dataset": "cat"}, "data must be one of circle, .*; got 'cat'"),
    ({"dataset": ["circle"]}, "data must be one of .*; got a list"),
    ({"points": 19}, "number of points must be between 20 and 5000, got 19"),
    ({"points": 10**40}, "got a number of more than 20 digits"),
    ({"noise": 51}, "noise must be between 0 and 50, got 51"),
    ({"hidden": (0,)}, "neurons of a hidden layer must be between 1 and 64, got 0"),
    ({"hidden": (4,) * 9}, "hidden layers must be at most 8, got 9"),
    ({"features": ()}, "input features must be one or more of .*; got none"),
    ({"features": ("x3",)}, "got 'x3'"),
    ({"learning_rate": float("nan")}, "learning rate must be between 1e-07 and 100, got nan"),
    ({"learning_rate": float("inf")}, "got inf"),
    ({"learning_rate": 0.0}, "got 0"),
    ({"schedule": "cosinus"}, "schedule of the rate must be one of .*; got 'cosinus'"),
    ({"keep_prob": 0.0}, "share of neurons kept must be between 0.1 and 1, got 0"),
    ({"activations": ("relu", "rleu")}, "activation of a layer must be one of auto, .*; got 'rleu'"),
    ({"activation": "rleu"}, "activation must be one of .*; got 'rleu'"),
    ({"seed": -1}, "seed must be between 0 and 4294967295, got -1"),
]
WRONG_KIND = [
    ({"points": True}, "number of points must be a whole number, got True"),
    ({"points": 20.5}, "must be a whole number, got 20.5"),
    ({"points": float("nan")}, "must be a whole number, got nan"),
    ({"hidden": "4"}, "hidden layers must be a list of numbers, got '4'"),
    ({"drawing": {"rows": ""}}, "drawn points must be a Drawing, got a dict"),
    ({"activations": "relu"}, "activation by layer must be a list of names, got 'relu'"),
    ({"learning_rate": "0.1"}, "learning rate must be a number, got '0.1'"),
    ({"learning_rate": None}, "got None"),
]


@pytest.mark.parametrize("values, sentence", BAD)
def test_a_bad_value_is_refused_with_what_it_must_be_and_what_came(values, sentence):
    with pytest.raises(ValueError, match=sentence):
        Settings(**values)


@pytest.mark.parametrize("values, sentence", WRONG_KIND)
def test_a_value_of_the_wrong_kind_is_a_type_error(values, sentence):
    with pytest.raises(TypeError, match=sentence):
        Settings(**values)


def test_settings_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().points = 3


def test_lists_numpy_numbers_and_whole_floats_become_plain_values():
    found = Settings(hidden=[np.int64(3), 2.0], points=np.int32(50), learning_rate=1, features=["x2", "x1"])
    assert found == Settings(hidden=(3, 2), points=50, learning_rate=1.0, features=("x1", "x2"))
    assert hash(found) == hash(replace(found))
    assert type(found.points) is int


def test_each_layer_may_have_an_activation_of_its_own():
    assert Settings(activations=["auto", "relu"]).hidden_activations == ("tanh", "relu")
    assert Settings(activation="elu").hidden_activations == ("elu", "elu")
    assert Settings(activations=("auto", "auto")) == Settings()


def test_activations_by_layer_are_dropped_where_the_number_of_layers_changes():
    mixed = Settings(hidden=(4, 4), activations=("relu", "sine"))
    assert replace(mixed, hidden=(8, 2)).activations == ("relu", "sine")
    assert replace(mixed, hidden=(4, 4, 4)).activations == ()


@pytest.mark.parametrize("what", ["title", "key"])
def test_every_field_has_a_title_and_a_key_of_its_own(what):
    assert len({getattr(field, what) for field in KNOWN.values()}) == len(FIELDS)


def test_every_field_is_declared_with_help_and_a_group():
    assert list(KNOWN) == FIELDS
    assert all(field.group in GROUPS for field in KNOWN.values())
    assert [field.name for field in KNOWN.values() if not field.help] == ["drawing"]


def test_the_fields_that_restart_a_run_exist():
    assert set(FIELDS) > RESTARTS


@pytest.mark.parametrize("field", MENUS)
def test_menus_offer_valid_values_among_them_the_default(field):
    for value in KNOWN[field].menu:
        Settings(**{field: value})
    assert getattr(Settings(), field) in KNOWN[field].menu


def test_a_difference_reads_as_a_learner_would_say_it():
    new = replace(Settings(), learning_rate=0.1, batch_size=0)
    assert difference(Settings(), new) == "learning rate 0.03 → 0.1, batch size 10 → all rows"


def test_a_regularization_that_is_chosen_does_something():
    assert with_changes(Settings(), regularization="l2").regularization_rate > 0
    kept = Settings(regularization_rate=3.0)
    assert with_changes(kept, regularization="l1").regularization_rate == 3.0
    assert with_changes(Settings(), regularization="none") == Settings()
    assert with_changes(Settings(regularization="l2"), learning_rate=0.1).regularization_rate == 0.0


def test_other_initial_weights_begin_with_their_usual_scale():
    wide = Settings(initializer="article", initial_scale=0.5)
    assert with_changes(wide, initializer="constant").initial_scale == 0.0
    assert with_changes(wide, seed=1).initial_scale == 0.5
    assert with_changes(wide, initializer="constant", initial_scale=0.2).initial_scale == 0.2


# ---- links


def test_the_defaults_need_no_link():
    assert to_query(Settings()) == {}


def test_a_link_is_short_and_readable():
    chosen = Settings(dataset="spiral", hidden=(8, 8, 4), learning_rate=0.1, activation="leaky relu")
    assert to_query(chosen) == {
        "data": "spiral",
        "hidden": "8-8-4",
        "activation": "leaky-relu",
        "rate": "0.1",
    }


def anything_valid():
    numbers = {
        name: (st.integers if isinstance(field, Whole) else st.floats)(field.low, field.high)
        for name, field in KNOWN.items()
        if isinstance(field, Number)
    }
    names = {
        name: st.sampled_from([choice for choice in field.names if choice != UPLOAD])
        for name, field in KNOWN.items()
        if isinstance(field, Choice)
    }
    names_of_layers = st.sampled_from(KNOWN["activations"].names)
    layers = st.lists(st.tuples(st.integers(1, 64), names_of_layers), max_size=8)
    features = st.lists(st.sampled_from(["x1", "x2", "x1^2", "x1*x2", "sin(x2)"]), min_size=1).map(tuple)
    flat = st.fixed_dictionaries({}, optional={**numbers, **names, "features": features})
    return st.builds(
        lambda values, layers: {
            **values,
            "hidden": tuple(size for size, _ in layers),
            "activations": tuple(name for _, name in layers),
        },
        flat,
        layers,
    )


@settings(max_examples=100, deadline=None)
@given(anything_valid())
def test_settings_read_back_from_their_link(values):
    chosen = Settings(**values)
    assert from_query(to_query(chosen)) == (chosen, [])


text = st.text(max_size=30) | st.sampled_from(
    ["nan", "inf", "1e999", "9" * 5000, "-1", "0x10", "٣", "８", "8-8-8", "[1,2]", "None", "true", "1_0", ""]
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([field.key for field in KNOWN.values()]) | st.text(max_size=8),
        text | st.none(),
        max_size=6,
    )
)
def test_nonsense_in_a_link_gives_valid_settings_and_a_reason_each(query):
    found, ignored = from_query(query)
    assert isinstance(found, Settings)
    assert len(ignored) <= len(query)
    assert all(reason and len(reason) < 600 for reason in ignored)


def test_each_part_of_a_link_is_judged_alone():
    found, ignored = from_query({"rate": "0.1", "hidden": "8-x", "points": "9" * 5000, "speed": "3"})
    assert found == Settings(learning_rate=0.1)
    assert [reason.split("=")[0] for reason in ignored[:2]] == ["hidden", "points"]
    assert ignored[2] == "'speed' is not a setting"


def test_an_upload_does_not_travel_in_a_link():
    assert to_query(Settings(dataset=UPLOAD)) == {}
    found, ignored = from_query({"data": UPLOAD})
    assert found == Settings()
    assert ignored == ["data=upload: a file does not travel in a link; upload it again"]


@pytest.mark.parametrize("text", ["8-8-4", "8, 8, 4", "8x8x4", "(8,8,4)", "8 8 4"])
def test_hidden_layers_are_read_as_people_write_them(text):
    assert from_query({"hidden": text})[0].hidden == (8, 8, 4)


def test_activations_by_layer_are_spelled_in_a_link():
    mixed = Settings(activations=("leaky relu", "auto"))
    assert to_query(mixed) == {"activations": "leaky-relu,auto"}
    assert from_query({"activations": "relu"}) == (
        Settings(),
        ["activations: one for each of 2 hidden layers is needed"],
    )


def test_normalized_layers_travel_in_a_link_and_go_with_the_layers_they_name():
    assert to_query(Settings(hidden=(8, 8, 8), batch_norm=(3, 1))) == {"hidden": "8-8-8", "batchnorm": "1-3"}
    assert from_query({"hidden": "8-8-8", "batchnorm": "1-3"})[0].batch_norm == (1, 3)
    assert from_query({"batchnorm": "2-3"}) == (
        Settings(batch_norm=(2,)),
        ["batchnorm: there are only 2 hidden layers"],
    )
    assert Settings(hidden=(8,), batch_norm=(1, 2)).batch_norm == (1,)
    for wrong, error in (((0,), ValueError), (("a",), TypeError), (1, TypeError), ((True,), TypeError)):
        with pytest.raises(error, match="normalized layer"):
            Settings(batch_norm=wrong)


def test_no_hidden_layer_can_be_linked():
    assert from_query(to_query(Settings(hidden=())))[0].hidden == ()
