"""Hires the ledger holds that no application led to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from boutdufil.kernel.posts.models import Hire
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.models import Application


@dataclass(frozen=True, slots=True)
class HireRow:
    """A hire by the number of its post; its person never said that their name may be read."""

    id: int
    post_number: int
    hired_on: date


def hires_without_application(vacancy_id: int) -> tuple[HireRow, ...]:
    """Return the standing hires of a vacancy that no application led to, by day."""
    applied = Application.objects.filter(
        vacancy_id=vacancy_id, person_id=OuterRef("person_id"), stage=Stage.HIRED
    )
    found = (
        Hire.objects.filter(~Exists(applied), post__vacancy_id=vacancy_id, cancelled_at=None)
        .select_related("post")
        .order_by("hired_on", "pk")
    )
    return tuple(HireRow(one.pk, one.post.number, one.hired_on) for one in found)
