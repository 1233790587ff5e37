"""Nothing is thrown away: four courses stand on the chart and in the strip, and each comes back exactly."""

from tests.e2e.browser import wait_for_frame, wait_until_settled

STAGE = "document.querySelector('.dn').stage"
CHART = "document.querySelector('.dn-costs')"
RUNS = f"{STAGE}.part.runs.runs"


def press(page, name: str) -> None:
    page.locator(f".dn-bar .dn-{name}").click()


def play(page, steps: int) -> dict:
    """Play so far, pause; the last frame."""
    press(page, "play")
    wait_for_frame(page, f"frame.step > {steps}", 60)
    press(page, "play")
    page.wait_for_function(f"!{STAGE}.player.playing && {STAGE}.player.now.scored")  # its own costs
    return page.evaluate("frames_.at(-1)")


def shelf(page, count: int) -> list[dict]:
    page.wait_for_function(f"{RUNS}.length === {count}", timeout=30_000)
    return page.evaluate(f"{RUNS}.map(r => ({{id: r.id, step: r.step, cost: r.cost, words: r.words}}))")


def test_branch_reset_and_new_weights_leave_four_curves_and_each_comes_back(page, server):
    page.goto(f"{server.url}/?data=spiral&rate=0.01")
    wait_for_frame(page, seconds=90)
    first = play(page, 200)
    page.locator(".dn-goto").fill("100")
    page.keyboard.press("Enter")
    wait_for_frame(page, "frame.step === 100")
    page.get_by_role("button", name="Continue from here").click()
    assert shelf(page, 2)[1]["words"] == "as before, from step 100"
    second = play(page, 150)
    press(page, "reset")
    wait_for_frame(page, "frame.step === 0")
    shelf(page, 3)
    play(page, 100)
    press(page, "weights")
    wait_for_frame(page, "frame.step === 0")
    runs = shelf(page, 4)
    assert [run["words"] for run in runs] == [
        "the first run",
        "as before, from step 100",
        "the same again",
        "seed 0 → 1",
    ]
    page.wait_for_function(f"{CHART}.data.length === 5")  # two of the present one
    # The size of the gradient of every run, a heat map, the tree, and the way back.
    page.locator(".dn-measure").select_option("gradient")
    page.locator(".dn-of").select_option("0")
    page.wait_for_function(
        f"{CHART}.data.length === 4 && {CHART}.data.every(d => d.y[0] > 0)"
    )  # of every run
    page.locator(".dn-measure").select_option("cost")
    page.locator(".dn-kind").select_option("weights")
    page.wait_for_function("document.querySelector('.dn-history').data?.[0].z.length === 48")
    page.locator(".dn-fork").click()
    assert page.locator(".dn-tree g").count() == 4
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    wait_for_frame(page, f"frame.step === 0 && !{STAGE}.player.playing", 60)
    page.locator(".dn-tree g").nth(1).click()
    wait_for_frame(page, f"{STAGE}.scene.run === 2", 30)
    for _ in range(2):
        for k, seen in ((0, first), (1, second)):
            page.locator(".dn-pick").nth(k).click()
            frame = wait_for_frame(page, f"{STAGE}.scene.run === {k + 1} && frame.step > 100", 30)
            assert (frame["step"], frame["cost"]) == (seen["step"], seen["cost"])
        wait_until_settled(page, 90)
        page.reload()
        wait_for_frame(page, f"{STAGE}.scene.run === 2", 60)
        shelf(page, 4)
    page.locator(".dn-run .dn-menu summary").first.click()
    page.get_by_role("button", name="Let go").click()
    shelf(page, 3)
    page.get_by_role("button", name="↶ Bring back").click()
    shelf(page, 4)
