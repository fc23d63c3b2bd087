"""Cancelled because of snow: events fall away, everybody is written to, and it can be undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.enums import CopyStatus, LetterKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Intake, LetterCopy
from boutdufil.rooms.campaigns.selectors.calling_off import expected_at, falling_at
from boutdufil.rooms.campaigns.selectors.nodes import Tree
from boutdufil.rooms.campaigns.services.letters import Told, tell
from boutdufil.rooms.campaigns.services.nodes import locked_tree
from boutdufil.rooms.campaigns.services.trail import record
from boutdufil.rooms.campaigns.services.waiting import promote_waiting


@transaction.atomic
def call_off(*, node_id: int, reason: str, actor_id: int, day: date | None = None) -> int:
    """Call off an event, everything beneath a node, or one of its days; return who is told.

    An event that takes no registrations is called off by an intake without places.

    :raises CampaignError: nothing is left to call off there.
    """
    tree, node = locked_tree(node_id)
    events = falling_at(tree, node, day).off if node else ()
    off = _call_off(events, reason)
    if not off:
        raise CampaignError(_("Il n’y a rien à annuler ici ce jour-là."), "day")
    names = _names(tree, off)
    told = Told(LetterKind.CALLED_OFF, _("Annulé : %(names)s") % {"names": names}, reason, off)
    count = tell(node_id=node_id, told=told, recipients=expected_at(off), actor_id=actor_id)
    record(actor_id, "call_off", node_id, events=off, day=day.isoformat() if day else None)
    return count


@transaction.atomic
def take_back(*, node_id: int, actor_id: int) -> int:
    """Let what was called off beneath a node take place after all; return who is told.

    Only those who heard of it are written to again: a letter that had not left yet stays.

    :raises CampaignError: nothing is called off there.
    """
    tree, node = locked_tree(node_id)
    events = falling_at(tree, node, None).off if node else ()
    intakes = list(Intake.objects.filter(node_id__in=events, called_off_at__isnull=False))
    if not intakes:
        raise CampaignError(_("Rien n’est annulé ici."))
    back = [one.node_id for one in intakes]
    Intake.objects.filter(node_id__in=back).update(called_off_at=None, called_off_reason="")
    _forget_placeless(back)
    heard = _heard_of(back)
    told = Told(
        LetterKind.REOPENED,
        _("Finalement, cela a lieu : %(names)s") % {"names": _names(tree, back)},
        _("L’annulation est levée."),
        back,
    )
    recipients = expected_at(back).filter(email__in=heard)
    count = tell(node_id=node_id, told=told, recipients=recipients, actor_id=actor_id)
    record(actor_id, "take_back", node_id, events=back)
    for one in Intake.objects.filter(node_id__in=back):
        promote_waiting(intake_id=one.pk)
    return count


def _call_off(events: Collection[int], reason: str) -> list[int]:
    known = set(Intake.objects.filter(node_id__in=events).values_list("node_id", flat=True))
    Intake.objects.bulk_create(
        [Intake(node_id=i, capacity=0, keeps_waiting_list=False) for i in events if i not in known]
    )
    found = Intake.objects.filter(node_id__in=events, called_off_at=None)
    off = list(found.order_by("pk").values_list("node_id", flat=True))
    found.update(called_off_at=timezone.now(), called_off_reason=reason)
    return off


def _forget_placeless(events: Collection[int]) -> None:
    """Delete the intakes that were made to call off what nobody registers for."""
    empty = {"capacity": 0, "registrations": None, "slots": None, "devices": None}
    Intake.objects.filter(node_id__in=events, **empty).delete()


def _heard_of(events: Collection[int]) -> list[str]:
    """Return the addresses a call-off of some events was sent to."""
    sent = LetterCopy.objects.filter(
        letter__kind=LetterKind.CALLED_OFF,
        letter__events__overlap=list(events),
        status=CopyStatus.SENT,
    )
    return list(sent.values_list("registration__email", flat=True).distinct())


def _names(tree: Tree, events: Collection[int]) -> str:
    names = [tree.rows[i].name for i in events]
    if len(names) == 1:
        return names[0]
    return _("%(first)s et %(count)d autres") % {"first": names[0], "count": len(names) - 1}
