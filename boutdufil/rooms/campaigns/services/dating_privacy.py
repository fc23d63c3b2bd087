"""What a job dating holds of people: exported, erased, and forgotten with the campaign."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.models import Availability, Meeting, Registration, Table, Wish


def export_dating(person: Person) -> dict[str, Any]:
    """Return a person's wishes, hours and meetings, recruiters' notes on them included."""
    mine = Q(registration__in=_own(person))
    wishes = Wish.objects.filter(mine).select_related("table").order_by("pk")
    said = Availability.objects.filter(mine).order_by("pk")
    meetings = Meeting.objects.filter(mine).select_related("table").order_by("pk")
    return {
        "wishes": [{"table": one.table.label, "rank": one.rank} for one in wishes],
        "said": [
            {
                "away": one.away,
                "most": one.most,
                "job": one.job_title,
                "shown_as": one.shown_as,
            }
            for one in said
        ],
        "meetings": [
            {
                "table": one.table.label,
                "round": one.round,
                "state": one.state,
                "outcome": one.outcome,
                "note": one.note,
            }
            for one in meetings
        ],
    }


def erase_dating(person: Person) -> None:
    """Take away what a person said; their meetings stay to be counted, without a word."""
    _erase(_own(person).values_list("pk", flat=True))


def erase_people_of(*, root_id: int) -> int:
    """Take away what everybody said in a campaign, and who sat at its tables.

    Returns 0: registrations are counted where they lose their names.
    """
    node = Q(intake__node__root_id=root_id) | Q(intake__node_id=root_id)
    _erase(Registration.objects.filter(node).values_list("pk", flat=True))
    tables = Table.objects.filter(Q(dating__node__root_id=root_id) | Q(dating__node_id=root_id))
    tables.update(who="")
    return 0


def _own(person: Person) -> QuerySet[Registration]:
    """Return a person's registrations, by account or by their address."""
    mine = Q(person=person)
    if person.email:
        mine |= Q(email=person.email)
    return Registration.objects.filter(mine, erased_at=None)


def _erase(registrations: Any) -> None:
    ids = list(registrations)
    Wish.objects.filter(registration_id__in=ids).delete()
    Availability.objects.filter(registration_id__in=ids).delete()
    Meeting.objects.filter(registration_id__in=ids).update(note="")
