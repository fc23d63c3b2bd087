"""A change made by hand: what comes of it, or what clashes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from boutdufil.engines.slotting._clashes import Clash, check
from boutdufil.engines.slotting._problem import Fault, Meeting, Problem, ProblemError


@dataclass(frozen=True, slots=True)
class Exchange:
    """The meetings after a change, in order; where something clashes, those before it."""

    meetings: tuple[Meeting, ...]
    clashes: tuple[Clash, ...]


def exchange(
    problem: Problem,
    meetings: Collection[Meeting],
    *,
    out: Collection[Meeting] = (),
    into: Collection[Meeting] = (),
) -> Exchange:
    """Take meetings out and put others in; raises ProblemError for one that is not there."""
    if missing := sorted(set(out) - set(meetings)):
        raise ProblemError(Fault.UNKNOWN_MEETING, *missing)
    after = tuple(sorted((set(meetings) - set(out)) | set(into)))
    clashes = check(problem, after)
    return Exchange(tuple(sorted(meetings)) if clashes else after, clashes)


def swap_slots(
    problem: Problem, meetings: Collection[Meeting], one: Meeting, other: Meeting
) -> Exchange:
    """Let two meetings exchange their slots."""
    into = (replace(one, slot=other.slot), replace(other, slot=one.slot))
    return exchange(problem, meetings, out=(one, other), into=into)


def swap_candidates(
    problem: Problem, meetings: Collection[Meeting], one: Meeting, other: Meeting
) -> Exchange:
    """Let two meetings exchange their candidates."""
    into = (replace(one, candidate=other.candidate), replace(other, candidate=one.candidate))
    return exchange(problem, meetings, out=(one, other), into=into)
