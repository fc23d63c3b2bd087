"""Partners as everybody sees them, and as those who hold them to their word do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.campaigns.enums import Kept, PartnerRole
from boutdufil.rooms.campaigns.models import Partner


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner of a node; `kept` speaks of its promise, when it made one."""

    id: int
    node_id: int
    organisation_id: int | None
    name: str
    role: PartnerRole
    promise: str
    kept: Kept
    has_logo: bool

    @property
    def is_supporter(self) -> bool:
        """Tell whether it supports without an event of its own."""
        return self.role == PartnerRole.SUPPORTER


def partners_of(node_ids: Collection[int]) -> list[PartnerRow]:
    """Return the partners of some nodes in their order, those of the first node first."""
    found = Partner.objects.filter(node_id__in=node_ids)
    rank = {node_id: place for place, node_id in enumerate(node_ids)}
    return sorted(map(_row, found), key=lambda row: rank[row.node_id])


def logo_of(node_id: int, partner_id: int) -> StoredFile | None:
    """Return the picture of a partner; who may see it is the caller's question."""
    found = Partner.objects.filter(pk=partner_id, node_id=node_id, logo__shredded_at=None)
    partner = found.select_related("logo").first()
    return partner.logo if partner else None


def _row(one: Partner) -> PartnerRow:
    return PartnerRow(
        id=one.pk,
        node_id=one.node_id,
        organisation_id=one.organisation_id,
        name=one.name,
        role=PartnerRole(one.role),
        promise=one.promise,
        kept=Kept(one.kept),
        has_logo=one.logo_id is not None,
    )
