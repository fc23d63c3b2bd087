"""The student contest: teams of schools answer a case, juries read it blind, and one team wins.

Every request of a team, a juror and the organiser is a real one, through the site's own stack.
What only repeats (150 files, 45 jurors, three readings each) is in the long tier.
"""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.territories.models import Commune
from boutdufil.rooms.contests.enums import EntryKind, LatePolicy, StageStatus
from boutdufil.rooms.contests.models import (
    CaseStudy,
    Conflict,
    Criterion,
    Distribution,
    Edition,
    Entry,
    Juror,
    Jury,
    Member,
    Reading,
    Stage,
    Submission,
)
from boutdufil.rooms.contests.rules.pipelines import Ready
from boutdufil.rooms.contests.selectors.results import public_results
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services import cases, jurors, teams
from boutdufil.rooms.contests.services.editions import create_edition
from boutdufil.rooms.contests.services.publishing import publish_edition
from boutdufil.rooms.contests.services.stages import follow_stages
from tests.factories.contests import CriterionFactory, LevelFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.drafts import edition_draft
from tests.rooms.contests.papers import pdf

pytestmark = pytest.mark.django_db
TOWNS = ("57463", "59350", "69123", "31555", "44109")
LEVELS = 5


@pytest.mark.parametrize(
    ("files", "regions", "jurors_each"),
    [
        pytest.param(12, 3, 3, id="12"),
        pytest.param(150, 5, 9, id="150", marks=pytest.mark.long),
    ],
)
def test_from_a_case_to_the_winning_team(files, regions, jurors_each):
    boss, edition = _declared()
    towns = TOWNS[:regions]
    captains = [_team(edition, towns[at % regions], at) for at in range(files)]
    _hands_in_once_released(edition, captains)
    _checked_blind(edition, boss)

    experts = _experts(edition, boss, towns, jurors_each)
    _read_by_plan(edition, boss, experts, files)
    _decide(edition, boss, 0)
    _heard_by_its_jury(edition, boss, 1, experts)
    assert entrants(_stage(edition, 2).pk).count() == regions
    _heard_by_its_jury(edition, boss, 2, experts)

    _explained(edition, captains)


def _declared():
    """Return a student contest anybody may enter today, its rules public, and who runs it."""
    boss, body = PersonFactory(), OrganisationFactory()
    MembershipFactory(person=boss, organisation=body, role=Role.MANAGER)
    now = timezone.now()
    draft = edition_draft(
        name="Concours étudiant inventé",
        entered_by=EntryKind.TEAM,
        needs_employer=False,
        needs_school=True,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=30),
    )
    edition = create_edition(
        organiser_id=body.pk, draft=draft, ready=Ready.STUDENTS, actor_id=boss.pk
    )
    _set_case(_stage(edition, 0), boss)
    for stage in edition.stages.all():
        for weight in (2, 1):
            line = CriterionFactory(stage=stage, weight=weight)
            for mark in range(LEVELS):
                LevelFactory(criterion=line, mark=mark, anchor=f"Niveau {mark}")
    publish_edition(edition_id=edition.pk, actor_id=boss.pk)
    return boss, edition


def _set_case(stage, boss):
    acting = cases.Acting(stage.pk, boss.pk)
    told = cases.CaseDraft(
        title="L’attente au standard",
        text="Que faire quand tout le monde attend ?",
        released_at=stage.starts_at,
        due_at=stage.starts_at + timedelta(hours=6),
        late_policy=LatePolicy.REFUSE,
        late_minutes=0,
        takes_paper=True,
        takes_film=True,
    )
    cases.save_case(acting=acting, draft=told)
    cases.save_question(acting=acting, draft=cases.CaseQuestionDraft("Que faire ?", 200))


def _signed_in(person):
    """Return the browser of somebody, at home: everybody has an address of their own."""
    client = Client(REMOTE_ADDR=f"10.9.{person.pk >> 8 & 255}.{person.pk & 255}")
    client.force_login(person)
    return client


def _done(answer):
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer


