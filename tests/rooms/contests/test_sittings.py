"""Rooms: set up, filled by city, watched over; minutes given back, papers ended, all noted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import (
    AttemptEnd,
    AttemptKind,
    IncidentKind,
    Presence,
    QuizMode,
)
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Incident, LogLine, RollLine
from boutdufil.rooms.contests.permissions.sittings import can_set_sittings, can_watch_sitting
from boutdufil.rooms.contests.rules.placing import Room, Waiting, place
from boutdufil.rooms.contests.selectors.sittings import quiz_rooms, sitting_page, sitting_row
from boutdufil.rooms.contests.selectors.survivors import survivors
from boutdufil.rooms.contests.services import sittings as services
from boutdufil.rooms.contests.services.incidents import IncidentDraft, write_incident
from boutdufil.rooms.contests.services.papers import end_overdue
from boutdufil.rooms.contests.services.roll import call_roll
from boutdufil.rooms.contests.services.sitting_mail import send_sitting
from tests.factories.contests import (
    LILLE,
    METZ,
    MemberFactory,
    RollLineFactory,
    SittingFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.quiz_world import paper_of, quiz_of, say

FAR = {frozenset((METZ, LILLE)): 300.0}
CITIES = st.sampled_from([METZ, LILLE, "00000"])


def distance(one, other):
    return 0.0 if one == other else FAR.get(frozenset((one, other)))


@given(st.lists(CITIES, max_size=12), st.lists(st.tuples(CITIES, st.integers(0, 4)), max_size=4))
def test_nobody_gets_a_place_that_is_taken_and_own_cities_come_first(cities, halls):
    rooms = [Room(number, city, free) for number, (city, free) in enumerate(halls)]
    waiting = [Waiting(number, f"K{number:02}", city) for number, city in enumerate(cities)]
    placed = place(waiting, rooms, distance)
    for room in rooms:
        assert sum(at == room.id for at in placed.values()) <= room.free
    for one in waiting:
        here = [room for room in rooms if room.city == one.city]
        if one.entry_id not in placed:
            assert all(sum(at == room.id for at in placed.values()) == room.free for room in here)
    assert place(list(reversed(waiting)), rooms, distance) == placed


@pytest.fixture
def world(db):
    """Give a supervised quiz, its organiser's manager, and a room in Metz."""
    quiz = quiz_of(mode=QuizMode.SUPERVISED)
    edition = quiz.stage.edition
    manager = MembershipFactory(organisation=edition.organiser, role=Role.MANAGER).person
    sitting = SittingFactory(quiz=quiz, starts_at=timezone.now(), capacity=2)
    return quiz, manager, sitting


def draft_of(quiz, **told):
    held = {
        "kind": AttemptKind.MAIN,
        "place": "Centre (inventé)",
        "room": "B12",
        "city": METZ,
        "starts_at": quiz.stage.starts_at,
        "capacity": 2,
        "invigilator_email": "",
    }
    return services.SittingDraft(**held | told)


def expect(sitting, **told):
    member = MemberFactory(entry__edition=sitting.quiz.stage.edition, **told)
    return RollLineFactory(sitting=sitting, entry=member.entry)


def test_a_room_is_added_and_its_invigilator_written_to(world, mailoutbox):
    quiz, manager, _sitting = world
    person = PersonFactory(email="petit@exemple.test")
    draft = draft_of(quiz, invigilator_email=" Petit@Exemple.test ")
    made = services.create_sitting(quiz_id=quiz.pk, draft=draft, actor_id=manager.pk)
    assert made.invigilator == person
    assert len(made.code) == 6
    assert send_sitting(sitting_id=made.pk)
    assert f"/concours/seance/{made.pk}/" in mailoutbox[0].body
    assert made.code not in mailoutbox[0].body
    assert LogLine.objects.filter(kind="sitting_added").count() == 1


def test_a_candidate_does_not_watch_and_a_room_has_the_stages_hour(world):
    quiz, manager, _sitting = world
    candidate = MemberFactory(entry__edition=quiz.stage.edition)
    for change, refusal in (
        ({"invigilator_email": candidate.email}, "participe au concours"),
        ({"starts_at": quiz.stage.ends_at}, "L’heure"),
        ({"kind": AttemptKind.CONFIRMATION, "starts_at": timezone.now()}, "après la fin"),
    ):
        with pytest.raises(ContestError, match=refusal):
            services.create_sitting(
                quiz_id=quiz.pk, draft=draft_of(quiz, **change), actor_id=manager.pk
            )


