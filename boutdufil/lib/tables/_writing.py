"""Tables to take away. No cell written here is run as a formula by the program that opens it."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

Value = str | int | float | Decimal | date | None

# What spreadsheets take for the beginning of a formula, in both widths.
FORMULA = tuple("=+-@\t\r＝＋－＠")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
WIDEST = 60
BOOK = {
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a CSV that opens with its accents: UTF-8 with its mark, semicolons, CRLF.

    A text that begins like a formula gets an apostrophe before it; `read_table` takes it off.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in header])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> str:
    text = _as_text(value)
    risky = text.startswith(FORMULA) and not NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def _as_text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() | Decimal():
            # A comma, as the spreadsheets of this country read a number.
            return str(value).replace(".", ",")
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def write_xlsx(
    header: Sequence[str], rows: Iterable[Sequence[Value]], *, sheet: str = "Feuille 1"
) -> bytes:
    """Return a workbook of one sheet; numbers and dates stay numbers and dates, text is text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, BOOK) as book:
        _add_sheet(book, Sheet(sheet, header, rows))
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; ``notes`` are said beside a cell: (row from 1, column from 0)."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)


def write_book(sheets: Iterable[Sheet], *, made_at: datetime) -> bytes:
    """Return a workbook of several sheets; the same sheets and hour give the same bytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, BOOK) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None, microsecond=0)})
        for one in sheets:
            _add_sheet(book, one)
    return target.getvalue()


def _add_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name[:31])
    page.freeze_panes(1, 0)
    page.write_row(0, 0, list(sheet.header), book.add_format({"bold": True}))
    widths = [len(name) for name in sheet.header]
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            _write(page, number, place, value)
            widths[place] = max(widths[place], len(_as_text(value)))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(WIDEST, width + 2))
    for (line, place), text in sheet.notes.items():
        page.write_comment(line, place, text)


def _write(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_string(row, column, _as_text(value))
        case int() | float() | Decimal():
            page.write_number(row, column, float(value))
        case datetime():
            # A sheet knows no time zones: the time is shown as it was given.
            page.write_datetime(row, column, value.replace(tzinfo=None))
        case date():
            page.write_datetime(row, column, value)
        case _:
            page.write_string(row, column, value)
