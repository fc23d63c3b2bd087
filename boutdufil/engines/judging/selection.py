"""Who goes on to the next stage: exact numbers, one declared rule, the same answer for ever."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from boutdufil.engines.judging._faults import Fault, JudgingError
from boutdufil.engines.judging._rules import (
    EVERYBODY,
    POOL,
    Candidate,
    Cutoff,
    Outcome,
    Rule,
    Selection,
    UndecidedError,
)
from boutdufil.lib.draws import draw_mark, draw_order

__all__ = [
    "POOL",
    "Candidate",
    "Cutoff",
    "Explanation",
    "Outcome",
    "Rule",
    "Selection",
    "UndecidedError",
    "draw_mark",
    "draw_order",
    "explain",
    "replace_withdrawn",
    "select",
]

WITHDRAWN = "withdrawn"
REPLACEMENT = "replacement"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a candidate is where they are.

    `above` and `below` are the neighbours in the list of the group. `rival` is who stands on the
    other side of the cut, next to it: the one `decided_by` compares them with.
    """

    outcome: Outcome
    rule: Rule
    cutoff: Cutoff
    above: Outcome | None
    below: Outcome | None
    rival: Outcome | None
    equal: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Return the rank in the group."""
        return self.outcome.rank

    @property
    def decided_by(self) -> str:
        """Return what decided, as in the outcome."""
        return self.outcome.decided_by


def select(candidates: Iterable[Candidate], rule: Rule) -> Selection:
    """Return who is selected in each group, and why everybody is where they are.

    The order of the candidates changes nothing. Raises JudgingError for a number that comes
    twice, a missing score or one that is no integer or fraction, and UndecidedError where a draw
    is needed and the rule has no seed.
    """
    read = [_read(one, rule) for one in candidates]
    _refuse_duplicates(one.number for one in read)
    outcomes: list[Outcome] = []
    for _, group in groupby(sorted(_grouped(read, rule), key=_by_group), key=_by_group):
        ranked = _ranked(list(group), rule)
        taken = _taken([one for one in ranked if _reaches(one, rule)], rule, rule.top)
        outcomes += _told(ranked, taken, rule)
    return Selection(rule, tuple(outcomes), _cutoffs(outcomes))


def replace_withdrawn(selection: Selection, withdrawn: Collection[str]) -> Selection:
    """Return the selection without some: the next in the list comes in, everybody else stays.

    Ranks stay, and small places stay pooled. Raises JudgingError for an unknown number,
    UndecidedError as `select` does.
    """
    for number in sorted(set(withdrawn) - {one.number for one in selection.places}):
        raise JudgingError(Fault.UNKNOWN, number)
    outcomes: list[Outcome] = []
    for _, group in groupby(selection.places, key=lambda one: one.group):
        gone = [_gone(one) if one.number in withdrawn else one for one in group]
        outcomes += _filled(gone, selection.rule)
    return Selection(selection.rule, tuple(outcomes), _cutoffs(outcomes))


def explain(selection: Selection, number: str) -> Explanation:
    """Explain the rank of one candidate. Raises JudgingError for an unknown number."""
    outcome = selection.outcome(number)
    group = [one for one in selection.places if one.group == outcome.group]
    at = group.index(outcome)
    others = [one for one in group if one.number != number]
    return Explanation(
        outcome=outcome,
        rule=selection.rule,
        cutoff=selection.cutoff(outcome.group),
        above=group[at - 1] if at else None,
        below=group[at + 1] if at + 1 < len(group) else None,
        rival=_compared_with(outcome, group, selection.rule),
        equal=tuple(one.number for one in others if one.score == outcome.score),
    )


def _read(candidate: Candidate, rule: Rule) -> Outcome:
    """Return a candidate with exact scores in the order of the rule, not yet in a group."""
    keys = []
    for name in rule.names:
        if name not in candidate.scores:
            raise JudgingError(Fault.NO_SCORE, candidate.number, name)
        value: object = candidate.scores[name]
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise JudgingError(Fault.NOT_EXACT, candidate.number, name, value)
        keys.append(Fraction(value))
    if candidate.place == POOL:
        raise JudgingError(Fault.RESERVED, candidate.place)
    seed = rule.draw_seed
    mark = "" if seed is None else draw_mark(seed, candidate.number)
    return Outcome(
        number=candidate.number,
        place=candidate.place,
        group=EVERYBODY,
        rank=0,
        selected=False,
        decided_by="",
        keys=tuple(keys),
        mark=mark,
    )


def _refuse_duplicates(numbers: Iterable[str]) -> None:
    seen: set[str] = set()
    for number in numbers:
        if number in seen:
            raise JudgingError(Fault.DUPLICATE, number)
        seen.add(number)


def _grouped(read: Sequence[Outcome], rule: Rule) -> list[Outcome]:
    """Put everybody in the group they are ranked in: their place, the pool, or everybody."""
    if rule.per == "all":
        return list(read)
    sizes: dict[str, int] = defaultdict(int)
    for one in read:
        sizes[one.place] += 1
    small = {place for place, size in sizes.items() if size < rule.pool_below}
    return [replace(one, group=POOL if one.place in small else one.place) for one in read]


def _by_group(one: Outcome) -> str:
    return one.group


def _ranked(group: list[Outcome], rule: Rule) -> list[Outcome]:
    """Sort a group and give ranks; equal ones share theirs unless the draw breaks ties."""
    drawn = rule.ties == "break" and rule.draw_seed is not None
    ranked: list[Outcome] = []
    for at, one in enumerate(sorted(group, key=lambda one: one.order), start=1):
        shares = not drawn and ranked and ranked[-1].keys == one.keys
        ranked.append(replace(one, rank=ranked[-1].rank if shares else at))
    return ranked


def _reaches(one: Outcome, rule: Rule) -> bool:
    return rule.minimum is None or one.score >= rule.minimum


def _taken(
    eligible: Sequence[Outcome], rule: Rule, places: int, standing: int = 0
) -> list[Outcome]:
    """Return the next ones in, for so many places. Raises UndecidedError."""
    if places >= len(eligible) or places <= 0:
        return list(eligible[: max(0, places)])
    last = eligible[places - 1].keys
    tied = [one for one in eligible if one.keys == last]
    before = [one for one in eligible[:places] if one.keys != last]
    room = places - len(before)
    if rule.ties == "advance_all":
        room = len(tied) if rule.cap is None else min(len(tied), rule.cap - standing - len(before))
    if room < len(tied) and rule.draw_seed is None:
        raise UndecidedError(eligible[0].group, tuple(one.number for one in tied))
    return before + tied[:room]


def _told(ranked: list[Outcome], taken: Collection[Outcome], rule: Rule) -> list[Outcome]:
    """Say of everybody in a group whether they are in, and what decided."""
    chosen = {one.number for one in taken}
    told = [replace(one, selected=one.number in chosen) for one in ranked]
    alone = _in_if_alone(ranked, rule) if ranked[0].group == POOL else frozenset()
    advanced = _advanced(told, rule)
    return [
        replace(one, decided_by=_reason(one, told, rule, alone=alone, advanced=advanced))
        for one in told
    ]


def _in_if_alone(ranked: Sequence[Outcome], rule: Rule) -> frozenset[str]:
    """Return who of a pool would be in if their place had not been pooled."""
    by_place = defaultdict[str, list[Outcome]](list)
    for one in ranked:
        if _reaches(one, rule):
            by_place[one.place].append(one)
    return frozenset(one.number for own in by_place.values() for one in _first(own, rule))


def _first(own: Sequence[Outcome], rule: Rule) -> list[Outcome]:
    """Return the first of a list, with those equal to the last where ties come in together."""
    if rule.ties == "break" or len(own) <= rule.top:
        return list(own[: rule.top])
    return [one for one in own if one.order[0] <= own[rule.top - 1].order[0]]


def _advanced(told: Sequence[Outcome], rule: Rule) -> frozenset[str]:
    """Return those equal at the cut who came in together, beyond the places there are."""
    chosen = [one for one in told if one.selected]
    if len(chosen) <= rule.top:
        return frozenset()
    last = chosen[rule.top - 1].keys
    tied = [one for one in told if one.keys == last]
    return frozenset(one.number for one in tied if all(other.selected for other in tied))


def _reason(
    one: Outcome,
    told: Sequence[Outcome],
    rule: Rule,
    *,
    alone: frozenset[str],
    advanced: frozenset[str],
) -> str:
    if not _reaches(one, rule):
        return "minimum"
    if one.number in advanced:
        return "tie_advanced"
    if one.number in alone and not one.selected:
        return "pool"
    rival = _rival(one, told, rule)
    return "score" if rival is None else _difference(one, rival, rule)


def _rival(one: Outcome, group: Sequence[Outcome], rule: Rule) -> Outcome | None:
    """Return who stands next to the cut on its other side; None where nobody does."""
    if one.selected:
        out = (x for x in group if not x.selected and x.decided_by != WITHDRAWN)
        return next((x for x in out if _reaches(x, rule)), None)
    return next((x for x in reversed(group) if x.selected), None)


def _compared_with(one: Outcome, group: Sequence[Outcome], rule: Rule) -> Outcome | None:
    """Return whom a decision was taken against; None where nobody else mattered."""
    return None if one.decided_by in {"minimum", WITHDRAWN} else _rival(one, group, rule)


def _difference(one: Outcome, rival: Outcome, rule: Rule) -> str:
    """Return the first score that tells two candidates apart, or the draw."""
    for name, mine, theirs in zip(rule.names, one.keys, rival.keys, strict=True):
        if mine != theirs:
            return name if name == rule.names[0] else f"key:{name}"
    return "draw"


def _gone(one: Outcome) -> Outcome:
    return replace(one, selected=False, decided_by=WITHDRAWN)


def _filled(group: list[Outcome], rule: Rule) -> list[Outcome]:
    """Give the places that came free in a group to the next in its list."""
    standing = sum(one.selected for one in group)
    waiting = [
        one
        for one in group
        if not one.selected and one.decided_by != WITHDRAWN and _reaches(one, rule)
    ]
    called = {one.number for one in _taken(waiting, rule, rule.top - standing, standing)}
    return [
        replace(one, selected=True, decided_by=REPLACEMENT) if one.number in called else one
        for one in group
    ]


def _cutoffs(outcomes: Sequence[Outcome]) -> tuple[Cutoff, ...]:
    cutoffs = []
    for name, members in groupby(outcomes, key=_by_group):
        group = list(members)
        chosen = [one for one in group if one.selected]
        places = tuple(sorted({one.place for one in group}))
        last = chosen[-1].keys if chosen else None
        cutoffs.append(Cutoff(name, places, len(group), len(chosen), last))
    return tuple(cutoffs)
