"""What the journal says of lost calls: who lost one has no seat in it any more.

Their page may come back with the token it had; the caller is with somebody else by then.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.models import Participant
from boutdufil.kernel.calls.services import take_back_seat
from boutdufil.kernel.calls.services.legs import end_seat
from boutdufil.rooms.illico.models import JournalEntry
from boutdufil.rooms.illico.services.projection_calls import agent_id

# Whoever passes a call on takes leave of it from their console.
LOSING = frozenset({"agent_lost", "no_media"})


def end_lost_seats(lines: Sequence[JournalEntry]) -> None:
    """Take back the seats of agents from whom a call was taken in these lines.

    Must run in the transaction that notes how far the journal was read; pages hear of it after.
    """
    for line in lines:
        for decision in line.body.get("decisions", ()):
            if decision["type"] == "Detached" and decision.get("cause") in LOSING:
                _end(line, decision)


def _end(line: JournalEntry, decision: Mapping[str, Any]) -> None:
    agent, call = agent_id(str(decision["agent"])), _call_id(decision)
    if agent is None or call is None or _has_answered_again(line, decision):
        return
    seats = Participant.objects.filter(
        call_id=call,
        person__illico_agents=agent,
        role=ParticipantRole.AGENT,
        revoked_at=None,
    )
    for key in list(seats.values_list("pk", flat=True)):
        take_back_seat(participant_id=key)
        transaction.on_commit(partial(end_seat, participant_id=key))


def _has_answered_again(line: JournalEntry, decision: Mapping[str, Any]) -> bool:
    """Tell whether the call came back to the same agent, in lines the tables have not reached."""
    later = JournalEntry.objects.filter(
        pool=line.pool,
        seq__gt=line.seq,
        call=decision["call"],
        body__decisions__contains=[{"type": "Connected", "agent": decision["agent"]}],
    )
    return later.exists()


def _call_id(decision: Mapping[str, Any]) -> UUID | None:
    """Return the call, None for a simulated one."""
    try:
        return UUID(decision["call"])
    except ValueError:
        return None
