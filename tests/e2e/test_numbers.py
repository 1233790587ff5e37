"""Numbers are written one way on what a visitor sees: 66.7 %, 55,411, 10⁻⁷ and a true minus."""

import pytest

from tests.e2e.browser import open_app, wait_for_frame, wait_until_settled

# Words on the page, also in charts, with a number that is written another way.  Code is as it is typed, and
# the cells of a table are what a screen reader is told of its picture: with no more digits than it shows.
ODD = """() => { const found = new Set(), odd = /\\d%|\\d[eE][+-]?\\d|(^|[\\s(±])-\\d|(^|\\s)\\d{5,}(\\s|$)/;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode()); ) { const at = node.parentElement;
        if (at.closest('pre, code, style, script, textarea, .katex, [data-testid=stJson]')) continue;
        if (at.closest('[role=gridcell]')) {
            if (/\\d%|\\d[eE][+-]?\\d|\\d\\.\\d{7,}/.test(node.data)) found.add(node.data);
            continue;
        }
        if (odd.test(node.data)) found.add(node.data.trim().slice(0, 80)); }
    return [...found]; }"""


@pytest.mark.parametrize("link", ["?data=ripples&rate=0.00001", "?data=chest%20x-rays&hidden=20-7"], ids=str)
def test_numbers_are_written_one_way_on_the_playground_and_in_the_results(page, server, link):
    open_app(page, f"{server.url}/{link}")
    page.wait_for_selector(".dn-costs .main-svg")
    page.locator(".dn-play").click()
    wait_for_frame(page, "frame.step > 30")
    page.locator(".dn-play").click()
    page.locator(".fd-more").click()
    assert page.evaluate(ODD) == []
    page.get_by_role("link", name="Results").click()
    for view in ("Right and wrong", "Which inputs matter", "Try one"):
        page.get_by_role("radio", name=view).or_(page.get_by_role("button", name=view)).first.click()
        wait_until_settled(page)
        if view == "Right and wrong":
            page.wait_for_selector("[role=gridcell]", state="attached")
        assert page.evaluate(ODD) == [], view
