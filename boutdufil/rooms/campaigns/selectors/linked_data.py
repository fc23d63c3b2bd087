"""A node as schema.org describes an event, for search engines and other programs.

https://schema.org/Event, with the properties Google's event search requires and recommends.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.campaigns.enums import EventKind
from boutdufil.rooms.campaigns.rules.clocks import moment
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.pages import NodePage
from boutdufil.rooms.campaigns.selectors.schedule import Entry

SCHEMA = "https://schema.org/"


def event_data(page: NodePage) -> dict[str, Any] | None:
    """Return a public node with days as JSON-LD; what is not known is left out, never guessed."""
    here, node = page.here, page.node.node
    if here.period is None or not node.is_listed:
        return None
    known = {
        "name": node.name,
        "description": page.node.presentation or None,
        **_moments(here),
        "eventStatus": f"{SCHEMA}Event{'Cancelled' if here.is_called_off else 'Scheduled'}",
        "eventAttendanceMode": f"{SCHEMA}{_mode(here)}EventAttendanceMode",
        "location": _location(here),
        "organizer": {"@type": "Organization", "name": node.organiser},
        "inLanguage": list(page.node.languages) or None,
        "isAccessibleForFree": True,
        "offers": _offer(here, node),
        "superEvent": _above(page.above[-1]) if page.above else None,
        "url": url_of(node),
    }
    return {
        "@context": SCHEMA,
        "@type": "Event",
        **{name: value for name, value in known.items() if value is not None},
    }


def url_of(node: NodeRow) -> str:
    """Return the public address of a node."""
    return absolute_url(reverse("campaigns:node", args=[node.slug]))


def _moments(here: Entry) -> dict[str, str]:
    """Return begin and end with their offset from UTC; whole days where no hour is said."""
    period, hours = here.period, here.hours_held
    if period is None:
        return {}
    if hours is None:
        return {"startDate": f"{period.starts_on}", "endDate": f"{period.ends_on}"}
    starts = moment(period.starts_on, hours.opens_at, here.commune)
    ends = moment(period.ends_on, hours.closes_at, here.commune)
    return {"startDate": starts.isoformat(), "endDate": ends.isoformat()}


def _mode(here: Entry) -> str:
    return "Online" if here.node.event_kind == EventKind.ONLINE else "Offline"


def _location(here: Entry) -> dict[str, Any] | None:
    if here.node.event_kind == EventKind.ONLINE:
        return {"@type": "VirtualLocation", "url": url_of(here.node)}
    if not here.town:
        return None
    address = {
        "@type": "PostalAddress",
        "addressLocality": here.town,
        "addressCountry": "FR",
    }
    street = here.place.removesuffix(f", {here.town}")
    if street != here.town:
        address["streetAddress"] = street
    return {"@type": "Place", "name": here.place, "address": address}


def _offer(here: Entry, node: NodeRow) -> dict[str, str]:
    """Nothing here is paid for."""
    return {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "EUR",
        "availability": f"{SCHEMA}{'Discontinued' if here.is_called_off else 'InStock'}",
        "url": url_of(node),
    }


def _above(row: NodeRow) -> dict[str, str]:
    return {"@type": "Event", "name": row.name, "url": url_of(row)}