def _team(edition, town, at):
    """Have a team of two to four enter: its captain, then who accepts an invitation."""
    captain = PersonFactory()
    client = _signed_in(captain)
    page = reverse("contests:enter", args=[edition.slug])
    rules = re.search(r'name="rules" value="(\d+)"', client.get(page).content.decode()).group(1)
    commune = Commune.objects.get(pk=town)
    told = {
        "team_name": f"Équipe {at}",
        "school": f"Lycée inventé {at % 7}",
        "near": f"{commune.name} ({commune.department_id})",
        "agrees": "on",
        "rules": rules,
    }
    _done(client.post(page, told))
    entry = Entry.objects.get(members__person=captain)
    for _n in range(1 + at % 3 if at < 6 else 1):
        friend = PersonFactory()
        invite = reverse("contests:invite_member", args=[entry.pk])
        _done(client.post(invite, {"email": friend.email}))
        nonce = Member.objects.get(entry=entry, email=friend.email).nonce
        link = reverse("contests:team_invitation", args=[teams.token_of(nonce)])
        _done(_signed_in(friend).post(link, {"do": "accept"}))
    entry.refresh_from_db()
    assert entry.status == "entered"
    return captain


def _stage(edition, position):
    return edition.stages.order_by("position")[position]


def _pass_to(edition, moment):
    """Let the days pass until an hour after a moment: all hours come nearer."""
    gone = moment - timezone.now() + timedelta(hours=1)
    Edition.objects.filter(pk=edition.pk).update(
        opens_at=F("opens_at") - gone, closes_at=F("closes_at") - gone
    )
    Stage.objects.filter(edition=edition).update(
        starts_at=F("starts_at") - gone, ends_at=F("ends_at") - gone
    )
    CaseStudy.objects.filter(stage__edition=edition).update(
        released_at=F("released_at") - gone, due_at=F("due_at") - gone
    )
    follow_stages(now=timezone.now())


def _hands_in_once_released(edition, captains):
    """Nobody reads the case before its hour; then each team answers, joins a PDF and a link."""
    stage = _stage(edition, 0)
    entries = {one.person_id: one.entry for one in Member.objects.select_related("entry")}
    early = reverse("contests:submission", args=[entries[captains[0].pk].pk, stage.pk])
    assert "Que faire quand" not in _signed_in(captains[0]).get(early).content.decode()
    _pass_to(edition, stage.starts_at)
    question = stage.case.questions.get()
    for captain in captains:
        client, args = _signed_in(captain), [entries[captain.pk].pk, stage.pk]
        page = reverse("contests:submission", args=args)
        told = client.get(page).content.decode()
        assert "Que faire quand" in told
        joined = {
            f"text_{question.pk}": f"Rappeler au lieu de faire attendre. {captain.name}.",
            f"rev_{question.pk}": "0",
            "film": "https://example.org/film",
            "paper": SimpleUploadedFile("plan.pdf", pdf("Notre plan"), "application/pdf"),
            "do": "review",
        }
        _done(client.post(page, joined))
        _done(client.post(reverse("contests:hand_in", args=args)))
    assert Submission.objects.filter(handed_in_at__isnull=False).count() == len(captains)


def _checked_blind(edition, boss):
    """Have a person read each file and hide what names somebody."""
    client = _signed_in(boss)
    for one in Submission.objects.all():
        page = reverse("contests:blind_file", args=[edition.pk, one.pk])
        found = re.findall(r'name="words" value="([^"]+)"', client.get(page).content.decode())
        _done(client.post(page, {"words": found, "shows_paper": "on", "has_read": "on"}))
        one.refresh_from_db()
        assert one.redactions, "the captain signed the answer"


def _experts(edition, boss, towns, each):
    """Invite experts of each region; they accept, one says which school is theirs."""
    desk = _signed_in(boss)
    invited = []
    for town in towns:
        region = Commune.objects.get(pk=town).department.region_id
        for _n in range(each):
            person = PersonFactory()
            told = {"name": person.name, "email": person.email, "region": region}
            # One teaches where a team comes from, as the organiser knows.
            told |= {"most_files": "14", "school": "" if invited else "Lycée inventé 0"}
            _done(desk.post(reverse("contests:jurors", args=[edition.pk]), told))
            one = Juror.objects.get(email=person.email)
            link = reverse("contests:juror_invitation", args=[jurors.token_of(one.nonce)])
            _done(_signed_in(person).post(link, {"do": "accept"}))
            invited.append((person, one))
    person, one = invited[1]
    ties = reverse("contests:ties", args=[one.pk])
    _done(_signed_in(person).post(ties, {"schools": "Lycée inventé 3"}))
    return invited


