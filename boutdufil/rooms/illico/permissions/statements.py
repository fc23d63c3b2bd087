"""Who sees whose money and which leaves. Denied by default."""

from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.illico.models import Agent, AuditorSeat
from boutdufil.rooms.illico.permissions import charter
from boutdufil.rooms.illico.permissions.numbers import OWNERS


def can_see_pay(actor: Actor, agent_id: int) -> bool:
    """Allow people the money of their own seat, after it ended too; nobody else's."""
    if not is_signed_in(actor):
        return False
    return Agent.objects.filter(pk=agent_id, person_id=actor.pk or 0).exists()


def can_see_accounts(actor: Actor, organisation_id: int) -> bool:
    """Allow those who manage the holder of a number."""
    return has_role(actor, OWNERS, organisation_id)


def is_auditor(actor: Actor) -> bool:
    """Tell whether the committee has named them, and it still holds."""
    if not is_signed_in(actor):
        return False
    return AuditorSeat.objects.filter(person_id=actor.pk or 0, ended_at=None).exists()


def can_see_leaves(actor: Actor, organisation_id: int) -> bool:
    """Allow auditors and those who manage the holder."""
    return is_auditor(actor) or can_see_accounts(actor, organisation_id)


def can_name_auditors(actor: Actor) -> bool:
    """Allow those who sit on the committee of the charter, and those who appoint them."""
    return charter.can_see_committee(actor)
