"""The papers of a quiz, marked: by the keys in force, without what was withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from boutdufil.rooms.contests.enums import AttemptKind
from boutdufil.rooms.contests.models import (
    Attempt,
    ItemVersion,
    ItemWithdrawal,
    KeyChange,
    QuizAnswer,
)
from boutdufil.rooms.contests.rules.marking import MarkedItem, points
from boutdufil.rooms.contests.rules.paper import Paper, QuestionMark

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """A question of a quiz as it is marked now: with the key in force, or withdrawn."""

    version_id: int
    theme_id: int
    is_trade: bool
    difficulty: int
    item: MarkedItem
    is_withdrawn: bool


def papers_of(quiz_id: int, kind: str = AttemptKind.MAIN) -> list[Paper]:
    """Return every paper of a quiz that is over, marked; ordered by number of entry."""
    attempts = Attempt.objects.filter(quiz_id=quiz_id, kind=kind, ended_at__isnull=False)
    return marked_papers(quiz_id, attempts)


def marked_papers(quiz_id: int, attempts: QuerySet[Attempt]) -> list[Paper]:
    """Return some papers of a quiz, marked; four queries, however many they are."""
    rows = attempts.select_related("entry").order_by("entry__number", "pk")
    found = list(rows.only("draw", "entry__number", "entry__city", "entry__region"))
    drawn = {one["version"] for attempt in found for one in attempt.draw}
    questions = questions_of(quiz_id, drawn)
    answers = _answers(attempts)
    earned: dict[tuple[int, str], Fraction] = {}
    return [_paper(one, questions, answers[one.pk], earned) for one in found]


def drawn_versions(quiz_id: int) -> set[int]:
    """Return the versions of the questions somebody had in the quiz or its confirmation."""
    draws = Attempt.objects.filter(quiz_id=quiz_id).values_list("draw", flat=True)
    return {one["version"] for draw in draws for one in draw}


def questions_of(quiz_id: int, version_ids: Iterable[int]) -> dict[int, MarkedQuestion]:
    """Return some questions of a quiz by version, as they are marked now."""
    withdrawn = set(
        ItemWithdrawal.objects.filter(quiz_id=quiz_id).values_list("version_id", flat=True)
    )
    changed = KeyChange.objects.filter(quiz_id=quiz_id).order_by("at", "pk")
    keys = dict(changed.values_list("version_id", "key"))
    versions = ItemVersion.objects.filter(pk__in=list(version_ids)).select_related("item__theme")
    return {one.pk: _question(one, keys, one.pk in withdrawn) for one in versions}


def _question(version: ItemVersion, keys: Mapping[int, Any], is_withdrawn: bool) -> MarkedQuestion:
    item = MarkedItem(
        kind=version.kind,
        key=keys.get(version.pk, version.key),
        points=version.points,
        option_keys=tuple(one["key"] for one in version.options),
    )
    theme = version.item.theme
    return MarkedQuestion(
        version.pk, theme.pk, theme.is_trade, version.difficulty, item, is_withdrawn
    )


def _answers(attempts: QuerySet[Attempt]) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    rows = QuizAnswer.objects.filter(attempt__in=attempts).order_by()
    for attempt_id, position, value in rows.values_list("attempt_id", "position", "value"):
        found[attempt_id][position] = value
    return found


def _paper(
    attempt: Attempt,
    questions: Mapping[int, MarkedQuestion],
    answers: Mapping[int, Any],
    earned: dict[tuple[int, str], Fraction],
) -> Paper:
    marks = tuple(
        _mark(questions[one["version"]], answers.get(position), earned)
        for position, one in enumerate(attempt.draw)
    )
    entry = attempt.entry
    return Paper(attempt.pk, entry.pk, entry.number, entry.city, entry.region, marks)


def _mark(
    question: MarkedQuestion, value: object, earned: dict[tuple[int, str], Fraction]
) -> QuestionMark:
    """Mark one answer; the same answer to the same question is looked at once."""
    if question.is_withdrawn or value is None:
        worth = NOTHING
    else:
        told = (question.version_id, repr(value))
        if told not in earned:
            earned[told] = points(question.item, value)
        worth = earned[told]
    return QuestionMark(
        question.version_id,
        question.theme_id,
        value,
        worth,
        question.item.points,
        question.is_trade,
        question.difficulty,
        question.is_withdrawn,
    )
