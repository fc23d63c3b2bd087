"""Who comes is reminded by e-mail, once for each moment; never of what is called off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.models import Intake, Registration
from boutdufil.rooms.campaigns.rules.life import LISTED
from boutdufil.rooms.campaigns.rules.reminders import WEEK_BEFORE, Due, is_due, reminder_due
from boutdufil.rooms.campaigns.rules.tickets import link_of
from boutdufil.rooms.campaigns.selectors.attendance import slot_words
from boutdufil.rooms.campaigns.selectors.happenings import Happening, happenings

# What one run sends at most; the next comes minutes later.
MOST = 300
REMINDED = Q(
    status=RegistrationStatus.CONFIRMED,
    erased_at=None,
    came_at=None,
    intake__called_off_at=None,
    intake__node__status__in=LISTED,
) & ~Q(email="")


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A registration whose reminder is due."""

    registration_id: int
    due: Due
    happening: Happening


def send_reminders(*, now: datetime, most: int = MOST) -> int:
    """Remind who comes tomorrow, and who comes in a week and registered long ago."""
    local = timezone.localtime(now)
    return sum(_remind(one, now) for one in list(_due(local))[:most])


def _due(now: datetime) -> Iterator[_Chosen]:
    """Give who is reminded now, whatever the number of campaigns with the same queries."""
    open_intakes = Intake.objects.filter(called_off_at=None, node__status__in=LISTED)
    held = happenings(list(open_intakes.values_list("node_id", flat=True)))
    near = [number for number, one in held.items() if _is_near(one, now)]
    slots = Q(slot__starts_at__gt=now, slot__starts_at__lt=now + 2 * WEEK_BEFORE)
    rows = Registration.objects.filter(REMINDED, slots | Q(slot=None, intake__node_id__in=near))
    for one in rows.select_related("intake", "slot").order_by("pk"):
        happening = held[one.intake.node_id]
        day = _day_of(one, happening)
        due = reminder_due(day, now) if day else None
        if due and is_due(due, one.registered_at, one.reminded_at):
            yield _Chosen(one.pk, due, happening)


def _is_near(happening: Happening, now: datetime) -> bool:
    period = happening.node.period
    return period is not None and reminder_due(period.starts_on, now) is not None


def _day_of(one: Registration, happening: Happening) -> date | None:
    if one.slot is not None:
        return timezone.localtime(one.slot.starts_at).date()
    period = happening.node.period
    return period.starts_on if period else None


@transaction.atomic
def _remind(chosen: _Chosen, now: datetime) -> bool:
    """Send a reminder unless it was sent, or is of no use any more; it is noted with it."""
    found = Registration.objects.select_for_update(of=("self",), skip_locked=True)
    one = found.filter(REMINDED, pk=chosen.registration_id).select_related("slot").first()
    if one is None or not is_due(chosen.due, one.registered_at, one.reminded_at):
        return False
    one.reminded_at = now
    one.save(update_fields=["reminded_at"])
    return send_letter(
        to=one.email,
        language=one.language,
        subject=gettext_lazy("Rappel : %(event)s"),
        template="campaigns/letters/reminder.txt",
        facts=_facts(one, chosen.happening),
    )


def _facts(one: Registration, happening: Happening) -> dict[str, object]:
    with translation.override(one.language):
        slot = slot_words(one.slot)
    return {
        "event": happening.node.node.name,
        "happening": happening,
        "registration": one,
        "slot": slot,
        "link": absolute_url(reverse("campaigns:registration", args=[link_of(one)])),
    }
