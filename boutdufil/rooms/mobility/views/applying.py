"""Applying to a vacancy; a guest writes first and signs in afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility import errors
from boutdufil.rooms.mobility.forms.applications import ApplicationForm
from boutdufil.rooms.mobility.permissions import applications as permissions
from boutdufil.rooms.mobility.selectors import applications, applying
from boutdufil.rooms.mobility.services import application_drafts as drafts
from boutdufil.rooms.mobility.services.applications import send_application
from boutdufil.rooms.mobility.views.application_doors import needs_vacancy
from boutdufil.rooms.mobility.views.visitors import profile_of
from boutdufil.rooms.mobility.views.writing import HOUR, writes

if TYPE_CHECKING:
    from boutdufil.kernel.posts.models import Vacancy


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@writes("mobility.apply", 60, HOUR)
@needs_vacancy(permissions.is_public)
def apply(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    """Show what will be sent and let it be chosen; send it, or keep it until the sign-in."""
    own = applications.own_application(vacancy.pk, request.user.pk)
    if own is not None:
        return redirect("mobility:application", own)
    page = applying.apply_page(vacancy.pk, profile_of(request))
    if not page.vacancy.is_open:
        return render(request, "mobility/applications/closed.html", {"page": page})
    form = _form(request, page)
    if request.method == "POST" and form.is_valid():
        return _send(request, vacancy, form)
    template = "mobility/applications/apply.html"
    return show_form(request, template, form, page=page, ticked=_ticked(form))


def _form(request: HttpRequest, page: applying.ApplyPage) -> ApplicationForm:
    """The form as typed, as kept before the sign-in, or with everything ticked."""
    choices: dict[str, Any] = {
        "skills": [(choice.value, choice.label) for choice in page.skills],
        "jobs": [(choice.value, choice.label) for choice in page.jobs],
    }
    if request.method == "POST":
        return ApplicationForm(request.POST, request.FILES, **choices)
    everything = {name: [value for value, _label in pairs] for name, pairs in choices.items()}
    draft = drafts.draft_of(session=request.session, vacancy_id=page.vacancy.pk) or {}
    source = {"par": request.GET.get("par", "")}
    return ApplicationForm(initial={**source, **everything, **draft}, **choices)


def _ticked(form: ApplicationForm) -> set[str]:
    """The values of the boxes that are ticked, of skills and of jobs."""
    return {str(value) for name in ("skills", "jobs") for value in form[name].value() or ()}


def _send(request: HttpRequest, vacancy: Vacancy, form: ApplicationForm) -> HttpResponse:
    if not permissions.can_apply(request.user, vacancy, timezone.localdate()):
        drafts.keep_draft(session=request.session, vacancy_id=vacancy.pk, typed=form.cleaned_data)
        here = reverse("mobility:apply", args=[vacancy.pk])
        return redirect(f"{reverse('people:sign_in')}?{urlencode({'next': here})}")
    try:
        sent = send_application(
            vacancy_id=vacancy.pk,
            person_id=request.user.pk or 0,
            draft=form.draft(),
            through=form.cleaned_data["par"],
        )
    except errors.AlreadyAppliedError as twice:
        return redirect("mobility:application", twice.args[0])
    except errors.ClosedVacancyError:
        return redirect("mobility:apply", vacancy.pk)
    drafts.forget_draft(session=request.session)
    messages.success(request, _("Votre candidature est envoyée."))
    return redirect("mobility:application", sent.pk)
