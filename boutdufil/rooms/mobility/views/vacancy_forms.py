"""Writing a vacancy: the occupation, then everything else; nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.posts.selectors.vacancies import VacancyPage, proposed_skills
from boutdufil.kernel.posts.services.vacancies import EDITABLE
from boutdufil.rooms.mobility.forms import job_code
from boutdufil.rooms.mobility.forms.vacancies import VacancyForm, typed
from boutdufil.rooms.mobility.forms.vacancy_acts import OccupationForm
from boutdufil.rooms.mobility.services import vacancies as services
from boutdufil.rooms.mobility.services.vacancies import Outcome, Wish
from boutdufil.rooms.mobility.views.employer import WRITES
from boutdufil.rooms.mobility.views.employer_doors import needs_employer, needs_own_vacancy
from boutdufil.rooms.mobility.views.writing import writes

ACTS = frozenset({services.CHECK, services.SAVE, services.PUBLISH})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes(*WRITES)
@needs_employer
def new_vacancy(request: HttpRequest, employer: OrganisationRow) -> HttpResponse:
    """Ask for the occupation, then for the vacancy with its card's skills proposed."""
    code = job_code(request.POST.get("code", "") or request.GET.get("code", ""))
    card = occupations.cards([code]).get(code)
    if card is None:
        return _ask_occupation(request, employer)
    proposed = proposed_skills(code)
    first = {"title": request.GET.get("label", card.label), "place": employer.place}
    form = VacancyForm(request.POST or None, code=code, proposed=proposed, initial=first)
    if form.is_valid():
        outcome = services.write_vacancy(
            organisation_id=employer.id,
            draft=form.draft(),
            wish=_wish(request),
            actor_id=request.user.pk,
        )
        if outcome.vacancy_id is not None:
            return _after(request, outcome)
        return _form(request, form, card=card, employer=employer, outcome=outcome)
    return _form(request, form, card=card, employer=employer)


def _ask_occupation(request: HttpRequest, employer: OrganisationRow) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    context = {
        "employer": employer,
        "form": OccupationForm(initial={"q": query}),
        "query": query,
        "hits": occupations.search_titles(query, limit=8) if query else [],
    }
    return render(request, "mobility/vacancies/occupation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes(*WRITES)
@needs_own_vacancy
def edit_vacancy(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Change a vacancy; a published one only into something lawful."""
    if page.status not in EDITABLE or page.card is None:
        messages.error(request, _("Cette offre ne se modifie plus."))
        return redirect("mobility:employer_vacancy", page.id)
    proposed = proposed_skills(page.draft.code)
    form = VacancyForm(
        request.POST or None,
        code=page.draft.code,
        proposed=proposed,
        initial=typed(page.draft, proposed),
    )
    outcome = _looked_at(request, page)
    if form.is_valid():
        outcome = services.rewrite_vacancy(
            vacancy_id=page.id, draft=form.draft(), wish=_wish(request), actor_id=request.user.pk
        )
        if outcome.stands:
            return _after(request, outcome)
    return _form(request, form, card=page.card, page=page, outcome=outcome)


def _looked_at(request: HttpRequest, page: VacancyPage) -> Outcome | None:
    """Return the findings on the stored vacancy, when the page is opened to see them."""
    if request.method == "POST" or "verifier" not in request.GET:
        return None
    return Outcome(None, published=False, findings=services.findings_of(page.draft))


def _wish(request: HttpRequest) -> Wish:
    act = request.POST.get("do", "")
    confirmed = request.POST.get("confirmed") == "on"
    return Wish(act if act in ACTS else services.SAVE, confirmed)


def _after(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Go to the vacancy, or back to its form when the law has something to say."""
    if outcome.findings:
        messages.warning(
            request, _("L’offre est gardée en brouillon. Avant de la publier, voyez ces points.")
        )
        edit = reverse("mobility:edit_vacancy", args=[outcome.vacancy_id])
        return redirect(f"{edit}?verifier=1")
    done = _("L’offre est publiée.") if outcome.published else _("Le brouillon est gardé.")
    messages.success(request, done)
    return redirect("mobility:employer_vacancy", outcome.vacancy_id)


def _form(
    request: HttpRequest, form: VacancyForm, *, outcome: Outcome | None = None, **facts: Any
) -> HttpResponse:
    findings = outcome.findings if outcome else ()
    context = {
        "form": form,
        "findings": findings,
        "checked": outcome is not None,
        "blocked": any(finding.is_blocking for finding in findings),
        "kept": outcome is not None and outcome.vacancy_id is not None,
        **facts,
    }
    refused = bool(form.errors) or (bool(findings) and _wish(request).act != services.CHECK)
    status = 422 if request.method == "POST" and refused else 200
    return render(request, "mobility/vacancies/form.html", context, status=status)
