"""A campaign forgets people some months after its last day, and says so beforehand.

Other modules of the room add what they hold: `register_eraser`. Counts stay.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.organisations.selectors import people_with_role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import (
    Consent,
    DataClock,
    LetterCopy,
    LetterRefusal,
    Node,
    Registration,
)
from boutdufil.rooms.campaigns.models.clock import MOST_MONTHS
from boutdufil.rooms.campaigns.permissions.nodes import ORGANISERS
from boutdufil.rooms.campaigns.rules.clock import is_erased, warning_due
from boutdufil.rooms.campaigns.selectors.attendance import registrations_at
from boutdufil.rooms.campaigns.selectors.clock import clock_page
from boutdufil.rooms.campaigns.services.trail import record

Eraser = Callable[..., int]
_erasers: dict[str, Eraser] = {}


def register_eraser(name: str, eraser: Eraser) -> None:
    """Have ``eraser(root_id=…)`` called when a campaign forgets people; it returns how many."""
    _erasers[name] = eraser


@transaction.atomic
def set_clock(*, root_id: int, months: int, actor_id: int) -> None:
    """Say how many months a campaign remembers people after its last day.

    :raises CampaignError: out of range, or they are forgotten already.
    """
    if not 1 <= months <= MOST_MONTHS:
        text = _("Choisissez de 1 à %(most)d mois.") % {"most": MOST_MONTHS}
        raise CampaignError(text, "months")
    clock = _locked(root_id)
    if clock.erased_at is not None:
        raise CampaignError(_("Les données des personnes sont déjà effacées."))
    clock.keeps_months = months
    clock.save(update_fields=["keeps_months"])
    record(actor_id, "set_clock", root_id, months=months)


def follow_clocks(now: datetime) -> int:
    """Warn and erase wherever it is time; return how many registrations lost their names."""
    held = Registration.objects.filter(erased_at=None).values_list(
        "intake__node__root_id", "intake__node_id"
    )
    roots = {root_id or node_id for root_id, node_id in held.distinct()}
    return sum(_follow(root_id, timezone.localtime(now).date()) for root_id in sorted(roots))


def erase_people_of(*, root_id: int) -> int:
    """Erase who registered beneath a campaign; how many came, from where and when, stays."""
    found = registrations_at(root_id).filter(erased_at=None)
    LetterCopy.objects.filter(registration__in=found).delete()
    Consent.objects.filter(registration__in=found).delete()
    LetterRefusal.objects.filter(root_id=root_id).delete()
    number = Concat(Value("erased-"), Cast(F("pk"), CharField()))
    return found.update(
        name="",
        email="",
        group_name="",
        needs="",
        answers={},
        person=None,
        # Without its nonce and hashes neither ticket nor link is recognised any more.
        nonce="",
        ticket_hash=number,
        link_hash=number,
        erased_at=timezone.now(),
    )


@transaction.atomic
def _follow(root_id: int, today: date) -> int:
    clock = _locked(root_id)
    page = clock_page(root_id)
    if page.erased_on is None:
        return 0
    warned = timezone.localtime(clock.warned_at).date() if clock.warned_at else None
    if is_erased(page.erased_on, today, warned):
        return _erase(clock)
    if warning_due(page.erased_on, today, warned):
        clock.warned_at = timezone.now()
        clock.save(update_fields=["warned_at"])
        _warn(root_id, max(page.erased_on, today))
    return 0


def _erase(clock: DataClock) -> int:
    count = sum(eraser(root_id=clock.root_id) for eraser in _erasers.values())
    clock.erased_at = timezone.now()
    clock.save(update_fields=["erased_at"])
    record(None, "erase_people", clock.root_id, count=count)
    return count


def _warn(root_id: int, day: date) -> None:
    root = Node.objects.get(pk=root_id)
    managers = people_with_role(root.organiser_id, ORGANISERS)
    for person in Person.objects.filter(pk__in=managers):
        send_letter(
            to=person.email,
            language=person.language,
            subject=gettext_lazy("Les données des personnes vont être effacées : %(campaign)s"),
            template="campaigns/intake/clock_mail.txt",
            facts={
                "campaign": root.name,
                # Written as the reader's language writes days, when the mail is.
                "day": lazy(date_format, str)(day),
                "link": absolute_url(reverse("campaigns:clock", args=[root_id])),
            },
        )
    record(None, "warn_erasure", root_id, day=day.isoformat())


def _locked(root_id: int) -> DataClock:
    DataClock.objects.get_or_create(root_id=root_id)
    return DataClock.objects.select_for_update().get(root_id=root_id)


register_eraser("campaigns.registrations", erase_people_of)
