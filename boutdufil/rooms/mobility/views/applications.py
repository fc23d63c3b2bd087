"""The person's applications: the list, each one, its messages, documents, interviews, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.files.errors import FileGone
from boutdufil.kernel.files.responses import download
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.kernel.ui.days import format_day
from boutdufil.rooms.mobility import errors
from boutdufil.rooms.mobility.forms.applications import (
    DocumentsForm,
    MessageForm,
    SlotAnswerForm,
)
from boutdufil.rooms.mobility.permissions import applications as permissions
from boutdufil.rooms.mobility.selectors import applications as selectors
from boutdufil.rooms.mobility.selectors import interviews as slots
from boutdufil.rooms.mobility.services import applications, candidates, interviews
from boutdufil.rooms.mobility.views.application_doors import is_for_employer, needs_application
from boutdufil.rooms.mobility.views.writing import HOUR, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Application

Forms = dict[str, Any]


@never_cache
@require_safe
def applications_list(request: HttpRequest) -> HttpResponse:
    """List the person's applications, those that go on first."""
    rows = selectors.application_rows(request.user.pk or 0)
    return render(request, "mobility/applications/list.html", {"rows": rows})


@never_cache
@require_safe
@needs_application(permissions.is_applicant)
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """Show an application to the person who sent it, and the next step."""
    return _page(request, application)


def _page(
    request: HttpRequest, application: Application, status: int = 200, **typed: Any
) -> HttpResponse:
    page = selectors.application_page(application, for_employer=False)
    forms: Forms = {
        "message_form": MessageForm(),
        "documents_form": DocumentsForm(),
        "slot_form": SlotAnswerForm(slots=slot_choices(page)),
        **typed,
    }
    context = {"page": page, **forms, **_rights(request, application)}
    return render(request, "mobility/applications/detail.html", context, status=status)


def _rights(request: HttpRequest, application: Application) -> dict[str, bool]:
    return {
        "can_write": permissions.can_write_message(request.user, application),
        "can_withdraw": permissions.can_withdraw(request.user, application),
        "can_add": permissions.can_add_document(request.user, application),
    }


def slot_choices(page: selectors.ApplicationPage) -> list[tuple[str, str]]:
    """The moments to choose from, in words."""
    return [(str(slot.pk), slot_words(slot)) for slot in page.proposed]


