"""What a stage is decided by: the declared rule and everybody's scores, not yet decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from boutdufil.engines.judging import Candidate, Rule, Selection, select
from boutdufil.rooms.contests.enums import Per, StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Stage
from boutdufil.rooms.contests.rules.scores import Scored
from boutdufil.rooms.contests.rules.selecting import rule_of, stage_seed
from boutdufil.rooms.contests.selectors.declared import current_rules
from boutdufil.rooms.contests.selectors.jury_scores import jury_scores
from boutdufil.rooms.contests.selectors.quiz_scores import MOST_POINTS, quiz_scores


@dataclass(frozen=True, slots=True)
class Ranked:
    """The rule of a stage, and who is ranked by it."""

    rule: Rule
    candidates: tuple[Candidate, ...]


def ranked(stage_id: int) -> Ranked:
    """Return what a stage would be decided by now.

    Who has no paper, no file or no reading has no score, and is in no ranking.

    :raises ContestError: the rules are not declared, the stage is not in them, or nobody has a
        score; or calibrated marks were declared and these cannot be.
    """
    stage = Stage.objects.select_related("edition").get(pk=stage_id)
    rules = current_rules(stage.edition_id)
    told = rules.settings["stages"] if rules else []
    declared = next((one for one in told if one["id"] == stage_id), None)
    if rules is None or declared is None:
        raise ContestError(_("Le règlement ne dit rien de cette épreuve : publiez-le d’abord."))
    scored = quiz_scores(stage_id) if stage.kind == StageKind.QUIZ else jury_scores(stage_id)
    if not scored:
        raise ContestError(_("Personne n’a encore de points à cette épreuve."))
    seed = stage_seed(stage.edition.seed, stage.position)
    return Ranked(
        rule=rule_of(declared, draw_seed=seed, most_points=MOST_POINTS),
        candidates=tuple(candidate_of(one, declared["per"]) for one in scored),
    )


def standing(stage_id: int) -> Selection | None:
    """Return whom a stage would select as it is marked now; None while nobody can be ranked.

    It decides nothing: a decision is made, logged and published by itself.
    """
    try:
        found = ranked(stage_id)
    except ContestError:
        return None
    return select(found.candidates, found.rule)


def candidate_of(one: Scored, per: str) -> Candidate:
    """Return a row of scores as the engine takes it, in its city, its region or nowhere."""
    place = {Per.CITY: one.city, Per.REGION: one.region}.get(Per(per), "")
    return Candidate(one.number, place, dict(one.scores))
