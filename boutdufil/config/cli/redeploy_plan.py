"""The plan of ``boutdufil redeploy``: judged as the pages judge, solved by the engine."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from boutdufil.config.cli.redeploy_files import Post
from boutdufil.engines.redeployment import (
    Candidate,
    Explainer,
    Offer,
    Pair,
    Plan,
    Problem,
    check_certificate,
    solve,
    stability,
)
from boutdufil.kernel.territories import selectors as territories
from boutdufil.rooms.mobility.selectors.commutes import ways_between
from boutdufil.rooms.mobility.selectors.plan_pairs import (
    Ground,
    Judgement,
    fits_between,
    judge,
)
from boutdufil.rooms.mobility.selectors.rosters import Employee

Report = Callable[[str, int, int], None]

# The independent check reads every pair in plain Python: above this it is left out, and said so.
CHECKED_PAIRS = 200_000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What rules the plan: longest way in minutes, floor of fit 0 to 1, criteria, answers.

    `told` is the person who is told why, also of posts outside their limits.
    """

    longest_way: int
    floor: float
    criteria: tuple[str, ...]
    settled: Mapping[str, str]
    refused: frozenset[tuple[str, str]]
    told: str | None = None


@dataclass(frozen=True)
class Answer:
    """A plan with all it was made from; `faults` is None when the proof was not checked."""

    people: Mapping[str, Employee]
    posts: Mapping[str, Post]
    places: Mapping[str, str]
    judged: Mapping[tuple[str, str], Judgement]
    problem: Problem
    plan: Plan
    faults: tuple[str, ...] | None
    unstable: int

    @cached_property
    def explainer(self) -> Explainer:
        """What explains the plan, posts outside people's limits too."""
        return Explainer(self.problem, self.plan)


def make_plan(
    people: Sequence[Employee], posts: Sequence[Post], wishes: Wishes, report: Report
) -> Answer:
    """Judge everybody on every post, solve, and check the proof."""
    report("métiers", 0, 1)
    ground = _ground(people, posts, wishes)
    report("métiers", 1, 1)
    judged = dict(_judgements(people, posts, ground, wishes, report))
    problem = _problem(people, posts, wishes, judged)
    plan = solve(problem, progress=lambda _goal, done, steps: report("plan", done, steps))
    checked = len(judged) <= CHECKED_PAIRS
    places = territories.places({post.row.commune for post in posts})
    return Answer(
        people={one.pseudonym: one for one in people},
        posts={post.reference: post for post in posts},
        places={code: place.label for code, place in places.items()},
        judged=judged,
        problem=problem,
        plan=plan,
        faults=check_certificate(problem, plan) if checked else None,
        unstable=len(stability(problem, plan)),
    )


def _ground(people: Sequence[Employee], posts: Sequence[Post], wishes: Wishes) -> Ground:
    rows = [post.row for post in posts]
    return Ground(
        ways=ways_between({one.commune for one in people}, {row.commune for row in rows}),
        fits=fits_between({one.code for one in people}, {row.code for row in rows}),
        criteria=wishes.criteria,
        max_minutes=wishes.longest_way,
        first_end=min(one.ends_on for one in people),
        wanted={},
    )


def _judgements(
    people: Sequence[Employee],
    posts: Sequence[Post],
    ground: Ground,
    wishes: Wishes,
    report: Report,
) -> Iterator[tuple[tuple[str, str], Judgement]]:
    """Yield what is within limits, and besides what somebody accepted or is told about."""
    for done, person in enumerate(people, start=1):
        name, accepted = person.pseudonym, wishes.settled.get(person.pseudonym)
        for post in posts:
            judged = judge(person, post.row, ground)
            if not judged.limits or wishes.told == name or accepted == post.reference:
                yield (name, post.reference), judged
        report("personnes", done, len(people))


def _problem(
    people: Sequence[Employee],
    posts: Sequence[Post],
    wishes: Wishes,
    judged: Mapping[tuple[str, str], Judgement],
) -> Problem:
    return Problem(
        candidates=tuple(Candidate(one.pseudonym, wishes.floor) for one in people),
        offers=tuple(Offer(post.reference, post.row.places) for post in posts),
        pairs=tuple(_pair(name, one) for name, one in judged.items()),
        settled=wishes.settled,
        refused=wishes.refused,
    )


def _pair(name: tuple[str, str], one: Judgement) -> Pair:
    return Pair(
        candidate=name[0],
        offer=name[1],
        fit=one.fit,
        gap_days=one.gap_days,
        keeps_terms=one.keeps_terms,
        within_limits=not one.limits,
        priority=one.priority,
    )
