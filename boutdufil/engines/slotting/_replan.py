"""A plan that was told, and then somebody is late or absent: the fewest changes first."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from boutdufil.engines.slotting._arrays import EFFORT
from boutdufil.engines.slotting._clashes import alone
from boutdufil.engines.slotting._plan import Plan
from boutdufil.engines.slotting._problem import Meeting, Problem, best_wishes
from boutdufil.engines.slotting._reading import check_words, read_problem
from boutdufil.engines.slotting._rescue import rescue
from boutdufil.engines.slotting._solve import plan_of


@dataclass(frozen=True, slots=True)
class Replan:
    """The new plan, and who has to be told what.

    `kept` meetings are as they were told. `moved` are (before, after) of pairs that meet in
    another slot than told, `lost` what was told and is not held at all, `added` what is new.
    """

    plan: Plan
    kept: tuple[Meeting, ...]
    moved: tuple[tuple[Meeting, Meeting], ...]
    lost: tuple[Meeting, ...]
    added: tuple[Meeting, ...]


def replan(
    problem: Problem,
    told: Iterable[Meeting],
    *,
    now: int = 0,
    missed: Collection[Meeting] = (),
    may_move: bool = False,
    effort: float = EFFORT,
) -> Replan:
    """Plan anew around what was told; `problem` says who is there from now on.

    `now` is the first slot that can still be planned: told meetings before it took place, but
    for the `missed` ones. What was told and can stand, stands: nobody who can keep their slot is
    moved, unless `may_move`: then somebody may be moved at their table where that saves the
    meeting of somebody else, as few as it takes (see `_rescue`). Then come, strictly one after
    the other, most meetings, most of the lost pairs met in another slot, and the highest total
    fit. Who is absent stays in the problem, without slots.
    Raises ProblemError, also when what was told clashes in itself.
    """
    check_words(problem)
    earlier = frozenset(told)
    held = frozenset(one for one in earlier if one.slot < now and one not in missed)
    stands = problem.kept | held | frozenset(_standing(problem, earlier - held, held, now))
    if may_move:
        stands = rescue(problem, stands, _wished(problem, earlier - stands), now)
    gone = _pairs(earlier) - _pairs(stands)
    around = replace(problem, kept=stands - held)
    plan = plan_of(read_problem(around, held=held, promised=gone, now=now), effort)
    return _compared(plan, earlier)


def _pairs(meetings: Iterable[Meeting]) -> frozenset[tuple[str, str]]:
    return frozenset((one.candidate, one.recruiter) for one in meetings)


def _wished(problem: Problem, meetings: Iterable[Meeting]) -> list[Meeting]:
    wishes = best_wishes(problem.wishes)
    return [one for one in meetings if (one.candidate, one.recruiter) in wishes]


def _standing(
    problem: Problem, told: Collection[Meeting], held: Collection[Meeting], now: int
) -> Iterator[Meeting]:
    """Yield the told meetings that can still be held; of too many the best for the candidate."""
    left = Counter({one.id: one.most for one in problem.candidates})
    left.subtract(one.candidate for one in problem.kept | frozenset(held))
    fits = {pair: wish.fit for pair, wish in best_wishes(problem.wishes).items()}

    def best_first(one: Meeting) -> tuple[float, Meeting]:
        return -fits.get((one.candidate, one.recruiter), 0.0), one

    impossible = {clash.meetings[0] for clash in alone(problem, told)}
    for meeting in sorted(frozenset(told) - problem.kept - impossible, key=best_first):
        if meeting.slot >= now and left[meeting.candidate] > 0:
            left[meeting.candidate] -= 1
            yield meeting


def _compared(plan: Plan, told: frozenset[Meeting]) -> Replan:
    """Say what changed between what was told and a plan."""
    after = {(one.candidate, one.recruiter): one for one in plan.meetings}
    gone = sorted(told - frozenset(plan.meetings))
    pairs = _pairs(gone)
    moved = [(one, after.get((one.candidate, one.recruiter))) for one in gone]
    return Replan(
        plan=plan,
        kept=tuple(one for one in plan.meetings if one in told),
        moved=tuple((before, now) for before, now in moved if now is not None),
        lost=tuple(before for before, now in moved if now is None),
        added=tuple(
            one
            for one in plan.meetings
            if one not in told and (one.candidate, one.recruiter) not in pairs
        ),
    )
