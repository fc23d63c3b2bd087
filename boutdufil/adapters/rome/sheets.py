"""One CSV file of the release: decoded, cut into rows, each cell with its place.

Traps seen in version 60: quoted fields over several lines, one file in latin-1 under a
name that says utf8, one file with nothing but its header.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import NoReturn

from django.utils.translation import gettext as _

from boutdufil.adapters.rome.errors import RomeFileError

LATIN_1_FILES = ("arborescence_secteur_naf",)
MOJIBAKE = ("Ã©", "Ã¨", "Ã ", "\ufffd")

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The wanted columns of a file.

    ``rows`` pairs the physical line where a row starts (from 1) with its cells, in the
    order of ``columns``; ``places`` gives each wanted column's place in the file.
    """

    file: str
    text: str
    columns: tuple[str, ...]
    places: tuple[int, ...]
    rows: list[tuple[int, Cells]]

    def fail(self, line: int, column: str, problem: str) -> NoReturn:
        """Raise for the cell ``column`` of the row that starts at ``line``."""
        place = self.places[self.columns.index(column)]
        at_line, at_column = locate_cell(self.text, line, place)
        raise RomeFileError(self.file, at_line, at_column, problem)


def read_sheet(path: Path, columns: Sequence[str]) -> Sheet:
    """Return the ``columns`` of the file; with none wanted, only its form is checked.

    Raises ``RomeFileError`` for an unreadable encoding, a missing or doubled column, a
    row of another width, a quote out of place, or an end in the middle of a row.
    """
    text = decode(path)
    check_end(path.name, text)
    rows = cut_rows(path.name, text)
    if not rows:
        raise RomeFileError(path.name, 1, 1, _("Le fichier est vide."))
    header = rows[0][1]
    check_header(path.name, header, columns)
    check_widths(path.name, text, rows, len(header))
    places = tuple(header.index(column) for column in columns)
    return Sheet(path.name, text, tuple(columns), places, pick(rows[1:], places))


def pick(rows: list[tuple[int, list[str]]], places: Sequence[int]) -> list[tuple[int, Cells]]:
    """Return only the cells at ``places``."""
    if len(places) < 2:
        return [(line, tuple(cells[place] for place in places)) for line, cells in rows]
    get = itemgetter(*places)
    return [(line, get(cells)) for line, cells in rows]


def decode(path: Path) -> str:
    """Return the text of the file, without byte order mark."""
    data = path.read_bytes()
    if any(name in path.name for name in LATIN_1_FILES):
        return decode_either(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise wrong_encoding(path.name, data, error.start) from error
    check_characters(path.name, text)
    return text.removeprefix("\ufeff")


def decode_either(data: bytes) -> str:
    """Return text from the one file that is latin-1 in spite of its name."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def wrong_encoding(file: str, data: bytes, offset: int) -> RomeFileError:
    """Return the error for a byte that is not UTF-8."""
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode("utf-8", "replace")) + 1
    problem = _("L’octet %(offset)d (0x%(value)02X) n’est pas de l’UTF-8.") % {
        "offset": offset,
        "value": data[offset],
    }
    remedy = _("Reprenez le fichier d’origine, sans le convertir.")
    return RomeFileError(file, data.count(b"\n", 0, offset) + 1, column, problem, remedy)


def check_characters(file: str, text: str) -> None:
    """Raise when the text holds a null, or traces of a double conversion."""
    for sign in ("\0", *MOJIBAKE):
        offset = text.find(sign)
        if offset >= 0:
            line, column = locate(text, offset)
            problem = _("Les caractères de ce fichier ont été abîmés.")
            remedy = _("Reprenez le fichier d’origine, sans le convertir.")
            raise RomeFileError(file, line, column, problem, remedy)


def check_end(file: str, text: str) -> None:
    """Raise when the text stops at a comma: the release quotes every cell, an empty one too."""
    if text.endswith(","):
        problem = _("Le fichier s’arrête au milieu d’une ligne.")
        raise RomeFileError(file, *locate(text, len(text)), problem)


def cut_rows(file: str, text: str) -> list[tuple[int, list[str]]]:
    """Return (first physical line, cells) for each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise broken_row(file, text, line) from error
    return rows


def broken_row(file: str, text: str, line: int) -> RomeFileError:
    """Return the error for a row whose quotes do not match."""
    start = line_offset(text, line)
    at_line, at_column = locate(text, quote_fault(text, start))
    problem = _("Les guillemets ne se ferment pas : la ligne est coupée ou abîmée.")
    return RomeFileError(file, at_line, at_column, problem)


def check_header(file: str, header: list[str], wanted: Sequence[str]) -> None:
    """Raise when a wanted column is missing or a column comes twice."""
    missing = [column for column in wanted if column not in header]
    if missing:
        problem = _("Colonnes absentes : %(columns)s. Ce fichier n’est pas celui attendu.") % {
            "columns": ", ".join(missing)
        }
        raise RomeFileError(file, 1, 1, problem, _("Indiquez le dossier du ROME 4.0 en CSV."))
    if len(set(header)) != len(header):
        raise RomeFileError(file, 1, 1, _("Une colonne est présente deux fois."))


def check_widths(file: str, text: str, rows: list[tuple[int, list[str]]], width: int) -> None:
    """Raise at the first row that has not as many cells as the header."""
    for line, cells in rows:
        if len(cells) != width:
            at = locate_cell(text, line, min(len(cells), width) - 1)
            problem = _("La ligne a %(found)d cellules au lieu de %(width)d.") % {
                "found": len(cells),
                "width": width,
            }
            raise RomeFileError(file, *at, problem)


def locate(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column, from 1, of a character."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    lines = text.count("\n", 0, offset) + text.count("\r", 0, offset)
    return lines - text.count("\r\n", 0, offset) + 1, offset - start + 1


def line_offset(text: str, line: int) -> int:
    """Return the offset of the first character of a physical line."""
    pieces = io.StringIO(text, newline="")
    return sum(len(next(pieces, "")) for _number in range(line - 1))


def locate_cell(text: str, line: int, place: int) -> tuple[int, int]:
    """Return the line and column of the ``place``-th cell (from 0) of a row."""
    offset = line_offset(text, line)
    quoted = False
    while place > 0 and offset < len(text):
        sign = text[offset]
        quoted = quoted != (sign == '"')
        place -= sign == "," and not quoted
        offset += 1
    return locate(text, offset)


def quote_fault(text: str, start: int) -> int:
    """Return the offset of the quote that is never closed, or that closes too early."""
    opened, quoted = start, False
    for offset in range(start, len(text)):
        if text[offset] != '"':
            continue
        quoted = not quoted
        if quoted:
            opened = offset
        elif text[offset + 1 : offset + 2] not in {"", ",", "\r", "\n", '"'}:
            return offset
    return opened
