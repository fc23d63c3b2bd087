"""Which reader suits the place a person names."""

from pathlib import Path

from boutdufil.adapters.rome.download import DownloadedSource, unpack
from boutdufil.adapters.rome.folder import FolderSource
from boutdufil.adapters.rome.source import Progress, RomeSource


def open_source(place: str | Path, *, downloads: Path, progress: Progress) -> RomeSource:
    """Return the source at ``place``: a folder, a ``.zip`` file or an https address.

    An address is downloaded into ``downloads``, where a broken download is taken up again.
    """
    text = str(place)
    if "://" in text:
        return DownloadedSource(text, downloads, progress)
    path = Path(text)
    if path.is_file():
        return FolderSource(unpack(path, downloads), origin=path.name)
    return FolderSource(path)
