"""How strict a stage's jurors were, and what its entries would have had from the same jury."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from boutdufil.engines.judging import JudgingError
from boutdufil.engines.judging.calibration import (
    Calibration,
    Criterion,
    Disconnected,
    Rating,
    calibrate,
)
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import JurySeat
from boutdufil.rooms.contests.rules.scores import OUT_OF, rounded
from boutdufil.rooms.contests.selectors.given_readings import GivenReading, given_readings
from boutdufil.rooms.contests.selectors.rubric_settings import scales_of


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why marks cannot be calibrated; `parts` are the groups that no file links, by numbers."""

    words: str
    parts: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = ()


def calibration_of(stage_id: int) -> Calibration | Refusal:
    """Return the calibration of what was given, or why there is none.

    Files and jurors are named by the numbers of their rows.
    """
    given = given_readings(stage_id)
    if not given:
        return Refusal(_("Aucune lecture n’est rendue : il n’y a rien à comparer."))
    rubric = [
        Criterion(str(one.id), one.top, Fraction(one.weight))
        for one in scales_of(stage_id)
        if one.top
    ]
    try:
        found = calibrate(_ratings(given), rubric, panels=_panels(stage_id))
    except JudgingError:
        told = _(
            "Ces notes ne se laissent pas comparer : il faut au moins deux jurés qui ont noté "
            "les mêmes critères."
        )
        return Refusal(told)
    return _refused(found) if isinstance(found, Disconnected) else found


def calibrated_scores(stage_id: int) -> Mapping[int, Fraction]:
    """Return what entries are ranked by where calibrated marks were declared, out of twenty.

    :raises ContestError: they may not select, and why.
    """
    found = calibration_of(stage_id)
    if isinstance(found, Refusal):
        raise ContestError(found.words)
    if not found.may_select:
        told = _(
            "Les notes corrigées ne peuvent pas classer : %(share)d %% des dossiers relient les "
            "jurys, il en faut 20 %%. Classez par les notes brutes, avec un motif publié."
        )
        raise ContestError(told % {"share": int(found.linking_share * 100)})
    return {int(one.file): rounded(one.calibrated * OUT_OF) for one in found.files}


def _ratings(given: tuple[GivenReading, ...]) -> list[Rating]:
    return [
        Rating(
            juror=str(one.juror_id), file=str(one.entry_id), criterion=str(criterion), score=mark
        )
        for one in given
        for criterion, mark in one.marks.items()
    ]


def _panels(stage_id: int) -> dict[str, str]:
    seats = JurySeat.objects.filter(jury__stage_id=stage_id).order_by("pk")
    found = seats.values_list("juror_id", "jury__region")
    return {str(juror_id): region for juror_id, region in found}


def _refused(found: Disconnected) -> Refusal:
    told = _(
        "Aucun dossier ne relie certains jurés aux autres : leur sévérité ne se distingue pas de "
        "la qualité de leurs dossiers. Confiez un dossier de chaque groupe à un juré d’un autre."
    )
    parts = tuple(
        (tuple(int(one) for one in part.files), tuple(int(one) for one in part.jurors))
        for part in found.components
    )
    return Refusal(told, parts)
