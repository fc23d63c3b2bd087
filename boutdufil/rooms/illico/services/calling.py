"""A call from the click on: written down first, then put in line; what its caller says of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from boutdufil.kernel.calls.enums import CallKind, ParticipantRole
from boutdufil.kernel.calls.services import end_call, open_call, seat_opener
from boutdufil.rooms.illico.enums import CaseState, Outcome, ServiceState
from boutdufil.rooms.illico.errors import NotOpenError
from boutdufil.rooms.illico.models import Answer, Case, Number, ServiceCall
from boutdufil.rooms.illico.rules.case_codes import new_case_code, read_case_code
from boutdufil.rooms.illico.selectors.hours import TODAY, Opening, opening
from boutdufil.rooms.illico.services.filtering import Origin, blocked_until, mark_call
from boutdufil.rooms.illico.services.lines import give_up_call, offer_call

# What the reference of such calls begins with.
ON_A_NUMBER = "illico:"
MOST_READ = 20
CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for when they call; ``language`` is "lsf" or "lpc" on video."""

    channel: str
    language: str
    wants_signing_agent: bool = False
    read: tuple[int, ...] = ()
    case_code: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """The seat of a caller; ``found_case`` is false when the case they named is not known."""

    participant_id: UUID
    found_case: bool


def start_call(*, number_id: int, wish: Wish, origin: Origin, received_at: datetime) -> Started:
    """Open a call on a number and put it in line; its clock runs from ``received_at``.

    Refused in published hours, it is written down as a promise not kept; from a blocked caller it
    is set aside and counted. That the dispatcher is away loses nobody.

    :raises NotOpenError: outside the published hours; nothing is written.
    """
    now = opening(number_id, wish.channel, received_at, days=TODAY)
    if not now.promised:
        raise NotOpenError
    with transaction.atomic():
        number = Number.objects.only("code", "organisation_id").get(pk=number_id)
        case = _case_named(number, wish.case_code)
        started, call = _open(number, case or _new_case(number), wish, received_at)
        mark_call(call=call, origin=origin)
        _turn_away(call, now, origin)
    if call.state == ServiceState.OFFERED:
        offer_call(call=call)
    return Started(started, found_case=case is not None or not wish.case_code)


def hang_up(*, call_id: UUID) -> None:
    """Leave the line or the conversation, from the caller's side."""
    give_up_call(call_id=call_id)


@transaction.atomic
def answer_solved(*, call_id: UUID, solved: bool) -> None:
    """Note what the caller says: whether their need is met; their case follows."""
    call = ServiceCall.objects.select_related("case").get(pk=call_id)
    call.solved = solved
    call.save(update_fields=["solved"])
    case = call.case
    if case is None:
        return
    case.state = CaseState.SOLVED if solved else _unsolved(case)
    case.closed_at = timezone.now() if solved else None
    case.save(update_fields=["state", "closed_at"])


def open_again(*, first: ServiceCall, received_at: datetime) -> tuple[UUID, ServiceCall]:
    """Open the call that a call-back brings, in the first one's place; return its seat and it.

    Must run in the caller's transaction; :func:`lines.offer_call` comes after it.
    """
    wish = Wish(first.channel, first.language, first.wants_signing_agent, tuple(first.read))
    return _open(first.number, first.case, wish, received_at, call_back_of=first)


def _unsolved(case: Case) -> CaseState:
    return CaseState.FOLLOWED_UP if case.due_on else CaseState.OPEN


def _open(
    number: Number,
    case: Case | None,
    wish: Wish,
    received_at: datetime,
    call_back_of: ServiceCall | None = None,
) -> tuple[UUID, ServiceCall]:
    call = open_call(
        kind=CallKind.SERVICE,
        channel=wish.channel,
        reference=f"{ON_A_NUMBER}{number.code}",
        language=wish.language,
    )
    seat = seat_opener(call=call, role=ParticipantRole.CALLER)
    row = ServiceCall.objects.create(
        call=call,
        number=number,
        channel=wish.channel,
        language=wish.language,
        case=case,
        wants_signing_agent=wish.wants_signing_agent,
        read=_own_answers(number, wish.read),
        clicked_at=received_at,
        call_back_of=call_back_of,
    )
    return seat.pk, row


def _own_answers(number: Number, read: tuple[int, ...]) -> list[int]:
    """Return what was read, in that order, once each, and only what is of this number."""
    own = set(Answer.objects.filter(number=number, pk__in=read).values_list("pk", flat=True))
    return [key for key in dict.fromkeys(read) if key in own][:MOST_READ]


def _turn_away(call: ServiceCall, now: Opening, origin: Origin) -> None:
    """End at once what is set aside, and what finds a door shut in published hours."""
    number = call.number
    blocked = blocked_until(
        organisation_id=number.organisation_id, origin=origin, at=call.clicked_at
    )
    if blocked:
        _end(call, Outcome.FILTERED, kept=None)
    elif not now.answering:
        _end(call, Outcome.REFUSED, kept=False)


def _end(call: ServiceCall, outcome: Outcome, *, kept: bool | None) -> None:
    end_call(call_id=call.pk, cause=str(outcome), at=call.clicked_at)
    call.state, call.outcome, call.kept = ServiceState.ENDED, outcome, kept
    call.ended_at = call.clicked_at
    call.save(update_fields=["state", "outcome", "kept", "ended_at"])


def _case_named(number: Number, text: str) -> Case | None:
    code = read_case_code(text)
    case = Case.objects.filter(number=number, code=code).first() if code else None
    if case and case.state in (CaseState.SOLVED, CaseState.CLOSED):
        case.state, case.closed_at = CaseState.OPEN, None
        case.save(update_fields=["state", "closed_at"])
    return case


def _new_case(number: Number) -> Case:
    for _try in range(CODE_TRIES):
        try:
            with transaction.atomic():
                return Case.objects.create(number=number, code=new_case_code())
        except IntegrityError:
            # Taken: once in a lifetime of numbers.
            continue
    raise RuntimeError("no number of a case is free")
