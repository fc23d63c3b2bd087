"""Papers whose wrong answers agree more than chance would have them: signs, never a verdict."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.judging.similarity import NO_ANSWER, Similar, similar_pairs
from boutdufil.rooms.contests.enums import SimilarityWord
from boutdufil.rooms.contests.models import Attempt, Quiz, SimilarityOpinion
from boutdufil.rooms.contests.rules.paper import Paper
from boutdufil.rooms.contests.selectors.quiz_marks import papers_of

RIGHT = 0
LEVEL = 0.01


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers to look at, by number; ``chance`` is corrected for all pairs compared."""

    first: str
    second: str
    first_id: int
    second_id: int
    both_wrong: int
    same_wrong: int
    expected: float
    chance: float
    same_room: bool | None
    word: SimilarityWord | None
    reason: str


@dataclass(frozen=True, slots=True)
class SimilarityPage:
    """The pairs to look at, of so many compared."""

    papers: int
    compared: int
    level: float
    pairs: tuple[Pair, ...]


def similarity_page(stage_id: int) -> SimilarityPage | None:
    """Return the papers of a stage's quiz that look alike; None while it is not set."""
    quiz = Quiz.objects.filter(stage_id=stage_id).first()
    if quiz is None:
        return None
    papers = papers_of(quiz.pk)
    answers = coded_answers(papers)
    key = np.full(answers.shape[1], RIGHT)
    report = similar_pairs([one.number for one in papers], answers, key, level=LEVEL)
    ids = {one.number: one.entry_id for one in papers}
    rooms = dict(Attempt.objects.filter(quiz=quiz).values_list("entry_id", "sitting_id"))
    said = {
        (one.first_id, one.second_id): one for one in SimilarityOpinion.objects.filter(quiz=quiz)
    }
    pairs = tuple(_pair(one, ids, rooms, said) for one in report.pairs)
    return SimilarityPage(len(papers), report.compared, report.level, pairs)


def coded_answers(papers: list[Paper]) -> NDArray[np.int64]:
    """Return the answers as codes (papers, questions): 0 right, another for each wrong answer."""
    ids = sorted({mark.version_id for one in papers for mark in one.marks if not mark.is_withdrawn})
    columns = {version_id: column for column, version_id in enumerate(ids)}
    table = np.full((len(papers), len(ids)), NO_ANSWER, dtype=np.int64)
    codes: dict[tuple[int, str], int] = {}
    for row, paper in enumerate(papers):
        for mark in paper.marks:
            if mark.is_withdrawn or mark.value is None:
                continue
            told = (mark.version_id, json.dumps(_bare(mark.value)))
            is_right = mark.earned == mark.most
            code = RIGHT if is_right else codes.setdefault(told, len(codes) + 1)
            table[row, columns[mark.version_id]] = code
    return table


def _bare(value: object) -> object:
    """Return an answer without what does not make it another one."""
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    return value


def _pair(
    one: Similar,
    ids: Mapping[str, int],
    rooms: Mapping[int, int | None],
    said: Mapping[tuple[int, int], SimilarityOpinion],
) -> Pair:
    first, second = sorted((one.first, one.second), key=lambda number: ids[number])
    opinion = said.get((ids[first], ids[second]))
    here, there = rooms.get(ids[first]), rooms.get(ids[second])
    return Pair(
        first=first,
        second=second,
        first_id=ids[first],
        second_id=ids[second],
        both_wrong=one.both_wrong,
        same_wrong=one.same_wrong,
        expected=one.expected,
        chance=one.corrected,
        same_room=None if here is None or there is None else here == there,
        word=SimilarityWord(opinion.word) if opinion else None,
        reason=opinion.reason if opinion else "",
    )
