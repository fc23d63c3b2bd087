"""Letters to those who pass: once when drawn, again only to whom a change concerns."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from boutdufil.kernel import jobs
from boutdufil.rooms.contests.enums import EntryStatus, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Passage
from boutdufil.rooms.contests.rules.passages import TimetableDraft
from boutdufil.rooms.contests.services.passage_mail import summon, tell_passage, told_before
from boutdufil.rooms.contests.services.passages import draw_passages
from tests.factories.contests import MemberFactory, StageFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
DRAFT = TimetableDraft(NINE, 20, room="Salle 4")


@pytest.fixture
def world():
    return jury_world(files=2, jurors=1)


@pytest.fixture
def asked(monkeypatch):
    """Return the letters asked for, as the job is handed them."""
    found = []
    kept = jobs.enqueue
    monkeypatch.setattr(
        jobs,
        "enqueue",
        lambda name, **words: (
            found.append(words) if name == "contests.tell_passage" else kept(name, **words)
        ),
    )
    return found


def draw(world, **words):
    return draw_passages(stage_id=world.stage.pk, draft=DRAFT, actor_id=None, **words)


def test_all_the_people_of_an_entry_read_when_and_where(world, asked):
    second = MemberFactory(entry=world.entries[0]).person
    draw(world)
    own = Passage.objects.get(entry=world.entries[0])

    sent = tell_passage(passage_id=own.pk, was={})

    first = world.entries[0].members.order_by("pk").first().person
    assert sent == 2
    assert {one.to[0] for one in mail.outbox} == {first.email, second.email}
    told = mail.outbox[0].body
    assert "Salle 4" in told
    assert reverse("contests:passage_calendar", args=[own.entry_id]) in told
    assert len(asked) == 4
    assert all(one["was"] == {} for one in asked)


def test_only_whom_a_change_concerns_is_written_to_and_told_what_was(world, asked):
    draw(world)
    asked.clear()
    before = told_before(world.stage.pk)
    own = Passage.objects.get(entry=world.entries[0])
    Passage.objects.filter(pk=own.pk).update(starts_at=own.starts_at + timedelta(hours=3))

    assert summon(world.stage.pk, before) == 1

    assert [one["passage_id"] for one in asked] == [own.pk]
    assert tell_passage(**asked[0]) == 1
    assert "change" in mail.outbox[0].subject
    assert "Avant" in mail.outbox[0].body
    assert Passage.objects.get(pk=own.pk).revision == 1
    assert set(Passage.objects.exclude(pk=own.pk).values_list("revision")) == {(0,)}


def test_nobody_is_written_to_before_the_stage_before_is_public(world, asked):
    StageFactory(edition=world.edition, position=0, status=StageStatus.DECIDED)

    with pytest.raises(ContestError):
        draw(world)

    assert asked == []


def test_who_withdrew_meanwhile_gets_no_letter(world):
    draw(world)
    own = Passage.objects.get(entry=world.entries[0])
    world.entries[0].status = EntryStatus.WITHDRAWN
    world.entries[0].save()

    assert tell_passage(passage_id=own.pk, was={}) == 0
    assert mail.outbox == []


def test_the_calendar_is_its_peoples_alone_and_keeps_its_name(world, client):
    draw(world)
    Passage.objects.filter(entry=world.entries[0]).update(revision=2)
    address = reverse("contests:passage_calendar", args=[world.entries[0].pk])

    client.force_login(world.entries[0].members.get().person)
    answer = client.get(address)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")

    own = Passage.objects.get(entry=world.entries[0])
    assert event["uid"] == f"passage-{world.stage.pk}-{own.entry_id}@boutdufil"
    assert (event["sequence"], event["location"]) == (2, "Salle 4")
    assert event.decoded("dtstart") == own.starts_at
    for other in (world.entries[1].members.get().person, PersonFactory()):
        client.force_login(other)
        assert client.get(address).status_code == 404
