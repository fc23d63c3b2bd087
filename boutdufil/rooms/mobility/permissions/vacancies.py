"""Who may read a vacancy, work on one, or decide on what people reproach it with."""

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor, is_administrator
from boutdufil.kernel.posts.selectors.vacancies import VacancyPage

RECRUITERS = frozenset({Role.RECRUITER, Role.MANAGER})


def can_manage_vacancies(actor: Actor, organisation_id: int) -> bool:
    """Allow those who recruit for an organisation, or manage it; a parent's people too."""
    return has_role(actor, RECRUITERS, organisation_id)


def can_read_vacancy(actor: Actor, page: VacancyPage) -> bool:
    """Allow everybody what was published; a draft or a hidden one its employer alone.

    An administrator reads a hidden vacancy too, to decide on it, and never a draft.
    """
    if page.is_public:
        return True
    if page.hidden and not page.confidential and is_administrator(actor):
        return True
    return can_manage_vacancies(actor, page.employer.id)


def can_report_vacancy(actor: Actor, page: VacancyPage) -> bool:
    """Allow everybody, signed in or not, what everybody can read."""
    return page.is_public


def can_moderate(actor: Actor) -> bool:
    """Allow the administrators of the site."""
    return is_administrator(actor)
