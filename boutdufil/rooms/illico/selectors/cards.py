"""A call as a card: what the caller read, their case, what the company asks and allows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from boutdufil.kernel.calls.enums import CallState
from boutdufil.kernel.calls.models import Participant
from boutdufil.rooms.illico.enums import HelpKind
from boutdufil.rooms.illico.models import (
    Answer,
    Case,
    CaseNote,
    HelpRequest,
    ServiceCall,
)
from boutdufil.rooms.illico.selectors.agents import SeatRow
from boutdufil.rooms.illico.selectors.desk import IN_CALL, RESERVED, WRAP_UP, Engagement
from boutdufil.rooms.illico.selectors.follow_ups import FollowUpRow, promised_for

ORDER = {IN_CALL: 0, RESERVED: 1, WRAP_UP: 2}
EARLIER_CALLS = 10


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of a case."""

    agent: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class EarlierCall:
    """A call of the same case."""

    clicked_at: datetime
    channel: str
    agent: str
    solved: bool | None


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as the agent needs it, its newest calls first."""

    code: str
    subject: str
    state: str
    state_label: str
    opened_at: datetime
    due_on: date | None
    notes: tuple[NoteRow, ...]
    calls: tuple[EarlierCall, ...]
    follow_ups: tuple[FollowUpRow, ...]


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What is known of the caller's wish: nothing of who or where they are."""

    call_id: UUID
    number: str
    number_code: str
    organisation: str
    organisation_id: int
    language: str
    wants_signing_agent: bool
    clicked_at: datetime
    read: tuple[str, ...]
    procedure: str
    may_decide: str
    case: CaseCard | None
    note: str


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call in an agent's hands; ``talk_id`` is the conversation, ``seat_id`` their place in it.

    ``help`` says what they were asked for by ``asked_by``; empty for a caller of their own.
    """

    id: UUID
    phase: str
    channel: str
    channel_label: str
    talk_id: UUID
    seat_id: UUID | None
    help: str
    asked_by: str
    service: ServiceCard | None

    @property
    def help_label(self) -> str:
        """Return what they were asked for, in words."""
        return str(HelpKind(self.help).label) if self.help else ""


def cards_for(seat: SeatRow, engagements: Collection[Engagement]) -> tuple[CallCard, ...]:
    """Return the calls in an agent's hands, the one in conversation first."""
    names = [one.call_id for one in engagements]
    asked = {
        one.pk: one
        for one in HelpRequest.objects.filter(pk__in=names).select_related("asked_by", "call")
    }
    mains = {name: asked[name].call_id if name in asked else name for name in names}
    services = _services(set(mains.values()))
    talks = {name: talk_of(asked[name]) if name in asked else name for name in names}
    places = _places(seat.person_id, set(talks.values()))
    cards = [
        CallCard(
            id=one.call_id,
            phase=one.phase,
            channel=service.channel,
            channel_label=str(service.get_channel_display()),
            talk_id=talks[one.call_id],
            seat_id=places.get(talks[one.call_id]),
            help=asked[one.call_id].kind if one.call_id in asked else "",
            asked_by=asked[one.call_id].asked_by.given_name if one.call_id in asked else "",
            service=service_card(service, agent_id=seat.id),
        )
        for one in engagements
        if (service := services.get(mains[one.call_id])) is not None
    ]
    return tuple(sorted(cards, key=lambda card: ORDER.get(card.phase, len(ORDER))))


def service_card(service: ServiceCall, *, agent_id: int) -> ServiceCard:
    """Return what an agent reads of a call; ``note`` is what they have written of it so far."""
    own = CaseNote.objects.filter(call_id=service.pk, agent_id=agent_id).first()
    return ServiceCard(
        call_id=service.pk,
        number=service.number.name,
        number_code=service.number.code,
        organisation=service.number.organisation.name,
        organisation_id=service.number.organisation_id,
        language=service.language,
        wants_signing_agent=service.wants_signing_agent,
        clicked_at=service.clicked_at,
        read=_questions(service.read),
        procedure=service.number.procedure,
        may_decide=service.number.may_decide,
        case=_case_card(service) if service.case else None,
        note=own.text if own else "",
    )


def _services(call_ids: Collection[UUID]) -> dict[UUID, ServiceCall]:
    found = ServiceCall.objects.filter(pk__in=call_ids)
    return {one.pk: one for one in found.select_related("number__organisation", "case")}


def talk_of(asked: HelpRequest) -> UUID:
    """Return the call in which they talk: an opinion is asked for in a call of its own."""
    return asked.pk if asked.kind == HelpKind.CONSULT else asked.call_id


def _places(person_id: int, call_ids: Collection[UUID]) -> dict[UUID, UUID]:
    seated = Participant.objects.filter(call_id__in=call_ids, person_id=person_id)
    return dict(seated.exclude(call__state=CallState.ENDED).values_list("call_id", "pk"))


def _questions(keys: Iterable[int]) -> tuple[str, ...]:
    found = dict(Answer.objects.filter(pk__in=list(keys)).values_list("pk", "question"))
    return tuple(found[key] for key in keys if key in found)


def _case_card(service: ServiceCall) -> CaseCard:
    case = service.case
    if not isinstance(case, Case):
        raise TypeError(service)
    notes = CaseNote.objects.filter(case=case).exclude(call_id=service.pk).select_related("agent")
    calls = ServiceCall.objects.filter(case=case).exclude(pk=service.pk).select_related("agent")
    return CaseCard(
        code=case.code,
        subject=case.subject,
        state=case.state,
        state_label=str(case.get_state_display()),
        opened_at=case.opened_at,
        due_on=case.due_on,
        notes=tuple(NoteRow(_name(one.agent), one.written_at, one.text) for one in notes),
        calls=tuple(
            EarlierCall(
                one.clicked_at, str(one.get_channel_display()), _name(one.agent), one.solved
            )
            for one in calls[:EARLIER_CALLS]
        ),
        follow_ups=promised_for(case.pk),
    )


def _name(agent: object) -> str:
    return str(agent) if agent else ""
