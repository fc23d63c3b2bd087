"""A registration as a calendar entry (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.selectors.registering import RegistrationPage

STATUS = {
    RegistrationStatus.CONFIRMED: "CONFIRMED",
    RegistrationStatus.WAITING: "TENTATIVE",
    RegistrationStatus.OFFERED: "TENTATIVE",
}


def calendar_file(page: RegistrationPage) -> bytes:
    """Return the entry of a registration; without the ticket, calendars are shared."""
    firm = "CANCELLED" if page.is_called_off else STATUS.get(page.row.status, "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Bout du fil//campaigns//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if firm == "CANCELLED" else "PUBLISH")
    calendar.add_component(_entry(page, firm))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(page: RegistrationPage, firm: str) -> Event:
    entry, told = Event(), page.appointment
    entry.add("uid", f"registration-{page.row.id}@boutdufil")
    entry.add("dtstamp", timezone.now().astimezone(UTC))
    _add_times(entry, page)
    entry.add("summary", told.node.name)
    if told.place:
        entry.add("location", told.place)
    people = _("%(places)s personnes") % {"places": page.row.places} if page.row.places > 1 else ""
    entry.add("description", " · ".join(part for part in (told.campaign, people) if part))
    entry.add("url", f"{settings.BOUTDUFIL_SITE_URL.rstrip('/')}/c/{told.node.slug}/")
    entry.add("status", firm)
    return entry


def _add_times(entry: Event, page: RegistrationPage) -> None:
    """Add from when to when: the slot, or the first day; whole days where no hours are said."""
    told = page.appointment
    if page.slot is not None:
        entry.add("dtstart", timezone.localtime(page.slot.starts_at))
        entry.add("dtend", timezone.localtime(page.slot.ends_at))
    elif told.period is not None and told.hours is not None:
        day = told.period.starts_on
        entry.add("dtstart", timezone.make_aware(datetime.combine(day, told.hours.opens_at)))
        entry.add("dtend", timezone.make_aware(datetime.combine(day, told.hours.closes_at)))
    elif told.period is not None:
        entry.add("dtstart", told.period.starts_on)
        entry.add("dtend", told.period.ends_on + timedelta(days=1))
