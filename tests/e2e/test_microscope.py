"""From the playing network to a weight's new value and back, with keys only."""

import pytest

from tests.e2e.browser import open_app, wait_for_frame

SIZES = {
    "laptop": {"viewport": {"width": 1440, "height": 900}},
    "projector": {"viewport": {"width": 1280, "height": 720}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("size", SIZES)
def test_keys_lead_from_a_line_of_the_diagram_to_the_weights_new_value_and_back(visitor, server, size):
    page = visitor(**SIZES[size])
    open_app(page, server.url)
    page.keyboard.press("Space")
    wait_for_frame(page, "frame.step > 3")
    page.keyboard.press("Space")
    walk_to_the_weight(page)
    assert page.locator(".dn-tip").inner_text().startswith("W1[1, 2] = ")
    page.keyboard.press("m")
    title = page.locator(".mi-title")
    title.wait_for()
    assert page.url.split("?")[0].endswith("/microscope")
    assert title.inner_text() == "Update"
    sum_ = page.locator(".mi-sum")
    assert sum_.inner_text().startswith("W1⁺[1, 2] = ")
    theta, rate, gradient = map(read, sum_.locator(".mi-number").all_inner_texts())
    shown = sum_.locator(".mi-result").inner_text()
    places = len(shown.partition(".")[2])
    assert f"{theta - rate * gradient:.{places}f}" == shown.replace("−", "-")
    assert page.locator(".mi-cell.mi-from").count() == 2  # the weight and its gradient
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert title.inner_text() == "Gradient of layer 1"
    assert sum_.inner_text().startswith("dW1[1, 2] = ")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    page.locator(".dn-play").wait_for()
    assert not page.url.split("?")[0].endswith("/microscope")
    at = wait_for_frame(page)["step"]
    page.keyboard.press("ArrowRight")  # the step that was walked is made
    wait_for_frame(page, f"frame.step === {at + 1}")
    walk_to_the_weight(page)
    page.wait_for_function(
        "value => Math.abs(parseFloat(document.querySelector('.dn-tip').textContent"
        ".split('= ')[1].replace('−', '-')) - value) < 1e-3 * Math.abs(value)",
        arg=read(shown),
    )


def walk_to_the_weight(page):
    page.locator(".dn-diagram").focus()
    for key in ("Shift+Tab", "Tab", "Home", "ArrowLeft", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)


def read(text):
    return float(text.strip("()").replace("−", "-"))
