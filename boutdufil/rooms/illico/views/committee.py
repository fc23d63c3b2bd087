"""The committee of the charter: what waits, who sits, what is decided and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.enums import CharterAct
from boutdufil.rooms.illico.forms.charter import (
    HearingForm,
    ProposalForm,
    SeatForm,
    VerdictForm,
)
from boutdufil.rooms.illico.permissions import charter as permissions
from boutdufil.rooms.illico.rules.charter import acts_from
from boutdufil.rooms.illico.selectors import charter as selectors
from boutdufil.rooms.illico.selectors.charter import Step
from boutdufil.rooms.illico.selectors.numbers import public_number
from boutdufil.rooms.illico.services import charter as services
from boutdufil.rooms.illico.services import committee as seats
from boutdufil.rooms.illico.views.number_doors import View, attempt

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


def committee_only(allowed: Callable[[Any], bool]) -> Callable[[View], View]:
    """Close a page to everybody but those the committee's rules allow."""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@require_http_methods(["GET", "HEAD", "POST"])
@committee_only(permissions.can_see_committee)
def committee(request: PersonRequest) -> HttpResponse:
    """Show what waits and who sits; administrators give seats here, and end them."""
    may_appoint = permissions.can_appoint(request.user)
    form = SeatForm(request.POST if "email" in request.POST else None)
    if request.method == "POST" and may_appoint and _seated(request, form):
        return redirect("illico:committee")
    context = {
        "waiting": selectors.open_steps(),
        "recent": selectors.recent_steps(),
        "members": selectors.members(),
        "may_appoint": may_appoint,
    }
    return show_form(request, "illico/charter/committee.html", form, **context)


def _seated(request: PersonRequest, form: SeatForm) -> bool:
    """Give a seat or end one; tell whether it was done."""
    actor_id, ended = request.user.pk, row_number(request.POST.get("end", ""))
    if ended is not None:
        seats.end_seat(seat_id=ended, actor_id=actor_id)
        messages.success(request, _("Ce siège est libre."))
        return True
    return form.is_valid() and attempt(
        request,
        lambda: seats.appoint_by_email(email=form.cleaned_data["email"], actor_id=actor_id),
        _("Cette personne siège au comité."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_only(permissions.can_sit)
def decision(request: PersonRequest, decision_id: int) -> HttpResponse:
    """Show a step; set its hearing, decide it."""
    step = selectors.step(decision_id)
    if step is None:
        raise Http404
    before = selectors.step(step.appeal_of) if step.appeal_of else None
    excluded = before.decider_ids if before else frozenset()
    may_decide = step.is_open and permissions.can_decide(
        request.user, step.organisation_id, excluded
    )
    form = VerdictForm(request.POST if "decide" in request.POST else None)
    hearing = HearingForm(request.POST if "hear" in request.POST else None)
    if request.method == "POST" and may_decide and _done(request, step, form, hearing):
        return redirect("illico:decision", decision_id)
    context = {"step": step, "before": before, "hearing": hearing, "may_decide": may_decide}
    return show_form(request, "illico/charter/decision.html", form, **context)


def _done(request: PersonRequest, step: Step, form: VerdictForm, hearing: HearingForm) -> bool:
    """Do what was sent; tell whether it was done."""
    if hearing.is_bound:
        return hearing.is_valid() and _hear(request, step, hearing)
    if "sign" in request.POST:
        return _sign(request, step, accepted=bool(step.verdict), reason="")
    return form.is_valid() and _sign(request, step, **form.cleaned_data)


def _hear(request: PersonRequest, step: Step, hearing: HearingForm) -> bool:
    return attempt(
        request,
        lambda: services.set_hearing(
            decision_id=step.id,
            hearing_at=hearing.moment(),
            actor_id=request.user.pk,
            now=timezone.now(),
        ),
        _("L’audition est fixée, et publique."),
    )


def _sign(request: PersonRequest, step: Step, *, accepted: bool, reason: str) -> bool:
    return attempt(
        request,
        lambda: services.sign_verdict(
            decision_id=step.id,
            accepted=accepted,
            reason=reason,
            member_id=request.user.pk,
            now=timezone.now(),
        ),
        _("Votre signature est notée. La décision vaut dès que deux membres ont signé."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@committee_only(permissions.can_sit)
def propose(request: PersonRequest, code: str) -> HttpResponse:
    """Propose a step for a number, as the committee."""
    number = public_number(code)
    if number is None or not permissions.can_decide(request.user, number.organisation_id, ()):
        raise Http404
    form = ProposalForm(request.POST or None, acts=acts_from(number.charter))
    if request.method == "POST" and form.is_valid():
        act = CharterAct(form.cleaned_data["act"])
        if attempt(
            request,
            lambda: services.propose(
                number_id=number.id,
                act=act,
                grounds=form.cleaned_data["grounds"],
                actor_id=request.user.pk,
                now=timezone.now(),
            ),
            _("La proposition est publique ; le titulaire peut y répondre."),
        ):
            return redirect("illico:committee")
    return show_form(request, "illico/charter/propose.html", form, number=number)
