"""What a visitor has outlives a reload, belongs to one tab, and where it is lost the page says so."""

from tests.e2e.browser import new_page, served, wait_for_frame, wait_until_settled
from tests.e2e.test_own_data import bring, train

STAGE = "document.querySelector('.dn').stage"


def press(page, name: str) -> None:
    page.locator(".dn-bar").get_by_role("button", name=name).click()


def play_to(page, step: int) -> None:
    press(page, "Play")
    wait_for_frame(page, f"frame.step > {step}", 60)


def curve(page) -> list[int]:
    return page.evaluate(f"{STAGE}.player.series.step")


def arrive(page, url: str) -> None:
    page.goto(url)
    wait_for_frame(page, seconds=90)
    wait_until_settled(page, 90)


def test_a_reload_in_mid_play_comes_back_to_the_step_with_curve_speed_and_file(page, server):
    arrive(page, server.url)
    bring(page, "iris.csv")
    train(page)
    page.get_by_label("Speed", exact=True).select_option("1 update a frame")
    play_to(page, 40)
    step = page.evaluate("frames_.at(-1).step")
    page.reload(wait_until="commit")
    back = wait_for_frame(page, f"frame.step >= {step}", 90)
    assert back["step"] < step + 60 and back["paused"]
    assert page.evaluate(f"{STAGE}.scene.dataset.name") == "upload"
    assert curve(page)[0] == 0 and len(curve(page)) > 5 and curve(page)[-1] == back["step"]
    assert page.get_by_label("Speed", exact=True).input_value() == "one"
    wait_until_settled(page, 90)
    page.locator(".st-key-data-file button").first.click()
    page.get_by_role("dialog").locator("strong", has_text="iris.csv").first.wait_for()


def test_another_tab_has_a_bench_of_its_own_even_if_it_is_a_copy(page, server):
    arrive(page, server.url)
    play_to(page, 60)
    press(page, "Pause")
    key = page.evaluate("sessionStorage.getItem('deepnet.bench')")
    copy = page.context.new_page()  # as a browser that duplicates a tab makes it
    copy.add_init_script(f"sessionStorage['deepnet.bench'] ??= '{key}'")
    copy.goto(server.url)
    wait_for_frame(copy, seconds=90)
    copy.wait_for_function(f"sessionStorage['deepnet.bench'] !== '{key}'")
    wait_until_settled(copy, 90)
    step = page.evaluate("frames_.at(-1).step")
    copy.locator(".st-key-preset-spiral button").first.click()
    wait_for_frame(copy, f"frame.step > 20 && {STAGE}.scene.settings.dataset === 'spiral'", 60)
    assert page.evaluate("frames_.at(-1).step") == step
    assert page.evaluate(f"{STAGE}.scene.settings.dataset") == "circle"
    press(page, "Step")
    assert wait_for_frame(page, f"frame.step > {step}")["step"] == step + 1
    assert copy.evaluate(f"{STAGE}.scene.settings.dataset") == "spiral"
    copy.goto(f"{server.url}/?data=circle")  # another link in the same tab, though it names what is usual
    wait_for_frame(copy, f"{STAGE}.scene.settings.dataset === 'circle'", 60)


def test_where_the_server_was_started_anew_the_page_says_what_is_lost_and_goes_on_from_the_address(browser):
    with served() as first:
        page = new_page(browser)
        arrive(page, f"{first.url}/?data=spiral")
        play_to(page, 20)
        press(page, "Pause")
    with served(first.port):
        page.get_by_text("What you had here is gone").wait_for(timeout=90_000)
        wait_for_frame(page, "frame.step === 0", 60)
        assert page.evaluate(f"{STAGE}.scene.settings.dataset") == "spiral"
        wait_until_settled(page, 90)
        page.reload()
        wait_for_frame(page)
        wait_until_settled(page, 90)
        assert page.get_by_text("What you had here is gone").count() == 0
        page.context.close()
