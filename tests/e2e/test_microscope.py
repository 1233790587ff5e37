"""From the playing network to a weight's new value and back, with keys only."""

import pytest

from tests.e2e.browser import open_app

SIZES = {
    "laptop": {"viewport": {"width": 1440, "height": 900}},
    "projector": {"viewport": {"width": 1280, "height": 720}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("size", SIZES)
def test_keys_lead_from_the_playing_network_to_a_weights_new_value_and_back(visitor, server, size):
    page = visitor(**SIZES[size])
    open_app(page, server.url)
    page.keyboard.press("Space")
    page.wait_for_function("frames_.length > 5 && frames_.at(-1).step > 3")
    page.keyboard.press("m")
    title = page.locator(".mi-title")
    title.wait_for()
    assert page.url.split("?")[0].endswith("/microscope")
    for _ in range(40):
        if title.inner_text() == "Update":
            break
        page.keyboard.press("ArrowRight")
    assert title.inner_text() == "Update"
    sum_ = page.locator(".mi-sum")
    assert sum_.inner_text().startswith("W1⁺[1, 1] = ")
    numbers = [float(n.strip("()").replace("−", "-")) for n in sum_.locator(".mi-number").all_inner_texts()]
    theta, rate, gradient = numbers
    shown = sum_.locator(".mi-result").inner_text().replace("−", "-")
    places = len(shown.partition(".")[2])
    assert f"{theta - rate * gradient:.{places}f}" == shown
    assert page.locator(".mi-cell.mi-from").count() == 2  # the weight and its gradient
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    page.locator(".dn-play").wait_for()
    assert not page.url.split("?")[0].endswith("/microscope")
