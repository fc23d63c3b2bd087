"""The employer's side: candidates of a vacancy, one of them, and each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.posts.errors import NoOpenPostError
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility import errors
from boutdufil.rooms.mobility.enums import NEXT_STAGES, RefusalReason, Stage
from boutdufil.rooms.mobility.forms.applications import MessageForm
from boutdufil.rooms.mobility.forms.candidates import (
    SUGGEST,
    HireForm,
    RefusalForm,
    RemainingForm,
    SlotsForm,
    UndoingForm,
    suggested,
)
from boutdufil.rooms.mobility.permissions import applications as permissions
from boutdufil.rooms.mobility.selectors import applications as selectors
from boutdufil.rooms.mobility.selectors import candidates as lists
from boutdufil.rooms.mobility.selectors.awards import awards_of
from boutdufil.rooms.mobility.selectors.proposed_people import proposed_people
from boutdufil.rooms.mobility.services import candidates, interviews
from boutdufil.rooms.mobility.views.application_doors import needs_application, needs_vacancy
from boutdufil.rooms.mobility.views.writing import HOUR, writes

if TYPE_CHECKING:
    from boutdufil.kernel.posts.models import Vacancy
    from boutdufil.rooms.mobility.models import Application


@never_cache
@require_safe
@needs_vacancy(permissions.can_list_candidates)
def candidates_list(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    """List the applications to a vacancy, by arrival unless another order is asked."""
    page = lists.candidates_page(vacancy.pk, request.user.pk or 0, request.GET.get("ordre", ""))
    context = {"page": page, "proposed": proposed_people(vacancy.pk)}
    return render(request, "mobility/applications/candidates.html", context)


@never_cache
@require_safe
@needs_application(permissions.can_read_as_employer)
def candidate(request: HttpRequest, application: Application) -> HttpResponse:
    """Show an application to a recruiter who opened it; ask to open it first."""
    page = selectors.application_page(application, for_employer=True)
    if not lists.has_opened(application, request.user.pk or 0):
        return render(request, "mobility/applications/sealed.html", {"page": page})
    following = NEXT_STAGES.get(application.stage, ())
    context = {
        "page": page,
        "awards": awards_of(application.person_id, shown_only=True),
        "message_form": MessageForm(),
        "next_stages": [s for s in following if s in {Stage.SHORTLISTED, Stage.OFFER}],
        "can_refuse": permissions.can_refuse(request.user, application),
        "can_hire": permissions.can_hire(request.user, application),
        "can_undo": permissions.can_undo_hire(request.user, application),
        "can_propose": permissions.can_propose_slots(request.user, application),
    }
    return render(request, "mobility/applications/candidate.html", context)


@require_POST
@writes("mobility.candidates", 600, HOUR)
@needs_application(permissions.can_read_as_employer)
def open_candidate(request: HttpRequest, application: Application) -> HttpResponse:
    """Open an application: written down, and told to its person as "read"."""
    candidates.open_application(application_id=application.pk, reader_id=request.user.pk or 0)
    return redirect("mobility:candidate", application.pk)


@require_POST
@writes("mobility.candidates", 600, HOUR)
@needs_application(permissions.can_read_as_employer)
def move_candidate(request: HttpRequest, application: Application) -> HttpResponse:
    """Take an application one step further."""
    stage = request.POST.get("stage", "")
    if stage not in {Stage.SHORTLISTED, Stage.OFFER}:
        raise Http404
    try:
        candidates.move_application(
            application_id=application.pk, stage=stage, actor_id=request.user.pk or 0
        )
    except errors.StageMovedError:
        return _moved(request, application)
    messages.success(request, _("C’est noté. La personne est prévenue."))
    return redirect("mobility:candidate", application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.candidates", 600, HOUR)
@needs_application(permissions.can_read_as_employer)
def refuse_candidate(request: HttpRequest, application: Application) -> HttpResponse:
    """Refuse with a reason and a sentence; a sentence is proposed for each reason."""
    if not permissions.can_refuse(request.user, application):
        return _moved(request, application)
    form = _refusal_form(request, RefusalForm)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        candidates.refuse_application(
            application_id=application.pk, actor_id=request.user.pk or 0, **said
        )
        messages.success(request, _("Réponse envoyée."))
        return redirect("mobility:candidates", application.vacancy_id)
    return _ask(request, "mobility/applications/refuse.html", application, form)


def _refusal_form(
    request: HttpRequest, form_class: type[RefusalForm], **initial: Any
) -> RefusalForm:
    """The form as typed; with a sentence for the reason picked when one is asked for."""
    if request.method != "POST":
        return form_class(initial=initial)
    if request.POST.get("do") != SUGGEST:
        return form_class(request.POST)
    reason = request.POST.get("reason", "")
    return form_class(initial={"reason": reason, "words": suggested(reason)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.candidates", 600, HOUR)
@needs_application(permissions.can_read_as_employer)
def propose_slots(request: HttpRequest, application: Application) -> HttpResponse:
    """Propose up to three moments to meet."""
    if not permissions.can_propose_slots(request.user, application):
        return _moved(request, application)
    form = SlotsForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _proposed(request, application, form):
        messages.success(request, _("Moments proposés. La personne est prévenue."))
        return redirect("mobility:candidate", application.pk)
    return _ask(request, "mobility/applications/slots.html", application, form)


def _proposed(request: HttpRequest, application: Application, form: SlotsForm) -> bool:
    """Propose the moments of the form; false when one of them is not free."""
    try:
        interviews.propose_slots(
            application_id=application.pk,
            starts=form.starts(),
            meeting=form.meeting(),
            actor_id=request.user.pk or 0,
        )
    except errors.SlotTakenError:
        form.add_error(None, _("Vous avez déjà un entretien à l’un de ces moments."))
    except (errors.PastSlotError, errors.StageMovedError):
        form.add_error(None, _("La candidature a changé entre-temps. Relisez-la ici."))
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.candidates", 600, HOUR)
@needs_application(permissions.can_read_as_employer)
def hire_candidate(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask for the first day, then hire: one post of the vacancy is filled."""
    if not permissions.can_hire(request.user, application):
        return _moved(request, application)
    form = HireForm(
        request.POST if request.method == "POST" else None,
        initial={"hired_on": timezone.localdate()},
    )
    if form.is_valid() and _hired(request, application, form):
        messages.success(request, _("Embauche inscrite. Un poste est pourvu."))
        return redirect("mobility:candidates", application.vacancy_id)
    return _ask(request, "mobility/applications/hire.html", application, form)


