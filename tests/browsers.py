"""Real browsers for tests: Debian's Chromium or Playwright's own, and Playwright's Firefox."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Playwright, sync_playwright

# The sandbox needs rights that a container or root does not have; the rest is quiet.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_FIREFOX = (
    "Playwright drives only the Firefox it builds itself (Debian's lacks its protocol): "
    "python -m playwright install firefox"
)
OpenBrowser = Callable[[str], Browser]


@pytest.fixture(scope="module")
def open_browser() -> Iterator[OpenBrowser]:
    """Give a function that starts "chromium" or "firefox", once; all end with the module.

    The function skips the test where that Firefox is not installed.
    """
    opened: dict[str, Browser] = {}
    # Playwright keeps a loop running in this thread: Django must still reach its tables from it,
    # and no other module may meet it. Inside the loop Django holds other connections than
    # outside: none may stay open across its edges, or it would outlive its database.
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")

        def start(name: str) -> Browser:
            if name not in opened:
                opened[name] = _launch(playwright, name)
            return opened[name]

        yield start
        for browser in opened.values():
            browser.close()
        connections.close_all()


def _launch(playwright: Playwright, name: str) -> Browser:
    if name == "firefox":
        if not Path(playwright.firefox.executable_path).exists():
            pytest.skip(NO_FIREFOX)
        return playwright.firefox.launch()
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=found, args=QUIET)
