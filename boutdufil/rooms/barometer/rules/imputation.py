"""Answers that are missing in a response that was sent, put in their likely place.

Only single answers, never a centre that said nothing (weights do that). What a person said stays.
A value that breaks a check of the questionnaire is not kept (docs/explanation/editing.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from statistics import median

from boutdufil.rooms.barometer.enums import AnswerOrigin
from boutdufil.rooms.barometer.rules.expressions import Answer, is_number
from boutdufil.rooms.barometer.rules.formulas import BALANCE
from boutdufil.rooms.barometer.rules.questionnaires import Form, Question, findings

HEADS = "heads_end"
FEWEST_DONORS = 5
PLACES = 2
SAID_UNKNOWN = "Dite inconnue"
BETWEEN = " · "
# French words kept in the trail; they tell where an "unknown" came from, so that it comes back.
WORDS = {
    AnswerOrigin.TYPED: "saisie",
    AnswerOrigin.CONFIRMED: "reprise",
    AnswerOrigin.UPLOADED: "fichier",
    AnswerOrigin.EDITED: "correction",
}


class Method(StrEnum):
    """How a likely value is found; LEAVE keeps it unknown, BALANCE is what an identity leaves."""

    RATIO = "ratio"
    GROWTH = "growth"
    DONOR = "donor"
    LEAVE = "leave"
    BALANCE = "balance"


METHOD_WORDS = {
    Method.RATIO: "rapport aux effectifs",
    Method.GROWTH: "vague précédente et évolution médiane",
    Method.DONOR: "centre le plus proche",
    Method.BALANCE: "déduite des autres réponses",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A centre that answered: classes, weight, answers it gave, those of the last wave, blanks.

    ``said`` and ``before`` go by code; ``blanks`` are asked of it and have no number, in order.
    ``held`` are values imputed earlier: checks read them, nobody is likened to them.
    """

    key: int
    centre_type: str
    size: str
    region: str
    weight: float
    said: Mapping[str, Answer]
    before: Mapping[str, Answer]
    blanks: tuple[str, ...]
    held: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def heads(self) -> float:
        """Return its people, 0 when it did not say."""
        return number(self.said.get(HEADS)) or 0.0

    @property
    def classes(self) -> tuple[tuple[str, ...], ...]:
        """Return the classes it is likened to, the finest first."""
        return (self.centre_type, self.size), (self.centre_type,), ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A likely value: of whom, found how, in which class, from how many centres."""

    key: int
    code: str
    value: float
    method: Method
    within: tuple[str, ...] = ()
    donors: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be kept, what checks refuse, and how many stay unknown by variable."""

    kept: tuple[Proposal, ...]
    refused: tuple[Proposal, ...]
    left: Mapping[str, int]


def plan(
    centres: Sequence[Candidate], form: Form, methods: Mapping[str, Method], seed: str
) -> Plan:
    """Return what the chosen methods make of the blanks; the same each time with one seed."""
    proposed = {
        code: propose(centres, code, method, seed)
        for code, method in sorted(methods.items())
        if method != Method.LEAVE
    }
    kept: list[Proposal] = []
    refused: list[Proposal] = []
    left: dict[str, int] = defaultdict(int)
    for one in centres:
        wanted = [code for code in one.blanks if code in proposed]
        found = {code: proposed[code].get(one.key) for code in wanted}
        own, broken = settle(form, one, found)
        kept += own
        refused += broken
        done = {each.code for each in own}
        for code in one.blanks:
            left[code] += code in methods and code not in done
    return Plan(tuple(kept), tuple(refused), dict(left))


def propose(
    centres: Sequence[Candidate], code: str, method: Method, seed: str
) -> dict[int, Proposal]:
    """Return the likely value of each centre that left a variable blank, where one is found."""
    pools = _pools(centres, code, method)
    found = {}
    for one in centres:
        large = (name for name in one.classes if len(pools[name]) >= FEWEST_DONORS)
        within = next(large, None)
        if code not in one.blanks or within is None:
            continue
        value = _value(one, pools[within], code, method, seed)
        if value is not None:
            found[one.key] = Proposal(one.key, code, value, method, within, len(pools[within]))
    return found


