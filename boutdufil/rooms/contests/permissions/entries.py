"""Who may do what with an entry. Denied by default.

Its members see it; its captain (alone, in an entry of one person) answers for it. Neither the
employer, nor a juror, nor another candidate sees anything of it by these.
"""

from __future__ import annotations

from django.db.models import QuerySet

from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.models import AccessReferee, Member
from boutdufil.rooms.contests.permissions.editions import can_run_edition


def can_see_entry(actor: Actor, entry_id: int) -> bool:
    """Allow those who joined it."""
    return _own(actor, entry_id).exists()


def can_change_entry(actor: Actor, entry_id: int) -> bool:
    """Allow who answers for it: withdraws it, invites, asks the employer again."""
    return _own(actor, entry_id).filter(is_captain=True).exists()


def can_write_file(actor: Actor, entry_id: int) -> bool:
    """Allow every member to write the team's file, and to hand it in."""
    return can_see_entry(actor, entry_id)


def can_see_entries(actor: Actor, edition_id: int) -> bool:
    """Allow those who run the edition to see who entered."""
    return can_run_edition(actor, edition_id)


def can_check_blind(actor: Actor, edition_id: int) -> bool:
    """Allow those who run the edition to hide names before the jury reads."""
    return can_run_edition(actor, edition_id)


def can_name_referee(actor: Actor, edition_id: int) -> bool:
    """Allow those who run the edition to say who decides on accommodations."""
    return can_run_edition(actor, edition_id)


def can_grant_accommodations(actor: Actor, edition_id: int) -> bool:
    """Allow the referee of the edition alone, or those who run it while none is named."""
    if not is_signed_in(actor):
        return False
    named = AccessReferee.objects.filter(edition_id=edition_id).values_list("person_id", flat=True)
    referee = named.first()
    return can_run_edition(actor, edition_id) if referee is None else referee == actor.pk


def _own(actor: Actor, entry_id: int) -> QuerySet[Member]:
    if not is_signed_in(actor):
        return Member.objects.none()
    return Member.objects.filter(
        entry_id=entry_id, person_id=actor.pk or 0, joined_at__isnull=False
    )
