"""How the tables stand to the dispatcher's journal, for whoever runs the site."""

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.illico.models import JournalEntry, Projection


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Lines of a pool that the tables do not hold, and when the first of them was written."""

    pool: str
    lines: tuple[int, ...]
    since: datetime | None


def passed_over() -> tuple[PassedOver, ...]:
    """Return the lines that were set aside, by pool; empty when the tables hold everything."""
    return tuple(
        PassedOver(position.pool, tuple(position.set_aside), _written_at(position))
        for position in Projection.objects.exclude(set_aside=[]).order_by("pool")
    )


def _written_at(position: Projection) -> datetime | None:
    lines = JournalEntry.objects.filter(pool=position.pool, seq__in=position.set_aside)
    return lines.order_by("seq").values_list("happened_at", flat=True).first()
