"""Every figure of posts of the platform: one query on the ledger, and how it was counted.

Definitions, for a scope (an employer, a branch, an occupation, a département, what showed the
vacancies, a vacancy or a need):

- *offered*: posts of vacancies that were published, not hidden by moderation, and not entered by
  mistake;
- *open*, *filled*, *closed*: offered = open + filled + closed;
- *filled through* something: hired on a vacancy attached to it, with a first contact there in the
  90 days before the hire. A hire is counted through one thing at most, the first;
- *filled otherwise*: the other hires on the same vacancies, shown apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, overload
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from boutdufil.kernel.organisations.models import Affiliation, Organisation
from boutdufil.kernel.organisations.permissions import LEVELS
from boutdufil.kernel.posts.enums import ClosingReason, NeedOrigin, PostState
from boutdufil.kernel.posts.models import Attachment, Hire, Need, Post, Vacancy

# A hire counts for what showed the vacancy when the first contact there is this recent.
COUNTED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Scope:
    """Which posts are counted; an empty field does not narrow.

    ``through`` holds references of what showed the vacancies ("campaign:12", "plan:3"), several
    for a tree. Days bound the day a post was opened, both included.
    """

    organisation_id: int | None = None
    branch: str = ""
    code: str = ""
    department: str = ""
    through: tuple[str, ...] = ()
    vacancy_id: int | None = None
    need_id: int | None = None
    opened_from: date | None = None
    opened_until: date | None = None

    def query(self) -> str:
        """Return the scope as the query of an address, empty fields left out."""
        pairs = [(f.name, getattr(self, f.name)) for f in fields(self)]
        return urlencode([(n, v) for n, v in pairs if v not in (None, "", ())], doseq=True)


@dataclass(frozen=True, slots=True)
class PostFigure:
    """Counts of one scope; ``offered == open + filled + closed`` always."""

    scope: Scope
    offered: int
    open: int
    filled: int
    closed: int
    filled_through: int

    @property
    def filled_otherwise(self) -> int:
        """Hires on the same vacancies that came by another way."""
        return self.filled - self.filled_through

    @property
    def counted_url(self) -> str:
        """The page that says how this was counted."""
        return f"{reverse('posts:counted')}?{self.scope.query()}"


@dataclass(frozen=True, slots=True)
class CountedVacancy:
    """One vacancy's share in a figure, to recount it by hand."""

    vacancy_id: int
    title: str
    employer: str
    published_at: datetime | None
    offered: int
    open: int
    filled: int
    closed: int
    filled_through: int


def post_figure(scope: Scope) -> PostFigure:
    """Count the posts of a scope; two queries, whatever its size."""
    counts = _posts(scope).aggregate(**_by_state())
    through = _through(scope).count() if scope.through else 0
    return PostFigure(scope=scope, filled_through=through, **counts)


def hires_through(scope: Scope) -> dict[int, str]:
    """Return the hires behind `filled_through`, each with what it is counted through."""
    if not scope.through:
        return {}
    return dict(_through(scope).values_list("pk", "contact__through"))


def open_posts(vacancy_ids: Collection[int]) -> dict[int, int]:
    """Count the open posts of vacancies as the ledger stands, by vacancy; 0 where none is open.

    For those who fill them: drafts and vacancies kept from the public are counted too.
    """
    counts = dict.fromkeys(vacancy_ids, 0)
    found = _open_posts().filter(vacancy_id__in=vacancy_ids).values_list("vacancy_id")
    return counts | dict(found.annotate(count=Count("pk")).order_by())


def vacancies_with_open_posts() -> QuerySet[Post, Any]:
    """The numbers of the vacancies that can still be filled, to narrow another query."""
    return _open_posts().values("vacancy_id")


def _open_posts() -> QuerySet[Post]:
    return Post.objects.filter(state=PostState.OPEN)


