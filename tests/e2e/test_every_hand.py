"""By keyboard alone, by a screen reader, in both themes: everything can be reached, read and heard."""

import itertools
import os
from urllib.parse import urlsplit

import pytest

from pages.ui.layout import PAGES
from tests.e2e.browser import ROOT, open_app, wait_for_frame, wait_until_settled

STAGE = "document.querySelector('.dn').stage"
SPOKEN = "document.querySelector('.dn-spoken').textContent"
AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"
# Not judged: what Streamlit has faded for a moment, because its script runs, and the role of its drop zone.
FAULTS = """async rules => (await axe.run({include: [document], exclude: [["[data-stale='true']"],
    ['[data-testid=stFileUploaderDropzone]']]},
    {resultTypes: ['violations'], ...(rules && {runOnly: rules})})).violations.map(
        v => [v.id, ...v.nodes.slice(0, 4).map(
            n => n.target.join(' ') + ' ' + (n.any[0] ?? n.all[0] ?? {}).message)])"""
THEMED = """theme => document.documentElement.style.colorScheme === theme &&
    [...document.querySelectorAll('.dn')].every(el => el.stage.colours.dark === (theme === 'dark'))"""

ROWS = "".join(f"{i},{i % 7},{'ab'[i % 2]}\n" for i in range(60))
PLANTS = {"name": "plants.csv", "mimeType": "text/csv", "buffer": f"height,leaves,kind\n{ROWS}".encode()}


@pytest.fixture(scope="session")
def axe():
    """axe-core from npm, pinned; where it is not installed the test is skipped, and fails where CI=true."""
    if not AXE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("axe-core is missing: `cd tests/js && npm ci`")
        pytest.skip("axe-core is missing: `cd tests/js && npm ci`")
    return AXE.read_text(encoding="utf-8")


def test_axe_finds_nothing_on_any_page_or_dialog_in_either_theme(page, server, axe):
    def faultless(where):
        for theme, rules in (("light", None), ("dark", ["color-contrast"])):  # the others see no colour
            page.emulate_media(color_scheme=theme)
            page.wait_for_function(THEMED, arg=theme)
            for _ in range(4):  # what is drawn follows the theme within a second
                if not (faults := page.evaluate(FAULTS, rules)):
                    break
            assert faults == [], (where, theme)

    for name in PAGES:
        page.goto(f"{server.url}/{'' if name == 'playground' else name}")
        wait_until_settled(page)
        if name == "playground":
            wait_for_frame(page)
        page.evaluate(axe)
        faultless(name)
        if name == "playground":
            for opened in (".dn-describe", ".fd-more"):
                page.locator(opened).click()
                faultless(opened)
                page.keyboard.press("Escape")
            page.get_by_role("button", name="Your own data").click()
            page.locator("input[type=file]").set_input_files(PLANTS)
            page.locator(".st-key-file-train button").wait_for()
            wait_until_settled(page)
            faultless("own data")


def test_the_network_is_walked_and_changed_by_keys_and_each_stop_is_spoken(page, server):
    open_app(page, server.url)
    page.evaluate("document.querySelector('.dn-diagram').focus()")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('.dn-diagram').focus()")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{SPOKEN}.startsWith('Layer 1, neuron 1')")
    assert page.locator(".dn-what").inner_text().startswith("Layer 1, neuron 1")
    assert page.evaluate(f"{STAGE}.player.step") == 0  # the key was the diagram's, not that of Step
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"{SPOKEN}.startsWith('Bias of layer 1, neuron 1')")
    rev = page.evaluate(f"{STAGE}.scene.rev")
    page.keyboard.press("Enter")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{STAGE}.scene.rev > {rev}")
    assert page.evaluate(f"{STAGE}.frame.get('biases')[0]") == 1.5
    assert page.evaluate("document.activeElement.className").startswith("dn-diagram")


def test_a_cursor_on_the_large_picture_reads_values_and_places_points(page, server):
    open_app(page, server.url)
    points = page.evaluate(f"{STAGE}.scene.arrays.points_x.length")
    page.locator(".dn-tool-add-2").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.evaluate("document.querySelector('.dn-plane').focus()")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(f"{SPOKEN}.includes('% blue')")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{STAGE}.scene.arrays.points_x.length === {points + 1}")


