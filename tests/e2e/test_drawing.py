"""Points drawn by hand in a real browser, while the network plays."""

import pytest

from tests.e2e.browser import open_app, wait_for_frame, wait_until_settled

STAGE = "document.querySelector('.dn').stage"
POINTS = f"{STAGE}.part.boundary.data.points_x.length"
GROUND = f"""(([x, y]) => {{ const b = {STAGE}.frame.get('boundary'), g = Math.sqrt(b.length);
    return b[Math.floor((6 - y) / 12 * g) * g + Math.floor((x + 6) / 12 * g)]; }})"""


def spot(page, x: float, y: float) -> list[float]:
    """Where a point of the plane is on the page."""
    return page.evaluate(
        f"""([x, y]) => {{ const b = {STAGE}.part.boundary, r = b.canvas.getBoundingClientRect(),
            {{left, top, side}} = b.square;
            return [r.left + left + (x + 6) / 12 * side, r.top + top + (6 - y) / 12 * side]; }}""",
        [x, y],
    )


def stroke(page, *places) -> None:
    first, *rest = places
    page.mouse.move(*spot(page, *first))
    page.mouse.down()
    for place in rest:
        page.mouse.move(*spot(page, *place), steps=6)
    page.mouse.up()


def tool(page, name: str) -> None:
    page.locator(f".dn-tool-{name}").click()


def answered(page, condition: str) -> None:
    """Until all that was drawn has come back from the run, and the condition holds."""
    page.wait_for_function(
        f"!{STAGE}.part.strokes.parts.length && !{STAGE}.part.strokes.busy() && ({condition})", timeout=15_000
    )


@pytest.fixture
def app(page, server):
    open_app(page, f"{server.url}/?points=200&rate=0.1")
    return page


@pytest.mark.alone
def test_points_painted_during_play_bend_the_boundary_within_a_second_and_undo_brings_them_back(app):
    app.locator(".dn-play").click()
    wait_for_frame(app, "frame.step > 1500 && frame.metric > .9", 60)
    before, rev = app.evaluate(f"{GROUND}([-5, 0])"), app.evaluate("frames_.at(-1).rev")
    tool(app, "add-2")
    tool(app, "brush")
    stroke(app, (-5.3, -2), (-5.3, 2), (-4.6, 2), (-4.6, -2))
    took = app.evaluate(
        f"""([at, before]) => new Promise(done => {{ const start = performance.now(), look = () => {{
            const now = performance.now() - start;
            if (now > 5000 || Math.abs({GROUND}(at) - before) > 12) done(now);
            else requestAnimationFrame(look);
        }}; look(); }})""",
        [[-5, 0], before],
    )
    assert took <= 1000
    answered(app, f"{POINTS} > 230")
    frame = wait_for_frame(app, f"frame.rev > {rev} && !frame.paused")  # it has played on,
    assert frame["step"] > 1500  # from where it was
    assert any("points added" in words for _, words in app.evaluate(f"{STAGE}.player.changes"))
    app.keyboard.press("Control+z")
    answered(app, f"{POINTS} === 200")
    app.keyboard.press("Control+Shift+Z")
    answered(app, f"{POINTS} > 230")
    app.locator(".dn-play").click()
    step = app.evaluate(f"{STAGE}.player.changes[0][0]")
    rings = app.evaluate_handle(
        f"""() => {{ const b = {STAGE}.part.boundary, old = b.mistakes, seen = {{n: 0}};
            b.mistakes = function (...args) {{ seen.n++; old.apply(b, args); }}; return seen; }}"""
    )
    app.get_by_label("Time: step shown").fill(str(step - 1))
    app.wait_for_function(f"{STAGE}.frame.message.look && !{STAGE}.part.boundary.dirty")
    rings.evaluate("seen => { seen.n = 0; }")
    app.mouse.move(*spot(app, 0, 0))  # the brush is over the points that it would change:
    app.wait_for_function(f"{STAGE}.part.strokes.at && !{STAGE}.part.boundary.dirty")
    assert rings.evaluate("seen => seen.n") == 0  # what was wrong in the past is not said of them
    tool(app, "look")  # the past shows the points of its time
    app.wait_for_function(f"{STAGE}.part.boundary.shown.points_x.length === 200")


