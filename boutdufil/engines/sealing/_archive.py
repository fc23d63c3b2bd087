"""A ZIP in one form only, so that its every bit is vouched for.

Entries are stored, not compressed: bytes depend on no version of a compressor, and a small file
cannot swell. Dates are 1 January 1980, no attributes, no comments, no extra fields. Reading walks
the local entries, writes the archive again and compares: what any ZIP program shows is what is read
here, since nothing else fits between.
"""

import re
import struct
from collections.abc import Mapping, Sequence
from zlib import crc32

from boutdufil.engines.sealing._errors import SealError

LARGEST_ARCHIVE = 500_000_000
MOST_ENTRIES = 10_000
LONGEST_NAME = 120
# Folders and plain names in ASCII: no "..", no root, no drive, nothing hidden.
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*")

# Signature, version needed, flags, method, time, date; then CRC, two sizes, name, extra.
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION, STORED, NOON, FIRST_DAY = 20, 0, 0, 33
Entry = tuple[str, bytes]


def write_archive(entries: Sequence[Entry]) -> bytes:
    """Return the archive of these names and contents, in the order given.

    :raises SealError: for a name that is not plain or comes twice, too many entries or bytes.
    """
    check_entries(entries)
    local, central, offset = [], [], 0
    for name, content in entries:
        label, facts = name.encode("ascii"), (crc32(content), len(content), len(content), len(name))
        head = LOCAL.pack(LOCAL_MARK, VERSION, 0, STORED, NOON, FIRST_DAY, *facts, 0)
        central += [
            CENTRAL.pack(
                *(CENTRAL_MARK, VERSION, VERSION, 0, STORED, NOON, FIRST_DAY),
                *(*facts, 0, 0, 0, 0, 0, offset),
            ),
            label,
        ]
        local += [head, label, content]
        offset += len(head) + len(label) + len(content)
    index = b"".join(central)
    count = len(entries)
    end = END.pack(END_MARK, 0, 0, count, count, len(index), offset, 0)
    return b"".join([*local, index, end])


def read_archive(archive: bytes) -> list[Entry]:
    """Return names and contents in the order of the archive, without judging their checksums.

    :raises SealError: when it is no archive of this form, or an entry does not fit in it.
    """
    if len(archive) > LARGEST_ARCHIVE:
        raise SealError(f"more than {LARGEST_ARCHIVE:,} bytes")
    entries: list[Entry] = []
    offset = 0
    while archive[offset : offset + 4] == LOCAL_MARK:
        name, content, offset = _read_entry(archive, offset)
        entries.append((name, content))
    check_entries(entries)
    return entries


def is_canonical(archive: bytes, entries: Sequence[Entry]) -> bool:
    """Tell whether the archive is, to the last bit, the one these entries make."""
    return write_archive(entries) == archive


def check_entries(entries: Sequence[Entry]) -> None:
    """Refuse names that are not plain, names that some disk holds for the same, and masses.

    :raises SealError: naming the first that is refused.
    """
    if len(entries) > MOST_ENTRIES:
        raise SealError(f"more than {MOST_ENTRIES:,} files")
    if sum(len(content) for _, content in entries) > LARGEST_ARCHIVE:
        raise SealError(f"more than {LARGEST_ARCHIVE:,} bytes")
    seen: set[str] = set()
    for name, _ in entries:
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            raise SealError(f"{name!r} is no plain name of a file")
        if name.lower() in seen:
            raise SealError(f"{name!r} comes twice")
        seen.add(name.lower())


def by_name(files: Mapping[str, bytes]) -> list[Entry]:
    """Return files in the order of their names."""
    return sorted(files.items())


def _read_entry(archive: bytes, offset: int) -> tuple[str, bytes, int]:
    try:
        head = LOCAL.unpack_from(archive, offset)
    except struct.error as error:
        raise SealError("it is cut short") from error
    stored, size, name_length, extra = head[3] == STORED, head[7], head[9], head[10]
    if not stored or head[2] or extra:
        raise SealError("an entry is compressed, encrypted or has extra fields")
    start = offset + LOCAL.size
    body = start + name_length
    if body + size > len(archive):
        raise SealError("an entry is longer than the file")
    name = archive[start:body].decode("ascii", "replace")
    return name, archive[body : body + size], body + size
