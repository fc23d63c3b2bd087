"""The election of the best agent: everybody enters, answers in a room, and one wins.

Every candidate's request is a real one, through the site's own stack (session, forms, throttles).
What only repeats (1,500 entries in 30 cities) is in the long tier.
"""

import json
import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.engines.sealing import contents, verify
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.territories.models import Commune
from boutdufil.rooms.contests.enums import Presence, StageStatus
from boutdufil.rooms.contests.models import (
    Attempt,
    Criterion,
    Edition,
    Entry,
    Mark,
    Reading,
    RollLine,
    Sitting,
    Stage,
)
from boutdufil.rooms.contests.rules import sealed
from boutdufil.rooms.contests.rules.pipelines import Ready
from boutdufil.rooms.contests.selectors.results import public_results
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.editions import create_edition
from boutdufil.rooms.contests.services.papers import end_overdue
from boutdufil.rooms.contests.services.publishing import publish_edition
from boutdufil.rooms.contests.services.sittings import begin_sitting, close_sitting, fill_sittings
from boutdufil.rooms.contests.services.stages import follow_stages
from tests.factories.contests import (
    BlueprintLineFactory,
    CriterionFactory,
    ItemVersionFactory,
    JurorFactory,
    LevelFactory,
    QuizFactory,
    SittingFactory,
    ThemeFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.drafts import edition_draft

pytestmark = pytest.mark.django_db
CITIES = ("57463", "59350")
QUESTIONS = 4


@pytest.mark.parametrize(
    ("candidates", "cities"),
    [
        pytest.param(10, 2, id="10"),
        pytest.param(1500, 30, id="1500", marks=(pytest.mark.long, pytest.mark.timeout(3600))),
    ],
)
def test_from_everybody_to_the_winner(candidates, cities):
    towns = CITIES[:cities] if cities <= len(CITIES) else _largest(cities)
    boss, edition = _declared()
    people = [_enters(edition, towns[place % len(towns)], place) for place in range(candidates)]
    assert Entry.objects.filter(edition=edition, status="entered").count() == candidates

    _answer_the_quiz(edition, boss, people, towns)
    _decide(edition, boss, 0)
    assert entrants(_stage(edition, 1).pk).count() == 3 * len(towns)
    for position in (1, 2):
        _judge(edition, position)
        _decide(edition, boss, position)

    winners = [row for group in public_results(edition.pk)[0].groups for row in group.selected]
    assert len(winners) == 1
    results = Client().get(reverse("contests:results", args=[edition.slug])).content.decode()
    assert winners[0].number in results
    _seals(edition, boss)


def _largest(count):
    """Return the communes of so many cities, of several regions."""
    found = Commune.objects.exclude(parent__isnull=False).order_by("-population", "pk")
    return list(found.values_list("pk", flat=True)[:count])


def _declared():
    """Return an election anybody may enter today, and who runs it."""
    boss, body = PersonFactory(), OrganisationFactory()
    MembershipFactory(person=boss, organisation=body, role=Role.MANAGER)
    now = timezone.now()
    draft = edition_draft(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=30))
    edition = create_edition(
        organiser_id=body.pk, draft=draft, ready=Ready.ELECTION, actor_id=boss.pk
    )
    quiz, *juries = edition.stages.order_by("position")
    theme = ThemeFactory()
    BlueprintLineFactory(
        quiz=QuizFactory(stage=quiz, bank=theme.bank), theme=theme, count=QUESTIONS
    )
    for _n in range(QUESTIONS + 2):
        ItemVersionFactory(item__theme=theme)
    for stage in juries:
        LevelFactory(criterion=CriterionFactory(stage=stage), mark=6)
    publish_edition(edition_id=edition.pk, actor_id=boss.pk)
    return boss, edition


def _enters(edition, town, place):
    """Have somebody enter as they would: read the page, fill it in, and be given a number."""
    person = PersonFactory()
    # Each from an address of their own: one alone is let in six hundred times an hour.
    client = Client(REMOTE_ADDR=f"10.9.{place >> 8}.{place & 255}")
    client.force_login(person)
    page = reverse("contests:enter", args=[edition.slug])
    rules = re.search(r'name="rules" value="(\d+)"', client.get(page).content.decode()).group(1)
    told = {"near": _name(town), "employer_name": "Centre inventé", "agrees": "on", "rules": rules}
    answer = client.post(page, told)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return client, person


def _name(town):
    commune = Commune.objects.get(pk=town)
    return f"{commune.name} ({commune.department_id})"


def _stage(edition, position):
    return edition.stages.order_by("position")[position]


