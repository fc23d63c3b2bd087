"""What the register of contacts holds of somebody: taken away, erased, forgotten in time.

Answers are those of a centre, not of a person: they stay without a name, and whoever holds their
link withdraws them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.barometer.models import MailingLine, RespondentContact, Response

KEPT_FOR = timedelta(days=1095)


def export_respondents(person: Person) -> dict[str, Any]:
    """Return the contacts that are a person, the centres they answer for, their letters."""
    return {"contacts": [_told(one) for one in _own(person).order_by("pk")]}


@transaction.atomic
def erase_respondents(person: Person) -> None:
    """Empty the contacts that are a person; how many letters left is still known."""
    _forget(_own(person))


def forget_contacts(now: datetime) -> int:
    """Forget contacts who ended, or of whom nothing was heard or sent, for long."""
    known = RespondentContact.objects.exclude(email="").annotate(
        last_at=Greatest(
            "created_at",
            Coalesce(_newest(MailingLine.objects.all(), "contact", "sent_at"), "created_at"),
            Coalesce(_newest(Response.objects.all(), "answered_by", "sent_at"), "created_at"),
        )
    )
    limit = now - KEPT_FOR
    return _forget(known.filter(Q(ended_at__lt=limit) | Q(last_at__lt=limit)))


def _newest(rows: QuerySet[Any], whose: str, when: str) -> Subquery:
    rows = rows.filter(**{whose: OuterRef("pk"), f"{when}__isnull": False})
    return Subquery(rows.order_by(f"-{when}").values(when)[:1])


@transaction.atomic
def _forget(contacts: QuerySet[RespondentContact]) -> int:
    ids = list(contacts.values_list("pk", flat=True))
    RespondentContact.units.through.objects.filter(respondentcontact_id__in=ids).delete()
    now = timezone.now()
    return RespondentContact.objects.filter(pk__in=ids).update(
        name="",
        email="",
        telephone="",
        position="",
        person=None,
        ended_at=Coalesce("ended_at", now),
    )


def _own(person: Person) -> QuerySet[RespondentContact]:
    own = Q(person=person)
    if person.email:
        own |= Q(email__iexact=person.email)
    return RespondentContact.objects.filter(own)


def _told(one: RespondentContact) -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email,
        "telephone": one.telephone,
        "position": one.position,
        "centres": list(one.units.order_by("pk").values_list("name", flat=True)),
        "letters": [
            {"kind": line.mailing.kind, "sent_at": line.sent_at.isoformat()}
            for line in one.letters.select_related("mailing").order_by("pk")
        ],
        "answered": [
            answer.drawn.wave.name
            for answer in one.responses.select_related("drawn__wave").order_by("pk")
        ],
        "refused_at": one.refused_at.isoformat() if one.refused_at else None,
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "created_at": one.created_at.isoformat(),
    }


RULES = (
    RetentionRule(
        name="barometer.contacts",
        what=_("Noms et adresses de celles et ceux qui répondent au baromètre, sans nouvelles"),
        period=KEPT_FOR,
        source=_("RGPD, article 5.1.e : pas plus longtemps que nécessaire"),
        run=forget_contacts,
    ),
)