def test_space_held_down_toggles_once_and_what_it_comes_to_rest_at_is_spoken(page, server):
    open_app(page, server.url)
    page.locator(".dn-what").click()
    for _ in range(3):
        page.keyboard.down(" ")  # as a held key repeats
    page.keyboard.up(" ")
    wait_for_frame(page, "frame.step > 20")
    assert page.evaluate(f"{STAGE}.player.playing")
    assert page.get_by_role("button", name="Pause", exact=True).count() == 1
    page.keyboard.press(" ")
    step = page.evaluate(f"{STAGE}.player.step")
    page.wait_for_function(f"{SPOKEN}.startsWith('Step {step}, epoch')")
    page.locator(".dn-goto").fill("10")
    page.keyboard.press("Enter")
    assert wait_for_frame(page, "frame.step === 10")["step"] == 10


def test_nothing_is_asked_of_any_other_host_and_a_chart_gives_its_values(page, server):
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    open_app(page, server.url)
    page.wait_for_selector(".dn-costs .main-svg")
    page.locator(".dn-step").click()
    wait_for_frame(page, "frame.step === 1")
    assert page.locator(".modebar-btn").count() == 0
    page.locator(".dn-curve summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Values (CSV)").click()
    rows = download.value.path().read_text().splitlines()
    assert rows[0] == 'step,"cost train","cost test"'
    assert [row.split(",")[0] for row in rows[1:]] == ["0", "1"]
    assert {host for host in hosts if host} == {urlsplit(server.url).netloc}


def test_the_tip_of_a_weight_follows_it_and_goes_with_it(page, server):
    open_app(page, server.url)
    spot = page.evaluate(
        f"""() => {{ const d = {STAGE}.part.diagram, w = d.weight(3, 0, 0);
            const r = d.canvas.getBoundingClientRect();
            return [r.x + w.x, r.y + w.y]; }}"""
    )
    page.mouse.move(*spot)
    page.locator(".dn-tip").wait_for()
    before = page.locator(".dn-tip").inner_text()
    page.keyboard.press(" ")
    wait_for_frame(page, "frame.step > 200")
    page.keyboard.press(" ")
    page.wait_for_function("t => document.querySelector('.dn-tip').textContent !== t", arg=before)
    worth = page.evaluate(f"{STAGE}.part.diagram.weight(3, 0, 0).value")
    assert f"{worth:.4f}".replace("-", "−") in page.locator(".dn-tip").inner_text()
    page.evaluate(f"{STAGE}.player.act('set', {{fields: {{hidden: []}}}})")
    page.wait_for_function(f"{STAGE}.scene.layer_dims.length === 2")
    page.locator(".dn-tip").wait_for(state="hidden")


def test_where_the_system_forces_its_colours_what_is_chosen_stands_out(visitor, server):
    page = visitor(forced_colors="active")
    open_app(page, server.url)
    for chosen in (".dn-tool-look", ".dn-feature[aria-pressed=true]", ".st-key-set-circle button"):
        outline = page.evaluate(f"getComputedStyle(document.querySelector('{chosen}')).outline")
        assert outline.endswith("3px") and "solid" in outline, chosen
    word, ground = page.evaluate(
        "(s => [s.color, s.backgroundColor])(getComputedStyle(document.querySelector('.dn-play')))"
    )
    assert word != ground


def test_at_200_percent_nothing_leaves_the_window_at_its_side_and_play_stays_in_sight(visitor, server):
    page = visitor(viewport={"width": 640, "height": 360}, device_scale_factor=2)
    open_app(page, server.url)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    play = page.locator(".dn-play").bounding_box()
    assert play["y"] >= 0 and play["y"] + play["height"] <= 360
    bar, plane = (page.locator(f".dn-{name}").bounding_box() for name in ("bar", "ground"))
    assert bar["height"] <= 120 and plane["y"] < bar["y"]  # the picture begins above it


def test_who_asks_for_less_motion_sees_four_pictures_a_second(visitor, server):
    page = visitor(reduced_motion="reduce")
    open_app(page, server.url)
    page.evaluate(
        f"""() => {{ const {{ boundary }} = {STAGE}.part, draw = boundary.draw.bind(boundary);
            window.drawn = [];
            boundary.draw = frame => {{ drawn.push(boundary.drawnAt); return draw(frame); }}; }}"""
    )
    page.locator(".dn-play").click()
    page.wait_for_function("drawn.length > 4")
    page.locator(".dn-play").click()
    drawn = page.evaluate("drawn.slice(1, 5)")
    assert min(later - sooner for sooner, later in itertools.pairwise(drawn)) >= 250