def slot_words(slot: slots.SlotRow) -> str:
    """A moment as people say it, with how the two meet."""
    return _("%(day)s, %(from)s à %(until)s, %(place)s") % {
        "day": format_day(localtime(slot.starts_at), "l j F Y"),
        "from": date_format(localtime(slot.starts_at), "H:i"),
        "until": date_format(localtime(slot.ends_at), "H:i"),
        "place": slot.place.label,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.withdraw", 60, HOUR)
@needs_application(permissions.is_applicant)
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask once, then take the application back."""
    if not permissions.can_withdraw(request.user, application):
        return redirect("mobility:application", application.pk)
    if request.method == "POST":
        applications.withdraw_application(
            application_id=application.pk, actor_id=request.user.pk or 0
        )
        messages.success(request, _("Candidature retirée. L’employeur ne la lit plus."))
        return redirect("mobility:application", application.pk)
    page = selectors.application_page(application, for_employer=False)
    return render(request, "mobility/applications/withdraw.html", {"page": page})


@require_POST
@writes("mobility.message", 60, HOUR)
@needs_application(permissions.can_write_message)
def message(request: HttpRequest, application: Application) -> HttpResponse:
    """Write to the other side."""
    form, for_employer = MessageForm(request.POST), is_for_employer(request, application)
    if form.is_valid():
        candidates.write_message(
            application_id=application.pk,
            words=form.cleaned_data["words"],
            sender_id=request.user.pk or 0,
            from_employer=for_employer,
        )
        messages.success(request, _("Message envoyé."))
        return _back(application, for_employer=for_employer)
    if for_employer:
        messages.error(request, _("Écrivez votre message."))
        return _back(application, for_employer=True)
    return _page(request, application, status=422, message_form=form)


def _back(application: Application, *, for_employer: bool) -> HttpResponse:
    name = "mobility:candidate" if for_employer else "mobility:application"
    return redirect(name, application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@writes("mobility.documents", 30, HOUR)
@needs_application(permissions.can_add_document)
def add_document(request: HttpRequest, application: Application) -> HttpResponse:
    """Add documents to an application that goes on."""
    if request.method != "POST":
        return _page(request, application)
    form = DocumentsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, application, status=422, documents_form=form)
    try:
        applications.add_documents(
            application_id=application.pk,
            uploads=form.cleaned_data["documents"],
            actor_id=request.user.pk or 0,
        )
    except errors.TooManyDocumentsError as full:
        text = _("Une candidature porte %(count)s documents au plus.")
        form.add_error("documents", text % {"count": full.args[0]})
        return _page(request, application, status=422, documents_form=form)
    messages.success(request, _("Document ajouté. L’équipe qui recrute est prévenue."))
    return redirect("mobility:application", application.pk)


@never_cache
@require_safe
@needs_application(permissions.can_read_document)
def document(request: HttpRequest, application: Application, document_id: int) -> HttpResponse:
    """Hand a document to one of the two sides, as a download."""
    file = selectors.find_document(application, document_id)
    if file is None:
        raise Http404
    try:
        return download(file)
    except FileGone as gone:
        raise Http404 from gone


@require_POST
@writes("mobility.slots", 60, HOUR)
@needs_application(permissions.can_choose_slot)
def choose_slot(request: HttpRequest, application: Application) -> HttpResponse:
    """Pick one of the moments proposed, or say that none suits."""
    page = selectors.application_page(application, for_employer=False)
    form = SlotAnswerForm(request.POST, slots=slot_choices(page))
    if form.is_valid():
        try:
            _answer(request, application, form)
        except (errors.SlotTakenError, errors.PastSlotError, errors.StageMovedError):
            form.add_error("slot", _("Ce moment vient d’être pris. Choisissez-en un autre."))
        else:
            return redirect("mobility:application", application.pk)
    return _page(request, application, status=422, slot_form=form)


def _answer(request: HttpRequest, application: Application, form: SlotAnswerForm) -> None:
    actor_id = request.user.pk or 0
    if form.cleaned_data["slot"] == SlotAnswerForm.NONE:
        interviews.decline_slots(application_id=application.pk, actor_id=actor_id)
        messages.success(request, _("C’est dit. Proposez vos disponibilités dans un message."))
        return
    interviews.choose_slot(
        slot_id=int(form.cleaned_data["slot"]),
        actor_id=actor_id,
        needs=form.cleaned_data["needs"],
    )
    messages.success(request, _("Entretien noté. Ajoutez-le à votre agenda ci-dessous."))


@require_POST
@writes("mobility.slots", 60, HOUR)
@needs_application(permissions.can_read_application)
def cancel_slot(request: HttpRequest, application: Application, slot_id: int) -> HttpResponse:
    """Call an interview off; the other side is told."""
    slot = slots.find_slot(application, slot_id)
    if slot is None or not permissions.can_cancel_slot(request.user, slot):
        raise Http404
    for_employer = is_for_employer(request, application)
    interviews.cancel_slot(slot_id=slot.pk, actor_id=request.user.pk or 0, by_employer=for_employer)
    messages.success(request, _("Moment annulé. L’autre partie est prévenue."))
    return _back(application, for_employer=for_employer)


@never_cache
@require_safe
@needs_application(permissions.can_read_application)
def interview_file(request: HttpRequest, application: Application, slot_id: int) -> HttpResponse:
    """Hand the calendar entry of an interview to one of the two sides."""
    slot = slots.find_slot(application, slot_id)
    if slot is None:
        raise Http404
    content = slots.calendar_file(slot, for_employer=is_for_employer(request, application))
    return file_answer(content, "entretien.ics")
