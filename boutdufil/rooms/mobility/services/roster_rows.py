"""From the cells of a file to people, or to findings that name line, column and remedy."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.lib.tables import Row
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.selectors.rosters import Employee

# What each field of ours is called in the files of human resources.
ALIASES: dict[str, tuple[str, ...]] = {
    "pseudonym": ("pseudonyme", "matricule", "identifiant", "id", "numéro", "code salarié"),
    "occupation": ("métier", "poste", "emploi", "intitulé", "intitulé du poste", "fonction",
                   "code rome", "rome", "job title", "occupation"),
    "commune": ("commune", "ville", "code postal", "cp", "domicile", "town", "postcode"),
    "car": ("voiture", "véhicule", "permis et voiture", "car", "a une voiture"),
    "max_minutes": ("trajet maximum", "trajet max", "minutes maximum", "trajet", "max minutes"),
    "weekly_hours": ("heures", "heures par semaine", "durée hebdomadaire", "weekly hours"),
    "pay": ("salaire", "salaire brut mensuel", "salaire mensuel", "rémunération", "pay"),
    "seniority": ("ancienneté", "date d’entrée", "date d'entrée", "entrée", "seniority"),
    "ends_on": ("fin du contrat", "date de fin", "fin", "départ", "end date"),
    "no_sunday": ("pas le dimanche", "sans dimanche", "no sunday"),
    "no_night": ("pas la nuit", "sans nuit", "no night"),
    "home_days": ("jours à domicile", "télétravail", "home days"),
    "wishes": ("vœux", "voeux", "souhaits", "métiers souhaités", "wishes"),
    "name": ("nom", "nom et prénom", "prénom nom", "nom complet", "name"),
    "email": ("e-mail", "email", "courriel", "adresse e-mail", "mail"),
    "email_agreed": ("accord e-mail", "accord mail", "e-mail accepté", "agrees to e-mail"),
}  # fmt: skip
REQUIRED = ("pseudonym", "occupation", "commune")
LABELS = {
    "pseudonym": gettext_lazy("Pseudonyme ou matricule"),
    "occupation": gettext_lazy("Métier, en toutes lettres ou en code ROME"),
    "commune": gettext_lazy("Commune ou code postal"),
    "car": gettext_lazy("A une voiture (oui ou non)"),
    "max_minutes": gettext_lazy("Trajet accepté (minutes)"),
    "weekly_hours": gettext_lazy("Heures par semaine"),
    "pay": gettext_lazy("Salaire brut mensuel (€)"),
    "seniority": gettext_lazy("Ancienneté (années) ou date d’entrée"),
    "ends_on": gettext_lazy("Fin du contrat"),
    "no_sunday": gettext_lazy("Pas le dimanche (oui ou non)"),
    "no_night": gettext_lazy("Pas la nuit (oui ou non)"),
    "home_days": gettext_lazy("Jours à domicile demandés"),
    "wishes": gettext_lazy("Vœux (codes ROME ou numéros d’offres)"),
    "name": gettext_lazy("Nom"),
    "email": gettext_lazy("E-mail"),
    "email_agreed": gettext_lazy("Accord pour écrire par e-mail (oui ou non)"),
}
YES = frozenset({"oui", "o", "x", "1", "vrai", "yes", "y", "true"})
NO = frozenset({"non", "n", "", "0", "faux", "no", "false"})
ROME = re.compile(r"[A-Z]\d{4}")
WISH = re.compile(r"[A-Z]\d{4}|\d{1,9}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y")
LONGEST = {"pseudonym": 60, "occupation": 160, "name": 120, "email": 200}
MOST_MINUTES, MOST_HOURS, MOST_HOME_DAYS, MOST_WISHES, MOST_YEARS = 240, 60.0, 5, 10, 60.0
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class RosterFinding:
    """What is wrong at one line: the field as its reader knows it, what, and what to do."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words of a file stand for: folded titles to ROME codes, places to INSEE codes."""

    occupations: Mapping[str, str]
    places: Mapping[str, str]
    ends_on: date


class CellError(ValueError):
    """A cell that cannot be read; the message tells the remedy."""


def cell(row: Row, columns: Mapping[str, int], field: str) -> str:
    """Return the text of a field on a row; empty when the file has no such column."""
    place = columns.get(field)
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def read_rows(
    rows: Sequence[Row], columns: Mapping[str, int], meanings: Meanings
) -> tuple[list[tuple[int, Employee]], list[RosterFinding]]:
    """Return the people of the good lines with their line, and what is wrong with the others."""
    people: list[tuple[int, Employee]] = []
    findings: list[RosterFinding] = []
    seen: dict[str, int] = {}
    for row in rows:
        found, wrong = read_row(row, columns, meanings)
        if found is not None and found.pseudonym in seen:
            wrong.append(_twice(row.line, seen[found.pseudonym]))
        if found is not None and not wrong:
            seen[found.pseudonym] = row.line
            people.append((row.line, found))
        findings += wrong
    return people, findings