class CountedVacancies(Sequence[CountedVacancy]):
    """The vacancies of a figure in the order of their publication, read slice by slice."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def __len__(self) -> int:
        return _posts(self._scope).values("vacancy_id").distinct().count()

    @overload
    def __getitem__(self, wanted: int) -> CountedVacancy: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[CountedVacancy]: ...
    def __getitem__(self, wanted: int | slice) -> CountedVacancy | list[CountedVacancy]:
        if isinstance(wanted, int):
            return self._read(slice(wanted, wanted + 1))[0]
        return self._read(wanted)

    def _read(self, wanted: slice) -> list[CountedVacancy]:
        rows: list[dict[str, Any]] = list(_by_vacancy(self._scope)[wanted])
        through = _through_by_vacancy(self._scope, [row["vacancy_id"] for row in rows])
        return [
            CountedVacancy(**row, filled_through=through.get(row["vacancy_id"], 0)) for row in rows
        ]


def counted_vacancies(scope: Scope) -> CountedVacancies:
    """The vacancies behind a figure with their counts."""
    return CountedVacancies(scope)


def counted_vacancy_choices() -> QuerySet[Vacancy]:
    """The vacancies anybody may ask the count of: those with a post that is counted."""
    return Vacancy.objects.filter(pk__in=_public_posts().values("vacancy_id"))


def counted_need_choices() -> QuerySet[Need]:
    """The needs anybody may ask the count of; never how many have to leave a site."""
    needs = Need.objects.exclude(origin=NeedOrigin.REDEPLOYMENT)
    return needs.filter(pk__in=_public_posts().values("vacancy__need_id"))


def _by_vacancy(scope: Scope) -> QuerySet[Post, Any]:
    return (
        _posts(scope)
        .values(
            "vacancy_id",
            title=F("vacancy__title"),
            employer=F("vacancy__organisation__name"),
            published_at=F("vacancy__published_at"),
        )
        .annotate(**_by_state())
        .order_by("vacancy__published_at", "vacancy_id")
    )


def _by_state() -> dict[str, Count]:
    return {
        "offered": Count("pk"),
        "open": Count("pk", filter=Q(state=PostState.OPEN)),
        "filled": Count("pk", filter=Q(state=PostState.FILLED)),
        "closed": Count("pk", filter=Q(state=PostState.CLOSED)),
    }


def _posts(scope: Scope) -> QuerySet[Post]:
    """The posts of a scope, each once however many things show its vacancy."""
    return _public_posts().filter(_of_vacancy(scope), _of_days(scope))


def _public_posts() -> QuerySet[Post]:
    return Post.objects.filter(
        vacancy__published_at__isnull=False,
        vacancy__hidden_at__isnull=True,
        vacancy__need__confidential=False,
    ).exclude(closing_reason=ClosingReason.MISTAKE)


def _of_vacancy(scope: Scope) -> Q:
    condition = Q()
    if scope.organisation_id is not None:
        condition &= Q(vacancy__organisation__in=_family(scope.organisation_id))
    if scope.branch:
        members = Affiliation.objects.filter(branch__slug=scope.branch)
        condition &= Q(vacancy__organisation__in=members.values("organisation"))
    if scope.code:
        condition &= Q(vacancy__code=scope.code)
    if scope.department:
        # An Insee code begins with its département's, overseas and Corsica included.
        condition &= Q(vacancy__commune__startswith=scope.department)
    if scope.through:
        shown = Attachment.objects.filter(to__in=scope.through)
        condition &= Q(vacancy__in=shown.values("vacancy"))
    if scope.vacancy_id is not None:
        condition &= Q(vacancy_id=scope.vacancy_id)
    if scope.need_id is not None:
        condition &= Q(vacancy__need_id=scope.need_id)
    return condition


def _family(organisation_id: int) -> QuerySet[Organisation]:
    """An organisation and every part beneath it: a group's posts are its sites' too."""
    family = Q(pk=organisation_id)
    for level in range(1, LEVELS):
        family |= Q(**{"__".join(["parent"] * level): organisation_id})
    return Organisation.objects.filter(family)


def _of_days(scope: Scope) -> Q:
    condition = Q()
    if scope.opened_from is not None:
        condition &= Q(opened_at__date__gte=scope.opened_from)
    if scope.opened_until is not None:
        condition &= Q(opened_at__date__lte=scope.opened_until)
    return condition


def _through(scope: Scope) -> QuerySet[Hire]:
    return Hire.objects.filter(
        cancelled_at=None, contact__through__in=scope.through, post__in=_posts(scope)
    )


def _through_by_vacancy(scope: Scope, vacancy_ids: list[int]) -> dict[int, int]:
    if not scope.through:
        return {}
    counted = (
        _through(scope)
        .filter(post__vacancy_id__in=vacancy_ids)
        .values("post__vacancy_id")
        .annotate(hires=Count("pk"))
        .values_list("post__vacancy_id", "hires")
    )
    return dict(counted)
