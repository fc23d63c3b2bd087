"""What people reproach vacancies with: read, decided, explained by a person."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.selectors.reports import report_page, report_rows, reports
from boutdufil.kernel.posts.selectors.vacancies import vacancy_page
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility.forms.vacancy_acts import DecisionForm
from boutdufil.rooms.mobility.permissions.vacancies import can_moderate
from boutdufil.rooms.mobility.services.vacancies import findings_of
from boutdufil.rooms.mobility.views.visitors import View

ROWS_SHOWN = 30


def moderators_only(view: View) -> View:
    """Let the administrators of the site in, and nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@moderators_only
@require_safe
@never_cache
def moderation(request: HttpRequest) -> HttpResponse:
    """List the reports that wait for a decision, or those decided."""
    decided = request.GET.get("etat") == "decides"
    leaf = Paginator(reports(decided=decided), ROWS_SHOWN).get_page(request.GET.get("page", "1"))
    context = {"leaf": leaf, "rows": report_rows(list(leaf.object_list)), "decided": decided}
    return render(request, "mobility/vacancies/moderation.html", context)


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def decide_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a report beside its vacancy and what our checks find; decide with reasons."""
    report = report_page(report_id)
    page = vacancy_page(report.vacancy_id) if report else None
    if report is None or page is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        posts.decide_report(report_id=report.id, actor_id=request.user.pk, **form.cleaned_data)
        messages.success(request, _("La décision est prise, ses raisons sont envoyées."))
        return redirect("mobility:moderation")
    facts = {"report": report, "page": page, "findings": findings_of(page.draft)}
    return show_form(request, "mobility/vacancies/decide.html", form, **facts)


@moderators_only
@require_POST
def show_vacancy(request: HttpRequest, vacancy_id: int) -> HttpResponse:
    """Show a hidden vacancy again."""
    if vacancy_page(vacancy_id) is None:
        raise Http404
    posts.show_vacancy_again(vacancy_id=vacancy_id, actor_id=request.user.pk)
    messages.success(request, _("L’offre est montrée de nouveau."))
    return redirect("mobility:moderation")
