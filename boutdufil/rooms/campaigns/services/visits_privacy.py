"""What a campaign holds of people who tried the job, or took a certificate home."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.models import AttendanceCertificate, FunnelFact, Trial


def export_visits(person: Person) -> dict[str, Any]:
    """Return a person's trials, certificates and stages, JSON-able."""
    certificates = AttendanceCertificate.objects.filter(registration__person=person)
    facts = FunnelFact.objects.filter(registration__person=person)
    return {
        "tried": [
            {"campaign_node": one.node_id, "at": one.started_at.isoformat()}
            for one in _trials_of(person)
        ],
        "certificates": [
            {"code": one.code, "issued_at": one.issued_at.isoformat()} for one in certificates
        ],
        "stages": [
            {"stage": one.stage, "campaign_node": one.node_id, "at": one.at.isoformat()}
            for one in facts
        ],
    }


@transaction.atomic
def erase_visits(person: Person) -> None:
    """Let trials and stages be nobody's, and certificates be no more; counts stay."""
    AttendanceCertificate.objects.filter(registration__person=person).delete()
    Trial.objects.filter(registration__person=person).update(registration=None)


def _trials_of(person: Person) -> list[Trial]:
    theirs = Q(registration__person=person) | Q(calls__seat__person=person)
    return list(Trial.objects.filter(theirs).distinct())
