"""Keeping somebody abusive from calling again: for a while, and never without telling them.

A browser is known by a random id in its signed cookie, a network by its address; both only as
keyed digests, which are gone after a day unless somebody was blocked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.enums import LiftReason
from boutdufil.rooms.illico.models import CallerBlock, CallerMark, ServiceCall

BROWSER_BLOCKED = timedelta(days=7)
# A school, a town hall or a telephone company shares one address among many people.
ADDRESS_BLOCKED = timedelta(hours=1)
MARK_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a call comes from, as digests."""

    browser: str
    address: str


def origin_of(*, browser: str, address: str) -> Origin:
    """Return the digests of a browser's random id and of a network address."""
    return Origin(_digest("browser", browser), _digest("address", address))


def mark_call(*, call: ServiceCall, origin: Origin) -> None:
    """Remember for a day where a call came from."""
    CallerMark.objects.create(
        service_call=call, browser=origin.browser, address=origin.address, seen_at=call.clicked_at
    )


def blocked_until(*, organisation_id: int, origin: Origin, at: datetime) -> datetime | None:
    """Return until when an organisation takes no calls from there; None when it does."""
    browser = Q(browser=origin.browser, until__gt=at)
    address = Q(address=origin.address, address_until__gt=at)
    holds = CallerBlock.objects.filter(browser | address, organisation_id=organisation_id)
    ends = [
        row.until if row.browser == origin.browser else row.address_until
        for row in holds.order_by("until")
    ]
    return max(ends, default=None)


@transaction.atomic
def block_caller(*, call_id: UUID, agent_id: int | None) -> CallerBlock | None:
    """Keep whoever made a call from calling its organisation again for a while.

    None when it is no longer known where the call came from.
    """
    mark = CallerMark.objects.filter(pk=call_id).select_related("service_call__number").first()
    if mark is None:
        return None
    now = timezone.now()
    block = CallerBlock.objects.create(
        organisation_id=mark.service_call.number.organisation_id,
        browser=mark.browser,
        address=mark.address,
        agent_id=agent_id,
        after_id=call_id,
        until=now + BROWSER_BLOCKED,
        address_until=now + ADDRESS_BLOCKED,
    )
    _record("caller_blocked", block, agent_id)
    return block


@transaction.atomic
def lift_block(*, block_id: int, reason: LiftReason, actor_id: int) -> None:
    """Take calls from somebody again, before the block ends by itself; twice is once."""
    now = timezone.now()
    holding = CallerBlock.objects.filter(pk=block_id, until__gt=now)
    if holding.update(until=now, address_until=now):
        audit.record(
            actor_id=actor_id,
            verb="illico.block_lifted",
            subject=f"block:{block_id}",
            facts={"reason": reason},
        )


def forget_marks(now: datetime) -> int:
    """Delete the marks older than a day and the blocks that ended; return how many."""
    marks, _by_kind = CallerMark.objects.filter(seen_at__lt=now - MARK_KEPT).delete()
    blocks, _by_kind = CallerBlock.objects.filter(until__lt=now, address_until__lt=now).delete()
    return marks + blocks


def _digest(what: str, value: str) -> str:
    return salted_hmac(f"illico.{what}", value, algorithm="sha256").hexdigest()


def _record(verb: str, block: CallerBlock, agent_id: int | None) -> None:
    facts = {"agent": agent_id, "call": str(block.after_id), "until": block.until.isoformat()}
    audit.record(actor_id=None, verb=f"illico.{verb}", subject=f"block:{block.pk}", facts=facts)