def _pass_to(edition, stage):
    """Let the days pass until an hour after a stage's beginning: the hours of all come nearer."""
    gone = stage.starts_at - timezone.now() + timedelta(hours=1)
    Edition.objects.filter(pk=edition.pk).update(
        opens_at=F("opens_at") - gone, closes_at=F("closes_at") - gone
    )
    Stage.objects.filter(edition=edition).update(
        starts_at=F("starts_at") - gone, ends_at=F("ends_at") - gone
    )
    follow_stages(now=timezone.now())


def _pass_the_end(edition, position):
    gone = _stage(edition, position).ends_at - timezone.now() + timedelta(minutes=5)
    Stage.objects.filter(edition=edition).update(
        starts_at=F("starts_at") - gone, ends_at=F("ends_at") - gone
    )
    Attempt.objects.update(started_at=F("started_at") - gone, ends_at=F("ends_at") - gone)
    end_overdue(now=timezone.now())
    follow_stages(now=timezone.now())
    assert _stage(edition, position).status == StageStatus.CLOSED


def _answer_the_quiz(edition, boss, people, towns):
    """Open a room in each town, call the roll, and let everybody answer."""
    stage = _stage(edition, 0)
    quiz = stage.quiz
    for town in towns:
        SittingFactory(quiz=quiz, city=town, starts_at=stage.starts_at, capacity=len(people))
    fill_sittings(quiz_id=quiz.pk, kind="main", actor_id=boss.pk)
    _pass_to(edition, stage)
    RollLine.objects.update(presence=Presence.PRESENT)
    codes = {}
    for room in Sitting.objects.filter(quiz=quiz):
        begin_sitting(sitting_id=room.pk, actor_id=boss.pk)
        codes |= dict.fromkeys(room.roll.values_list("entry_id", flat=True), room.code)
    for place, (client, person) in enumerate(people):
        entry = Entry.objects.get(members__person=person)
        _answers(client, entry, quiz, codes[entry.pk], place)
    for room in Sitting.objects.filter(quiz=quiz):
        close_sitting(sitting_id=room.pk, actor_id=boss.pk)
    _pass_the_end(edition, 0)


def _answers(client, entry, quiz, code, place):
    """Begin with the code of the room, answer each question, and hand in."""
    begun = client.post(
        reverse("contests:start_quiz", args=[entry.pk, quiz.pk, "epreuve"]), {"code": code}
    )
    paper = client.get(begun.url).content.decode()
    lease = re.search(r'data-lease="([^"]+)"', paper).group(1)
    attempt = Attempt.objects.get(entry=entry)
    given = [
        {"n": number + 1, "p": number, "v": "a" if (place + number) % 3 else "b", "ago": 10}
        for number in range(QUESTIONS)
    ]
    sent = client.post(
        reverse("contests:paper_answers", args=[attempt.pk]),
        json.dumps({"lease": lease, "answers": given}),
        content_type="application/json",
    )
    assert sent.status_code == 200, sent.content
    assert attempt.answers.count() == QUESTIONS
    client.post(reverse("contests:end_paper", args=[attempt.pk]))


def _judge(edition, position):
    """Have two jurors give their marks to everybody of a stage."""
    stage = _stage(edition, position)
    _pass_to(edition, stage)
    criterion = Criterion.objects.get(stage=stage)
    for juror in (JurorFactory(edition=edition), JurorFactory(edition=edition)):
        readings = Reading.objects.bulk_create(
            Reading(stage=stage, juror=juror, entry=entry, given_at=timezone.now())
            for entry in entrants(stage.pk)
        )
        Mark.objects.bulk_create(
            Mark(reading=one, criterion=criterion, mark=(one.entry_id + juror.pk) % 7)
            for one in readings
        )
    _pass_the_end(edition, position)


def _decide(edition, boss, position):
    """Decide a stage and publish it, by the organiser's own buttons."""
    client = Client()
    client.force_login(boss)
    args = [edition.pk, _stage(edition, position).pk]
    client.post(reverse("contests:decide", args=args))
    client.post(reverse("contests:publish_decision", args=args))
    assert _stage(edition, position).status == StageStatus.PUBLISHED


def _seals(edition, boss):
    """Seal the edition, fetch the seal as anybody would, and do everything again."""
    sealed.register()
    client = Client()
    client.force_login(boss)
    client.post(reverse("contests:seal_edition", args=[edition.pk]))
    archive = Client().get(reverse("contests:edition_seal", args=[edition.slug, 1])).content
    verdict = verify(archive)
    assert verdict.ok, verdict.findings
    assert sealed.counts(contents(archive)).papers == Attempt.objects.count()
