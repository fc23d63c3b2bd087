"""What a PDF says: the text of its pages, and who its file says made it.

By pypdf, within bounds: a page that cannot be read is told apart from an empty one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

MOST_PAGES: Final = 60
LONGEST_PAGE: Final = 40_000
# What a word processor writes of people into a file; its own name and the dates are no matter.
TELLING: Final = ("/Author", "/Title", "/Subject", "/Keywords", "/Company", "/Manager")
# Broken files are told by what is returned; pypdf's own remarks would quote them in our logs.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PdfReading:
    """The text of each page (None: unreadable), what the file says of people, pages not read."""

    pages: tuple[str | None, ...]
    about: tuple[tuple[str, str], ...]
    unread: int = 0

    @property
    def has_text(self) -> bool:
        """Tell whether any page has text: a scanned one has none that a machine finds."""
        return any(page and page.strip() for page in self.pages)


def read_pdf(content: bytes) -> PdfReading | None:
    """Return what a PDF says; None when it cannot be opened at all."""
    try:
        reader = PdfReader(BytesIO(content))
        count = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError):
        return None
    pages = tuple(_text(reader, number) for number in range(min(count, MOST_PAGES)))
    return PdfReading(pages, _about(reader), max(0, count - MOST_PAGES))


def _text(reader: PdfReader, number: int) -> str | None:
    # Whatever a strange file does to the library, the reader of it is told "unreadable".
    try:
        return reader.pages[number].extract_text()[:LONGEST_PAGE]
    except Exception:
        return None


def _about(reader: PdfReader) -> tuple[tuple[str, str], ...]:
    try:
        said: Mapping[str, Any] = reader.metadata or {}
        found = [(name.strip("/"), str(said.get(name) or "").strip()) for name in TELLING]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    return tuple((name, value) for name, value in found if value)