def _read_by_plan(edition, boss, experts, files):
    """Give each file to three jurors, a fifth of them linking; nobody reads who may not."""
    stage, desk = _stage(edition, 0), _signed_in(boss)
    _pass_to(edition, stage.ends_at)
    args = [edition.pk, stage.pk]
    _done(desk.post(reverse("contests:juries", args=args), {"do": "seat"}))
    plan = {"do": "distribute", "reviews": "3", "linking": "20"}
    _done(desk.post(reverse("contests:distribution", args=args), plan))

    facts = Distribution.objects.get(stage=stage).facts
    assert (facts["readings"], facts["connected"]) == (3 * files, True)
    # One more than a fifth where a conflict leaves a file two jurors at home.
    assert 0 <= facts["linking"] + -files // 5 <= 1
    for person, kind, school in (
        (experts[0][1], "school", "Lycée inventé 0"),
        (experts[1][1], "school", "Lycée inventé 3"),
    ):
        known = set(Entry.objects.filter(school=school).values_list("pk", flat=True))
        barred = Conflict.objects.filter(juror=person, kind=kind)
        assert set(barred.values_list("entry_id", flat=True)) == known != set()
        assert not Reading.objects.filter(juror=person, entry__in=known).exists()
    _read(stage, experts)
    _meet(stage, boss)


def _read(stage, experts):
    """Have every juror open a file, and give their marks of all of theirs."""
    lines = list(Criterion.objects.filter(stage=stage))
    names = set(Member.objects.values_list("name", flat=True))
    for person, juror in experts:
        client = _signed_in(person)
        for place, one in enumerate(Reading.objects.filter(stage=stage, juror=juror)):
            page = reverse("contests:reading", args=[one.pk])
            told = "" if place else client.get(page).content.decode()
            assert not any(name in told for name in names), "files are read without names"
            marks = {f"mark_{line.pk}": str(_mark(one, line)) for line in lines}
            _done(client.post(page, {**marks, "revision": str(one.revision), "do": "give"}))
    assert not Reading.objects.filter(stage=stage, given_at=None, recused_at=None).exists()


def _mark(reading, line):
    """Return a mark that follows the file, less what its juror is strict by."""
    return max(0, (reading.entry_id * 7 + line.weight) % LEVELS - reading.juror_id % 2)


def _meet(stage, boss):
    """Open and close each jury's meeting; what it says of its agreement is told there."""
    client = _signed_in(boss)
    for jury in Jury.objects.filter(stage=stage):
        act = reverse("contests:meeting_act", args=[jury.pk])
        _done(client.post(act, {"do": "open"}))
        told = client.get(reverse("contests:meeting", args=[jury.pk])).content.decode()
        assert "Accord du jury" in told
        _done(client.post(act, {"do": "close"}))
        jury.refresh_from_db()
        assert jury.meeting_closed_at is not None


def _heard_by_its_jury(edition, boss, position, experts):
    """Seat the juries of a stage, region by region or all together; they hear everybody."""
    stage, desk = _stage(edition, position), _signed_in(boss)
    _pass_to(edition, stage.starts_at)
    args = [edition.pk, stage.pk]
    if position == 1:
        _done(desk.post(reverse("contests:juries", args=args), {"do": "seat"}))
    else:
        whole = {"name": "Jury national", "jurors": [one.pk for _, one in experts[::4]]}
        _done(desk.post(reverse("contests:juries", args=args), whole))
    everybody = {"do": "distribute", "reviews": "0", "linking": "20"}
    _done(desk.post(reverse("contests:distribution", args=args), everybody))
    _read(stage, experts)
    _meet(stage, boss)
    _pass_to(edition, _stage(edition, position).ends_at)
    _decide(edition, boss, position)


def _decide(edition, boss, position):
    """Decide a stage and publish it, by the organiser's own buttons."""
    desk, args = _signed_in(boss), [edition.pk, _stage(edition, position).pk]
    desk.post(reverse("contests:decide", args=args))
    desk.post(reverse("contests:publish_decision", args=args))
    assert _stage(edition, position).status == StageStatus.PUBLISHED


def _explained(edition, captains):
    """One team won; each team reads why it stands where it stands."""
    (final,) = public_results(edition.pk)[0].groups
    winners = [row for row in final.selected if row.rank == 1]
    assert len(winners) == 1
    results = Client().get(reverse("contests:results", args=[edition.slug])).content.decode()
    assert winners[0].number in results
    stage = _stage(edition, 0)
    for captain in (captains[0], captains[-1]):
        entry = Entry.objects.get(members__person=captain)
        told = _signed_in(captain).get(reverse("contests:why", args=[entry.pk, stage.pk]))
        assert told.status_code == 200
        assert "Ce que le jury a noté" in told.content.decode()
