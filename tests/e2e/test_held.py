"""A network of more than two inputs on the plane: a row chosen by a click, what is held, and the way back."""

from tests.e2e.browser import open_app, wait_for_frame

STAGE = "document.querySelector('.dn').stage"
SHOWN = f"!{STAGE}.player.stale({STAGE}.frame) && {STAGE}.frame.message.on === {STAGE}.on"

# A point with no other within 16 pixels of it, and where it is on the page.
LONELY = """() => { const {part: {boundary: b}, scene} = document.querySelector('.dn').stage;
    const r = b.canvas.getBoundingClientRect(), {left, top, side} = b.square;
    const {arrays} = scene;
    const all = Array.from(arrays.points_x, (_, i) => b.place(i, side));
    const far = (i, j) => i === j || Math.hypot(all[i][0] - all[j][0], all[i][1] - all[j][1]) > 16;
    const i = all.findIndex((_, i) => all.every((_, j) => far(i, j)));
    return {i, x: r.x + left + all[i][0], y: r.y + top + all[i][1],
        row: arrays.points_row[i], test: arrays.points_test[i]}; }"""
# The step that stands for another one: of the frames in hand the nearest, where it lies between them.
IN_HAND = """step => { const {tape} = document.querySelector('.dn').stage.player, i = tape.nearest(step);
    return i < 0 ? step : tape.frames[i].step; }"""
PIXELS = "document.querySelector('.dn-plane').toDataURL()"
DRAWN = "Array.from(document.querySelector('.dn').stage.frame.get('winner')).join('')"


def held(page) -> str:
    return page.locator(".dn-held").inner_text()


def wait_for_plane(page, condition: str) -> None:
    """Until the picture on the screen is of a plane that meets the condition on `plane`."""
    page.wait_for_function(f"() => {{ const {{plane}} = {STAGE}.scene; return {SHOWN} && ({condition}); }}")


def still(page) -> str:
    """The pixels of the large picture, once they stay as they are from one look to the next."""
    page.evaluate("window.before_ = ''")
    page.wait_for_function(
        f"() => {{ const now = {PIXELS}, same = now === window.before_; window.before_ = now; return same; }}"
    )
    return page.evaluate(PIXELS)


def play_until(page, step: int) -> None:
    page.locator(".dn-play").click()
    wait_for_frame(page, f"frame.step >= {step}")
    page.locator(".dn-play").click()
    wait_for_frame(page, "frame.step > 0")


def test_a_plane_goes_through_a_row_and_values_of_ones_own_and_back_to_the_median(page, server):
    open_app(page, f"{server.url}/?data=iris")
    play_until(page, 200)
    page.locator(".dn-change").click()
    page.locator(".dn-value").first.wait_for()
    median, answers = still(page), page.evaluate(DRAWN)
    assert "held at their median over the training rows" in held(page) and "Points fade" in held(page)

    spot = page.evaluate(LONELY)
    page.mouse.click(spot["x"], spot["y"])
    wait_for_plane(page, "plane.row")
    at_row = page.evaluate(DRAWN)
    assert page.evaluate(f"{STAGE}.scene.plane.row.at") == [spot["test"], spot["row"]]
    name = page.evaluate(f"{STAGE}.scene.plane.row.name")
    assert f"held at {name}: sepal length" in held(page)
    card = page.locator(".dn-row").inner_text()
    assert name in card.lower() and "species" in card and "%" in page.locator(".dn-verdict").inner_text()
    assert page.evaluate(f"{STAGE}.part.boundary.chosen") == spot["i"]
    assert page.evaluate(f"{STAGE}.scene.arrays.points_near[{spot['i']}]") == 255
    assert at_row != answers

    width = page.locator(".dn-value", has_text="sepal width").locator("input")
    width.fill(width.get_attribute("max"))
    wait_for_plane(page, "plane.by_hand.length")
    assert f"held at {name}, but for sepal width 4.4 cm, set by hand." in held(page)
    assert page.evaluate(DRAWN) != at_row

    page.get_by_role("button", name="Back to the median").click()
    wait_for_plane(page, "!plane.row && !plane.by_hand.length")
    assert page.evaluate(DRAWN) == answers
    assert still(page) == median
    assert page.get_by_role("button", name="Back to the median").is_disabled()

    page.mouse.click(spot["x"], spot["y"])
    wait_for_plane(page, "plane.row")
    page.keyboard.press("Escape")
    wait_for_plane(page, "!plane.row")
    assert still(page) == median and page.locator(".dn-row").is_hidden()


def test_what_is_held_stays_in_play_and_in_the_past_goes_with_the_data_and_pictures_are_shown(page, server):
    open_app(page, f"{server.url}/?data=penguins")
    play_until(page, 100)
    page.locator(".dn-change").click()
    page.get_by_label("island").select_option("Dream")
    wait_for_plane(page, "plane.by_hand.length")
    assert "island Dream" in held(page)
    mass = page.locator(".dn-value", has_text="body_mass_g").locator("input")
    step = page.evaluate("frames_.at(-1).step")
    early = page.evaluate("frames_.find((frame) => frame.step >= 50).step")
    page.locator(".dn-play").click()
    mass.fill("6000")  # while it plays
    wait_for_plane(page, "plane.by_hand.some(([, value]) => value === 6000)")
    wait_for_frame(page, f"frame.step > {step + 100}")
    page.locator(".dn-play").click()
    for past in (early, step):  # kept by the browser from before, and not
        asked, past = past, page.evaluate(IN_HAND, past)
        page.get_by_label("Time: step shown").fill(str(asked))
        wait_for_frame(page, f"frame.step === {past}")
        wait_for_plane(page, "plane.by_hand.some(([, value]) => value === 6000)")
        mass.fill("3000")
        wait_for_plane(page, "plane.by_hand.some(([, value]) => value === 3000)")
        assert page.evaluate(f"{STAGE}.frame.step") == past
        mass.fill("6000")
    assert page.evaluate(f"{STAGE}.player.peak") > step + 100  # looking at the past has not cut the run
    past = page.evaluate(f"{STAGE}.frame.step")
    mass.press("ArrowLeft")  # the key is the slider's, not that of Step
    wait_for_plane(page, "plane.by_hand.some(([, value]) => value < 6000 && value > 5000)")
    assert page.evaluate(f"{STAGE}.frame.step") == past
    page.locator(".st-key-set-chest-x-rays button").first.click()
    wait_for_plane(page, "plane.kind === 'pca'")
    assert page.evaluate(f"{STAGE}.player.view.by_hand") is None and "held at the mean" in held(page)

    spot = page.evaluate(LONELY)
    page.mouse.click(spot["x"], spot["y"])
    page.locator(".dn-picture").wait_for()
    card = page.locator(".dn-row").inner_text()
    assert "normal" in card or "pneumonia" in card
    assert "held at picture" in held(page) and "diagnosis" in held(page)
    page.get_by_role("button", name="Let go of this row").click()
    wait_for_plane(page, "!plane.row")
    assert "held at the mean" in held(page)
