"""From the playground to the results and back, as a visitor does it."""

import re

from tests.e2e.browser import open_app, wait_for_frame, wait_until_settled

MATRIX = ".st-key-results-matrix .nsewdrag"


def step_shown(page) -> int:
    """The step that the results say they show."""
    title = page.locator(".st-key-when p", has_text="epoch").inner_text()
    return int(title.split("step ")[1].split(",")[0].replace(",", ""))


def test_a_visitor_looks_at_the_results_tries_a_row_and_comes_back_to_where_the_run_stood(page, server):
    open_app(page, f"{server.url}/?data=iris&hidden=5-3")
    page.get_by_role("link", name="Results").wait_for()
    page.wait_for_selector(".st-key-settings-learning_rate")
    page.wait_for_function(
        "document.querySelector(\"[data-testid='stMain']\").scrollHeight <= innerHeight + 1"
    )
    page.get_by_label("Speed", exact=True).select_option("1 update a frame")
    page.locator(".dn-hards input").check()
    page.locator(".dn-bar").get_by_role("button", name="Play").click()
    wait_for_frame(page, "frame.step >= 120")

    # while it plays
    page.get_by_role("link", name="Results").click()
    page.wait_for_selector(MATRIX)
    wait_until_settled(page)
    stood = page.evaluate("frames_.at(-1)")["step"]
    assert step_shown(page) == stood >= 120

    # a cell of the matrix: setosa, found right
    box = page.locator(MATRIX).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 6, box["y"] + box["height"] / 6)
    page.wait_for_selector(".st-key-kept-results-group input[value='setosa, found right (15)']")
    wait_until_settled(page)

    # its first row goes to the form
    table = page.locator(".st-key-results-rows .dvn-scroller")
    table.wait_for()
    table.click(position={"x": 18, "y": 54})
    page.get_by_role("button", name="Try this row").and_(page.locator(":enabled")).click()
    page.get_by_text("it is setosa, so the network is").wait_for()
    page.wait_for_selector(".st-key-trial-layers .main-svg")

    # a value of one's own
    field = page.get_by_role("spinbutton", name=re.compile("^petal length"))
    field.fill("30")
    field.press("Enter")
    page.get_by_text("petal length 30.0 is outside of").wait_for()

    # the past, which is a matter of this page alone
    page.locator(".st-key-when input[type=range]").press("Home")
    page.get_by_text("Nothing is trained yet").wait_for()
    assert step_shown(page) == 0

    page.evaluate("window.frames_ = []")
    page.get_by_role("link", name="Playground").click()
    frame = wait_for_frame(page, "frame.paused")
    assert frame["step"] == stood
    assert page.get_by_label("Speed", exact=True).input_value() == "one"
    assert page.locator(".dn-hards input").is_checked()
    page.wait_for_url("**data=iris**")
    page.locator(".dn-bar").get_by_role("button", name="Play").click()
    wait_for_frame(page, f"frame.step > {stood + 20}")
