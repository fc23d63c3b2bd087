"""Callers of the inhabited site: a call that is over, one in line, a message sent, a case."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.enums import CallBackState, CallBackWay, Outcome, ServiceState
from boutdufil.rooms.illico.models import ServiceCall
from boutdufil.rooms.illico.selectors.call_backs import write_link_token
from boutdufil.rooms.illico.selectors.callers import write_caller_token
from boutdufil.rooms.illico.selectors.cases import write_case_token
from tests.factories.calls import ParticipantFactory
from tests.factories.illico import (
    CallBackFactory,
    CaseFactory,
    NumberFactory,
    ServiceCallFactory,
)

CODE = "K7QF3-M9X2B"


def inhabit(_person: Person) -> dict[str, dict[str, object]]:
    """Let somebody without an account have called, and somebody else be calling."""
    now = timezone.now()
    number = NumberFactory(
        code="appels-inventes", published_at=now, free_alternative="le formulaire"
    )
    case = CaseFactory(number=number, code=CODE, due_on=now.date())
    over = ServiceCallFactory(
        number=number,
        case=case,
        clicked_at=now - timedelta(hours=2),
        first_human_at=now - timedelta(hours=2) + timedelta(seconds=12),
        ended_at=now - timedelta(hours=1),
        state=ServiceState.ENDED,
        outcome=Outcome.ANSWERED,
        kept=True,
    )
    waiting = ServiceCallFactory(number=number, case=CaseFactory(number=number), clicked_at=now)
    live = {"token": _token(waiting)}
    return {
        "illico:call": {"token": _token(over)},
        "illico:solved": {"token": _token(over)},
        **{f"illico:{name}": live for name in _IN_LINE},
        "illico:call_back_link": {"token": write_link_token(_message(number))},
        "illico:case": {"token": write_case_token(CODE)},
    }


_IN_LINE = ("call_state", "hang_up", "ask_call_back", "leave_call_back", "come_back")


def _token(call: ServiceCall) -> str:
    seat = ParticipantFactory(call=call.call)
    return write_caller_token(seat.pk)


def _message(number: object) -> int:
    now = timezone.now()
    let_go = ServiceCallFactory(
        number=number,
        case=CaseFactory(number=number),
        clicked_at=now - timedelta(minutes=3),
        ended_at=now,
        state=ServiceState.ENDED,
        outcome=Outcome.CALLED_BACK,
        kept=False,
    )
    sent = {"state": CallBackState.READY, "ready_at": now + timedelta(hours=6)}
    return int(CallBackFactory(service_call=let_go, way=CallBackWay.EMAIL, **sent).pk)
