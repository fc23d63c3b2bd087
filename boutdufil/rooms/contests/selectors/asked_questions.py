"""What somebody was asked in a quiz, as they read it once the result is public: with the key."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format

from boutdufil.rooms.contests.enums import AttemptKind
from boutdufil.rooms.contests.models import Attempt, ItemVersion, ItemWithdrawal, KeyChange, Quiz
from boutdufil.rooms.contests.rules.answer_words import key_words, value_words
from boutdufil.rooms.contests.rules.paper import QuestionMark
from boutdufil.rooms.contests.selectors.quiz_marks import marked_papers, questions_of


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, what was answered, what was right, and what it earned."""

    number: int
    stem: str
    answer: str
    right: str
    earned: str
    most: int
    explanation: str
    source: str
    is_withdrawn: bool
    changed: str

    @property
    def is_right(self) -> bool:
        """Tell whether it earned all its points."""
        return not self.is_withdrawn and self.earned == str(self.most)


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper: the quiz, or its confirmation in a room."""

    kind: AttemptKind
    questions: tuple[AskedQuestion, ...]


def asked_papers(entry_id: int, stage_id: int) -> tuple[AskedPaper, ...]:
    """Return the papers of an entry in a quiz that are over, with their keys.

    Whoever shows it asks first whether the stage is published.
    """
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    if quiz is None:
        return ()
    papers = Attempt.objects.filter(quiz=quiz, entry_id=entry_id, ended_at__isnull=False)
    kinds = dict(papers.values_list("pk", "kind"))
    return tuple(
        AskedPaper(AttemptKind(kinds[one.attempt_id]), _questions(quiz, one.marks))
        for one in marked_papers(quiz.pk, papers)
    )


def _questions(quiz: Quiz, marks: tuple[QuestionMark, ...]) -> tuple[AskedQuestion, ...]:
    drawn = [one.version_id for one in marks]
    versions = ItemVersion.objects.in_bulk(drawn)
    keys = {pk: one.item.key for pk, one in questions_of(quiz.pk, drawn).items()}
    reasons = dict(KeyChange.objects.filter(quiz=quiz).values_list("version_id", "reason"))
    reasons |= dict(ItemWithdrawal.objects.filter(quiz=quiz).values_list("version_id", "reason"))
    return tuple(
        _asked(number, one, versions[one.version_id], keys[one.version_id], reasons)
        for number, one in enumerate(marks, start=1)
    )


def _asked(
    number: int, mark: QuestionMark, version: ItemVersion, key: object, reasons: dict[int, str]
) -> AskedQuestion:
    texts = {one["key"]: one["text"] for one in version.options}
    whole = mark.earned.denominator == 1
    return AskedQuestion(
        number=number,
        stem=version.stem,
        answer=value_words(version.kind, texts, mark.value),
        right=key_words(version.kind, texts, key),
        earned=str(mark.earned) if whole else number_format(float(mark.earned), decimal_pos=2),
        most=mark.most,
        explanation=version.explanation,
        source=version.source,
        is_withdrawn=mark.is_withdrawn,
        changed=reasons.get(version.pk, ""),
    )
