"""Addresses of vacancies: everybody's page, the employer's seat, files, moderation."""

from django.urls import path, register_converter

from boutdufil.rooms.mobility.views import (
    employer,
    moderation,
    vacancies,
    vacancy_forms,
    vacancy_imports,
)


class TableKind:
    """The ending of a table's name: anything else is no address."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """Return the ending as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the ending as it stands."""
        return value


register_converter(TableKind, "table")

OWN = "employeur/offres/<int:vacancy_id>/"
EMPLOYER = "employeur/<int:organisation_id>/"
FILE = "employeur/fichiers/<int:import_id>/"

urlpatterns = [
    path("offres/<int:vacancy_id>/", vacancies.vacancy, name="vacancy"),
    path("offres/<int:vacancy_id>/signaler/", vacancies.report, name="report_vacancy"),
    path("employeur/", employer.employer, name="employer"),
    path(f"{EMPLOYER}offres/nouvelle/", vacancy_forms.new_vacancy, name="new_vacancy"),
    path(OWN, employer.employer_vacancy, name="employer_vacancy"),
    path(f"{OWN}modifier/", vacancy_forms.edit_vacancy, name="edit_vacancy"),
    path(f"{OWN}publier/", employer.publish, name="publish_vacancy"),
    path(f"{OWN}prolonger/", employer.renew, name="renew_vacancy"),
    path(f"{OWN}retirer/", employer.withdraw, name="withdraw_vacancy"),
    path(f"{OWN}postes/fermer/", employer.close, name="close_posts"),
    path(f"{OWN}postes/ajouter/", employer.add, name="add_posts"),
    path(f"{OWN}embauches/annuler/", employer.undo_direct_hire, name="undo_direct_hire"),
    path(f"{EMPLOYER}fichier/", vacancy_imports.import_vacancies, name="import_vacancies"),
    path(FILE, vacancy_imports.vacancy_import, name="vacancy_import"),
    path(f"{FILE}a-corriger.csv", vacancy_imports.import_corrections, name="import_corrections"),
    path(f"{FILE}oublier/", vacancy_imports.drop_import, name="drop_import"),
    path(
        "employeur/modele-offres.<table:kind>",
        vacancy_imports.vacancy_template,
        name="vacancy_template",
    ),
    path(
        f"{EMPLOYER}offres.<table:kind>",
        vacancy_imports.export_vacancies,
        name="export_vacancies",
    ),
    path("moderation/", moderation.moderation, name="moderation"),
    path("moderation/<int:report_id>/", moderation.decide_report, name="decide_report"),
    path(
        "moderation/offres/<int:vacancy_id>/montrer/",
        moderation.show_vacancy,
        name="show_vacancy",
    ),
]
