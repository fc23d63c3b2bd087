"""How a call goes on, and that one end stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.calls.enums import CallKind, CallState, Channel
from boutdufil.kernel.calls.errors import WrongStepError
from boutdufil.kernel.calls.models import Call
from boutdufil.kernel.calls.scenarios import scenario as find_scenario
from boutdufil.kernel.calls.services.facts import begin_chain, locked_call, record_event


@transaction.atomic
def open_call(
    *,
    kind: str,
    channel: str,
    reference: str = "",
    scenario: str = "",
    version: int | None = None,
    language: str = "fr",
) -> Call:
    """Open a call; a practised one follows its scenario, in its newest version unless one is named.

    :raises UnknownScenarioError: when no scenario has that name.
    """
    version = find_scenario(scenario, version).version if scenario else 0
    call = Call.objects.create(
        kind=CallKind(kind),
        channel=Channel(channel),
        reference=reference,
        scenario=scenario,
        scenario_version=version,
        language=language,
    )
    facts = {"kind": call.kind, "channel": call.channel, "scenario": scenario, "version": version}
    begin_chain(call=call, kind="opened", body=facts)
    return call


def connect_call(*, call_id: UUID, at: datetime | None = None) -> Call:
    """Say that people are together; the first time stays the moment of the call.

    :raises WrongStepError: when the call is over.
    """
    return _step(call_id, CallState.CONNECTED, at)


def end_call(*, call_id: UUID, cause: str = "", at: datetime | None = None) -> Call:
    """End a call; one that is over keeps its first end and its first cause."""
    return _step(call_id, CallState.ENDED, at, cause)


@transaction.atomic
def _step(call_id: UUID, state: CallState, at: datetime | None, cause: str = "") -> Call:
    call = locked_call(call_id)
    if call.state == state:
        return call
    if call.state == CallState.ENDED:
        raise WrongStepError(call.get_state_display(), str(CallState(state).label))
    moment = at or timezone.now()
    call.state = state
    _date(call, moment, cause)
    call.save(update_fields=["state", "connected_at", "ended_at", "end_cause"])
    if state == CallState.ENDED:
        # Nobody is in a call that is over, whatever their pages still say.
        call.participants.filter(joined_at__isnull=False, left_at=None).update(left_at=moment)
    body = {"cause": cause} if cause else {}
    record_event(call_id=call_id, kind=state, body=body, at=moment)
    return call


def _date(call: Call, moment: datetime, cause: str) -> None:
    if call.state == CallState.CONNECTED and call.connected_at is None:
        call.connected_at = moment
    if call.state == CallState.ENDED:
        call.ended_at, call.end_cause = moment, cause
