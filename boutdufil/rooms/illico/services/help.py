"""Help during a call: an interpreter or colleague in it, an opinion beside it, the supervision.

An interpreter, a colleague or an opinion is found by the dispatcher as any answer is, under a name
of its own on the number's line of help; the promise knows nothing of it. The supervision is called
on its wall.
"""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import CallKind, CallState, ParticipantRole
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.services import add_participant, end_call, give_back_seat, open_call
from boutdufil.kernel.calls.services.legs import end_seat
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.enums import HelpKind
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.models import Agent, HelpRequest, ServiceCall
from boutdufil.rooms.illico.rules.offering import help_line
from boutdufil.rooms.illico.selectors.agents import INTERPRETS
from boutdufil.rooms.illico.selectors.cards import talk_of
from boutdufil.rooms.illico.services.desk import ask, ask_quietly

# What a call opened for an opinion refers to.
CONSULTS = "consult:"
ROLES = {
    HelpKind.INTERPRETER: ParticipantRole.INTERPRETER,
    HelpKind.COLLEAGUE: ParticipantRole.COLLEAGUE,
    HelpKind.CONSULT: ParticipantRole.COLLEAGUE,
    HelpKind.SUPERVISOR: ParticipantRole.COLLEAGUE,
}


def ask_for_help(
    *, agent_id: int, call_id: UUID, kind: str, language: str = "", colleague_id: int | None = None
) -> HelpRequest:
    """Ask somebody into a call or beside it; the same asked twice is one request.

    :raises ConsoleError: the call is over, or the dispatcher does not answer.
    """
    with transaction.atomic():
        asked, created = _written(agent_id, call_id, kind, language)
    if not created:
        return asked
    try:
        _offer(asked, colleague_id)
    except ConsoleError:
        end_help(request_id=asked.pk)
        raise
    return asked


def ask_supervision(*, agent_id: int, call_id: UUID) -> None:
    """Call the supervision to a call: everybody on the wall sees who asks."""
    with transaction.atomic():
        asked, created = _written(agent_id, call_id, HelpKind.SUPERVISOR, "")
        if created:
            place = asked.asked_by.organisation_id
            realtime.publish(f"help:{place}", "asked", {"request": str(asked.pk)})


def join_as_supervision(*, request_id: UUID, person_id: int, name: str) -> Participant:
    """Seat whoever leads the team in the call they are asked to; everybody in it reads so.

    :raises CallEndedError: the call is over.
    """
    with transaction.atomic():
        asked = HelpRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
        seated = Participant.objects.filter(call_id=asked.call_id, person_id=person_id).first()
        if seated is None:
            seated = add_participant(
                call=asked.call,
                role=ROLES[HelpKind.SUPERVISOR],
                person=Person.objects.get(pk=person_id),
                name=name,
            )
        give_back_seat(participant_id=seated.pk)
        asked.taken_by_id = asked.taken_by_id or person_id
        asked.taken_at = asked.taken_at or timezone.now()
        asked.save(update_fields=["taken_by", "taken_at"])
    return seated


def take_help(*, agent_id: int, request_id: UUID) -> None:
    """Seat whoever answered a request, in the call or beside it; twice is once."""
    asked = HelpRequest.objects.select_related("asked_by").get(pk=request_id)
    agent = Agent.objects.select_related("person", "organisation").get(pk=agent_id)
    talk_id = talk_of(asked)
    with transaction.atomic():
        seated = Participant.objects.filter(call_id=talk_id, person=agent.person).first()
        if seated is not None:
            give_back_seat(participant_id=seated.pk)
        else:
            add_participant(
                call=Call.objects.get(pk=talk_id),
                role=ROLES[HelpKind(asked.kind)],
                person=agent.person,
                name=_name_of(agent, asked),
                is_home=agent.is_home,
            )
        HelpRequest.objects.filter(pk=request_id, taken_at=None).update(
            taken_by=agent.person, taken_at=timezone.now()
        )
    _tell_asker(asked)


