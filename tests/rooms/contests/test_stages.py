"""Stages follow the server's clock and their organiser's hand; who enters each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.rooms.contests.enums import (
    DecisionState,
    EditionStatus,
    EntryStatus,
    StageKind,
    StageStatus,
)
from boutdufil.rooms.contests.errors import ContestError, RulesFrozenError
from boutdufil.rooms.contests.models import Edition, LogLine, RulesVersion, Stage
from boutdufil.rooms.contests.selectors.stages import entrants, stage_row, stages_of
from boutdufil.rooms.contests.services.publishing import follow_editions
from boutdufil.rooms.contests.services.stages import close_stage, follow_stages, open_stage
from tests.factories.contests import (
    DecisionFactory,
    EditionFactory,
    EntryFactory,
    OutcomeFactory,
    StageFactory,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def stage_at(starts, ends, **said):
    """Return a stage whose hours are so far from now."""
    now = timezone.now()
    if "edition" not in said:
        said.setdefault("edition__closes_at", now - 4 * HOUR)
    return StageFactory(starts_at=now + starts, ends_at=now + ends, **said)


def status_of(stage):
    return Stage.objects.values_list("status", flat=True).get(pk=stage.pk)


def told():
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


def decide(stage, *selected, beside=()):
    decision = DecisionFactory(stage=stage)
    for entry in (*selected, *beside):
        OutcomeFactory(decision=decision, entry=entry, is_selected=entry in selected)
    return decision


def test_the_clock_opens_and_closes_each_stage_once():
    stage = stage_at(-HOUR, HOUR)
    now = timezone.now()
    assert follow_stages(now=now - 2 * HOUR) == 0
    assert follow_stages(now=now) == 1
    assert status_of(stage) == StageStatus.OPEN
    assert follow_stages(now=now) == 0
    Stage.objects.filter(pk=stage.pk).update(ends_at=now)
    assert follow_stages(now=now) == 1
    assert follow_stages(now=now + HOUR) == 0
    assert status_of(stage) == StageStatus.CLOSED
    assert told() == ["contests.stage_opened", "contests.stage_closed"]
    assert list(LogLine.objects.values_list("position", "kind")) == [
        (1, "stage_opened"),
        (2, "stage_closed"),
    ]


def test_a_draft_never_begins():
    stage = stage_at(-HOUR, HOUR, edition__status=EditionStatus.DRAFT)
    assert follow_stages(now=timezone.now()) == 0
    with pytest.raises(ContestError, match="Publiez"):
        open_stage(stage_id=stage.pk, actor_id=None)
    assert status_of(stage) == StageStatus.PLANNED


def test_nothing_begins_while_one_can_still_enter():
    stage = stage_at(-HOUR, HOUR, edition__closes_at=timezone.now() + HOUR)
    assert follow_stages(now=timezone.now()) == 0
    with pytest.raises(ContestError, match="encore ouvertes"):
        open_stage(stage_id=stage.pk, reason="Tout le monde est là")


def test_a_stage_waits_for_the_decision_of_the_one_before():
    first = stage_at(-3 * HOUR, -2 * HOUR, position=1, status=StageStatus.CLOSED)
    second = stage_at(-HOUR, HOUR, edition=first.edition, position=2)
    assert follow_stages(now=timezone.now()) == 0
    with pytest.raises(ContestError, match="Décidez"):
        open_stage(stage_id=second.pk)
    decide(first)
    assert follow_stages(now=timezone.now()) == 1


def test_an_organiser_begins_early_with_a_reason_that_is_published():
    stage = stage_at(HOUR, 2 * HOUR)
    with pytest.raises(RulesFrozenError):
        open_stage(stage_id=stage.pk, actor_id=None)
    assert status_of(stage) == StageStatus.PLANNED
    assert open_stage(stage_id=stage.pk, actor_id=None, reason="Tout le monde est là")
    assert not open_stage(stage_id=stage.pk, actor_id=None, reason="Encore")
    assert stage_row(stage.pk).starts_at <= timezone.now()
    assert RulesVersion.objects.get().reason == "Tout le monde est là"
    assert told() == ["contests.stage_opened"]


@pytest.mark.parametrize("kind", StageKind)
def test_only_a_jury_ends_before_its_hour_and_says_why(kind):
    stage = stage_at(-HOUR, HOUR, kind=kind, status=StageStatus.OPEN)
    with pytest.raises(ContestError):
        close_stage(stage_id=stage.pk)
    if kind in {StageKind.PANEL, StageKind.ORAL}:
        assert close_stage(stage_id=stage.pk, reason="Toutes les notes sont rendues")
    else:
        with pytest.raises(ContestError, match="jusqu’à l’heure annoncée"):
            close_stage(stage_id=stage.pk, reason="Toutes les notes sont rendues")
        assert status_of(stage) == StageStatus.OPEN


def test_who_enters_the_first_stage_and_those_after():
    edition = EditionFactory()
    stages = [StageFactory(edition=edition, position=place) for place in (1, 2, 3)]
    kept, left, out, forming = (
        EntryFactory(edition=edition, status=status)
        for status in (EntryStatus.ENTERED, EntryStatus.ENTERED, EntryStatus.ENTERED, "forming")
    )
    assert set(entrants(stages[0].pk)) == {kept, left, out}
    assert not entrants(stages[1].pk).exists()
    old = decide(stages[0], out, beside=(kept, left))
    old.state = DecisionState.REPLACED
    old.save()
    decide(stages[0], kept, left, beside=(out,))
    assert set(entrants(stages[1].pk)) == {kept, left}
    left.status = EntryStatus.WITHDRAWN
    left.save()
    assert list(entrants(stages[1].pk)) == [kept]
    assert not entrants(stages[2].pk).exists()
    assert forming not in entrants(stages[0].pk)


def test_stages_know_which_is_first_and_last_in_three_queries_at_most(django_assert_num_queries):
    edition = EditionFactory()
    StageFactory.create_batch(3, edition=edition)
    with django_assert_num_queries(1):
        rows = stages_of(edition.pk)
    assert [(one.is_first, one.is_last) for one in rows] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_an_edition_ends_when_its_last_result_can_no_longer_be_contested():
    stage = stage_at(-3 * HOUR, -HOUR, status=StageStatus.PUBLISHED)
    now = timezone.now()
    days = timedelta(days=stage.edition.appeal_days)
    assert follow_editions(now=now) == 0
    DecisionFactory(stage=stage, published_at=now)
    assert follow_editions(now=now + days - HOUR) == 0
    assert follow_editions(now=now + days) == 1
    assert follow_editions(now=now + days) == 0
    ended = Edition.objects.get(pk=stage.edition_id)
    assert ended.status == EditionStatus.OVER
    assert LogLine.objects.get().facts == {"seed": ended.seed}
