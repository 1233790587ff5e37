"""The valley below a run in a real browser: the run plays on in it, and its point is dragged elsewhere."""

from tests.e2e.browser import wait_until_settled

VALLEY = "document.querySelector('.dv')?.valley"


def test_the_run_plays_on_in_its_valley_and_a_dragged_point_is_a_branch(page, server):
    page.goto(f"{server.url}/?data=circle&points=60")
    wait_until_settled(page, 90)
    page.get_by_role("button", name="Pages").click()
    page.get_by_role("link", name="Ground").click()
    page.get_by_role("button", name="Play 500 steps").click()
    page.wait_for_function(f"() => {VALLEY}?.scene && {VALLEY}.ground", timeout=60_000)
    page.locator(".dv-play").click()
    page.wait_for_function(f"() => {VALLEY}.trail.at(-1)[0] > 500", timeout=60_000)
    page.locator(".dv-play").click()
    page.wait_for_function(f"() => !{VALLEY}.playing && !{VALLEY}.talk.busy", timeout=60_000)
    step = page.evaluate(f"{VALLEY}.point[0]")
    box = page.locator(".dv-map").bounding_box()
    u, v = page.evaluate(f"{VALLEY}.land.share({VALLEY}.point[1], {VALLEY}.point[2])")
    x, y = box["x"] + u * box["width"], box["y"] + (1 - v) * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 50, y + 40, steps=3)
    page.mouse.up()
    page.get_by_role("link", name="See the branch").wait_for(timeout=60_000)
    page.wait_for_function(f"() => {VALLEY}?.scene && {VALLEY}.point[0] === {step}", timeout=60_000)
