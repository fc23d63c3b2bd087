"""From who was drawn and what they answered to weights, and from weights to figures.

Design weights, non-response in homogeneous groups, calibration on known totals, trimming; then
totals and ratios with their intervals (engines/calibration, docs/explanation/estimates.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boutdufil.engines.calibration import Adjusted as Answered
from boutdufil.engines.calibration import (
    Bounds,
    CalibrationError,
    EstimationError,
    Linearised,
    Lonely,
    Margins,
    Method,
    Survey,
    adjust_for_response,
    calibrate,
    estimate,
    stratified,
    surveyed,
    total,
    trim,
)
from boutdufil.engines.calibration import Calibrated as Met
from boutdufil.rooms.barometer.rules.formulas import BALANCE, TYPE, Formula, Term

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
HEADS = "heads_end"
HEADCOUNT = "headcount"
PLACES = ("region", TYPE, "size")
# Above this coefficient of variation a figure is shown with a warning.
CAREFUL_FROM = 0.15


@dataclass(frozen=True, slots=True)
class Centre:
    """One drawn centre: ``number`` in the frame, stratum sizes, categories, what it answered.

    ``answered`` is false without its headcount; a centre out of scope (closed, not of the trade)
    is known to have nobody: it answers with nothing, and is no respondent.
    """

    number: str
    stratum: str
    population: int
    allocated: int
    answered: bool
    in_scope: bool
    group: str
    places: Mapping[str, str]
    headcount: int
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of a run and the totals its weights meet, as they were.

    ``by`` makes the groups that answer alike; ``bounds`` hold the factors of the logit and
    truncated methods; ``trimmed`` the weights themselves.
    """

    by: tuple[str, ...]
    method: str
    margins: Mapping[str, Mapping[str, float]]
    bounds: tuple[float, float] | None = None
    trimmed: tuple[float, float] | None = None

    def written(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            "by": list(self.by),
            "method": self.method,
            "margins": {name: dict(own) for name, own in self.margins.items()},
            "bounds": list(self.bounds) if self.bounds else None,
            "trimmed": list(self.trimmed) if self.trimmed else None,
        }


def read_recipe(written: Mapping[str, Any]) -> Recipe:
    """Read a recipe from its data."""
    return Recipe(
        by=tuple(written["by"]),
        method=str(written["method"]),
        margins={
            name: {key: float(total) for key, total in own.items()}
            for name, own in written["margins"].items()
        },
        bounds=_pair(written.get("bounds")),
        trimmed=_pair(written.get("trimmed")),
    )


