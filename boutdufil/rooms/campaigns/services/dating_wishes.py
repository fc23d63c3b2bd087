"""What somebody who comes says of a job dating: whom they wish to meet, when they are there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel import realtime
from boutdufil.kernel.occupations.selectors import cards
from boutdufil.rooms.campaigns.enums import LIVE, MeetingState, Purpose, RegistrationStatus, ShownAs
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.events import RegistrationCancelled
from boutdufil.rooms.campaigns.models import (
    Availability,
    Consent,
    Meeting,
    Registration,
    Table,
    Wish,
)
from boutdufil.rooms.campaigns.rules.dating import MOST_WISHES, kept_rounds, moved_up
from boutdufil.rooms.campaigns.selectors.dating import DatingRow
from boutdufil.rooms.campaigns.services.dating_plans import locked_day


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of their day; ``words`` is what they read of handing their data over."""

    away: tuple[int, ...] = ()
    most: int | None = None
    shown_as: str = ShownAs.CODE
    job_code: str = ""
    job_title: str = ""
    to_recruiters: bool = False
    words: str = ""


@transaction.atomic
def add_wish(*, registration_id: int, table_id: int) -> None:
    """Wish to meet a table, after the ones wished already; a second time changes nothing.

    :raises CampaignError: there are as many wishes as one may have, or the table is none.
    """
    row = _own_day(registration_id)
    if not Table.objects.filter(pk=table_id, dating_id=row.id, removed_at=None).exists():
        raise CampaignError(_("Cette table n’existe plus."))
    held = _wished(registration_id)
    if table_id in held:
        return
    if len(held) >= MOST_WISHES:
        told = _("%(most)s vœux au plus : retirez-en un d’abord.") % {"most": MOST_WISHES}
        raise CampaignError(told)
    Wish.objects.create(registration_id=registration_id, table_id=table_id, rank=len(held) + 1)


@transaction.atomic
def drop_wish(*, registration_id: int, table_id: int) -> None:
    """Wish it no more.

    :raises CampaignError: the meeting was told already: it is given up on its own page.
    """
    row = _own_day(registration_id)
    mine = Meeting.objects.filter(registration_id=registration_id, table_id=table_id)
    if row.is_published and mine.filter(state__in=LIVE).exists():
        raise CampaignError(_("Cette rencontre est prévue : renoncez-y depuis vos rencontres."))
    Wish.objects.filter(registration_id=registration_id, table_id=table_id).delete()
    _renumber(registration_id, _wished(registration_id))


@transaction.atomic
def raise_wish(*, registration_id: int, table_id: int) -> None:
    """Hold a wish a place dearer; one that is no wish changes nothing."""
    _own_day(registration_id)
    held = _wished(registration_id)
    if table_id in held:
        _renumber(registration_id, moved_up(held, table_id))


@transaction.atomic
def say_day(*, registration_id: int, said: Said) -> None:
    """Say when one is away, how often one wishes to meet, and what recruiters may know.

    Once the plan is published, hours stay: a meeting is given up by itself.

    :raises CampaignError: the job is none of the referential.
    """
    row = _own_day(registration_id)
    if said.job_code and not cards([said.job_code]):
        raise CampaignError(_("Choisissez un métier de la liste, ou laissez vide."), "job")
    own, _made = Availability.objects.get_or_create(registration_id=registration_id)
    own.shown_as, own.most = ShownAs(said.shown_as), said.most
    own.job_code, own.job_title = said.job_code, said.job_title[:160]
    if not row.is_published:
        own.away = kept_rounds(said.away, row.clock)
    own.save()
    _consent(registration_id, said)
    realtime.publish(row.topic, "changed", {})


@transaction.atomic
def give_up_meeting(*, registration_id: int, meeting_id: int) -> None:
    """Renounce a meeting; its table is free for somebody else, and the wish goes with it.

    :raises CampaignError: it is not one's own, or took place.
    """
    row = _own_day(registration_id)
    mine = Meeting.objects.filter(pk=meeting_id, registration_id=registration_id)
    one = mine.filter(state__in=(MeetingState.PLANNED, MeetingState.LATE)).first()
    if one is None:
        raise CampaignError(_("Cette rencontre n’est plus prévue."))
    # They know: nobody has to tell them.
    one.state, one.told_round = MeetingState.CANCELLED, None
    one.save(update_fields=["state", "told_round"])
    Wish.objects.filter(registration_id=registration_id, table_id=one.table_id).delete()
    _renumber(registration_id, _wished(registration_id))
    realtime.publish(row.topic, "changed", {})


@transaction.atomic
def free_tables(event: RegistrationCancelled) -> None:
    """Give free the tables of somebody who does not come any more."""
    theirs = Meeting.objects.filter(
        registration_id=event.registration_id, state__in=(MeetingState.PLANNED, MeetingState.LATE)
    )
    node_id = theirs.values_list("dating__node_id", flat=True).first()
    if node_id is None:
        return
    row = locked_day(node_id)
    theirs.update(state=MeetingState.CANCELLED, told_round=None)
    realtime.publish(row.topic, "changed", {})


def _own_day(registration_id: int) -> DatingRow:
    found = Registration.objects.select_related("intake").filter(
        pk=registration_id, erased_at=None, status=RegistrationStatus.CONFIRMED
    )
    one = found.first()
    if one is None:
        raise CampaignError(_("Cette inscription n’est pas confirmée."))
    if one.places != 1:
        raise CampaignError(_("Un groupe ne prend pas de rencontres : chacun s’inscrit."))
    return locked_day(one.intake.node_id)


def _wished(registration_id: int) -> list[int]:
    mine = Wish.objects.filter(registration_id=registration_id).order_by("rank", "pk")
    return list(mine.values_list("table_id", flat=True))


def _renumber(registration_id: int, tables: Collection[int]) -> None:
    for rank, table_id in enumerate(tables, start=1):
        mine = Wish.objects.filter(registration_id=registration_id, table_id=table_id)
        mine.exclude(rank=rank).update(rank=rank)


def _consent(registration_id: int, said: Said) -> None:
    given = Consent.objects.filter(
        registration_id=registration_id, purpose=Purpose.RECRUITER, withdrawn_at=None
    )
    if not said.to_recruiters:
        given.update(withdrawn_at=timezone.now())
    elif not given.exists():
        Consent.objects.create(
            registration_id=registration_id, purpose=Purpose.RECRUITER, words=said.words[:300]
        )
