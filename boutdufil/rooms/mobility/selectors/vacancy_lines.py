"""A vacancy as one line above an application."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.territories import selectors as territories
from boutdufil.rooms.mobility.permissions.applications import takes_applications


@dataclass(frozen=True, slots=True)
class VacancyLine:
    """What a vacancy is, who offers it and where; `is_open` says whether it takes applications."""

    pk: int
    title: str
    code: str
    employer: str
    place: str
    apply_until: date | None
    is_open: bool
    invented: bool


def find_vacancy(vacancy_id: int) -> Vacancy | None:
    """Return a vacancy with its organisation; None for an unknown number."""
    return Vacancy.objects.select_related("organisation").filter(pk=vacancy_id).first()


def vacancy_line(vacancy_id: int) -> VacancyLine:
    """The line of one vacancy."""
    return vacancy_lines([vacancy_id])[vacancy_id]


def vacancy_lines(vacancy_ids: Collection[int]) -> dict[int, VacancyLine]:
    """The lines of several vacancies by their numbers."""
    found = list(Vacancy.objects.filter(pk__in=vacancy_ids).select_related("organisation"))
    places = territories.places({vacancy.commune for vacancy in found})
    today = timezone.localdate()
    return {vacancy.pk: _line(vacancy, places, today) for vacancy in found}


def _line(vacancy: Vacancy, places: dict[str, territories.PlaceRow], today: date) -> VacancyLine:
    place = places.get(vacancy.commune)
    return VacancyLine(
        pk=vacancy.pk,
        title=vacancy.title,
        code=vacancy.code,
        employer=vacancy.organisation.name,
        place=place.name if place else "",
        apply_until=vacancy.apply_until,
        is_open=takes_applications(vacancy, today),
        invented=vacancy.organisation.invented,
    )