@dataclass(frozen=True, eq=False)
class Weighed:
    """A sample with its weights (n each) and the amounts of its answers, completed (n by code)."""

    centres: tuple[Centre, ...]
    survey: Survey
    design: Floats
    adjusted: Floats
    calibrated: Floats
    amounts: Mapping[str, Floats]
    respondents: Bools
    diagnostics: Mapping[str, Any]

    def where(self, place: Mapping[str, str]) -> Bools:
        """Return who is in a place, answered or not."""
        count = len(self.centres)
        inside: Bools = np.ones(count, dtype=np.bool_)
        for axis, code in place.items():
            inside &= np.fromiter((one.places[axis] == code for one in self.centres), bool, count)
        return inside


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate with its 95 % interval and coefficient of variation; None where unknown."""

    value: float | None
    low: float | None = None
    high: float | None = None
    variation: float | None = None
    respondents: int = 0

    @property
    def is_careful(self) -> bool:
        """Whether it is shown with a warning."""
        return self.variation is None or self.variation > CAREFUL_FROM


def weigh(centres: Sequence[Centre], recipe: Recipe, codes: Sequence[str]) -> Weighed:
    """Return the weights of a sample. Raises CalibrationError or EstimationError."""
    plan = stratified(
        [one.population / one.allocated for one in centres],
        strata=[_stratum(one) for one in centres],
        population=[float(one.population) for one in centres],
        lonely=Lonely.ADJUST,
    )
    answered = np.array([one.answered or not one.in_scope for one in centres], dtype=np.bool_)
    groups = ["|".join(one.places[axis] for axis in recipe.by) or "all" for one in centres]
    adjusted = adjust_for_response(plan.weights, answered, groups)
    met = _met(centres, recipe, adjusted.weights)
    survey = surveyed(
        plan,
        weights=met.weights,
        response=np.where(answered, adjusted.chance, 0.0),
        auxiliary=met.auxiliary,
    )
    respondents = np.array([one.answered and one.in_scope for one in centres], dtype=np.bool_)
    amounts, completed = _amounts(centres, respondents, adjusted.groups, codes)
    return Weighed(
        centres=tuple(centres),
        survey=survey,
        design=plan.weights,
        adjusted=adjusted.weights,
        calibrated=met.weights,
        amounts=amounts,
        respondents=respondents,
        diagnostics=_told(plan.weights, adjusted, met, respondents, completed),
    )


def figure(weighed: Weighed, formula: Formula, place: Mapping[str, str]) -> Figure:
    """Return a figure in a place; unknown where nobody answered or there is nothing to divide by.

    Source: linearisation of Deville (1999), Student's law.
    """
    where = weighed.where(place)
    told = int((where & weighed.respondents).sum())
    if not told or formula.codes - weighed.amounts.keys():
        return Figure(None, respondents=told)
    try:
        found = _sum(weighed, formula.top, where)
        if formula.under:
            found = found / _sum(weighed, formula.under, where)
        error = estimate(weighed.survey, found)
    except EstimationError:
        return Figure(None, respondents=told)
    low, high = error.student()
    if not (isfinite(low) and isfinite(high)):
        return Figure(error.value, respondents=told)
    return Figure(error.value, max(0.0, low), high, error.variation, told)


def balanced(amounts: dict[str, Floats]) -> dict[str, Floats]:
    """Close each centre's balance: what does not come out is an arrival or a departure by itself.

    The identity then holds in every cell, as a reader of the tables supposes.
    """
    if BALANCE.keys() - amounts.keys():
        return amounts
    gap = np.sum([factor * amounts[code] for code, factor in BALANCE.items()], axis=0)
    return amounts | {
        "moved_in": amounts["moved_in"] + np.maximum(0.0, gap),
        "moved_out": amounts["moved_out"] + np.maximum(0.0, -gap),
    }


def _stratum(one: Centre) -> str:
    """Name the cell it was drawn in: a panel draws twice in a stratum, at two rates."""
    return f"{one.stratum}/{one.population}/{one.allocated}"


def _met(centres: Sequence[Centre], recipe: Recipe, weights: Floats) -> Met:
    columns: dict[str, Any] = {
        axis: [one.places[axis] for one in centres] for axis in recipe.margins if axis in PLACES
    }
    columns[HEADCOUNT] = [float(one.headcount) for one in centres]
    known = Margins(
        categories={axis: own for axis, own in recipe.margins.items() if axis in PLACES},
        numbers={axis: own[""] for axis, own in recipe.margins.items() if axis not in PLACES},
    )
    bounds = Bounds(*recipe.bounds) if recipe.bounds else None
    met = calibrate(weights, columns, known, method=Method(recipe.method), bounds=bounds)
    if recipe.trimmed is None:
        return met
    low, high = recipe.trimmed
    return trim(met.weights, columns, known, lowest=low, highest=high)


def _amounts(
    centres: Sequence[Centre], respondents: Bools, groups: Sequence[str], codes: Sequence[str]
) -> tuple[dict[str, Floats], dict[str, int]]:
    """Return each variable at each centre; an answer left out is a share of heads, and counted."""
    heads = np.array([one.values.get(HEADS, 0.0) for one in centres])
    amounts: dict[str, Floats] = {}
    completed: dict[str, int] = {}
    for code in codes:
        told = np.array([code in one.values for one in centres]) & respondents
        if not told.any():
            continue
        given = np.array([one.values.get(code, 0.0) for one in centres])
        shares = _shares(given, heads, told, np.asarray(groups))
        amounts[code] = np.where(respondents, np.where(told, given, shares * heads), 0.0)
        completed[code] = int((respondents & ~told).sum())
    return balanced(amounts), {code: count for code, count in completed.items() if count}


def _shares(given: Floats, heads: Floats, told: Bools, groups: NDArray[np.str_]) -> Floats:
    """Return the amount by head of each centre's group, of all where its group tells nothing."""
    whole = _share(given, heads, told)
    found = np.full(len(given), 0.0 if whole is None else whole)
    for name in np.unique(groups):
        inside = groups == name
        own = _share(given, heads, told & inside)
        if own is not None:
            found[inside] = own
    return found


def _share(given: Floats, heads: Floats, told: Bools) -> float | None:
    under = float(heads[told].sum())
    return float(given[told].sum()) / under if under else None


def _sum(weighed: Weighed, terms: Sequence[Term], where: Bools) -> Linearised:
    parts = [
        total(
            weighed.survey,
            weighed.amounts[one.code],
            where & weighed.where({TYPE: one.centre_type}) if one.centre_type else where,
        ).times(one.factor)
        for one in terms
    ]
    found = parts[0]
    for part in parts[1:]:
        found = found + part
    return found


def _told(
    design: Floats, answered: Answered, met: Met, respondents: Bools, completed: Mapping[str, int]
) -> dict[str, Any]:
    final = met.weights[respondents]
    factors = met.factors[respondents]
    squares = float((final**2).sum())
    return {
        "drawn": len(design),
        "respondents": int(respondents.sum()),
        "design": [float(design.min()), float(design.max())],
        "calibrated": [float(final.min()), float(final.max())] if len(final) else [0.0, 0.0],
        "factors": [float(factors.min()), float(factors.max())] if len(final) else [0.0, 0.0],
        # Kish: what unequal weights alone cost.
        "design_effect": len(final) * squares / float(final.sum()) ** 2 if squares else None,
        "negative": met.has_negative,
        "gap": met.gap,
        "rounds": met.rounds,
        "merges": [[one.group, one.into, one.answers] for one in answered.merges],
        "completed": dict(completed),
    }


def _pair(given: Sequence[float] | None) -> tuple[float, float] | None:
    return (float(given[0]), float(given[1])) if given else None


def problems_of(error: CalibrationError | EstimationError) -> list[dict[str, Any]]:
    """Return what is wrong as data, one entry a finding; words come with the reader."""
    if isinstance(error, CalibrationError):
        return [
            {
                "problem": one.problem.name,
                "margin": one.margin,
                "category": one.category,
                "facts": dict(one.facts),
            }
            for one in error.findings
        ]
    about = "; ".join(str(one) for one in error.about)
    return [{"problem": error.refusal.name, "margin": "", "category": about, "facts": {}}]
