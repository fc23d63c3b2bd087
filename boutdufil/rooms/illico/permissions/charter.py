"""Who speaks for the charter. Denied by default."""

from collections.abc import Collection

from boutdufil.kernel.organisations.permissions import ANY_ROLE, has_role
from boutdufil.kernel.people.permissions import Actor, is_administrator, is_signed_in
from boutdufil.rooms.illico.models import CommitteeSeat


def can_sit(actor: Actor) -> bool:
    """Allow those who hold a seat on the committee today."""
    return is_signed_in(actor) and actor.pk in seated()


def can_appoint(actor: Actor) -> bool:
    """Allow the administrators of the site to give seats and to end them."""
    return is_administrator(actor)


def can_see_committee(actor: Actor) -> bool:
    """Allow those who sit, and those who appoint."""
    return can_sit(actor) or can_appoint(actor)


def can_decide(actor: Actor, organisation_id: int, decided_before: Collection[int]) -> bool:
    """Allow who sits, has no part in the number's holder, and did not decide what is appealed."""
    if not can_sit(actor) or actor.pk in decided_before:
        return False
    return not has_role(actor, ANY_ROLE, organisation_id)


def seated() -> set[int]:
    """Return the people who hold a seat today."""
    held = CommitteeSeat.objects.filter(ended_at=None)
    return set(held.values_list("person_id", flat=True))
