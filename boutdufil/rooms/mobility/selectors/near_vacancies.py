"""Vacancies of one job within reach, and which of them ask for nothing at the door."""

from dataclasses import dataclass

from boutdufil.engines.matching import Profile as Skills
from boutdufil.kernel.posts.models import VacancySkill
from boutdufil.kernel.posts.selectors.search import (
    VacancyQuery,
    VacancyRow,
    search_vacancies,
)

MINUTES = 45
SHOWN = 5


@dataclass(frozen=True, slots=True)
class NearVacancy:
    """A vacancy; `beginners` when it requires no skill at the door."""

    row: VacancyRow
    beginners: bool


@dataclass(frozen=True, slots=True)
class NearVacancies:
    """The first vacancies of a job, and how many there are; `minutes` is None without a place.

    Only vacancies of this very job: nothing is widened here.
    """

    rows: tuple[NearVacancy, ...]
    total: int
    minutes: int | None


def near_vacancies(
    code: str, near: str, *, skills: Skills | None = None, beginners_first: bool = False
) -> NearVacancies:
    """Return the published vacancies of a job, within 45 minutes by car of a place.

    `beginners_first` puts those that require nothing ahead, among the first page found.
    """
    minutes = MINUTES if near else None
    page = search_vacancies(VacancyQuery(codes=(code,), place=near, minutes=minutes), skills)
    if page.widening is not None:
        return NearVacancies((), 0, minutes)
    asking = set(
        VacancySkill.objects.filter(
            vacancy_id__in=[row.id for row in page.rows], required=True
        ).values_list("vacancy_id", flat=True)
    )
    rows = [NearVacancy(row, row.id not in asking) for row in page.rows]
    if beginners_first:
        rows.sort(key=lambda each: not each.beginners)
    return NearVacancies(tuple(rows[:SHOWN]), page.total, minutes)
