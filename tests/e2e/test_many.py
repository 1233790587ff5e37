"""Many settings in a real browser: a range drawn along an axis, the best of what it keeps opened."""

import re

from tests.e2e.browser import wait_for_frame, wait_until_settled


def test_the_best_of_what_is_kept_along_an_axis_is_opened_where_it_was_best(page, server):
    page.goto(f"{server.url}/many?points=60&many.count=12&many.steps=50&many.names=learning_rate,width")
    wait_until_settled(page, 90)
    best = page.locator(".st-key-many-best")
    best.get_by_text("The best of all 12").wait_for(timeout=60_000)
    page.get_by_text("50 steps in").wait_for(timeout=60_000)
    box = page.locator(".st-key-many-lines .axis-brush").first.bounding_box()
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(x, box["y"] + 0.8 * box["height"], steps=8)
    page.mouse.up()
    best.get_by_text(re.compile(r"kept of 12")).wait_for(timeout=30_000)
    wait_until_settled(page)  # the sentence below the table comes after the table's head
    told = page.get_by_text("It is opened at step").inner_text()
    step, cost = re.search(r"at step (\d+), where its test cost is ([\d.]+)\.$", told).groups()
    best.get_by_role("button", name="Open the best").click()
    best.get_by_role("link", name="It is on the playground").click()
    wait_until_settled(page, 90)
    frame = wait_for_frame(page)
    assert frame["step"] == int(step)
    page.get_by_text(cost, exact=True).first.wait_for(timeout=10_000)
