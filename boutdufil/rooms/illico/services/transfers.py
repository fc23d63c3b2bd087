"""Passing a caller on: to a line, to a colleague, or to whoever was asked first."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.services import end_call
from boutdufil.kernel.calls.services.legs import end_seat
from boutdufil.rooms.illico.enums import HelpKind
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.models import Agent, HelpRequest, Number, ServiceCall
from boutdufil.rooms.illico.rules.offering import SIGNS_FIRST, language_of
from boutdufil.rooms.illico.services.console import enter_call
from boutdufil.rooms.illico.services.desk import ask, ask_quietly
from boutdufil.rooms.illico.services.help import end_help_of


def transfer_call(
    *, agent_id: int, call_id: UUID, number_id: int | None = None, colleague_id: int | None = None
) -> None:
    """Send a caller on without waiting: they keep the place of their first second.

    Without a number the call stays on its own; a colleague named is waited for a little, then
    whoever is free answers.

    :raises ConsoleError: the number has no such channel, or the dispatcher refuses.
    """
    service = ServiceCall.objects.select_related("number").get(pk=call_id)
    number = service.number if number_id is None else _target(service, number_id)
    if number_id is None and colleague_id is None:
        raise ConsoleError(_("Choisissez à qui passer l’appel."))
    ask(
        "transfer",
        agent=f"a{agent_id}",
        call=str(call_id),
        line=f"{number.code}:{service.channel}",
        skills=[language_of(service.channel, service.language)],
        favours=[SIGNS_FIRST] if service.wants_signing_agent else [],
        sticky=f"a{colleague_id}" if colleague_id else "",
    )
    _leave(agent_id, call_id)
    end_help_of(call_id=call_id)


def hand_over(*, agent_id: int, call_id: UUID, request_id: UUID) -> None:
    """Pass a caller to whoever answered a request and knows already what it is about.

    :raises ConsoleError: nobody has answered it, or the dispatcher refuses.
    """
    asked = HelpRequest.objects.get(pk=request_id, call_id=call_id)
    taker = _taker(asked)
    ask("hand_over", agent=f"a{agent_id}", call=str(call_id), request=str(request_id))
    enter_call(agent_id=taker.pk, call_id=call_id, role=ParticipantRole.AGENT)
    with transaction.atomic():
        HelpRequest.objects.filter(pk=request_id).update(ended_at=timezone.now())
    if asked.kind == HelpKind.CONSULT:
        end_call(call_id=request_id, cause="handed_over")
    _leave(agent_id, call_id)


def _target(service: ServiceCall, number_id: int) -> Number:
    number = Number.objects.filter(
        pk=number_id,
        organisation_id=service.number.organisation_id,
        published_at__isnull=False,
        closed_at=None,
    ).first()
    if number is None or service.channel not in number.channels:
        raise ConsoleError(_("Ce service ne répond pas sur ce canal."))
    return number


def _taker(asked: HelpRequest) -> Agent:
    found = Agent.objects.filter(
        person_id=asked.taken_by_id or 0,
        organisation_id=asked.asked_by.organisation_id,
        ended_at=None,
    ).first()
    if asked.taken_by_id is None or found is None:
        raise ConsoleError(_("Personne n’a encore répondu à votre demande."))
    return found


def _leave(agent_id: int, call_id: UUID) -> None:
    person_id = Agent.objects.values_list("person_id", flat=True).get(pk=agent_id)
    seats = Participant.objects.filter(call_id=call_id, person_id=person_id, revoked_at=None)
    for key in seats.values_list("pk", flat=True):
        _end_hold(call_id, key)
        end_seat(participant_id=key)


def _end_hold(call_id: UUID, participant_id: UUID) -> None:
    """Let nobody be kept waiting by who has left."""
    name, who = str(call_id), str(participant_id)
    ask_quietly("note", call=name, kind="hold", who=who, body={"on": False})
    body = {"kind": "hold", "participant": who, "on": False}
    ask_quietly("send", topic=f"call:{name}", body=body)
