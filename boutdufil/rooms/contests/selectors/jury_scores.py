"""What a jury's marks come to, entry by entry: raw, or corrected of severity where declared."""

from __future__ import annotations

from boutdufil.rooms.contests.enums import RanksBy
from boutdufil.rooms.contests.models import Stage
from boutdufil.rooms.contests.rules.scores import Scored, entry_scores
from boutdufil.rooms.contests.rules.tie_keys import SCORE
from boutdufil.rooms.contests.selectors.calibrations import calibrated_scores
from boutdufil.rooms.contests.selectors.given_readings import given_readings
from boutdufil.rooms.contests.selectors.rubric_settings import scales_of
from boutdufil.rooms.contests.selectors.stages import entrants


def jury_scores(stage_id: int) -> list[Scored]:
    """Return what the entries of a stage are ranked by, as declared; ordered by their numbers.

    An entry nobody has read is not in it: its score is unknown, and not zero.

    :raises ContestError: calibrated marks were declared, and these cannot be calibrated; it says
        why.
    """
    found = raw_scores(stage_id)
    if Stage.objects.values_list("ranks_by", flat=True).get(pk=stage_id) == RanksBy.RAW:
        return found
    fair = calibrated_scores(stage_id)
    return [
        Scored(
            one.entry_id,
            one.number,
            one.city,
            one.region,
            {**one.scores, SCORE: fair[one.entry_id]},
        )
        for one in found
    ]


def raw_scores(stage_id: int) -> list[Scored]:
    """Return the exact means of the marks, out of twenty; ordered by number."""
    rubric = scales_of(stage_id)
    read: dict[int, list[dict[int, int]]] = {}
    for one in given_readings(stage_id):
        read.setdefault(one.entry_id, []).append(dict(one.marks))
    entries = entrants(stage_id).filter(pk__in=read).order_by("number")
    return [
        Scored(pk, number, city, region, entry_scores(read[pk], rubric))
        for pk, number, city, region in entries.values_list("pk", "number", "city", "region")
    ]
