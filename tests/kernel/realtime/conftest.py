"""A browser, for the page's side of a stream."""

from tests.browsers import open_browser

__all__ = ["open_browser"]
