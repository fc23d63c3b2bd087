"""A file of known totals, read line by line: variable, category, total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _

from boutdufil.lib.tables import Row, Table, cell_of, match_columns
from boutdufil.lib.text import fold
from boutdufil.rooms.barometer.enums import CentreType
from boutdufil.rooms.barometer.rules.estimation import HEADCOUNT, PLACES
from boutdufil.rooms.barometer.rules.formulas import TYPE
from boutdufil.rooms.barometer.rules.strata import SIZES, UNKNOWN

COLUMNS = {
    "margin": ("marge", "variable", "colonne", "margin"),
    "category": ("modalité", "catégorie", "category"),
    "total": ("total", "effectif", "marge totale"),
}
VARIABLES = {
    "region": "region",
    "type": TYPE,
    "centre type": TYPE,
    "interne ou prestataire": TYPE,
    "taille": "size",
    "size": "size",
    "effectif": HEADCOUNT,
    "effectif connu": HEADCOUNT,
    "headcount": HEADCOUNT,
}
TYPES = {"interne": CentreType.IN_HOUSE.value, "prestataire": CentreType.PROVIDER.value}
# Two sums of the same units may differ by what rounding leaves.
TOLERANCE = 1e-6
Totals = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in a line of a file: its number, the column, what to do."""

    line: int
    column: str
    text: str


def read_margins(table: Table, regions: Mapping[str, str]) -> tuple[Totals, list[LineProblem]]:
    """Return the totals of a file by variable and category, and every line to mend.

    Categories are codes or the names a page shows; ``regions`` are names by code.
    """
    at = match_columns(table.header, COLUMNS)
    missing = [name for name in ("margin", "total") if name not in at]
    if missing:
        told = _("Il manque la colonne « %(name)s » : ajoutez-la à l’en-tête.")
        return {}, [LineProblem(1, "", told % {"name": COLUMNS[one][0]}) for one in missing]
    reader = _Reader(at, regions)
    for row in table.rows:
        reader.take(row)
    return reader.totals, reader.problems


def disagreements(totals: Mapping[str, Mapping[str, float]]) -> list[tuple[str, float, str, float]]:
    """Return pairs of variables whose categories do not count the same units, with their sums."""
    sums = [(name, sum(own.values())) for name, own in totals.items() if name in PLACES]
    first = sums[0] if sums else None
    return [
        (first[0], first[1], name, whole)
        for name, whole in sums[1:]
        if first and abs(whole - first[1]) > TOLERANCE * max(abs(whole), abs(first[1]), 1.0)
    ]


def _named(names: Mapping[str, str]) -> dict[str, str]:
    """Return the code behind each code and each name."""
    return {code: code for code in names} | {fold(name): code for code, name in names.items()}


class _Reader:
    def __init__(self, at: Mapping[str, int], regions: Mapping[str, str]) -> None:
        self._at = at
        unknown = {UNKNOWN: UNKNOWN, fold(_("inconnu")): UNKNOWN}
        self._known: dict[str, dict[str, str]] = {
            "region": unknown | _named(regions),
            TYPE: _named({one.value: str(one.label) for one in CentreType}) | TYPES,
            "size": unknown | {name: name for _least, name in SIZES},
        }
        self.totals: Totals = {}
        self.problems: list[LineProblem] = []

    def take(self, row: Row) -> None:
        """Keep what a line says, or note what is wrong in it."""
        variable = VARIABLES.get(fold(cell_of(row, self._at, "margin").replace("_", " ")))
        if variable is None:
            self._note(row, _("variable"), _("Écrivez région, type, taille ou effectif."))
            return
        category, total = self._category(row, variable), self._total(row)
        if category is None or total is None:
            return
        own = self.totals.setdefault(variable, {})
        if category in own:
            self._note(row, _("modalité"), _("Cette modalité y est deux fois : gardez-en une."))
        own[category] = total

    def _category(self, row: Row, variable: str) -> str | None:
        told = cell_of(row, self._at, "category")
        if variable == HEADCOUNT:
            if told:
                self._note(row, _("modalité"), _("Laissez vide : l’effectif n’a pas de modalité."))
            return "" if not told else None
        known = self._known[variable]
        category = known.get(told, known.get(fold(told)))
        if category is None:
            refused = _("« %(told)s » : modalité inconnue. Reprenez celles de la base.")
            self._note(row, _("modalité"), refused % {"told": told})
        return category

    def _total(self, row: Row) -> float | None:
        text = "".join(cell_of(row, self._at, "total").split()).replace(",", ".")
        try:
            value = float(text)
        except ValueError:
            value = -1.0
        if not isfinite(value) or value < 0:
            self._note(row, _("total"), _("Donnez un nombre, zéro ou plus."))
            return None
        return value

    def _note(self, row: Row, column: str, text: str) -> None:
        self.problems.append(LineProblem(row.line, column, text))
