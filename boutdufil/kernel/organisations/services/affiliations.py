"""Employers join a branch, and leave it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.models import Affiliation


@transaction.atomic
def affiliate(
    *, branch_id: int, organisation_id: int, actor_id: int | None, since: date | None = None
) -> Affiliation:
    """Let an employer belong to a branch, from today unless said; twice is once."""
    joined, created = Affiliation.objects.get_or_create(
        branch_id=branch_id,
        organisation_id=organisation_id,
        defaults={"since": since or timezone.localdate()},
    )
    if created:
        _record(actor_id, "organisations.affiliate", branch_id, organisation_id)
    return joined


@transaction.atomic
def end_affiliation(*, branch_id: int, organisation_id: int, actor_id: int) -> None:
    """Let an employer leave a branch."""
    left = Affiliation.objects.filter(branch_id=branch_id, organisation_id=organisation_id)
    if left.delete()[0]:
        _record(actor_id, "organisations.end_affiliation", branch_id, organisation_id)


def _record(actor_id: int | None, verb: str, branch_id: int, organisation_id: int) -> None:
    audit.record(
        actor_id=actor_id,
        verb=verb,
        subject=f"branch:{branch_id}",
        facts={"organisation": organisation_id},
    )
