"""What was decided, as its organiser reads it and, once it is public, everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from boutdufil.engines.judging.selection import POOL
from boutdufil.kernel.territories.models import Region
from boutdufil.kernel.territories.selectors import places
from boutdufil.rooms.contests.enums import DecisionState, Per
from boutdufil.rooms.contests.models import Decision, EditionSeal, Outcome
from boutdufil.rooms.contests.rules.outcome_words import decided_words, score_words
from boutdufil.rooms.contests.rules.rows import StageRow
from boutdufil.rooms.contests.selectors.stages import stages_of


@dataclass(frozen=True, slots=True)
class ResultRow:
    """An entry in a ranking; ``name`` only where its people want it published."""

    number: str
    entry_id: int
    name: str
    rank: int
    score: Fraction
    is_selected: bool
    decided_by: str

    @property
    def score_words(self) -> str:
        """Return the points as people read them."""
        return score_words(self.score)

    @property
    def decided_words(self) -> str:
        """Say what settled the rank."""
        return decided_words(self.decided_by)


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """A city, a region, small places together, or everybody; best first."""

    name: str
    rows: tuple[ResultRow, ...]

    @property
    def selected(self) -> tuple[ResultRow, ...]:
        """Return those who go on, or win."""
        return tuple(one for one in self.rows if one.is_selected)

    @property
    def last_in(self) -> ResultRow | None:
        """Return the last one in."""
        return self.selected[-1] if self.selected else None


@dataclass(frozen=True, slots=True)
class StageResult:
    """A stage and the decision in force."""

    stage: StageRow
    decision_id: int
    number: int
    sha256: str
    reason: str
    decided_at: datetime
    published_at: datetime | None
    departures: tuple[dict[str, Any], ...]
    groups: tuple[ResultGroup, ...]

    @property
    def count(self) -> int:
        """Return how many are ranked."""
        return sum(len(group.rows) for group in self.groups)


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal of an edition, to take away."""

    number: int
    sha256: str
    sealed_at: datetime


def current_decision(stage_id: int) -> Decision | None:
    """Return the decision in force of a stage; None while there is none."""
    return _current().filter(stage_id=stage_id).first()


def plain_of(decision: Decision) -> dict[str, Any]:
    """Return a decision in the form that the engines replay."""
    return {
        **decision.inputs,
        "rule": decision.rule,
        "departures": decision.departures,
    }


def stage_result(stage: StageRow) -> StageResult | None:
    """Return a stage as it is decided, public or not: for its organiser."""
    decision = current_decision(stage.id)
    return _result(stage, decision) if decision else None


def public_results(edition_id: int) -> tuple[StageResult, ...]:
    """Return the results everybody may read, the last stage first."""
    shown = _current().filter(stage__edition_id=edition_id, published_at__isnull=False)
    decisions = {one.stage_id: one for one in shown}
    stages = [one for one in stages_of(edition_id) if one.id in decisions]
    return tuple(_result(one, decisions[one.id]) for one in reversed(stages))


def count_public(edition_id: int) -> int:
    """Return how many stages of an edition have a public result."""
    return _current().filter(stage__edition_id=edition_id, published_at__isnull=False).count()


def seals_of(edition_id: int) -> tuple[SealRow, ...]:
    """Return the seals of an edition, the newest first."""
    seals = EditionSeal.objects.filter(edition_id=edition_id).order_by("-number")
    return tuple(SealRow(*one) for one in seals.values_list("number", "sha256", "sealed_at"))


def seal_archive(edition_id: int, number: int) -> bytes | None:
    """Return the archive of a seal; None where there is none of this number."""
    found = EditionSeal.objects.filter(edition_id=edition_id, number=number).first()
    return bytes(found.archive) if found else None


def group_names(per: str, codes: Iterable[str]) -> dict[str, str]:
    """Return the names of groups: cities, regions, small ones together, everybody."""
    wanted = set(codes)
    names = {code: code for code in wanted}
    if per == Per.CITY:
        names |= {code: row.name for code, row in places(wanted).items()}
    if per == Per.REGION:
        names |= dict(Region.objects.filter(pk__in=wanted).values_list("pk", "name"))
    pooled = _("Petites villes, ensemble") if per == Per.CITY else _("Petites régions, ensemble")
    return names | {POOL: pooled, "": _("Ensemble")}


def _current() -> QuerySet[Decision]:
    return Decision.objects.filter(state=DecisionState.CURRENT)


def _result(stage: StageRow, decision: Decision) -> StageResult:
    rows = list(
        Outcome.objects.filter(decision=decision)
        .select_related("entry")
        .prefetch_related("entry__members")
        .order_by("group", "rank", "entry__number")
    )
    names = group_names(stage.per, {one.group for one in rows})
    groups = (
        ResultGroup(names[code], tuple(map(_row, found)))
        for code, found in groupby(rows, key=lambda one: one.group)
    )
    return StageResult(
        stage=stage,
        decision_id=decision.pk,
        number=decision.number,
        sha256=decision.sha256,
        reason=decision.reason,
        decided_at=decision.decided_at,
        published_at=decision.published_at,
        departures=tuple(decision.departures),
        groups=tuple(sorted(groups, key=lambda group: group.name)),
    )


def _row(outcome: Outcome) -> ResultRow:
    entry = outcome.entry
    people = [one.name for one in entry.members.all() if one.joined_at]
    return ResultRow(
        number=entry.number,
        entry_id=entry.pk,
        name=(entry.team_name or ", ".join(people)) if entry.publishes_name else "",
        rank=outcome.rank,
        score=Fraction(outcome.score),
        is_selected=outcome.is_selected,
        decided_by=outcome.decided_by,
    )
