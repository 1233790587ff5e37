"""Everything is in sight and in reach on a projector, a laptop and a phone, and before an audience."""

from deepnet.data import CATALOG
from deepnet.lab.run.record import as_json
from deepnet.lab.settings.presets import PRESETS
from deepnet.lab.settings.settings import Settings
from tests.e2e.browser import open_app, wait_for_frame, wait_until_settled

STAGE = "document.querySelector('.dn').stage"
PICTURES = (".dn-play", ".dn-diagram", ".dn-plane", ".dn-costs", ".dn-hists")
LEAST_SIDE = 180  # pixels of the large picture

# Pairs of buttons over the diagram that lie on each other.
OVERLAPS = """() => { const all = [...document.querySelectorAll('.dn-depth button, .dn-width > *')]
    .map(e => [e.getAttribute('aria-label'), e.getBoundingClientRect()]), found = [];
    all.forEach(([name, a], i) => all.slice(i + 1).forEach(([other, b]) => {
        if (a.left < b.right - .5 && b.left < a.right - .5 && a.top < b.bottom - .5 && b.top < a.bottom - .5)
            found.push([name, other]); }));
    return found; }"""
# Names of experiments, and labels of settings, that are not written out.
CUT = """() => [...document.querySelectorAll('.st-key-presets button p, .fd-row label')]
    .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""
# Names of what is smaller than a finger.
SMALL = """() => [...document.querySelectorAll('.dn button, .dn select, .dn summary')]
    .filter(e => e.offsetParent && !e.matches('.dn-feature, .dn-change'))
    .filter(e => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 31.5; })
    .map(e => e.className + ' ' + e.textContent)"""


# Start a run with these settings and play it, slowly: no run may end before it was looked at.
PLAYED = """async fields => { const { player } = STAGE, { run } = STAGE.scene;
    const until = async done => { while (!done()) await new Promise(requestAnimationFrame); };
    player.act('set', { fields });
    await until(() => STAGE.scene.run !== run);
    player.setSpeed('five');
    player.play();
    await until(() => player.step > 0); }""".replace("STAGE", STAGE)
# What is not in sight, too small, or lies on something, once the stage has taken the size of the window.
FAULTS = """async ([names, least]) => { const found = [], chart = name => STAGE.find(name);
    const fits = e => e.querySelector('.main-svg')?.getAttribute('width') === String(e.clientWidth);
    const settled = () => STAGE.el.getBoundingClientRect().bottom <= innerHeight &&
        [chart('costs'), chart('hists')].every(fits);
    for (let i = 0; i < 300 && !settled(); i++) await new Promise(requestAnimationFrame);
    for (const name of names) { const r = document.querySelector(name).getBoundingClientRect();
        if (r.top < 0 || r.bottom > innerHeight || r.left < 0 || r.right > innerWidth) found.push(name); }
    if (!STAGE.player.playing) found.push('stands still');
    if (STAGE.part.boundary.square.side < least) found.push(`boundary ${STAGE.part.boundary.square.side}`);
    for (const name of ['costs', 'hists']) if (!(chart(name).clientHeight >= 90)) found.push(`low ${name}`);
    for (const e of STAGE.el.querySelectorAll('.dn-figures > span, .dn-readout em, .dn-readout i'))
        if (e.scrollWidth > e.clientWidth + 1 && e.offsetParent) found.push(`cut: ${e.textContent}`);
    const cells = [...STAGE.el.querySelectorAll('.dn-readout b')].filter(e => e.offsetParent)
        .map(e => e.getBoundingClientRect());
    if (cells.some((a, i) => cells.slice(i + 1).some(b => a.left < b.right && b.left < a.right &&
        a.top < b.bottom && b.top < a.bottom))) found.push('figures of layers on each other');
    return found.concat((OVERLAPS)()); }""".replace("STAGE", STAGE).replace("OVERLAPS", OVERLAPS)
# Nothing once the large picture has such a side; else, after half a minute, what the stage looks like.
TALL = """async least => { const ends = Date.now() + 30000, side = () => STAGE.part.boundary.square.side;
    while (side() < least && Date.now() < ends) await new Promise(requestAnimationFrame);
    const box = e => { const r = e.getBoundingClientRect(); return [e.className, r.width, r.height]; };
    const seen = [side(), innerWidth, innerHeight, ...[...STAGE.el.children].map(box)];
    return side() < least ? seen : []; }""".replace("STAGE", STAGE)
HARDEST = {
    "wide": {"dataset": "breast cancer", "hidden": [64] * 8},
    "twelve named inputs": {"dataset": "wine", "hidden": [8] * 5},
    **{name: as_json(preset.settings) for name, preset in PRESETS.items()},
}
SETUPS = HARDEST | {name: as_json(Settings(dataset=name)) for name in CATALOG}
SIZES = {(1280, 720): SETUPS, (1366, 768): HARDEST}


def test_all_pictures_are_in_sight_while_any_experiment_or_data_set_plays(visitor, server):
    page = visitor(viewport={"width": 1280, "height": 720})
    open_app(page, server.url)
    page.wait_for_selector(".fd select, .fd button")
    faults, stands = [], set()
    for (width, height), setups in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, fields in setups.items():
            page.evaluate(PLAYED, fields)
            found = page.evaluate(FAULTS, [PICTURES, LEAST_SIDE])
            faults += [(name, width, *found)] if found else []
            stands.add((width, page.locator(".dn-play").bounding_box()["y"]))
    page.set_viewport_size({"width": 1024, "height": 768})  # a tablet: pictures above charts, and scrolled
    assert page.evaluate(TALL, LEAST_SIDE) == []
    page = visitor(viewport={"width": 1024, "height": 768})  # without the line of runs that were kept
    open_app(page, server.url)
    page.evaluate(PLAYED, fields)
    assert page.evaluate(TALL, 210) == []
    assert faults == []
    assert len(stands) == 2  # Play stays where it is, however long the hint above it


def test_every_experiment_can_be_read_and_a_tooltip_goes_with_the_click(visitor, server):
    page = visitor(viewport={"width": 1280, "height": 720})
    open_app(page, server.url)
    assert page.evaluate(CUT) == []
    page.locator(".st-key-set-spiral button").first.hover()
    tip = page.locator("[role=tooltip]")
    tip.wait_for()
    right = page.locator("[data-testid=stSidebar]").bounding_box()["width"]
    assert tip.bounding_box()["x"] > right  # on none of the sets that come next
    page.locator(".st-key-set-spiral button").first.click()
    tip.wait_for(state="hidden")


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
    for name in ("Reset", "New weights"):  # shown as signs
        assert page.get_by_role("button", name=name, exact=False).first.is_visible()
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
