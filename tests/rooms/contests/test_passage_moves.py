"""One passage moved for a reason; the gap of who withdrew closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.contests.enums import EntryStatus, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import LogLine, Passage
from boutdufil.rooms.contests.services.passage_moves import close_gap, move_passage
from tests.factories.contests import PassageFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = jury_world(files=3, jurors=1)
    tomorrow = timezone.localtime() + timedelta(days=1)
    made.nine = tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
    made.passages = [
        PassageFactory(
            stage=made.stage,
            jury=made.juries[0],
            entry=entry,
            starts_at=made.nine + timedelta(minutes=25 * place),
            room="Salle 4",
        )
        for place, entry in enumerate(made.entries[:3])
    ]
    return made


def move(world, place=0, *, after=300, reason="Un train en retard"):
    return move_passage(
        passage_id=world.passages[place].pk,
        starts_at=world.nine + timedelta(minutes=after),
        room="Salle 5",
        reason=reason,
        actor_id=world.organiser.pk,
    )


def withdraw(world, place):
    entry = world.passages[place].entry
    entry.status = EntryStatus.WITHDRAWN
    entry.save()


def hours(world):
    found = Passage.objects.order_by("starts_at").values_list("entry_id", "starts_at")
    return [(entry, (at - world.nine) // timedelta(minutes=1)) for entry, at in found]


def test_a_move_is_in_the_log_with_its_reason_and_changes_one(world):
    move(world)

    line = LogLine.objects.get(kind="passage_moved")
    assert line.facts["number"] == world.entries[0].number
    assert line.facts["reason"] == "Un train en retard"
    first, second, third = (one.pk for one in world.entries[:3])
    assert hours(world) == [(second, 25), (third, 50), (first, 300)]
    told = Passage.objects.order_by("starts_at").values_list("revision", flat=True)
    assert list(told) == [0, 0, 1]


@pytest.mark.parametrize("case", ["reason", "over", "past", "begun", "closed", "withdrawn"])
def test_what_keeps_a_passage_where_it_is(world, case):
    words = {}
    if case == "reason":
        words["reason"] = " "
    elif case == "over":
        words["after"] = 44
    elif case == "past":
        words["after"] = -3000
    elif case == "begun":
        Passage.objects.update(began_at=timezone.now())
    elif case == "closed":
        world.stage.status = StageStatus.CLOSED
        world.stage.save()
    else:
        withdraw(world, 0)
    held = hours(world)

    with pytest.raises(ContestError):
        move(world, **words)

    assert hours(world) == held
    assert not LogLine.objects.filter(kind="passage_moved").exists()


def test_a_gap_is_closed_and_the_pauses_stay(world):
    withdraw(world, 0)

    assert close_gap(passage_id=world.passages[0].pk, actor_id=world.organiser.pk) == 2

    assert hours(world) == [(world.entries[1].pk, 0), (world.entries[2].pk, 25)]
    line = LogLine.objects.get(kind="passage_gap_closed")
    assert (line.facts["minutes"], line.facts["moved"]) == (25, 2)


@pytest.mark.parametrize("case", ["live", "begun", "past"])
def test_a_gap_that_stays(world, case):
    if case != "live":
        withdraw(world, 0)
    if case == "begun":
        Passage.objects.filter(pk=world.passages[2].pk).update(began_at=timezone.now())
    if case == "past":
        Passage.objects.filter(pk=world.passages[0].pk).update(
            starts_at=timezone.now() - timedelta(minutes=1)
        )
        Passage.objects.filter(pk=world.passages[1].pk).update(
            starts_at=timezone.now() - timedelta(seconds=30)
        )
    held = hours(world)

    with pytest.raises(ContestError):
        close_gap(passage_id=world.passages[0].pk, actor_id=world.organiser.pk)

    assert hours(world) == held


def test_only_who_runs_the_edition_moves(world, client):
    address = reverse(
        "contests:move_passage", args=[world.edition.pk, world.stage.pk, world.passages[0].pk]
    )
    typed = {
        "starts_at": f"{world.nine + timedelta(hours=5):%Y-%m-%dT%H:%M}",
        "room": "Salle 5",
        "reason": "Un train en retard",
    }
    people = {
        "juror": world.jurors[0].person,
        "candidate": world.entries[0].members.get().person,
        "organiser": world.organiser,
    }
    seen = {}
    for name, person in people.items():
        client.force_login(person)
        seen[name] = (client.get(address).status_code, client.post(address, typed).status_code)

    assert seen.pop("organiser") == (200, 302)
    assert set(seen.values()) == {(404, 404)}
    assert Passage.objects.filter(room="Salle 5").count() == 1
    withdraw(world, 1)
    gap = reverse(
        "contests:move_passage", args=[world.edition.pk, world.stage.pk, world.passages[1].pk]
    )
    assert client.post(gap, {"do": "close_gap"}).status_code == 302
    assert Passage.objects.count() == 2
