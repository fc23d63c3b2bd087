"""Practised calls: kept when their owner asks, shared with somebody by a code, taken out again."""

from contextlib import suppress
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from boutdufil.kernel.calls import permissions
from boutdufil.kernel.calls.enums import CallKind, ParticipantRole
from boutdufil.kernel.calls.errors import CallRefusedError, UnknownScenarioError
from boutdufil.kernel.calls.models import Call, Participant
from boutdufil.kernel.calls.permissions import AGREED, DECLINED, Visitor
from boutdufil.kernel.calls.practice import SCRIPTED, new_code, reference_of
from boutdufil.kernel.calls.scenarios import Walk, scenario
from boutdufil.kernel.calls.selectors.practice import PRACTISED, free_role, invitation
from boutdufil.kernel.calls.services.facts import locked_call, record_event
from boutdufil.kernel.calls.services.participants import add_participant, seat_opener
from boutdufil.kernel.calls.services.states import end_call, open_call
from boutdufil.kernel.people.models import Person

# Where a guest's session remembers the seats it was given.
SEATS_KEY = "calls_seats"


@transaction.atomic
def keep_practice(*, walk: Walk, person: Person | None) -> Participant:
    """Keep that a scripted call was practised: its scenario, its decisions, its end, its day.

    :raises UnknownScenarioError: when the call has not come to an end.
    """
    if walk.end is None:
        raise UnknownScenarioError
    call = open_call(
        kind=CallKind.PRACTICE,
        channel=walk.scenario.channels[0],
        reference=SCRIPTED,
        scenario=walk.scenario.slug,
        version=walk.scenario.version,
        language=walk.scenario.language,
    )
    seat = seat_opener(call=call, role=ParticipantRole.AGENT, person=person, is_home=True)
    body = {"key": PRACTISED, "end": walk.end.key, "way": walk.keys}
    record_event(call_id=call.pk, kind=PRACTISED, participant_id=seat.pk, body=body)
    end_call(call_id=call.pk, cause="finished")
    return seat


@transaction.atomic
def open_practice(*, slug: str, channel: str, person: Person | None) -> Participant:
    """Open a practised call with somebody, and seat the one who answers.

    :raises UnknownScenarioError: without that scenario, or when it is not meant for the channel.
    """
    found = scenario(slug)
    if channel not in found.channels:
        raise UnknownScenarioError
    call = open_call(
        kind=CallKind.PRACTICE,
        channel=channel,
        reference=reference_of(new_code()),
        scenario=slug,
        language=found.language,
    )
    return seat_opener(call=call, role=ParticipantRole.AGENT, person=person, is_home=True)


@transaction.atomic
def accept_invitation(*, code: str, visitor: Visitor) -> Participant:
    """Seat somebody who comes by a code: as the caller, or as an observer who is trained.

    :raises CallRefusedError: when the code invites to nothing, or the seat was just taken.
    """
    offered = invitation(code, visitor)
    if offered is None:
        raise CallRefusedError
    call: Call = locked_call(offered.call_id)
    if free_role(call.pk, visitor) != offered.role:
        raise CallRefusedError
    person = visitor.actor if isinstance(visitor.actor, Person) else None
    # Who plays the caller is called so; who observes is called by their own name.
    played = offered.role == ParticipantRole.CALLER
    name = offered.scenario.caller if played else getattr(person, "name", "")
    return add_participant(call=call, role=offered.role, person=person, name=name, is_home=True)


def answer_observation(*, participant_id: UUID, agrees: bool) -> None:
    """Write down whether the person observed agrees; they may change their mind."""
    seat = Participant.objects.get(pk=participant_id, role=ParticipantRole.AGENT)
    kind = AGREED if agrees else DECLINED
    if permissions.has_agreed(seat.call_id) != agrees:
        record_event(call_id=seat.call_id, kind=kind, participant_id=seat.pk)


@transaction.atomic
def forget_practice(*, participant_id: UUID) -> None:
    """Take a practised call out of somebody's path: the sheets go, the facts name nobody."""
    seat = Participant.objects.get(pk=participant_id)
    seat.sheets.all().delete()
    seat.person, seat.name = None, ""
    seat.save(update_fields=["person", "name"])


def claim_guest_seats(*, person: Person, session: SessionBase) -> None:
    """Give a person the seats they had as a guest (called inside the sign-in)."""
    seats = seats_of(session)
    session.pop(SEATS_KEY, None)
    Participant.objects.filter(pk__in=seats, person=None).update(person=person)


def seats_of(session: SessionBase) -> frozenset[UUID]:
    """Return the seats a session remembers; what is no seat is left out."""
    kept, found = session.get(SEATS_KEY, []), set()
    for text in kept if isinstance(kept, list) else ():
        with suppress(ValueError, TypeError, AttributeError):
            found.add(UUID(text))
    return frozenset(found)
