"""What registrations hold of somebody, taken away and erased; `clock` does it for everybody."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.campaigns.models import Consent, Registration
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.services.registering import cancel_registration
from boutdufil.rooms.campaigns.services.tickets import new_marks


def export_registrations(person: Person) -> list[dict[str, Any]]:
    """Return the registrations of a person, by account or by their address, JSON-able."""
    found = _own(person).select_related("intake__node", "slot").prefetch_related("consents")
    return [_told(one) for one in found]


def erase_registrations(person: Person) -> None:
    """Erase a person's registrations; the places of those to come go to whoever is next."""
    for one in _own(person):
        if one.status in ACTIVE and one.came_at is None:
            cancel_registration(registration_id=one.pk)
    _erase(_own(person))


def _own(person: Person) -> QuerySet[Registration]:
    mine = Q(person=person)
    if person.email:
        mine |= Q(email=person.email)
    return Registration.objects.filter(mine, erased_at=None)


@transaction.atomic
def _erase(found: QuerySet[Registration]) -> None:
    """Empty what says who it is, and give it secrets nobody holds; numbers and days stay."""
    ids = list(found.values_list("pk", flat=True))
    for registration_id in ids:
        Registration.objects.filter(pk=registration_id).update(
            person=None,
            name="",
            email="",
            group_name="",
            needs="",
            answers={},
            erased_at=timezone.now(),
            **new_marks().fields(),
        )
    Consent.objects.filter(registration_id__in=ids).delete()


def _told(one: Registration) -> dict[str, Any]:
    return {
        "event": one.intake.node.name,
        "slot": one.slot.starts_at.isoformat() if one.slot else None,
        "name": one.name,
        "email": one.email,
        "places": one.places,
        "group": one.group_name,
        "needs": one.needs,
        "answers": one.answers,
        "heard_of_by": one.origin,
        "status": one.status,
        "registered_at": one.registered_at.isoformat(),
        "came_at": one.came_at.isoformat() if one.came_at else None,
        "consents": [
            {
                "words": consent.words,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
            }
            for consent in one.consents.all()
        ],
    }
