"""Lanes side by side, on one clock and in one chart."""

from tests.e2e.browser import wait_until_settled

FIGURES = "[...document.querySelectorAll('.dnc-figures')].map(figures => figures.textContent)"
CHART = "document.querySelector('.dnc-chart')"
STEP = "Number(document.querySelector('.dnc-bar output').textContent.replace(/\\D/g, ''))"


def test_twins_play_on_one_clock_their_chart_grows_with_them_and_both_go_back(page, server):
    page.goto(f"{server.url}/compare")
    wait_until_settled(page)
    page.get_by_label("Its value", exact=True).fill("0.3")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add the twin").click()
    page.locator(".dnc-play").click()
    page.wait_for_function(f"{STEP} > 400", timeout=60_000)
    page.locator(".dnc-play").click()
    page.wait_for_function(f"{CHART}.layout.xaxis.range[1] >= {STEP}")
    ends = f"{CHART}.data.filter(line => line.showlegend).map(line => line.x.at(-1))"
    page.wait_for_function(f"{ends}.length === 2 && {ends}.every(x => x === {STEP})")
    far = page.evaluate(FIGURES)
    assert far[0] != far[1]
    page.locator(".dnc-time").fill("0")
    page.wait_for_function(f"{STEP} === 0 && {FIGURES}[0] === {FIGURES}[1]")  # twins begin alike
    assert page.evaluate(f"{CHART}.layout.xaxis.range[1]") > 400
    page.locator(".dnc-step").click()
    page.wait_for_function(f"{STEP} === 1 && {FIGURES}[0] !== {FIGURES}[1]")
