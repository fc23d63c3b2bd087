"""The training body's seat: what it declares, its programmes, its sessions."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.training import selectors, services
from boutdufil.kernel.training.forms import BodyForm, ProgrammeForm, ReasonForm, SessionForm
from boutdufil.kernel.training.permissions import TRAINERS
from boutdufil.kernel.training.selectors import found
from boutdufil.kernel.training.services.bodies import BodyDraft
from boutdufil.kernel.training.services.programmes import ProgrammeDraft, SessionDraft
from boutdufil.kernel.training.views.answers import form_page, is_done
from boutdufil.kernel.training.views.guards import my_body


@require_safe
@never_cache
def seat(request: HttpRequest) -> HttpResponse:
    """Show every body the visitor runs; say what to do when there is none."""
    seats = selectors.seats_run_by(request.user.pk or 0)
    context = {"seats": seats, "undeclared": selectors.undeclared_by(request.user.pk or 0)}
    return render(request, "training/seat.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def declare(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Declare an organisation as a training body, or correct what it declared."""
    if not has_role(request.user, TRAINERS, organisation_id):
        raise PermissionDenied
    form = BodyForm(request.POST or None, initial=selectors.declared(organisation_id))
    if request.method == "POST" and form.is_valid():
        services.bodies.declare_body(
            organisation_id=organisation_id,
            draft=BodyDraft(**form.cleaned_data),
            actor_id=request.user.pk,
        )
        messages.success(request, _("C’est enregistré."))
        return redirect("training:seat")
    return form_page(request, form, _("Votre organisme de formation"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_programme(request: HttpRequest, body_id: int) -> HttpResponse:
    """Add a programme; refused with its reason where an accreditation is missing."""
    body = my_body(request, found.training_body(body_id))
    form = ProgrammeForm(request.POST or None, blocks=selectors.block_choices())
    if request.method == "POST" and form.is_valid() and _add_programme(request, body.pk, form):
        return redirect("training:seat")
    return form_page(request, form, _("Ajouter un programme"))


def _add_programme(request: HttpRequest, body_id: int, form: ProgrammeForm) -> bool:
    said = form.cleaned_data
    draft = ProgrammeDraft(
        label=said["label"],
        block_ids=tuple(said["blocks"]),
        hours=said["hours"],
        cost_cents=form.cost_cents,
        payers=tuple(said["payers"]),
        mode=said["mode"],
        languages=tuple(said["languages"]),
        prerequisites=said["prerequisites"],
    )
    return is_done(
        request, form, services.programmes.create_programme, body_id=body_id, draft=draft
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_session(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Open a session of a programme."""
    my_body(request, found.body_of_programme(programme_id))
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _open(request, programme_id, form):
        return redirect("training:seat")
    return form_page(request, form, _("Ouvrir une session"))


def _open(request: HttpRequest, programme_id: int, form: SessionForm) -> bool:
    said = form.cleaned_data
    draft = SessionDraft(said["starts_on"], said["ends_on"], said["seats"], form.commune)
    return is_done(
        request, form, services.programmes.open_session, programme_id=programme_id, draft=draft
    )


@require_POST
def close_programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Stop a programme: no new session opens."""
    my_body(request, found.body_of_programme(programme_id))
    services.programmes.close_programme(programme_id=programme_id, actor_id=request.user.pk)
    messages.success(request, _("Programme arrêté. Les sessions déjà ouvertes ont lieu."))
    return redirect("training:seat")


@require_POST
def cancel_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Cancel a session with a reason that everybody enrolled reads."""
    my_body(request, found.body_of_session(session_id))
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.programmes.cancel_session(
            session_id=session_id, reason=form.cleaned_data["reason"], actor_id=request.user.pk
        )
        messages.success(request, _("Session annulée. Les personnes inscrites sont prévenues."))
    else:
        messages.error(request, _("Dites pourquoi : les personnes inscrites le liront."))
    return redirect("training:session_seat", session_id=session_id)
