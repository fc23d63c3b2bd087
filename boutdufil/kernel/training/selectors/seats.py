"""Enrolments as their person, or the body, sees them."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.training.enums import LIVE_STATES, EnrolmentState, TrainingPayer
from boutdufil.kernel.training.models import BlockResult, Enrolment, Session
from boutdufil.kernel.training.selectors.rows import SeatRow, SessionRow
from boutdufil.kernel.training.selectors.sessions import session_rows


def seats_of(person_id: int) -> list[SeatRow]:
    """Return what a person asked for, the latest first."""
    return list(reversed(seat_rows(Enrolment.objects.filter(person_id=person_id))))


def my_page_seats(person: Person) -> list[SeatRow] | None:
    """Return what "my page" shows: enrolments alive, or nothing."""
    return [row for row in seats_of(person.pk) if row.state in LIVE_STATES] or None


def seat_rows(found: QuerySet[Enrolment]) -> list[SeatRow]:
    """Return enrolments by the moment of the demand, in the same number of queries."""
    lines = list(found.select_related("person").order_by("asked_at", "pk"))
    ids = {one.session_id for one in lines}
    known = {row.id: row for row in session_rows(Session.objects.filter(pk__in=ids))}
    places, achieved = _places(ids), _achieved({one.person_id for one in lines})
    return [_seat_row(one, known, places, achieved) for one in lines]


def _places(session_ids: set[int]) -> dict[int, int]:
    """Return the place of everybody who waits, from 1, by enrolment."""
    waiting: dict[int, list[int]] = defaultdict(list)
    found = Enrolment.objects.filter(session_id__in=session_ids, state=EnrolmentState.WAITING)
    for session_id, pk in found.values_list("session_id", "pk"):
        waiting[session_id].append(pk)
    return {pk: place for row in waiting.values() for place, pk in enumerate(row, start=1)}


def _achieved(person_ids: set[int]) -> dict[int, set[int]]:
    blocks: dict[int, set[int]] = defaultdict(set)
    found = BlockResult.objects.filter(person_id__in=person_ids)
    for person_id, block_id in found.values_list("person_id", "block_id"):
        blocks[person_id].add(block_id)
    return blocks


def _seat_row(
    one: Enrolment,
    known: Mapping[int, SessionRow],
    places: Mapping[int, int],
    achieved: Mapping[int, set[int]],
) -> SeatRow:
    return SeatRow(
        id=one.pk,
        person_id=one.person_id,
        name=one.person.name,
        email=one.person.email or "",
        state=EnrolmentState(one.state),
        payer=str(TrainingPayer(one.payer).label),
        asked_at=one.asked_at,
        reason=one.reason,
        session=known[one.session_id],
        place=places.get(one.pk),
        achieved=tuple(sorted(achieved.get(one.person_id, ()))),
    )
