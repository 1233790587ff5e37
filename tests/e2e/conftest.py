"""Fixtures for tests in a real browser: `server`, `browser`, `visitor` and `page`."""

import importlib.util
import os
from pathlib import Path

import pytest

from tests.e2e.browser import HOW_TO_GET_IT, chromium_path, launched, new_page, served

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=2))  # a machine that was busy gets another chance


@pytest.fixture(scope="session")
def server():
    """The app, served once for all tests of a worker."""
    with served() as server:
        yield server


@pytest.fixture(scope="module")
def browser():
    """Chromium; a test without one is skipped, and fails where CI=true."""
    if chromium_path() is None or importlib.util.find_spec("playwright") is None:
        if os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    with launched() as browser:
        yield browser


@pytest.fixture
def visitor(browser, server):
    """visitor(**options): a new page of a new visitor.  Any error on any of them fails the test."""
    complaints, pages = [], []

    def arrive(**context_options):
        pages.append(new_page(browser, complaints, **context_options))
        return pages[-1]

    yield arrive
    for page in pages:
        page.context.close()
    assert complaints == []


@pytest.fixture
def page(visitor):
    """The page of one visitor, still empty: `open_app(page, server.url)`."""
    return visitor()
