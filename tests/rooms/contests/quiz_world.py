"""Papers for the tests of the quiz day."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.rooms.contests.enums import QuizMode
from boutdufil.rooms.contests.rules.quiz_words import Away, GivenAnswer, QuizWords
from boutdufil.rooms.contests.services.answers import save_answers
from tests.factories.contests import (
    AttemptFactory,
    BlueprintLineFactory,
    ItemFactory,
    ItemVersionFactory,
    MemberFactory,
    QuizFactory,
    ThemeFactory,
)

LEASE = "0.first"


def quiz_of(count=4, mode=QuizMode.OPEN, **told):
    """Return a quiz of so many questions that goes on, drawn from one theme with two to spare."""
    now = timezone.now()
    hours = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    stage = {f"stage__{name}": moment for name, moment in hours.items()}
    quiz = QuizFactory(mode=mode, **(stage | told))
    theme = ThemeFactory(bank=quiz.bank)
    BlueprintLineFactory(quiz=quiz, theme=theme, count=count)
    for _number in range(count + 2):
        ItemVersionFactory(item=ItemFactory(theme=theme, bank=quiz.bank))
    return quiz


def paper_of(quiz=None, *, seconds=600, questions=4, **told):
    """Return a paper that goes on, of somebody new who has the lease `LEASE`."""
    quiz = quiz or QuizFactory()
    member = MemberFactory(entry__edition=quiz.stage.edition)
    now = timezone.now()
    told = {"started_at": now - timedelta(minutes=5), "lease": LEASE} | told
    return AttemptFactory(
        quiz=quiz,
        entry=member.entry,
        draw=[{"version": number + 1, "options": ["a", "b", "c"]} for number in range(questions)],
        ends_at=now + timedelta(seconds=seconds),
        **told,
    )


def person_of(paper):
    """Return the one person of a paper."""
    return paper.entry.members.get().person


def say(paper, *answers, lease=LEASE, now=None, person=None, away=()):
    """Send answers, each (number, position, value) or with its age in milliseconds."""
    given = tuple(GivenAnswer(*(*one, 0)[:4]) for one in answers)
    left = tuple(Away(*one) for one in away)
    return save_answers(
        attempt_id=paper.pk,
        person_id=(person or person_of(paper)).pk,
        words=QuizWords(lease, given, left),
        now=now,
    )


def kept(paper):
    """Return what counts, by position."""
    return dict(paper.answers.values_list("position", "value"))
