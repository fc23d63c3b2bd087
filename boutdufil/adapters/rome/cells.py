"""Checks on cells and keys, shared by every file of the release."""

import re
from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from boutdufil.adapters.rome.sheets import Cells, Sheet

LONGEST_LABEL = 300
LONGEST_TITLE = 250
CARD_CODE = re.compile(r"[A-Z]\d{4}")
OGR_CODE = re.compile(r"\d{1,9}")
FLAGS: dict[str, bool | None] = {"": None, "O": True, "N": False}


def check_codes(sheet: Sheet, column: str, shape: re.Pattern[str]) -> None:
    """Raise at the first cell of ``column`` that has not the shape of a code."""
    place = sheet.columns.index(column)
    for line, cells in sheet.rows:
        if not shape.fullmatch(cells[place]):
            problem = _("« %(value)s » n’est pas un code.") % {"value": cells[place][:40]}
            sheet.fail(line, column, problem)


def check_known(sheet: Sheet, column: str, known: Collection[str]) -> None:
    """Raise at the first cell of ``column`` that names nothing of ``known``."""
    place = sheet.columns.index(column)
    for line, cells in sheet.rows:
        if cells[place] not in known:
            problem = _("Code inconnu dans cette version : « %(value)s ».")
            sheet.fail(line, column, problem % {"value": cells[place][:40]})


def check_unique(sheet: Sheet, *columns: str) -> None:
    """Raise at the first row whose ``columns`` repeat an earlier row's."""
    places = [sheet.columns.index(column) for column in columns]
    seen: dict[Cells, int] = {}
    for line, cells in sheet.rows:
        key = tuple(cells[place] for place in places)
        if key in seen:
            problem = _("Doublon de la ligne %(line)d : %(key)s.")
            sheet.fail(line, columns[0], problem % {"line": seen[key], "key": ", ".join(key)[:60]})
        seen[key] = line


def check_labels(sheet: Sheet, column: str, longest: int = LONGEST_LABEL) -> None:
    """Raise at the first empty label, or one longer than any ever seen."""
    place = sheet.columns.index(column)
    for line, cells in sheet.rows:
        if not cells[place].strip():
            sheet.fail(line, column, _("Le libellé est vide."))
        if len(cells[place]) > longest:
            problem = _("Le libellé a %(length)d caractères, au plus %(longest)d sont attendus.")
            sheet.fail(line, column, problem % {"length": len(cells[place]), "longest": longest})


def check_values(sheet: Sheet, column: str, allowed: Collection[str]) -> None:
    """Raise at the first cell of ``column`` that is none of ``allowed``."""
    place = sheet.columns.index(column)
    for line, cells in sheet.rows:
        if cells[place] not in allowed:
            problem = _("Valeur inattendue : « %(value)s ».") % {"value": cells[place][:40]}
            sheet.fail(line, column, problem)


def check_everyone(sheet: Sheet, column: str, expected: Collection[str]) -> None:
    """Raise at the end of the file when some of ``expected`` never appears in ``column``."""
    place = sheet.columns.index(column)
    missing = sorted(set(expected) - {cells[place] for _line, cells in sheet.rows})
    if missing:
        problem = _("Il manque des lignes : rien pour %(codes)s.") % {
            "codes": ", ".join(missing[:5])
        }
        fail_at_end(sheet, problem)


def check_numbered(
    sheet: Sheet, column: str, key: Callable[[Cells], Cells]
) -> dict[Cells, list[tuple[int, Cells]]]:
    """Return the rows of each key in the order of ``column``, counted 1, 2, 3 with no gap."""
    place = sheet.columns.index(column)
    grouped: dict[Cells, list[tuple[int, int, Cells]]] = {}
    for line, cells in sheet.rows:
        if not re.fullmatch(r"\d{1,4}", cells[place], re.ASCII):
            sheet.fail(line, column, _("Un nombre est attendu ici."))
        grouped.setdefault(key(cells), []).append((int(cells[place]), line, cells))
    for rows in grouped.values():
        rows.sort()
        check_no_gap(sheet, column, rows)
    return {name: [(number, cells) for number, _line, cells in rows]
            for name, rows in grouped.items()}  # fmt: skip


def check_no_gap(sheet: Sheet, column: str, rows: list[tuple[int, int, Cells]]) -> None:
    """Raise where a row's number does not follow the one before."""
    for expected, (number, line, _cells) in enumerate(rows, start=1):
        if number != expected:
            problem = _("Le numéro %(expected)d manque ou est en double avant %(number)d.")
            sheet.fail(line, column, problem % {"expected": expected, "number": number})


def fail_at_end(sheet: Sheet, problem: str) -> None:
    """Raise at the last row: what is missing would stand after it."""
    line = sheet.rows[-1][0] if sheet.rows else 1
    sheet.fail(line, sheet.columns[0], problem)
