"""What the ledger holds about a person, and how it forgets them while the counts stay true."""

from typing import Any

from django.db import transaction

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Contact, Hire, Need, VacancyReport


def export_lines(person: Person) -> dict[str, Any]:
    """Return the person's contacts, hires and reports as JSON-able data."""
    contacts = Contact.objects.filter(person=person).select_related("vacancy")
    hires = Hire.objects.filter(person=person).select_related("post__vacancy")
    reports = VacancyReport.objects.filter(reporter=person)
    return {
        "contacts": [
            {"vacancy": c.vacancy.title, "kind": c.kind, "through": c.through, "at": _iso(c.at)}
            for c in contacts
        ],
        "hires": [
            {
                "vacancy": h.post.vacancy.title,
                "hired_on": _iso(h.hired_on),
                "cancelled_at": _iso(h.cancelled_at),
            }
            for h in hires
        ],
        "reports": [{"reason": r.reason, "words": r.words, "at": _iso(r.at)} for r in reports],
    }


@transaction.atomic
def erase_lines(person: Person) -> None:
    """Take the person out of every line; a filled post stays filled, by nobody named."""
    Contact.objects.filter(person=person).update(person=None)
    Hire.objects.filter(person=person).update(person=None)
    Hire.objects.filter(recorded_by=person).update(recorded_by=None)
    Need.objects.filter(opened_by=person).update(opened_by=None)
    VacancyReport.objects.filter(reporter=person).update(reporter=None)


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
