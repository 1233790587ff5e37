"""The app behind nginx, as workshops serve it: below a path, and at a port of its own."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.browser import free_port, served, wait_for_frame

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PASSED_ON = """
    proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
"""


@contextlib.contextmanager
def nginx(*servers: str) -> Iterator[None]:
    """nginx with these server blocks, until they answer."""
    with tempfile.TemporaryDirectory() as folder:
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy"))
        temporary += "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("fastcgi", "uwsgi", "scgi"))
        Path(folder, "conf").write_text(
            f"pid {folder}/pid; error_log {folder}/log; events {{}}"
            f"http {{ access_log off; {temporary} map $http_upgrade $connection_upgrade"
            f"{{ default upgrade; '' close; }} {PASSED_ON} {''.join(servers)} }}"
        )
        process = subprocess.Popen([NGINX, "-p", folder, "-c", f"{folder}/conf", "-g", "daemon off;"])
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def until_up(url: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
            return
    raise RuntimeError(f"{url} does not answer")


@pytest.fixture(scope="module", autouse=True)
def there_is_nginx():
    if NGINX is None:
        if os.environ.get("CI") == "true":
            pytest.fail("the tests behind a proxy need nginx: `apt-get install nginx-light`")
        pytest.skip("there is no nginx")


def plays(page, url: str) -> None:
    page.goto(url)
    wait_for_frame(page, seconds=60)
    page.locator(".dn-bar").get_by_role("button", name="Play").click()
    wait_for_frame(page, "frame.step >= 50")
    page.context.close()  # before the proxy is gone


def test_it_plays_below_a_path_that_the_proxy_takes_off_and_at_a_port_that_it_leaves_out(visitor, server):
    below, beside = free_port(), free_port()
    there = f"proxy_pass {server.url}"
    with nginx(
        f"server {{ listen 127.0.0.1:{below}; location /play/ {{ {there}/; "
        f"{PASSED_ON} proxy_set_header Host $http_host; }} }}",
        f"server {{ listen 127.0.0.1:{beside}; location / {{ {there}; "
        f"{PASSED_ON} proxy_set_header Host $host; }} }}",
    ):
        until_up(f"http://127.0.0.1:{below}/play")
        plays(visitor(), f"http://127.0.0.1:{below}/play/")
        plays(visitor(), f"http://127.0.0.1:{beside}/?data=xor")


def test_it_plays_where_the_proxy_forwards_nothing_but_its_own_path(visitor):
    port = free_port()
    with (
        served(baseUrlPath="play") as server,
        nginx(
            f"server {{ listen 127.0.0.1:{port}; location /play {{ proxy_pass {server.origin}; "
            f"{PASSED_ON} proxy_set_header Host $http_host; }} }}"
        ),
    ):
        until_up(f"http://127.0.0.1:{port}/play")
        plays(visitor(), f"http://127.0.0.1:{port}/play/")
