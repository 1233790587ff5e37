"""What a visitor of the live page gets, measured: `python tests/benchmarks/live.py` (Linux, three minutes).

In the browser a real Chromium opens the app, plays and clicks, and the page's own clock is read; so it is for
lanes side by side.  Kept is the memory of twenty runs.  Raw,
clients that draw nothing play 1, 10 and 30 sessions at once (sessions.py).
All on the loopback, and bounded in time.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from tests.benchmarks.sessions import HEAVY, play_raw, sessions  # noqa: E402
from tests.e2e.browser import launched, new_page, open_app, served, wait_for_frame  # noqa: E402


def report(what: str, found: str, goal: str = "") -> None:
    print(f"{what:<58} {found:>26}   {goal}", flush=True)


def spread(values: list[float], digits: int = 0) -> str:
    """Median and maximum in one cell."""
    return f"{statistics.median(values):.{digits}f} (most {max(values):.{digits}f})"


# ---- in the browser

# Looks at every sixth frame of the display: an empty canvas or a chart without its line is blank.
WATCH_FOR_BLANKS = """() => {
  const small = new OffscreenCanvas(16, 16).getContext('2d', {willReadFrequently: true});
  const watch = window.watch_ = {seen: 0, blank: [], on: true};
  const empty = name => {
    const canvas = document.querySelector(name);
    if (!canvas || !canvas.width) return true;
    small.clearRect(0, 0, 16, 16);
    small.drawImage(canvas, 0, 0, 16, 16);
    const pixels = new Uint32Array(small.getImageData(0, 0, 16, 16).data.buffer);
    return pixels.every(pixel => pixel === pixels[0]);
  };
  const missing = name => !document.querySelector(name);
  let turn = 0;
  const look = () => {
    if (!watch.on) return;
    requestAnimationFrame(look);
    if (turn++ % 6) return;
    watch.seen += 1;
    watch.blank.push(...['.dn-plane', '.dn-diagram'].filter(empty),
      ...['.dn-costs .scatterlayer .js-line', '.dn-hists .js-line'].filter(missing));
  };
  requestAnimationFrame(look);
}"""

# From a click to the end of the display frame that shows its effect, in milliseconds.
CLICK_TO_PICTURE = """async ([button, condition]) => {
  const shown = new Function('frame', 'old', 'return ' + condition);
  const old = window.frames_.at(-1), start = performance.now();
  document.querySelector(button).click();
  const drawn = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  for (;;) {
    const now = await drawn();
    if (shown(window.frames_.at(-1), old)) return now - start;
    if (now - start > 10000) throw new Error('nothing was drawn within 10 s of clicking ' + button);
  }
}"""


def painted(page, seconds: float) -> list[dict]:
    """Frames that the page paints within the next seconds."""
    page.evaluate("window.frames_.length = 0")
    time.sleep(seconds)
    return page.evaluate("window.frames_.slice()")


def play_in_browser(server, browser, dataset: str, seconds: float) -> None:
    page = new_page(browser)
    open_app(page, f"{server.url}/?data={dataset}")
    page.locator(".dn-play").click()
    wait_for_frame(page, "frame.step > 100")
    for chart in (".dn-costs .js-line", ".dn-hists .js-line"):
        page.wait_for_selector(chart, state="attached")
    page.evaluate(WATCH_FOR_BLANKS)
    cpu, start = server.cpu_seconds(), time.monotonic()
    frames = painted(page, seconds)
    cpu, took = server.cpu_seconds() - cpu, time.monotonic() - start
    watched = page.evaluate("(window.watch_.on = false, window.watch_)")
    times = [frame["t"] for frame in frames]
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    report(f"{dataset}: frames painted a second", f"{1000 * len(gaps) / (times[-1] - times[0]):.1f}", ">= 55")
    report(f"{dataset}: gap between frames, ms", spread(gaps))
    blank = ", ".join(sorted(set(watched["blank"])))
    report(f"{dataset}: blank in {watched['seen']} looks", f"{len(watched['blank'])} {blank}".strip(), "0")
    report(f"{dataset}: server CPU a frame, ms", f"{1000 * cpu / len(frames):.1f}", "<= 12")
    report(f"{dataset}: server CPU, share of a core", f"{100 * cpu / took:.0f} %")
    report(f"{dataset}: updates a second", f"{(frames[-1]['step'] - frames[0]['step']) / seconds:.0f}")
    last = frames[-1]
    report(f"{dataset}: accuracy train / test then", f"{last['metric']:.3f} / {last['metric_test']:.3f}")
    page.context.close()


def click_in_browser(server, browser) -> None:
    page = new_page(browser)
    open_app(page, f"{server.url}/?data=circle")
    pauses, steps, resets, shapes = [], [], [], []
    for _ in range(20):
        page.locator(".dn-play").click()
        wait_for_frame(page, "!frame.paused")
        time.sleep(0.2)
        pauses.append(page.evaluate(CLICK_TO_PICTURE, [".dn-play", "true"]))
        at_pause = page.evaluate("window.frames_.length")
        time.sleep(0.1)
        assert page.evaluate("window.frames_.length") == at_pause, "frames were painted after the pause"
        steps.append(page.evaluate(CLICK_TO_PICTURE, [".dn-step", "frame.step === old.step + 1"]))
    for turn in range(20):
        time.sleep(0.1)
        resets.append(page.evaluate(CLICK_TO_PICTURE, [".dn-reset", "frame.rev > old.rev"]))
        time.sleep(0.4)  # the rest of the page follows by a rerun
        more = f".dn-width button:{'last' if turn % 2 else 'first'}-of-type"
        shapes.append(page.evaluate(CLICK_TO_PICTURE, [more, "frame.rev > old.rev"]))
        time.sleep(0.4)
    report("pause to picture, ms, 20 times", spread(pauses), "<= 20")
    report("first step after a pause to picture, ms, 20 times", spread(steps), "<= 20")
    report("reset to picture, ms, 20 times", spread(resets), "<= 150")
    report("one neuron more or fewer to picture, ms, 20 times", spread(shapes), "<= 150")
    steps = []
    for _ in range(20):
        time.sleep(0.15)  # as fast as one clicks: the next update is already here
        steps.append(page.evaluate(CLICK_TO_PICTURE, [".dn-step", "frame.step === old.step + 1"]))
    report("further steps to picture, ms, 20 times", spread(steps), "<= 20")
    page.context.close()


def change_setting_in_browser(server, browser) -> None:
    """Through one of Streamlit's own widgets: key on the learning rate's menu -> rerun -> frame."""
    page = new_page(browser)
    open_app(page, f"{server.url}/?data=circle")
    page.locator(".dn-play").click()
    field = page.locator(".st-key-settings-learning_rate input")
    page.evaluate(
        "addEventListener('keydown', e => {"
        " if (e.key === 'Enter') window.entered_ = performance.now(); }, true)"
    )
    waits = []
    for key in ["ArrowDown", "ArrowUp"] * 5:
        rev = wait_for_frame(page)["rev"]
        field.click()
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        frame = wait_for_frame(page, f"frame.rev > {rev}")
        first = page.evaluate(f"window.frames_.find(frame => frame.rev > {rev}).t")
        waits.append(first - page.evaluate("window.entered_"))
        assert frame["rev"] > rev
        time.sleep(0.5)
    report("learning rate in its menu to picture, playing, ms", spread(waits), "<= 150")
    page.context.close()


def open_in_browser(browser) -> None:
    """From navigation to the first frame, by the page's clock: it starts with the navigation."""
    cold, warm = [], []
    for _ in range(3):
        with served() as server:
            page = new_page(browser)
            open_app(page, server.url)
            cold.append(page.evaluate("window.frames_[0].t"))
            for _ in range(5):
                open_app(page, server.url)
                warm.append(page.evaluate("window.frames_[0].t"))
            page.context.close()
    report("first picture, new server and empty cache, ms, 3 times", spread(cold), "<= 2500")
    report("first picture, opened again, ms, 15 times", spread(warm), "<= 1200")


