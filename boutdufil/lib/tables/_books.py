"""XLSX workbooks, measured before they are opened."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound

from boutdufil.lib.tables._model import MAX_COLUMNS, Reason, Table, TableError, assembled

# What a workbook may hold once unpacked: 5 MB of honest cells stay far below.
MAX_UNPACKED = 80_000_000
LETTERS = 26
# A cell with a value, by its address: one stray cell in the last corner of a sheet would make
# the reader reserve 17 billion cells.
FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*?(?<!/)>""")
Cell = int | float | str | bool | time | date | datetime | timedelta


def read_book(content: bytes, *, max_rows: int, sheet: str | None) -> Table:
    """Read the first sheet of a workbook, or the named one."""
    _measure(content, max_rows)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = sheet if sheet is not None else next(iter(book.sheet_names), "")
        found = book.get_sheet_by_name(name)
        return assembled(_numbered(found.to_python(skip_empty_area=False)), max_rows)
    except PasswordError as locked:
        raise TableError(Reason.LOCKED) from locked
    except WorksheetNotFound as missing:
        raise TableError(Reason.SHEET, column=sheet or "") from missing
    except CalamineError as broken:
        raise TableError(Reason.NOT_A_TABLE) from broken


def _measure(content: bytes, max_rows: int) -> None:
    """Refuse what would not fit, before anything is unpacked for good."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise TableError(Reason.TOO_LARGE, limit=MAX_UNPACKED)
            if not any(member.filename.startswith("xl/") for member in members):
                raise TableError(Reason.NOT_A_TABLE)
            for member in members:
                if member.filename.endswith(".xml") and "sharedStrings" not in member.filename:
                    _check_corners(archive.read(member), max_rows)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as broken:
        raise TableError(Reason.NOT_A_TABLE) from broken


def _check_corners(sheet: bytes, max_rows: int) -> None:
    for letters, digits in FILLED_CELL.findall(sheet):
        # Blank rows between rows are forgiven up to as many again.
        if int(digits) > 2 * max_rows + 1:
            raise TableError(Reason.TOO_MANY_ROWS, int(digits), limit=max_rows)
        if _column(letters) > MAX_COLUMNS:
            raise TableError(Reason.TOO_MANY_COLUMNS, int(digits), limit=MAX_COLUMNS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * LETTERS + letter - ord("A") + 1
    return number


def _numbered(rows: list[list[Cell]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        yield number, [as_written(cell) for cell in row]


def as_written(cell: Cell) -> str:
    """Return a cell as a person writes it."""
    match cell:
        case bool():
            return "oui" if cell else "non"
        case float():
            # Fifteen digits are what a spreadsheet shows of 0.1 + 0.2.
            return format(cell, ".15g")
        case datetime():
            midnight = cell.time() == time()
            return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return str(cell).replace("\r\n", "\n").strip()