def test_tools_add_move_flip_and_erase_points_and_an_empty_plane_waits_for_two_classes(app):
    hint = app.locator(".dn-hint")
    tool(app, "clear")
    answered(app, f"{POINTS} === 0")
    assert "plane is empty" in hint.inner_text()
    app.locator(".dn-play").click()
    app.mouse.click(*spot(app, 1, 1))
    stroke(app, (-4, -4), (4, -4))
    answered(app, f"{POINTS} > 15")
    assert "another class" in hint.inner_text()
    painted = app.evaluate(f"Array.from({STAGE}.part.boundary.data.points_x).slice(1)")
    gaps = [b - a for a, b in zip(painted, painted[1:], strict=False)]
    assert max(gaps) - min(gaps) < 0.01  # evenly along the way
    app.keyboard.press("2")
    stroke(app, (-4, 4), (4, 4))
    answered(app, f"!{STAGE}.scene.drawing.waiting")
    wait_for_frame(app, "frame.step > 50")  # it has begun by itself
    assert hint.is_hidden()

    classes = f"Array.from({STAGE}.part.boundary.data.points_label)"
    total, blue = app.evaluate(POINTS), sum(app.evaluate(classes))
    stroke(app, (1, 1), (3, 0))
    near = f"{STAGE}.part.strokes.near({{x: 3, y: 0}}, .1).length"
    answered(app, f"{near} === 1")
    tool(app, "flip")
    app.mouse.click(*spot(app, 3, 0))
    answered(app, f"{classes}.reduce((a, b) => a + b) === {blue + 1}")
    tool(app, "erase")
    app.mouse.click(*spot(app, 3, 0))
    answered(app, f"{POINTS} === {total - 1} && {near} === 0")

    tool(app, "add-3")  # a new class: another output, the same hidden layers
    stroke(app, (-5, 0), (-3, 0))
    answered(app, f"{STAGE}.scene.layer_dims.join() === '2,4,2,3'")
    assert "starts over" in hint.inner_text()
    wait_for_frame(app, "frame.step > 20")


def test_drawn_points_are_an_entry_of_the_panel_and_travel_in_the_link(app, visitor, server):
    tool(app, "clear")
    stroke(app, (-4, -4), (4, -4))
    app.keyboard.press("2")
    stroke(app, (-4, 4), (4, 4))
    app.wait_for_url("**data=drawn**")
    answered(app, "true")
    drawn = app.evaluate(f"Array.from({STAGE}.part.boundary.data.points_x).sort()")
    app.locator(".st-key-set-xor button").first.click()
    app.wait_for_function(f"{STAGE}.scene.dataset.name === 'xor'")
    app.locator(".st-key-set-drawn button").first.click()
    app.wait_for_function(f"{STAGE}.scene.dataset.name === 'drawn'")
    assert app.evaluate(f"Array.from({STAGE}.part.boundary.data.points_x).sort()") == drawn
    app.wait_for_url("**data=drawn**")
    app.locator(".st-key-data-copies button").first.click()
    answered(app, f"{POINTS} === {2 * len(drawn)}")
    wait_until_settled(app)
    other = visitor(has_touch=True)
    open_app(other, app.url)
    assert other.evaluate(POINTS) == 2 * len(drawn)
    assert other.evaluate("frames_.at(-1).cost") == app.evaluate("frames_.at(-1).cost")
    other.locator(".dn-tool-add-1").tap()
    other.touchscreen.tap(*spot(other, 0, 0))
    answered(other, f"{POINTS} === {2 * len(drawn) + 1}")
