"""A table as it was brought, and why one could not be read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 5_000_000
MAX_COLUMNS = 200
MAX_CELL = 20_000


class Reason(StrEnum):
    """Why a file is no table we can read; each asks for a remedy of its own."""

    EMPTY = "empty"
    HEADER_ONLY = "header_only"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    LONG_CELL = "long_cell"
    ENCODING = "encoding"
    QUOTES = "quotes"
    NOT_A_TABLE = "not_a_table"
    LOCKED = "locked"
    SHEET = "sheet"


class TableError(ValueError):
    """A file that cannot be read as a table.

    ``line`` is the line a person sees, 0 when the whole file is meant; ``column`` is a heading or
    empty; ``limit`` is the number that was passed, 0 when none was.
    """

    def __init__(self, reason: Reason, line: int = 0, column: str = "", limit: int = 0) -> None:
        super().__init__(f"{reason} (line {line}, column {column!r}, limit {limit})")
        self.reason, self.line, self.column, self.limit = reason, line, column, limit


@dataclass(frozen=True, slots=True)
class Row:
    """One row: as many ``cells`` as the header has, and what stood beyond them.

    ``line`` is where the row begins: the line of a CSV file, the row of a sheet. ``extra`` is
    rarely empty by design: a separator inside a text that nobody quoted shifts every cell.
    """

    line: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, blank rows left out."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def assembled(lines: Iterable[tuple[int, Sequence[str]]], max_rows: int) -> Table:
    """Make a table of numbered lines: the first that is not blank is the header."""
    filled = ((number, cells) for number, cells in lines if any(cells))
    first = next(filled, None)
    if first is None:
        raise TableError(Reason.EMPTY)
    header = _without_blank_tail(first[1])
    if len(header) > MAX_COLUMNS:
        raise TableError(Reason.TOO_MANY_COLUMNS, first[0], limit=MAX_COLUMNS)
    rows = tuple(_rows(filled, header, max_rows))
    if not rows:
        raise TableError(Reason.HEADER_ONLY, first[0])
    return Table(header, rows)


def _rows(
    filled: Iterator[tuple[int, Sequence[str]]], header: tuple[str, ...], max_rows: int
) -> Iterator[Row]:
    for count, (number, cells) in enumerate(filled, start=1):
        if count > max_rows:
            raise TableError(Reason.TOO_MANY_ROWS, number, limit=max_rows)
        _check_lengths(number, cells, header)
        padded = (*cells, *[""] * (len(header) - len(cells)))
        yield Row(number, padded[: len(header)], _without_blank_tail(padded[len(header) :]))


def _check_lengths(number: int, cells: Sequence[str], header: tuple[str, ...]) -> None:
    for place, cell in enumerate(cells):
        if len(cell) > MAX_CELL:
            column = header[place] if place < len(header) else ""
            raise TableError(Reason.LONG_CELL, number, column, MAX_CELL)


def _without_blank_tail(cells: Sequence[str]) -> tuple[str, ...]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return tuple(cells[:last])
