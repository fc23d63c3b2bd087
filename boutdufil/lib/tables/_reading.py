"""Which kind of file somebody brought; its content decides, never its name alone."""

from boutdufil.lib.tables._books import read_book
from boutdufil.lib.tables._delimited import read_delimited
from boutdufil.lib.tables._model import MAX_BYTES, Reason, Table, TableError

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-"


def read_table(
    content: bytes,
    *,
    filename: str = "",
    max_rows: int = 20_000,
    max_bytes: int = MAX_BYTES,
    sheet: str | None = None,
) -> Table:
    """Read a CSV or an XLSX file; cells are text without outer spaces, as a person writes it.

    CSV: UTF-8, UTF-16 or Windows-1252; the separator (semicolon, comma or tab) is the one the
    header uses most. XLSX: the first sheet, or ``sheet``; dates are "2026-11-22", whole numbers
    have no decimals, truth values are "oui" and "non".

    :raises TableError: with the line and the limit passed, when there is one.
    """
    if len(content) > max_bytes:
        raise TableError(Reason.TOO_LARGE, limit=max_bytes)
    if not content.strip():
        raise TableError(Reason.EMPTY)
    if content.startswith(ZIP):
        return read_book(content, max_rows=max_rows, sheet=sheet)
    if content.startswith(OLD_OFFICE):
        # A workbook with a password is wrapped in the old format, whatever its name.
        locked = filename.lower().endswith(".xlsx")
        raise TableError(Reason.LOCKED if locked else Reason.NOT_A_TABLE)
    if content.startswith(PDF):
        raise TableError(Reason.NOT_A_TABLE)
    return read_delimited(content, max_rows=max_rows)
