"""What an owner has told those who answer, and who may answer."""

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.illico.models import EntrustedNumber, Number


@dataclass(frozen=True, slots=True)
class EntrustedRow:
    """A provider that may answer a number."""

    id: int
    organisation: str
    since: datetime


@dataclass(frozen=True, slots=True)
class GuidancePage:
    """The guidance of a number, and its providers."""

    procedure: str
    may_decide: str
    providers: tuple[EntrustedRow, ...]


def guidance(number_id: int) -> GuidancePage:
    """Return what an owner has told those who answer."""
    number = Number.objects.get(pk=number_id)
    held = EntrustedNumber.objects.filter(number=number, ended_at=None)
    return GuidancePage(
        number.procedure,
        number.may_decide,
        tuple(
            EntrustedRow(one.pk, one.organisation.name, one.since)
            for one in held.select_related("organisation")
        ),
    )
