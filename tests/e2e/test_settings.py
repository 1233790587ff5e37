"""The controls of the settings under real keys and a real mouse."""

import random
from urllib.parse import parse_qsl, urlsplit

import pytest

from deepnet.lab.run.record import as_json
from deepnet.lab.settings.links import from_query
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings, with_changes
from tests.e2e.browser import open_app, wait_for_frame, wait_until_settled


@pytest.fixture
def app(page, server):
    open_app(page, server.url)
    page.wait_for_selector(".st-key-settings-learning_rate input")
    return page


def box(app, name):
    return app.locator(f".st-key-settings-{name} input").first


def told_by(address: str) -> Settings:
    """The settings that an address tells."""
    return from_query(dict(parse_qsl(urlsplit(address).query)))[0]


def type_slowly(app, text):
    app.keyboard.type(text, delay=60)


def type_fast(app, text):
    app.keyboard.type(text)


def paste(app, text):
    app.evaluate("text => navigator.clipboard.writeText(text)", text)
    app.keyboard.press("Control+V")


@pytest.mark.parametrize("enter", [type_slowly, type_fast, paste])
def test_a_number_that_begins_with_the_present_one_is_taken_as_typed(visitor, server, enter):
    app = visitor(permissions=["clipboard-read", "clipboard-write"])
    open_app(app, server.url)
    for name, key, text in (("learning_rate", "rate", "0.035"), ("batch_size", "batch", "1000")):
        box(app, name).click()  # a click selects what stands there
        enter(app, text)
        app.keyboard.press("Enter")
        app.wait_for_url(f"**{key}={text}**")
        assert box(app, name).input_value() == text
    box(app, "learning_rate").click()
    app.keyboard.press("End")
    enter(app, "7")  # behind what stands there
    app.keyboard.press("Tab")
    app.wait_for_url("**rate=0.0357**")


def test_a_menu_is_used_by_keys_alone(app):
    box(app, "optimizer").focus()
    app.keyboard.press("ArrowDown")
    app.keyboard.type("adam")
    app.keyboard.press("Enter")
    app.wait_for_url("**optimizer=adam**")
    box(app, "learning_rate").focus()
    app.keyboard.press("ArrowDown")
    app.keyboard.press("ArrowDown")
    app.keyboard.press("Escape")
    assert box(app, "learning_rate").input_value() == "0.03"
    box(app, "learning_rate").fill("fast")
    app.keyboard.press("Enter")
    app.get_by_text("“fast” is not a number; type one such as 0.03. Nothing was changed.").wait_for()
    wait_until_settled(app)
    assert box(app, "learning_rate").input_value() == "0.03"


def test_more_stays_open_while_it_plays_and_has_the_focus(app):
    app.get_by_role("button", name="More", exact=True).click()
    assert app.evaluate("document.activeElement.type") == "search"
    app.keyboard.type("dropout")
    shown = app.locator(".fd-panel .fd-field:visible")
    assert shown.count() == 1
    app.locator(".dn-bar").get_by_role("button", name="Play").click()
    wait_for_frame(app, "frame.step > 100")
    shown.get_by_role("button", name="less").click()
    app.wait_for_url("**keep=0.95**")
    step = app.evaluate("frames_.at(-1).step")
    wait_for_frame(app, f"frame.step > {step}")
    panel, stage = (app.locator(place).first.bounding_box() for place in (".fd-panel", ".dn"))
    assert stage["x"] + stage["width"] <= panel["x"]
    app.get_by_label("Search the settings").press("Escape")
    app.get_by_label("Search the settings").press("Escape")
    assert not app.locator(".fd-panel").is_visible()
    assert app.evaluate("document.activeElement.textContent") == "More"


def neuron_more(app, settings):
    app.get_by_role("button", name="One neuron more in layer 1").click()
    return with_changes(settings, hidden=(settings.hidden[0] + 1, *settings.hidden[1:]))


def new_data(app, settings):
    app.locator(".st-key-data-new button").first.click()
    return with_changes(settings, data_seed=settings.data_seed + 1)


def new_weights(app, settings):
    app.get_by_role("button", name="New weights").click()
    return with_changes(settings, seed=settings.seed + 1)


def more(app, settings):
    app.get_by_role("button", name="More", exact=True).click()
    return settings


def preset(name):
    def press(app, settings):
        app.locator(f".st-key-preset-{name} button").first.click()
        return PRESETS[name].settings

    return press


def touched(name, value, text):
    def choose(app, settings):
        if app.locator(".fd-panel").is_hidden():
            more(app, settings)
        field = box(app, name)
        field.click()
        if field.get_attribute("readonly") is None:
            field.fill(text)
            field.press("Enter")
        else:
            app.get_by_role("option", name=text, exact=True).click()
        return with_changes(settings, **{name: value})

    return choose


# Whether the stage has these settings.
HAS = """wanted => { const has = document.querySelector('.dn').stage.scene.settings;
    return Object.keys(wanted).every(name => JSON.stringify(has[name]) === JSON.stringify(wanted[name])); }"""

ACTS = [
    neuron_more, new_data, new_weights, more, more, preset("article"), preset("spiral"), preset("rate"),
    touched("initializer", "article", "Normal × scale"), touched("keep_prob", 0.75, "0.75"),
    touched("regularization", "l2", "L2"), touched("batch_size", 0, "all rows"), touched("seed", 7, "7"),
]  # fmt: skip


def test_a_control_that_nobody_touched_changes_no_setting(app):
    """A random walk of clicks beside a model of the settings."""
    settings, told = Settings(), []
    for act in random.Random(0).sample(ACTS, len(ACTS)):
        told.append(act.__qualname__)
        settings = act(app, settings)
        wait_until_settled(app)
        app.wait_for_function(HAS, arg=as_json(settings))
        for _ in range(100):  # the address follows
            if told_by(app.url) == settings:
                break
            app.wait_for_timeout(100)
        assert told_by(app.url) == settings, told


def test_a_change_replaces_the_address_and_back_goes_back(app):
    entries = app.evaluate("history.length")
    for rate in ("0.1", "0.3", "0.5"):
        box(app, "learning_rate").fill(rate)
        app.keyboard.press("Enter")
        app.wait_for_url(f"**rate={rate}")
    assert app.evaluate("history.length") == entries
    app.locator(".st-key-preset-spiral button").first.click()
    app.wait_for_url("**data=spiral**")
    app.locator(".st-key-set-xor button").first.click()
    app.wait_for_url("**data=xor**")
    box(app, "optimizer").focus()
    wait_until_settled(app)
    assert app.evaluate("history.length") == entries + 2
    app.get_by_role("link", name="Results").click()
    app.wait_for_selector(".st-key-when")
    wait_until_settled(app)
    app.go_back()
    app.wait_for_selector(".st-key-settings-optimizer")
    wait_until_settled(app)
    assert told_by(app.url).dataset == "xor"
    app.go_back()
    app.wait_for_function(HAS, arg=as_json(PRESETS["spiral"].settings))
    app.go_back()
    app.wait_for_function(HAS, arg=as_json(Settings(learning_rate=0.5)))
    assert told_by(app.url) == Settings(learning_rate=0.5)
    app.go_forward()
    app.wait_for_function(HAS, arg=as_json(PRESETS["spiral"].settings))