def end_help(*, request_id: UUID) -> None:
    """End a request: who answered it is free again, who is beside the call goes back to it."""
    found = HelpRequest.objects.select_related("asked_by")
    asked = found.filter(pk=request_id, ended_at=None).first()
    if asked is None:
        return
    HelpRequest.objects.filter(pk=request_id).update(ended_at=timezone.now())
    ask_quietly("gone", call=str(request_id))
    if asked.kind == HelpKind.CONSULT:
        end_call(call_id=request_id, cause="hung_up")
        _note_consultation(asked, on=False)
    elif asked.taken_by_id:
        _let_out(asked)
    _tell_asker(asked)


def end_help_of(*, call_id: UUID) -> None:
    """End all that was asked for in a call that is over."""
    keys = HelpRequest.objects.filter(call_id=call_id, ended_at=None).values_list("pk", flat=True)
    for key in list(keys):
        end_help(request_id=key)


def _name_of(agent: Agent, asked: HelpRequest) -> str:
    """Return what others read: an interpreter says for whom they interpret."""
    if asked.kind == HelpKind.INTERPRETER:
        return f"{agent.given_name} ({agent.organisation.name})"
    return agent.given_name


def _written(agent_id: int, call_id: UUID, kind: str, language: str) -> tuple[HelpRequest, bool]:
    service = (
        ServiceCall.objects.select_for_update(of=("self",)).select_related("call").get(pk=call_id)
    )
    if service.call.state == CallState.ENDED:
        raise ConsoleError(_("Cet appel est terminé."))
    known = HelpRequest.objects.filter(call_id=call_id, kind=kind, ended_at=None).first()
    if known is not None:
        return known, False
    agent = Agent.objects.select_related("person").get(pk=agent_id)
    key = _open_consultation(service, agent) if kind == HelpKind.CONSULT else uuid4()
    made = HelpRequest.objects.create(
        pk=key, call_id=call_id, kind=HelpKind(kind), asked_by=agent, language=language[:3]
    )
    return made, True


def _open_consultation(service: ServiceCall, agent: Agent) -> UUID:
    call = open_call(
        kind=CallKind.SERVICE, channel=service.channel, reference=f"{CONSULTS}{service.pk}"
    )
    add_participant(
        call=call,
        role=ParticipantRole.AGENT,
        person=agent.person,
        name=agent.given_name,
        is_home=agent.is_home,
    )
    return call.pk


def _offer(asked: HelpRequest, colleague_id: int | None) -> None:
    service = ServiceCall.objects.select_related("number").get(pk=asked.call_id)
    skills = [f"a{colleague_id}"] if colleague_id else []
    if asked.kind == HelpKind.INTERPRETER:
        skills = [INTERPRETS, f"i:{asked.language}"]
    line = help_line(service.number.code, service.channel)
    ask("offer", call=str(asked.pk), line=line, skills=skills)
    _refuse_own(asked)
    if asked.kind == HelpKind.CONSULT:
        _note_consultation(asked, on=True)


def _refuse_own(asked: HelpRequest) -> None:
    """Let a request ring at anybody but whoever asks, who may have room for a second text."""
    ask_quietly("decline", agent=asked.asked_by.name, call=str(asked.pk))


def _note_consultation(asked: HelpRequest, *, on: bool) -> None:
    ask_quietly(
        "note",
        call=str(asked.call_id),
        kind="consultation",
        who=asked.asked_by.name,
        body={"on": on},
    )


def _let_out(asked: HelpRequest) -> None:
    seats = Participant.objects.filter(
        call_id=asked.call_id, person_id=asked.taken_by_id or 0, revoked_at=None
    )
    for key in seats.exclude(role=ParticipantRole.AGENT).values_list("pk", flat=True):
        end_seat(participant_id=key)


def _tell_asker(asked: HelpRequest) -> None:
    """Have the asker's console look again: a request is no call of theirs."""
    topic = f"agent:{asked.asked_by.name}"
    ask_quietly("send", topic=topic, body={"kind": "help", "call": str(asked.call_id)})
