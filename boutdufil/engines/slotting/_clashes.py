"""What is wrong with a set of meetings, each clash named with the meetings it is about."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from boutdufil.engines.slotting._problem import Fault, Meeting, Problem, ProblemError


class ClashKind(StrEnum):
    """Why meetings cannot be held as they are."""

    CANDIDATE_TWICE = "the candidate is at two tables at once"
    TABLE_TWICE = "two candidates are at one table at once"
    PAIR_TWICE = "the two would meet more than once"
    CANDIDATE_ABSENT = "the candidate is not there"
    RECRUITER_ABSENT = "the recruiter is not there"
    BREAK = "the recruiter has a break"
    OVER_MOST = "the candidate has more meetings than they asked for"
    NO_WISH = "the two did not agree to meet"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that is wrong, and the meetings it is about, in order."""

    kind: ClashKind
    meetings: tuple[Meeting, ...]

    def __str__(self) -> str:
        return f"{self.kind.value} ({', '.join(str(one) for one in self.meetings)})"


def check(problem: Problem, meetings: Iterable[Meeting]) -> tuple[Clash, ...]:
    """Return all that is wrong with these meetings, () when they can be held.

    Meetings that `problem.kept` names need no wish. Raises ProblemError for names that are not
    of the problem.
    """
    listed = sorted(set(meetings))
    _check_known(problem, listed)
    return (*_doubles(listed), *alone(problem, listed), *_over_most(problem, listed))


def alone(problem: Problem, meetings: Iterable[Meeting]) -> tuple[Clash, ...]:
    """Return what is wrong with each meeting by itself: absences, breaks, no wish."""
    listed = sorted(meetings)
    _check_known(problem, listed)
    return (*_absences(problem, listed), *_wishless(problem, listed))


def clashes_of_kept(
    problem: Problem, meetings: Collection[Meeting], held: Collection[Meeting]
) -> tuple[Clash, ...]:
    """Return what is wrong with meetings that must stand: `held` ones took place, wish or not."""
    listed = sorted(meetings)
    _check_known(problem, listed)
    absences = _absences(problem, [one for one in listed if one not in held])
    over = () if held else tuple(_over_most(problem, listed))
    return (*_doubles(listed), *absences, *over)


def _check_known(problem: Problem, meetings: Iterable[Meeting]) -> None:
    candidates = {one.id for one in problem.candidates}
    recruiters = {one.id for one in problem.recruiters}
    for meeting in meetings:
        if meeting.candidate not in candidates:
            raise ProblemError(Fault.UNKNOWN_CANDIDATE, meeting.candidate)
        if meeting.recruiter not in recruiters:
            raise ProblemError(Fault.UNKNOWN_RECRUITER, meeting.recruiter)


def _doubles(meetings: Collection[Meeting]) -> Iterator[Clash]:
    keys: tuple[tuple[ClashKind, Callable[[Meeting], Hashable]], ...] = (
        (ClashKind.CANDIDATE_TWICE, lambda one: (one.candidate, one.slot)),
        (ClashKind.TABLE_TWICE, lambda one: (one.recruiter, one.slot)),
        (ClashKind.PAIR_TWICE, lambda one: (one.candidate, one.recruiter)),
    )
    for kind, key in keys:
        for together in _grouped(meetings, key):
            if len(together) > 1:
                yield Clash(kind, together)


def _grouped(
    meetings: Iterable[Meeting], key: Callable[[Meeting], Hashable]
) -> Iterator[tuple[Meeting, ...]]:
    groups: dict[Hashable, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        groups[key(meeting)].append(meeting)
    yield from (tuple(group) for group in groups.values())


def _absences(problem: Problem, meetings: Iterable[Meeting]) -> Iterator[Clash]:
    candidates = {one.id: one for one in problem.candidates}
    recruiters = {one.id: one for one in problem.recruiters}
    for meeting in meetings:
        recruiter = recruiters[meeting.recruiter]
        if meeting.slot not in candidates[meeting.candidate].slots:
            yield Clash(ClashKind.CANDIDATE_ABSENT, (meeting,))
        if meeting.slot not in recruiter.slots:
            yield Clash(ClashKind.RECRUITER_ABSENT, (meeting,))
        elif meeting.slot in recruiter.breaks:
            yield Clash(ClashKind.BREAK, (meeting,))


def _over_most(problem: Problem, meetings: Iterable[Meeting]) -> Iterator[Clash]:
    most = {one.id: one.most for one in problem.candidates}
    for visits in _grouped(meetings, lambda one: one.candidate):
        if len(visits) > most[visits[0].candidate]:
            yield Clash(ClashKind.OVER_MOST, visits)


def _wishless(problem: Problem, meetings: Iterable[Meeting]) -> Iterator[Clash]:
    wished = {(wish.candidate, wish.recruiter) for wish in problem.wishes}
    for meeting in meetings:
        if (meeting.candidate, meeting.recruiter) not in wished and meeting not in problem.kept:
            yield Clash(ClashKind.NO_WISH, (meeting,))
