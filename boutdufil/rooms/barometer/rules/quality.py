"""How good a wave is, counted: rates of response, answers left out, what changed in the questions.

Rates are the least one may claim: whoever did not answer and may be in scope is counted as in scope
(RR1 of the American Association for Public Opinion Research, Standard Definitions, 2023).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from boutdufil.rooms.barometer.rules.imputation import Candidate, number
from boutdufil.rooms.barometer.rules.questionnaires import Form


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a drawn centre: its stratum, design weight, people known before asking."""

    stratum: str
    weight: float
    headcount: int | None
    in_scope: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Response of some centres: units, and the rate (0–1) of units and of people; None of nobody.

    The rate of people weighs each centre by its design weight and the people known of it;
    a centre of unknown size counts in none of it.
    """

    drawn: int
    in_scope: int
    answered: int
    of_units: float | None
    of_people: float | None


@dataclass(frozen=True, slots=True)
class ItemResponse:
    """A variable among the centres it was asked of: answered, said unknown, left blank, imputed."""

    code: str
    asked: int
    answered: int
    unknown: int
    blank: int
    imputed: int
    imputed_share: float | None

    @property
    def rate(self) -> float | None:
        """Return the share (0–1) of those asked who gave a number."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Breaks:
    """What changed in the questions since the wave before, by code."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    redefined: tuple[str, ...]


def rates(fates: Iterable[Fate]) -> Rates:
    """Return the response of drawn centres.

    >>> rates([Fate("a", 2.0, 30, True, True), Fate("a", 2.0, 10, True, False)]).of_people
    0.75
    """
    told = list(fates)
    inside = [one for one in told if one.in_scope]
    people = sum(one.weight * (one.headcount or 0) for one in inside)
    reached = sum(one.weight * (one.headcount or 0) for one in inside if one.answered)
    answered = sum(one.answered for one in inside)
    return Rates(
        len(told),
        len(inside),
        answered,
        answered / len(inside) if inside else None,
        reached / people if people else None,
    )


def rates_by_stratum(fates: Sequence[Fate]) -> dict[str, Rates]:
    """Return the response of each stratum, in the order of their keys."""
    return {
        key: rates(one for one in fates if one.stratum == key)
        for key in sorted({one.stratum for one in fates})
    }


def item_response(
    code: str, centres: Sequence[tuple[Candidate, Mapping[str, float]]]
) -> ItemResponse:
    """Return how a variable was answered; each centre comes with what was imputed of it."""
    given = {
        one.key: amount
        for one, _imputed in centres
        if (amount := number(one.said.get(code))) is not None
    }
    blanks = [one for one, _imputed in centres if code in one.blanks]
    unknown = sum(code in one.said for one in blanks)
    theirs = sum(one.weight * given.get(one.key, 0.0) for one, _imputed in centres)
    ours = sum(one.weight * imputed.get(code, 0.0) for one, imputed in centres)
    return ItemResponse(
        code,
        asked=len(given) + len(blanks),
        answered=len(given),
        unknown=unknown,
        blank=len(blanks) - unknown,
        imputed=sum(code in imputed for _one, imputed in centres),
        imputed_share=ours / (ours + theirs) if ours + theirs else None,
    )


def breaks(now: Form, before: Form) -> Breaks:
    """Return what changed in the questions between two questionnaires."""
    versions = {one.code: one.version for one in now.questions}
    earlier = {one.code: one.version for one in before.questions}
    return Breaks(
        tuple(code for code in versions if code not in earlier),
        tuple(code for code in earlier if code not in versions),
        tuple(code for code in versions if earlier.get(code, versions[code]) != versions[code]),
    )


def middle(minutes: Sequence[int]) -> float | None:
    """Return the median, None of nothing.

    >>> middle([12, 30, 18]), middle([])
    (18.0, None)
    """
    return float(median(minutes)) if minutes else None
