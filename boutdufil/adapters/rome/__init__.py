"""The official ROME 4.0 release in CSV: read, checked whole, handed over as plain rows.

Source: France Travail, open data, Licence Ouverte. The shapes were read on version 60.
"""

from boutdufil.adapters.rome.download import DownloadedSource
from boutdufil.adapters.rome.errors import RomeFileError
from boutdufil.adapters.rome.fake import FakeSource
from boutdufil.adapters.rome.folder import FolderSource
from boutdufil.adapters.rome.opening import open_source
from boutdufil.adapters.rome.rows import RomeRelease
from boutdufil.adapters.rome.source import OFFICIAL_ADDRESS, Progress, RomeSource

__all__ = [
    "OFFICIAL_ADDRESS",
    "DownloadedSource",
    "FakeSource",
    "FolderSource",
    "Progress",
    "RomeFileError",
    "RomeRelease",
    "RomeSource",
    "open_source",
]
