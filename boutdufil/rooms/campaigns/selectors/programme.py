"""Where an organiser may add events, by the names a file calls it."""

from __future__ import annotations

from boutdufil.lib.text import fold
from boutdufil.rooms.campaigns.enums import NodeKind
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tree import BENEATH
from boutdufil.rooms.campaigns.selectors.nodes import tree_of


def places_for_events(node: NodeRow) -> tuple[dict[str, int], int | None]:
    """Return the nodes of the same organiser that hold events, and the one a line without means.

    Each goes by its folded name and its short address; a name two nodes have is nobody's.
    """
    tree = tree_of(node.root_id)
    family = [node, *tree.beneath(node.id)]
    rows = [
        row
        for row in family
        if row.organiser_id == node.organiser_id and NodeKind.EVENT in BENEATH[row.kind]
    ]
    names = [fold(row.name) for row in rows]
    found = {fold(row.name): row.id for row in rows if names.count(fold(row.name)) == 1}
    found |= {fold(row.slug): row.id for row in rows}
    return found, node.id if NodeKind.EVENT in BENEATH[node.kind] else None
