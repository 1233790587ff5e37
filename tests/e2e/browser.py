"""The app as a visitor has it: a served `app.py`, a real Chromium, and pages that report what goes wrong."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_IT = (
    "the browser tests need Chromium and Playwright: `apt-get install chromium` and "
    "`pip install -r tests/requirements.txt`"
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWPORT = {"width": 1440, "height": 900}

# Streamlit's client, opened at /article, first looks for its server below that path, where there is none.
PROBED = re.compile(r"//[^/]+/.+/_stcore/(health|host-config)$")

# The stage calls this hook on every frame that it paints.
RECORD_FRAMES = "window.frames_ = []; window.onDeepnetFrame = frame => { window.frames_.push(frame); };"


def chromium_path() -> str | None:
    """Where the system's Chromium is, or None."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A process that serves the app on `port`; whoever makes one sets both."""

    port: int
    process: subprocess.Popen

    def cpu_seconds(self) -> float:
        """CPU time used so far, of the process and its threads (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory in use (Linux)."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Server(Served):
    """`streamlit run app.py` in a process of its own on a free port of this machine.

    more: further options of [server], such as baseUrlPath.
    """

    def __init__(self, port: int | None = None, **more: str):
        self.port = port or free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.url = f"{self.origin}/{more.get('baseUrlPath', '')}".rstrip("/")
        self._log = tempfile.TemporaryFile(mode="w+", encoding="utf-8")
        options = {"port": self.port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
        flags = [f"--server.{name}={value}" for name, value in (options | more).items()]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *flags],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def wait(self, seconds: float = 60) -> None:
        """Until the server says that it is well; RuntimeError with its log if it does not in time."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(urllib.error.URLError, OSError):
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            time.sleep(0.05)
        raise RuntimeError(f"the app did not start within {seconds} s:\n{self.log()}")

    def log(self) -> str:
        """What it has printed so far."""
        self._log.seek(0)
        return self._log.read()

    def stop(self) -> None:
        super().stop()
        self._log.close()


@contextlib.contextmanager
def served(port: int | None = None, **more: str) -> Iterator[Server]:
    """A started server, on a free port unless given; it is stopped in any case.  more: options of it."""
    server = Server(port, **more)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def launched() -> Iterator[object]:
    """The system's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser, complaints: list[str] | None = None, **context_options):
    """A page of a visitor of its own.  Its errors are appended to `complaints`; its frames go to frames_.

    context_options: those of Playwright's Browser.new_context, such as color_scheme="dark".
    """
    context = browser.new_context(**{"viewport": VIEWPORT, **context_options})
    context.add_init_script(RECORD_FRAMES)
    page = context.new_page()
    if complaints is not None:
        page.on("pageerror", lambda error: complaints.append(f"error on the page: {error}"))
        page.on(
            "console",
            lambda message: (
                complaints.append(f"console: {message.text} ({message.location.get('url', '')})")
                if message.type == "error" and not PROBED.search(message.location.get("url", ""))
                else None
            ),
        )
    return page


def wait_until_settled(page, seconds: float = 30) -> None:
    """Until Streamlit is connected and no script runs."""
    app = "[data-testid='stApp'][data-test-connection-state='CONNECTED']"
    page.wait_for_selector(app, timeout=1000 * seconds)
    page.wait_for_selector("[data-test-script-state='notRunning']", timeout=1000 * seconds)


def wait_for_frame(page, condition: str = "true", seconds: float = 30) -> dict:
    """The last painted frame, once it meets the JavaScript condition on `frame`, as "frame.step >= 100"."""
    found = page.wait_for_function(
        f"() => {{ const frame = window.frames_.at(-1); return frame && ({condition}) && frame; }}",
        timeout=1000 * seconds,
    )
    return found.json_value()


def open_app(page, url: str) -> None:
    """Open the app and wait for its first picture."""
    page.goto(url)
    wait_until_settled(page)
    wait_for_frame(page)