def lanes_in_browser(server, browser, count: int, goal: str, seconds: float) -> None:
    """So many networks side by side, at the usual speed."""
    page = new_page(browser)
    lanes = "|".join(f"rate={0.01 * (k + 1):g}" for k in range(count))
    page.goto(f"{server.url}/compare?lanes={lanes}&clock=updates")
    page.locator(".dnc-play").click()
    wait_for_frame(page, "frame.step > 100", 60)
    frames = painted(page, seconds)
    times = [frame["t"] for frame in frames]
    gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
    report(
        f"{count} lanes: frames painted a second", f"{1000 * len(gaps) / (times[-1] - times[0]):.1f}", goal
    )
    report(f"{count} lanes: gap between frames, ms", spread(gaps))
    page.context.close()


# ---- runs that are kept


def keep_runs(count: int = 20, steps: int = 10_000) -> None:
    """The memory of a bench with so many runs of so many steps, each seen in frames of ten updates."""
    from dataclasses import replace

    from deepnet.lab.run.bench import Bench
    from deepnet.lab.run.run import Run

    bench, before = Bench(Run()), megabytes()
    for seed in range(1, count + 1):
        for _ in range(steps // 10):
            bench.run.step_by(10)
        if seed < count:
            bench.apply(replace(bench.settings, seed=seed))
    assert len(bench.runs) == count, "some were let go to make room"
    report(f"{count} runs of {steps:,} steps: kept, MB as counted", f"{bench.bytes / 1e6:.1f}", "<= 60")
    report(f"{count} runs of {steps:,} steps: more memory of the process, MB", f"{megabytes() - before:.1f}")


def megabytes() -> float:
    """Memory in use by this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# ---- the raw protocol


def play_sessions(
    count: int, seconds: float, goal: str, floor_megabytes: float | None, steps: int = 10, heavy: str = ""
) -> float:
    """Print one block of the table. Gives back the memory of the server in MB.

    heavy: what the first session plays, at 100 updates a frame; the others are reported.
    """
    with sessions(count, heavy) as server:
        changing, first = (1, 100) if heavy else (0 if count > 1 else None, None)
        players, cpu = asyncio.run(play_raw(server, seconds, changing, steps, first))
        megabytes = server.megabytes()
    still = players[1:] or players
    if heavy:
        report(f"beside {heavy}, its frames", str(players[0].painted))
        players = still
        still = players[1:]
    rates = [player.painted / seconds for player in still]
    frames = sum(player.painted for player in players)
    busy = sum(player.busy for player in players)
    name = f"raw, {count} session{'s' if count > 1 else ''}{'' if steps else ' as fast as it goes'}"
    name += f" beside {heavy}" if heavy else ""
    report(f"{name}: frames a second each", f"{statistics.median(rates):.1f} (least {min(rates):.1f})", goal)
    gaps = [1000 * (b - a) for player in still for a, b in zip(player.times, player.times[1:], strict=False)]
    gaps.sort()
    report(f"{name}: gap, ms, p95 and most", f"{gaps[int(0.95 * len(gaps))]:.0f} and {gaps[-1]:.0f}")
    report(f"{name}: server CPU a frame, ms", f"{1000 * cpu / frames:.2f}", "<= 12")
    report(f"{name}: of it not training, ms", f"{1000 * (cpu - busy) / frames:.2f}", "<= 3")
    report(f"{name}: bytes a frame", f"{sum(player.bytes for player in players) / frames:.0f}")
    if count == 1:
        looks = [1000 * reply for reply in players[0].replies]
        report(f"{name}: a past step, reply, ms, 20 times", spread(looks), "<= 150")
    else:
        changes = [1000 * change for change in players[0].changes]
        report(f"{name}: changed setting, reply, ms", spread(changes), "<= 500" if count > 10 else "")
        if floor_megabytes is not None:
            each = (megabytes - floor_megabytes) / (count - 1)
            report(f"{name}: memory a session, MB", f"{each:.1f}", "<= 15")
    return megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0, help="of playing, for each row (default 5)")
    parser.add_argument("--only", choices=["browser", "lanes", "kept", "raw"])
    options = parser.parse_args()
    seconds = min(max(options.seconds, 1.0), 30.0)
    print(f"{'measured':<58} {'found':>26}   goal")
    if options.only in (None, "kept"):
        keep_runs()
    if options.only in (None, "lanes"):
        with launched() as browser, served() as server:
            for count, goal in ((2, ">= 55"), (4, ""), (6, ">= 30")):
                lanes_in_browser(server, browser, count, goal, seconds)
    if options.only in (None, "browser"):
        with launched() as browser:
            with served() as server:
                for dataset in ("circle", "spiral"):
                    play_in_browser(server, browser, dataset, seconds)
                click_in_browser(server, browser)
                change_setting_in_browser(server, browser)
            open_in_browser(browser)
    if options.only in (None, "raw"):
        floor = play_sessions(1, seconds, ">= 55", None)
        play_sessions(10, seconds, ">= 40", floor)
        play_sessions(30, seconds, ">= 12", floor)
        play_sessions(10, seconds, ">= 30", None, steps=0)
        play_sessions(30, seconds, ">= 12", None, steps=0)
        for heavy in HEAVY:
            play_sessions(30, seconds, ">= 12", None, heavy=heavy)


if __name__ == "__main__":
    main()
