"""A CSV of a million rows dropped on the page: seconds to the preview and to training, and memory.

Run it as `python tests/benchmarks/million.py [rows]`; it wants a machine with nothing else to do.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.e2e.browser import launched, new_page, open_app, served, wait_for_frame, wait_until_settled

GOALS = {"seconds to the preview": 10.0, "MB over the start at the most": 600.0}
PREVIEW = "[role=dialog] [data-testid=stDataFrame]"
# The text of the dialog's progress bar, whenever it changes.
WATCH_BAR = """window.bar_ = []; setInterval(() => {
    const text = document.querySelector("[role=dialog] [data-testid=stProgress]")?.innerText;
    if (text && text !== bar_.at(-1)) bar_.push(text); }, 15);"""


def mixed(path: Path, rows: int) -> None:
    """Two measures, words, whole numbers, and classes that hang together with them: 25 MB."""
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal(rows), rng.uniform(0, 100, rows)
    region, age = rng.choice(["north", "south", "east", "west"], rows), rng.integers(18, 90, rows)
    score = a + (b - 50) / 25 + (region == "north") + 0.3 * rng.standard_normal(rows)
    answer = np.where(score > 0, "yes", "no")
    frame = {"a": a.round(4), "b": b.round(2), "region": region, "age": age, "answer": answer}
    pd.DataFrame(frame).to_csv(path, index=False)


def long_numbers(path: Path, rows: int) -> None:
    """Five numbers with all their digits, the last the sine of the others and noise: 96 MB."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((rows, 4))
    y = np.sin(X.sum(axis=1)) + 0.1 * rng.standard_normal(rows)
    pd.DataFrame(np.column_stack([X, y]), columns=list("abcdy")).to_csv(path, index=False)


class Peak:
    """The largest memory of a server since the start, looked at twenty times a second."""

    def __init__(self, server):
        self.server, self.most, self._on = server, 0.0, True
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self):
        while self._on:
            self.most = max(self.most, self.server.megabytes())
            time.sleep(0.05)

    def stop(self) -> float:
        self._on = False
        self._thread.join()
        return self.most


def measure(browser, path: Path) -> dict[str, float]:
    with served() as server:
        page = new_page(browser)
        open_app(page, server.url)
        wait_until_settled(page)
        start, peak = server.megabytes(), Peak(server)
        page.locator(".st-key-data-file button").first.click()
        page.get_by_role("dialog").wait_for()
        page.evaluate(WATCH_BAR)
        began = time.perf_counter()
        page.locator("input[type=file]").set_input_files(path)
        page.locator(PREVIEW).first.wait_for(timeout=120_000)
        preview = time.perf_counter() - began
        page.locator(".st-key-file-train button").wait_for(timeout=120_000)
        choices = time.perf_counter() - began
        bar = page.evaluate("bar_")
        rev = page.evaluate("frames_.at(-1).rev")
        began = time.perf_counter()
        page.locator(".st-key-file-train button").click()
        wait_for_frame(page, f"frame.rev > {rev}", 120)
        page.get_by_role("dialog").wait_for(state="hidden")
        page.locator(".dn-bar").get_by_role("button", name="Play").click()
        first = wait_for_frame(page, f"frame.rev > {rev} && frame.step > 0", 120)
        training = time.perf_counter() - began
        page.evaluate("frames_.length = 0")
        page.wait_for_timeout(5000)
        last = page.evaluate("({count: frames_.length, step: frames_.at(-1).step})")
        found = {
            "seconds to the preview": preview,
            "seconds to all choices": choices,
            "seconds from Train to the first step": training,
            "changes of the progress bar": len(bar),
            "frames a second at play": last["count"] / 5,
            "steps a second at play": (last["step"] - first["step"]) / 5,
            "MB at the start": start,
            "MB over the start at the most": peak.stop() - start,
            "MB over the start while it plays": server.megabytes() - start,
        }
        page.context.close()
        return found


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        for make in (mixed, long_numbers):
            path = Path(folder) / f"{make.__name__}.csv"
            make(path, rows)
            print(f"\n{path.name}: {rows:,} rows × 5 columns, {path.stat().st_size / 1e6:.0f} MB")
            for name, value in measure(browser, path).items():
                goal = GOALS.get(name)
                verdict = f"   goal ≤ {goal:g}: {'met' if value <= goal else 'MISSED'}" if goal else ""
                print(f"  {name:38} {value:8.1f}{verdict}")


if __name__ == "__main__":
    main()