def read_row(
    row: Row, columns: Mapping[str, int], meanings: Meanings
) -> tuple[Employee | None, list[RosterFinding]]:
    """Return the person of a row, or everything that is wrong with it."""
    facts: dict[str, object] = {}
    wrong: list[RosterFinding] = []
    if row.extra:
        text = _("La ligne a plus de cellules que l’en-tête : un séparateur est en trop.")
        wrong.append(RosterFinding(row.line, "", text))
    for field in ALIASES:
        try:
            facts |= read_field(field, cell(row, columns, field), meanings)
        except CellError as error:
            wrong.append(RosterFinding(row.line, str(LABELS[field]), str(error)))
    return (None if wrong else Employee(**facts)), wrong  # type: ignore[arg-type]


def read_field(field: str, text: str, meanings: Meanings) -> dict[str, object]:
    """Return what one cell says, under the names of `Employee`. Raises CellError."""
    if field in REQUIRED and not text:
        raise CellError(_("La cellule est vide : remplissez-la."))
    if len(text) > LONGEST.get(field, 500):
        raise CellError(_("Le texte est trop long : raccourcissez-le."))
    if field == "occupation":
        unknown = _("« %(text)s » n’a pas de fiche métier choisie : choisissez-la ci-dessus.")
        return {"code": _meant(text, meanings.occupations, unknown), "title": text}
    if field == "commune":
        unknown = _(
            "« %(text)s » n’est pas une commune connue : écrivez son nom ou son code postal."
        )
        return {"commune": _meant(text, meanings.places, unknown)}
    if field == "car":
        return {"has_car": _truth(text)}
    if field == "ends_on":
        return {"ends_on": read_date(text) if text else meanings.ends_on}
    return {field: _READERS[field](text, meanings)}


def read_date(text: str) -> date:
    """Return a date as people write it in France. Raises CellError."""
    for pattern in DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise CellError(_("« %(text)s » n’est pas une date : écrivez 31/03/2027.") % {"text": text})


def read_number(text: str, most: float) -> float:
    """Return a number as people write it in France. Raises CellError."""
    bare = re.sub(r"[\s  €]", "", text).replace(",", ".")
    try:
        number = float(bare)
    except ValueError:
        raise CellError(
            _("« %(text)s » n’est pas un nombre : écrivez des chiffres seuls.") % {"text": text}
        ) from None
    if not 0 <= number <= most:
        raise CellError(
            _("%(text)s est hors limites : de 0 à %(most)g.") % {"text": text, "most": most}
        )
    return number


def _meant(text: str, codes: Mapping[str, str], unknown: str) -> str:
    """Return the code a text stands for; `unknown` says what to do where it stands for none."""
    code = codes.get(fold(text), "")
    if not code:
        raise CellError(unknown % {"text": text})
    return code


def _truth(text: str) -> bool:
    said = fold(text)
    if said not in YES | NO:
        raise CellError(_("« %(text)s » : écrivez oui ou non.") % {"text": text})
    return said in YES


def _seniority(text: str, meanings: Meanings) -> float | None:
    """Years, given as such or by the day somebody entered; a year alone is such a day."""
    if not text:
        return None
    if re.fullmatch(r"(19|20)\d\d", text):
        text = f"01/01/{text}"
    if re.fullmatch(r"[\d\s,.]+", text) and len(text) < len("1.1.2000"):
        return read_number(text, MOST_YEARS)
    return max(0.0, round((meanings.ends_on - read_date(text)).days / DAYS_A_YEAR, 2))


def _wishes(text: str, _meanings: Meanings) -> tuple[str, ...]:
    said = [word for word in re.split(r"[;,/|\s]+", text.upper()) if word]
    odd = [word for word in said if not WISH.fullmatch(word)]
    if odd or len(said) > MOST_WISHES:
        raise CellError(
            _("Écrivez au plus %(most)d codes ROME ou numéros d’offres, séparés par des virgules.")
            % {"most": MOST_WISHES}
        )
    return tuple(dict.fromkeys(said))


def _email(text: str, _meanings: Meanings) -> str:
    if text and not EMAIL.fullmatch(text):
        raise CellError(_("« %(text)s » n’est pas une adresse e-mail.") % {"text": text})
    return text.lower()


def _twice(line: int, first: int) -> RosterFinding:
    text = _("Ce pseudonyme est déjà à la ligne %(line)d : chaque personne a le sien.")
    return RosterFinding(line, str(LABELS["pseudonym"]), text % {"line": first})


_READERS: dict[str, Callable[[str, Meanings], object]] = {
    "pseudonym": lambda text, _: text,
    "name": lambda text, _: text,
    "max_minutes": lambda text, _: round(read_number(text, MOST_MINUTES)) if text else None,
    "weekly_hours": lambda text, _: read_number(text, MOST_HOURS) if text else None,
    "pay": lambda text, _: round(100 * read_number(text, 100_000)) if text else None,
    "seniority": _seniority,
    "no_sunday": lambda text, _: _truth(text),
    "no_night": lambda text, _: _truth(text),
    "home_days": lambda text, _: round(read_number(text, MOST_HOME_DAYS)) if text else 0,
    "wishes": _wishes,
    "email": _email,
    "email_agreed": lambda text, _: _truth(text),
}
