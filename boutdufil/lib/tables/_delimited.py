"""CSV as spreadsheets of this country write it."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

from boutdufil.lib.tables._model import Reason, Table, TableError, assembled

SEPARATORS = ";\t,"
# Excel writes this first line to say its separator; it is no row.
SAID_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n?", re.I)
QUOTED = re.compile(r'"(?:[^"]|"")*"?')
# An apostrophe we, or another careful program, put before a formula.
NEUTRALISED = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")


def read_delimited(content: bytes, *, max_rows: int) -> Table:
    """Read a CSV; a row's line is the one on which it begins."""
    text = decoded(content)
    said = SAID_SEPARATOR.match(text)
    separator = said.group(1) if said else _separator(text)
    skipped = 1 if said else 0
    body = text[said.end() :] if said else text
    return assembled(_numbered(body, separator, skipped), max_rows)


def _numbered(body: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    begins = skipped + 1
    try:
        for cells in reader:
            yield begins, [_clean(cell) for cell in cells]
            begins = skipped + reader.line_num + 1
    except csv.Error as broken:
        long = "field larger" in str(broken)
        reason = Reason.LONG_CELL if long else Reason.QUOTES
        raise TableError(reason, begins, limit=csv.field_size_limit() if long else 0) from broken


def _clean(cell: str) -> str:
    plain = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return NEUTRALISED.sub("", plain, count=1) if plain.startswith("'") else plain


def _separator(text: str) -> str:
    """Return the separator the first line that says something uses most, quotes set aside."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    bare = QUOTED.sub("", first)
    return max(SEPARATORS, key=bare.count)


def decoded(content: bytes) -> str:
    """Return the text of a file, whichever of our encodings it is in."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableError(Reason.ENCODING)


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith(BOM_UTF8):
        return ("utf-8-sig",)
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ("utf-16",)
    if b"\0" in content[:200]:
        # Without a mark, the place of the first zero tells the order of the bytes.
        return ("utf-16-be",) if content[:1] == b"\0" else ("utf-16-le",)
    return ("utf-8", "cp1252")
