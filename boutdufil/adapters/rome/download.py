"""The official address: downloaded with resumption, unpacked without surprise."""

import hashlib
import re
import shutil
import urllib.error
import urllib.request
import zipfile
import zlib
from http.client import HTTPResponse
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from boutdufil.adapters.rome.errors import RomeFileError
from boutdufil.adapters.rome.folder import FolderSource
from boutdufil.adapters.rome.rows import RomeRelease
from boutdufil.adapters.rome.source import Progress

SILENCE_SECONDS = 30
CHUNK_BYTES = 1 << 16
LARGEST_UNPACKED_BYTES = 500_000_000
DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class DownloadedSource:
    """The archive behind an https address."""

    def __init__(self, url: str, downloads: Path, progress: Progress) -> None:
        self.origin = url
        archive = fetch(url, downloads, progress)
        self._folder = FolderSource(unpack(archive, downloads), origin=url)

    def fingerprint(self) -> str:
        """Return the SHA-256 (hex) of the files in the archive."""
        return self._folder.fingerprint()

    def read(self, progress: Progress) -> RomeRelease:
        """Return the release, checked whole."""
        return self._folder.read(progress)


def fetch(url: str, downloads: Path, progress: Progress) -> Path:
    """Download ``url`` and return the archive; take up a broken download where it stopped."""
    check_address(url)
    downloads.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    part, archive = downloads / f"rome-{name}.part", downloads / f"rome-{name}.zip"
    try:
        receive(url, part, progress)
    except (OSError, urllib.error.URLError) as error:
        problem = _("Le téléchargement s’est interrompu (%(reason)s).") % {"reason": error}
        remedy = _("Relancez la même commande : elle reprend où elle s’est arrêtée.")
        raise RomeFileError(url, 0, 0, problem, remedy) from error
    part.replace(archive)
    stamp_of(part).unlink(missing_ok=True)
    return archive


def check_address(url: str) -> None:
    """Raise for anything but https; plain http is for this machine alone."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    problem = _("Seule une adresse https est acceptée.")
    raise RomeFileError(url, 0, 0, problem, _("Vérifiez l’adresse."))


def stamp_of(part: Path) -> Path:
    """Return the file that remembers which version of the archive ``part`` belongs to."""
    return part.with_suffix(".etag")


def receive(url: str, part: Path, progress: Progress) -> None:
    """Append to ``part`` what the server still has to give."""
    had = part.stat().st_size if part.exists() and stamp_of(part).exists() else 0
    request = urllib.request.Request(url)  # noqa: S310 -- the scheme was checked
    if had:
        request.add_header("Range", f"bytes={had}-")
        request.add_header("If-Range", stamp_of(part).read_text())
    try:
        opened = urllib.request.urlopen(request, timeout=SILENCE_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == 416 and complete_size(error) == had:
            return
        raise
    with cast("HTTPResponse", opened) as response:
        check_address(response.url)
        append(response, part, had if response.status == 206 else 0, progress)


def complete_size(error: urllib.error.HTTPError) -> int:
    """Return the size told by ``Content-Range: bytes */SIZE``, else -1."""
    match = re.fullmatch(r"bytes \*/(\d+)", error.headers.get("Content-Range", ""))
    return int(match[1]) if match else -1


def append(response: HTTPResponse, part: Path, had: int, progress: Progress) -> None:
    """Write the body after the first ``had`` bytes; raise ``OSError`` when it is cut short."""
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        stamp_of(part).write_text(etag)
    length = response.headers.get("Content-Length")
    total = had + int(length) if length else 0
    done = had
    with part.open("r+b" if had else "wb") as file:
        file.seek(had)
        while chunk := response.read(CHUNK_BYTES):
            file.write(chunk)
            done += len(chunk)
            progress("download", done, total or done)
    if total and done < total:
        raise ConnectionError(f"{done}/{total}")


def unpack(archive: Path, downloads: Path) -> Path:
    """Unpack the CSV files of ``archive`` and return their folder.

    Only bare file names are used, so that no member can be written outside the folder.
    """
    folder = downloads / f"{archive.stem}-files"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(archive) as bundle:
            extract(bundle, folder)
    except DAMAGES as error:
        archive_problem = _("Cette archive est abîmée (%(reason)s).") % {"reason": error}
        raise RomeFileError(archive.name, 0, 0, archive_problem) from error
    return folder


def extract(bundle: zipfile.ZipFile, folder: Path) -> None:
    """Write the members that belong to a release; refuse an archive of absurd size."""
    members = [info for info in bundle.infolist() if is_wanted(info.filename)]
    if sum(info.file_size for info in members) > LARGEST_UNPACKED_BYTES:
        raise zipfile.BadZipFile(_("contenu trop volumineux"))
    for info in members:
        with bundle.open(info) as inside, (folder / bare_name(info.filename)).open("wb") as out:
            shutil.copyfileobj(inside, out)


def bare_name(member: str) -> str:
    """Return the last part of a member's path, whatever its separators."""
    return re.split(r"[/\\]", member)[-1]


def is_wanted(member: str) -> bool:
    """Tell whether the member is one of the release's files."""
    return bool(re.fullmatch(r"(unix_\w+\.csv|version\.txt)", bare_name(member)))
