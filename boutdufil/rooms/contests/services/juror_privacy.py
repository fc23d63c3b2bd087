"""What contests hold of their jurors: given out to them, forgotten with them."""

from __future__ import annotations

from typing import Any

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.models import Acquaintance, Conflict, Juror, Reading


def export_juries(person: Person) -> list[dict[str, Any]]:
    """Return what is held of somebody as a juror, JSON-able; entries by their numbers alone."""
    return [_exported(one) for one in Juror.objects.filter(person=person).select_related("edition")]


def erase_juries(person: Person) -> None:
    """Forget who judged, and whom they know; what they gave stays, or candidates would lose it."""
    own = Juror.objects.filter(person=person)
    Acquaintance.objects.filter(juror__in=own).delete()
    Conflict.objects.filter(juror__in=own).update(reason="")
    Reading.objects.filter(juror__in=own).update(private_note="")
    own.update(
        person=None,
        name="",
        email="",
        nonce="",
        token_hash="",
        employer=None,
        employer_name="",
        school="",
    )


def _exported(one: Juror) -> dict[str, Any]:
    return {
        "edition": one.edition.name,
        "name": one.name,
        "email": one.email,
        "region": one.region,
        "employer": one.employer_name,
        "school": one.school,
        "accepted_at": one.accepted_at.isoformat() if one.accepted_at else None,
        "known": list(one.acquaintances.values_list("kind", "words")),
        "conflicts": list(one.conflicts.values_list("entry__number", "kind", "reason")),
        "readings": [
            {
                "number": reading.entry.number,
                "given_at": reading.given_at.isoformat() if reading.given_at else None,
                "comment": reading.comment,
                "private_note": reading.private_note,
                "marks": list(reading.marks.values_list("criterion__name", "mark")),
            }
            for reading in one.readings.select_related("entry")
        ],
    }
