"""Real browsers for tests: Debian's Chromium or Playwright's own, and Playwright's Firefox.

The Chromium without windows (its "headless shell") is the same engine and takes half the time;
it is taken where there is one, but for calls: sound and pictures do not flow in it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Playwright, sync_playwright

WHOLE = ("chromium", "chromium-browser")
SHELL = ("chromium-headless-shell", *WHOLE)
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
# A camera and a microphone that are not there, given without asking; see test_media_browser.py.
FAKE_DEVICES = [
    "--use-fake-device-for-media-stream=fps=30",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
OpenBrowser = Callable[[str], Browser]


@pytest.fixture(scope="module")
def open_browser() -> Iterator[OpenBrowser]:
    """Give a function that starts "chromium" or "firefox", once; all end with the module.

    "chromium with devices" has a camera and a microphone.

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
    calls = name == "chromium with devices"
    found = next(filter(None, map(shutil.which, WHOLE if calls else SHELL)), None)
    more = FAKE_DEVICES if calls else []
    return playwright.chromium.launch(executable_path=found, args=[*QUIET, *more])
