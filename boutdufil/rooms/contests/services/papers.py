"""A paper in the hands of its candidate: moved to another device, handed in, ended by the hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.rooms.contests.enums import AttemptEnd, EntryStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.events import QuizSubmitted
from boutdufil.rooms.contests.models import Attempt

# Papers ended by the hour in one transaction.
AT_ONCE = 500

END_OVERDUE = """
update contests_attempt attempt
set ended_at = attempt.ends_at, ended_by = coalesce(nullif(attempt.ended_by, ''), %(time)s)
where attempt.id in (
  select late.id from contests_attempt late join contests_quiz quiz on quiz.id = late.quiz_id
  where late.ended_at is null and late.ends_at
    + make_interval(secs => ceil(quiz.grace_seconds * late.time_factor)) < %(now)s
  order by late.id limit %(most)s for no key update of late skip locked)
returning attempt.id
"""


def device_key(session_key: str) -> str:
    """Return by which name a browser is known to a paper: its session's, which it cannot show."""
    return salted_hmac("contests.device", session_key, algorithm="sha256").hexdigest()[:24]


def lease_of(term: int, device: str) -> str:
    """Return the lease of a device, the ``term``-th of a paper."""
    return f"{term}.{device}"


@transaction.atomic
def take_over(
    *, attempt_id: int, person_id: int, device: str, now: datetime | None = None
) -> Attempt | None:
    """Go on with a paper on this device: the one before is told, and takes no further answer.

    What it was given before may still come from there. None where the person has no such paper.
    """
    now = now or timezone.now()
    paper = _own_paper(attempt_id, person_id)
    if paper is None:
        return None
    if paper.lease != lease_of(len(paper.taken_over), device):
        paper.taken_over = [*paper.taken_over, now]
        paper.lease = lease_of(len(paper.taken_over), device)
        paper.save(update_fields=["taken_over", "lease"])
    return paper


@transaction.atomic
def end_attempt(
    *, attempt_id: int, person_id: int, lease: str, now: datetime | None = None
) -> Attempt | None:
    """Hand a paper in, for good. One that is over by the clock is ended by it, after the grace.

    :raises ContestError: the paper is open on another device.
    """
    now = now or timezone.now()
    paper = _own_paper(attempt_id, person_id)
    if paper is None or paper.ended_at is not None or now >= paper.ends_at:
        return paper
    if paper.lease != lease:
        raise ContestError(
            _("Cette copie est ouverte sur un autre appareil : continuez ici, puis rendez-la.")
        )
    paper.ended_at, paper.ended_by = now, AttemptEnd.CANDIDATE
    paper.save(update_fields=["ended_at", "ended_by"])
    events.publish(QuizSubmitted(attempt_id=paper.pk))
    return paper


def end_overdue(*, now: datetime | None = None) -> int:
    """End the papers for which nothing more may arrive; return how many they were."""
    now, ended = now or timezone.now(), 0
    while batch := _end_some(now):
        ended += len(batch)
    return ended


@transaction.atomic
def _end_some(now: datetime) -> list[int]:
    told: dict[str, Any] = {"time": AttemptEnd.TIME.value, "now": now, "most": AT_ONCE}
    with connection.cursor() as cursor:
        ids = [row[0] for row in cursor.execute(END_OVERDUE, told).fetchall()]
    for attempt_id in sorted(ids):
        events.publish(QuizSubmitted(attempt_id=attempt_id))
    return ids


def _own_paper(attempt_id: int, person_id: int) -> Attempt | None:
    found = Attempt.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=attempt_id,
        entry__status=EntryStatus.ENTERED,
        entry__members__person_id=person_id,
        entry__members__joined_at__isnull=False,
    )
    return found.first()
