"""Tables of a job dating: whose they are, for which posts, and who may have one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Attachment, Vacancy
from boutdufil.kernel.posts.pages import vacancy_path
from boutdufil.rooms.campaigns.models import Node, Partner, Table
from boutdufil.rooms.campaigns.rules.rows import NodeRow


@dataclass(frozen=True, slots=True)
class TablePost:
    """A vacancy a table recruits for; ``path`` is empty where no room reads vacancies."""

    id: int
    title: str
    path: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table as everybody may read it."""

    id: int
    node_id: int
    dating_id: int
    organisation_id: int
    organisation: str
    label: str
    who: str
    breaks: tuple[int, ...]
    posts: tuple[TablePost, ...]
    is_removed: bool


def tables_of(dating_id: int, *, also_removed: bool = False) -> tuple[TableRow, ...]:
    """Return the tables of a day, by their label."""
    found = _tables().filter(dating_id=dating_id)
    shown = found if also_removed else found.filter(removed_at=None)
    return tuple(_row(one) for one in shown)


def table_row(table_id: int) -> TableRow | None:
    """Return a table by its number."""
    one = _tables().filter(pk=table_id).first()
    return _row(one) if one else None


def tables_held_by(organisation_ids: Iterable[int]) -> tuple[TableRow, ...]:
    """Return the tables of some employers, the latest day first."""
    found = _tables().filter(organisation_id__in=list(organisation_ids), removed_at=None)
    return tuple(_row(one) for one in found.order_by("-dating__starts_at", "label")[:50])


def employers(node: NodeRow) -> list[tuple[int, str]]:
    """Return the organisations that may have a table: those that take part in the campaign."""
    found = Organisation.objects.filter(_takes_part(node), closed_on=None)
    return list(found.order_by("name").values_list("pk", "name").distinct())


def may_hold_table(node: NodeRow, organisation_id: int) -> bool:
    """Tell whether an organisation takes part in the campaign, and so may have a table."""
    return Organisation.objects.filter(_takes_part(node), pk=organisation_id).exists()


def shown_vacancy_ids(node: NodeRow) -> set[int]:
    """Return the vacancies an event shows itself: hires of its tables count through it."""
    shown = Attachment.objects.filter(to=node.reference, detached_at=None)
    return set(shown.values_list("vacancy_id", flat=True))


def vacancy_choices(node: NodeRow) -> list[tuple[int, str]]:
    """Return the open vacancies an event shows, with their employers."""
    found = Vacancy.objects.filter(
        pk__in=shown_vacancy_ids(node), status=VacancyStatus.PUBLISHED, hidden_at=None
    ).select_related("organisation")
    return [(one.pk, f"{one.title} · {one.organisation.name}") for one in found]


def _takes_part(node: NodeRow) -> Q:
    tree = Node.objects.filter(Q(pk=node.root_id) | Q(root_id=node.root_id))
    partners = Partner.objects.filter(node__in=tree).exclude(organisation=None)
    shown = Vacancy.objects.filter(pk__in=shown_vacancy_ids(node))
    return (
        Q(pk__in=tree.values("organiser"))
        | Q(pk__in=partners.values("organisation"))
        | Q(pk__in=shown.values("organisation"))
    )


def _tables() -> QuerySet[Table]:
    vacancies = Prefetch("vacancies", Vacancy.objects.order_by("title", "pk"))
    return Table.objects.select_related("organisation", "dating").prefetch_related(vacancies)


def _row(one: Table) -> TableRow:
    return TableRow(
        id=one.pk,
        node_id=one.dating.node_id,
        dating_id=one.dating_id,
        organisation_id=one.organisation_id,
        organisation=one.organisation.name,
        label=one.label,
        who=one.who,
        breaks=tuple(one.breaks),
        posts=tuple(_post(vacancy) for vacancy in one.vacancies.all()),
        is_removed=one.removed_at is not None,
    )


def _post(one: Vacancy) -> TablePost:
    is_open = one.status == VacancyStatus.PUBLISHED and one.hidden_at is None
    return TablePost(one.pk, one.title, vacancy_path(one.pk) if is_open else "", is_open)
