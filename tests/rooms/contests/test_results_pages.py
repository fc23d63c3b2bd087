"""Results: decided by those who run it, read by everybody once public, understood, contested."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import AppealState, Per
from boutdufil.rooms.contests.errors import ContestError, TooLateError
from boutdufil.rooms.contests.models import Appeal, Decision
from boutdufil.rooms.contests.services.appeals import answer_appeal, make_appeal, tell_appeal
from boutdufil.rooms.contests.services.decisions import decide_stage, publish_decision
from boutdufil.rooms.contests.services.withdrawals import withdraw_question
from tests.factories.contests import MemberFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.deciding import Scene
from tests.rooms.contests.marked_world import papers, quiz_over

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def scene():
    made = Scene(has_next=False)
    for number, mark in (("AAA", 6), ("BBB", 5), ("CCC", 3), ("DDD", 1)):
        made.entry(number, mark)
    MembershipFactory(person=made.boss, organisation=made.edition.organiser, role=Role.MANAGER)
    return made


def member_of(scene, number, **told):
    entry = scene.edition.entries.get(number=number)
    return MemberFactory(entry=entry, **told).person


def address(name, scene, *more):
    return reverse(name, args=[scene.edition.pk, *more])


def test_the_organiser_decides_departs_and_publishes(scene):
    client, stage = signed_in(scene.boss), scene.stage.pk
    page = address("contests:decision", scene, stage)
    assert "Décider par la règle annoncée" in client.get(page).content.decode()
    client.post(address("contests:decide", scene, stage))
    told = {"number": "ccc", "selected": "in", "reason": "Sa seconde réponse"}
    client.post(address("contests:depart", scene, stage), told)
    shown = client.get(page).content.decode()
    assert "16,67" in shown
    assert "Sa seconde réponse" in shown
    paper = client.get(address("contests:minutes", scene, stage))
    assert paper.content.startswith(b"%PDF")
    client.post(address("contests:publish_decision", scene, stage))

    public = Client().get(reverse("contests:results", args=[scene.edition.slug])).content.decode()
    assert "CCC" in public
    assert "DDD" not in public, "who is not selected is not shown to everybody"


def test_a_name_stands_beside_a_result_only_where_it_is_wanted(scene):
    person = member_of(scene, "AAA", name="Ophélie Introuvable")
    scene.decide()
    scene.publish()
    results = reverse("contests:results", args=[scene.edition.slug])
    assert "Ophélie" not in Client().get(results).content.decode()
    entry = scene.edition.entries.get(number="AAA").pk
    signed_in(person).post(reverse("contests:publish_name", args=[entry]), {"publishes": "on"})
    assert "Ophélie" in Client().get(results).content.decode()
    signed_in(person).post(reverse("contests:publish_name", args=[entry]))
    assert "Ophélie" not in Client().get(results).content.decode()


def test_nobody_reads_why_before_it_is_public_and_only_their_own(scene):
    person = member_of(scene, "CCC")
    entry = scene.edition.entries.get(number="CCC").pk
    why = reverse("contests:why", args=[entry, scene.stage.pk])
    scene.decide()
    assert signed_in(person).get(why).status_code == 404
    scene.publish()

    told = signed_in(person).get(why).content.decode()
    assert "vous n’êtes pas retenu" in told
    assert "BBB" in told, "the last one in, by number"
    assert "Juré" not in told, "no juror is named"
    assert "3 / 6" in told
    employer = PersonFactory()
    firm = OrganisationFactory()
    MembershipFactory(person=employer, organisation=firm, role=Role.MANAGER)
    scene.edition.entries.filter(pk=entry).update(employer=firm, tells_employer=True)
    for other in (scene.boss, scene.juror.person, member_of(scene, "DDD"), employer):
        assert signed_in(other).get(why).status_code == 404


@pytest.mark.parametrize("name", ["contests:decision", "contests:minutes", "contests:appeals"])
def test_only_those_who_run_it_see_how_it_is_decided(scene, name):
    scene.decide()
    more = () if name == "contests:appeals" else (scene.stage.pk,)
    reading = address(name, scene, *more)

    assert signed_in(scene.boss).get(reading).status_code == 200
    for other in (scene.juror.person, member_of(scene, "AAA"), PersonFactory()):
        assert signed_in(other).get(reading).status_code == 404
    assert Client().get(reading).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "contests:decide",
        "contests:depart",
        "contests:publish_decision",
        "contests:seal_edition",
    ],
)
def test_only_those_who_run_it_decide(scene, name):
    more = () if name == "contests:seal_edition" else (scene.stage.pk,)
    doing = address(name, scene, *more)
    for other in (scene.juror.person, member_of(scene, "AAA"), PersonFactory()):
        assert signed_in(other).post(doing).status_code == 404

    assert not Decision.objects.exists()
    assert signed_in(scene.boss).post(doing).status_code == 302


@pytest.fixture
def quiz():
    """A quiz of three questions that one of Metz leaves: the second is ahead by the first."""
    made, versions = quiz_over(3, stage__per=Per.CITY)
    first, second, third = (one.pk for one in versions)
    papers(
        made,
        [{first: "b", second: "a", third: "a"}, {first: "a", second: "a", third: "a"}],
    )
    made.boss, made.versions = PersonFactory(), versions
    decide_stage(stage_id=made.stage_id, actor_id=made.boss.pk)
    publish_decision(stage_id=made.stage_id, actor_id=made.boss.pk)
    return made


def contested(quiz, number="K00000"):
    entry = quiz.stage.edition.entries.get(number=number)
    person = MemberFactory(entry=entry).person
    what = {"entry_id": entry.pk, "stage_id": quiz.stage_id, "actor_id": person.pk}
    return entry, person, what


def test_an_appeal_changes_a_rank_and_says_so(quiz):
    entry, person, what = contested(quiz)
    why = reverse("contests:why", args=[entry.pk, quiz.stage_id])
    client = signed_in(person)
    sent = client.post(why, {"text": "La première question a deux réponses justes."})
    assert sent.status_code == 302
    withdraw_question(
        stage_id=quiz.stage_id,
        version_id=quiz.versions[0].pk,
        actor_id=quiz.boss.pk,
        reason="Deux réponses étaient justes",
    )
    answered = answer_appeal(
        appeal_id=Appeal.objects.get().pk,
        state=AppealState.UPHELD,
        answer="Vous avez raison.",
        actor_id=quiz.boss.pk,
    )

    shown = client.get(why).content.decode()
    assert "question retirée" in shown
    assert "Vous avez raison." in shown
    assert answered.effect in shown
    assert Decision.objects.get(state="current").number == 2
    assert make_appeal(**what, text="Et le tirage ?").decision.number == 2
    mail.outbox.clear()
    assert tell_appeal(appeal_id=answered.pk) == 1
    assert why in mail.outbox[0].body


def test_an_appeal_that_changes_nothing_says_that(quiz):
    _entry, _person, what = contested(quiz)
    made = make_appeal(**what, text="Je ne suis pas d’accord.")
    with pytest.raises(ContestError, match="examen"):
        make_appeal(**what, text="Toujours pas.")
    facts = {"appeal_id": made.pk, "state": "dismissed", "actor_id": quiz.boss.pk}
    with pytest.raises(ContestError, match="phrase"):
        answer_appeal(**facts, answer=" ")
    answered = answer_appeal(**facts, answer="La règle est celle du règlement.")

    assert answered.effect.startswith("Rien n’a changé")
    with pytest.raises(ContestError, match="déjà"):
        answer_appeal(**facts, answer="Encore.")


def test_the_days_for_it_end(quiz):
    _entry, _person, what = contested(quiz)
    days = quiz.stage.edition.appeal_days
    late = timezone.now() - timedelta(days=days)
    Decision.objects.update(published_at=late)

    with pytest.raises(TooLateError, match="terminé"):
        make_appeal(**what, text="Trop tard ?")


def test_the_organiser_answers_on_a_page(quiz):
    _entry, _person, what = contested(quiz)
    made = make_appeal(**what, text="Pourquoi ?")
    MembershipFactory(
        person=quiz.boss, organisation=quiz.stage.edition.organiser, role=Role.MANAGER
    )
    client = signed_in(quiz.boss)
    page = reverse("contests:appeal", args=[quiz.stage.edition_id, made.pk])
    assert "Pourquoi ?" in client.get(page).content.decode()
    assert client.post(page, {"state": "upheld"}).status_code == 422
    done = client.post(page, {"state": "dismissed", "answer": "La règle est la règle."})

    assert done.status_code == 302
    assert Appeal.objects.get().state == AppealState.DISMISSED
    assert signed_in(PersonFactory()).get(page).status_code == 404