def test_people_are_placed_in_their_city_then_near_and_moved_by_hand(world):
    quiz, manager, metz = world
    lille = SittingFactory(quiz=quiz, city=LILLE, capacity=5)
    for _number in range(3):
        MemberFactory(entry__edition=quiz.stage.edition, entry__city=METZ)
    assert quiz_rooms(quiz.stage.edition_id)[0].without == 3
    told = {"quiz_id": quiz.pk, "kind": AttemptKind.MAIN, "actor_id": manager.pk}
    assert services.fill_sittings(**told) == 3
    assert services.fill_sittings(**told) == 0
    assert (metz.roll.count(), lille.roll.count()) == (2, 1)
    moved = metz.roll.first().entry_id
    services.move_entry(sitting_id=lille.pk, entry_id=moved, actor_id=manager.pk)
    assert RollLine.objects.get(entry_id=moved).sitting == lille
    paper_of(quiz, sitting=metz)
    with pytest.raises(ContestError, match="n’est pas attendue"):
        services.move_entry(sitting_id=lille.pk, entry_id=0, actor_id=manager.pk)


def test_a_full_room_and_somebody_who_began_stay_as_they_are(world):
    quiz, manager, metz = world
    line = expect(metz)
    full = SittingFactory(quiz=quiz, capacity=1)
    expect(full)
    with pytest.raises(ContestError, match="complète"):
        services.move_entry(sitting_id=full.pk, entry_id=line.entry_id, actor_id=manager.pk)
    begun = paper_of(quiz, sitting=full)
    with pytest.raises(ContestError, match="déjà commencé"):
        services.move_entry(sitting_id=metz.pk, entry_id=begun.entry_id, actor_id=manager.pk)


def test_the_roll_is_called_and_who_began_is_present(world):
    quiz, manager, sitting = world
    line = expect(sitting)
    told = {"sitting_id": sitting.pk, "entry_ids": [line.entry_id], "actor_id": manager.pk}
    assert call_roll(**told, presence=Presence.PRESENT) == 1
    assert call_roll(**told, presence=Presence.PRESENT) == 0
    assert call_roll(**told, presence=Presence.ABSENT) == 1
    begun = paper_of(quiz, sitting=sitting)
    RollLineFactory(sitting=sitting, entry=begun.entry, presence=Presence.PRESENT)
    with pytest.raises(ContestError, match="elle est présente"):
        call_roll(**told | {"entry_ids": [begun.entry_id]}, presence=Presence.ABSENT)


def test_a_session_begins_once_not_before_its_stage_and_stays(world):
    quiz, manager, sitting = world
    told = {"sitting_id": sitting.pk, "actor_id": manager.pk}
    with pytest.raises(ContestError, match="ne commence pas avant"):
        services.begin_sitting(**told, now=quiz.stage.starts_at - timedelta(seconds=1))
    assert services.begin_sitting(**told)
    assert not services.begin_sitting(**told)
    with pytest.raises(ContestError, match="ne change plus"):
        services.remove_sitting(**told)
    with pytest.raises(ContestError, match="ne change plus"):
        services.change_sitting(**told, draft=draft_of(quiz))


def test_minutes_go_to_one_or_to_all_with_their_factor_and_a_line(world):
    quiz, manager, sitting = world
    usual, longer = paper_of(quiz, sitting=sitting), paper_of(quiz, sitting=sitting, time_factor=2)
    ends = usual.ends_at, longer.ends_at
    told = {"sitting_id": sitting.pk, "actor_id": manager.pk}
    draft = IncidentDraft(IncidentKind.NETWORK, "Coupure", minutes=5)
    write_incident(**told, draft=draft)
    usual.refresh_from_db()
    longer.refresh_from_db()
    assert usual.ends_at - ends[0] == timedelta(minutes=5)
    assert longer.ends_at - ends[1] == timedelta(minutes=10)
    assert Incident.objects.get().minutes_given == 5
    assert LogLine.objects.get(kind="incident").facts["papers"] == 2
    with pytest.raises(ContestError, match="n’est pas dans cette séance"):
        write_incident(**told, draft=IncidentDraft(IncidentKind.OTHER, "?", entry_id=0))


