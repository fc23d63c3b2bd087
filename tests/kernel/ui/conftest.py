"""A headless Chromium for the tests of the interface kit."""

import pytest
from playwright.sync_api import Browser

from tests.browsers import OpenBrowser, open_browser

__all__ = ["open_browser"]


@pytest.fixture
def chromium(open_browser: OpenBrowser) -> Browser:
    """Give the Chromium of this module."""
    return open_browser("chromium")
