"""The rate finder in a real browser: on a projector all of it is in sight, and a rate is gone on with."""

from tests.e2e.browser import wait_until_settled


def test_the_rates_fit_on_a_projector_and_one_of_them_is_gone_on_with(visitor, server):
    page = visitor(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/rates?data=circle&points=60")
    page.locator(".marks").wait_for(timeout=90_000)
    button = page.get_by_role("button", name="Go on with rate")
    page.wait_for_function(
        "() => /rate [0-9.]+/.test(document.querySelector('.st-key-rates-branch')?.textContent)",
        timeout=90_000,
    )
    wait_until_settled(page, 60)
    main = "document.querySelector('[data-testid=stMain]')"
    page.wait_for_function(f"() => {main}.scrollHeight <= {main}.clientHeight", timeout=30_000)
    button.click()
    page.get_by_role("link", name="See it on the playground").wait_for(timeout=60_000)
