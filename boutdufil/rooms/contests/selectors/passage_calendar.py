"""The passages of an entry for a calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.contests.models import Passage
from boutdufil.rooms.contests.rules.entries import LIVE


def passage_calendar(entry_id: int, *, made_at: datetime) -> bytes | None:
    """Return when an entry passes; None where it does not pass.

    A passage keeps its UID through every draw, and its SEQUENCE grows with each change.
    """
    found = Passage.objects.filter(entry_id=entry_id).select_related("stage__edition", "entry")
    rows = list(found)
    if not rows:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//Bout du fil//concours//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in rows:
        calendar.add_component(_event(one, made_at))
    return bytes(calendar.to_ical())


def _event(one: Passage, made_at: datetime) -> Event:
    ends_at = one.starts_at + timedelta(minutes=one.minutes)
    event = Event()
    event.add("uid", f"passage-{one.stage_id}-{one.entry_id}@boutdufil")
    event.add("sequence", one.revision)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))
    event.add("summary", f"{_('Devant le jury')} · {one.stage.edition.name}, {one.stage.name}")
    event.add("location", one.room)
    event.add("status", "CONFIRMED" if one.entry.status in LIVE else "CANCELLED")
    event.add("url", absolute_url(reverse("contests:entry", args=[one.entry_id])))
    return event
