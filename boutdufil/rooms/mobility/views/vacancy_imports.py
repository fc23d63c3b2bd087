"""Vacancies by a file: brought, mapped, previewed, imported, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.errors import WrongImportError
from boutdufil.kernel.posts.selectors.exports import template_file, vacancies_file
from boutdufil.kernel.posts.selectors.imports import ImportPage, wrong_lines_csv
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import TableError
from boutdufil.rooms.mobility.forms.vacancy_imports import ColumnsForm, ImportFileForm, RunForm
from boutdufil.rooms.mobility.views.employer import WRITES
from boutdufil.rooms.mobility.views.employer_doors import needs_employer, needs_import
from boutdufil.rooms.mobility.views.writing import HOUR, writes


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.vacancy_file", 60, HOUR)
@needs_employer
def import_vacancies(request: HttpRequest, employer: OrganisationRow) -> HttpResponse:
    """Take a file and read it; what is no table is refused by name and line."""
    form = ImportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        brought = form.cleaned_data["table"]
        try:
            kept = posts.start_import(
                organisation_id=employer.id,
                content=brought.read(),
                filename=brought.name,
                actor_id=request.user.pk,
            )
            return redirect("mobility:vacancy_import", kept.pk)
        except TableError as refusal:
            form.add_error("table", table_refusal(refusal))
    return show_form(request, "mobility/vacancies/import.html", form, employer=employer)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes(*WRITES)
@needs_import
def vacancy_import(request: HttpRequest, page: ImportPage) -> HttpResponse:
    """Preview a file: its columns, its wrong lines by name, its good ones; then import these."""
    mapping = request.POST if request.POST.get("do") == "map" else None
    running = request.POST if request.POST.get("do") == "run" else None
    columns = ColumnsForm(mapping, header=page.header, mapping=page.mapping)
    run = RunForm(running, initial={"publish": "no"})
    if columns.is_valid():
        return _mapped(request, page, columns)
    if run.is_valid():
        choice = posts.ImportChoice(**run.cleaned_data)
        posts.run_import(import_id=page.id, choice=choice, actor_id=request.user.pk)
        return redirect("mobility:vacancy_import", page.id)
    context = {"page": page, "columns": columns, "run": run}
    status = 422 if columns.is_bound or run.is_bound else 200
    return render(request, "mobility/vacancies/preview.html", context, status=status)


def _mapped(request: HttpRequest, page: ImportPage, columns: ColumnsForm) -> HttpResponse:
    try:
        posts.map_columns(import_id=page.id, mapping=columns.mapping())
    except WrongImportError:
        messages.error(request, _("Ce fichier est déjà importé."))
    return redirect("mobility:vacancy_import", page.id)


@require_safe
@never_cache
@needs_import
def import_corrections(request: HttpRequest, page: ImportPage) -> HttpResponse:
    """Hand over the wrong lines with what to correct in each."""
    content = wrong_lines_csv(page.id)
    if content is None:
        raise Http404
    return file_answer(content, "a-corriger.csv")


@require_POST
@writes(*WRITES)
@needs_import
def drop_import(request: HttpRequest, page: ImportPage) -> HttpResponse:
    """Forget a file at once."""
    posts.drop_import(import_id=page.id)
    messages.success(request, _("Le fichier est oublié."))
    return redirect("mobility:import_vacancies", page.organisation_id)


@require_safe
def vacancy_template(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over an empty table with its headings and an example."""
    return file_answer(template_file(kind=kind), f"modele-offres.{kind}")


@require_safe
@never_cache
@needs_employer
def export_vacancies(request: HttpRequest, employer: OrganisationRow, kind: str) -> HttpResponse:
    """Hand over an employer's vacancies, to be read again by the import."""
    return file_answer(vacancies_file([employer.id], kind=kind), f"offres.{kind}")
