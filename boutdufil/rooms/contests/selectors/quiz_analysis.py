"""What each question of a quiz was worth, once it is over; figures to look at, never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.engines.judging.items import Flag, ItemAnalysis, ItemFigure, item_analysis
from boutdufil.rooms.contests.enums import DecisionState, ItemKind
from boutdufil.rooms.contests.models import (
    Decision,
    ItemVersion,
    ItemWithdrawal,
    KeyChange,
    Quiz,
)
from boutdufil.rooms.contests.rules.items import answer_lines
from boutdufil.rooms.contests.rules.marking import MarkedItem, points
from boutdufil.rooms.contests.rules.paper import Paper, out_of_twenty
from boutdufil.rooms.contests.selectors.quiz_marks import papers_of
from boutdufil.rooms.contests.selectors.shown_items import shown

FLAG_WORDS: Mapping[Flag, Promise] = {
    Flag.FEW_ANSWERS: _("trop peu de réponses pour en dire quelque chose"),
    Flag.EASY: _("presque tout le monde a juste"),
    Flag.HARD: _("presque tout le monde a faux"),
    Flag.WEAK: _("distingue à peine les meilleures copies des autres"),
    Flag.NEGATIVE: _("les meilleures copies ont plus souvent faux : relisez la bonne réponse"),
}
MOST_ANSWERS_SHOWN = 12
# The best and the last quarter are set side by side.
QUARTER = 4


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in figures; None is unknown."""

    version_id: int
    stem: str
    theme: str
    kind: ItemKind
    answers: int
    difficulty: float | None
    discrimination: float | None
    flags: tuple[str, ...]
    is_withdrawn: bool
    has_new_key: bool


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """A quiz in figures; ``reliability`` is alpha, or phi where everybody drew other questions."""

    papers: int
    length: float
    is_drawn: bool
    reliability: float | None
    error: float | None
    lines: tuple[QuestionLine, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """How often an answer was given: by everybody, the best quarter and the last."""

    text: str
    is_right: bool
    count: int
    best: int
    last: int


@dataclass(frozen=True, slots=True)
class Move:
    """What changed for one number; scores out of twenty, rounded to be shown."""

    number: str
    rank_before: int
    rank_after: int
    score_before: float
    score_after: float


@dataclass(frozen=True, slots=True)
class Change:
    """A question that was withdrawn, or given another key, and what that changed."""

    version_id: int
    stem: str
    is_withdrawal: bool
    reason: str
    at: datetime
    entered: tuple[str, ...]
    left: tuple[str, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class StageChanges:
    """What was changed in the quiz of a stage."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question after the quiz: as it was shown, its figures, what was answered."""

    line: QuestionLine
    shown: Any
    key_lines: str
    explanation: str
    source: str
    given: tuple[GivenAnswer, ...]
    others: int
    changes: tuple[Change, ...]


def analysis_page(stage_id: int) -> AnalysisPage | None:
    """Return the figures of a stage's quiz; None while it is not set."""
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    if quiz is None:
        return None
    found = _Read(quiz.pk)
    return AnalysisPage(
        papers=len(found.papers),
        length=found.analysis.length,
        is_drawn=found.analysis.drawn,
        reliability=found.analysis.reliability,
        error=found.analysis.error,
        lines=tuple(found.line(one) for one in found.analysis.items),
        changes=changes_of(quiz.pk),
    )


def question_page(stage_id: int, version_id: int) -> QuestionPage | None:
    """Return one question of a stage's quiz; None where nobody had it."""
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    found = _Read(quiz.pk) if quiz else None
    if found is None or version_id not in found.columns:
        return None
    version = found.versions[version_id]
    key = found.keys.get(version_id, version.key)
    given = _given(version, key, found.papers)
    return QuestionPage(
        line=found.line(found.analysis.items[found.columns[version_id]]),
        shown=shown(version, 0),
        key_lines=answer_lines(version.kind, version.options, key),
        explanation=version.explanation,
        source=version.source,
        given=given[:MOST_ANSWERS_SHOWN],
        others=len(given[MOST_ANSWERS_SHOWN:]),
        changes=tuple(one for one in changes_of(found.quiz_id) if one.version_id == version_id),
    )


def changes_of(quiz_id: int) -> tuple[Change, ...]:
    """Return what was withdrawn or given another key, in time; for the results too."""
    found: list[ItemWithdrawal | KeyChange] = [
        *ItemWithdrawal.objects.filter(quiz_id=quiz_id).select_related("version"),
        *KeyChange.objects.filter(quiz_id=quiz_id).select_related("version"),
    ]
    return tuple(_change(one) for one in sorted(found, key=lambda one: one.at))


def public_changes(edition_id: int) -> list[StageChanges]:
    """Return what was changed in the quizzes of an edition whose result is public."""
    public = Decision.objects.filter(state=DecisionState.CURRENT, published_at__isnull=False)
    quizzes = Quiz.objects.filter(stage__edition_id=edition_id, stage__decisions__in=public)
    rows = quizzes.order_by("stage__position").values_list("pk", "stage__name")
    told = [StageChanges(name, changes_of(quiz_id)) for quiz_id, name in rows]
    return [one for one in told if one.changes]


class _Read:
    """The papers of a quiz with the analysis of their questions, read once."""

    def __init__(self, quiz_id: int) -> None:
        self.quiz_id = quiz_id
        self.papers = papers_of(quiz_id)
        ids = sorted({mark.version_id for paper in self.papers for mark in paper.marks})
        self.columns = {version_id: column for column, version_id in enumerate(ids)}
        self.ids = ids
        self.versions = ItemVersion.objects.select_related("item__theme").in_bulk(ids)
        changed = KeyChange.objects.filter(quiz_id=quiz_id).order_by("at", "pk")
        self.keys = dict(changed.values_list("version_id", "key"))
        withdrawn = ItemWithdrawal.objects.filter(quiz_id=quiz_id)
        self.withdrawn = set(withdrawn.values_list("version_id", flat=True))
        self.analysis = self._analysis()

    def _analysis(self) -> ItemAnalysis:
        table = np.full((len(self.papers), len(self.ids)), np.nan)
        for row, paper in enumerate(self.papers):
            for mark in paper.marks:
                if not mark.is_withdrawn:
                    table[row, self.columns[mark.version_id]] = float(mark.share)
        return item_analysis(table)

    def line(self, figure: ItemFigure) -> QuestionLine:
        version = self.versions[self.ids[figure.item]]
        is_withdrawn = version.pk in self.withdrawn
        return QuestionLine(
            version_id=version.pk,
            stem=version.stem,
            theme=version.item.theme.name,
            kind=ItemKind(version.kind),
            answers=figure.answers,
            difficulty=figure.difficulty,
            discrimination=figure.discrimination,
            flags=() if is_withdrawn else tuple(str(FLAG_WORDS[one]) for one in figure.flags),
            is_withdrawn=is_withdrawn,
            has_new_key=version.pk in self.keys,
        )


def _given(version: ItemVersion, key: Any, papers: Sequence[Paper]) -> tuple[GivenAnswer, ...]:
    """Return the answers that were given, most often first; of several chosen, each by itself."""
    had = [(out_of_twenty(paper.marks), paper) for paper in papers]
    ranked = [paper for _score, paper in sorted(had, key=lambda one: one[0], reverse=True)]
    said = [answers for paper in ranked if (answers := _said(version, paper)) is not None]
    size = max(1, len(said) // QUARTER)
    counted = [
        Counter(one for row in rows for one in row) for rows in (said, said[:size], said[-size:])
    ]
    texts = {one["key"]: one["text"] for one in version.options}
    every = dict.fromkeys([*_offered(version), *(one for one, _n in counted[0].most_common())])
    return tuple(
        GivenAnswer(
            texts.get(one, one), _is_right(version, key, one), *(count[one] for count in counted)
        )
        for one in every
    )


def _offered(version: ItemVersion) -> list[str]:
    if version.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return [one["key"] for one in version.options]
    return []


def _said(version: ItemVersion, paper: Paper) -> list[str] | None:
    """Return what a paper answered to a question; None where it did not draw it."""
    texts = {one["key"]: one["text"] for one in version.options}
    for mark in paper.marks:
        if mark.version_id == version.pk:
            value = mark.value
            if version.kind == ItemKind.ORDER and isinstance(value, list):
                return [" › ".join(str(texts.get(one, one)) for one in value)]
            return value if isinstance(value, list) else [str(value)] if value is not None else []
    return None


def _is_right(version: ItemVersion, key: Any, said: str) -> bool:
    if version.kind == ItemKind.ORDER:
        texts = {one["key"]: one["text"] for one in version.options}
        return said == " › ".join(texts[one] for one in key)
    if version.kind == ItemKind.MULTIPLE:
        return said in key
    return bool(points(MarkedItem(version.kind, key, 1), said))


def _change(made: ItemWithdrawal | KeyChange) -> Change:
    effect = made.effect or {"entered": [], "left": [], "moves": []}
    return Change(
        version_id=made.version_id,
        stem=made.version.stem,
        is_withdrawal=isinstance(made, ItemWithdrawal),
        reason=made.reason,
        at=made.at,
        entered=tuple(effect["entered"]),
        left=tuple(effect["left"]),
        moves=tuple(
            Move(one["number"], *one["rank"], *(float(Fraction(score)) for score in one["score"]))
            for one in effect["moves"]
        ),
    )
