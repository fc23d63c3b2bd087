"""Slots of work and where one works: one's own pages, and those of whoever leads."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.errors import SlotError
from boutdufil.rooms.illico.forms.slots import (
    OFFERED,
    AttestationForm,
    ContestForm,
    DecisionForm,
    SlotForm,
)
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors import agents
from boutdufil.rooms.illico.selectors import slots as selectors
from boutdufil.rooms.illico.services import slots as services
from boutdufil.rooms.illico.views.supervision import led_organisation

HOUR = 3600


@require_safe
@never_cache
def own_slots(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Show one's roster, what is free to take, and why other slots are not."""
    _check_seat(request, agent_id)
    context = {
        "seat": agents.seat(agent_id),
        "slots": selectors.own_slots(agent_id),
        "attestation": selectors.attestation(agent_id),
        "contests": selectors.contests_of(agent_id),
        "form": ContestForm(),
    }
    return render(request, "illico/slots/own_slots.html", context)


@require_POST
def answer_slot(request: HttpRequest, agent_id: int, slot_id: int) -> HttpResponse:
    """Take a slot, refuse it, or give it back."""
    _check_seat(request, agent_id)
    if not permissions.is_slot_of_team(slot_id, agent_id):
        raise Http404
    acts: dict[str, Callable[..., None]] = {
        "take": services.take_slot,
        "refuse": services.refuse_slot,
        "return": services.return_slot,
    }
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(slot_id=slot_id, agent_id=agent_id)
        messages.success(request, _("C’est noté."))
    except SlotError as error:
        messages.error(request, str(error))
    return redirect("illico:own_slots", agent_id)


@require_POST
@rate_limited("illico.contest", limit=10, per_seconds=HOUR)
def contest(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Dispute a decision about one's work."""
    _check_seat(request, agent_id)
    form = ContestForm(request.POST)
    if form.is_valid():
        services.contest(agent_id=agent_id, text=form.cleaned_data["text"])
        messages.success(request, _("Une personne vous répondra, avec ses raisons."))
    else:
        messages.error(request, _("Écrivez ce que vous contestez."))
    return redirect("illico:own_slots", agent_id)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def attestation(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Ask from where somebody works, and say what that is worth."""
    _check_seat(request, agent_id)
    form = AttestationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.declare_location(
            agent_id=agent_id,
            in_france=form.cleaned_data["in_france"] == "yes",
            declared_by_id=request.user.pk or 0,
        )
        messages.success(request, _("C’est noté, comme une déclaration."))
        return redirect("illico:attestation", agent_id)
    facts = {"seat": agents.seat(agent_id), "attestation": selectors.attestation(agent_id)}
    return show_form(request, "illico/slots/attestation.html", form, **facts)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def team_slots(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show a team's slots to come, and make one."""
    place = led_organisation(request, organisation_id)
    form = SlotForm(
        request.POST if request.method == "POST" else None,
        seats=[one for one in agents.seats_at(organisation_id) if one.work_status == "salaried"],
        may_offer=selectors.are_independents_allowed(organisation_id),
    )
    if form.is_valid() and _made(request, organisation_id, form):
        return redirect("illico:team_slots", organisation_id)
    context = {
        "organisation": place,
        "slots": selectors.team_slots(organisation_id),
        "contests": selectors.contests_at(organisation_id),
        "may_decide": permissions.can_decide_for_agents(request.user, organisation_id),
        "allowed": selectors.are_independents_allowed(organisation_id),
        "decision": DecisionForm(),
    }
    return show_form(request, "illico/slots/team_slots.html", form, **context)


@require_POST
def change_team(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Cancel a slot, answer a dispute, or decide on independents."""
    led_organisation(request, organisation_id)
    do, number = request.POST.get("do", ""), row_number(request.POST.get("id", "")) or 0
    actor_id = request.user.pk or 0
    if do == "cancel" and permissions.is_slot_at(number, organisation_id):
        services.cancel_slot(slot_id=number, actor_id=actor_id)
    elif do == "answer" and permissions.is_contest_at(number, organisation_id):
        answer = request.POST.get("answer", "").strip()[:2_000]
        if answer:
            services.answer_contest(contest_id=number, answer=answer, actor_id=actor_id)
    elif do == "decide" and permissions.can_decide_for_agents(request.user, organisation_id):
        _decide(request, organisation_id)
    else:
        raise Http404
    return redirect("illico:team_slots", organisation_id)


def _decide(request: HttpRequest, organisation_id: int) -> None:
    form = DecisionForm(request.POST)
    if form.is_valid():
        services.decide_on_independents(
            organisation_id=organisation_id, actor_id=request.user.pk or 0, **form.cleaned_data
        )
        messages.success(request, _("La décision est notée."))
    else:
        messages.error(request, _("Dites sur l’avis de qui vous décidez."))


def _made(request: HttpRequest, organisation_id: int, form: SlotForm) -> bool:
    who, act = form.cleaned_data["who"], services.offer_slot
    if who != OFFERED:
        act = partial(services.assign_slot, agent_id=int(who))
    try:
        act(organisation_id=organisation_id, draft=form.draft(), actor_id=request.user.pk)
    except SlotError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Le créneau est posé."))
    return True


def _check_seat(request: HttpRequest, agent_id: int) -> None:
    if not permissions.can_sit(request.user, agent_id):
        raise Http404
