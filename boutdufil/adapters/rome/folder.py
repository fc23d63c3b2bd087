"""A release unpacked in a folder."""

import hashlib
from pathlib import Path

from boutdufil.adapters.rome.assembly import assemble
from boutdufil.adapters.rome.layout import COLUMNS, NOTE, known_files
from boutdufil.adapters.rome.rows import RomeRelease
from boutdufil.adapters.rome.sheets import Sheet, read_sheet
from boutdufil.adapters.rome.source import Progress
from boutdufil.adapters.rome.version import read_version


class FolderSource:
    """The official CSV files as they come out of their archive."""

    def __init__(self, folder: Path, origin: str = "") -> None:
        self.folder = folder
        self.origin = origin or folder.name

    def fingerprint(self) -> str:
        """Return the SHA-256 (hex) over the names and bytes of the known files."""
        digest = hashlib.sha256()
        files = list(known_files(self.folder).values())
        note = self.folder / NOTE
        for path in sorted([*files, note] if note.is_file() else files):
            digest.update(path.name.encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def read(self, progress: Progress) -> RomeRelease:
        """Return the release; raise ``RomeFileError`` at the first thing that is wrong."""
        files = known_files(self.folder)
        version, published_on = read_version(files)
        sheets: dict[str, Sheet] = {}
        for done, (name, path) in enumerate(files.items()):
            progress("read", done, len(files))
            sheets[name] = read_sheet(path, COLUMNS[name])
        release = assemble(version, published_on, sheets)
        progress("read", len(files), len(files))
        return release
