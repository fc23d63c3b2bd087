"""Who may open a bank of questions. Denied by default.

Managers and trainers of its organisation write and read again. Whoever enters a contest that is
drawn from a bank is shut out of it from that moment on, whatever their role; whoever was in a
contest that is decided comes back once its questions are no secret to them any more.
"""

from __future__ import annotations

from django.db.models import QuerySet

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.people.permissions import Actor, is_signed_in
from boutdufil.rooms.contests.enums import EditionStatus, EntryStatus
from boutdufil.rooms.contests.models import Attempt, Bank, Item, ItemVersion, Member
from boutdufil.rooms.contests.permissions.editions import can_run_edition

AUTHORS = frozenset({Role.MANAGER, Role.TRAINER})
KEEPERS = frozenset({Role.MANAGER})
GONE = frozenset({EntryStatus.REFUSED})
DONE = frozenset({EditionStatus.OVER, EditionStatus.ARCHIVED})


def can_begin_bank(actor: Actor, organisation_id: int) -> bool:
    """Allow the managers of an organisation to begin a bank of its questions."""
    return has_role(actor, KEEPERS, organisation_id)


def can_open_bank(actor: Actor, bank_id: int) -> bool:
    """Allow its authors, unless they are candidates of a contest drawn from it."""
    owner = Bank.objects.filter(pk=bank_id).values_list("organisation_id", flat=True).first()
    return (
        owner is not None
        and has_role(actor, AUTHORS, owner)
        and not is_candidate_of(actor, bank_id)
    )


def can_arrange_bank(actor: Actor, bank_id: int) -> bool:
    """Allow its managers to name its themes and to take its questions away in a file."""
    owner = Bank.objects.filter(pk=bank_id).values_list("organisation_id", flat=True).first()
    return owner is not None and has_role(actor, KEEPERS, owner) and can_open_bank(actor, bank_id)


def can_review(actor: Actor, version: ItemVersion) -> bool:
    """Allow any author of the bank but the one who wrote it."""
    if not is_signed_in(actor) or version.author_id == actor.pk:
        return False
    return can_open_bank(actor, version.item.bank_id)


def can_see_media(actor: Actor, version_id: int) -> bool:
    """Allow a picture or a film to those who open the bank, and to whoever drew the question."""
    bank = Item.objects.filter(versions=version_id).values_list("bank_id", flat=True).first()
    if bank is None or not is_signed_in(actor):
        return False
    drawn = Attempt.objects.filter(
        entry__members__person_id=actor.pk or 0,
        entry__members__joined_at__isnull=False,
        draw__contains=[{"version": version_id}],
    )
    return drawn.exists() or can_open_bank(actor, bank)


def can_analyse(actor: Actor, edition_id: int) -> bool:
    """Allow those who run an edition to look into its papers, unless they are in it themselves."""
    if not can_run_edition(actor, edition_id):
        return False
    return not _entered(actor).filter(edition_id=edition_id).exists()


def is_candidate_of(actor: Actor, bank_id: int) -> bool:
    """Tell whether somebody is in a contest that is drawn from the bank and is not over."""
    drawn_from = _entered(actor).filter(edition__stages__quiz__bank_id=bank_id)
    return drawn_from.exclude(edition__status__in=DONE).exists()


def _entered(actor: Actor) -> QuerySet[Member]:
    members = Member.objects.filter(person_id=actor.pk or 0, joined_at__isnull=False)
    return members.exclude(entry__status__in=GONE)
