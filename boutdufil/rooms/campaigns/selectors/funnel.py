"""How far visitors came, counted by stop, company and origin. The ledger alone counts hires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from boutdufil.kernel.posts.models import Hire
from boutdufil.kernel.posts.selectors import Scope, hires_through
from boutdufil.rooms.campaigns.enums import FunnelStage, RegistrationStatus, ScanKind
from boutdufil.rooms.campaigns.models import FunnelFact, Scan
from boutdufil.rooms.campaigns.rules.funnel import Cell, Origin, company_of, place_of
from boutdufil.rooms.campaigns.selectors.nodes import Tree
from boutdufil.rooms.campaigns.selectors.posts import references_of

# Stages that are told of one company, and not of the day it happened on.
WITH_A_COMPANY = (FunnelStage.MET, FunnelStage.APPLIED, FunnelStage.OFFERED)


def funnel_cells(tree: Tree, root_id: int) -> list[Cell]:
    """Return everybody who reached a stage in a campaign; six queries, whatever its size."""
    return [
        *_registered(tree),
        *_came_without_a_name(tree),
        *_told(tree),
        *_hired(tree, root_id),
    ]


def people_of_a_registration() -> Coalesce:
    """Return how many came with a registration: as the door noted, else as many as registered."""
    noted = _true_scans().filter(kind=ScanKind.CAME, registration=OuterRef("registration"))
    most = noted.order_by().values("registration").annotate(most=Max("people")).values("most")
    return Coalesce(Subquery(most), F("registration__places"), output_field=IntegerField())


def _registered(tree: Tree) -> Iterator[Cell]:
    """Count who holds a place, and who came with one; cancelled since, they count no more."""
    holds = Q(
        stage=FunnelStage.REGISTERED,
        registration__status=RegistrationStatus.CONFIRMED,
        registration__is_walk_in=False,
    )
    came = Q(stage=FunnelStage.CAME, registration__came_at__isnull=False)
    people = Case(
        When(stage=FunnelStage.CAME, then=people_of_a_registration()),
        default=F("registration__places"),
        output_field=IntegerField(),
    )
    for row in _by_node(_facts(tree).filter(holds | came), Sum(people)):
        yield _cell(tree, row, row["registration__origin"] or "")


def _came_without_a_name(tree: Tree) -> Iterator[Cell]:
    """Count whom a door let in as a mere number."""
    walked = _true_scans().filter(
        kind=ScanKind.WALK_IN, registration=None, device__intake__node_id__in=list(tree.rows)
    )
    rows = walked.order_by().values("device__intake__node_id").annotate(people=Sum("people"))
    for row in rows:
        node_id = row["device__intake__node_id"]
        yield _cell(tree, row | {"stage": FunnelStage.CAME.value, "node_id": node_id}, None)


def _told(tree: Tree) -> Iterator[Cell]:
    """Count what happened to people one by one, with the company it happened with."""
    facts = _facts(tree).filter(stage__in=[FunnelStage.TRIED, *WITH_A_COMPANY])
    for row in _by_node(facts, Count("pk")):
        yield _cell(tree, row, row["registration__origin"])


def _hired(tree: Tree, root_id: int) -> Iterator[Cell]:
    """Count the hires of the ledger; a fact may know which registration they go back to."""
    through = hires_through(Scope(through=references_of(tree, root_id)))
    employers = Hire.objects.filter(pk__in=through).values_list("pk", "post__vacancy__organisation")
    keys = [f"hire:{hire_id}" for hire_id in through]
    known = FunnelFact.objects.filter(stage=FunnelStage.HIRED, key__in=keys)
    origins = dict(known.values_list("key", "registration__origin"))
    for hire_id, employer in employers:
        row = {
            "stage": FunnelStage.HIRED.value,
            "node_id": int(through[hire_id].partition(":")[2]),
            "organisation_id": employer,
            "people": 1,
        }
        yield _cell(tree, row, origins.get(f"hire:{hire_id}"))


def _facts(tree: Tree) -> QuerySet[FunnelFact]:
    return FunnelFact.objects.filter(node_id__in=list(tree.rows))


def _by_node(facts: QuerySet[FunnelFact], people: Sum | Count) -> QuerySet[FunnelFact, Any]:
    grouped = facts.order_by().values("stage", "node_id", "organisation_id", "registration__origin")
    return grouped.annotate(people=people)


def _true_scans() -> QuerySet[Scan]:
    """Return what doors saw, without their mistakes."""
    mistakes = Scan.objects.filter(
        device_id=OuterRef("device_id"), kind=ScanKind.UNDONE, undoes=OuterRef("number")
    )
    return Scan.objects.exclude(Exists(mistakes))


def _cell(tree: Tree, row: dict[str, Any], origin: Origin) -> Cell:
    node = tree.rows[row["node_id"]]
    return Cell(
        stage=row["stage"],
        place=place_of(node, tree.rows),
        organisation=row.get("organisation_id") or company_of(node, tree.rows),
        origin=origin,
        people=row["people"],
    )
