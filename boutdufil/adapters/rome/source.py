"""Where a release comes from: a folder, an archive or the official address."""

from collections.abc import Callable
from typing import Protocol

from boutdufil.adapters.rome.rows import RomeRelease

OFFICIAL_ADDRESS = "https://api.francetravail.fr/api-nomenclatureemploi/v1/open-data/csv"

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total) as the work advances."""


class RomeSource(Protocol):
    """A release somewhere in the outside world."""

    @property
    def origin(self) -> str:
        """Return where it comes from, as shown to a reader; no path of this machine."""
        ...

    def fingerprint(self) -> str:
        """Return the SHA-256 (hex) of the files that make the release."""
        ...

    def read(self, progress: Progress) -> RomeRelease:
        """Return the release, checked whole; raise ``RomeFileError`` otherwise."""
        ...
