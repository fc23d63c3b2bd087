"""Why somebody is where they are: the rule, their neighbours, what settled it, and the appeal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines.judging import Explanation, explain
from boutdufil.engines.judging import Outcome as Ranked
from boutdufil.engines.judging.decisions import decide
from boutdufil.rooms.contests.enums import AppealState, DecisionState, StageKind
from boutdufil.rooms.contests.models import Appeal, Decision
from boutdufil.rooms.contests.rules.appeals import appeal_deadline
from boutdufil.rooms.contests.rules.outcome_words import decided_words, score_words
from boutdufil.rooms.contests.rules.rows import StageRow
from boutdufil.rooms.contests.rules.selection_words import selection_sentences
from boutdufil.rooms.contests.rules.tie_keys import words_of
from boutdufil.rooms.contests.selectors.asked_questions import AskedPaper, asked_papers
from boutdufil.rooms.contests.selectors.declared import current_rules
from boutdufil.rooms.contests.selectors.entries import EntryRow
from boutdufil.rooms.contests.selectors.jury_feedback import Feedback, feedback_of
from boutdufil.rooms.contests.selectors.results import current_decision, group_names, plain_of
from boutdufil.rooms.contests.selectors.stages import stages_of


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody near in the list, by number: points and, in order, what tells equals apart."""

    where: str
    number: str
    rank: int
    is_selected: bool
    score: str
    keys: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal of an entry, and its answer."""

    id: int
    stage_id: int
    stage_name: str
    number: str
    text: str
    made_at: datetime
    state: AppealState
    answer: str
    effect: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Why:
    """What one entry reads of one stage once its result is public."""

    stage: StageRow
    rank: int
    ranked: int
    group: str
    is_selected: bool
    score: str
    decided: str
    jury_reason: str
    rule: tuple[str, ...]
    key_names: tuple[str, ...]
    lines: tuple[Neighbour, ...]
    draw_seed: str
    papers: tuple[AskedPaper, ...]
    feedback: Feedback | None
    decision_number: int
    decision_reason: str
    published_at: datetime
    appeal_until: datetime
    appeals: tuple[AppealRow, ...]

    @property
    def may_appeal(self) -> bool:
        """Tell whether the result may still be contested, and is not being so."""
        pending = any(one.state == AppealState.OPEN for one in self.appeals)
        return timezone.now() < self.appeal_until and not pending

    @property
    def feedback_scores(self) -> tuple[str, ...]:
        """Return what each reading came to, in the order of its marks."""
        return tuple(map(score_words, self.feedback.scores)) if self.feedback else ()


@dataclass(frozen=True, slots=True)
class MyStage:
    """A stage with a public result, on the page of a candidacy."""

    stage: StageRow
    rank: int
    is_selected: bool
    score: str


def my_results(entry: EntryRow) -> tuple[MyStage, ...]:
    """Return the public results of an entry, the first stage first."""
    found = (
        Decision.objects.filter(
            stage__edition_id=entry.edition_id,
            state=DecisionState.CURRENT,
            published_at__isnull=False,
            outcomes__entry_id=entry.id,
        )
        .order_by("stage__position")
        .values_list("stage_id", "outcomes__rank", "outcomes__is_selected", "outcomes__score")
    )
    stages = {one.id: one for one in stages_of(entry.edition_id)}
    return tuple(
        MyStage(stages[stage_id], rank, is_in, score_words(Fraction(score)))
        for stage_id, rank, is_in, score in found
    )


def why(entry: EntryRow, stage: StageRow) -> Why | None:
    """Return why an entry is where it is in a stage; None before that is public."""
    decision = current_decision(stage.id)
    if decision is None or decision.published_at is None:
        return None
    plain = plain_of(decision)
    numbers = {one["number"] for one in plain["candidates"]}
    if entry.number not in numbers:
        return None
    told = explain(decide(plain), entry.number)
    declared = _declared(stage)
    names = group_names(stage.per, [told.outcome.group])
    return Why(
        stage=stage,
        rank=told.rank,
        ranked=told.cutoff.entered,
        group=names[told.outcome.group],
        is_selected=told.outcome.selected,
        score=score_words(told.outcome.score),
        decided=decided_words(told.decided_by),
        jury_reason=_reason_of(decision, entry.number),
        rule=tuple(selection_sentences(declared, is_last=stage.is_last)),
        key_names=tuple(map(words_of, stage.tie_keys)),
        lines=_lines(told),
        draw_seed=told.rule.draw_seed or "",
        papers=asked_papers(entry.id, stage.id) if stage.kind == StageKind.QUIZ else (),
        feedback=None if stage.kind == StageKind.QUIZ else feedback_of(entry.id, stage.id),
        decision_number=decision.number,
        decision_reason=decision.reason,
        published_at=decision.published_at,
        appeal_until=appeal_deadline(decision.published_at, decision.stage.edition.appeal_days),
        appeals=appeals_of(entry_id=entry.id, stage_id=stage.id),
    )


def appeals_of(**of: int) -> tuple[AppealRow, ...]:
    """Return appeals of an edition, or of an entry in a stage; those that wait come first."""
    names = {"edition_id": "decision__stage__edition_id", "stage_id": "decision__stage_id"}
    found = Appeal.objects.filter(**{names.get(name, name): pk for name, pk in of.items()})
    rows = [
        AppealRow(
            id=one.pk,
            stage_id=one.decision.stage_id,
            stage_name=one.decision.stage.name,
            number=one.entry.number,
            text=one.text,
            made_at=one.made_at,
            state=AppealState(one.state),
            answer=one.answer,
            effect=one.effect,
            answered_at=one.answered_at,
        )
        for one in found.select_related("decision__stage", "entry")
    ]
    return tuple(sorted(rows, key=lambda one: (one.state != AppealState.OPEN, one.made_at)))


def _declared(stage: StageRow) -> dict[str, Any]:
    """Return a stage as the rules in force declare it; a decided one is always in them."""
    rules = current_rules(stage.edition_id)
    return next(one for one in rules.settings["stages"] if one["id"] == stage.id) if rules else {}


def _reason_of(decision: Decision, number: str) -> str:
    found = (one["reason"] for one in decision.departures if one["number"] == number)
    return next(found, "")


def _lines(told: Explanation) -> tuple[Neighbour, ...]:
    """Return the neighbours in the list and the one next to the cut, best first, each once."""
    near = (
        (_("juste au-dessus"), told.above),
        (_("vous"), told.outcome),
        (_("juste en dessous"), told.below),
        (_("de l’autre côté de la limite"), told.rival),
    )
    found: dict[str, Neighbour] = {}
    for where, one in near:
        if one is not None and one.number not in found:
            found[one.number] = _neighbour(where, one)
    return tuple(sorted(found.values(), key=lambda one: (one.rank, one.number)))


def _neighbour(where: str, one: Ranked) -> Neighbour:
    return Neighbour(
        where=where,
        number=one.number,
        rank=one.rank,
        is_selected=one.selected,
        score=score_words(one.score),
        keys=tuple(map(score_words, one.keys[1:])),
        mark=one.mark,
    )
