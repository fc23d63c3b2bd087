"""The seal of a frozen plan."""

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.mobility.models import Plan, PlanSeal


@dataclass(frozen=True, slots=True)
class SealRow:
    """When a plan was sealed, and the hash of its archive."""

    sealed_at: datetime
    sha256: str
    version: int


def seal_of(plan: Plan) -> SealRow | None:
    """Return the seal of a plan; None while it is not frozen."""
    one = PlanSeal.objects.filter(plan=plan).select_related("version").defer("archive").first()
    return SealRow(one.sealed_at, one.sha256, one.version.number) if one else None


def archive_of(plan: Plan) -> bytes | None:
    """Return the archive as it was sealed."""
    one = PlanSeal.objects.filter(plan=plan).first()
    return bytes(one.archive) if one else None
