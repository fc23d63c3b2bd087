"""Who stands at the door of an application, and which side they are on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from boutdufil.rooms.mobility.permissions import applications as permissions
from boutdufil.rooms.mobility.selectors import applications, vacancy_lines
from boutdufil.rooms.mobility.views.doors import handed
from boutdufil.rooms.mobility.views.visitors import View

if TYPE_CHECKING:
    from boutdufil.kernel.posts.models import Vacancy
    from boutdufil.rooms.mobility.models import Application

Permission = Callable[[Any, "Application"], bool]
VacancyPermission = Callable[[Any, "Vacancy"], bool]


def needs_application(allowed: Permission) -> Callable[[View], View]:
    """Hand the application to the view; whoever may not know of it learns that there is none."""
    return handed(applications.find_application, allowed, "application_id")


def needs_vacancy(allowed: VacancyPermission) -> Callable[[View], View]:
    """Hand the vacancy to the view; to whoever may not, there is none."""
    return handed(vacancy_lines.find_vacancy, allowed, "vacancy_id")


def is_for_employer(request: HttpRequest, application: Application) -> bool:
    """Tell which side asks; a person's own application is always theirs first."""
    return not permissions.is_applicant(request.user, application)
