"""What is called off, and what would be: for whoever organises, and for everybody's pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from boutdufil.rooms.campaigns.models import Intake, Registration
from boutdufil.rooms.campaigns.rules.calling_off import Falling, falling
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of

# A campaign of a season is not called off by a list of its days.
MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class CalledOff:
    """An event that does not take place, since when and why."""

    node_id: int
    name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CallOffPage:
    """What may be called off at a node: its days, its events, who would be told."""

    days: tuple[date, ...]
    events: int
    addresses: int
    already: tuple[CalledOff, ...]
    is_over: bool


def called_off(node_ids: Collection[int]) -> dict[int, CalledOff]:
    """Return which of some events are called off, by their numbers."""
    found = Intake.objects.filter(node_id__in=node_ids, called_off_at__isnull=False)
    return {one.node_id: _told(one) for one in found.select_related("node")}


def call_off_page(node: NodeRow) -> CallOffPage:
    """Return what may be called off at a node."""
    tree = tree_of(node.root_id)
    events = events_under(tree, node)
    already = called_off(events)
    left = [i for i in events if i not in already]
    days = _days(tree, left)
    return CallOffPage(
        days=days,
        events=len(left),
        addresses=addresses(expected_at(left)),
        already=tuple(already.values()),
        is_over=not left,
    )


def events_under(tree: Tree, node: NodeRow) -> list[int]:
    """Return the events at a node or beneath it."""
    return [row.id for row in (tree.rows[node.id], *tree.beneath(node.id)) if row.is_event]


def falling_at(tree: Tree, node: NodeRow, day: date | None) -> Falling:
    """Return which events fall away with a node, or with one of its days."""
    return falling([(i, tree.resolved(i).period) for i in events_under(tree, node)], day)


def expected_at(event_ids: Collection[int]) -> QuerySet[Registration]:
    """Return who still means to come to some events and can be written to."""
    found = Registration.objects.filter(intake__node_id__in=event_ids, status__in=ACTIVE)
    return found.filter(erased_at=None).exclude(email="")


def addresses(found: QuerySet[Registration]) -> int:
    """Count the addresses of some registrations, each once."""
    return found.order_by().values("email").distinct().count()


def _days(tree: Tree, event_ids: Collection[int]) -> tuple[date, ...]:
    days: set[date] = set()
    for number in event_ids:
        period = tree.resolved(number).period
        if period and period.is_one_day:
            days.add(period.starts_on)
    first = min(days, default=None)
    near = {day for day in days if first and day - first < timedelta(days=MOST_DAYS)}
    return tuple(sorted(near))


def _told(one: Intake) -> CalledOff:
    at = one.called_off_at
    assert at is not None  # noqa: S101 - the query asked for it
    return CalledOff(one.node_id, one.node.name, at, one.called_off_reason)
