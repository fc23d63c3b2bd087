"""Claims of the press, and beside each what this site counted: month by month, never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext

from boutdufil.rooms.barometer.enums import RoomFactKind
from boutdufil.rooms.barometer.models import FactSource, RoomFact
from boutdufil.rooms.barometer.rules.claims import ADDED_UP, CLAIMS, HOW, Claim


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What was counted in a month, by its first day."""

    month: date
    count: int


@dataclass(frozen=True, slots=True)
class World:
    """What was counted, the newest month first: for real, or in the demo world.

    ``total`` is None where nothing was counted, or where months are not added up.
    """

    is_simulated: bool
    months: tuple[MonthRow, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class CountRow:
    """What this site counts of one kind, and how."""

    kind: RoomFactKind
    how: str
    real: World
    simulated: World


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the reader's language; ``words`` are the article's own."""

    slug: str
    title: str
    said_by: str
    words: str
    promised: str
    source: str
    publisher: str
    published_on: str
    address: str
    indicator: str
    blind: str
    counts: tuple[CountRow, ...]


def claim_rows() -> tuple[ClaimRow, ...]:
    """Return the claims whose source is known, each with what was counted beside it."""
    sources = FactSource.objects.in_bulk([one.source for one in CLAIMS], field_name="key")
    return tuple(_row(one, sources[one.source]) for one in CLAIMS if one.source in sources)


def _row(claim: Claim, source: FactSource) -> ClaimRow:
    return ClaimRow(
        slug=claim.slug,
        title=gettext(claim.title),
        said_by=gettext(claim.said_by),
        words=claim.words,
        promised=gettext(claim.promised),
        source=source.name,
        publisher=source.publisher,
        published_on=source.published_on,
        address=source.address,
        indicator=claim.indicator,
        blind=gettext(claim.blind),
        counts=tuple(_count(kind, claim.region) for kind in claim.beside),
    )


def _count(kind: RoomFactKind, region: str) -> CountRow:
    return CountRow(
        kind=kind,
        how=gettext(HOW[kind]),
        real=_world(kind, region, is_simulated=False),
        simulated=_world(kind, region, is_simulated=True),
    )


def _world(kind: RoomFactKind, region: str, *, is_simulated: bool) -> World:
    facts = RoomFact.objects.filter(kind=kind, simulated=is_simulated, count__gt=0)
    if region:
        facts = facts.filter(region=region)
    found = facts.values(month=TruncMonth("happened_on")).annotate(told=Sum("count"))
    months = tuple(MonthRow(row["month"], row["told"]) for row in found.order_by("-month"))
    return World(is_simulated, months, _total(kind, months))


def _total(kind: RoomFactKind, months: Sequence[MonthRow]) -> int | None:
    return sum(one.count for one in months) if months and kind in ADDED_UP else None
