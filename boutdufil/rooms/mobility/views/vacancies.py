"""The page of a vacancy, for everybody, and what somebody finds wrong with it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.posts.errors import VacancyError
from boutdufil.kernel.posts.law import ARTICLES
from boutdufil.kernel.posts.selectors.postings import job_posting
from boutdufil.kernel.posts.selectors.vacancies import VacancyPage, vacancy_page
from boutdufil.kernel.posts.services import report_vacancy
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility.forms.vacancy_acts import ReportForm
from boutdufil.rooms.mobility.permissions import vacancies as permissions
from boutdufil.rooms.mobility.selectors.vacancies import vacancy_fit
from boutdufil.rooms.mobility.views.visitors import profile_of
from boutdufil.rooms.mobility.views.writing import HOUR


def readable(request: HttpRequest, vacancy_id: int) -> VacancyPage:
    """Return a vacancy this visitor may read; to others there is none."""
    page = vacancy_page(vacancy_id)
    if page is None or not permissions.can_read_vacancy(request.user, page):
        raise Http404
    return page


@require_safe
@login_not_required
@never_cache
def vacancy(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """Show everything a vacancy says, and how it compares with the visitor's path."""
    page = readable(request, vacancy_id)
    url = request.build_absolute_uri(request.path)
    context = {
        "page": page,
        "fit": vacancy_fit(profile_of(request), page),
        "posting": job_posting(page, url=url) if page.is_open else None,
        "outbound_law": ARTICLES["L223-1"],
        "may_manage": permissions.can_manage_vacancies(request.user, page.employer.id),
    }
    return render(request, "mobility/vacancies/vacancy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@rate_limited("mobility.report_vacancy", 10, HOUR)
def report(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """Let anybody say what is wrong with a vacancy; a person will decide."""
    page = readable(request, vacancy_id)
    if not permissions.can_report_vacancy(request.user, page):
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            report_vacancy(vacancy_id=page.id, reporter_id=request.user.pk, **form.cleaned_data)
        except VacancyError:
            raise Http404 from None
        messages.success(
            request,
            _("Merci. Une personne va relire cette offre et décider. Rien n’est automatique."),
        )
        return redirect("mobility:vacancy", page.id)
    return show_form(request, "mobility/vacancies/report.html", form, page=page)
