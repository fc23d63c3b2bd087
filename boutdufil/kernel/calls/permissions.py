"""Who may see a call, enter it, observe it, write about it. Plain predicates, denied by default.

Nobody sees a call because of their rank: only from a seat in it. A seat is held by whoever was
given its token, or by the person who sits there.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from boutdufil.kernel.calls.enums import CallKind, CallState, ParticipantRole
from boutdufil.kernel.calls.models import Call, CallEvent, ObserverSheet, Participant
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Membership
from boutdufil.kernel.people.permissions import Actor, is_administrator, is_signed_in

# Who is trained to look at somebody's work, and answers for it in an organisation.
OBSERVING_ROLES = frozenset({Role.TRAINER, Role.SUPERVISOR})
AGREED, DECLINED = "observation_accepted", "observation_declined"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks: an actor, and the seats whose tokens they have shown."""

    actor: Actor
    seats: frozenset[UUID] = field(default_factory=frozenset)


def is_trained_observer(actor: Actor) -> bool:
    """Tell whether somebody trains or supervises in an organisation, or answers for the site."""
    if is_administrator(actor):
        return True
    if not is_signed_in(actor):
        return False
    held = Membership.objects.filter(person_id=actor.pk or 0, role__in=OBSERVING_ROLES)
    return held.filter(ended_at=None, organisation__closed_on=None).exists()


def can_observe(visitor: Visitor, call_id: UUID) -> bool:
    """Allow trained people into a practised call that goes on; into no other call, ever."""
    if not is_trained_observer(visitor.actor):
        return False
    practised = Call.objects.filter(pk=call_id, kind=CallKind.PRACTICE)
    return practised.exclude(state=CallState.ENDED).exists()


def can_write_sheet(visitor: Visitor, call_id: UUID) -> bool:
    """Allow a trained person who was in a practised call, once the person observed agreed."""
    if not is_trained_observer(visitor.actor):
        return False
    others = Participant.objects.filter(
        call_id=call_id, call__kind=CallKind.PRACTICE, person_id=visitor.actor.pk or 0
    ).exclude(role=ParticipantRole.AGENT)
    return others.exists() and has_agreed(call_id)


def has_agreed(call_id: UUID) -> bool:
    """Tell whether the person observed agrees: the last thing they said holds."""
    said = CallEvent.objects.filter(call_id=call_id, kind__in=(AGREED, DECLINED))
    last = said.order_by("-seq").values_list("kind", flat=True).first()
    return last == AGREED


def can_see_sheet(visitor: Visitor, sheet_id: int) -> bool:
    """Allow the person it is about, and the person who wrote it."""
    if can_decide_sheet(visitor, sheet_id):
        return True
    if not is_signed_in(visitor.actor):
        return False
    return ObserverSheet.objects.filter(pk=sheet_id, observer_id=visitor.actor.pk).exists()


def can_decide_sheet(visitor: Visitor, sheet_id: int) -> bool:
    """Allow the person it is about, alone, to answer it, share it or delete it."""
    return _seats_of(visitor).filter(sheets=sheet_id).exists()


def can_forget_practice(visitor: Visitor, participant_id: UUID) -> bool:
    """Allow people to take a practised call out of their own path."""
    own = _seats_of(visitor).filter(pk=participant_id)
    return own.filter(call__kind=CallKind.PRACTICE).exists()


def _seats_of(visitor: Visitor) -> QuerySet[Participant]:
    own = Q(pk__in=visitor.seats)
    if is_signed_in(visitor.actor):
        own |= Q(person_id=visitor.actor.pk)
    return Participant.objects.filter(own)
