"""The employer's seat: their organisations, and the vacancies they work on."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from boutdufil.kernel.organisations.selectors import OrganisationRow, organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.selectors import PostFigure, Scope, post_figure
from boutdufil.kernel.posts.selectors.reports import reports
from boutdufil.kernel.posts.selectors.vacancies import employer_rows, employer_vacancies
from boutdufil.rooms.mobility.permissions.vacancies import RECRUITERS, can_moderate

ROWS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class StateCount:
    """A state of vacancies with how many are in it."""

    value: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class EmployerSeat:
    """What a recruiter sees first; ``current`` is the organisation looked at."""

    organisations: tuple[OrganisationRow, ...]
    current: OrganisationRow | None
    states: tuple[StateCount, ...]
    state: str
    page: Page[Any] | None
    figure: PostFigure | None


def employer_seat(
    person_id: int, *, organisation_id: int | None, state: str, page: str
) -> EmployerSeat:
    """Return a recruiter's seat; an organisation that is not theirs is never looked at."""
    mine = tuple(o for o in organisations_of(person_id, RECRUITERS) if o.closed_on is None)
    current = next((o for o in mine if o.id == organisation_id), mine[0] if mine else None)
    if current is None:
        return EmployerSeat((), None, (), "", None, None)
    found = employer_vacancies([current.id])
    wanted = state if state in VacancyStatus.values else ""
    states = _states(found, wanted)
    listed = found.filter(status=wanted) if wanted else found
    leaf = Paginator(listed, ROWS_SHOWN).get_page(page)
    leaf.object_list = employer_rows(list(leaf.object_list))
    figure = post_figure(Scope(organisation_id=current.id))
    return EmployerSeat(mine, current, states, wanted, leaf, figure)


def _states(found: Any, wanted: str) -> tuple[StateCount, ...]:
    held = dict(found.order_by().values_list("status").annotate(count=Count("pk", distinct=True)))
    return tuple(
        StateCount(status.value, str(status.label), held.get(status, 0), status == wanted)
        for status in VacancyStatus
        if status in held or status == wanted
    )


@dataclass(frozen=True, slots=True)
class EmployerSection:
    """What "my page" shows a recruiter, or whoever decides on reports."""

    organisations: tuple[OrganisationRow, ...]
    moderates: bool
    waiting: int


def my_page_section(person: Person) -> EmployerSection | None:
    """Return a person's way to their vacancies; None for who neither recruits nor moderates."""
    mine = tuple(o for o in organisations_of(person.pk, RECRUITERS) if o.closed_on is None)
    moderates = can_moderate(person)
    if not mine and not moderates:
        return None
    return EmployerSection(mine, moderates, reports(decided=False).count() if moderates else 0)
