"""Setting a job dating up: its rounds, its tables, the address of the hall's screen."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import realtime
from boutdufil.rooms.campaigns.enums import EventKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Availability, Dating, Meeting, Table
from boutdufil.rooms.campaigns.rules.dating import GridDraft, kept_rounds
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.dating_tables import (
    may_hold_table,
    shown_vacancy_ids,
)
from boutdufil.rooms.campaigns.services.dating_plans import locked_day
from boutdufil.rooms.campaigns.services.trail import record


@dataclass(frozen=True, slots=True)
class TableDraft:
    """What an organiser wants a table to be; ``breaks`` are rounds, ``vacancies`` of the ledger."""

    organisation_id: int
    label: str
    who: str = ""
    breaks: tuple[int, ...] = ()
    vacancies: tuple[int, ...] = ()


@transaction.atomic
def set_grid(*, node: NodeRow, draft: GridDraft, actor_id: int | None) -> None:
    """Say when the rounds of an event are; a plan made for other ones goes.

    :raises CampaignError: it is no job dating, its plan is published, or no round fits.
    """
    if node.event_kind != EventKind.JOB_DATING:
        raise CampaignError(_("Ce rendez-vous n’est pas un job dating."))
    clock = draft.clock
    breaks = clock.between(*draft.pause) if draft.pause else []
    said = {
        "starts_at": draft.starts_at,
        "minutes": draft.minutes,
        "rounds": clock.rounds,
        "breaks": breaks,
        "most": draft.most,
    }
    held = Dating.objects.select_for_update(of=("self",)).filter(node_id=node.id).first()
    if held is None:
        Dating.objects.create(node_id=node.id, screen_nonce=secrets.token_hex(32), **said)
    elif held.published_at is not None:
        raise CampaignError(_("Le plan est publié : les heures ne changent plus."))
    else:
        _forget_plan(held)
        Dating.objects.filter(pk=held.pk).update(**said)
    record(actor_id, "set_dating", node.id, rounds=clock.rounds, minutes=draft.minutes)


@transaction.atomic
def save_table(
    *, node: NodeRow, draft: TableDraft, actor_id: int | None, table_id: int | None = None
) -> Table:
    """Add a table, or change one. Where meetings no longer hold, the plan's page says so.

    :raises CampaignError: its employer takes no part, its name is taken, or a vacancy is not
        shown at this event.
    """
    row = locked_day(node.id)
    if not may_hold_table(node, draft.organisation_id):
        raise CampaignError(_("Cet employeur ne prend pas part à la campagne."), "organisation")
    if not set(draft.vacancies) <= shown_vacancy_ids(node):
        raise CampaignError(_("Cette offre n’est pas montrée ici."), "vacancies")
    table = _own_table(row.id, table_id) if table_id else Table(dating_id=row.id)
    table.organisation_id, table.label, table.who = draft.organisation_id, draft.label, draft.who
    table.breaks = kept_rounds(draft.breaks, row.clock)
    try:
        with transaction.atomic():
            table.save()
    except IntegrityError as taken:
        raise CampaignError(_("Une table porte déjà ce nom."), "label") from taken
    table.vacancies.set(draft.vacancies)
    record(actor_id, "save_table", node.id, table=table.pk, organisation=draft.organisation_id)
    realtime.publish(row.topic, "changed", {})
    return table


@transaction.atomic
def remove_table(*, node: NodeRow, table_id: int, actor_id: int | None) -> None:
    """Take a table off; one that met somebody, or is told to somebody, is closed and kept.

    :raises CampaignError: it is not of this day.
    """
    row = locked_day(node.id)
    table = _own_table(row.id, table_id)
    if row.is_published or table.meetings.exclude(told_round=None).exists():
        Table.objects.filter(pk=table.pk).update(removed_at=timezone.now())
    else:
        table.meetings.all().delete()
        table.delete()
    record(actor_id, "remove_table", node.id, table=table_id)
    realtime.publish(row.topic, "changed", {})


@transaction.atomic
def renew_screen(*, node_id: int, actor_id: int | None) -> None:
    """Give the screen of the hall another address; the old one shows nothing any more."""
    row = locked_day(node_id)
    Dating.objects.filter(pk=row.id).update(screen_nonce=secrets.token_hex(32))
    record(actor_id, "renew_screen", node_id)
    realtime.publish(row.topic, "changed", {})


def _own_table(dating_id: int, table_id: int) -> Table:
    found = Table.objects.filter(dating_id=dating_id, pk=table_id, removed_at=None).first()
    if found is None:
        raise CampaignError(_("Cette table n’existe plus."))
    return found


def _forget_plan(held: Dating) -> None:
    """Rounds have other hours now: what was counted by the old ones goes."""
    Meeting.objects.filter(dating=held).delete()
    Table.objects.filter(dating=held).update(breaks=[])
    Availability.objects.filter(registration__intake__node_id=held.node_id).update(away=[])
