"""A programme from a file: its events are added by the same rules as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.enums import Trait
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Node
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import NodeDraft
from boutdufil.rooms.campaigns.services.nodes import create_node
from boutdufil.rooms.campaigns.services.trail import record


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """An event to add, beneath which node, from which line of a file."""

    line: int
    parent_id: int
    draft: NodeDraft


@transaction.atomic
def try_programme(
    *, node: NodeRow, lines: Sequence[ProgrammeLine], actor_id: int
) -> dict[int, str]:
    """Return what would be refused, by line; everything is tried for good, then undone."""
    refused = _add(node, lines, actor_id)
    transaction.set_rollback(True)
    return refused


@transaction.atomic
def import_programme(*, node: NodeRow, lines: Sequence[ProgrammeLine], actor_id: int) -> int:
    """Add the events of a file as drafts; return how many. Those that are refused are left out."""
    count = len(lines) - len(_add(node, lines, actor_id))
    record(actor_id, "import_programme", node.id, count=count)
    return count


def _add(node: NodeRow, lines: Sequence[ProgrammeLine], actor_id: int) -> dict[int, str]:
    refused = {}
    for one in lines:
        if _is_there(one):
            refused[one.line] = _("Ce rendez-vous est déjà là.")
            continue
        try:
            create_node(
                organiser_id=node.organiser_id,
                parent_id=one.parent_id,
                draft=one.draft,
                actor_id=actor_id,
                needs_review=node.needs_review,
            )
        except CampaignError as error:
            refused[one.line] = str(error)
    return refused


def _is_there(one: ProgrammeLine) -> bool:
    """Tell whether an event of that name stands there on that day: a file is taken once."""
    period = one.draft.traits.get(Trait.PERIOD)
    there = Node.objects.filter(parent_id=one.parent_id, name=one.draft.name)
    return there.filter(starts_on=period.starts_on if period else None).exists()
