"""The employer's seat: the list of their vacancies, and what one does with each."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.errors import LawfulnessError, LedgerError, VacancyError
from boutdufil.kernel.posts.selectors.history import history
from boutdufil.kernel.posts.selectors.vacancies import VacancyPage
from boutdufil.kernel.ui.answers import tell_mistakes
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.mobility.forms.vacancy_acts import (
    AddPostsForm,
    ClosePostsForm,
    RenewForm,
    UndoHireForm,
    WithdrawForm,
)
from boutdufil.rooms.mobility.selectors.employer_seat import employer_seat
from boutdufil.rooms.mobility.selectors.hires import hires_without_application
from boutdufil.rooms.mobility.services.vacancies import findings_of
from boutdufil.rooms.mobility.views.employer_doors import needs_own_vacancy
from boutdufil.rooms.mobility.views.writing import HOUR, writes

WRITES = ("mobility.employer", 1_200, HOUR)


@require_safe
@never_cache
def employer(request: HttpRequest) -> HttpResponse:
    """List the vacancies of one of the recruiter's organisations, by state."""
    seat = employer_seat(
        request.user.pk or 0,
        organisation_id=row_number(request.GET.get("organisation", "")),
        state=request.GET.get("etat", ""),
        page=request.GET.get("page", "1"),
    )
    return render(request, "mobility/vacancies/employer.html", {"seat": seat})


@require_safe
@never_cache
@needs_own_vacancy
def employer_vacancy(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Show a vacancy to who works on it: its posts, its history, what can be done now."""
    hires = hires_without_application(page.id)
    context = {
        "page": page,
        "history": history(page.id),
        "findings": findings_of(page.draft) if page.status == "draft" else (),
        "close_form": ClosePostsForm(),
        "add_form": AddPostsForm(),
        "renew_form": RenewForm(),
        "withdraw_form": WithdrawForm(),
        "undo_form": UndoHireForm(hires=hires) if hires else None,
    }
    return render(request, "mobility/vacancies/employer_vacancy.html", context)


def _act(
    request: HttpRequest, page: VacancyPage, form: forms.Form, act: Callable[[], str]
) -> HttpResponse:
    """Do one act of a valid form and say so, or say why not; then show the vacancy again."""
    if not form.is_valid():
        tell_mistakes(request, form)
        return redirect("mobility:employer_vacancy", page.id)
    try:
        messages.success(request, act())
    except (LedgerError, VacancyError) as refusal:
        messages.error(request, str(refusal))
        if isinstance(refusal, LawfulnessError):
            return redirect("mobility:edit_vacancy", page.id)
    return redirect("mobility:employer_vacancy", page.id)


@require_POST
@writes(*WRITES)
@needs_own_vacancy
def publish(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Publish a draft as it stands, or an expired vacancy again."""
    confirmed = request.POST.get("confirmed") == "on"

    def act() -> str:
        posts.publish_vacancy(vacancy_id=page.id, actor_id=request.user.pk, confirmed=confirmed)
        return _("L’offre est publiée.")

    return _act(request, page, forms.Form(request.POST), act)


@require_POST
@writes(*WRITES)
@needs_own_vacancy
def renew(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Show a vacancy longer."""
    form = RenewForm(request.POST)

    def act() -> str:
        posts.renew_vacancy(
            vacancy_id=page.id, until=form.cleaned_data["until"], actor_id=request.user.pk
        )
        return _("L’offre est prolongée.")

    return _act(request, page, form, act)


@require_POST
@writes(*WRITES)
@needs_own_vacancy
def withdraw(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Take a vacancy back."""
    form = WithdrawForm(request.POST)

    def act() -> str:
        posts.withdraw_vacancy(
            vacancy_id=page.id, reason=form.cleaned_data["reason"], actor_id=request.user.pk
        )
        return _("L’offre est retirée, ses postes ouverts sont fermés.")

    return _act(request, page, form, act)


@require_POST
@writes(*WRITES)
@needs_own_vacancy
def close(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Close posts with a reason."""
    form = ClosePostsForm(request.POST)

    def act() -> str:
        closed = posts.close_posts(
            vacancy_id=page.id,
            count=form.cleaned_data["count"],
            reason=form.cleaned_data["reason"],
            actor_id=request.user.pk,
        )
        return ngettext("%(n)s poste fermé.", "%(n)s postes fermés.", closed) % {"n": closed}

    return _act(request, page, form, act)


@require_POST
@writes(*WRITES)
@needs_own_vacancy
def add(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Add posts to a vacancy."""
    form = AddPostsForm(request.POST)

    def act() -> str:
        more = len(posts.open_posts(vacancy_id=page.id, count=form.cleaned_data["more"]))
        return ngettext("%(n)s poste ajouté.", "%(n)s postes ajoutés.", more) % {"n": more}

    return _act(request, page, form, act)


@require_POST
@writes(*WRITES)
@needs_own_vacancy
def undo_direct_hire(request: HttpRequest, page: VacancyPage) -> HttpResponse:
    """Say that a hire without an application did not hold: its post is open again."""
    form = UndoHireForm(request.POST, hires=hires_without_application(page.id))

    def act() -> str:
        posts.cancel_hire(
            hire_id=form.cleaned_data["hire"],
            reason=form.cleaned_data["reason"],
            actor_id=request.user.pk,
        )
        return _("C’est inscrit. Le poste est ouvert de nouveau.")

    return _act(request, page, form, act)
