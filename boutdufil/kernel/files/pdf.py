"""A PDF is taken when it is whole, opens without a password and does nothing by itself.

Names and objects as in ISO 32000-2:2020. This is a check of structure, not a virus scanner: it
refuses what a curriculum vitae never needs. A document whose object streams cannot be read is
refused too, because what they hold cannot be looked at.
"""

import re
import zlib
from collections.abc import Iterator

from boutdufil.kernel.files.enums import PdfFault

TAIL = 2048
# Inflated object streams together; the largest CV met while this was written has 0.3 MB.
INFLATED_LIMIT = 40_000_000
# The longest dictionary of an object stream, and how many of them a document may have.
NEAR, MOST_STREAMS = 2000, 10_000
BLANK = rb"[\x00\t\n\f\r ]*"
# One short comment may stand between; longer ones are taken out before the second look. Bounded,
# because a document made of half-written actions must not cost more than its size.
GAP = BLANK + rb"(?:%[^\r\n]{0,80}[\r\n]" + BLANK + rb")?"
# Actions that run, start, send or fetch something; links (/URI) and jumps (/GoTo) stay allowed.
ACTIONS = rb"JavaScript|Launch|SubmitForm|ImportData|GoToE|GoToR|Rendition|RichMediaExecute"
ACTIVE = re.compile(
    rb"/S" + GAP + rb"/(?:" + ACTIONS + rb")(?![A-Za-z])"
    rb"|obj" + GAP + rb"/(?:" + ACTIONS + rb")(?![A-Za-z])"
    rb"|/EF" + GAP + rb"(?:<<|\d)|/EmbeddedFiles?(?![A-Za-z])"
    rb"|/XFA(?![A-Za-z])|/RichMedia(?![A-Za-z])"
)
LOCKED = re.compile(rb"/Encrypt" + BLANK + rb"(?:<<|\d)")
COMMENT = re.compile(rb"%[^\r\n]*")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z])")
STREAM = re.compile(rb"stream\r?\n")
STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
CROSS_REFERENCE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)")


def fault_of(content: bytes) -> PdfFault | None:
    """Return why a PDF is not taken; None when it may be."""
    if not _is_whole(content):
        return PdfFault.BROKEN
    if LOCKED.search(content):
        return PdfFault.LOCKED
    try:
        texts = [content, *_object_streams(content)]
    except (zlib.error, ValueError):
        return PdfFault.BROKEN
    return PdfFault.ACTIVE if any(_is_active(text) for text in texts) else None


def _is_whole(content: bytes) -> bool:
    """Tell whether the end names a table of objects that is where it says."""
    ends = STARTXREF.findall(content[-TAIL:])
    return bool(ends) and CROSS_REFERENCE.match(content, int(ends[-1])) is not None


def _is_active(text: bytes) -> bool:
    plain = _unescaped(text)
    return any(ACTIVE.search(one) for one in (plain, COMMENT.sub(b"", plain)))


def _unescaped(text: bytes) -> bytes:
    """Write names without their #xx escapes: /J#61vaScript is /JavaScript."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Yield the objects packed into compressed streams. Raises zlib.error or ValueError."""
    if len(OBJECT_STREAM.findall(_unescaped(content))) != len(OBJECT_STREAM.findall(content)):
        raise ValueError("an object stream hides its name")
    left, whole = INFLATED_LIMIT, memoryview(content)
    for number, found in enumerate(OBJECT_STREAM.finditer(content)):
        start = _data_of(content, found)
        if start is None:
            continue
        text = zlib.decompressobj().decompress(whole[start:], left)
        left -= len(text)
        if left <= 0 or not text or number >= MOST_STREAMS:
            raise ValueError("too much, or nothing, in object streams")
        yield text


def _data_of(content: bytes, found: re.Match[bytes]) -> int | None:
    """Return where an object stream's compressed data begin; None when they are plain.

    Raises ValueError when they cannot be read.
    """
    begun = STREAM.search(content, found.end(), found.end() + NEAR)
    opened = content.rfind(b"obj", max(0, found.start() - NEAR), found.start())
    if begun is None or opened < 0:
        raise ValueError("an object stream without data")
    told = content[opened : begun.start()]
    if b"/Predictor" in told:
        raise ValueError("an object stream written in differences")
    return begun.end() if b"/Filter" in told else None
