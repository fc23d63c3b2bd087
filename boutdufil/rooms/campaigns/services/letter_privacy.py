"""What campaigns hold of people besides their registrations: letters, refusals; how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.campaigns.enums import CopyStatus
from boutdufil.rooms.campaigns.models import Letter, LetterCopy, LetterRefusal
from boutdufil.rooms.campaigns.models.clock import DEFAULT_MONTHS
from boutdufil.rooms.campaigns.selectors.letters import address_hash
from boutdufil.rooms.campaigns.services.clock import follow_clocks


def export_letters(person: Person) -> dict[str, Any]:
    """Return the letters a person got and wrote, and whether they refused any, JSON-able."""
    got = LetterCopy.objects.filter(registration__person=person, status=CopyStatus.SENT)
    written = Letter.objects.filter(written_by=person)
    return {
        "received": [
            {"subject": one.letter.subject, "sent_at": one.sent_at.isoformat()}
            for one in got.select_related("letter").order_by("pk")
            if one.sent_at
        ],
        "written": list(written.order_by("pk").values_list("subject", flat=True)),
        "refused_campaigns": list(_refusals(person).values_list("root_id", flat=True)),
    }


def erase_letters(person: Person) -> None:
    """Forget what was sent to a person and what they refused; what they wrote stays, unsigned."""
    LetterCopy.objects.filter(registration__person=person).delete()
    Letter.objects.filter(written_by=person).update(written_by=None)
    _refusals(person).delete()


def _refusals(person: Person) -> Any:
    return LetterRefusal.objects.filter(address_hash=address_hash(person.email or ""))


RULES = (
    RetentionRule(
        name="campaigns.people",
        what=_("Personnes inscrites à une campagne, après son dernier jour"),
        period=timedelta(days=DEFAULT_MONTHS * 30),
        source=_("RGPD, article 5.1.e : attestations et bilan faits, les noms ne servent plus"),
        run=follow_clocks,
    ),
)
