"""Plans as their readers see them: the list, and where each one stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from boutdufil.kernel.organisations import selectors as organisations
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.permissions import Actor
from boutdufil.rooms.mobility.enums import Criterion, PlanState
from boutdufil.rooms.mobility.models import CriteriaDeclaration, Plan
from boutdufil.rooms.mobility.permissions import plans as permissions

Allowed = Callable[[Actor, Plan], bool]
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list."""

    pk: int
    title: str
    organisation: str
    state: str
    confidential: bool
    closes_on: date
    people: int


@dataclass(frozen=True, slots=True)
class CriteriaRow:
    """Criteria as they were declared on a day; `late` says that the roster had been read."""

    labels: tuple[str, ...]
    codes: tuple[str, ...]
    declared_at: datetime
    reason: str
    late: bool


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """Somebody named to read a plan."""

    pk: int
    person_id: int
    name: str
    named_at: datetime


def plan_for(actor: Actor, plan_id: int, allowed: Allowed) -> Plan | None:
    """Return a plan with which the actor may do this; None as well when it does not exist."""
    plan = Plan.objects.select_related("organisation").filter(pk=plan_id).first()
    return plan if plan is not None and allowed(actor, plan) else None


def plans_of(actor: Actor) -> list[PlanRow]:
    """Return the plans the actor may know of, the newest first."""
    mine = [row.id for row in organisations.organisations_of(actor.pk or 0, permissions.INSIDERS)]
    led = [row.id for row in organisations.organisations_of(actor.pk or 0, permissions.LEADERS)]
    named = Q(readers__person_id=actor.pk, readers__removed_at=None, organisation_id__in=mine)
    announced = Q(confidential=False, organisation_id__in=led)
    found = Plan.objects.filter(named | announced).select_related("organisation").distinct()
    shown = found.annotate(people=Count("entries", distinct=True))[:MOST_SHOWN]
    return [_row(plan, plan.people) for plan in shown]


def founding_organisations(actor: Actor) -> list[tuple[int, str]]:
    """Return the organisations for which the actor may begin a plan."""
    found = organisations.organisations_of(actor.pk or 0, {Role.HR})
    return [(row.id, row.name) for row in found if row.closed_on is None]


def criteria_in_force(plan: Plan) -> CriteriaRow | None:
    """Return the last criteria declared; None while there are none."""
    declared = plan.declarations.last()
    return _criteria(plan, declared) if declared else None


def criteria_history(plan: Plan) -> list[CriteriaRow]:
    """Return every declaration, the last first."""
    return [_criteria(plan, one) for one in plan.declarations.order_by("-declared_at", "-pk")]


def reader_rows(plan: Plan) -> list[ReaderRow]:
    """Return who may read a confidential plan."""
    named = plan.readers.filter(removed_at=None).select_related("person")
    return [ReaderRow(one.pk, one.person_id, one.person.name, one.named_at) for one in named]


def possible_readers(plan: Plan) -> list[tuple[int, str]]:
    """Return the people of the firm who could be named, by their names; nobody is written to."""
    already = {row.person_id for row in reader_rows(plan)}
    members = organisations.member_rows(plan.organisation_id)
    names = {row.person_id: row.name for row in members if row.role in permissions.INSIDERS}
    return [(person_id, name) for person_id, name in names.items() if person_id not in already]


def is_changing(plan: Plan) -> bool:
    """Tell whether the plan may still change."""
    return plan.state in permissions.CHANGING


def clear_days(plan: Plan) -> int:
    """Return the clear days people have to answer (D.1233-2-1)."""
    return 4 if plan.receivership else 15


def _row(plan: Plan, people: int) -> PlanRow:
    return PlanRow(
        pk=plan.pk,
        title=plan.title,
        organisation=plan.organisation.name,
        state=str(PlanState(plan.state).label),
        confidential=plan.confidential,
        closes_on=plan.closes_on,
        people=people,
    )


def _criteria(plan: Plan, one: CriteriaDeclaration) -> CriteriaRow:
    codes = tuple(code for code in one.criteria if code in Criterion.values)
    return CriteriaRow(
        labels=tuple(str(Criterion(code).label) for code in codes),
        codes=codes,
        declared_at=one.declared_at,
        reason=one.reason,
        late=plan.roster_read_at is not None and one.declared_at > plan.roster_read_at,
    )