def test_a_paper_the_hour_ended_goes_on_and_one_handed_in_does_not(world):
    quiz, manager, sitting = world
    over = paper_of(quiz, sitting=sitting, seconds=-60)
    now = timezone.now()
    assert end_overdue(now=now) == 1
    given_in = paper_of(
        quiz, sitting=sitting, ended_at=now, ended_by=AttemptEnd.CANDIDATE, seconds=60
    )
    draft = IncidentDraft(IncidentKind.DEVICE, "Écran noir", minutes=3)
    write_incident(sitting_id=sitting.pk, draft=draft, actor_id=manager.pk, now=now)
    over.refresh_from_db()
    given_in.refresh_from_db()
    assert (over.ended_at, over.ends_at) == (None, now + timedelta(minutes=3))
    assert given_in.ended_at == now
    assert say(over, (1, 0, "a")).kept == (1,)


def test_the_invigilator_ends_papers_and_closes_for_good(world):
    quiz, manager, sitting = world
    paper, other = paper_of(quiz, sitting=sitting), paper_of(quiz, sitting=sitting)
    now = timezone.now()
    told = {"sitting_id": sitting.pk, "actor_id": manager.pk, "now": now}
    assert services.end_papers(**told, entry_id=paper.entry_id) == 1
    second = timedelta(seconds=1)
    assert say(paper, (1, 0, "a", 3000), now=now + second).kept == (1,)
    assert say(paper, (2, 0, "b", 0), now=now + 5 * second).refused == (2,)
    services.close_sitting(**told)
    assert say(other, (1, 0, "a", 0), now=now + 5 * second).refused == (1,)
    assert end_overdue(now=now + timedelta(minutes=2)) == 2
    paper.refresh_from_db()
    assert paper.ended_by == AttemptEnd.INVIGILATOR
    draft = IncidentDraft(IncidentKind.OTHER, "Trop tard", minutes=3)
    with pytest.raises(ContestError, match="plus de minutes"):
        write_incident(sitting_id=sitting.pk, draft=draft, actor_id=manager.pk)


def test_who_watches_sees_counts_and_never_an_answer(world):
    quiz, _manager, sitting = world
    paper = paper_of(quiz, sitting=sitting)
    RollLineFactory(sitting=sitting, entry=paper.entry, presence=Presence.PRESENT)
    expect(sitting)
    say(paper, (1, 0, "a"), (2, 1, None))
    page = sitting_page(sitting_row(sitting.pk))
    assert (page.present, page.begun, page.answering) == (1, 1, 1)
    assert sorted(one.answered for one in page.roll) == [0, 1]
    assert not {"value", "values", "score"} & set(type(page.roll[0]).__slots__)


def test_survivors_are_as_many_a_place_of_each_city_as_declared_and_equals_all_come(db):
    quiz = quiz_of(stage__takes=1, stage__per="city")
    scores = {METZ: ["9", "8", "8", "7"], LILLE: ["3"]}
    for city, held in scores.items():
        for score in held:
            paper = paper_of(quiz, ended_at=timezone.now(), score=score)
            paper.entry.city = city
            paper.entry.save()
    assert len(survivors(quiz)) == 4
    quiz.confirmed_per_place = 1
    assert len(survivors(quiz)) == 2
    paper_of(quiz)
    with pytest.raises(ContestError, match="pas encore rendues"):
        survivors(quiz)


WATCHERS = {
    "invigilator": (True, False),
    "written to": (True, False),
    "manager": (True, True),
    "recruiter": (False, False),
    "candidate": (False, False),
    "manager elsewhere": (False, False),
    "invigilator elsewhere": (False, False),
}


@pytest.mark.parametrize("who", WATCHERS)
def test_who_may_do_what_with_a_session(world, who):
    quiz, manager, sitting = world
    sitting.invigilator_email = "petit@exemple.test"
    sitting.save()
    organiser = quiz.stage.edition.organiser
    people = {
        "invigilator": lambda: sitting.invigilator,
        "written to": lambda: PersonFactory(email="petit@exemple.test"),
        "manager": lambda: manager,
        "recruiter": lambda: MembershipFactory(organisation=organiser, role=Role.RECRUITER).person,
        "candidate": lambda: expect(sitting).entry.members.get().person,
        "manager elsewhere": lambda: MembershipFactory(role=Role.MANAGER).person,
        "invigilator elsewhere": lambda: SittingFactory(quiz=quiz).invigilator,
    }
    person = people[who]()
    allowed = (
        can_watch_sitting(person, sitting.pk),
        can_set_sittings(person, quiz.stage.edition_id),
    )
    assert allowed == WATCHERS[who]
    assert not can_watch_sitting(person, 0)
