"""Establishments as the Sirene register lists them, read as units of a frame.

Column names are those of the "StockEtablissement" file of Insee's open data. ``headcount`` is the
middle of the establishment's size band: the register gives no number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.lib.siret import SIREN_LENGTH, SiretError, read_siret
from boutdufil.lib.tables import Table, cell_of, match_columns
from boutdufil.rooms.barometer.enums import CentreType, UnitKind
from boutdufil.rooms.barometer.rules.frame_lines import (
    LONGEST,
    FrameLine,
    LineProblem,
    ReadList,
    read_day,
)

COLUMNS: Mapping[str, Collection[str]] = {
    "siret": ("siret",),
    "sign": ("enseigne1Etablissement", "denominationUsuelleEtablissement"),
    "company": ("denominationUniteLegale", "nom de l’entreprise"),
    "activity": ("activitePrincipaleEtablissement",),
    "commune": ("codeCommuneEtablissement",),
    "band": ("trancheEffectifsEtablissement",),
    "born_on": ("dateCreationEtablissement",),
    "state": ("etatAdministratifEtablissement",),
    "since": ("dateDebut",),
}
CLOSED = "F"
# Bands of the register (Insee, "tranche d'effectif salarié"): their middle, rounded down.
BANDS: Mapping[str, int] = {
    "00": 0,
    "01": 1,
    "02": 4,
    "03": 7,
    "11": 14,
    "12": 34,
    "21": 74,
    "22": 149,
    "31": 224,
    "32": 374,
    "41": 749,
    "42": 1_499,
    "51": 3_499,
    "52": 7_499,
    "53": 10_000,
}
# What providers of contact centres are registered as (NAF rév. 2).
PROVIDERS = "82.20Z"


@dataclass(frozen=True, slots=True)
class Field:
    """Which establishments are wanted: NAF codes, and codes of départements; empty is all."""

    activities: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()

    def has(self, activity: str, commune: str) -> bool:
        """Tell whether an establishment is wanted."""
        at_home = not self.departments or department_of(commune) in self.departments
        return at_home and (not self.activities or activity in self.activities)


def department_of(commune: str) -> str:
    """Return the département a commune's code begins with (Insee).

    >>> department_of("57463"), department_of("97105"), department_of("2A004")
    ('57', '971', '2A')
    """
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def missing_columns(table: Table) -> tuple[str, ...]:
    """Return the columns without which a list of establishments says nothing."""
    found = match_columns(table.header, COLUMNS)
    wanted = ("siret", "activity", "commune")
    return tuple(next(iter(COLUMNS[name])) for name in wanted if name not in found)


def read_sirene(table: Table, communes: Collection[str], field: Field) -> ReadList:
    """Return the wanted establishments of a file of the register."""
    places = match_columns(table.header, COLUMNS)
    lines: list[FrameLine] = []
    problems: list[LineProblem] = []
    left_out = 0
    for row in table.rows:
        said = {name: cell_of(row, places, name) for name in COLUMNS}
        if not field.has(said["activity"], said["commune"]):
            left_out += 1
        elif wrong := _problem(said, communes):
            problems.append(LineProblem(row.line, *wrong))
        else:
            lines.append(_line(row.line, said))
    return ReadList(tuple(lines), tuple(problems), left_out)


def _problem(said: Mapping[str, str], communes: Collection[str]) -> tuple[str, str] | None:
    try:
        read_siret(said["siret"])
    except SiretError:
        return "siret", _("Ses 14 chiffres ne se vérifient pas.")
    if said["commune"] not in communes:
        told = _("« %(code)s » n’est pas un code de commune (Insee).")
        return "codeCommuneEtablissement", told % {"code": said["commune"]}
    if said["state"] == CLOSED and read_day(said["since"]) is None:
        return "dateDebut", _("L’établissement est fermé : il faut le jour, comme 2026-12-31.")
    return None


def _line(number: int, said: Mapping[str, str]) -> FrameLine:
    siret = read_siret(said["siret"])
    is_provider = said["activity"] == PROVIDERS
    return FrameLine(
        line=number,
        key=siret,
        name=(said["sign"] or said["company"] or siret)[: LONGEST["name"]],
        kind=UnitKind.CENTRE,
        siret=siret,
        activity=said["activity"],
        centre_type=CentreType.PROVIDER if is_provider else CentreType.UNKNOWN,
        commune=said["commune"],
        headcount=BANDS.get(said["band"]),
        group_key=siret[:SIREN_LENGTH],
        group_name=said["company"][: LONGEST["group_name"]],
        born_on=read_day(said["born_on"]),
        died_on=read_day(said["since"]) if said["state"] == CLOSED else None,
    )
