"""The phase map in a real browser: the pointer reaches every cell, and a box that is drawn zooms in."""

from tests.e2e.browser import wait_until_settled

MAP = "document.querySelector('.df')?.phases"


def test_a_cell_is_pointed_at_and_a_box_zooms_in(page, server):
    page.goto(f"{server.url}/phases?data=circle&points=60")
    wait_until_settled(page, 90)
    page.wait_for_function(f"() => {MAP}?.cells?.known > 0", timeout=90_000)
    box = page.locator(".df-map").bounding_box()
    x, y, w, h = (box[name] for name in ("x", "y", "width", "height"))
    said = page.locator(".df-said")
    page.mouse.move(x + 0.4 * w, y + 0.5 * h)
    before = said.text_content()
    page.mouse.move(x + 0.6 * w, y + 0.3 * h)
    assert said.text_content() != before
    page.mouse.down()
    page.mouse.move(x + 0.8 * w, y + 0.6 * h, steps=3)
    page.mouse.up()
    page.wait_for_function(f"() => {MAP}?.cells?.scene.zoomed", timeout=60_000)
    rates = page.evaluate(f"{MAP}.cells.scene.x.values")
    assert 1e-4 < rates[0] < rates[-1] < 100
    page.wait_for_url("**/phases?*box=*")
    page.goto(page.url.partition("&box=")[0] + "&box=-2,0,-1,1")  # a link in the tab that had another map
    page.wait_for_function(f"() => {MAP}?.cells?.scene.x.values[0] === 0.01", timeout=60_000)
    assert page.evaluate(f"{MAP}.cells.scene.y.values[0]") == 0.1
