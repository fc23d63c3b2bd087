"""The posts a plan may propose: the employer's own duty and help beyond it, always apart."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from boutdufil.kernel.organisations import selectors as organisations
from boutdufil.kernel.posts.enums import Contract, VacancyStatus
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors import open_posts, vacancies_with_open_posts
from boutdufil.kernel.territories import selectors as territories
from boutdufil.rooms.mobility.enums import PostSide
from boutdufil.rooms.mobility.models import Plan, PlanVacancy

SHOWN = 50
LEVELS = 4


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a plan, whole; `places` are those the plan may fill, `month_pay` cents gross.

    `pk` is the plan's own number for it, 0 while it is only looked at.
    """

    pk: int
    vacancy_id: int
    side: str
    places: int
    open_posts: int
    code: str
    title: str
    description: str
    employer: str
    contract: str
    contract_months: int | None
    weekly_hours: float | None
    month_pay: tuple[int | None, int | None]
    pay: tuple[int | None, int | None]
    pay_period: str
    commune: str
    place: str
    home_days: int
    works_sundays: bool
    works_nights: bool
    works_shifts: bool
    pattern: str
    outbound: bool
    starts_on: date | None
    classification: str
    published: bool
    km: float | None = None

    @property
    def contract_label(self) -> str:
        """Return the nature of the contract, in words."""
        label = str(Contract(self.contract).label)
        if not self.contract_months:
            return label
        return _("%(contract)s, %(count)s mois") % {
            "contract": label,
            "count": self.contract_months,
        }

    @property
    def is_internal(self) -> bool:
        """Whether it falls under the employer's own duty."""
        return self.side == PostSide.INTERNAL

    @property
    def missing_mentions(self) -> tuple[str, ...]:
        """The mentions of D.1233-2-1 nobody gave yet."""
        mentions = {
            "description": self.description,
            "pay": self.pay[0],
            "classification": self.classification,
        }
        return tuple(name for name, value in mentions.items() if not value)


def group_ids(organisation_id: int) -> set[int]:
    """Return the organisations of the whole group an organisation belongs to."""
    top = organisations.organisation(organisation_id)
    for _level in range(LEVELS):
        above = organisations.organisation(top.parent_id) if top and top.parent_id else None
        top = above or top
    return organisations.family_ids(top.id) if top else {organisation_id}


def side_of(plan: Plan, employer_id: int) -> PostSide:
    """Return on which side a post falls: decided by its employer, chosen by nobody."""
    return (
        PostSide.INTERNAL if employer_id in group_ids(plan.organisation_id) else PostSide.EXTERNAL
    )


def plan_posts(plan: Plan) -> list[PostRow]:
    """Return the posts of a plan, those of the employer's duty first."""
    kept = plan.vacancies.filter(removed_at=None).order_by("-side", "pk")
    rows = list(kept.select_related("vacancy__organisation"))
    places = territories.places({row.vacancy.commune for row in rows})
    counts = open_posts([row.vacancy_id for row in rows])
    return [_kept(row, places, counts[row.vacancy_id]) for row in rows]


def find_kept(plan: Plan, post_id: int) -> PlanVacancy | None:
    """Return a post of this very plan."""
    return plan.vacancies.filter(pk=post_id, removed_at=None).first()


def offered_vacancies(
    plan: Plan, *, near: str = "", km: float = 30.0, code: str = ""
) -> list[PostRow]:
    """Return vacancies that could be added: published ones near a place, or the group's own.

    `near` is an INSEE code; nearest first, the group's own before all.
    """
    around = {row.code: row.km for row in territories.within(near, km)} if near else {}
    group = group_ids(plan.organisation_id)
    found = _addable(plan, group).filter(pk__in=vacancies_with_open_posts())
    if near:
        found = found.filter(commune__in=around)
    if code:
        found = found.filter(code=code)
    rows = list(found.select_related("organisation").order_by("-published_at", "pk")[: 10 * SHOWN])
    places = territories.places({row.commune for row in rows})
    counts = open_posts([row.pk for row in rows])
    looked = [
        _offered(
            _facts(row, places),
            internal=row.organisation_id in group,
            open_posts=counts[row.pk],
            km=around.get(row.commune),
        )
        for row in rows
    ]
    looked.sort(key=lambda row: (not row.is_internal, row.km or 0.0, row.vacancy_id))
    return looked[:SHOWN]


def addable(plan: Plan, vacancy_id: int) -> Vacancy | None:
    """Return a vacancy that may be added to the plan."""
    return _addable(plan, group_ids(plan.organisation_id)).filter(pk=vacancy_id).first()


def _addable(plan: Plan, group: set[int]) -> QuerySet[Vacancy]:
    """Published vacancies of anybody, and the group's own that only it has seen."""
    published = Q(status=VacancyStatus.PUBLISHED, hidden_at=None)
    own = Q(organisation_id__in=group, status=VacancyStatus.DRAFT)
    taken = plan.vacancies.filter(removed_at=None).values("vacancy_id")
    return Vacancy.objects.filter(published | own).exclude(pk__in=taken)


def _kept(row: PlanVacancy, places: dict[str, territories.PlaceRow], open_posts: int) -> PostRow:
    return PostRow(
        pk=row.pk,
        side=row.side,
        places=min(row.places, open_posts),
        open_posts=open_posts,
        classification=row.classification,
        **_facts(row.vacancy, places),
    )


def _offered(
    facts: dict[str, Any], *, internal: bool, open_posts: int, km: float | None
) -> PostRow:
    return PostRow(
        pk=0,
        side=PostSide.INTERNAL if internal else PostSide.EXTERNAL,
        places=open_posts,
        open_posts=open_posts,
        classification="",
        km=km,
        **facts,
    )


def _facts(vacancy: Vacancy, places: dict[str, territories.PlaceRow]) -> dict[str, Any]:
    place = places.get(vacancy.commune)
    return {
        "vacancy_id": vacancy.pk,
        "code": vacancy.code,
        "title": vacancy.title,
        "description": vacancy.description,
        "employer": vacancy.organisation.name,
        "contract": vacancy.contract,
        "contract_months": vacancy.contract_months,
        "weekly_hours": float(vacancy.weekly_hours) if vacancy.weekly_hours else None,
        "month_pay": (vacancy.month_pay_min, vacancy.month_pay_max),
        "pay": (vacancy.pay_min, vacancy.pay_max),
        "pay_period": vacancy.pay_period,
        "commune": vacancy.commune,
        "place": place.name if place else vacancy.commune,
        "home_days": vacancy.home_days,
        "works_sundays": vacancy.works_sundays,
        "works_nights": vacancy.works_nights,
        "works_shifts": vacancy.works_shifts,
        "pattern": vacancy.pattern,
        "outbound": vacancy.outbound,
        "starts_on": vacancy.starts_on,
        "published": vacancy.status != VacancyStatus.DRAFT,
    }


def place_name(code: str) -> str:
    """Return the name of the place of an INSEE code; empty when there is none."""
    place = territories.get_place(code) if code else None
    return place.name if place else ""
