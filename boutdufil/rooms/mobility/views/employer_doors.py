"""Which organisation, vacancy or file a recruiter works on; to anybody else there is none."""

from boutdufil.kernel.organisations.selectors import organisation
from boutdufil.kernel.posts.selectors.imports import import_page
from boutdufil.kernel.posts.selectors.vacancies import vacancy_page
from boutdufil.rooms.mobility.permissions.vacancies import can_manage_vacancies
from boutdufil.rooms.mobility.views.doors import handed

# Each hands its view what the number in the address stands for.
needs_employer = handed(
    organisation, lambda actor, row: can_manage_vacancies(actor, row.id), "organisation_id"
)
needs_own_vacancy = handed(
    vacancy_page, lambda actor, page: can_manage_vacancies(actor, page.employer.id), "vacancy_id"
)
needs_import = handed(
    import_page, lambda actor, page: can_manage_vacancies(actor, page.organisation_id), "import_id"
)
