"""What a quiz day holds of somebody is theirs to take away, and goes with them."""

import json

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.utils import timezone

from boutdufil.rooms.contests.models import AnswerEvent, FocusLoss, QuizAnswer
from boutdufil.rooms.contests.services.quiz_privacy import erase_quizzes, export_quizzes
from tests.factories.contests import (
    FocusLossFactory,
    IncidentFactory,
    MemberFactory,
    RollLineFactory,
    SittingFactory,
)
from tests.rooms.contests.quiz_world import paper_of, person_of, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """Give a paper with an answer, left once, in a room with a line in its book."""
    paper = paper_of(score="3", ended_by="")
    sitting = SittingFactory(quiz=paper.quiz)
    RollLineFactory(sitting=sitting, entry=paper.entry)
    say(paper, (1, 0, "Bonjour"))
    FocusLossFactory(attempt=paper)
    IncidentFactory(sitting=sitting, entry=paper.entry, text="Malaise")
    return paper


def test_everything_is_taken_away(paper):
    told = json.dumps(export_quizzes(person_of(paper)), ensure_ascii=False)
    for words in ("Bonjour", "Malaise", "Centre de Metz", '"seconds": 4'):
        assert words in told
    assert "Bonjour" not in json.dumps(export_quizzes(SittingFactory().invigilator))


def test_what_was_answered_alone_goes_and_the_score_stays(paper):
    person = person_of(paper)
    others = paper_of(paper.quiz)
    say(others, (1, 0, "a"))
    erase_quizzes(person)
    assert list(AnswerEvent.objects.values_list("attempt_id", flat=True)) == [others.pk]
    assert QuizAnswer.objects.count() == 1
    assert not FocusLoss.objects.exists()
    assert "Malaise" not in json.dumps(export_quizzes(person))
    paper.refresh_from_db()
    assert paper.score == "3"


def test_a_teams_paper_stays_while_somebody_else_is_in_it(paper):
    person = person_of(paper)
    MemberFactory(entry=paper.entry, is_captain=False, joined_at=timezone.now())
    erase_quizzes(person)
    assert paper.events.count() == 1


def test_an_invigilator_goes_and_the_room_stays():
    sitting = SittingFactory(invigilator_email="petit@exemple.test")
    assert export_quizzes(sitting.invigilator)["watched"]
    erase_quizzes(sitting.invigilator)
    sitting.refresh_from_db()
    assert (sitting.invigilator, sitting.invigilator_email) == (None, "")


def test_no_answer_as_it_came_is_changed_or_lost_otherwise(paper):
    for act in (lambda: paper.events.update(value="b"), lambda: paper.events.all().delete()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            act()
    assert paper.events.get().value == "Bonjour"
