"""Lines of a list of centres: what each says, or what is wrong with it and how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from boutdufil.lib.siret import SiretError, read_siret
from boutdufil.lib.tables import Table, cell_of, match_columns
from boutdufil.lib.text import fold
from boutdufil.rooms.barometer.enums import CentreType, UnitKind

LARGEST_HEADCOUNT = 100_000
LONGEST: Mapping[str, int] = {"key": 40, "name": 160, "group_key": 40, "group_name": 160}
COLUMNS: Mapping[str, Collection[str]] = {
    "key": ("identifiant", "id", "numéro", "key"),
    "name": ("nom", "centre", "raison sociale", "name"),
    "kind": ("nature", "kind"),
    "siret": ("siret",),
    "activity": ("naf", "ape", "activité", "code naf", "activity"),
    "centre_type": ("type", "interne ou prestataire", "centre type"),
    "commune": ("commune", "code commune", "code insee"),
    "headcount": ("effectif", "personnes", "headcount"),
    "group_key": ("groupe", "siren du groupe", "group"),
    "group_name": ("nom du groupe", "group name"),
    "born_on": ("ouverture", "ouvert le", "création", "opened on"),
    "died_on": ("fermeture", "fermé le", "closed on"),
}
TYPES: Mapping[str, CentreType] = {
    "": CentreType.UNKNOWN,
    "inconnu": CentreType.UNKNOWN,
    "interne": CentreType.IN_HOUSE,
    "in house": CentreType.IN_HOUSE,
    "prestataire": CentreType.PROVIDER,
    "provider": CentreType.PROVIDER,
}
KINDS: Mapping[str, UnitKind] = {
    "": UnitKind.CENTRE,
    "centre": UnitKind.CENTRE,
    "groupe": UnitKind.COMPANY,
    "entreprise": UnitKind.COMPANY,
    "company": UnitKind.COMPANY,
}


@dataclass(frozen=True, slots=True)
class FrameLine:
    """What a line says of one unit; ``headcount`` in people, None when it does not say."""

    line: int
    key: str
    name: str
    kind: UnitKind
    siret: str
    activity: str
    centre_type: CentreType
    commune: str
    headcount: int | None
    group_key: str
    group_name: str
    born_on: date | None
    died_on: date | None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line: its number in the file, the column, the remedy in words."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read; ``left_out`` lines are outside the wanted field, with no fault."""

    lines: tuple[FrameLine, ...]
    problems: tuple[LineProblem, ...]
    left_out: int = 0


def missing_columns(table: Table) -> tuple[str, ...]:
    """Return the columns without which a list of centres says nothing."""
    found = match_columns(table.header, COLUMNS)
    wanted = {"key": "identifiant", "name": "nom"}
    return tuple(label for name, label in wanted.items() if name not in found)


def read_centres(table: Table, communes: Collection[str]) -> ReadList:
    """Return the units of a list of centres; ``communes`` are the known codes (Insee)."""
    places = match_columns(table.header, COLUMNS)
    lines: list[FrameLine] = []
    problems: list[LineProblem] = []
    seen: dict[tuple[UnitKind, str], int] = {}
    for row in table.rows:
        said = {name: cell_of(row, places, name) for name in COLUMNS}
        wrong = list(_problems(row.line, said, communes))
        if not wrong:
            line = _line(row.line, said)
            wrong = list(_again(line, seen))
            lines.append(line)
        problems += wrong
    return ReadList(tuple(lines), tuple(problems))


def read_day(text: str) -> date | None:
    """Return a day written 2026-12-31 or 31/12/2026; None for neither."""
    parts = text.split("/")
    if len(parts) == 3:
        text = "-".join(reversed(parts))
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_headcount(text: str) -> int | None:
    """Return a number of people; None for what is none, a negative one included."""
    digits = "".join(text.split()).replace(" ", "").replace(" ", "")
    if not digits.isdecimal() or len(digits) > 6 or int(digits) > LARGEST_HEADCOUNT:
        return None
    return int(digits)


def _line(number: int, said: Mapping[str, str]) -> FrameLine:
    return FrameLine(
        line=number,
        key=said["key"],
        name=said["name"],
        kind=KINDS[fold(said["kind"])],
        siret=read_siret(said["siret"]) if said["siret"] else "",
        activity=said["activity"].upper(),
        centre_type=TYPES[fold(said["centre_type"])],
        commune=said["commune"].upper(),
        headcount=read_headcount(said["headcount"]) if said["headcount"] else None,
        group_key=said["group_key"],
        group_name=said["group_name"],
        born_on=read_day(said["born_on"]) if said["born_on"] else None,
        died_on=read_day(said["died_on"]) if said["died_on"] else None,
    )


def _again(line: FrameLine, seen: dict[tuple[UnitKind, str], int]) -> Iterator[LineProblem]:
    first = seen.setdefault((line.kind, line.key), line.line)
    if first != line.line:
        told = _("« %(key)s » est déjà à la ligne %(first)d : donnez un identifiant par unité.")
        text = told % {"key": line.key, "first": first}
        yield LineProblem(line.line, _("identifiant"), text)


def _problems(
    number: int, said: Mapping[str, str], communes: Collection[str]
) -> Iterator[LineProblem]:
    for column, text in (*_wrong_words(said), *_wrong_facts(said, communes)):
        yield LineProblem(number, column, text)


def _wrong_words(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not said["key"]:
        yield _("identifiant"), _("Il manque : sans lui, la prochaine liste ne le retrouve pas.")
    if not said["name"]:
        yield _("nom"), _("Il manque.")
    if fold(said["kind"]) not in KINDS:
        yield _("nature"), _("Écrivez « centre » ou « entreprise ».")
    if fold(said["centre_type"]) not in TYPES:
        yield _("type"), _("Écrivez « interne » ou « prestataire », ou laissez vide.")
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            told = _("« %(start)s… » : %(most)d caractères au plus.")
            yield _("nom"), told % {"start": said[name][:20], "most": longest}


def _wrong_facts(said: Mapping[str, str], communes: Collection[str]) -> Iterator[tuple[str, str]]:
    if said["siret"] and not _is_siret(said["siret"]):
        yield _("SIRET"), _("Ses 14 chiffres ne se vérifient pas : relisez-le.")
    if len(said["activity"]) > 6:
        yield _("activité"), _("Écrivez un code NAF, comme 82.20Z.")
    if said["commune"] and said["commune"].upper() not in communes:
        told = _("« %(code)s » n’est pas un code de commune (Insee), comme 57463.")
        yield _("commune"), told % {"code": said["commune"]}
    if said["headcount"] and read_headcount(said["headcount"]) is None:
        told = _("« %(count)s » : écrivez un nombre de personnes, de 0 à 100 000.")
        yield _("effectif"), told % {"count": said["headcount"]}
    yield from _wrong_days(said)


def _wrong_days(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, label in (("born_on", _("ouverture")), ("died_on", _("fermeture"))):
        if said[name] and read_day(said[name]) is None:
            yield label, _("Écrivez un jour comme 2026-12-31.")
    born, died = read_day(said["born_on"]), read_day(said["died_on"])
    if born and died and died < born:
        yield _("fermeture"), _("Elle est avant l’ouverture.")


def _is_siret(text: str) -> bool:
    try:
        read_siret(text)
    except SiretError:
        return False
    return True
