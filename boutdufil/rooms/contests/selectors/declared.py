"""The rules of an edition as its settings stand now, and the versions that were declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boutdufil.rooms.contests.enums import StageKind
from boutdufil.rooms.contests.models import Edition, Prize, RulesVersion, Stage
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.selectors import case_settings, quiz_settings, rubric_settings

# Raised when what the settings hold changes its meaning.
FORMAT = 1
# What tells the settings of a stage of each kind.
_TOLD_BY: Mapping[str, tuple[Callable[[int], dict[str, Any]], ...]] = {
    StageKind.QUIZ: (quiz_settings.settings_of,),
    StageKind.FILE: (case_settings.settings_of, rubric_settings.settings_of),
    StageKind.PANEL: (rubric_settings.settings_of,),
    StageKind.ORAL: (rubric_settings.settings_of,),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A version of the rules, as everybody may read it."""

    number: int
    settings: dict[str, Any]
    sha256: str
    reason: str
    declared_at: datetime


def declared_settings(edition_id: int) -> dict[str, Any]:
    """Return the rules as the settings stand now, as plain JSON in the canonical form."""
    edition = Edition.objects.select_related("organiser").get(pk=edition_id)
    return {
        "format": FORMAT,
        "edition": _edition(edition),
        "seed_hash": edition.seed_hash,
        "stages": [_stage(one) for one in Stage.objects.filter(edition=edition)],
        "prizes": [_prize(one) for one in Prize.objects.filter(edition=edition)],
    }


def versions_of(edition_id: int) -> tuple[Declared, ...]:
    """Return the declared versions of an edition, the first one first."""
    return tuple(map(_declared, RulesVersion.objects.filter(edition_id=edition_id)))


def current_rules(edition_id: int) -> Declared | None:
    """Return the rules in force; None before they were declared."""
    last = RulesVersion.objects.filter(edition_id=edition_id).order_by("-number").first()
    return _declared(last) if last else None


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "organiser": edition.organiser.name,
        "entered_by": edition.entered_by,
        "team_least": edition.team_least,
        "team_most": edition.team_most,
        "opens_at": moment_text(edition.opens_at),
        "closes_at": moment_text(edition.closes_at),
        "needs_employer": edition.needs_employer,
        "needs_employer_consent": edition.needs_employer_consent,
        "needs_school": edition.needs_school,
        "other_conditions": edition.other_conditions,
        "appeal_days": edition.appeal_days,
        "embargo_until": moment_text(edition.embargo_until),
        "hangs_on": edition.hangs_on,
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "id": stage.pk,
        "position": stage.position,
        "kind": stage.kind,
        "name": stage.name,
        "starts_at": moment_text(stage.starts_at),
        "ends_at": moment_text(stage.ends_at),
        "takes": stage.takes,
        "per": stage.per,
        "ties": stage.ties,
        "tie_keys": list(stage.tie_keys),
        "minimum": stage.minimum,
        "pool_below": stage.pool_below,
        "ranks_by": stage.ranks_by,
        "settings": settings_of(stage.pk, stage.kind),
    }


def settings_of(stage_id: int, kind: str) -> dict[str, Any]:
    """Return what the kind of a stage declares beside the stage itself."""
    found: dict[str, Any] = {}
    for tell in _TOLD_BY[kind]:
        found |= tell(stage_id)
    return found


def _prize(prize: Prize) -> dict[str, Any]:
    return {
        "rank": prize.rank,
        "label": prize.label,
        "amount_cents": prize.amount_cents,
        "giver": prize.giver,
    }


def _declared(version: RulesVersion) -> Declared:
    return Declared(
        number=version.number,
        settings=version.settings,
        sha256=version.sha256,
        reason=version.reason,
        declared_at=version.declared_at,
    )
