"""The wall in a real browser: it fills by itself, keys pick a tile, and a tile opens as a run to play on."""

from tests.e2e.browser import wait_for_frame, wait_until_settled

WALL = "document.querySelector('.dw')?.wall"
LEGIBLE = """(style => style.color !== style.backgroundColor)(
    getComputedStyle(document.querySelector('.dw-play')))"""


def test_a_wall_fills_and_one_of_its_tiles_is_played_on(page, server):
    page.goto(f"{server.url}/?data=circle&points=60")
    wait_until_settled(page, 90)
    page.get_by_role("link", name="Explore").first.click()
    page.wait_for_function(f"() => {WALL}?.book?.known > 1", timeout=90_000)
    painted = page.evaluate(
        """() => { const c = document.querySelector('.dw-tiles');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        const shade = i => d[4 * i] << 16 | d[4 * i + 1] << 8;
        return new Set(Array.from({length: d.length / 4}, (_, i) => shade(i))).size; }"""
    )
    assert painted > 50  # shades of many boundaries, not an empty canvas
    page.locator(".dw-play").hover()
    assert page.evaluate(LEGIBLE)
    tiles = page.locator(".dw-tiles")
    before = tiles.get_attribute("aria-label")
    tiles.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert tiles.get_attribute("aria-label") != before
    rate = page.locator(".dw-xname").text_content().removeprefix("learning rate: ")
    page.locator(".dw-stop").click()
    page.wait_for_function(f"() => {WALL}.news.over", timeout=30_000)
    tiles.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".dn", timeout=60_000)
    frame = wait_for_frame(page)
    wait_until_settled(page, 90)
    assert f"rate={rate}" in page.url and frame["step"] >= 0
