"""The life of a node: each step is somebody's act, but for those the calendar takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.enums import NodeStatus, Step
from boutdufil.rooms.campaigns.errors import StepError
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules import life
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import Tree, tree_of
from boutdufil.rooms.campaigns.services.nodes import locked_tree
from boutdufil.rooms.campaigns.services.trail import record


@transaction.atomic
def take_step(*, node_id: int, step: str, actor_id: int | None) -> NodeStatus:
    """Take a node one step further; what stands beneath follows where it would be more public.

    :raises StepError: the status does not allow it, its days are missing, or the node above is
        not public yet.
    """
    tree, row = locked_tree(node_id)
    reached = life.after(row.status, step) if row else None
    if row is None or reached is None:
        raise StepError(_("Cette étape n’est pas possible : l’état a changé entre-temps."))
    if step == Step.PUBLISH:
        _refuse_unready(tree, row)
    _set({row.id: reached, **_brought_down(tree, row, reached)})
    record(actor_id, "take_step", node_id, step=str(step), status=str(reached))
    return reached


def follow_days(*, today: date) -> int:
    """Say that what began is live and what ended is over; return how many nodes changed."""
    roots = Node.objects.filter(parent=None, status__in=life.LISTED).values_list("pk", flat=True)
    return sum(_follow(root_id, today) for root_id in roots)


@transaction.atomic
def _follow(root_id: int, today: date) -> int:
    Node.objects.select_for_update(of=("self",)).get(pk=root_id)
    tree = tree_of(root_id)
    due = {
        row.id: life.by_the_day(row.status, tree.resolved(row.id).period, today)
        for row in tree.rows.values()
    }
    changed = {i: status for i, status in due.items() if status != tree.rows[i].status}
    _set(changed)
    return len(changed)


def _refuse_unready(tree: Tree, row: NodeRow) -> None:
    if tree.resolved(row.id).period is None:
        raise StepError(_("Donnez d’abord les dates."))
    parent = tree.rows[row.parent_id] if row.parent_id else None
    if parent and not life.is_allowed_under(NodeStatus.PUBLISHED, parent.status):
        told = _("« %(name)s », au-dessus, n’est pas encore publié.") % {"name": parent.name}
        raise StepError(told)


def _brought_down(tree: Tree, row: NodeRow, reached: NodeStatus) -> dict[int, NodeStatus]:
    """Return what the descendants become that may not stay as they are."""
    statuses = {row.id: reached}
    for one in tree.beneath(row.id):
        statuses[one.id] = life.brought_down(one.status, statuses[one.parent_id or 0])
    return {i: status for i, status in statuses.items() if status != tree.rows[i].status}


def _set(statuses: Mapping[int, NodeStatus]) -> None:
    for status in set(statuses.values()):
        found = Node.objects.filter(pk__in=[i for i in statuses if statuses[i] == status])
        found.update(status=status)
        if status == NodeStatus.PUBLISHED:
            found.filter(published_at=None).update(published_at=timezone.now())
