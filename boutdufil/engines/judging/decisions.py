"""Decisions as they are kept: plain, canonical, and done again to the bit from what they hold.

A decision is a mapping of JSON values: ``format``, ``rule``, ``candidates``, ``withdrawn``
and ``departures`` (where a jury departed from the ranking, with a reason each). Fractions are
texts ("17/3"). The same decision has the same bytes (RFC 8785) and therefore the same digest.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging.selection import (
    WITHDRAWN,
    Candidate,
    Outcome,
    Rule,
    Selection,
    replace_withdrawn,
    select,
)
from boutdufil.engines.sealing import canonical_json

__all__ = ["JURY", "Departure", "decide", "decision_digest", "outcomes_of", "plain_decision"]

FORMAT = 1
JURY = "jury"

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Departure:
    """A jury takes somebody in, or leaves them out, whatever the ranking says; `reason` is read."""

    number: str
    selected: bool
    reason: str


def plain_decision(
    candidates: Iterable[Candidate],
    rule: Rule,
    *,
    withdrawn: Collection[str] = (),
    departures: Sequence[Departure] = (),
) -> dict[str, Any]:
    """Return a decision as it is kept; the order of the candidates changes nothing."""
    return {
        "format": FORMAT,
        "rule": _plain_rule(rule),
        "candidates": sorted(map(_plain_candidate, candidates), key=lambda one: one["number"]),
        "withdrawn": sorted(set(withdrawn)),
        "departures": [
            {"number": one.number, "selected": one.selected, "reason": one.reason}
            for one in departures
        ],
    }


def decide(decision: Plain) -> Selection:
    """Return what follows from a decision, by these engines alone.

    Raises JudgingError for what cannot be decided: another format, an unknown number, a tie that
    the rule leaves open.
    """
    if decision["format"] != FORMAT:
        raise JudgingError(Fault.RULE, "format", decision["format"])
    found = select(map(_read_candidate, decision["candidates"]), _read_rule(decision["rule"]))
    if decision["withdrawn"]:
        found = replace_withdrawn(found, decision["withdrawn"])
    return _departed(found, decision["departures"])


def outcomes_of(selection: Selection) -> list[dict[str, Any]]:
    """Return everybody's outcome as plain values, by group and rank."""
    return [
        {
            "number": one.number,
            "group": one.group,
            "rank": one.rank,
            "score": str(one.score),
            "selected": one.selected,
            "decided_by": one.decided_by,
        }
        for one in selection.places
    ]


def decision_digest(decision: Plain) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal.

    Raises SealError for values that have no canonical form.
    """
    return sha256(canonical_json(decision)).hexdigest()


def _departed(selection: Selection, departures: Iterable[Plain]) -> Selection:
    """Return a selection with what the jury wanted otherwise; nobody who withdrew comes back."""
    wanted = {one["number"]: bool(one["selected"]) for one in departures}
    for number in sorted(wanted):
        if selection.outcome(number).decided_by == WITHDRAWN:
            raise JudgingError(Fault.UNKNOWN, number, WITHDRAWN)
    return replace(selection, places=tuple(_settled(one, wanted) for one in selection.places))


def _settled(one: Outcome, wanted: Mapping[str, bool]) -> Outcome:
    if wanted.get(one.number, one.selected) == one.selected:
        return one
    return replace(one, selected=wanted[one.number], decided_by=JURY)


def _plain_rule(rule: Rule) -> dict[str, Any]:
    return {
        "top": rule.top,
        "per": rule.per,
        "minimum": None if rule.minimum is None else str(rule.minimum),
        "ties": rule.ties,
        "tie_keys": list(rule.tie_keys),
        "draw_seed": rule.draw_seed,
        "pool_below": rule.pool_below,
        "cap": rule.cap,
    }


def _read_rule(plain: Plain) -> Rule:
    least = plain["minimum"]
    return Rule(
        top=plain["top"],
        per=plain["per"],
        minimum=None if least is None else Fraction(least),
        ties=plain["ties"],
        tie_keys=tuple(plain["tie_keys"]),
        draw_seed=plain["draw_seed"],
        pool_below=plain["pool_below"],
        cap=plain["cap"],
    )


def _plain_candidate(one: Candidate) -> dict[str, Any]:
    scores = {name: str(Fraction(value)) for name, value in sorted(one.scores.items())}
    return {"number": one.number, "place": one.place, "scores": scores}


def _read_candidate(plain: Plain) -> Candidate:
    scores = {name: Fraction(value) for name, value in plain["scores"].items()}
    return Candidate(plain["number"], plain["place"], scores)
