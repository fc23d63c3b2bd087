"""The jury's live page: begun, ended, absent, by the server's clock and by who may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.contests.enums import EntryStatus, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import LogLine, Passage
from boutdufil.rooms.contests.services.passage_desk import (
    begin_passage,
    end_passage,
    note_absence,
)
from tests.factories.contests import ConflictFactory, PassageFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = jury_world(files=2, jurors=2)
    made.passages = [
        PassageFactory(
            stage=made.stage,
            jury=made.juries[0],
            entry=entry,
            starts_at=timezone.now() - timedelta(minutes=10 - 5 * place),
            room="Salle 4",
        )
        for place, entry in enumerate(made.entries[:2])
    ]
    made.address = reverse("contests:passage_desk", args=[made.juries[0].pk])
    return made


def act(world, do, place=0):
    return do(passage_id=world.passages[place].pk, actor_id=world.organiser.pk)


def kinds():
    return list(
        LogLine.objects.filter(kind__startswith="passage_").values_list("kind", "facts__number")
    )


def test_each_act_is_in_the_log_once_however_often_it_is_pressed(world):
    first, second = (one.entry.number for one in world.passages)

    began = {act(world, begin_passage).began_at for _ in range(2)}
    ended = {act(world, end_passage).ended_at for _ in range(2)}
    absent = {act(world, note_absence, 1).absent_at for _ in range(2)}

    assert len(began) == len(ended) == len(absent) == 1
    assert kinds() == [
        ("passage_began", first),
        ("passage_ended", first),
        ("passage_absent", second),
    ]


def test_who_comes_after_all_still_passes(world):
    act(world, note_absence)

    act(world, begin_passage)

    assert Passage.objects.filter(absent_at=None, began_at__isnull=False).count() == 1


@pytest.mark.parametrize("case", ["other", "withdrawn", "closed", "early", "not_begun", "there"])
def test_what_is_refused_is_said_and_leaves_no_line(world, case):
    do, place = begin_passage, 0
    if case == "other":
        act(world, begin_passage, 1)
    elif case == "withdrawn":
        entry = world.passages[0].entry
        entry.status = EntryStatus.WITHDRAWN
        entry.save()
    elif case == "closed":
        world.stage.status = StageStatus.CLOSED
        world.stage.save()
    elif case == "early":
        do = note_absence
        Passage.objects.update(starts_at=timezone.now() + timedelta(hours=1))
    elif case == "there":
        do = note_absence
        act(world, begin_passage)
    else:
        do = end_passage
    before = kinds()

    with pytest.raises(ContestError):
        act(world, do, place)

    assert kinds() == before


def test_only_this_jury_and_who_runs_the_edition_hold_its_passages(world, client):
    ConflictFactory(juror=world.jurors[1], entry=world.passages[0].entry)
    people = {
        "organiser": world.organiser,
        "juror": world.jurors[0].person,
        "barred": world.jurors[1].person,
        "other jury": world.jurors[2].person,
        "candidate": world.entries[0].members.get().person,
        "stranger": PersonFactory(),
    }
    seen = {}
    for name, person in people.items():
        Passage.objects.update(began_at=None)
        client.force_login(person)
        asked = client.get(world.address).status_code
        typed = {"passage": world.passages[0].pk, "do": "begin"}
        sent = client.post(world.address, typed).status_code
        seen[name] = (asked, sent, Passage.objects.filter(began_at__isnull=False).count())

    assert seen.pop("organiser") == seen.pop("juror") == (200, 302, 1)
    assert seen.pop("barred") == (200, 404, 0)
    assert set(seen.values()) == {(404, 404, 0)}


def test_a_passage_of_another_jury_is_not_held_here(world, client):
    other = PassageFactory(stage=world.stage, jury=world.juries[1], entry=world.entries[2])
    client.force_login(world.jurors[0].person)

    sent = client.post(world.address, {"passage": other.pk, "do": "begin"})

    assert sent.status_code == 404


def test_the_page_shows_now_next_the_hour_and_ones_own_reading(world, client):
    juror = world.jurors[0]
    reading = world.reading(juror, world.passages[0].entry)
    act(world, begin_passage)
    client.force_login(juror.person)

    page = client.get(world.address)

    shown, desk = page.content.decode(), page.context["desk"]
    assert (desk.under_way.number, desk.next.number) == tuple(
        one.entry.number for one in world.passages
    )
    assert reverse("contests:reading", args=[reading.pk]) in shown
    began = Passage.objects.get(pk=world.passages[0].pk).began_at
    ends = int((began + timedelta(minutes=20)).timestamp())
    assert f'data-ends="{ends}' in shown
    assert not any(one.name in shown for one in world.jurors)
    assert world.address in client.get(reverse("contests:jury_desk")).content.decode()
