"""Reading the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from boutdufil.kernel.audit.models import AuditEntry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One act as it was recorded."""

    at: datetime
    actor_id: int | None
    verb: str
    facts: Mapping[str, object]


def entries_about(subject: str) -> list[EntryRow]:
    """Return the acts on a subject, the oldest first."""
    found = AuditEntry.objects.filter(subject=subject).order_by("at", "id")
    return [EntryRow(one.at, one.actor_id, one.verb, one.facts) for one in found]
