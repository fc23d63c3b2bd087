"""Papers: begun once, in their hour, by whom they are for; moved, handed in, ended by the hour."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.rooms.contests.enums import (
    AttemptEnd,
    AttemptKind,
    EntryStatus,
    Presence,
    QuizMode,
    StageStatus,
)
from boutdufil.rooms.contests.errors import ContestError, EligibilityError, TooLateError
from boutdufil.rooms.contests.services.attempts import start_attempt
from boutdufil.rooms.contests.services.papers import end_attempt, end_overdue, take_over
from tests.factories.contests import (
    AccommodationFactory,
    MemberFactory,
    RollLineFactory,
    SittingFactory,
)
from tests.rooms.contests.quiz_world import LEASE, paper_of, person_of, quiz_of, say

pytestmark = pytest.mark.django_db
DEVICE = "browser"


def start(quiz, entry, **told):
    return start_attempt(quiz_id=quiz.pk, entry_id=entry.pk, **{"device": DEVICE} | told)


def entrant(quiz, **told):
    return MemberFactory(entry__edition=quiz.stage.edition, **told).entry


def room_of(quiz, entry, **told):
    told = {"held_at": timezone.now(), "code": "ACDEFG"} | told
    sitting = SittingFactory(quiz=quiz, **told)
    line = RollLineFactory(sitting=sitting, entry=entry, presence=Presence.PRESENT)
    return sitting, line


def submitted():
    return OutboxEvent.objects.filter(name="contests.quiz_submitted").count()


def test_a_paper_is_drawn_once_and_the_same_is_given_again():
    quiz = quiz_of(count=4)
    entry = entrant(quiz)
    paper = start(quiz, entry)
    assert len({one["version"] for one in paper.draw}) == 4
    assert paper.lease == f"0.{DEVICE}"
    assert start(quiz, entry, device="another").pk == paper.pk
    assert quiz.attempts.count() == 1


def test_extra_time_is_in_the_end_of_a_paper():
    quiz = quiz_of(seconds=1200)
    entry = entrant(quiz)
    AccommodationFactory(person=entry.members.get().person, time_factor="1.333")
    paper = start(quiz, entry)
    assert paper.ends_at - paper.started_at == timedelta(seconds=1600)
    assert paper.time_factor == Decimal("1.333")


def test_who_begins_late_at_home_has_the_time_until_the_end():
    quiz = quiz_of(seconds=1200)
    now = quiz.stage.ends_at - timedelta(seconds=90)
    paper = start(quiz, entrant(quiz), now=now)
    assert paper.ends_at == quiz.stage.ends_at


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_paper_begins_in_its_hours(side):
    quiz = quiz_of()
    stage = quiz.stage
    second = timedelta(seconds=1)
    moment = stage.starts_at - second if side == "before" else stage.ends_at
    with pytest.raises(TooLateError, match="ouvre le" if side == "before" else "clos depuis"):
        start(quiz, entrant(quiz), now=moment)
    assert start(quiz, entrant(quiz), now=stage.ends_at - second)


def test_a_closed_stage_and_a_stranger_begin_nothing():
    quiz = quiz_of()
    with pytest.raises(EligibilityError, match="ne participe pas"):
        start(quiz, entrant(quiz, entry__status=EntryStatus.WITHDRAWN))
    quiz.stage.status = StageStatus.CLOSED
    quiz.stage.save()
    with pytest.raises(TooLateError, match="close"):
        start(quiz, entrant(quiz))


def test_a_supervised_quiz_begins_in_its_room_alone():
    quiz = quiz_of(mode=QuizMode.SUPERVISED)
    entry = entrant(quiz)
    with pytest.raises(ContestError, match="en salle"):
        start(quiz, entry)
    sitting, _line = room_of(quiz, entry)
    paper = start(quiz, entry, sitting_id=sitting.pk, code=" acd efg ")
    assert paper.sitting == sitting


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"held_at": None}, "n’a pas commencé"),
        ({"ended_at": timezone.now()}, "terminée"),
        ({"presence": ""}, "L’appel"),
        ({"presence": Presence.ABSENT}, "L’appel"),
        ({"code": "WRONG2"}, "pas le code"),
    ],
    ids=["not begun", "over", "not called", "absent", "code"],
)
def test_a_room_asks_for_presence_code_and_beginning(change, refusal):
    quiz = quiz_of(mode=QuizMode.SUPERVISED)
    entry = entrant(quiz)
    sitting, line = room_of(quiz, entry)
    for one in (sitting, line):
        for name, value in change.items():
            if hasattr(one, name) and name != "code":
                setattr(one, name, value)
        one.save()
    with pytest.raises(ContestError, match=refusal):
        start(quiz, entry, sitting_id=sitting.pk, code=change.get("code", "ACDEFG"))


def test_who_is_on_no_roll_begins_nothing_and_a_room_is_of_its_quiz():
    quiz, other = quiz_of(mode=QuizMode.SUPERVISED), quiz_of(mode=QuizMode.SUPERVISED)
    entry = entrant(quiz)
    sitting, _line = room_of(quiz, entrant(quiz))
    with pytest.raises(EligibilityError, match="feuille d’appel"):
        start(quiz, entry, sitting_id=sitting.pk, code="ACDEFG")
    with pytest.raises(ContestError, match="n’existe pas"):
        start(other, entrant(other), sitting_id=sitting.pk, code="ACDEFG")


def test_a_confirmation_asks_other_questions_in_a_room():
    quiz = quiz_of(count=2, confirmation_items=2, confirmation_seconds=300)
    entry = entrant(quiz)
    sitting, _line = room_of(quiz, entry, kind=AttemptKind.CONFIRMATION)
    told = {"sitting_id": sitting.pk, "code": "ACDEFG"}
    with pytest.raises(EligibilityError, match="rien à confirmer"):
        start(quiz, entry, **told)
    main = start(quiz, entry)
    quiz.stage.status = StageStatus.CLOSED
    quiz.stage.save()
    paper = start(quiz, entry, **told)
    assert paper.kind == AttemptKind.CONFIRMATION
    assert paper.ends_at - paper.started_at == timedelta(seconds=300)
    seen = {one["version"] for one in main.draw}
    assert not seen & {one["version"] for one in paper.draw}


def test_taking_over_twice_with_the_same_browser_is_once():
    paper = paper_of()
    who = {"attempt_id": paper.pk, "person_id": person_of(paper).pk}
    assert take_over(**who, device="b").lease == "1.b"
    assert take_over(**who, device="b").lease == "1.b"
    assert take_over(**who, device="first").lease == "2.first"
    assert take_over(**who | {"person_id": 0}, device="b") is None


def test_a_paper_is_handed_in_once_and_takes_nothing_more():
    paper = paper_of()
    who = {"attempt_id": paper.pk, "person_id": person_of(paper).pk}
    say(paper, (1, 0, "a"))
    with pytest.raises(ContestError, match="autre appareil"):
        end_attempt(**who, lease="1.b")
    assert end_attempt(**who, lease=LEASE).ended_by == AttemptEnd.CANDIDATE
    assert end_attempt(**who, lease=LEASE).ended_at
    assert submitted() == 1
    assert say(paper, (2, 0, "b")).refused == (2,)


def test_the_hour_ends_papers_after_the_grace_with_everybodys_factor():
    quiz = quiz_of(grace_seconds=30)
    usual, longer = paper_of(quiz, seconds=0), paper_of(quiz, seconds=0, time_factor="2")
    going_on = paper_of(quiz)
    now = longer.ends_at + timedelta(seconds=31)
    assert end_overdue(now=usual.ends_at + timedelta(seconds=29)) == 0
    assert end_overdue(now=now) == 1
    assert end_overdue(now=now + timedelta(seconds=31)) == 1
    usual.refresh_from_db()
    going_on.refresh_from_db()
    assert (usual.ended_by, usual.ended_at) == (AttemptEnd.TIME, usual.ends_at)
    assert going_on.ended_at is None
    assert submitted() == 2
