"""Which version a release is: from ``version.txt``, else from the names of its files."""

import re
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from boutdufil.adapters.rome.errors import RomeFileError
from boutdufil.adapters.rome.layout import NOTE, edition_of
from boutdufil.adapters.rome.sheets import decode

_VERSION = re.compile(r"Num[ée]ro de version\s*:\s*(\d+)", re.IGNORECASE)
_DATE = re.compile(r"Date de publication\s*:\s*(\d{2})/(\d{2})/(\d{4})", re.IGNORECASE)


def read_version(files: dict[str, Path]) -> tuple[str, date | None]:
    """Return (version number, date of publication or None).

    Raises ``RomeFileError`` when ``version.txt`` and the file names tell two versions.
    """
    first = next(iter(files.values()))
    named = edition_of(first)[1:] or edition_of(first)
    note = first.parent / NOTE
    if not note.is_file():
        return named, None
    text = decode(note)
    match = _VERSION.search(text)
    if match is None:
        raise RomeFileError(NOTE, 1, 1, _("Le numéro de version est illisible."))
    if match[1] != named:
        problem = _("La version %(written)s n’est pas celle des fichiers (%(named)s).")
        values = {"written": match[1], "named": named}
        line = text.count("\n", 0, match.start(1)) + 1
        raise RomeFileError(NOTE, line, 1, problem % values)
    return match[1], publication_date(text)


def publication_date(text: str) -> date | None:
    """Return the date of publication, or None where it is not told."""
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        line = text.count("\n", 0, match.start(1)) + 1
        raise RomeFileError(NOTE, line, 1, _("La date de publication est fausse.")) from error
