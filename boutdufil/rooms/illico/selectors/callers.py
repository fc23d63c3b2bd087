"""A call as its caller sees it. The token of their page is their only key."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.kernel.calls.enums import Channel, ParticipantRole
from boutdufil.kernel.calls.models import Participant
from boutdufil.rooms.illico.enums import CallBackState, CallBackWay, Outcome, ServiceState
from boutdufil.rooms.illico.models import AbuseReport, CallBack, ServiceCall
from boutdufil.rooms.illico.rules.promise import PROMISE_S
from boutdufil.rooms.illico.selectors.call_backs import was_left
from boutdufil.rooms.illico.selectors.hours import TODAY, opening

# Afterwards the number of the case is what leads back.
TOKEN_KEPT = timedelta(days=30)
# Why the dispatcher ends a call whose caller can twice not be heard.
NO_MEDIA = "no_media"
_SIGNER = signing.TimestampSigner(salt="illico.caller", sep=".")


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """A call-back that was asked for."""

    way: CallBackWay
    state: CallBackState

    @property
    def is_on_page(self) -> bool:
        """Whether the open page keeps the place."""
        return self.way == CallBackWay.PAGE and self.state == CallBackState.WAITING

    @property
    def is_sent(self) -> bool:
        """Whether the message is on its way."""
        return self.state == CallBackState.READY

    @property
    def is_by_email(self) -> bool:
        """Whether a message will come, or has come."""
        alive = (CallBackState.WAITING, CallBackState.READY)
        return self.way == CallBackWay.EMAIL and self.state in alive


@dataclass(frozen=True, slots=True)
class CallerCall:
    """A call, whom it is to, how far it is; times of the server."""

    id: UUID
    participant_id: UUID
    code: str
    number: str
    organisation: str
    free_alternative: str
    channel: Channel
    language: str
    state: ServiceState
    outcome: Outcome
    case_code: str
    agent: str
    clicked_at: datetime
    first_human_at: datetime | None
    ended_at: datetime | None
    kept: bool | None
    held_early: bool
    seconds: int
    solved: bool | None
    call_back: CallBackRow | None
    is_brought: bool
    was_left: bool
    is_unheard: bool
    may_write: bool

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.state == ServiceState.ENDED

    @property
    def phase(self) -> str:
        """Return which part of the page is shown: waiting, ringing, up or over."""
        if not self.is_live:
            return "over"
        if self.call_back and self.call_back.is_on_page:
            return "waiting"
        phases = {ServiceState.RINGING: "ringing", ServiceState.CONNECTED: "up"}
        return phases.get(self.state, "waiting")

    @property
    def is_refused(self) -> bool:
        """Whether nobody was there in published hours."""
        return self.outcome == Outcome.REFUSED

    @property
    def is_filtered(self) -> bool:
        """Whether the organisation takes no calls from here for now."""
        return self.outcome == Outcome.FILTERED

    @property
    def waits_for_email(self) -> bool:
        """Whether the line was let go for a message."""
        return self.call_back is not None and self.call_back.is_by_email

    @property
    def is_live(self) -> bool:
        """Whether the page is to be on the line."""
        return not self.is_over and not self.waits_for_email

    @property
    def was_answered(self) -> bool:
        """Whether a human answered."""
        return self.first_human_at is not None

    @property
    def may_say_solved(self) -> bool:
        """Whether to ask if the need is met: somebody answered, or still may."""
        return self.was_answered or self.is_live

    @property
    def waited_seconds(self) -> int | None:
        """Return how long it took until a human answered; None when nobody did."""
        if self.first_human_at is None:
            return None
        return round((self.first_human_at - self.clicked_at).total_seconds())

    @property
    def waited_ms(self) -> int:
        """Return the ms since the click."""
        return int((timezone.now() - self.clicked_at).total_seconds() * 1000)

    @property
    def promise_ms(self) -> int:
        """Return within how many ms a human was promised."""
        return PROMISE_S * 1000

    @property
    def is_broken(self) -> bool:
        """Whether the promise was not kept, or can no longer be."""
        if self.kept is not None or self.is_over:
            return self.kept is False
        return not self.was_answered and self.waited_ms > self.promise_ms


def write_caller_token(participant_id: UUID) -> str:
    """Return what opens the page of a call, and nothing else."""
    return _SIGNER.sign(participant_id.hex)


def read_caller_token(token: str) -> UUID | None:
    """Return whose page a token opens; None when it is forged or older than a month."""
    try:
        return UUID(hex=_SIGNER.unsign(token, max_age=TOKEN_KEPT))
    except (signing.BadSignature, ValueError):
        return None


def caller_call(token: str) -> CallerCall | None:
    """Return the call that the token of its caller opens."""
    participant_id = read_caller_token(token)
    if participant_id is None:
        return None
    caller = Participant.objects.filter(pk=participant_id, role=ParticipantRole.CALLER)
    found = ServiceCall.objects.filter(call__in=caller.values("call"))
    related = ("call", "number__organisation", "case", "agent", "call_back")
    row = found.select_related(*related).first()
    return _caller_call(row, participant_id) if row else None


def live_state(token: str) -> dict[str, Any] | None:
    """Return how far a call is, with its place in line when the dispatcher says it."""
    call = caller_call(token)
    if call is None:
        return None
    state = {"state": call.state, "waited_ms": call.waited_ms, "is_live": call.is_live}
    if not call.is_live:
        return state
    # Told as it happens; a page that was away then reads it here.
    is_warned = AbuseReport.objects.filter(call_id=call.id).exists()
    return {**state, "is_warned": is_warned, **_in_line(call)}


def caller_of(call_id: UUID) -> UUID | None:
    """Return the seat of the caller of a call."""
    seats = Participant.objects.filter(call_id=call_id, role=ParticipantRole.CALLER)
    return seats.values_list("pk", flat=True).first()


def _in_line(call: CallerCall) -> dict[str, Any]:
    try:
        told = realtime.ask("call_state", call=str(call.id))
    except realtime.RealtimeError:
        # The place is not known; the call itself is in the tables and will be found.
        return {}
    names = ("kind", "place", "expected_s")
    return {name: told[name] for name in names if told.get(name) is not None}


def _caller_call(row: ServiceCall, participant_id: UUID) -> CallerCall:
    is_unheard = row.state == ServiceState.ENDED and row.call.end_cause == NO_MEDIA
    return CallerCall(
        id=row.pk,
        participant_id=participant_id,
        code=row.number.code,
        number=row.number.name,
        organisation=row.number.organisation.name,
        free_alternative=row.number.free_alternative,
        channel=Channel(row.channel),
        language=row.language,
        state=ServiceState(row.state),
        outcome=Outcome(row.outcome),
        case_code=row.case.code if row.case else "",
        agent=row.agent.given_name if row.agent else "",
        clicked_at=row.clicked_at,
        first_human_at=row.first_human_at,
        ended_at=row.ended_at,
        kept=row.kept,
        held_early=row.held_early,
        seconds=row.seconds,
        solved=row.solved,
        call_back=_call_back(row),
        is_brought=row.call_back_of_id is not None,
        was_left=was_left(row, timezone.now()),
        is_unheard=is_unheard,
        may_write=is_unheard and _may_write(row),
    )


def _may_write(row: ServiceCall) -> bool:
    """Tell whether live text, which passes where media do not, is answered now."""
    if row.channel == Channel.TEXT or Channel.TEXT not in row.number.channels:
        return False
    return opening(row.number_id, Channel.TEXT, timezone.now(), days=TODAY).answering


def _call_back(row: ServiceCall) -> CallBackRow | None:
    try:
        found = row.call_back
    except CallBack.DoesNotExist:
        return None
    return CallBackRow(CallBackWay(found.way), CallBackState(found.state))