def _hired(request: HttpRequest, application: Application, form: HireForm) -> bool:
    """Hire; false when every post is filled."""
    try:
        candidates.hire_candidate(
            application_id=application.pk,
            hired_on=form.cleaned_data["hired_on"],
            actor_id=request.user.pk or 0,
        )
    except NoOpenPostError:
        form.add_error(None, _("Tous les postes de cette offre sont pourvus ou fermés."))
    except errors.StageMovedError:
        form.add_error(None, _("La candidature a changé entre-temps. Relisez-la ici."))
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.candidates", 600, HOUR)
@needs_application(permissions.can_read_as_employer)
def undo_hire(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask why a hire did not hold, then open its post again."""
    if not permissions.can_undo_hire(request.user, application):
        return _moved(request, application)
    form = UndoingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        candidates.undo_hire(
            application_id=application.pk, actor_id=request.user.pk or 0, **form.cleaned_data
        )
        messages.success(request, _("C’est inscrit. Le poste est ouvert de nouveau."))
        return redirect("mobility:candidate", application.pk)
    return _ask(request, "mobility/applications/undo.html", application, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.candidates", 600, HOUR)
@needs_vacancy(permissions.can_list_candidates)
def answer_remaining(request: HttpRequest, vacancy: Vacancy) -> HttpResponse:
    """Answer all who still wait once every post is filled; nothing leaves unconfirmed."""
    page = lists.candidates_page(vacancy.pk, request.user.pk or 0)
    reason = RefusalReason.FILLED
    form = _refusal_form(request, RemainingForm, reason=reason, words=suggested(reason))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        count = candidates.answer_remaining(
            vacancy_id=vacancy.pk,
            reason=said["reason"],
            words=said["words"],
            actor_id=request.user.pk or 0,
        )
        text = ngettext("%(count)d réponse envoyée.", "%(count)d réponses envoyées.", count)
        messages.success(request, text % {"count": count})
        return redirect("mobility:candidates", vacancy.pk)
    return show_form(request, "mobility/applications/remaining.html", form, page=page)


def _ask(
    request: HttpRequest, template: str, application: Application, form: forms.Form
) -> HttpResponse:
    page = selectors.application_page(application, for_employer=True)
    return show_form(request, template, form, page=page)


def _moved(request: HttpRequest, application: Application) -> HttpResponse:
    messages.warning(request, _("La candidature a changé entre-temps. Relisez-la ici."))
    return redirect("mobility:candidate", application.pk)
