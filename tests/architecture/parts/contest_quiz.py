"""A quiz day of the inhabited site: the person answers one, watches over a room, and runs rooms."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.files.services import store_file
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import Presence, QuizMode
from boutdufil.rooms.contests.models import Edition, Quiz
from tests.architecture.parts.applications import PDF
from tests.factories.contests import (
    AttemptFactory,
    BlueprintLineFactory,
    EditionFactory,
    EntryFactory,
    FocusLossFactory,
    IncidentFactory,
    ItemFactory,
    ItemVersionFactory,
    MemberFactory,
    QuizAnswerFactory,
    QuizFactory,
    RollLineFactory,
    SittingFactory,
    ThemeFactory,
)

OF_A_PAPER = ("paper", "paper_answers", "take_paper", "end_paper")
OF_A_SITTING = ("sitting", "call_roll", "sitting_act", "incident")


def inhabit_quiz(person: Person, election: Edition) -> dict[str, dict[str, object]]:
    """Give the person a quiz to begin, a paper, a room to watch over, and rooms to run."""
    edition = EditionFactory(name="Quiz de la page", slug="quiz-de-la-page")
    member = MemberFactory(entry__edition=edition, person=person, name=person.name)
    # Nobody is in a second stage before the first is decided; a paper there is one of before.
    fresh, begun = (_quiz(edition, position) for position in (1, 2))
    paper = _paper(begun, member.entry)
    way = {"entry_id": member.entry.pk, "quiz_id": fresh.pk, "kind": "epreuve"}
    return {
        "contests:quiz": way,
        "contests:start_quiz": way,
        **{f"contests:{name}": {"attempt_id": paper.pk} for name in OF_A_PAPER},
        "contests:paper_question": {"attempt_id": paper.pk, "number": 1},
        "contests:paper_film": {"attempt_id": paper.pk, "position": 0},
        **_watched(person),
        **_run(election),
    }


def _quiz(edition: Edition, position: int) -> Quiz:
    now = timezone.now()
    quiz = QuizFactory(
        mode=QuizMode.OPEN,
        stage__edition=edition,
        stage__position=position,
        stage__starts_at=now - timedelta(hours=1),
        stage__ends_at=now + timedelta(days=2),
    )
    theme = ThemeFactory(bank=quiz.bank)
    BlueprintLineFactory(quiz=quiz, theme=theme, count=2)
    for _number in range(3):
        ItemVersionFactory(
            item=ItemFactory(theme=theme, bank=quiz.bank),
            film=store_file(content=PDF, name="film.pdf", purpose="tests"),
        )
    return quiz


def _paper(quiz: Quiz, entry: object) -> object:
    versions = [item.versions.get() for item in quiz.bank.items.all()]
    draw = [{"version": one.pk, "options": ["b", "a", "c"]} for one in versions]
    paper = AttemptFactory(
        quiz=quiz, entry=entry, draw=draw, lease="0.elsewhere", time_factor="1.333"
    )
    QuizAnswerFactory(attempt=paper, position=0)
    FocusLossFactory(attempt=paper)
    return paper


def _watched(person: Person) -> dict[str, dict[str, object]]:
    """Return a room with somebody in each state."""
    quiz = QuizFactory(stage__starts_at=timezone.now() - timedelta(minutes=5))
    edition = quiz.stage.edition
    sitting = SittingFactory(
        quiz=quiz, invigilator=person, room="B 12", held_at=timezone.now(), starts_at=timezone.now()
    )
    for presence in ("", Presence.ABSENT, Presence.PRESENT):
        entry = EntryFactory(edition=edition)
        MemberFactory(entry=entry, name=f"Candidat de la page {presence}")
        RollLineFactory(sitting=sitting, entry=entry, presence=presence)
    silent = timezone.now() - timedelta(minutes=4)
    AttemptFactory(quiz=quiz, entry=entry, sitting=sitting, seen_at=silent, time_factor="1.333")
    IncidentFactory(sitting=sitting, entry=entry)
    IncidentFactory(sitting=sitting, minutes_given=0)
    return {f"contests:{name}": {"sitting_id": sitting.pk} for name in OF_A_SITTING}


def _run(election: Edition) -> dict[str, dict[str, object]]:
    """Return the rooms of the person's own election: one to fill, one to change."""
    quiz = Quiz.objects.get(stage__edition=election)
    entries = [MemberFactory(entry__edition=election).entry for _number in range(3)]
    first, second = (SittingFactory(quiz=quiz, place=f"Centre {n} (inventé)") for n in (1, 2))
    RollLineFactory(sitting=first, entry=entries[0])
    of_quiz = {"edition_id": election.pk, "quiz_id": quiz.pk}
    return {
        "contests:rooms": {"edition_id": election.pk},
        "contests:new_room": of_quiz,
        "contests:fill_rooms": of_quiz,
        "contests:edit_room": {"edition_id": election.pk, "sitting_id": first.pk},
        "contests:remove_room": {"edition_id": election.pk, "sitting_id": second.pk},
        "contests:move_person": {"edition_id": election.pk, "sitting_id": second.pk},
    }