def settle(
    form: Form, one: Candidate, found: Mapping[str, Proposal | None]
) -> tuple[list[Proposal], list[Proposal]]:
    """Return what may be kept of a centre's likely values, and what a hard check refuses.

    The last blank of the balance of people is what the others leave, never an estimate.
    """
    held = {**one.said, **one.held}
    broken = _broken(form, held, one.before)
    kept, refused = [], []
    for question in form.questions:
        if question.code not in found:
            continue
        proposal = _deduced(one.key, question.code, held) or found[question.code]
        if proposal is None:
            continue
        proposal = replace(proposal, value=_rounded(question, proposal.value))
        trial = held | {question.code: proposal.value}
        is_possible = question.least <= proposal.value <= question.most
        if is_possible and not _broken(form, trial, one.before) - broken:
            held = trial
            kept.append(proposal)
        else:
            refused.append(proposal)
    return kept, refused


def number(value: Answer) -> float | None:
    """Return an answer as a number, None when it is none."""
    return float(value) if is_number(value) else None  # type: ignore[arg-type]


def write_reason(one: Proposal, unknown: AnswerOrigin | None) -> str:
    """Return why a value stands there, for its trail; no centre is named.

    ``unknown`` is where the respondent's own "unknown" came from, None when it was left blank.
    """
    parts = [METHOD_WORDS[one.method]]
    if one.donors:
        parts += [" ".join(one.within) or "tous les centres", f"{one.donors} centres"]
    if unknown is not None:
        parts.insert(0, f"{SAID_UNKNOWN} ({WORDS[unknown]})")
    return BETWEEN.join(parts)


def unknown_of(reason: str) -> AnswerOrigin | None:
    """Return where the "unknown" under an imputed value came from; None when there was none.

    >>> one = Proposal(1, "hires", 3, Method.RATIO, ("provider",), 8)
    >>> unknown_of(write_reason(one, AnswerOrigin.UPLOADED)).value
    'uploaded'
    >>> unknown_of(write_reason(one, None))
    """
    first = reason.split(BETWEEN)[0]
    return next((key for key, word in WORDS.items() if first == f"{SAID_UNKNOWN} ({word})"), None)


def _pools(
    centres: Sequence[Candidate], code: str, method: Method
) -> Mapping[tuple[str, ...], list[Candidate]]:
    pools: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for one in centres:
        if _can_give(one, code, method) is not None:
            for within in one.classes:
                pools[within].append(one)
    return pools


def _can_give(one: Candidate, code: str, method: Method) -> float | None:
    """Return what a centre tells of others: an amount by head, or a growth; None when nothing."""
    now = number(one.said.get(code))
    under = number(one.before.get(code)) if method == Method.GROWTH else one.heads
    return now / under if now is not None and under is not None and under > 0 else None


def _value(
    one: Candidate, donors: Sequence[Candidate], code: str, method: Method, seed: str
) -> float | None:
    if method == Method.GROWTH:
        before = number(one.before.get(code))
        growth = median(_can_give(each, code, method) or 0.0 for each in donors)
        return None if before is None else before * growth
    if not one.heads:
        return None
    if method == Method.DONOR:
        people = [one.heads, *(each.heads for each in donors)]
        width = max(people) - min(people)
        nearest = min(donors, key=lambda each: _distance(one, each, width, f"{seed}|{code}"))
        return one.heads * (_can_give(nearest, code, method) or 0.0)
    # Sorted: a sum of floats depends on its order, the result must not.
    amounts = sum(sorted(each.weight * (number(each.said[code]) or 0.0) for each in donors))
    return one.heads * amounts / sum(sorted(each.weight * each.heads for each in donors))


def _distance(one: Candidate, other: Candidate, width: float, seed: str) -> tuple[float, str]:
    """Return the distance of Gower (1971) on type, size, region and people; the seed parts ties."""
    apart = (
        float(one.centre_type != other.centre_type),
        float(one.size != other.size),
        float(one.region != other.region),
        abs(one.heads - other.heads) / width if width else 0.0,
    )
    tie = sha256(f"{seed}|{one.key}|{other.key}".encode()).hexdigest()
    return sum(apart) / len(apart), tie


def _deduced(key: int, code: str, held: Mapping[str, Answer]) -> Proposal | None:
    others = {name: number(held.get(name)) for name in BALANCE if name != code}
    if code not in BALANCE or None in others.values():
        return None
    rest = sum(BALANCE[name] * (value or 0.0) for name, value in others.items())
    return Proposal(key, code, -rest / BALANCE[code], Method.BALANCE)


def _rounded(question: Question, value: float) -> float:
    return int(value + 0.5) if question.kind == "count" else round(value, PLACES)


def _broken(form: Form, values: Mapping[str, Answer], before: Mapping[str, Answer]) -> set[str]:
    return {one.code for one in findings(form, values, before) if one.severity == "hard"}
