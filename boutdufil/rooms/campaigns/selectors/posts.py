"""Posts of a campaign, as the ledger counts them: a node's are its descendants' too."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.urls import Resolver404, resolve, reverse

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.selectors import organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Attachment, Need, Vacancy
from boutdufil.kernel.posts.pages import vacancy_path
from boutdufil.kernel.posts.references import Reference
from boutdufil.kernel.posts.selectors import PostFigure, Scope, post_figure
from boutdufil.kernel.territories.selectors import places
from boutdufil.rooms.campaigns.models import Node, Partner
from boutdufil.rooms.campaigns.permissions.nodes import RECRUITERS, can_show_vacancies
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import Tree, node_at, node_row

# Who acts for an employer in the ledger.
FOR_EMPLOYERS = frozenset({Role.MANAGER, Role.RECRUITER, Role.HR})
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class ShownVacancy:
    """A vacancy a node shows; ``path`` says through what, and is empty where no room reads it."""

    id: int
    title: str
    employer: str
    place: str
    path: str
    code: str = ""


def public_reference(node_id: int) -> Reference | None:
    """Name a node to readers of the ledger; None for what the public may not see."""
    node = node_row(node_id)
    if node is None or not node.is_public:
        return None
    return Reference(node.reference, node.name, reverse("campaigns:node", args=[node.slug]))


def node_at_path(path: str) -> int | None:
    """Return the number of the node whose public page is at a path of this site."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    node = node_at(found.kwargs["slug"]) if found.view_name == "campaigns:node" else None
    return node.id if node else None


def references_of(tree: Tree, node_id: int) -> tuple[str, ...]:
    """Return the references of a node and of what the public sees beneath it.

    Those that never showed a vacancy are left out: they count nothing, and addresses stay short.
    """
    family = [tree.rows[node_id], *(row for row in tree.beneath(node_id) if row.is_public)]
    refs = [row.reference for row in family]
    used = set(Attachment.objects.filter(to__in=refs).values_list("to", flat=True).distinct())
    return tuple(ref for place, ref in enumerate(refs) if place == 0 or ref in used)


def figure_of(tree: Tree, node_id: int) -> PostFigure | None:
    """Count the posts of a node and of all beneath it; None while the public may not see it."""
    if not tree.rows[node_id].is_public:
        return None
    return post_figure(Scope(through=references_of(tree, node_id)))


def shown_vacancies(refs: tuple[str, ...], most: int = MOST_CHOICES) -> tuple[ShownVacancy, ...]:
    """Return the open vacancies shown by some nodes, each once."""
    shown = Attachment.objects.filter(to__in=refs, detached_at=None)
    found = list(_open_vacancies().filter(pk__in=shown.values("vacancy"))[:most])
    known = places({one.commune for one in found})
    ways = _ways(shown, refs, found)
    return tuple(
        _row(one, known[one.commune].name if one.commune in known else "", ways[one.pk])
        for one in found
    )


def _ways(
    shown: QuerySet[Attachment], refs: tuple[str, ...], found: list[Vacancy]
) -> dict[int, str]:
    """Return what shows each vacancy, the highest first named: who applies came through it."""
    pairs = list(shown.filter(vacancy__in=found).values_list("vacancy_id", "to"))
    return dict(sorted(pairs, key=lambda pair: refs.index(pair[1]), reverse=True))


def vacancy_choices(node: NodeRow, person: Person) -> list[ShownVacancy]:
    """Return the open vacancies that may be shown at a node and are not yet."""
    shown = Attachment.objects.filter(to=node.reference, detached_at=None).values("vacancy")
    found = list(_eligible(node, person).exclude(pk__in=shown)[:MOST_CHOICES])
    known = places({one.commune for one in found})
    return [_row(one, known[one.commune].name if one.commune in known else "") for one in found]


def may_be_shown(node: NodeRow, vacancy_id: int, person: Person) -> bool:
    """Tell whether a vacancy is open, and its employer takes part or lets the person act for it."""
    found = _open_vacancies().filter(pk=vacancy_id)
    if found.filter(_takes_part(node)).exists():
        return True
    one = found.first()
    return one is not None and can_show_vacancies(person, one.organisation_id)


def is_shown(node: NodeRow, vacancy_id: int) -> bool:
    """Tell whether a node shows a vacancy now."""
    shown = Attachment.objects.filter(to=node.reference, vacancy_id=vacancy_id, detached_at=None)
    return shown.exists()


def open_need_choices(person: Person) -> QuerySet[Need]:
    """Return the open needs of the employers somebody acts for; confidential ones are not told."""
    ours = [row.id for row in organisations_of(person.pk, FOR_EMPLOYERS)]
    return Need.objects.filter(organisation_id__in=ours, closed_at=None, confidential=False)


def _eligible(node: NodeRow, person: Person) -> QuerySet[Vacancy]:
    ours = [row.id for row in organisations_of(person.pk, RECRUITERS)]
    return _open_vacancies().filter(_takes_part(node) | Q(organisation_id__in=ours))


def _takes_part(node: NodeRow) -> Q:
    """Return the condition of vacancies whose employer organises or partners in the campaign."""
    campaign = Node.objects.filter(Q(pk=node.root_id) | Q(root_id=node.root_id))
    partners = Partner.objects.filter(node__in=campaign).exclude(organisation=None)
    return Q(organisation__in=campaign.values("organiser")) | Q(
        organisation__in=partners.values("organisation")
    )


def _open_vacancies() -> QuerySet[Vacancy]:
    return (
        Vacancy.objects.filter(
            status=VacancyStatus.PUBLISHED, hidden_at=None, need__confidential=False
        )
        .annotate(employer=F("organisation__name"))
        .order_by("title", "pk")
    )


def _row(vacancy: Vacancy, place: str, through: str = "") -> ShownVacancy:
    path = vacancy_path(vacancy.pk)
    return ShownVacancy(
        id=vacancy.pk,
        title=vacancy.title,
        employer=str(getattr(vacancy, "employer", "")),
        place=place,
        path=f"{path}?par={through}" if path and through else path,
        code=vacancy.code,
    )
