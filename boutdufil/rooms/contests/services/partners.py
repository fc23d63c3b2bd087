"""Partners of an edition: named and ordered. They are no rule, and change freely."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from boutdufil.rooms.contests.models import EditionPartner
from boutdufil.rooms.contests.services.log import lock_edition
from boutdufil.rooms.contests.services.trail import record


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """Who it is, and as what."""

    name: str
    role: str
    website: str = ""


@transaction.atomic
def add_partner(*, edition_id: int, draft: PartnerDraft, actor_id: int | None) -> EditionPartner:
    """Name a partner, after those there are."""
    lock_edition(edition_id)
    found = EditionPartner.objects.filter(edition_id=edition_id)
    last = found.aggregate(last=Max("position"))["last"] or 0
    partner = EditionPartner.objects.create(
        edition_id=edition_id,
        name=draft.name,
        role=draft.role,
        website=draft.website,
        position=last + 1,
    )
    record(actor_id, "add_partner", edition_id, partner=partner.pk)
    return partner


@transaction.atomic
def move_partner_up(*, edition_id: int, partner_id: int, actor_id: int | None) -> None:
    """Show a partner before the one that stood before it."""
    lock_edition(edition_id)
    row = list(EditionPartner.objects.filter(edition_id=edition_id))
    ids = [one.pk for one in row]
    if partner_id not in ids[1:]:
        return
    place = ids.index(partner_id)
    row[place - 1], row[place] = row[place], row[place - 1]
    for position, one in enumerate(row, start=1):
        one.position = position
    EditionPartner.objects.bulk_update(row, ["position"])
    record(actor_id, "move_partner", edition_id, partner=partner_id)


@transaction.atomic
def remove_partner(*, edition_id: int, partner_id: int, actor_id: int | None) -> None:
    """Take a partner off."""
    if EditionPartner.objects.filter(pk=partner_id, edition_id=edition_id).delete()[0]:
        record(actor_id, "remove_partner", edition_id, partner=partner_id)
