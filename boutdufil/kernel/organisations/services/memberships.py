"""Roles: given by an act that is recorded, ended and never erased by hand."""

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.errors import LastManagerError
from boutdufil.kernel.organisations.models import Membership, Organisation
from boutdufil.kernel.organisations.permissions import reaching


@transaction.atomic
def grant_role(
    *, organisation_id: int, person_id: int, role: str, actor_id: int | None
) -> Membership:
    """Give a person a role in an organisation; one they hold already stays as it is."""
    held, created = Membership.objects.get_or_create(
        organisation_id=organisation_id, person_id=person_id, role=role, ended_at=None
    )
    if created:
        audit.record(
            actor_id=actor_id,
            verb="organisations.grant_role",
            subject=f"organisation:{organisation_id}",
            facts={"person": person_id, "role": str(role)},
        )
    return held


@transaction.atomic
def end_membership(*, membership_id: int, actor_id: int) -> None:
    """End a role; ending it twice changes nothing.

    :raises LastManagerError: nobody would answer for the organisation any more.
    """
    held = Membership.objects.get(pk=membership_id)
    # Two managers who leave at the same moment must not both be the last but one.
    Organisation.objects.select_for_update().get(pk=held.organisation_id)
    held.refresh_from_db()
    if held.ended_at:
        return
    if held.role == Role.MANAGER and not _is_managed_without(held):
        raise LastManagerError
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    audit.record(
        actor_id=actor_id,
        verb="organisations.end_membership",
        subject=f"organisation:{held.organisation_id}",
        facts={"person": held.person_id, "role": held.role},
    )


def _is_managed_without(held: Membership) -> bool:
    others = Membership.objects.filter(
        reaching(held.organisation_id), role=Role.MANAGER, ended_at=None, person__is_active=True
    )
    return others.exclude(pk=held.pk).exists()
