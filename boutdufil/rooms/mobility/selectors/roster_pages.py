"""The roster as human resources read it, and a file on its way in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.territories import selectors as territories
from boutdufil.lib.protected import Finding, Ground
from boutdufil.rooms.mobility.models import Plan
from boutdufil.rooms.mobility.selectors.roster_imports import TitleChoice
from boutdufil.rooms.mobility.selectors.rosters import Employee, employees

PREVIEWED, FINDINGS_SHOWN = 20, 200


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of the roster with words for the codes."""

    person: Employee
    job: str
    place: str

    @property
    def pay_euros(self) -> int | None:
        """Gross euros a month."""
        return None if self.person.pay is None else round(self.person.pay / 100)


@dataclass(frozen=True, slots=True)
class WaitingImport:
    """A file nobody loaded yet."""

    pk: int
    brought_at: datetime


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What the page of an import shows: first good lines, findings, titles by certainty."""

    rows: tuple[RosterRow, ...]
    good: int
    findings: tuple[Any, ...]
    bad: int
    unsure: tuple[tuple[int, TitleChoice], ...]
    sure: tuple[tuple[int, TitleChoice], ...]
    refused: tuple[tuple[str, str, str], ...]


def roster_rows(plan: Plan) -> list[RosterRow]:
    """Return the people of a plan in the order of the roster."""
    return _rows(employees(plan))


def waiting_imports(plan: Plan) -> list[WaitingImport]:
    """Return the files that wait for their mapping."""
    return [WaitingImport(one.pk, one.brought_at) for one in plan.imports.all()]


def import_page(preview: Any) -> ImportPage:
    """Return what the page of an import shows."""
    numbered = list(enumerate(preview.titles))
    return ImportPage(
        rows=tuple(_rows([person for _line, person in preview.people[:PREVIEWED]])),
        good=len(preview.people),
        findings=tuple(preview.findings[:FINDINGS_SHOWN]),
        bad=len(preview.bad_lines),
        unsure=tuple(row for row in numbered if not row[1].sure),
        sure=tuple(row for row in numbered if row[1].sure),
        refused=tuple(_refused(one) for one in preview.refused),
    )


def _refused(one: Finding) -> tuple[str, str, str]:
    return one.header, ground_words(one.ground), one.article


def ground_words(ground: Ground) -> str:
    """Return a ground of L.1132-1 in words."""
    return {
        Ground.ORIGIN: _("origine"),
        Ground.SEX: _("sexe"),
        Ground.SEXUALITY: _("orientation sexuelle ou identité de genre"),
        Ground.AGE: _("âge"),
        Ground.FAMILY: _("situation de famille"),
        Ground.PREGNANCY: _("grossesse"),
        Ground.GENETICS: _("caractéristiques génétiques"),
        Ground.POVERTY: _("vulnérabilité économique"),
        Ground.NATIONALITY: _("nation"),
        Ground.POLITICS: _("opinions politiques ou mandat"),
        Ground.UNION: _("activités syndicales"),
        Ground.RELIGION: _("convictions religieuses"),
        Ground.LOOKS: _("apparence physique"),
        Ground.BANK: _("domiciliation bancaire"),
        Ground.HEALTH: _("état de santé"),
        Ground.DISABILITY: _("handicap"),
        Ground.LANGUAGE: _("capacité à s’exprimer dans une autre langue"),
    }[ground]


def _rows(people: list[Employee]) -> list[RosterRow]:
    jobs = occupations.cards({person.code for person in people})
    places = territories.places({person.commune for person in people})
    return [
        RosterRow(
            person=person,
            job=jobs[person.code].label if person.code in jobs else person.title,
            place=places[person.commune].name if person.commune in places else person.commune,
        )
        for person in people
    ]
