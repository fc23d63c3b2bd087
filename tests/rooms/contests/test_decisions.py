"""A stage is decided by its declared rule, replayed to the bit, replaced only with a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.engines.judging.decisions import decide, decision_digest, outcomes_of
from boutdufil.rooms.contests.enums import DecisionState, EntryStatus, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Decision, Edition, LogLine, Stage
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.selectors.results import plain_of
from boutdufil.rooms.contests.services.coming_in import tell_coming_in
from boutdufil.rooms.contests.services.decisions import (
    bring_next_in,
    depart,
    follow_embargoes,
)
from boutdufil.rooms.contests.services.entries import withdraw_entry
from tests.factories.contests import MemberFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.deciding import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = Scene()
    for number, mark in (("AAA", 6), ("BBB", 5), ("CCC", 3), ("DDD", 1)):
        made.entry(number, mark)
    return made


def test_the_best_go_on_and_the_decision_is_found_again_to_the_bit(scene):
    scene.entry("ZZZ", 0, city="59350", region="32")
    made = scene.decide()

    assert scene.selected() == ["AAA", "BBB", "ZZZ"]
    assert decision_digest(plain_of(made)) == made.sha256
    rows = {one["number"]: one for one in outcomes_of(decide(plain_of(made)))}
    kept = {one.entry.number: one for one in made.outcomes.select_related("entry")}
    assert {number: (one.rank, one.is_selected, one.score) for number, one in kept.items()} == {
        number: (one["rank"], one["selected"], one["score"]) for number, one in rows.items()
    }
    assert kept["BBB"].score == "50/3"
    assert LogLine.objects.get(kind="stage_decided").facts["sha256"] == made.sha256


def test_nothing_is_decided_before_the_end(scene):
    Stage.objects.filter(pk=scene.stage.pk).update(status=StageStatus.OPEN)

    with pytest.raises(ContestError, match="pas close"):
        scene.decide()


def test_it_changes_only_with_a_reason_and_the_old_one_stays(scene):
    first = scene.decide()
    with pytest.raises(ContestError, match="motif"):
        scene.decide()
    second = scene.decide("Une note recopiée de travers")
    first.refresh_from_db()

    assert (first.state, first.number) == (DecisionState.REPLACED, 1)
    assert (second.state, second.number) == (DecisionState.CURRENT, 2)


def test_whoever_withdraws_leaves_their_place_to_the_next(scene):
    scene.decide()
    bob = scene.edition.entries.get(number="BBB")
    withdraw_entry(entry_id=bob.pk, actor_id=scene.boss.pk)
    made = bring_next_in(entry_id=bob.pk)

    assert scene.selected() == ["AAA", "CCC"]
    assert made[0].inputs["withdrawn"] == ["BBB"]
    assert made[0].outcomes.get(entry__number="CCC").decided_by == "replacement"
    assert bring_next_in(entry_id=bob.pk) == [], "told twice, it changes nothing more"
    assert Decision.objects.filter(stage=scene.stage).count() == 2


def test_once_the_next_stage_has_begun_nobody_comes_in(scene):
    scene.decide()
    Stage.objects.filter(pk=scene.next.pk).update(status=StageStatus.OPEN)
    bob = scene.edition.entries.get(number="BBB")
    bob.status = EntryStatus.WITHDRAWN
    bob.save()

    assert bring_next_in(entry_id=bob.pk) == []


def test_the_jury_departs_with_a_reason_that_stays_when_marks_change(scene):
    scene.decide()
    what = {"stage_id": scene.stage.pk, "actor_id": scene.boss.pk}
    depart(**what, number="BBB", selected=False, reason="Ne peut venir")
    depart(**what, number="CCC", selected=True, reason="Sa réponse à la deuxième question")
    with pytest.raises(ContestError, match="pourquoi"):
        depart(**what, number="DDD", selected=True, reason=" ")
    with pytest.raises(ContestError, match="XXX"):
        depart(**what, number="XXX", selected=True, reason="Inconnu")
    again = scene.decide("Une note revue")

    assert scene.selected() == ["AAA", "CCC"]
    assert next(one["reason"] for one in again.departures) == "Ne peut venir"


def test_nothing_is_shown_before_the_embargo_ends(scene):
    scene.decide()
    scene.edition.embargo_until = timezone.now() + timedelta(hours=1)
    scene.edition.save()

    with pytest.raises(ContestError, match="tus"):
        scene.publish()


def test_what_was_public_stays_public_when_it_is_decided_again(scene):
    scene.decide()
    scene.publish()
    again = scene.decide("Réclamation acceptée")

    assert again.published_at is not None
    with pytest.raises(ContestError, match="publication"):
        depart(
            stage_id=scene.stage.pk,
            number="DDD",
            selected=True,
            actor_id=scene.boss.pk,
            reason="Trop tard",
        )


def test_at_the_end_of_the_embargo_what_is_decided_shows_itself_once(scene):
    now = timezone.now()
    scene.decide()
    Edition.objects.filter(pk=scene.edition.pk).update(embargo_until=now + timedelta(hours=1))
    assert follow_embargoes(now=now) == 0

    Decision.objects.update(decided_at=now - timedelta(hours=1))
    Edition.objects.filter(pk=scene.edition.pk).update(embargo_until=now)
    later = now + timedelta(minutes=1)
    assert [follow_embargoes(now=later) for _again in range(3)] == [1, 0, 0]
    lines = LogLine.objects.filter(edition=scene.edition, kind="decision_published")
    assert [one.facts["by_hand"] for one in lines] == [False]


def test_what_is_decided_after_the_embargo_waits_for_its_organiser(scene):
    Edition.objects.filter(pk=scene.edition.pk).update(
        embargo_until=timezone.now() - timedelta(hours=1)
    )
    scene.decide()
    assert follow_embargoes(now=timezone.now()) == 0
    scene.publish()
    assert LogLine.objects.get(kind="decision_published").facts["by_hand"]


def test_whoever_comes_in_is_told_what_to_do_and_until_when(scene, mailoutbox):
    scene.decide()
    scene.publish()
    carla = scene.edition.entries.get(number="CCC")
    member = MemberFactory(entry=carla, person=PersonFactory(email="carla@exemple.invalid"))
    bob = scene.edition.entries.get(number="BBB")
    withdraw_entry(entry_id=bob.pk, actor_id=scene.boss.pk)
    [made] = bring_next_in(entry_id=bob.pk)

    line = LogLine.objects.get(kind="place_passed_on").facts
    assert (line["withdrawn"], line["come_in"]) == ("BBB", ["CCC"])
    assert line["until"] == moment_text(scene.next.starts_at)
    outcome = made.outcomes.get(entry=carla)
    assert tell_coming_in(outcome_id=outcome.pk) == 1
    assert mailoutbox[0].to == [member.person.email]
    assert scene.next.name in mailoutbox[0].body
    withdraw_entry(entry_id=carla.pk, actor_id=scene.boss.pk)
    assert tell_coming_in(outcome_id=outcome.pk) == 0
