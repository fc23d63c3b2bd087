"""Why a candidate has the meetings they have, and not more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.slotting._problem import (
    Candidate,
    Fault,
    Meeting,
    Problem,
    ProblemError,
    Recruiter,
    Wish,
    best_wishes,
)


class Reason(StrEnum):
    """Why a wished meeting is not in the plan; the first that holds."""

    NEVER_TOGETHER = "no slot in common"
    OWN_MOST = "the candidate has as many meetings as they asked for"
    TABLE_TAKEN = "the recruiter meets somebody else in every slot in common"
    ELSEWHERE = "the candidate is at another table in every slot in common"
    CROSSED = "in every slot in common one of the two is busy"
    OPEN = "nothing stands against it"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One wish that was not served.

    `slots` are those in common. `instead_of` are the meetings that would have to go for it where
    the least fit is lost, and `loss` their fits less the fit of the wish: what granting it would
    cost if nothing else moved. A whole plan anew might cost less.
    """

    wish: Wish
    reason: Reason
    slots: tuple[int, ...]
    instead_of: tuple[Meeting, ...]
    loss: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a candidate has, and why each of their other wishes is not served, best first."""

    candidate: str
    meetings: tuple[Meeting, ...]
    most: int
    refusals: tuple[Refusal, ...]


def explain(problem: Problem, meetings: Iterable[Meeting], candidate: str) -> Explanation:
    """Explain the meetings of one candidate in a plan; raises ProblemError for an unknown one."""
    person = next((one for one in problem.candidates if one.id == candidate), None)
    if person is None:
        raise ProblemError(Fault.UNKNOWN_CANDIDATE, candidate)
    wishes = best_wishes(problem.wishes)
    held = frozenset(meetings)
    own = tuple(sorted(one for one in held if one.candidate == candidate))
    met = {one.recruiter for one in own}
    day = _Day(person, own, held, {pair: wish.fit for pair, wish in wishes.items()})
    tables = {one.id: one for one in problem.recruiters}
    refused = [
        day.refusal(wish, tables[recruiter])
        for (name, recruiter), wish in wishes.items()
        if name == candidate and recruiter not in met
    ]
    refused.sort(key=lambda one: (-one.wish.fit, one.wish.recruiter))
    return Explanation(candidate, own, person.most, tuple(refused))


@dataclass(frozen=True)
class _Day:
    person: Candidate
    own: tuple[Meeting, ...]
    held: frozenset[Meeting]
    fits: dict[tuple[str, str], float]

    def refusal(self, wish: Wish, recruiter: Recruiter) -> Refusal:
        """Explain one wish that is not served."""
        slots = tuple(sorted(self.person.slots & recruiter.open))
        if not slots:
            return Refusal(wish, Reason.NEVER_TOGETHER, (), (), 0.0)
        ways = [self._in_the_way(recruiter.id, slot) for slot in slots]
        cheapest = min(ways, key=lambda way: (self._fit(way), way))
        loss = self._fit(cheapest) - wish.fit
        return Refusal(wish, self._reason(recruiter.id, slots), slots, cheapest, loss)

    def _reason(self, recruiter: str, slots: Collection[int]) -> Reason:
        if len(self.own) >= self.person.most:
            return Reason.OWN_MOST
        away = {one.slot for one in self.own}
        taken = {one.slot for one in self.held if one.recruiter == recruiter}
        if taken.issuperset(slots):
            return Reason.TABLE_TAKEN
        if away.issuperset(slots):
            return Reason.ELSEWHERE
        return Reason.CROSSED if (away | taken).issuperset(slots) else Reason.OPEN

    def _in_the_way(self, recruiter: str, slot: int) -> tuple[Meeting, ...]:
        """Return what would have to go for a meeting in this slot."""
        there = {one for one in self.own if one.slot == slot}
        there |= {one for one in self.held if (one.recruiter, one.slot) == (recruiter, slot)}
        mine = sum(one.candidate == self.person.id for one in there)
        if self.own and not mine and len(self.own) >= self.person.most:
            there.add(min(self.own, key=lambda one: (self._fit((one,)), one)))
        return tuple(sorted(there))

    def _fit(self, meetings: Iterable[Meeting]) -> float:
        return sum(self.fits.get((one.candidate, one.recruiter), 0.0) for one in meetings)
