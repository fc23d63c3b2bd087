"""The job datings of the tour: tables, wishes, and for a day that is past its meetings."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from boutdufil.kernel.posts import services as ledger
from boutdufil.rooms.campaigns.demo.crowds import Gathered
from boutdufil.rooms.campaigns.demo.employers import Offer
from boutdufil.rooms.campaigns.enums import FunnelStage, MeetingState, Outcome, RegistrationStatus
from boutdufil.rooms.campaigns.models import Dating, FunnelFact, Meeting, Table, Wish
from boutdufil.rooms.campaigns.services.dating_plans import make_plan

MINUTES, ROUNDS, MOST = 15, 12, 3
TABLES_EACH = 2
# What a recruiter says after each meeting, in turn.
OUTCOMES = (Outcome.OFFER, Outcome.AGAIN, Outcome.NO_FOLLOW, Outcome.OFFER, Outcome.NO_FOLLOW)


def hold(event: Gathered, offers: Sequence[Offer], *, actor_id: int, now: datetime) -> None:
    """Set a job dating up; once its hour has passed, plan it and say what came of it."""
    dating = Dating.objects.create(
        node_id=event.crowd.node_id,
        starts_at=event.crowd.opens,
        minutes=MINUTES,
        rounds=ROUNDS,
        most=MOST,
        screen_nonce=secrets.token_hex(32),
    )
    for offer in offers:
        # Whom one meets here is counted through here, as long as it is shown here.
        ledger.attach(vacancy_id=offer.vacancy_id, to=f"campaign:{dating.node_id}")
    tables = Table.objects.bulk_create(_tables(dating, offers))
    through = Table.vacancies.through
    through.objects.bulk_create(
        through(table_id=table.pk, vacancy_id=offers[place % len(offers)].vacancy_id)
        for place, table in enumerate(tables)
    )
    Wish.objects.bulk_create(_wishes(event, tables))
    if event.crowd.opens + timedelta(minutes=MINUTES * ROUNDS) < now:
        make_plan(node_id=dating.node_id, actor_id=actor_id)
        _meet(dating, event)


def _tables(dating: Dating, offers: Sequence[Offer]) -> Iterator[Table]:
    for place in range(len(offers) * TABLES_EACH):
        offer = offers[place % len(offers)]
        yield Table(
            dating=dating, organisation_id=offer.organisation_id, label=f"Table {place + 1}"
        )


def _wishes(event: Gathered, tables: Sequence[Table]) -> Iterator[Wish]:
    """Let each wish for three tables; whoever did not come in the end wishes all the same."""
    for number, one in enumerate(event.registrations):
        if one.status == RegistrationStatus.CONFIRMED:
            for rank in range(MOST):
                place = (number + rank * 3) % len(tables)
                yield Wish(registration=one, table=tables[place], rank=rank + 1)


def _meet(dating: Dating, event: Gathered) -> None:
    """Let those who came have met, and the others have been absent."""
    came = {one.pk for one in event.came}
    planned = list(Meeting.objects.filter(dating=dating).select_related("table").order_by("pk"))
    for number, one in enumerate(planned):
        one.told_round = one.round
        at = dating.starts_at + timedelta(minutes=MINUTES * (one.round + 1))
        if one.registration_id in came:
            one.state, one.outcome_at = MeetingState.MET, at
            one.outcome = OUTCOMES[number % len(OUTCOMES)]
        else:
            one.state = MeetingState.ABSENT
    fields = ["told_round", "state", "outcome", "outcome_at"]
    Meeting.objects.bulk_update(planned, fields, batch_size=200)
    FunnelFact.objects.bulk_create(_facts(dating, planned))
    Dating.objects.filter(pk=dating.pk).update(published_at=dating.starts_at - timedelta(days=1))


def _facts(dating: Dating, meetings: Sequence[Meeting]) -> Iterator[FunnelFact]:
    for one in meetings:
        reached = [FunnelStage.MET] if one.state == MeetingState.MET else []
        reached += [FunnelStage.OFFERED] if one.outcome == Outcome.OFFER else []
        for stage in reached:
            yield FunnelFact(
                stage=stage,
                key=f"registration:{one.registration_id} {one.table.organisation_id}",
                node_id=dating.node_id,
                registration_id=one.registration_id,
                organisation_id=one.table.organisation_id,
                at=one.outcome_at or dating.starts_at,
            )
