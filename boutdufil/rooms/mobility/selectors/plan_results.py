"""A plan as it was computed: read back, explained, counted."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from boutdufil.engines.redeployment import (
    Certainty,
    Explainer,
    Explanation,
    Goal,
    Problem,
    Proof,
    Stage,
)
from boutdufil.engines.redeployment import Plan as Solution
from boutdufil.rooms.mobility.enums import PlanAnswer, VersionState
from boutdufil.rooms.mobility.models import Plan, PlanVersion, Proposal
from boutdufil.rooms.mobility.selectors.plan_pairs import (
    Ground,
    History,
    Judgement,
    ground_of,
    judge,
    judge_all,
    problem_of,
)
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow, plan_posts
from boutdufil.rooms.mobility.selectors.plan_requests import decide_requests
from boutdufil.rooms.mobility.selectors.plans import criteria_in_force
from boutdufil.rooms.mobility.selectors.rosters import Employee, employees

# Waiting for an answer, or accepted: such a post is not taken from anybody.
STANDING = (PlanAnswer.NONE, PlanAnswer.ACCEPTED)
REFUSALS = (PlanAnswer.REFUSED, PlanAnswer.SILENCE, PlanAnswer.OTHER)


@dataclass(frozen=True)
class Inputs:
    """What a plan is computed from: people, posts, history, in the order of their numbers."""

    plan: Plan
    people: tuple[Employee, ...]
    posts: tuple[PostRow, ...]
    criteria: tuple[str, ...]
    answers: History

    @cached_property
    def ground(self) -> Ground:
        """Ways and fits of everybody to every post."""
        return self._decided[0]

    @property
    def history(self) -> History:
        """What stands: the answers, and requests for one post decided by the criteria."""
        return self._decided[1]

    @cached_property
    def _decided(self) -> tuple[Ground, History]:
        wanted = self.answers.wanted
        ground = ground_of(self.plan, self.people, self.posts, self.criteria, wanted)
        return decide_requests(self.people, self.posts, ground, self.answers)

    @cached_property
    def judgements(self) -> list[Judgement]:
        """Everybody on every post within their limits."""
        return judge_all(self.people, self.posts, self.ground)

    @cached_property
    def problem(self) -> Problem:
        """What the engine solves."""
        return problem_of(
            self.plan.floor / 100, self.people, self.posts, self.judgements, self.history
        )

    def whole_view(self, person: Employee) -> tuple[list[Judgement], Problem]:
        """Look at one person on every post, those outside their limits too."""
        mine = [judge(person, post, self.ground) for post in self.posts]
        others = [one for one in self.judgements if one.person.pseudonym != person.pseudonym]
        floor = self.plan.floor / 100
        return mine, problem_of(floor, self.people, self.posts, [*others, *mine], self.history)

    @cached_property
    def digest(self) -> str:
        """A hash of everything that is computed from: another one asks for a new computation."""
        facts = [
            [asdict(person) for person in self.people],
            [asdict(post) for post in self.posts],
            self.criteria,
            sorted(self.answers.settled.items()),
            sorted(self.answers.refused),
            sorted(self.answers.wanted.items()),
            [self.plan.floor, self.plan.max_minutes],
        ]
        return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Computed:
    """A version with the people and posts it is about."""

    version: PlanVersion
    inputs: Inputs
    solution: Solution

    @property
    def is_current(self) -> bool:
        """Whether nothing changed since it was computed."""
        return self.version.inputs == self.inputs.digest

    @cached_property
    def posts(self) -> dict[str, PostRow]:
        """The posts by the number the engine knows them under."""
        return {str(post.pk): post for post in self.inputs.posts}

    def post_of(self, person: Employee) -> PostRow | None:
        """Return the post proposed to a person, None when there is none."""
        return self.posts.get(self.solution.assignment.get(person.pseudonym) or "")

    def explain(self, person: Employee) -> tuple[list[Judgement], Explanation]:
        """Explain the plan to a person: every post judged, and why this one."""
        mine, problem = self.inputs.whole_view(person)
        return mine, Explainer(problem, self.solution).explain(person.pseudonym)


def plan_inputs(plan: Plan) -> Inputs:
    """Fetch what a plan is computed from."""
    people = employees(plan)
    criteria = criteria_in_force(plan)
    return Inputs(
        plan=plan,
        people=tuple(people),
        posts=tuple(plan_posts(plan)),
        criteria=criteria.codes if criteria else (),
        answers=history_of(plan, people),
    )


def history_of(plan: Plan, people: Sequence[Employee]) -> History:
    """Return what people answered so far, and what they are still thinking over."""
    names = {person.entry_id: person.pseudonym for person in people}
    settled: dict[str, str] = {}
    refused: set[tuple[str, str]] = set()
    wanted: dict[str, str] = {}
    rows = Proposal.objects.filter(post_list__plan=plan, entry_id__in=names)
    for one in rows.order_by("post_list__number"):
        _note(one, names[one.entry_id], settled, refused, wanted)
    # A post refused in one round and accepted or asked for in a later one stands.
    since = set(settled.items()) | set(wanted.items())
    return History(settled, frozenset(refused - since), wanted)


def _note(
    one: Proposal,
    name: str,
    settled: dict[str, str],
    refused: set[tuple[str, str]],
    wanted: dict[str, str],
) -> None:
    """Add one proposal to what stands; the last word on a post wins."""
    post = one.chosen_id or one.proposed_id
    if one.answer in STANDING and post:
        settled[name] = str(post)
    if one.answer in REFUSALS and one.proposed_id:
        refused.add((name, str(one.proposed_id)))
    if one.answer == PlanAnswer.OTHER and one.chosen_id:
        wanted[name] = str(one.chosen_id)
    elif one.answer in REFUSALS:
        wanted.pop(name, None)


def last_version(plan: Plan) -> PlanVersion | None:
    """Return the newest computation, whatever became of it."""
    return plan.versions.first()


def last_computed(plan: Plan) -> Computed | None:
    """Return the newest computation that is done, with what it is about."""
    version = plan.versions.filter(state=VersionState.DONE).first()
    if version is None:
        return None
    inputs = plan_inputs(plan)
    return Computed(version, inputs, read_solution(version.result, inputs.people))


def kept_solution(solution: Solution, people: Sequence[Employee]) -> dict[str, Any]:
    """Return a solution as it is stored: people by the number of their row."""
    numbers = {person.pseudonym: person.entry_id for person in people}
    return {
        "assignment": {str(numbers[name]): to for name, to in solution.assignment.items()},
        "stages": [asdict(stage) for stage in solution.stages],
        "free": dict(solution.free),
        "proofs": [_kept_proof(proof) for proof in solution.proofs],
        "ceiling": _kept_proof(solution.ceiling) if solution.ceiling else None,
        "slack": solution.slack,
    }


def read_solution(result: Mapping[str, Any], people: Sequence[Employee]) -> Solution:
    """Return a stored solution; people taken off the roster since are left out."""
    names = {str(person.entry_id): person.pseudonym for person in people}
    assignment = {
        names[number]: to for number, to in result["assignment"].items() if number in names
    }
    assignment |= {name: None for name in names.values() if name not in assignment}
    return Solution(
        assignment=dict(sorted(assignment.items())),
        stages=tuple(_read_stage(stage) for stage in result["stages"]),
        waiting=tuple(name for name, to in sorted(assignment.items()) if to is None),
        free=dict(result["free"]),
        proofs=tuple(_read_proof(proof) for proof in result["proofs"]),
        ceiling=_read_proof(result["ceiling"]) if result["ceiling"] else None,
        slack=result["slack"],
    )


def _kept_proof(proof: Proof) -> dict[str, Any]:
    # Prices may pass what a JSON number holds exactly.
    prices = {offer: str(price) for offer, price in proof.prices.items()}
    return {"units": [[goal, str(unit)] for goal, unit in proof.units], "prices": prices}


def _read_proof(kept: Mapping[str, Any]) -> Proof:
    return Proof(
        tuple((Goal(goal), int(unit)) for goal, unit in kept["units"]),
        {offer: int(price) for offer, price in kept["prices"].items()},
    )


def _read_stage(kept: Mapping[str, Any]) -> Stage:
    return Stage(Goal(kept["goal"]), kept["value"], kept["bound"], Certainty(kept["proof"]))
