"""Taking people's data away is noted: who, when, what."""

from __future__ import annotations

from boutdufil.rooms.campaigns.rules.attendance import Filters
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.exports import attendance_file, campaign_archive
from boutdufil.rooms.campaigns.services.trail import record


def take_archive(*, node: NodeRow, actor_id: int) -> bytes:
    """Return everything of a node and beneath it as a ZIP, and note it."""
    content = campaign_archive(node)
    record(actor_id, "export_campaign", node.id)
    return content


def take_attendance(*, node_id: int, filters: Filters, kind: str, actor_id: int) -> bytes:
    """Return a list of who comes as a file, "csv" or "xlsx", and note it."""
    content = attendance_file(node_id, filters, kind)
    record(actor_id, "export_attendance", node_id, kind=kind, filters=sorted(filters.chosen))
    return content
