"""An edition as schema.org describes an event, for search engines and other programs.

https://schema.org/Event; what is not known is left out, never guessed.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.contests.selectors.pages import EditionPage

SCHEMA = "https://schema.org/"


def event_data(page: EditionPage) -> dict[str, Any] | None:
    """Return a listed edition as JSON-LD, from its first stage to its last; None for others."""
    edition = page.edition
    if not edition.is_listed or not page.stages:
        return None
    address = absolute_url(reverse("contests:edition", args=[edition.slug]))
    known = {
        "name": edition.name,
        "description": edition.presentation or None,
        "startDate": page.stages[0].stage.starts_at.isoformat(timespec="minutes"),
        "endDate": page.stages[-1].stage.ends_at.isoformat(timespec="minutes"),
        "eventStatus": f"{SCHEMA}EventScheduled",
        "organizer": {"@type": "Organization", "name": edition.organiser},
        "sponsor": [{"@type": "Organization", "name": one.name} for one in page.partners] or None,
        "isAccessibleForFree": True,
        "url": address,
    }
    return {
        "@context": SCHEMA,
        "@type": "Event",
        **{name: value for name, value in known.items() if value is not None},
    }
