"""Callers from whom no calls are taken for a while: why, by whom, until when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from boutdufil.rooms.illico.models import AbuseReport, CallerBlock

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block that holds; nothing in it says who the caller is.

    ``agent`` is empty when it is no longer known who ended the call. ``address_until`` is None
    once the network is free again.
    """

    id: int
    number: str
    agent: str
    warned_at: datetime | None
    blocked_at: datetime
    until: datetime
    address_until: datetime | None


def blocks_at(organisation_id: int, now: datetime | None = None) -> list[BlockRow]:
    """Return the blocks an organisation's numbers hold and those its own people set, newest first.

    The newest `MOST_SHOWN` of them.
    """
    now = now or timezone.now()
    here = Q(organisation_id=organisation_id) | Q(agent__organisation_id=organisation_id)
    found = CallerBlock.objects.filter(here, until__gt=now)
    rows = list(found.select_related("agent", "after__number")[:MOST_SHOWN])
    warned = _warned_at([row.after_id for row in rows if row.after_id])
    return [_row(one, warned, now) for one in rows]


def place_of(block_id: int) -> int | None:
    """Return the organisation whose numbers a block is on."""
    found = CallerBlock.objects.filter(pk=block_id)
    return found.values_list("organisation_id", flat=True).first()


def _warned_at(calls: list[UUID]) -> dict[UUID | None, datetime]:
    reports = AbuseReport.objects.filter(call_id__in=calls)
    return dict(reports.values_list("call_id", "warned_at"))


def _row(block: CallerBlock, warned: dict[UUID | None, datetime], now: datetime) -> BlockRow:
    return BlockRow(
        id=block.pk,
        number=block.after.number.name if block.after else "",
        agent=block.agent.given_name if block.agent else "",
        warned_at=warned.get(block.after_id),
        blocked_at=block.blocked_at,
        until=block.until,
        address_until=block.address_until if block.address_until > now else None,
    )
