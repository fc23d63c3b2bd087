"""A node's events for a calendar (RFC 5545): taken once, or followed under the same address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from boutdufil.rooms.campaigns.rules.clocks import moment
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.linked_data import url_of
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of
from boutdufil.rooms.campaigns.selectors.schedule import Entry, days_of, entries_of

# How often a calendar that follows asks again.
ASKED_AGAIN = timedelta(hours=6)


def calendar_of(*, node: NodeRow, made_at: datetime) -> bytes:
    """Return the dated events the public sees at a node and beneath it.

    An event keeps its UID whatever changes of it, and its SEQUENCE grows with each change of it or
    of what it inherits; called off, it stays as cancelled. A day of several days is an entry of
    its own, counted from the first.
    """
    tree = tree_of(node.root_id)
    rows = [row for row in (node, *tree.beneath(node.id)) if row.is_event and row.is_public]
    calendar = Calendar()
    calendar.add("prodid", "-//Bout du fil//campagnes//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", node.name)
    calendar.add("x-wr-calname", node.name)
    calendar.add("url", url_of(node))
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"value": "DURATION"})
    for entry in entries_of(tree, rows):
        for made in _events(tree, entry, made_at):
            calendar.add_component(made)
    return bytes(calendar.to_ical())


def _events(tree: Tree, entry: Entry, made_at: datetime) -> Iterator[Event]:
    for number, day in enumerate(days_of(entry.period), 1):
        event = _described(entry, number)
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("sequence", _sequence(tree, entry))
        for name, value in _times(entry, day).items():
            event.add(name, value)
        yield event


def _described(entry: Entry, number: int) -> Event:
    event = Event()
    event.add("uid", f"campagne-{entry.node.id}-{number}@boutdufil")
    event.add("summary", entry.node.name)
    event.add("status", "CANCELLED" if entry.is_called_off else "CONFIRMED")
    event.add("url", url_of(entry.node))
    event.add("location", entry.place)
    told = (entry.node.what, entry.node.organiser, *entry.access, entry.called_off or "")
    event.add("description", " · ".join(filter(None, told)))
    return event


def _times(entry: Entry, day: date) -> dict[str, date]:
    """Return the moments in UTC, so that no calendar has to know the clocks of the islands."""
    hours = entry.hours_held
    if hours is not None:
        begins, ends = (moment(day, at, entry.commune) for at in (hours.opens_at, hours.closes_at))
        return {"dtstart": begins.astimezone(UTC), "dtend": ends.astimezone(UTC)}
    period = entry.period
    is_one_entry = period is not None and len(days_of(period)) == 1
    last = period.ends_on if period is not None and is_one_entry else day
    return {"dtstart": day, "dtend": last + timedelta(days=1)}


def _sequence(tree: Tree, entry: Entry) -> int:
    line = (*tree.above(entry.node), entry.node)
    return sum(row.revision for row in line) + entry.is_called_off
