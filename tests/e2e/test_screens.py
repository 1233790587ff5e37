"""Everything is in sight and in reach on a projector, a laptop and a phone, and before an audience."""

import pytest

from tests.e2e.browser import open_app, wait_for_frame, wait_until_settled

STAGE = "document.querySelector('.dn').stage"
PICTURES = (".dn-play", ".dn-diagram", ".dn-plane", ".dn-costs", ".dn-hists")
LARGE = "?data=breast%20cancer&hidden=64-64-64-64-64-64-64-64"

# Pairs of buttons over the diagram that lie on each other.
OVERLAPS = """() => { const all = [...document.querySelectorAll('.dn-depth button, .dn-width > *')]
    .map(e => [e.getAttribute('aria-label'), e.getBoundingClientRect()]), found = [];
    all.forEach(([name, a], i) => all.slice(i + 1).forEach(([other, b]) => {
        if (a.left < b.right - .5 && b.left < a.right - .5 && a.top < b.bottom - .5 && b.top < a.bottom - .5)
            found.push([name, other]); }));
    return found; }"""
# Names of what is smaller than a finger.
SMALL = """() => [...document.querySelectorAll('.dn button, .dn select, .dn summary')]
    .filter(e => e.offsetParent && !e.matches('.dn-feature, .dn-change'))
    .filter(e => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 31.5; })
    .map(e => e.className + ' ' + e.textContent)"""


def boxes(page) -> dict:
    return {name: page.locator(name).bounding_box() for name in PICTURES}


@pytest.mark.parametrize("size", [(1280, 720), (1366, 768)], ids=str)
def test_all_pictures_are_in_sight_while_it_plays_and_play_stays_where_it_is(visitor, server, size):
    width, height = size
    page = visitor(viewport={"width": width, "height": height})
    stands = set()
    for query in ("?data=penguins", LARGE) if width == 1280 else ("", "?data=chest%20x-rays"):
        open_app(page, f"{server.url}/{query}")
        page.wait_for_selector(".fd select, .fd button")
        page.locator(".dn-play").click()
        wait_for_frame(page, "frame.step > 0")
        page.wait_for_function(f"document.querySelector('.dn').getBoundingClientRect().bottom <= {height}")
        found = boxes(page)
        for name, box in found.items():
            assert box["y"] >= 0 and box["y"] + box["height"] <= height, (query, name, box)
            assert box["x"] + box["width"] <= width, (query, name, box)
        assert page.evaluate(f"{STAGE}.part.boundary.square.side") >= 180, query
        assert min(found[".dn-costs"]["height"], found[".dn-hists"]["height"]) >= 90, query
        assert page.evaluate(OVERLAPS) == [], query
        stands.add(found[".dn-play"]["y"])
    assert max(stands) - min(stands) < 1  # however long the hint above it is


def test_the_panel_of_data_folds_away_and_comes_back(page, server):
    open_app(page, server.url)
    main = page.locator("[data-testid=stMain]")
    before = main.bounding_box()
    page.locator("[data-testid=stSidebarCollapseButton] button").click()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').getBoundingClientRect().x < 4")
    assert main.bounding_box()["width"] > before["width"] + 200
    arrow = page.locator("[data-testid=stExpandSidebarButton]").bounding_box()
    first = page.locator(".st-key-preset-article button").first.bounding_box()
    assert arrow["x"] + arrow["width"] <= first["x"] + 1  # it lies on nothing
    page.locator("[data-testid=stExpandSidebarButton]").click()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').getBoundingClientRect().x > 200")


def test_on_a_phone_the_large_picture_is_first_the_bar_stays_and_targets_fit_a_finger(visitor, server):
    page = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    open_app(page, server.url)
    plane, diagram = (page.locator(f".dn-{name}").bounding_box() for name in ("plane", "diagram"))
    assert plane["y"] + plane["height"] / 2 < 844 and plane["y"] < diagram["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OVERLAPS) == []
    page.locator(".dn-costs").scroll_into_view_if_needed()
    play = page.locator(".dn-play").bounding_box()
    assert 0 <= play["y"] and play["y"] + play["height"] <= 844
    node = page.evaluate(f"(() => {{ const n = {STAGE}.part.diagram.nodes[1][2]; return [n.x, n.y]; }})()")
    page.locator(".dn-diagram").scroll_into_view_if_needed()
    box = page.locator(".dn-diagram").bounding_box()
    page.touchscreen.tap(box["x"] + node[0], box["y"] + node[1])
    page.wait_for_function("document.querySelector('.dn-what').textContent.includes('Layer 1, neuron 3')")
    for name in ("diagram", "costs"):  # a swipe over them scrolls
        touch = page.evaluate(f"getComputedStyle(document.querySelector('.dn-{name}')).touchAction")
        assert touch == "pan-y"


def test_a_presenter_goes_through_scenes_and_leaves_the_page_as_it_was(visitor, server):
    page = visitor(viewport={"width": 1280, "height": 720})
    open_app(page, f"{server.url}/?data=moons")
    page.locator(".dn-play").click()
    wait_for_frame(page, "frame.step > 50")
    page.locator(".dn-play").click()
    run, step = page.evaluate(f"[{STAGE}.scene.run, {STAGE}.player.step]")
    page.keyboard.press("p")
    shown = page.locator(".dn").bounding_box()
    assert (shown["x"], shown["y"], shown["width"], shown["height"]) == (0, 0, 1280, 720)
    size = float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.dn-count')).fontSize)"))
    assert 0.66 * size * 2000 / 1280 >= 23  # millimetres of a capital, on a picture 2 m wide, seen from 8 m
    for name in PICTURES:
        box = page.locator(name).bounding_box()
        assert box["y"] + box["height"] <= 720 and box["x"] + box["width"] <= 1280, name
    page.locator(".dn-scene-keep").click()
    assert page.evaluate("JSON.parse(localStorage.getItem('deepnet.scenes')).at(-1).link") == "data=moons"
    page.keyboard.press("3")
    page.wait_for_function(f"{STAGE}.scene.settings.dataset === 'xor'")
    page.keyboard.press("PageUp")
    page.wait_for_function(f"{STAGE}.scene.settings.dataset !== 'xor'")
    page.keyboard.press("p")
    page.wait_for_function(f"{STAGE}.scene.run === {run} && {STAGE}.player.step === {step}")
    assert page.evaluate(f"{STAGE}.scene.settings.dataset") == "moons"
    wait_until_settled(page)
    assert page.locator(".dn").bounding_box()["x"] > 200
