"""An event takes registrations: how many, from when to when, with which slots.

Each act locks slots and event as registering does: places are never counted two ways at once.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.rooms.campaigns.enums import NodeKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Intake, Node, Registration, Slot
from boutdufil.rooms.campaigns.rules.registrations import ACTIVE
from boutdufil.rooms.campaigns.rules.slots import MOST_SLOTS, IntakeDraft, SlotRow
from boutdufil.rooms.campaigns.rules.traits import Period
from boutdufil.rooms.campaigns.selectors.nodes import resolved
from boutdufil.rooms.campaigns.services.places import lock_intake
from boutdufil.rooms.campaigns.services.trail import record
from boutdufil.rooms.campaigns.services.waiting import promote_waiting


@transaction.atomic
def set_intake(*, node_id: int, draft: IntakeDraft, actor_id: int) -> Intake:
    """Open registrations for an event, or change how it takes them.

    More places are offered to those who wait at once.

    :raises CampaignError: it is no event, or fewer places than are taken.
    """
    if not Node.objects.filter(pk=node_id, kind=NodeKind.EVENT).exists():
        raise CampaignError(_("On s’inscrit à un rendez-vous, pas à ce qui le contient."))
    made_now, made = Intake.objects.get_or_create(node_id=node_id, defaults=asdict(draft))
    intake = lock_intake(made_now.pk).intake
    _refuse_fewer(draft.capacity, intake.taken)
    grown = _is_more(intake.capacity, draft.capacity)
    Intake.objects.filter(pk=intake.pk).update(**asdict(draft))
    intake.refresh_from_db()
    verb = "open_registrations" if made else "change_registrations"
    record(actor_id, verb, node_id, capacity=draft.capacity)
    if grown:
        promote_waiting(intake_id=intake.pk)
    return intake


@transaction.atomic
def add_slots(*, node_id: int, row: SlotRow, actor_id: int) -> int:
    """Add equal slots of a day; those that begin like one that is there are left; return how many.

    :raises CampaignError: registrations are not open, the day is not the event's, or none fits.
    """
    intake = _locked(node_id)
    _refuse_other_day(node_id, row)
    there = set(intake.slots.values_list("starts_at", flat=True))
    fresh = [(begins, ends) for begins, ends in _zoned(row) if begins not in there]
    if not fresh or len(fresh) + len(there) > MOST_SLOTS:
        text = _("Il faut au moins un nouveau créneau, et %(most)d au plus en tout.")
        raise CampaignError(text % {"most": MOST_SLOTS}, "minutes")
    Slot.objects.bulk_create(
        Slot(intake=intake, starts_at=begins, ends_at=ends, capacity=row.places)
        for begins, ends in fresh
    )
    record(actor_id, "add_slots", node_id, count=len(fresh), places=row.places)
    return len(fresh)


@transaction.atomic
def change_slot(*, node_id: int, slot_id: int, places: int | None, actor_id: int) -> None:
    """Change how many places a slot has; more are offered to those who wait for it.

    :raises CampaignError: fewer than are taken, or it is gone.
    """
    intake = _locked(node_id)
    slot = _slot(intake, slot_id)
    _refuse_fewer(places, slot.taken)
    grown = _is_more(slot.capacity, places)
    slot.capacity = places
    slot.save(update_fields=["capacity"])
    record(actor_id, "change_slot", node_id, slot=slot_id, places=places)
    if grown:
        promote_waiting(intake_id=intake.pk)


@transaction.atomic
def remove_slot(*, node_id: int, slot_id: int, actor_id: int) -> None:
    """Take a slot off while nobody means to come to it.

    :raises CampaignError: with how many do.
    """
    intake = _locked(node_id)
    slot = _slot(intake, slot_id)
    held = Registration.objects.filter(slot=slot)
    if count := held.filter(status__in=ACTIVE).count():
        text = ngettext(
            "%(count)d inscription tient à ce créneau : il ne peut pas être retiré.",
            "%(count)d inscriptions tiennent à ce créneau : il ne peut pas être retiré.",
            count,
        )
        raise CampaignError(text % {"count": count})
    held.update(slot=None)
    slot.delete()
    record(actor_id, "remove_slot", node_id, slot=slot_id)


def _locked(node_id: int) -> Intake:
    intake_id = Intake.objects.filter(node_id=node_id).values_list("pk", flat=True).first()
    if intake_id is None:
        raise CampaignError(_("Ouvrez d’abord les inscriptions."))
    return lock_intake(intake_id).intake


def _slot(intake: Intake, slot_id: int) -> Slot:
    slot = intake.slots.filter(pk=slot_id).first()
    if slot is None:
        raise CampaignError(_("Ce créneau n’existe plus."))
    return slot


def _is_more(before: int | None, after: int | None) -> bool:
    return before is not None and (after is None or after > before)


def _refuse_fewer(places: int | None, taken: int) -> None:
    if places is not None and places < taken:
        text = _("%(taken)d places sont prises : il en faut au moins autant.")
        raise CampaignError(text % {"taken": taken}, "capacity")


def _refuse_other_day(node_id: int, row: SlotRow) -> None:
    one = resolved(node_id)
    period = one.period if one else None
    if period is not None and not period.holds(Period(row.day, row.day)):
        raise CampaignError(_("Ce jour n’est pas de ceux du rendez-vous."), "day")


def _zoned(row: SlotRow) -> list[tuple[datetime, datetime]]:
    return [(timezone.make_aware(a), timezone.make_aware(b)) for a, b in row.times()]
