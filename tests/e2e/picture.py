"""Make the README's picture, a short WebP of the app at play: `python -m tests.e2e.picture`."""

import io

from PIL import Image

from tests.e2e.browser import ROOT, launched, new_page, open_app, served, wait_for_frame

PICTURE = ROOT / ".github" / "playing.webp"
SIZE = (1152, 720)
STEPS = range(0, 2400, 100)  # of training, one picture each
MILLISECONDS = 120  # each picture is shown for


def main() -> None:
    pictures = []
    with served() as server, launched() as browser:
        page = new_page(browser)
        open_app(page, f"{server.url}/?data=spiral&hidden=8-8&activation=relu&optimizer=adam&rate=0.01")
        page.wait_for_selector(".dn-costs .main-svg")
        for step in STEPS:
            if step:
                page.locator(".dn-play").click()
                wait_for_frame(page, f"frame.step >= {step}")
                page.locator(".dn-play").click()
            page.wait_for_timeout(300)  # the charts follow the pictures
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            pictures.append(shot.resize(SIZE, Image.Resampling.LANCZOS))
    PICTURE.parent.mkdir(exist_ok=True)
    first, *rest = pictures
    first.save(
        PICTURE, save_all=True, append_images=rest, duration=MILLISECONDS, loop=0, quality=50, method=6
    )
    print(f"{PICTURE.relative_to(ROOT)}: {len(pictures)} pictures, {PICTURE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
