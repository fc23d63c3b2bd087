"""Writing what happened in a call, one line after another; no line is ever changed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.calls.chain import BEGINNING, digest_of, line_of
from boutdufil.kernel.calls.errors import StrangerError
from boutdufil.kernel.calls.models import Call, CallEvent, Participant


@transaction.atomic
def record_event(
    *,
    call_id: UUID,
    kind: str,
    participant_id: UUID | None = None,
    body: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> CallEvent:
    """Append a fact to a call's chain; the same ``key`` in ``body`` twice gives one line.

    ``body`` holds texts, integers, booleans, lists and objects, never what was said or shown.

    :raises Call.DoesNotExist: without that call.
    :raises StrangerError: when the participant is in another call.
    :raises SealError: for a body without a canonical form, such as a float.
    """
    locked_call(call_id)
    said = dict(body or {})
    key = str(said.get("key", ""))
    known = CallEvent.objects.filter(call_id=call_id, key=key).first() if key else None
    if known is not None:
        return known
    if participant_id and not _is_in(call_id, participant_id):
        raise StrangerError
    event = CallEvent(call_id=call_id, kind=kind, participant_id=participant_id, body=said, key=key)
    event.at = at or timezone.now()
    return _appended(event)


def begin_chain(*, call: Call, kind: str, body: Mapping[str, object]) -> CallEvent:
    """Write the first fact of a call that this transaction has made, at its moment.

    Nobody else sees that call yet: there is nobody to wait for, and nothing before it.
    """
    event = CallEvent(call=call, kind=kind, body=dict(body), at=call.opened_at)
    return _follow(event, None)


def locked_call(call_id: UUID) -> Call:
    """Return the call, locked until the transaction ends: its facts follow one another."""
    return Call.objects.select_for_update(no_key=True).get(pk=call_id)


def _appended(event: CallEvent) -> CallEvent:
    last = CallEvent.objects.filter(call_id=event.call_id).order_by("-seq").first()
    return _follow(event, last)


def _follow(event: CallEvent, last: CallEvent | None) -> CallEvent:
    event.seq = last.seq + 1 if last else 1
    line = line_of(
        call_id=event.call_id,
        seq=event.seq,
        at=event.at,
        what=(event.kind, event.participant_id),
        body=event.body,
    )
    event.digest = digest_of(bytes(last.digest) if last else BEGINNING, line)
    event.save(force_insert=True)
    return event


def _is_in(call_id: UUID, participant_id: UUID) -> bool:
    return Participant.objects.filter(pk=participant_id, call_id=call_id).exists()
