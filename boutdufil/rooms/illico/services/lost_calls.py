"""Calls that nobody took in, and nobody ever will: ended, so that days can be sealed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from boutdufil.kernel.calls.services import end_call
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.models import ServiceCall
from boutdufil.rooms.illico.rules.offering import OLDEST_OFFER_S
from boutdufil.rooms.illico.services.projection_calls import AT_ONCE_MS, SAID

# The dispatcher looks into the tables every second until then.
NO_MORE_OFFERED = timedelta(seconds=OLDEST_OFFER_S + 600)
# Whoever hung up unheard: the tables may lag behind the dispatcher for a moment.
UNHEARD = timedelta(minutes=2)
# What the dispatcher has read of the tables it has taken in by then.
IN_FLIGHT = timedelta(seconds=2)
LOST, HUNG_UP = "lost", "hung_up"


def end_lost_calls(*, now: datetime) -> int:
    """End what was asked for and taken in by nobody, as promises broken; return how many."""
    too_old = Q(clicked_at__lt=now - NO_MORE_OFFERED) | Q(gone_at__lt=now - UNHEARD)
    found = ServiceCall.objects.filter(too_old, state=ServiceState.OFFERED)
    return sum(_end(pk, now) for pk in list(found.values_list("pk", flat=True)))


def end_unheard_call(*, call_id: UUID, now: datetime) -> bool:
    """End a call whose caller hung up before the dispatcher knew it; false while it still may."""
    asked = ServiceCall.objects.filter(pk=call_id, state=ServiceState.OFFERED)
    if not asked.exists():
        return True
    return asked.filter(gone_at__lt=now - IN_FLIGHT).exists() and _end(call_id, now)


@transaction.atomic
def _end(pk: UUID, now: datetime) -> bool:
    gone_at = ServiceCall.objects.values_list("gone_at", flat=True).get(pk=pk)
    end_call(call_id=pk, cause=HUNG_UP if gone_at else LOST, at=gone_at or now)
    call = ServiceCall.objects.select_for_update(no_key=True).get(pk=pk)
    if call.state != ServiceState.OFFERED:
        return False
    call.state, call.ended_at = ServiceState.ENDED, call.gone_at or now
    if call.outcome not in SAID:
        call.outcome = _outcome(call)
        call.kept = None if call.outcome == Outcome.ABANDONED_AT_ONCE else False
    call.save(update_fields=["state", "ended_at", "outcome", "kept"])
    return True


def _outcome(call: ServiceCall) -> Outcome:
    if call.gone_at is None:
        return Outcome.TOO_LONG
    is_at_once = call.gone_at - call.clicked_at < timedelta(milliseconds=AT_ONCE_MS)
    return Outcome.ABANDONED_AT_ONCE if is_at_once else Outcome.ABANDONED
