"""The invented vacancies of the demo world: a file like any employer's, read like theirs.

Occupations, places and orders of pay are plausible; employers, posts and texts are invented.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.drafts import SkillAsked, VacancyDraft
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.errors import LawfulnessError
from boutdufil.kernel.posts.importing import proposed_mapping, read_lines
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors.vacancies import proposed_skills
from boutdufil.lib.tables import read_table
from boutdufil.rooms.mobility.demo import organisations

FILE = files("boutdufil.rooms.mobility") / "data" / "demo_vacancies.csv"
EMPLOYER, STATE = "Employeur", "État"
DRAFT = "brouillon"
REQUIRED, WISHED = 4, 4
# Behind the open door of this job nothing is asked of who comes in.
BEGINNERS = frozenset({"D1408"})
SHOWN_FOR, RENEWED_WHEN = timedelta(days=90), timedelta(days=14)
# A list in which everything is of today would teach nothing about dates.
DAYS_AGO = 24


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the file: who offers, in which state, what."""

    employer: str
    state: str
    draft: VacancyDraft


@transaction.atomic
def furnish() -> None:
    """Create the vacancies; a second time renews what is about to end and changes nothing else."""
    told = list(_told())
    known = {
        vacancy.reference: vacancy
        for vacancy in Vacancy.objects.filter(
            organisation__invented=True, reference__in=[line.draft.reference for line in told]
        )
    }
    _open([line for line in told if line.draft.reference not in known])
    for vacancy in known.values():
        if _is_ending(vacancy):
            _renew(vacancy)


def _open(told: list[Told]) -> None:
    """Write vacancies down with skills of their cards, and publish all but the drafts."""
    recruiter = Person.objects.filter(demo_slug="employeur").first()
    actor_id = recruiter.pk if recruiter else None
    employers = {key: organisations.find(key).pk for key in {line.employer for line in told}}
    asked = {code: _skills(code) for code in {line.draft.code for line in told}}
    for number, line in enumerate(told):
        whole = replace(line.draft, skills=asked[line.draft.code], apply_until=_closing_day())
        vacancy = posts.create_vacancy(
            organisation_id=employers[line.employer], draft=whole, actor_id=actor_id
        )
        if line.state != DRAFT:
            _publish(vacancy, number, actor_id)


def find(reference: str) -> Vacancy:
    """Return the invented vacancy of a reference ("VDB-01" is the first of Voix du Beffroi)."""
    return Vacancy.objects.get(reference=reference, organisation__invented=True)


def _told() -> Iterator[Told]:
    table = read_table(FILE.read_bytes(), filename="demo_vacancies.csv")
    key, state = table.header.index(EMPLOYER), table.header.index(STATE)
    rows = [(row.line, row.cells, row.extra) for row in table.rows]
    for line in read_lines(table.header, rows, proposed_mapping(table.header)):
        if line.draft is None:
            raise ValueError(f"demo_vacancies.csv, line {line.line}: {line.problems}")
        yield Told(line.cells[key], line.cells[state], line.draft)


def _publish(vacancy: Vacancy, number: int, actor_id: int | None) -> None:
    posts.publish_vacancy(vacancy_id=vacancy.pk, actor_id=actor_id, confirmed=True)
    Vacancy.objects.filter(pk=vacancy.pk).update(
        published_at=timezone.now() - timedelta(days=number * 7 % DAYS_AGO, hours=number % 10)
    )


def _renew(vacancy: Vacancy) -> None:
    # A visitor of the demo may have made it unlawful while it was out of sight.
    with suppress(LawfulnessError), transaction.atomic():
        posts.renew_vacancy(vacancy_id=vacancy.pk, until=_closing_day(), actor_id=None)


def _closing_day() -> date:
    return timezone.localdate() + SHOWN_FOR


def _skills(code: str) -> tuple[SkillAsked, ...]:
    rows = proposed_skills(code)[: REQUIRED + WISHED]
    required = 0 if code in BEGINNERS else REQUIRED
    return tuple(
        SkillAsked(row.code, row.label, required=place < required) for place, row in enumerate(rows)
    )


def _is_ending(vacancy: Vacancy) -> bool:
    if vacancy.status == VacancyStatus.EXPIRED:
        return True
    ends = vacancy.apply_until or timezone.localdate()
    soon = ends - timezone.localdate() < RENEWED_WHEN
    return vacancy.status == VacancyStatus.PUBLISHED and soon
