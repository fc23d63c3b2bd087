"""Accommodations: asked with one's own consent, granted by a referee, applied to every limit.

They are data on health: the trail says that something was asked or granted, never what.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import AccessReferee, Accommodation, Member
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.selectors.accommodations import possible_referees
from boutdufil.rooms.contests.services.trail import record


@dataclass(frozen=True, slots=True)
class AccommodationDraft:
    """What somebody needs; never why."""

    time_factor: Decimal
    large_print: bool = False
    signs: bool = False


@transaction.atomic
def ask_accommodation(*, person_id: int, draft: AccommodationDraft) -> Accommodation:
    """Ask for an accommodation, with consent; what was granted before is decided anew.

    :raises ContestError: nothing was asked for.
    """
    if draft == AccommodationDraft(Decimal(1)):
        raise ContestError(_("Dites ce qu’il vous faut : du temps, ou une présentation."))
    now = timezone.now()
    one, _made = Accommodation.objects.update_or_create(
        person_id=person_id,
        defaults={
            "time_factor": draft.time_factor,
            "large_print": draft.large_print,
            "signs": draft.signs,
            "asked_at": now,
            "consented_at": now,
            "granted_at": None,
            "granted_by": None,
            "declined_at": None,
        },
    )
    _record(person_id, "ask_accommodation", person_id)
    return one


@transaction.atomic
def withdraw_consent(*, person_id: int) -> None:
    """Erase what somebody asked for; limits not yet begun are everybody's again."""
    if Accommodation.objects.filter(person_id=person_id).delete()[0]:
        _record(person_id, "withdraw_accommodation", person_id)


@transaction.atomic
def decide_accommodation(
    *, accommodation_id: int, edition_id: int, grants: bool, actor_id: int
) -> None:
    """Grant a request of somebody who takes part in an edition, or say no; they are told.

    :raises ContestError: it is gone, or its person does not take part.
    """
    found = Accommodation.objects.select_for_update(of=("self",))
    one = found.filter(pk=accommodation_id).first()
    if one is None or not _takes_part(one.person_id, edition_id):
        raise ContestError(_("Cette demande n’existe plus."))
    now = timezone.now()
    one.granted_at, one.declined_at = (now, None) if grants else (None, now)
    one.granted_by_id = actor_id if grants else None
    one.save(update_fields=["granted_at", "declined_at", "granted_by"])
    _record(actor_id, "decide_accommodation", one.person_id)
    jobs.enqueue("contests.tell_accommodation", accommodation_id=one.pk)


def tell_accommodation(*, accommodation_id: int) -> bool:
    """Write to somebody that their request was answered; the mail does not say what it was."""
    one = Accommodation.objects.select_related("person").filter(pk=accommodation_id).first()
    if one is None:
        return False
    return send_letter(
        to=one.person.email,
        language=one.person.language,
        subject=gettext_lazy("Une réponse vous attend"),
        template="contests/entries/accommodation_mail.txt",
        facts={"link": absolute_url(reverse("contests:accommodation"))},
    )


@transaction.atomic
def name_referee(*, edition_id: int, person_id: int, actor_id: int) -> None:
    """Say who alone decides on the accommodations of an edition.

    :raises ContestError: they have no role in the organisation that holds it.
    """
    if person_id not in {one.person_id for one in possible_referees(edition_id)}:
        raise ContestError(_("Choisissez une personne de l’organisation."), "person")
    AccessReferee.objects.update_or_create(
        edition_id=edition_id, defaults={"person_id": person_id, "named_at": timezone.now()}
    )
    record(actor_id, "name_access_referee", edition_id, person=person_id)


def _takes_part(person_id: int, edition_id: int) -> bool:
    members = Member.objects.filter(person_id=person_id, edition_id=edition_id)
    return members.filter(joined_at__isnull=False, entry__status__in=LIVE).exists()


def _record(actor_id: int, verb: str, person_id: int) -> None:
    audit.record(actor_id=actor_id, verb=f"contests.{verb}", subject=f"person:{person_id}")
