"""Passages before a jury: drawn so that anybody may draw them again, told to those who pass."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.engines.judging import draw_order
from boutdufil.rooms.contests.enums import EntryStatus, StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Juror, LogLine, Passage
from boutdufil.rooms.contests.rules.passages import Passing, TimetableDraft, lay_out
from boutdufil.rooms.contests.selectors.passages import passages_for, passages_of
from boutdufil.rooms.contests.services.entry_privacy import export_entries
from boutdufil.rooms.contests.services.passages import draw_passages
from tests.factories.contests import AccommodationFactory, ConflictFactory, StageFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
DRAFT = TimetableDraft(NINE, 20, between=5, pause_after=2, pause_minutes=15, room="Salle 4")


@pytest.fixture
def world():
    return jury_world(files=3, jurors=2)


def draw(world, **words):
    return draw_passages(stage_id=world.stage.pk, draft=DRAFT, actor_id=None, **words)


def test_juries_hear_side_by_side_with_pauses_and_longer_time():
    passing = [Passing(1, 7), Passing(2, 8), Passing(3, 7, Decimal("1.33")), Passing(4, 7)]

    hours = {one.entry_id: one for one in lay_out(passing, DRAFT)}

    minutes = {one: (hours[one].starts_at - NINE) // timedelta(minutes=1) for one in hours}
    assert minutes == {1: 0, 2: 0, 3: 25, 4: 67}
    assert hours[3].minutes == 27


@pytest.mark.django_db
def test_the_log_says_how_the_order_was_drawn(world):
    assert draw(world) == 6

    line = LogLine.objects.get(kind="passages_drawn")
    numbers = [one.number for one in world.entries]
    assert line.facts["order"] == list(draw_order(line.facts["seed"], numbers))
    for jury in world.juries:
        own = [one.number for one in passages_of(world.stage.pk) if one.jury == jury.name]
        assert own == [one for one in line.facts["order"] if one in own]
        assert len(own) == 3
    assert not any(one.stage.name in str(line.facts) for one in Passage.objects.all())


@pytest.mark.django_db
def test_a_second_draw_needs_a_reason_and_keeps_the_first_in_the_log(world):
    draw(world)
    with pytest.raises(ContestError) as refused:
        draw(world)
    assert refused.value.field == "reason"

    draw(world, reason="Une salle de moins")

    lines = LogLine.objects.filter(kind="passages_drawn").order_by("position")
    assert [one.facts["reason"] for one in lines] == ["", "Une salle de moins"]
    assert Passage.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["begun", "closed", "file", "barred", "no_jury", "embargo"])
def test_what_keeps_an_order_from_being_drawn(world, case):
    stage = world.stage
    if case == "begun":
        draw(world)
        Passage.objects.update(began_at=timezone.now())
    elif case == "barred":
        for juror in world.jurors[:2]:
            ConflictFactory(juror=juror, entry=world.entries[0])
    elif case == "no_jury":
        world.juries[0].delete()
    elif case == "embargo":
        StageFactory(edition=stage.edition, position=0, status=StageStatus.DECIDED)
    else:
        stage.status = StageStatus.CLOSED if case == "closed" else stage.status
        stage.kind = StageKind.FILE if case == "file" else stage.kind
        stage.save()
    held = list(Passage.objects.values_list("pk", flat=True))

    with pytest.raises(ContestError):
        draw(world, reason="Essai")

    assert list(Passage.objects.values_list("pk", flat=True)) == held


@pytest.mark.django_db
def test_a_granted_factor_lengthens_the_passage_of_who_has_it(world):
    person = world.entries[0].members.get().person
    AccommodationFactory(person=person, time_factor=Decimal("1.5"), granted_at=timezone.now())

    draw(world)

    assert Passage.objects.get(entry=world.entries[0]).minutes == 30
    assert set(Passage.objects.exclude(entry=world.entries[0]).values_list("minutes")) == {(20,)}


@pytest.mark.django_db
def test_who_passes_reads_when_where_and_by_what_but_no_name(world, client):
    ConflictFactory(juror=world.jurors[0], entry=world.entries[0])
    draw(world)
    entry = world.entries[0]
    client.force_login(entry.members.get().person)

    shown = client.get(reverse("contests:entry", args=[entry.pk])).content.decode()

    assert "Salle 4" in shown
    assert all(one.name in shown for one in world.criteria)
    assert not any(one.name in shown for one in Juror.objects.all())
    assert [one.jurors for one in passages_for(entry.pk)] == [1]
    told = export_entries(entry.members.get().person)["entries"][0]["passages"]
    assert [(one["minutes"], one["room"]) for one in told] == [(20, "Salle 4")]


@pytest.mark.django_db
def test_only_who_runs_the_edition_draws(world, client):
    address = reverse("contests:passages", args=[world.edition.pk, world.stage.pk])
    people = {
        "organiser": world.organiser,
        "juror": world.jurors[0].person,
        "candidate": world.entries[0].members.get().person,
        "stranger": PersonFactory(),
    }
    typed = {
        "starts_at": "2027-03-01T09:00",
        "minutes": "20",
        "between": "5",
        "pause_after": "0",
        "pause_minutes": "0",
        "room": "Salle 4",
    }
    seen = {}
    for name, person in reversed(people.items()):
        client.force_login(person)
        seen[name] = (client.get(address).status_code, client.post(address, typed).status_code)

    assert seen.pop("organiser") == (200, 302)
    assert set(seen.values()) == {(404, 404)}
    assert Passage.objects.count() == 6


@pytest.mark.django_db
def test_who_withdrew_leaves_a_gap_that_shows(world):
    draw(world)
    world.entries[1].status = EntryStatus.WITHDRAWN
    world.entries[1].save()

    gone = {one.number for one in passages_of(world.stage.pk) if not one.is_live}

    assert gone == {world.entries[1].number}
