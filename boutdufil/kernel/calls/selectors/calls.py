"""A call, who is in it, what happened in it, and whether that is still what was written."""

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from boutdufil.kernel.calls.chain import BEGINNING, digest_of, line_of
from boutdufil.kernel.calls.models import Call, CallEvent, Participant
from boutdufil.kernel.calls.selectors.rows import (
    CallView,
    ChainVerdict,
    EventLine,
    ParticipantRow,
)


def call_view(call_id: UUID) -> CallView | None:
    """Return a call, or None without it."""
    call = Call.objects.filter(pk=call_id).prefetch_related("participants").first()
    if call is None:
        return None
    return CallView(
        id=call.pk,
        kind=call.kind,
        channel=call.channel,
        state=call.state,
        reference=call.reference,
        scenario=call.scenario,
        scenario_version=call.scenario_version,
        language=call.language,
        opened_at=call.opened_at,
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        end_cause=call.end_cause,
        participants=tuple(_participant_row(one) for one in call.participants.all()),
    )


def participants(call_id: UUID) -> list[ParticipantRow]:
    """Return who takes part, in the order they entered."""
    return [_participant_row(one) for one in Participant.objects.filter(call_id=call_id)]


def timeline(call_id: UUID) -> list[EventLine]:
    """Return what happened, in order."""
    events = CallEvent.objects.filter(call_id=call_id).order_by("seq")
    return [
        EventLine(e.seq, e.at, e.kind, e.participant_id, e.body, bytes(e.digest).hex())
        for e in events
    ]


def verify_chain(call_id: UUID) -> ChainVerdict:
    """Compute every digest of a call again; a gap in the ranks is a wrong line too."""
    return verify_chains([call_id]).get(call_id) or _verdict(())


def verify_chains(call_ids: Collection[UUID]) -> dict[UUID, ChainVerdict]:
    """Do as :func:`verify_chain`, for many calls in one question; those without a fact lack."""
    facts = CallEvent.objects.filter(call_id__in=call_ids).order_by("call_id", "seq")
    chains = groupby(facts, key=attrgetter("call_id"))
    return {call_id: _verdict(events) for call_id, events in chains}


def _verdict(events: Iterable[CallEvent]) -> ChainVerdict:
    previous, length = BEGINNING, 0
    for event in events:
        length += 1
        digest = digest_of(previous, _line(event))
        if event.seq != length or digest != bytes(event.digest):
            return ChainVerdict(ok=False, length=length, broken_at=length, head=previous.hex())
        previous = digest
    return ChainVerdict(ok=True, length=length, broken_at=None, head=previous.hex())


def _line(event: CallEvent) -> dict[str, object]:
    return line_of(
        call_id=event.call_id,
        seq=event.seq,
        at=event.at,
        what=(event.kind, event.participant_id),
        body=event.body,
    )


def _participant_row(one: Participant) -> ParticipantRow:
    return ParticipantRow(
        id=one.pk,
        role=one.role,
        role_label=one.get_role_display(),
        name=one.name,
        is_home=one.is_home,
        joined_at=one.joined_at,
        left_at=one.left_at,
    )
