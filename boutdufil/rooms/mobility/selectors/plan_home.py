"""The home of a plan: what was done, what comes next, and its figures."""

from dataclasses import dataclass

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.mobility.enums import PlanAnswer, PlanState, VersionState
from boutdufil.rooms.mobility.models import Plan, PlanVersion, Proposal
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors.plan_posts import plan_posts
from boutdufil.rooms.mobility.selectors.plan_results import last_version
from boutdufil.rooms.mobility.selectors.plans import (
    CriteriaRow,
    PlanRow,
    clear_days,
    criteria_in_force,
    founding_organisations,
    plans_of,
)


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reader of the page may do."""

    name_readers: bool
    announce: bool
    shred: bool
    freeze: bool
    take_seal: bool


@dataclass(frozen=True, slots=True)
class PlanHome:
    """Where a plan stands; `next_step` names the act that comes next."""

    criteria: CriteriaRow | None
    people: int
    internal_places: int
    external_places: int
    version: PlanVersion | None
    accepted: int
    clear_days: int
    next_step: str
    acts: Acts


@dataclass(frozen=True, slots=True)
class PlansSection:
    """The part of "my page" about plans."""

    plans: tuple[PlanRow, ...]
    may_begin: bool


def plan_home(plan: Plan, actor: Actor) -> PlanHome:
    """Return the home of a plan for one of its readers."""
    criteria, people = criteria_in_force(plan), plan.entries.count()
    posts, version = plan_posts(plan), last_version(plan)
    accepted = Proposal.objects.filter(post_list__plan=plan, answer=PlanAnswer.ACCEPTED)
    return PlanHome(
        criteria=criteria,
        people=people,
        internal_places=sum(post.places for post in posts if post.is_internal),
        external_places=sum(post.places for post in posts if not post.is_internal),
        version=version,
        accepted=accepted.count(),
        clear_days=clear_days(plan),
        next_step=_next(plan, criteria is not None, people, bool(posts), version),
        acts=_acts(plan, actor),
    )


def _next(plan: Plan, declared: bool, people: int, posts: bool, version: PlanVersion | None) -> str:
    done = {
        "criteria": declared,
        "roster": people > 0,
        "posts": posts,
        "solve": version is not None and version.state == VersionState.DONE,
        "announce": not plan.confidential,
        "open": plan.state != PlanState.DRAFT,
        "freeze": plan.state == PlanState.FROZEN,
    }
    if plan.state == PlanState.CLOSED:
        return "nothing"
    return next((step for step, is_done in done.items() if not is_done), "archive")


def _acts(plan: Plan, actor: Actor) -> Acts:
    return Acts(
        name_readers=permissions.can_name_readers(actor, plan),
        announce=permissions.can_announce(actor, plan),
        shred=permissions.can_shred(actor, plan),
        freeze=permissions.can_freeze(actor, plan),
        take_seal=permissions.can_take_seal(actor, plan),
    )


def my_page_plans(person: Person) -> PlansSection | None:
    """Return the plans somebody reads; None for whoever has nothing to do with any."""
    plans, may_begin = plans_of(person), bool(founding_organisations(person))
    return PlansSection(tuple(plans), may_begin) if plans or may_begin else None
